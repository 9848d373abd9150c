"""The record on disk, in DuckDB: opens the folder and puts the parts together."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from lrs.errors import Fault, Refusal
from lrs.store.activities import Activities
from lrs.store.agents import Agents
from lrs.store.attaching import attach_warehouse
from lrs.store.attachments import AttachmentFolder, sync, sync_directory
from lrs.store.backups import copy_folder
from lrs.store.clock import Clock
from lrs.store.codec import Codec
from lrs.store.credentials import Credentials
from lrs.store.database import Cursor, Database, Limits, connect, lock, make_room, migrate, teach
from lrs.store.documents import Documents
from lrs.store.erasure import Copy, copy_record
from lrs.store.index import Index
from lrs.store.keeping import Keeping
from lrs.store.keys import Hash, Keys, hash_of
from lrs.store.learning import Learning
from lrs.store.organisation import Organisation
from lrs.store.postings import Postings
from lrs.store.promise import (
    Change,
    Credential,
    Document,
    DocumentKey,
    DocumentScope,
    Entry,
    Instant,
    Page,
    Person,
    Record,
)
from lrs.store.questions import sql
from lrs.store.references import References
from lrs.store.rows import Row
from lrs.store.statements import Statements
from lrs.store.tasks import Tasks
from lrs.store.training import Training
from lrs.store.writer import Writer, end_process
from lrs.xapi.query import StatementQuery

RECORD = "record.duckdb"
STEP = 250_000  # statements after which the database is given more memory for its indexes
REWRITTEN = "record.new.duckdb"
WAREHOUSE = "warehouse.duckdb"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a folder is opened."""

    limits: Limits = field(default_factory=Limits)
    warehouse: bool = True
    hash_: Hash | None = None  # of keys; None: as the record says
    on_fatal: Callable[[BaseException], None] = end_process


def open_store(folder: Path, settings: Settings | None = None, *, warehouse: bool = True) -> "DuckStore":
    """Open the record in a folder, made if need be.

    Raises
    ------
    Unavailable
        When another process owns it, or it cannot be read.
    """
    return DuckStore(Path(folder), settings or Settings(warehouse=warehouse))


def _last(cursor: Cursor) -> tuple[int, int]:
    """Return seq and stored of the newest statement."""
    return next(iter(cursor.execute(sql("last")).fetchall()), (0, 0))


