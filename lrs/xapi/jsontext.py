"""JSON text, read more strictly than JSON parsers do, so that whatever is kept can be read by every other one."""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from lrs.errors import BadRequest
from lrs.xapi import faults

DEEPEST = 100
"""How many objects and arrays may be inside each other."""

_TOKEN = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")([ \t\r\n]*:)?|[{}\[\],]|[^\s{}\[\],":]+', re.DOTALL)
_ESCAPED_COLON = b"\\u003"  # of \\u003a and \\u003A, what they share
_DIGITS = bytes(48 if 48 <= code <= 57 else code for code in range(256))
_BLANK = " \t\r\n"
_DIGITS_OF_HUGE = 308  # and one more: as many as the largest double has
_HUGE = b"0" * (_DIGITS_OF_HUGE + 1)

_encode = msgspec.json.Encoder().encode
Decoded = TypeVar("Decoded")


def text(body: bytes, path: str) -> str:
    """Return a body's text.

    Raises
    ------
    BadRequest
        When it is not UTF-8, or starts with a byte order mark.
    """
    if body[:3] == b"\xef\xbb\xbf":
        raise BadRequest(f"{path}: starts with a byte order mark (EF BB BF); send UTF-8 without one")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"{path}: byte {error.start} is not UTF-8 ({error.reason})") from None


def colons(body: bytes, decoded: Any) -> int | None:
    """Return how many colons a body has that certainly has no duplicate key and no huge number, not reading it again.

    Decoding keeps one of two equal keys, so what was decoded, encoded again, has fewer colons than the body had; the
    colons inside strings are the same, unless one was escaped. None is not a verdict: `inspect` gives it.
    """
    if _may_be_huge(body) or (b"\\" in body and _ESCAPED_COLON in body):
        return None
    count = body.count(b":")
    try:
        return count if count == _encode(decoded).count(b":") else None
    except RecursionError:  # nesting far over the limit
        return None


def _may_be_huge(body: bytes) -> bool:
    """Whether JSON may have a number of more digits than the largest double; True is not a verdict."""
    return len(body) > _DIGITS_OF_HUGE and _HUGE in body.translate(_DIGITS)


def is_plain(text: bytes, within: int = 0) -> bool:
    """Whether JSON that is in so many objects certainly nests less than `DEEPEST` and has no huge number."""
    return len(text) <= 2 * (DEEPEST - within) or (is_shallow(text, within) and not _may_be_huge(text))


def is_shallow(element: bytes, within: int = 0) -> bool:
    """Whether JSON that is in so many objects certainly nests less than `DEEPEST`; False is not a verdict."""
    most = DEEPEST - within
    return len(element) <= 2 * most or element.count(b"{") + element.count(b"[") <= most  # what opens closes


Path: TypeAlias = tuple[str, ...]


class Span(NamedTuple):
    """Where a member lies in a text: its key, its value, and the end of both."""

    key: int
    value: int
    end: int


def inspect(text: str, path: str) -> dict[Path, Span]:
    """Walk valid JSON and return where each member lies that is not inside an array, by the keys that lead to it.

    Raises
    ------
    BadRequest
        On a duplicate key at any depth, nesting over the limit, or a number beyond double precision's range.
    """
    walk = _Walk(path)
    for token in _TOKEN.finditer(text):
        walk.take(token)
    return walk.spans


class _Frame:
    """One open object (with its keys) or array (with its index)."""

    __slots__ = ("index", "key", "key_start", "keys", "value_start")

    def __init__(self, lead: str) -> None:
        self.keys: set[str] | None = set() if lead == "{" else None
        self.key: str | None = None
        self.index = self.key_start = 0
        self.value_start: int | None = None


class _Walk:
    """Where we are in a JSON text."""

    def __init__(self, path: str) -> None:
        self._root = path
        self._frames: list[_Frame] = []
        self._end = 0
        self.spans: dict[Path, Span] = {}

    def take(self, token: re.Match[str]) -> None:
        """Go one token further."""
        lead = token[0][0]
        if token[2]:
            self._key(token)
            return
        if lead in "}],":
            self._finish(lead)
        else:
            self._value(token, lead)
        self._end = token.end()

    def _value(self, token: re.Match[str], lead: str) -> None:
        if self._frames and self._frames[-1].value_start is None:
            self._frames[-1].value_start = token.start()
        if lead in "{[":
            self._frames.append(_Frame(lead))
            if len(self._frames) > DEEPEST:
                raise BadRequest(f"{self._root}: nested deeper than {DEEPEST} levels")
        elif lead in "-0123456789" and math.isinf(float(token[0])):
            raise BadRequest(f"{self._path()}: expected a number of at most 1.8e308, got {token[0][:40]}…")

    def _key(self, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        frame.key, frame.key_start, frame.value_start = str(msgspec.json.decode(token[1])), token.start(), None
        if frame.keys is None or frame.key in frame.keys:
            raise BadRequest(f"{self._path()}: the key is there twice")
        frame.keys.add(frame.key)

    def _finish(self, lead: str) -> None:
        """End the member or element before a comma or a closing bracket."""
        frame = self._frames[-1]
        if frame.key is not None and all(one.key is not None for one in self._frames):
            path = tuple(one.key for one in self._frames if one.key is not None)
            self.spans[path] = Span(frame.key_start, frame.value_start or 0, self._end)
        if lead == ",":
            frame.index += 1
        else:
            self._frames.pop()

    def _path(self) -> str:
        parts = (f"[{frame.index}]" if frame.keys is None else f".{frame.key}" for frame in self._frames)
        return self._root + "".join(parts)


def cut(text: str, span: Span) -> str:
    """Return an object's text without one member and the comma that set it apart."""
    rest = text[span.end :].lstrip(_BLANK)
    if rest[0] == ",":
        return text[: span.key] + rest[1:]
    return text[: span.key].rstrip(_BLANK).removesuffix(",") + text[span.end :]


def read(body: bytes, decoder: "msgspec.json.Decoder[Decoded]", path: str) -> Decoded:
    """Return what a small JSON text holds, read as strictly as a statement.

    Raises
    ------
    BadRequest
        Naming the path.
    """
    whole = text(body, path)
    try:
        decoded = decoder.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise faults.explain(body, error, path) from None
    inspect(whole, path)
    return decoded


_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


def members(body: bytes) -> dict[str, bytes]:
    """Return the members of a valid JSON object, each value as its own text."""
    return {key: bytes(value) for key, value in _members.decode(body).items()}


def elements(body: bytes) -> list[bytes]:
    """Return the elements of a valid JSON array, each as its own text."""
    return [bytes(value) for value in _elements.decode(body)]


_elements = msgspec.json.Decoder(list[msgspec.Raw])


def joined(parts: Mapping[str, bytes]) -> bytes:
    """Return the object that `members` took apart."""
    return b"{" + b",".join(msgspec.json.encode(key) + b":" + value for key, value in parts.items()) + b"}"
