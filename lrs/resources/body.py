"""The bytes of a request: unpacked, limited, in pieces or whole.

Nothing here trusts what a sender says about its own size: a gzip bomb is stopped by what comes out of it, and a body
that ends before its Content-Length is refused, because a connection that broke looks like one that ended.
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from lrs.errors import BadRequest, LengthRequired, TooLarge, UnsupportedEncoding
from lrs.resources import stall

PIECE = 1 << 16
SEEN = 2048  # how much a refusal may quote
_PLAIN = ("", "identity")


class Body:
    """What a request carries."""

    def __init__(self, environ: Mapping[str, Any], limit: int) -> None:
        self._environ = environ
        self._limit = limit
        self._length = _content_length(environ)
        self._chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        self._encoding = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
        self.seen = b""  # its first bytes, for whoever has to tell why it was refused

    def read(self) -> bytes:
        """Return the whole body, unpacked.

        Raises
        ------
        TooLarge
            When it holds more than the limit.
        """
        if self._length > self._limit:
            raise self._too_large()
        pieces, size = [], 0
        for piece in self.pieces():
            size += len(piece)
            if size > self._limit:
                raise self._too_large()
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body piece by piece, unpacked and unlimited."""
        if self._encoding in _PLAIN:
            unpacked = self._raw()
        elif self._encoding in ("gzip", "x-gzip"):
            unpacked = _gunzip(self._raw())
        else:
            raise UnsupportedEncoding(f"Content-Encoding: {self._encoding[:40]!r} is not read here; send gzip or none")
        for piece in unpacked:
            if len(self.seen) < SEEN:
                self.seen += piece[: SEEN - len(self.seen)]
            yield piece

    @property
    def in_doubt(self) -> bool:
        """Whether it may be half of what was sent: chunks end alike where a connection broke.

        What is packed says itself where it ends.
        """
        return self._chunked and self._encoding in _PLAIN

    def refuse_doubt(self, kind: str) -> None:
        """Refuse a body that may be half of what was sent.

        Raises
        ------
        LengthRequired
            When it is in doubt.
        """
        if self.in_doubt:
            raise LengthRequired(f"Content-Length: missing; {kind} in chunks may have lost its end, send its length")

    def glance(self) -> bytes:
        """Return the first bytes without waiting for a large body: what a refused sender's log should show."""
        if not self.seen and self._encoding == "" and 0 < self._length <= PIECE:
            self.seen = stall.read(self._environ["wsgi.input"], self._length, self._environ.get("REMOTE_ADDR", ""))[
                :SEEN
            ]
        return self.seen

    def _raw(self) -> Iterator[bytes]:
        source, sender = self._environ["wsgi.input"], self._environ.get("REMOTE_ADDR", "")
        if self._chunked:
            while piece := stall.read(source, PIECE, sender):
                yield piece
            return
        left = self._length
        while left > 0:
            piece = stall.read(source, min(left, PIECE), sender)
            if not piece:
                raise BadRequest(f"body: ended {left} bytes before its Content-Length of {self._length}")
            left -= len(piece)
            yield piece

    def _too_large(self) -> TooLarge:
        return TooLarge(f"body: holds more than the {self._limit >> 20} MiB one request may; send smaller batches")


def _content_length(environ: Mapping[str, Any]) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdigit()):
        raise BadRequest(f"Content-Length: {text[:40]!r} is not a number of bytes")
    return int(text)


def _gunzip(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack one member after another (RFC 1952 2.2); what follows the last and is none is refused, never dropped."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in packed:
            waiting = piece
            while waiting:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                if out := unpacker.decompress(waiting, PIECE):
                    yield out
                waiting = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if rest := unpacker.flush():
            yield rest
    except zlib.error as error:
        raise BadRequest(f"body: Content-Encoding says gzip, but it does not unpack ({error})") from None
    if not unpacker.eof:
        raise BadRequest("body: Content-Encoding says gzip, but the packed data ends early")
