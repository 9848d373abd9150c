"""The columns of a table as a recipe sees them: where they stand, how their cells read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lrs.errors import BadRequest
from lrs.recipes.readers import Read

_REMEMBERED = 50_000  # cells remembered for each column


class CannotError(Exception):
    """Say why a row cannot be told, and in which column it shows."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column, self.reason = column, reason


class Column:
    """One column; the cells that come back are read once.

    Parameters
    ----------
    heading
        What to call it.
    places
        Where its cells stand, and those that are read behind them; None where the table has no such column.
    read, pattern, missing
        How a cell is read, what of it, and which cells are empty.
    """

    def __init__(
        self, heading: str, places: tuple[int | None, int | None], read: Read, pattern: str, missing: frozenset[str]
    ) -> None:
        self.heading, self._missing, self._read = heading, missing, read
        self._index, self._plus = places
        self._pattern = _compiled(heading, pattern) if pattern else None
        self._known: dict[str, Any] = {}

    def value(self, cells: Sequence[str]) -> Any:
        """Return the value of the cell, or None when it is empty."""
        if self._index is None:
            return None
        cell = cells[self._index]
        if self._plus is not None:
            cell = f"{cell} {cells[self._plus]}"
        if cell in self._known:
            return self._known[cell]
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        value = self._known[cell] = self._fresh(cell.strip())
        return value

    def _fresh(self, cell: str) -> Any:
        if cell in self._missing:
            return None
        if "\ufffd" in cell:
            raise CannotError(self.heading, "holds letters lost in an earlier conversion (\ufffd)")
        if self._pattern is not None:
            found = self._pattern.search(cell)
            if found is None:
                return None
            cell = found[1]
        try:
            return self._read(cell)
        except ValueError as error:
            raise CannotError(self.heading, f"{cell[:80]!r} {error}") from None


class Cells:
    """The values of one row, read as they are asked for."""

    def __init__(self, columns: Mapping[str, Column], cells: Sequence[str]) -> None:
        self._columns, self._cells = columns, cells

    def value(self, name: str) -> Any:
        """Return the value of a column, or None when it is empty."""
        return self._columns[name].value(self._cells)

    def take(self, names: Iterable[str], needed: frozenset[str]) -> dict[str, Any]:
        """Return the values of some columns, without the empty ones; none of those needed may be empty."""
        values = {}
        for name in names:
            value = self.value(name)
            if value is not None:
                values[name] = value
            elif name in needed:
                raise CannotError(self._columns[name].heading, "is empty")
        return values


def _compiled(heading: str, pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise BadRequest(f"column {heading}: pattern {pattern!r} is no regular expression ({error})") from None
    if not compiled.groups:
        raise BadRequest(f"column {heading}: pattern {pattern!r} has no group to read")
    return compiled
