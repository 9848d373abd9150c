"""Files of statements, one JSON object a line, into the record."""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from lrs.errors import BadRequest, Refusal
from lrs.transfer.delivery import Delivery
from lrs.transfer.lines import LONGEST, Line, lines

_PIECE = 1 << 16


class _Attached(msgspec.Struct):
    sha2: str


class _Object(msgspec.Struct):
    attachments: list[_Attached] = []


class _Attaching(msgspec.Struct):
    attachments: list[_Attached] = []
    object: _Object = msgspec.field(default_factory=_Object)


def import_statements(
    file: BinaryIO, name: str, delivery: Delivery, attachments: Path | None, progress: Callable[[int], None]
) -> None:
    """Bring every statement of a file to the record.

    Parameters
    ----------
    file, name
        The file, open, and what to call it.
    delivery
        The way in; the caller closes it.
    attachments
        A folder of attachments named by their hash, as `export statements --attachments` writes it.
    progress
        Told how many more bytes were read.

    Raises
    ------
    BadRequest
        When it is empty, or no text.
    """
    done = 0
    brought: set[str] = set()
    for line in _text_lines(file, name):
        _give(line, attachments, brought, delivery)
        progress(line.end - done)
        done = line.end


def _give(line: Line, attachments: Path | None, brought: set[str], delivery: Delivery) -> None:
    """Hand over one line, after the bytes its statement speaks of."""
    where = {"line": line.number}
    if not line.whole:
        shown = line.text.decode(errors="backslashreplace")
        delivery.refuse(where, f"longer than {LONGEST >> 20} MiB: no statement", shown)
        return
    try:
        if attachments is not None and b'"attachments"' in line.text:
            _bring(line.text, attachments, brought, delivery)
    except Refusal as refusal:
        delivery.refuse(where, refusal.sentence, line.text.decode(errors="backslashreplace"))
    else:
        delivery.give(where, line.text)


def _text_lines(file: BinaryIO, name: str) -> Iterator[Line]:
    """Yield the lines of a file that is text."""
    number = 0
    for line in lines(file):
        if not number and (sentence := _no_text(line.text)):
            raise BadRequest(f"{name}: {sentence}")
        number = line.number
        yield line
    if not number:
        raise BadRequest(f"{name}: the file is empty; expected one statement in JSON on each line")


def _no_text(first: bytes) -> str | None:
    """Tell what a file is that cannot be lines of JSON, by its first line."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "this is UTF-16; save it as UTF-8"
    if first.startswith(b"\x1f\x8b"):
        return "this is packed with gzip; unpack it (gzip -dc FILE | acquis import statements -)"
    if b"\0" in first or not (first.startswith(b"{") or _is_text(first)):
        return "this is not a text file; expected one statement in JSON on each line"
    if first == b"[":
        return "this is one JSON array over many lines; put one statement on each line (jq -c '.[]' FILE)"
    return None


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bring(text: bytes, folder: Path, brought: set[str], delivery: Delivery) -> None:
    """Hand over the attachments of a statement that the folder has."""
    for sha2 in attached(text):
        path = folder / sha2
        if sha2.isalnum() and sha2 not in brought and path.is_file():
            delivery.bring(sha2, _pieces(path))
            brought.add(sha2)


def attached(text: bytes) -> list[str]:
    """Return the hashes (lower-case) of a statement's attachments, sub-statement included; none when malformed."""
    try:
        found = msgspec.json.decode(text, type=_Attaching)
    except (msgspec.MsgspecError, RecursionError):
        return []  # whoever reads the statement will say what is wrong with it
    return [one.sha2.lower() for one in (*found.attachments, *found.object.attachments)]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
