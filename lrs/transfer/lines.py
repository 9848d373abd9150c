"""The lines of a file of any size, in flat memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST = 16 << 20
"""Bytes a line may hold; a longer one is refused, and only its beginning is ever in memory."""

_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its bytes (only the first of a line that is too long), and where it ends."""

    number: int
    text: bytes
    end: int
    whole: bool = True


def lines(file: BinaryIO, longest: int = LONGEST) -> Iterator[Line]:
    """Yield the lines that are not blank; a byte order mark before the first is passed over."""
    number = end = 0
    while piece := file.readline(longest + 1):
        number += 1
        end += len(piece)
        whole = len(piece) <= longest or piece.endswith(b"\n")
        text = piece if whole else piece[:_SHOWN]
        while not piece.endswith(b"\n") and (piece := file.readline(1 << 20)):
            end += len(piece)
        if number == 1:
            text = text.removeprefix(codecs.BOM_UTF8)
        if text.strip():
            yield Line(number, text.strip(b" \t\r\n"), end, whole)
