"""The tables people have: any encoding, separator, decimal mark and order of dates, detected and said."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from lrs.errors import BadRequest
from lrs.recipes.readers import Manner, plain

_LONGEST_LINE = 1 << 20  # characters; a longer line is no table's
_SAMPLE = 2000  # rows looked at to see how numbers and dates are written
_PREAMBLE = 40  # rows that may stand before the headings
_MARKS = {",": "comma", ";": "semicolon", "\t": "tab"}
_NUMERIC_DATE = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells under the table's headings."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read as cells."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file found to be a table."""

    path: Path
    encoding: str
    separator: str
    manner: Manner
    headings: list[str]
    start: int  # the number of the row that holds the headings

    def rows(self) -> Iterator[Row | Broken]:
        """Stream the rows under the headings; empty ones are passed over."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            for number, cells in _numbered(text, self.separator):
                if isinstance(cells, csv.Error):
                    yield Broken(number, f"cannot be read as a row of a table ({cells})", "")
                elif number > self.start and any(cells):
                    yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> Row | Broken:
        width = len(self.headings)
        if any(cells[width:]):
            found = f"has {len(cells)} cells where the headings have {width}"
            return Broken(number, found, self.separator.join(cells)[:2000])
        return Row(number, (cells + [""] * width)[:width])

    def said(self) -> str:
        """Tell in a few words how the file was read."""
        encoding = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}[self.encoding]
        decimals = "decimal comma" if self.manner.decimal == "," else "decimal point"
        dates = "day/month/year" if self.manner.order == "dmy" else "month/day/year"
        return f"{self.path.name}: {encoding}, {_MARKS[self.separator]}, {decimals}, dates in figures {dates}"


def open_table(path: Path, expected: Iterable[frozenset[str]]) -> Table:
    """Look at a file and return it as a table.

    Parameters
    ----------
    path
        The file.
    expected
        For each column that must be there, the (plain) names its heading may have. The headings are in the first row,
        or the first of several, that holds them all: exports often put a title above their table.

    Raises
    ------
    BadRequest
        When the file is missing, empty, not text, or has no such headings.
    """
    encoding = _encoding(path)
    separator = _separator(path, encoding)
    with path.open(encoding=encoding, newline="") as text:
        sample = [(n, cells) for n, cells in islice(_numbered(text, separator), _SAMPLE) if isinstance(cells, list)]
    start, headings = _headings(path, sample, list(expected))
    below = [cells for n, cells in sample if n > start]
    return Table(path, encoding, separator, _manner(separator, below), headings, start)


def _encoding(path: Path) -> str:
    """Tell how the text is encoded, reading all of it once, in blocks."""
    if not path.is_file():
        raise BadRequest(f"{path}: there is no such file")
    decoder = codecs.getincrementaldecoder("utf-8")()
    guess = "utf-8-sig"
    with path.open("rb") as file:
        first = file.read(4096)
        if not first.strip():
            raise BadRequest(f"{path}: the file is empty")
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        block = first
        while block:
            if b"\0" in block:
                raise BadRequest(f"{path}: this is not a text file; save the sheet as CSV")
            guess = _still(decoder, block, guess)
            block = file.read(1 << 20)
    return guess


def _still(decoder: codecs.IncrementalDecoder, block: bytes, guess: str) -> str:
    """Keep the guess unless the block is not UTF-8."""
    if guess == "cp1252":
        return guess
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return guess


def _separator(path: Path, encoding: str) -> str:
    """Return the mark that parts the cells: the one that gives most lines of a sample the same number of cells."""
    with path.open(encoding=encoding, newline="", errors="replace") as text:
        lines = [line for line in islice(_short_lines(text), 50) if line.strip() and len(line) < csv.field_size_limit()]

    def agreement(mark: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1]
        return max(((widths.count(width), width) for width in set(widths)), default=(0, 0))

    return max(_MARKS, key=agreement)


def _headings(path: Path, sample: list[tuple[int, list[str]]], expected: list[frozenset[str]]) -> tuple[int, list[str]]:
    """Find the row of headings."""
    best: set[str] = set()
    for number, cells in sample[:_PREAMBLE]:
        found = {plain(cell) for cell in cells if cell.strip()}
        if found and all(names & found for names in expected):
            return number, [cell.strip() for cell in cells]
        best = max(best, found, key=lambda seen: sum(bool(names & seen) for names in expected))
    missing = [" or ".join(sorted(names)) for names in expected if not names & best]
    raise BadRequest(f"{path}: no row of headings has a column {', '.join(missing)}")


def _manner(separator: str, rows: list[list[str]]) -> Manner:
    """Tell how numbers and dates in figures are written."""
    cells = [cell for row in rows for cell in row]
    dates = [found for cell in cells if (found := _NUMERIC_DATE.match(cell))]
    month_first = any(int(date[2]) > 12 for date in dates) and not any(int(date[1]) > 12 for date in dates)
    commas = sum(bool(re.fullmatch(r"\s*-?\d+,\d+\s*%?", cell)) for cell in cells)
    points = sum(bool(re.fullmatch(r"\s*-?\d+\.\d+\s*%?", cell)) for cell in cells)
    comma = commas > points or (commas == points and separator == ";")
    return Manner("," if comma else ".", "mdy" if month_first else "dmy")


def _numbered(text: TextIO, separator: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Give the rows with their numbers, from 1; a row csv cannot read is given as its error, and reading goes on."""
    reader = csv.reader(_short_lines(text), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except csv.Error as error:
            yield number, error
        except UnicodeDecodeError as error:
            raise BadRequest(f"{text.name}: row {number} or near it is neither UTF-8 nor Windows-1252") from error
        except StopIteration:
            return


def _short_lines(text: TextIO) -> Iterator[str]:
    """Give the lines, cutting what no table has, so that a line without end takes no memory."""
    while line := text.readline(_LONGEST_LINE):
        yield line
        while line and not line.endswith(("\n", "\r")) and len(line) == _LONGEST_LINE:
            line = text.readline(_LONGEST_LINE)
