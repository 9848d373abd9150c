"""Rows to statements: what a recipe makes of a file or a folder of files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from lrs.errors import BadRequest
from lrs.recipes.cells import CannotError, Cells, Column
from lrs.recipes.lookup import Lookup
from lrs.recipes.readers import plain, reader
from lrs.recipes.table import Broken, Row, Table, open_table
from lrs.recipes.template import Template
from schemas import recipe as shapes

NAMESPACE = UUID("6a1f0c5e-3a65-5b0e-9d5c-6f7a5d1b4c2e")
"""Statement ids are UUIDv5 in this namespace, over the recipe's name, its required parameters, the table's file name,
the telling's position and the cells of the row's identity: the same row always makes the same statement."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement and the row it came from."""

    file: str
    row: int
    statement: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A row that makes no statement, and why."""

    file: str
    row: int
    column: str
    reason: str
    text: str


class Source:
    """One file that a table of a recipe was found to fit; it may have been opened by whoever gives it."""

    def __init__(self, recipe: shapes.Recipe, table: shapes.Table, file: Path | Table) -> None:
        path = file if isinstance(file, Path) else file.path
        self._recipe, self._shape = recipe, table
        self._tellings = [(telling, Template(telling.statement)) for telling in table.tell]
        self._joins = [Lookup(path.parent, join) for join in table.join]
        self.table = open_table(file, self._expected()) if isinstance(file, Path) else file
        self._columns = self._resolved()
        self._identity = [self._own(name) for name in table.identity] or list(range(len(self.table.headings)))
        self._keys = [[self._own(name) for name in join.on] for join in self._joins]
        self._seen: Counter[bytes] | None = Counter() if table.repeats else None
        given = [parameter.value for parameter in recipe.parameters.values() if parameter.default is None]
        self._prefix = [recipe.name, *given, table.file]

    def tell(self) -> Iterator[Told | Untold]:
        """Stream the statements of every row. A row is told whole or not at all."""
        for row in self.table.rows():
            if isinstance(row, Broken):
                yield Untold(self.table.path.name, row.number, "", row.reason, row.text)
                continue
            try:
                statements = self._row(row)
            except CannotError as cannot:
                text = self.table.separator.join(row.cells)
                yield Untold(self.table.path.name, row.number, cannot.column, cannot.reason, text[:2000])
            else:
                yield from (Told(self.table.path.name, row.number, statement) for statement in statements)

    def _row(self, row: Row) -> list[str]:
        cells = row.cells
        for join, key in zip(self._joins, self._keys, strict=True):
            cells = cells + _joined(join, [row.cells[index] for index in key])
        values = Cells(self._columns, cells)
        identity = self._key(row)
        statements = [
            self._statement(template, f"{identity}\x1f{telling.name or number}", values)
            for number, (telling, template) in enumerate(self._tellings)
            if _applies(telling, values)
        ]
        if not statements:
            raise CannotError("", "is none of the cases the recipe tells")
        return statements

    def _statement(self, template: Template, key: str, values: Cells) -> str:
        taken = values.take(template.columns, template.needed)
        try:
            return template.fill(str(uuid5(NAMESPACE, key)), taken)
        except ValueError as error:
            raise CannotError("", str(error)) from None

    def _key(self, row: Row) -> str:
        """Return what makes this row this row."""
        cells = [row.cells[index].strip() for index in self._identity]
        key = "\x1f".join([*self._prefix, *cells])
        if self._seen is not None:
            digest = key.encode()
            key = f"{key}\x1f{self._seen[digest]}"
            self._seen[digest] += 1
        return key

    def _own(self, heading: str) -> int:
        """Return where one of this file's own columns stands."""
        names = _names(self._shape, heading)
        for index, found in enumerate(self.table.headings):
            if plain(found) in names:
                return index
        raise BadRequest(f"{self.table.path}: there is no column {heading}, which recipe {self._recipe.name} needs")

    def _expected(self) -> list[frozenset[str]]:
        """List the columns the file must have: what identifies a row, what joins it and what every statement needs."""
        joined = {plain(heading) for join in self._joins for heading in join.headings}
        wanted = {*self._shape.identity, *(name for join in self._joins for name in join.on)}
        for telling, template in self._tellings:
            wanted |= template.needed - set(telling.needs)
        names = [_names(self._shape, name) for name in sorted(wanted)]
        return [found for found in names if not found & joined or found & {plain(n) for n in self._shape.identity}]

    def _resolved(self) -> dict[str, Column]:
        """Tie every column the statements speak of to its place and its reader; one the file lacks stays empty."""
        headings = [*self.table.headings, *(heading for join in self._joins for heading in join.headings)]
        used = {name for telling, template in self._tellings for name in _spoken(telling, template)}
        places: dict[str, int] = {}
        for index, heading in enumerate(headings):
            places.setdefault(plain(heading), index)
        return {name: self._column(name, places) for name in used}

    def _column(self, name: str, places: dict[str, int]) -> Column:
        shape = self._shape.columns.get(name, shapes.Column())
        names = shape.heading or [name]
        read = reader(shape, self.table.manner, self._recipe.zone)
        found = _place(names, places), _place(shape.plus, places)
        return Column(names[0], found, read, shape.pattern, frozenset(self._recipe.missing))


def _place(names: list[str], places: dict[str, int]) -> int | None:
    """Return where the first of these headings stands."""
    return next((places[plain(name)] for name in names if plain(name) in places), None)


def _joined(join: Lookup, key: list[str]) -> list[str]:
    found = join.find(key)
    if found is None:
        raise CannotError(" + ".join(join.on), f"has no match in {join.file}")
    return found


def _applies(telling: shapes.Telling, values: Cells) -> bool:
    """Tell whether a row makes this statement."""
    if not (telling.needs or telling.lacks or telling.when):
        return True
    return (
        all(values.value(name) is not None for name in telling.needs)
        and all(values.value(name) is None for name in telling.lacks)
        and all(values.value(name) in accepted for name, accepted in telling.when.items())
    )


def _spoken(telling: shapes.Telling, template: Template) -> set[str]:
    return {*template.columns, *telling.needs, *telling.lacks, *telling.when}


def _names(table: shapes.Table, column: str) -> frozenset[str]:
    """Return the plain names a column may go by."""
    shape = table.columns.get(column)
    return frozenset(plain(name) for name in (shape.heading if shape and shape.heading else [column]))


def sources(recipe: shapes.Recipe, path: Path) -> tuple[list[Source], list[str]]:
    """Find the files a recipe speaks of.

    Returns
    -------
    tuple
        Each of them, in the recipe's order; and the names of those that the folder does not have.

    Raises
    ------
    BadRequest
        When there is none, or when one does not fit.
    """
    if not path.exists():
        raise BadRequest(f"{path}: there is no such file or folder")
    if path.is_dir():
        found = [(table, path / table.file) for table in recipe.table if table.file and (path / table.file).is_file()]
        absent = [table.file for table in recipe.table if not (path / table.file).is_file()]
    else:
        one = recipe.table if len(recipe.table) == 1 else [t for t in recipe.table if t.file == path.name]
        found, absent = [(table, path) for table in one], []
    if not found:
        files = ", ".join(table.file or "one file, not a folder" for table in recipe.table)
        raise BadRequest(f"{path}: recipe {recipe.name} takes {files}")
    return [Source(recipe, table, file) for table, file in found], absent
