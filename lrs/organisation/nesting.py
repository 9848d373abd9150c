"""Figures that would count the same twice: of a unit and of one below it, of a site and of its units, in one month."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from lrs.organisation.judging import Judging
from lrs.organisation.reading import Given

Row = dict[str, Any]
Key = tuple[Any, ...]  # indicator, unit, site, month
Place = tuple[str | None, str | None]  # unit, site

WHOLE = "is counted already in the figure of"
_WAY_OUT = "bring one level of a month, the other with denominator 0"


def refuse_nested(judging: Judging, given: Mapping[Key, Given], rows: Mapping[Key, Row]) -> None:
    """Refuse rows of a file whose places hold, or are part of, another place with a figure of the same month.

    Where there is nothing (denominator 0), nothing is counted twice: so a figure is taken back.

    Parameters
    ----------
    given
        The rows of the file, by key.
    rows
        All there will be, by key.
    """
    wrong = {problem.row for problem in judging.report.problems}
    nesting, blamed = _Nesting(judging), set[int]()
    for (indicator, month), places in _by_month(given, rows).items():
        for lower, upper in nesting.pairs(places):
            low, high = ((indicator, *place, month) for place in (lower, upper))
            row = given.get(low) or given.get(high)
            if row is None or row.number in wrong or row.number in blamed:
                continue
            blamed.add(row.number)
            judging.refuse(row, "unit" if row.get("unit") else "site", _reason(given, low, high))


def _by_month(given: Mapping[Key, Given], rows: Mapping[Key, Row]) -> dict[tuple[str, Any], set[Place]]:
    """Return the places with a figure, of the indicators and months that a file speaks of."""
    told: dict[tuple[str, Any], set[Place]] = {(key[0], key[3]): set() for key in given}
    for (indicator, unit, site, month), row in rows.items():
        if (indicator, month) in told and (unit or site) and row["denominator"] > 0:
            told[indicator, month].add((unit, site))
    return told


def _reason(given: Mapping[Key, Given], low: Key, high: Key) -> str:
    other = high if low in given else low
    where = f"row {given[other].number}" if other in given else "kept"
    name = " / ".join(part for part in other[1:3] if part)
    if low in given:
        return f"{WHOLE} {name} ({where}): {_WAY_OUT}"
    return f"counts again the figure of {name} ({where}): {_WAY_OUT}"


class _Nesting:
    """Which place is part of which: by the tree of units, and by where people work."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        self._above: dict[str | None, tuple[str | None, ...]] = {None: (None,)}

    def pairs(self, places: set[Place]) -> Iterator[tuple[Place, Place]]:
        """Give each place that is part of another, with that one."""
        sites: dict[str | None, list[str | None]] = {}
        for unit, site in sorted(places, key=str):
            sites.setdefault(unit, []).append(site)
        for lower in sorted(places, key=str):
            for unit in self._line(lower[0]):
                yield from ((lower, (unit, site)) for site in sites.get(unit, ()) if self._holds((unit, site), lower))

    def _line(self, unit: str | None) -> tuple[str | None, ...]:
        """Return a unit, those above it, and all of them together."""
        if unit not in self._above:
            above = self._judging.tree.above(unit) if unit in self._judging.tree.units else ()
            self._above[unit] = (unit, *above, None)
        return self._above[unit]

    def _holds(self, upper: Place, lower: Place) -> bool:
        """Tell whether what is counted at a place is counted at another, of the same unit or of one above it."""
        if upper == lower or (upper[1] and lower[1]):
            return upper != lower and upper[1] == lower[1]
        if upper[1] is None:
            return True
        return upper[0] != lower[0] and lower[0] in self._at.get(upper[1], ())

    @cached_property
    def _at(self) -> dict[str, set[str | None]]:
        """The units, with those above them, that somebody who works at a site is of."""
        roster, found = self._judging.roster, dict[str, set[str | None]]()
        for person in self._judging.organisation.rows("person"):
            if person["site"]:
                units = roster.all_units(person["person"])
                found.setdefault(person["site"], set()).update(*(self._line(unit) for unit in units))
        return found
