"""A statement that was accepted, ready to be kept."""

from uuid import UUID

import msgspec

from lrs.xapi.version import Version
from schemas.statement import Statement

Said = tuple[str, bytes, bytes | None]
"""A statement's id, as the record writes it, head and tail."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One valid statement on its way into the record.

    `head` is the received text, without its closing brace, with every property the LRS sets spliced in except
    `stored`, and ends where the value of `stored` belongs: the kept text is ``head + '"<stored>"' + tail``, where a
    `tail` of None stands for ``,"timestamp":"<stored>"}`` (the statement brought no timestamp). Both are UTF-8. See
    `lrs.xapi.statement.complete`.
    """

    id: UUID
    statement: Statement
    head: bytes
    tail: bytes | None
    version: Version
    authority: str  # identifier of the authority written into `head`
    defines: bool = True  # whether the credential may change activity definitions
    attachments: tuple[str, ...] = ()  # sha2 of the bytes that came along, already sealed

    @property
    def said(self) -> Said:
        """What the record keeps of it as text."""
        sent = self.statement.id
        return sent.lower() if sent else str(self.id), self.head, self.tail


def spliced(head: bytes, tail: bytes | None, stored: str) -> str:
    """Return the text to keep of a head and a tail, once the instant it is kept at is known."""
    end = f',"timestamp":"{stored}"}}'.encode() if tail is None else tail
    return (b'%b"%b"%b' % (head, stored.encode(), end)).decode()
