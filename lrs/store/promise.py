"""What any store of the record promises, in the specification's words.

`lrs.store.duck` keeps these promises on disk; `lrs.store.memory` keeps them naively and judges the other in tests. A
store that spans machines would keep the same ones: this file is the seam.

Instants are `int`: microseconds since 1970-01-01 UTC. Agents are named by their inverse functional identifier as
`lrs.xapi.actor.identifier` writes it. Every method may be called from any thread. A method that writes returns only
once what it wrote is on disk.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

from lrs.errors import Refusal
from lrs.xapi.entry import Entry as Entry  # noqa: PLC0414 -- says that it is offered from here too
from lrs.xapi.query import StatementQuery
from lrs.xapi.version import Version

Instant = int
DocumentKind = Literal["state", "agent_profile", "activity_profile"]


@dataclass(frozen=True, slots=True)
class Record:
    """A statement as it is kept."""

    seq: int
    stored: Instant
    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to a StatementQuery.

    `after` is None on the last page; otherwise it and `ceiling` continue the same question.
    """

    records: tuple[Record, ...]
    after: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """Where one document lives. What a kind does not use is the empty string; `registration` is lower-case."""

    kind: DocumentKind
    id: str
    activity: str = ""
    agent: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """Which documents a list or a multiple delete is about.

    A `registration` of None is any registration or none; the empty string is "without registration".
    """

    kind: DocumentKind
    activity: str = ""
    agent: str = ""
    registration: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes and content type exactly as received; `updated` is set by the store on every write."""

    content: bytes
    content_type: str
    updated: Instant = 0


Change = Callable[[Document | None], Document | None]
"""What becomes of a document: given what is kept (or None), what to keep (or None to delete). Called inside the write
transaction, so a precondition it checks still holds when the write lands; a Refusal it raises refuses this write only.
It is pure and quick, and may be called again. Returning the very object it was given changes nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Everything seen of one agent: its identifier and the names it went by, oldest first."""

    identifier: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credential:
    """A key a tool signs in with. `secret` is a hash (`lrs.secrets`), never what the tool sends."""

    key: str
    label: str
    secret: str = field(repr=False)
    scopes: frozenset[str]
    version: Version
    created: Instant


class AttachmentSink(Protocol):
    """Bytes of one attachment on their way in, streamed to disk and hashed as they pass."""

    def write(self, data: bytes, /) -> object:
        """Take some more bytes."""

    def seal(self, sha2: str) -> None:
        """Sync and keep the bytes under their hash.

        Raises
        ------
        BadRequest
            When the bytes do not hash to `sha2` (SHA-224, 256, 384 or 512, by its length).
        """

    def discard(self) -> None:
        """Forget the bytes. Harmless after `seal`."""


class Attachments(Protocol):
    """The bytes that came with statements, named by their hash."""

    def sink(self) -> AttachmentSink:
        """Open a place for one attachment's bytes."""

    def size(self, sha2: str) -> int | None:
        """Return how many bytes are kept under a hash, or None."""

    def read(self, sha2: str) -> Iterator[bytes]:
        """Stream the bytes kept under a hash."""


Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Put:
    """A change of one of the organisation's tables: rows that go, then rows that come.

    `gone` holds the values of the columns `by` of the rows that go.
    """

    table: str
    rows: Sequence[dict[str, Any]] = ()
    by: tuple[str, ...] = ("key",)
    gone: Sequence[tuple[Any, ...]] = ()


class Organisation(Protocol):
    """What the organisation says of itself: the tables of `schemas.organisation`, as whole rows.

    Days are `date`, instants `datetime` in UTC without a zone.
    """

    def revision(self) -> int:
        """Return a number that grows with every change that matters to what is derived."""

    def rows(self, table: str, **where: Any) -> Rows:
        """Return the rows of a table whose columns have these values, in the order they were written."""

    def change(self, puts: Sequence[Put], revision: int | None = None) -> int:
        """Make all of these changes or none, in order; return the revision after them.

        Raises
        ------
        Conflict
            When `revision` is given and is no longer the current one: what was judged against it may not hold.
        """


