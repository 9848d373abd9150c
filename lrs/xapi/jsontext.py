"""JSON text, read more strictly than JSON parsers do, so that whatever is kept can be read by every other one."""

import re
from typing import Any, NoReturn, TypeVar

import msgspec

from lrs.errors import BadRequest

DEEPEST = 100
"""How many objects and arrays may be inside each other."""

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")([ \t\r\n]*:)?|[{}\[\],]|[^\s{}\[\],":]+', re.DOTALL)
_MEMBER = re.compile(rb'"[ \t\r\n]*:')
_SPACED = (b" :", b"\t:", b"\n:", b"\r:")
_ESCAPED = (b"\\u0022", b"\\u003a", b"\\u003A", b"\\u0020")
_DIGITS = bytes(48 if 48 <= code <= 57 else code for code in range(256))
_HUGE = b"0" * 309  # the largest double has 309 digits

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


def is_plain(body: bytes, decoded: Any) -> bool:
    """Whether a body certainly has no duplicate key, no deep nesting and no huge number, told without reading it again.

    Decoding keeps one of two equal keys, so what was decoded, encoded again, has fewer keys than the body had. Keys
    are counted as quotes followed by a colon; that counts some strings too (`":"`), the same ones on both sides.
    False is not a verdict: `inspect` gives it.
    """
    if any(escape in body for escape in _ESCAPED) or _HUGE in body.translate(_DIGITS):
        return False
    if body.count(b"{") + body.count(b"[") > DEEPEST:
        return False
    return has_single_keys(body, decoded)


def has_single_keys(body: bytes, decoded: Any) -> bool:
    """Whether a body without escaped quotes, colons and spaces has each key once; see `is_plain`."""
    encoded = msgspec.json.encode(decoded)
    if any(colon in body for colon in _SPACED):
        return len(_MEMBER.findall(body)) == len(_MEMBER.findall(encoded))
    return body.count(b'":') == encoded.count(b'":')


def is_shallow(element: bytes) -> bool:
    """Whether JSON certainly nests less than `DEEPEST`; False is not a verdict."""
    return element.count(b"{") + element.count(b"[") <= DEEPEST


def inspect(text: str, path: str) -> dict[str, tuple[int, int]]:
    """Walk valid JSON and return where each member of the object lies: from its key to the end of its value.

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
    """One open object (with its keys) or array."""

    __slots__ = ("keys", "label")

    def __init__(self, lead: str) -> None:
        self.keys: set[str] | None = set() if lead == "{" else None
        self.label: str | int = 0


class _Walk:
    """Where we are in a JSON text."""

    def __init__(self, path: str) -> None:
        self._root = path
        self._frames: list[_Frame] = []
        self._last_end = 0
        self._start = 0
        self.spans: dict[str, tuple[int, int]] = {}

    def take(self, token: re.Match[str]) -> None:
        """Go one token further."""
        lead = token[0][0]
        if token[2]:
            self._key(token)
        elif lead in "{[":
            self._open(lead)
        elif lead in "}]":
            self._end_member()
            self._frames.pop()
        elif lead == ",":
            self._end_member()
            self._count()
        elif lead in "-0123456789" and abs(float(token[0])) == float("inf"):
            raise BadRequest(f"{self._path()}: expected a number of at most 1.8e308, got {token[0][:40]}…")
        self._last_end = token.end() if lead != "," else self._last_end

    def _open(self, lead: str) -> None:
        self._frames.append(_Frame(lead))
        if len(self._frames) > DEEPEST:
            raise BadRequest(f"{self._root}: nested deeper than {DEEPEST} levels")

    def _key(self, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        name: str = msgspec.json.decode(token[1])
        frame.label = name
        if frame.keys is None or name in frame.keys:
            raise BadRequest(f"{self._path()}: the key is there twice")
        frame.keys.add(name)
        if len(self._frames) == 1:
            self._start = token.start()

    def _end_member(self) -> None:
        frame = self._frames[-1]
        if len(self._frames) == 1 and isinstance(frame.label, str):
            self.spans[frame.label] = (self._start, self._last_end)

    def _count(self) -> None:
        frame = self._frames[-1]
        if isinstance(frame.label, int):
            frame.label += 1

    def _path(self) -> str:
        parts = (f"[{frame.label}]" if frame.keys is None else f".{frame.label}" for frame in self._frames)
        return self._root + "".join(parts)


def cut(text: str, start: int, end: int) -> str:
    """Return an object's text without one member and the comma that set it apart."""
    after = len(text[:end]) + len(text[end:]) - len(text[end:].lstrip(" \t\r\n"))
    if text[after] == ",":
        return text[:start] + text[after + 1 :]
    before = text[:start].rstrip(" \t\r\n")
    return before.removesuffix(",") + text[end:]


def read(body: bytes, decoder: "msgspec.json.Decoder[Decoded]", path: str) -> Decoded:
    """Return what a small JSON text holds, read as strictly as a statement.

    Raises
    ------
    BadRequest
        Naming the path.
    """
    from lrs.xapi import faults
    whole = text(body, path)
    try:
        decoded = decoder.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise faults.explain(body, error, root=path) from None
    inspect(whole, path)
    return decoded


_raw_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


def members(body: bytes, path: str) -> dict[str, str]:
    """Return the members of a JSON object, each value as its own text.

    Raises
    ------
    BadRequest
        When it is not a JSON object, or has a duplicate key.
    """
    whole = text(body, path)
    try:
        raw = _raw_members.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise BadRequest(f"{path}: expected a JSON object") from None
    inspect(whole, path)
    return {key: bytes(value).decode() for key, value in raw.items()}