class DuckStore:
    """The record (`lrs.store.promise.Store`)."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._settings = settings
        (folder / REWRITTEN).unlink(missing_ok=True)  # an erasure that a crash ended: it never took the record's place
        self._codec = Codec([])
        self._database = Database(self._connect())
        self._file = os.open(folder / RECORD, os.O_RDONLY)  # see `lrs.store.backups`
        cursor = self._database.cursor()
        last, stored = _last(cursor)
        self._clock = Clock(stored)
        self._learning = Learning(Keys({}, settings.hash_ or hash_of(cursor)), ())
        self._recall(cursor)
        waiting = [target for (target,) in cursor.execute(sql("waiting_targets")).fetchall()]
        self._postings = Postings(self._database)
        voided = [seq for (seq,) in cursor.execute(sql("voided")).fetchall()]
        references = References(waiting, voided)
        self._index = Index(self._codec, self._learning, references, self._postings)
        self._index.recall(cursor)
        keeping = Keeping(self._clock, self._codec, self._index, last)
        self._training = Training(self._codec, last)
        keeping.watch = self._grown
        self._kept, self._since_room = last, 0
        self._writer = self._training.writer = Writer(cursor, self._clock, settings.on_fatal)
        self._writer.defer(keeping)
        self.attachments = AttachmentFolder(folder / "attachments")
        self._sweeping = threading.Thread(
            target=self.sweep, args=(time.time() - 1,), name="acquis-sweeping", daemon=True
        )
        self._statements = Statements(self._database, self._writer, keeping)
        tasks = Tasks()
        self._documents = Documents(self._database, self._writer, self._clock, tasks)
        self._agents = Agents(self._database, self._learning.keys)
        self._activities = Activities(self._database, self._learning.keys)
        self._credentials = Credentials(self._database, self._writer, tasks)
        self.organisation = Organisation(self._database, self._writer, tasks)
        self._sweeping.start()

    def _connect(self) -> Cursor:
        connection = connect(self.folder / RECORD, self._settings.limits)
        teach(connection, self._codec.unpack)
        migrate(connection)
        if self._settings.warehouse:
            attach_warehouse(connection, self.folder / WAREHOUSE)
        make_room(connection, self._settings.limits, _last(connection)[0] + 2 * STEP)
        lock(connection)
        return connection

    def _recall(self, cursor: Cursor) -> None:
        """Read the few things the writer keeps in mind. None of them grows with the record."""
        for (content,) in cursor.execute(sql("dictionaries")).fetchall():
            self._codec.learn(content)
        self._learning.recall(cursor)

    def _grown(self, rows: Sequence[Row]) -> None:
        """Take note of what was committed. Only the writer's thread comes here."""
        self._training.kept(rows)
        self._since_room += len(rows)
        if self._since_room >= STEP:
            self._kept, self._since_room = self._kept + self._since_room, 0
            make_room(self._database.cursor(), self._settings.limits, self._kept + 2 * STEP)

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep all of a batch or none."""
        self._statements.add(entries)

    def add_each(self, entries: Sequence[Entry]) -> list[Refusal | bool]:
        """Keep each entry on its own."""
        return self._statements.add_each(entries)

    def statement(self, id_: UUID, *, voided: bool = False, authority: str | None = None) -> Record | None:
        """Return one statement that is not voided (or, with `voided`, one that is)."""
        return self._statements.one(id_, voided=voided, authority=authority)

    def texts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, bool]]:
        """Return the texts of those statements that are kept, and whether each is voided."""
        return self._statements.texts(ids)

    def statements(self, query: StatementQuery) -> Page:
        """Return one page."""
        return self._statements.page(query)

    def scan(self, query: StatementQuery, *, voided: bool = False) -> Iterator[Record]:
        """Stream every statement that meets the query."""
        return self._statements.scan(query, voided=voided)

    def consistent_through(self) -> Instant:
        """Return an instant up to which every statement is readable."""
        return self._clock.settled()

    def document(self, key: DocumentKey) -> Document | None:
        """Return what is kept under a key."""
        return self._documents.get(key)

    def change_document(self, key: DocumentKey, change: Change) -> None:
        """Write, replace or delete one document inside the write transaction."""
        self._documents.change(key, change)

    def document_ids(self, scope: DocumentScope, since: Instant | None = None) -> list[tuple[str, Instant]]:
        """Return the ids in a scope updated after `since`."""
        return self._documents.ids(scope, since)

    def delete_documents(self, scope: DocumentScope) -> None:
        """Delete every document in a scope."""
        self._documents.delete(scope)

    def activity(self, iri: str) -> str | None:
        """Return the merged definition of an activity."""
        return self.activities([iri]).get(iri)

    def activities(self, iris: Sequence[str]) -> dict[str, str]:
        """Return the merged definitions of those activities that have one."""
        self._statements.indexed()
        return self._activities.definitions(iris)

    def person(self, identifier: str) -> Person | None:
        """Return what was seen of an agent."""
        self._statements.indexed()
        return self._agents.person(identifier)

    def replace_identity(self, identifier: str, replacement: str) -> int:
        """Replace one agent by another everywhere, in a new file that takes the old one's place."""
        if identifier == replacement:
            return 0
        self._training.finish()
        with self._writer.paused():
            if self._index.waiting:
                raise Fault("nothing was replaced: what the newest statements say could not be written before it")
            count = self._rewrite(identifier, replacement)
            with self._database.exchange():
                self._exchange()
        return count

    def _rewrite(self, identifier: str, replacement: str) -> int:
        path = self.folder / REWRITTEN
        path.unlink(missing_ok=True)
        connection = connect(path, self._settings.limits)
        try:
            teach(connection, self._codec.unpack)
            migrate(connection)
            make_room(connection, self._settings.limits, self._kept + 2 * STEP)
            old, codecs = self._database.cursor(), (self._codec, Codec([]))
            keys, now = self._learning.keys, self._clock.take()
            count = copy_record(Copy(old, connection, *codecs, keys, identifier, replacement, now))
            old.close()
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        sync(path)
        return count

    def _exchange(self) -> None:
        """Put the new file in the old one's place. Up to the renaming the old one is the record, then the new one."""
        self._database.close()
        os.close(self._file)
        log = self.folder / f"{RECORD}.wal"
        if not log.exists() or log.stat().st_size == 0:  # else the old file is not whole without it: it stays
            log.unlink(missing_ok=True)
            (self.folder / REWRITTEN).replace(self.folder / RECORD)
            sync_directory(self.folder)
        for part in (self._codec, self._training, self._postings):
            part.forget()
        self._database.use(self._connect())
        self._file = os.open(self.folder / RECORD, os.O_RDONLY)
        cursor = self._database.cursor()
        self._recall(cursor)
        self._codec.generation += 1  # last: what is told of a statement from now on is told for the new record
        self._writer.use(cursor)

    def credential(self, key: str) -> Credential | None:
        """Return a credential by its key."""
        return self._credentials.get(key)

    def credentials(self) -> list[Credential]:
        """Return every credential, oldest first."""
        return self._credentials.every()

    def add_credential(self, credential: Credential) -> None:
        """Keep a new credential."""
        self._credentials.add(credential)

    def revoke_credential(self, key: str) -> bool:
        """Remove a credential."""
        return self._credentials.revoke(key)

    def cursor(self) -> Cursor:
        """Return a cursor of the instance, with the warehouse attached. After an erasure, take a new one."""
        return self._database.cursor()

    def sweep(self, before: float | None = None) -> int:
        """Remove the attachments no statement names; return how many files. See `AttachmentFolder.sweep`."""
        return self.attachments.sweep(self._named, before)

    def _named(self, hashes: list[str]) -> list[str]:
        with self._database.reading() as cursor:
            return [sha2 for (sha2,) in cursor.execute(sql("attachments_named"), {"sha2": hashes}).fetchall()]

    def metrics(self) -> dict[str, float]:
        """Return what the writer counted: groups, requests, the largest group, seconds spent committing."""
        return self._writer.metrics()

    def backup(self, folder: str) -> None:
        """Write a consistent copy of everything into a new folder; writes wait while the record is copied."""
        parts = self.attachments, self._writer, self._database.cursor()
        copy_folder(self.folder / RECORD, self._file, Path(folder), parts)

    def close(self) -> None:
        """Commit what waits, then let go of the files."""
        self._writer.close()
        self._postings.close()
        self._training.finish()
        self._sweeping.join()
        self._database.close()
        with suppress(OSError):
            os.close(self._file)
