"""The naive store: the judge of the other one in tests.

It keeps texts in a list and answers every question by reading all of them again, straight from the wording of the
standard (`lrs.store.judge`). Nothing here is quick and nothing is clever.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from lrs.errors import Conflict, Refusal
from lrs.store import judge
from lrs.store.attachments import AttachmentFolder
from lrs.store.clock import Clock
from lrs.store.identity import replaced, replaced_bytes
from lrs.store.memory_organisation import MemoryOrganisation
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
from lrs.xapi import timestamp
from lrs.xapi.activity import merge
from lrs.xapi.actor import identifier
from lrs.xapi.equivalence import equivalent
from lrs.xapi.query import StatementQuery
from lrs.xapi.statement import stored_text
from schemas.statement import Statement


def read(text: str) -> Statement:
    """Return a kept statement taken apart."""
    return msgspec.json.decode(text, type=Statement)


class MemoryStore:
    """Everything in lists and dictionaries, one lock around all of it."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._lock = threading.RLock()
        self._records: list[Record] = []
        self._authorities: dict[int, str] = {}
        self._documents: dict[DocumentKey, Document] = {}
        self._definitions: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._credentials: dict[str, Credential] = {}
        self._folder = TemporaryDirectory(prefix="acquis-memory-")
        self.attachments = AttachmentFolder(Path(self._folder.name))
        self.organisation = MemoryOrganisation()

    # Statements ---------------------------------------------------------------------------------------------------

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep all of a batch or none."""
        with self._lock:
            before = len(self._records)
            learned = {name: list(names) for name, names in self._names.items()}, dict(self._definitions)
            for entry in entries:
                try:
                    self._keep(entry)
                except Refusal:
                    del self._records[before:]
                    self._names, self._definitions = learned
                    raise

    def add_each(self, entries: Sequence[Entry]) -> list[Refusal | bool]:
        """Keep each entry on its own."""
        with self._lock:
            return [self._try(entry) for entry in entries]

    def statement(self, id_: UUID, *, voided: bool = False, authority: str | None = None) -> Record | None:
        """Return one statement that is not voided (or, with `voided`, one that is)."""
        with self._lock:
            record = self._find(id_)
            if record is None or (id_ in self._voided()) != voided:
                return None
            return record if authority in (None, self._authorities[record.seq]) else None

    def texts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, bool]]:
        """Return the texts of those statements that are kept, and whether each is voided."""
        with self._lock:
            wanted, voided = set(ids), self._voided()
            return {one.id: (one.text, one.id in voided) for one in self._records if one.id in wanted}

    def statements(self, query: StatementQuery) -> Page:
        """Return one page."""
        with self._lock:
            newest = self._records[-1].seq if self._records else 0
            ceiling = newest if query.ceiling is None else query.ceiling
            found = list(self.scan(replace(query, ceiling=ceiling)))
        records = tuple(found[: query.limit])
        if len(found) <= query.limit:
            return Page(records)
        return Page(records, after=records[-1].seq, ceiling=ceiling)

    def scan(self, query: StatementQuery, *, voided: bool = False) -> Iterator[Record]:
        """Stream every statement that meets the query, without pages."""
        with self._lock:
            hidden = set() if voided else self._voided()
            found = [one for one in self._records if one.id not in hidden and self._answers(one, query)]
        return iter(found if query.ascending else found[::-1])

    def consistent_through(self) -> Instant:
        """Return an instant up to which every statement is readable."""
        return self._clock.settled()

    def _try(self, entry: Entry) -> Refusal | bool:
        try:
            return self._keep(entry)
        except Refusal as refusal:
            return refusal

    def _keep(self, entry: Entry) -> bool:
        kept = self._find(entry.id)
        if kept is not None:
            if equivalent(kept.text, stored_text(entry, timestamp.text(0)), entry.version):
                return False
            raise Conflict(f"statement {entry.id} is kept already and says something else")
        seq = len(self._records) + 1
        stored = self._clock.take()
        self._records.append(Record(seq, stored, entry.id, stored_text(entry, timestamp.text(stored))))
        self._authorities[seq] = entry.authority
        self._names.setdefault(entry.authority, [])
        self._learn(read(self._records[-1].text), defines=entry.defines)
        return True

    def _learn(self, statement: Statement, *, defines: bool) -> None:
        for agent in judge.every_agent(statement):
            name = identifier(agent)
            if name is not None:
                self._names.setdefault(name, [])
        for agent in judge.spoken_of(statement):  # the label of an authority is no name its agent went by
            names = self._names.get(identifier(agent) or "", [])
            if agent.name and agent.name not in names:
                names.append(agent.name)
        for activity in judge.every_activity(statement) if defines else ():
            if activity.id and activity.definition:
                self._definitions[activity.id] = merge(self._definitions.get(activity.id), activity.definition)

    def _find(self, id_: UUID) -> Record | None:
        return next((record for record in self._records if record.id == id_), None)

    def _voided(self) -> set[UUID]:
        statements = {record.id: read(record.text) for record in self._records}
        targets = {judge.voids(one) for one in statements.values()}
        return {id_ for id_ in targets if id_ in statements and judge.voids(statements[id_]) is None}

    def _answers(self, record: Record, query: StatementQuery) -> bool:
        after, ceiling = query.after, query.ceiling
        return (
            (query.since is None or record.stored > query.since)
            and (query.until is None or record.stored <= query.until)
            and (query.authority is None or self._authorities[record.seq] == query.authority)
            and (ceiling is None or record.seq <= ceiling)
            and (after is None or (record.seq > after if query.ascending else record.seq < after))
            and self._meets(record, query, frozenset())
        )

    def _meets(self, record: Record, query: StatementQuery, passed: frozenset[UUID]) -> bool:
        statement = read(record.text)
        if judge.meets(statement, query):
            return True
        target = judge.reference(statement)
        kept = None if target is None or target in passed else self._find(target)
        return kept is not None and self._meets(kept, query, passed | {record.id})

    # Documents ----------------------------------------------------------------------------------------------------

    def document(self, key: DocumentKey) -> Document | None:
        """Return what is kept under a key."""
        with self._lock:
            return self._documents.get(key)

    def change_document(self, key: DocumentKey, change: Change) -> None:
        """Write, replace or delete one document."""
        with self._lock:
            old = self._documents.get(key)
            new = change(old)
            if new is None:
                self._documents.pop(key, None)
            elif new is not old:
                self._documents[key] = replace(new, updated=self._clock.take())

    def document_ids(self, scope: DocumentScope, since: Instant | None = None) -> list[tuple[str, Instant]]:
        """Return the ids in a scope updated after `since`; an id under several registrations once, with the last."""
        with self._lock:
            found: dict[str, Instant] = {}
            for key in self._in(scope):
                updated = self._documents[key].updated
                if since is None or updated > since:
                    found[key.id] = max(updated, found.get(key.id, 0))
            return sorted(found.items())

    def delete_documents(self, scope: DocumentScope) -> None:
        """Delete every document in a scope."""
        with self._lock:
            for key in self._in(scope):
                del self._documents[key]

    def _in(self, scope: DocumentScope) -> list[DocumentKey]:
        return [
            key
            for key in self._documents
            if (key.kind, key.activity, key.agent) == (scope.kind, scope.activity, scope.agent)
            and scope.registration in (None, key.registration)
        ]

    # What the statements spoke of ---------------------------------------------------------------------------------

    def activity(self, iri: str) -> str | None:
        """Return the merged definition of an activity."""
        return self._definitions.get(iri)

    def activities(self, iris: Sequence[str]) -> dict[str, str]:
        """Return the merged definitions of those activities that have one."""
        return {iri: self._definitions[iri] for iri in iris if iri in self._definitions}

    def person(self, identifier: str) -> Person | None:
        """Return what was seen of an agent."""
        with self._lock:
            return Person(identifier, tuple(self._names[identifier])) if identifier in self._names else None

    def replace_identity(self, identifier: str, replacement: str) -> int:
        """Replace one agent by another everywhere."""
        if identifier == replacement:
            return 0
        with self._lock:
            texts = [replaced(record.text, identifier, replacement) for record in self._records]
            self._records = [
                record if text is None else replace(record, text=text)
                for record, text in zip(self._records, texts, strict=True)
            ]
            for seq, authority in self._authorities.items():
                self._authorities[seq] = replacement if authority == identifier else authority
            if self._names.pop(identifier, None) is not None:
                self._names.setdefault(replacement, [])
            self._replace_in_documents(identifier, replacement)
            self.organisation.replace_identity(identifier, replacement)
            return sum(text is not None for text in texts)

    def _replace_in_documents(self, old: str, new: str) -> None:
        documents: dict[DocumentKey, Document] = {}
        for key, document in sorted(self._documents.items(), key=lambda item: item[1].updated):
            content = replaced_bytes(document.content, old, new)
            if content is None and key.agent != old:
                documents[key] = document
                continue
            moved = replace(key, agent=new) if key.agent == old else key
            said = document.content if content is None else content
            documents[moved] = replace(document, content=said, updated=self._clock.take())
        self._documents = documents

    # Credentials --------------------------------------------------------------------------------------------------

    def credential(self, key: str) -> Credential | None:
        """Return a credential by its key."""
        return self._credentials.get(key)

    def credentials(self) -> list[Credential]:
        """Return every credential, oldest first."""
        with self._lock:
            return sorted(self._credentials.values(), key=lambda one: (one.created, one.key))

    def add_credential(self, credential: Credential) -> None:
        """Keep a new credential."""
        with self._lock:
            if credential.key in self._credentials:
                raise Conflict(f"credential {credential.key} exists already")
            self._credentials[credential.key] = credential

    def revoke_credential(self, key: str) -> bool:
        """Remove a credential."""
        return self._credentials.pop(key, None) is not None

    # Life ---------------------------------------------------------------------------------------------------------

    def backup(self, folder: str) -> None:
        """Copy the attachments; the rest of this store lives in memory and nowhere else."""
        copytree(self._folder.name, folder)

    def close(self) -> None:
        """Let go of the files."""
        self._folder.cleanup()
