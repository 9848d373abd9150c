"""What a file's rows are judged against: what is kept, how far whoever brings it reaches; and what is to be written."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from lrs.organisation.keeping import now, value_row
from lrs.organisation.reading import Given, Sheet
from lrs.organisation.report import Report
from lrs.organisation.roster import Roster
from lrs.organisation.units import Tree
from lrs.store.promise import Put, Store
from schemas.organisation import TABLES

Row = dict[str, Any]
PLACED = ("file", "position", "who", "told")
"""Where a row was told last, by whom and when: columns that change with what it says, and are no part of it."""

_WHERE = ("programme", "unit")
_KEY = 200  # signs


class Judging:
    """One file being judged. What is kept is read once, at one revision.

    Parameters
    ----------
    store
        Where things are kept.
    sheet, report
        The file, and where what is wrong with it goes.
    units
        Keys of the units that whoever brings the file answers for; None for all of them.
    by
        Who brings it.
    """

    def __init__(self, store: Store, sheet: Sheet, report: Report, units: Iterable[str] | None, by: str) -> None:
        self.store = store
        self.organisation = store.organisation
        self.revision = store.organisation.revision()
        self.sheet = sheet
        self.report = report
        self.limits = None if units is None else frozenset(units)
        self.by = by
        self.seen: frozenset[str] = frozenset()  # programmes that whoever brings it sees, besides their units' own
        self.moment = now()
        self.puts: list[Put] = []

    @cached_property
    def tree(self) -> Tree:
        """The units."""
        return Tree(self.organisation.rows("unit"), self.limits)

    @cached_property
    def roster(self) -> Roster:
        """The people."""
        return Roster(self.organisation)

    @cached_property
    def programmes(self) -> dict[str, dict[str, Any]]:
        """The programmes, by key."""
        return {row["key"]: row for row in self.organisation.rows("programme")}

    def refuse(self, row: Given, column: str, reason: str) -> None:
        """Refuse a row for what a column says."""
        self.report.refuse(row.number, self.sheet.heading(column), reason)

    def once(self, rows: Iterable[Given], *columns: str) -> list[Given]:
        """Return the rows, refusing those that speak of the same thing as one before."""
        seen: dict[tuple[Any, ...], int] = {}
        kept = []
        for row in rows:
            first = seen.setdefault(tuple(row.get(name) for name in columns), row.number)
            if first == row.number:
                kept.append(row)
            else:
                self.refuse(row, columns[0], f"{row.get(columns[0])} stands in row {first} already")
        return kept

    def unit(self, row: Given, column: str) -> str | None:
        """Return the key of the unit a row names; refuse the row when there is none such, or it is out of reach."""
        text = row.get(column)
        if text is None:
            return None
        try:
            key = self.tree.find(text)
        except ValueError as error:
            self.refuse(row, column, f"{text!r} {error}")
            return None
        if key is None:
            self.refuse(row, column, f"no unit is called {text!r}; import people or units first")
        elif not self.reaches(key):
            self.refuse(row, column, self.out_of_reach(key))
        return key

    def person(self, row: Given, column: str) -> str | None:
        """Return the key of the person a row names; refuse the row when nobody is, or out of reach.

        Whoever answers for some units is told the same of both: one sentence for each would tell who works elsewhere.
        """
        text = row.get(column)
        if text is None:
            return None
        key = self.roster.find(text)
        if self.limits is not None and (key is None or self.foreign_person(key)):
            self.refuse(row, column, f"no person of your units alone has the key or address {text!r}")
        elif key is None:
            self.refuse(row, column, f"no person has the key or address {text!r}; import people first")
        return key

    def programme(self, row: Given, column: str, *, owned: bool = False) -> str | None:
        """Return the key of the programme a row names; with `owned`, a unit in reach has to answer for it.

        Whoever answers for some units is told the same of none and of one that is not theirs: what they may name they
        come to see, its title with it.
        """
        key: str | None = row.get(column)
        known = key is None or key in self.programmes
        may = key is None or (known and (self.owns(key) if owned else self.may_name(key)))
        if self.limits is not None and not may:
            self.refuse(row, column, f"there is no programme {key!r} that your units may name here")
        elif not known:
            self.refuse(row, column, f"no programme is called {key!r}; import programmes first")
        return key

    def owns(self, programme: str) -> bool:
        """Tell whether a unit in reach answers for a programme."""
        unit = self.programmes[programme]["owner_unit"]
        return self.limits is None or (unit is not None and self.reaches(unit))

    def may_name(self, programme: str) -> bool:
        """Tell whether whoever brings the file may send people there: their own, seen, nobody's, or of units above."""
        unit = self.programmes[programme]["owner_unit"]
        above = {unit for own in (self.limits or ()) if own in self.tree.units for unit in self.tree.above(own)}
        return self.owns(programme) or unit is None or unit in above or programme in self.seen

    def reaches(self, unit: str) -> bool:
        """Tell whether whoever brings the file answers for a unit."""
        return self.limits is None or (unit in self.tree.units and self.tree.is_within(unit, self.limits))

    def foreign_person(self, key: str) -> str | None:
        """Say why a person is out of reach: one of the units is, or there is none; None when within reach."""
        if self.limits is None:
            return None
        units = self.roster.all_units(self.roster.by_key[key]["person"])
        foreign = next((unit for unit in units if not self.reaches(unit)), None)
        if units and foreign is None:
            return None
        return f"person {key}: {self.out_of_reach(foreign)}"

    def out_of_reach(self, unit: str | None) -> str:
        """Say that a unit is not one of theirs."""
        own = ", ".join(sorted(self.limits or ()))
        return f"unit {unit} is not among yours ({own})" if unit else f"no unit of yours ({own}) answers for it"

    def replace(self, table: str, by: tuple[str, ...], rows: list[dict[str, Any]], gone: Iterable[Any] = ()) -> None:
        """Have rows take the place of those with the same values of some columns, and of those named as gone."""
        keys = dict.fromkeys(tuple(row[name] for name in by) for row in rows) | dict.fromkeys(gone)
        if keys:
            self.puts.append(Put(table, rows, by, list(keys)))

    def tell(self, table: str, by: tuple[str, ...], changed: Sequence[tuple[Row | None, Row]]) -> None:
        """Have rows of the ledger take the place of what they were, and note of each what changed."""
        self.replace(table, by, [after for _, after in changed])
        if changed:
            self.puts.append(Put("kept", [self._noted(table, by, *pair) for pair in changed]))

    def _noted(self, table: str, by: tuple[str, ...], before: Row | None, after: Row) -> Row:
        """Return the note of a change: which row of the ledger, new or not, and what each of its values was and is."""
        was = before or after
        values = {name: [was[name], after[name]] for name in after if name not in PLACED and was[name] != after[name]}
        of = {name: after[name] for name in (*by, *(name for name in _WHERE if name in after))}
        told = {"of": of, "new": before is None, "values": values}
        told |= {name: after[name] for name in ("file", "position")}
        key = " / ".join(str(after[name]) for name in by if after[name] is not None)
        return value_row(f"told {table}", key[:_KEY], msgspec.to_builtins(told), self.by) | {"happened": self.moment}


def updated(table: str, before: Mapping[str, Any] | None, row: Given, **other: Any) -> dict[str, Any]:
    """Return a row of a table as a file leaves it: what the file has no column for stays as it is."""
    told = {**row.values, **other}
    kept = before or {}
    return {name: told[name] if name in told else kept.get(name) for name in TABLES[table]}