class Store(Protocol):
    """The record."""

    @property
    def attachments(self) -> Attachments:
        """The bytes that came with statements."""

    @property
    def organisation(self) -> Organisation:
        """What the organisation says of itself."""

    # Statements ---------------------------------------------------------------------------------------------------

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep all of a batch or none.

        Entries are taken one after another, and nothing is kept before the last: when taking one fails, none is. An
        entry whose id is kept already is accepted again, changing nothing, when the two are equivalent
        (`lrs.xapi.equivalence`).

        Raises
        ------
        Conflict
            When a kept statement with the same id is not equivalent. Nothing of the batch is kept.
        """

    def add_each(self, entries: Sequence[Entry]) -> list[Refusal | bool]:
        """Keep each entry on its own, together in as few commits as possible, in order.

        Returns
        -------
        list
            For each entry True (kept now), False (an equivalent one was there already) or why it was refused.
        """

    def statement(self, id_: UUID, *, voided: bool = False, authority: str | None = None) -> Record | None:
        """Return one statement that is not voided (or, with `voided`, one that is); None when there is none such.

        With `authority`, only a statement that authority asserted.
        """

    def texts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, bool]]:
        """Return the texts of those statements that are kept, and whether each is voided."""

    def statements(self, query: StatementQuery) -> Page:
        """Return one page of the statements that are not voided and meet the query, following references.

        A statement meets the filters when it does itself, or when a statement that it references does, through any
        chain; `since`, `until`, `limit`, `authority` always apply to the statement itself. A voided target
        still lets the statements that reference it be found.
        """

    def scan(self, query: StatementQuery, *, voided: bool = False) -> Iterator[Record]:
        """Stream every statement that meets the query, without pages, from one snapshot; with `voided`, those too."""

    def consistent_through(self) -> Instant:
        """Return an instant up to which every statement is readable: before the earliest uncommitted `stored`."""

    # Documents ----------------------------------------------------------------------------------------------------

    def document(self, key: DocumentKey) -> Document | None:
        """Return what is kept under a key."""

    def change_document(self, key: DocumentKey, change: Change) -> None:
        """Write, replace or delete one document inside the write transaction."""

    def document_ids(self, scope: DocumentScope, since: Instant | None = None) -> list[tuple[str, Instant]]:
        """Return the ids in a scope updated after `since`, with when, ordered by id."""

    def delete_documents(self, scope: DocumentScope) -> None:
        """Delete every document in a scope."""

    # What the statements spoke of ------------------------------------------------------------------------------------

    def activity(self, iri: str) -> str | None:
        """Return the merged definition of an activity as JSON text, or None when no definition was seen."""

    def activities(self, iris: Sequence[str]) -> dict[str, str]:
        """Return the merged definitions of those activities that have one."""

    def person(self, identifier: str) -> Person | None:
        """Return what was seen of an agent, or None."""

    def replace_identity(self, identifier: str, replacement: str) -> int:
        """Replace one agent by another in every stored payload, key, document and name; return how many statements.

        Every occurrence: actor, object, authority, instructor, team, members, context agents and groups,
        sub-statements. The old text is gone from the files when this returns.
        """

    # Credentials -----------------------------------------------------------------------------------------------------

    def credential(self, key: str) -> Credential | None:
        """Return a credential by its key."""

    def credentials(self) -> list[Credential]:
        """Return every credential, oldest first."""

    def add_credential(self, credential: Credential) -> None:
        """Keep a new credential. Raises `Conflict` when the key is taken."""

    def revoke_credential(self, key: str) -> bool:
        """Remove a credential; False when there was none."""

    # Life ------------------------------------------------------------------------------------------------------------

    def backup(self, folder: str) -> None:
        """Write a consistent copy of everything (record and attachments) into a new folder."""

    def close(self) -> None:
        """Commit what waits, then let go of the files."""
