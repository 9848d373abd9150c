"""Documents: State, Agent Profile and Activity Profile (1.0.3 Communication 2.3, 2.6, 2.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lrs.errors import Refusal
from lrs.store import tables
from lrs.store.clock import Clock
from lrs.store.database import Database
from lrs.store.keys import hashed
from lrs.store.promise import Change, Document, DocumentKey, DocumentScope, Instant
from lrs.store.questions import sql
from lrs.store.tables import BYTES, INSTANT, KEY, TEXT, column
from lrs.store.tasks import Task, Tasks
from lrs.store.writer import Cursor, Request, Writer

_SEPARATOR = "\0"


@dataclass(frozen=True, slots=True)
class Changing:
    """One document to be changed."""

    key: DocumentKey
    change: Change


def number(key: DocumentKey) -> int:
    """Return the 64-bit key of where a document lives. Rows that share one are told apart by their texts."""
    return hashed(_SEPARATOR.join((key.kind, key.id, key.activity, key.agent, key.registration)), 0)


class ChangingHandler:
    """Changes documents in the order asked, each seeing what those before it in the group left."""

    order = 1

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def apply(self, cursor: Cursor, requests: Sequence[Request]) -> None:
        """Change; a refusal is that request's own."""
        before = fetch(cursor, [request.work.key for request in requests])
        now: dict[DocumentKey, Document | None] = dict(before)
        for request in requests:
            try:
                self._change(now, request.work)
            except Refusal as refusal:
                request.error = refusal
        write(cursor, before, now)

    def _change(self, now: dict[DocumentKey, Document | None], work: Changing) -> None:
        old = now.get(work.key)
        new = work.change(old)
        if new is not old:
            now[work.key] = None if new is None else replace(new, updated=self._clock.take())


def fetch(cursor: Cursor, keys: Sequence[DocumentKey]) -> dict[DocumentKey, Document]:
    """Return those documents that are there, and any that share a number with them."""
    found = cursor.execute(sql("documents_by_key"), {"keys": list({number(key) for key in keys})}).fetchall()
    return {DocumentKey(*told[:5]): Document(*told[5:]) for told in found}


def write(cursor: Cursor, before: dict[DocumentKey, Document], now: dict[DocumentKey, Document | None]) -> None:
    """Write what differs: whatever shares a number is written again together."""
    changed = {number(key) for key, document in now.items() if document is not before.get(key)}
    if changed & {number(key) for key in before}:
        cursor.execute(sql("delete_documents_by_key"), {"keys": list(changed)})
    kept = [(key, document) for key, document in now.items() if document is not None and number(key) in changed]
    if kept:
        keys, documents = zip(*kept, strict=True)
        tables.insert(
            cursor,
            "insert_document",
            key=column([number(key) for key in keys], KEY),
            kind=column([key.kind for key in keys], TEXT),
            id=column([key.id for key in keys], TEXT),
            activity=column([key.activity for key in keys], TEXT),
            agent=column([key.agent for key in keys], TEXT),
            registration=column([key.registration for key in keys], TEXT),
            content=column([one.content for one in documents], BYTES),
            content_type=column([one.content_type for one in documents], TEXT),
            updated=column([one.updated for one in documents], INSTANT),
        )


class Documents:
    """The documents of the record."""

    def __init__(self, database: Database, writer: Writer, clock: Clock, tasks: Tasks) -> None:
        self._database = database
        self._writer = writer
        self._changing = ChangingHandler(clock)
        self._tasks = tasks

    def get(self, key: DocumentKey) -> Document | None:
        """Return what is kept under a key."""
        with self._database.reading() as cursor:
            return fetch(cursor, [key]).get(key)

    def change(self, key: DocumentKey, change: Change) -> None:
        """Write, replace or delete one document inside the write transaction."""
        self._writer.submit(self._changing, Changing(key, change))

    def ids(self, scope: DocumentScope, since: Instant | None) -> list[tuple[str, Instant]]:
        """Return the ids in a scope, ordered; an id under several registrations once, with the last."""
        with self._database.reading() as cursor:
            return cursor.execute(sql("document_ids"), {**_parameters(scope), "since": since}).fetchall()

    def delete(self, scope: DocumentScope) -> None:
        """Delete every document in a scope."""
        self._writer.submit(
            self._tasks, Task(lambda cursor: cursor.execute(sql("delete_documents_in"), _parameters(scope)))
        )


def _parameters(scope: DocumentScope) -> dict[str, str | None]:
    return {
        "kind": scope.kind,
        "activity": scope.activity,
        "agent": scope.agent,
        "registration": scope.registration,
    }
