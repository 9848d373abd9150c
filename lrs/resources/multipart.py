"""Statements with attachments, both ways (1.0.3 Communication 1.5.2; RFC 2046 5.1).

A body is read as it comes: the first part, the statements, into memory; every other part straight into the store's
sink, so a lecture video of a gigabyte costs a few pieces of 64 KiB.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lrs.errors import BadRequest, TooLarge

HEADERS_LIMIT = 16 << 10
_BOUNDARY = re.compile(r"""(?i);\s*boundary=(?:"((?:[^"\\]|\\.){1,70})"|([^\s;"]{1,70})(?=[\s;]|$))""")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, names in lower case, and its bytes, to be read before the next part is asked for."""

    headers: dict[str, str]
    pieces: Iterator[bytes]

    def read(self, limit: int) -> bytes:
        """Return all bytes of the part."""
        taken = bytearray()
        for piece in self.pieces:
            taken += piece
            if len(taken) > limit:
                raise TooLarge(f"body: the statements part holds more than {limit >> 20} MiB; send smaller batches")
        return bytes(taken)


def boundary_of(content_type: str) -> bytes:
    """Return the boundary a Content-Type names."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise BadRequest("Content-Type: multipart/mixed needs a boundary of 1 to 70 characters")
    return (found[1] or found[2]).encode("latin-1", errors="replace")


class Parts:
    """Reads a multipart body part by part, never holding more than a piece and a boundary."""

    def __init__(self, pieces: Iterable[bytes], boundary: bytes) -> None:
        self._pieces = iter(pieces)
        self._delimiter = b"\r\n--" + boundary
        self._held = bytearray(b"\r\n")  # so that a boundary at the very start looks like all others

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts in order."""
        for _ in self._until(self._delimiter):
            pass  # the preamble: RFC 2046 says to ignore it
        while not self._closed():
            pieces = self._until(self._delimiter)
            yield Part(self._headers(), pieces)
            for _ in pieces:
                pass  # what the reader left

    def _closed(self) -> bool:
        """Read what follows a delimiter: the end of the line, or of everything."""
        self._hold(2)
        if self._held[:2] == b"--":
            for _ in self._pieces:
                pass  # the epilogue
            return True
        line = self._line(b"\r\n")
        if line.strip(b" \t"):
            raise BadRequest("body: something other than a line break follows a multipart boundary")
        return False

    def _headers(self) -> dict[str, str]:
        self._hold(2)
        if self._held[:2] == b"\r\n":
            del self._held[:2]
            return {}
        headers: dict[str, str] = {}
        for line in self._line(b"\r\n\r\n").decode("utf-8", errors="replace").split("\r\n"):
            name, colon, value = line.partition(":")
            if not colon or not name.strip() or name.strip().lower() in headers:
                raise BadRequest(f"body: a part's header {line[:60]!r} is not `name: value`, or stands twice")
            headers[name.strip().lower()] = value.strip()
        return headers

    def _line(self, end: bytes) -> bytes:
        """Take everything up to `end`."""
        while (found := self._held.find(end)) < 0:
            if len(self._held) > HEADERS_LIMIT:
                raise BadRequest("body: the headers of a part are longer than 16 KiB")
            self._more()
        taken = bytes(self._held[:found])
        del self._held[: found + len(end)]
        return taken

    def _until(self, delimiter: bytes) -> Iterator[bytes]:
        """Yield everything up to a delimiter, and take the delimiter."""
        keep = len(delimiter) - 1
        while (found := self._held.find(delimiter)) < 0:
            if len(self._held) > keep:
                out = bytes(self._held[: len(self._held) - keep])
                del self._held[: len(out)]
                yield out
            self._more()
        out = bytes(self._held[:found])
        del self._held[: found + len(delimiter)]
        if out:
            yield out

    def _hold(self, size: int) -> None:
        while len(self._held) < size:
            self._more()

    def _more(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            raise BadRequest("body: ends before the closing multipart boundary")
        self._held += piece


def content_type() -> tuple[str, bytes]:
    """Return the Content-Type of an answer with a new boundary, and the boundary."""
    boundary = secrets.token_hex(24)
    return f"multipart/mixed; boundary={boundary}", boundary.encode()


def told(
    statements: bytes, attachments: Iterable[tuple[str, str, Iterator[bytes]]], boundary: bytes
) -> Iterator[bytes]:
    """Yield an answer: the statements, then each attachment as (sha2, content type, bytes)."""
    yield b"--" + boundary + b"\r\nContent-Type: application/json\r\n\r\n" + statements + b"\r\n"
    for sha2, kind, pieces in attachments:
        yield (
            b"--" + boundary + b"\r\nContent-Type: " + kind.encode("utf-8", errors="replace")
            + b"\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + sha2.encode() + b"\r\n\r\n"
        )  # fmt: skip
        yield from pieces
        yield b"\r\n"
    yield b"--" + boundary + b"--\r\n"
