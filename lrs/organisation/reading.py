"""A file found to be a table of one of the kinds: its headings tied to columns, its cells read, what is wrong told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lrs.errors import BadRequest
from lrs.organisation.cells import reader
from lrs.organisation.report import Report
from lrs.recipes.cells import CannotError
from lrs.recipes.cells import Column as Cell
from lrs.recipes.readers import plain
from lrs.recipes.table import Broken, Table, open_table
from schemas.imports import Column, Kind

_MISSING = frozenset({"", "-"})
_REPEATED = frozenset({"identifiers"})  # several columns may be read as one of these


@dataclass(frozen=True, slots=True)
class Given:
    """A row that was read: its number, and the value of each column the file has; None where the cell is empty."""

    number: int
    values: dict[str, Any]

    def get(self, name: str) -> Any:
        """Return the value of a column, or None."""
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file and where its columns stand."""

    kind: Kind
    table: Table
    places: dict[str, list[int]]

    def heading(self, name: str) -> str:
        """Return what the file calls a column."""
        places = self.places.get(name)
        return self.table.headings[places[0]] if places else self.kind.column(name).names[0]


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[Path]:
    """Lay bytes down as a file of that name, for readers that take files."""
    with TemporaryDirectory(prefix="acquis-import-") as folder:
        path = Path(folder) / (Path(name).name or "file.csv")
        path.write_bytes(content)
        try:
            yield path
        except BadRequest as error:
            raise BadRequest(error.sentence.replace(str(path), path.name)) from None


def look(path: Path, kind: Kind, mapping: Mapping[str, str], report: Report) -> Sheet:
    """Find the headings of a file and what each is read as; what is missing or stands twice goes into the report.

    Parameters
    ----------
    path, kind
        The file, and what it is said to be.
    mapping
        Headings this organisation uses → names of columns; the empty name leaves a column out.
    """
    for heading, name in mapping.items():
        if name and name not in {one.name for one in kind.columns}:
            raise BadRequest(f"mapping: {heading[:60]!r} is mapped to {name[:60]!r}, which is no column of {kind.name}")
    own = {plain(heading): name for heading, name in mapping.items()}
    try:
        table = open_table(path, [_names(column, own) for column in kind.columns if column.needed])
    except BadRequest:
        table = open_table(path, [])
    places = _places(table, kind, own, report)
    for column in kind.columns:
        if column.needed and column.name not in places:
            report.refuse(table.start, column.names[0], _missing(column))
    report.said = table.said()
    return Sheet(kind, table, places)


def _missing(column: Column) -> str:
    return f"the file has no such column; it may be called {', '.join(column.names[:4])}, or be mapped"


def _names(column: Column, own: Mapping[str, str]) -> frozenset[str]:
    known = {plain(name) for name in column.names if plain(name) not in own}
    return frozenset(known | {heading for heading, name in own.items() if name == column.name})


def _places(table: Table, kind: Kind, own: Mapping[str, str], report: Report) -> dict[str, list[int]]:
    known = {name: column.name for column in kind.columns for name in _names(column, own)}
    places: dict[str, list[int]] = {}
    for index, heading in enumerate(table.headings):
        name = known.get(plain(heading))
        if name is None:
            report.ignored += [heading] if heading else []
            continue
        if name in places and name not in _REPEATED:
            first = table.headings[places[name][0]]
            report.refuse(table.start, heading, f"is read as {name}, and so is {first}: one column too many")
        places.setdefault(name, []).append(index)
        report.headings[heading] = name
    return places


def read(sheet: Sheet, zone: tzinfo, report: Report) -> list[Given]:
    """Read every row; those with a cell that cannot be read go into the report and not into what is returned."""
    cells = {
        name: [_cell(sheet, sheet.kind.column(name), place, zone) for place in places]
        for name, places in sheet.places.items()
    }
    needed = [column.name for column in sheet.kind.columns if column.needed and column.name in sheet.places]
    found = []
    for row in sheet.table.rows():
        report.rows += 1
        if isinstance(row, Broken):
            report.refuse(row.number, "", row.reason)
            continue
        before = len(report.problems)
        values = {name: _value(columns, row.cells, row.number, report) for name, columns in cells.items()}
        for name in needed:
            if values[name] is None and len(report.problems) == before:
                report.refuse(row.number, sheet.heading(name), "is empty")
        if len(report.problems) == before:
            found.append(Given(row.number, values))
    if not report.rows:
        raise BadRequest(f"{sheet.table.path.name}: there is no row under the headings")
    return found


def _cell(sheet: Sheet, column: Column, place: int, zone: tzinfo) -> Cell:
    read = reader(column, sheet.table.manner, zone)
    behind = sheet.places["start"][0] if column.name == "when" and "start" in sheet.places else None
    return Cell(sheet.table.headings[place], (place, behind), read, "", _MISSING)


def _value(columns: list[Cell], cells: list[str], number: int, report: Report) -> Any:
    """Return the value of a cell; of several, all that they hold."""
    found: list[Any] = []
    for column in columns:
        try:
            value = column.value(cells)
        except CannotError as cannot:
            report.refuse(number, cannot.column, cannot.reason)
            continue
        if len(columns) == 1:
            return value
        found += value or []
    return list(dict.fromkeys(found)) or None
