"""A statement that was accepted, ready to be kept."""

from dataclasses import dataclass
from uuid import UUID

from lrs.xapi.version import Version
from schemas.statement import Statement

Said = tuple[UUID, str, str | None]
"""A statement's id, head and tail."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One valid statement on its way into the record.

    `head` is the received text, without its closing brace, with every property the LRS sets spliced in except
    `stored`, and ends where the value of `stored` belongs: the kept text is ``head + '"<stored>"' + tail``, where a
    `tail` of None stands for ``,"timestamp":"<stored>"}`` (the statement brought no timestamp). See
    `lrs.xapi.statement.complete`.
    """

    id: UUID
    statement: Statement
    head: str
    tail: str | None
    version: Version
    authority: str  # identifier of the authority written into `head`
    defines: bool = True  # whether the credential may change activity definitions
    attachments: tuple[str, ...] = ()  # sha2 of the bytes that came along, already sealed

    @property
    def said(self) -> Said:
        """What the record keeps of it as text."""
        return self.id, self.head, self.tail
