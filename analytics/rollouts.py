"""Who got a programme when, at the level at which that was decided; and the figures of an indicator, told so.

When units got a programme is what somebody drew by lot, else what was told or rules assigned to units, else what the
record shows (a fifth of a unit's learners had begun it), else the day it opened for all. None of that looks at figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.guard import seeing
from analytics.panel import Group, Place, number
from analytics.progress import as_of
from analytics.reported import reported
from analytics.scope import Scope
from analytics.warehouse import Warehouse

BEGUN = 0.2  # the share of a unit's learners who have begun, where nobody said when the unit got it
LEARNERS = 10  # of a unit, for that to be told
EVERYONE = ""

Where = tuple[str | None, str | None]
Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """An indicator's figures, told by groups.

    Attributes
    ----------
    decided
        How it was decided who got the programme when: a key of `analytics.designs.DECIDED`; None when nobody knows.
    groups
        Who got it when, their places, and the months those have a figure in.
    points
        group, place, at (the month's number), numerator, denominator, worth (what one of the numerator is worth, times
        the denominator; null where nobody said).
    """

    decided: str | None
    groups: list[Group]
    points: pl.DataFrame


class Rollouts:
    """When each unit got each programme."""

    def __init__(self, warehouse: Warehouse, scope: Scope) -> None:
        above = warehouse.ask("indicator_above")
        self._above: dict[str, list[tuple[str, int]]] = {}
        for unit, ancestor, depth in above.iter_rows():
            self._above.setdefault(unit, []).append((ancestor, depth))
        self._told = warehouse.ask("rollouts").to_dicts()
        asked = seeing(scope).parameters() | {"learners": LEARNERS, "share": BEGUN}
        self._seen = warehouse.ask("rollouts_seen", asked).to_dicts()

    def figures(self, programme: Mapping[str, Any], points: pl.DataFrame) -> Figures:
        """Return the figures of an indicator (`points`: unit, site, at, …) by the groups of a programme's roll-out."""
        places: list[Where] = points.select("unit", "site").unique().sort("unit", "site").rows()
        decided, placed = self._placed(programme, places)
        keyed = pl.DataFrame(
            [(*where, key, _named(where)) for where, (key, _) in placed.items()],
            schema=dict.fromkeys(("unit", "site", "group", "place"), pl.String),
            orient="row",
        )
        told = points.join(keyed, on=["unit", "site"], nulls_equal=True, maintain_order="left")
        own = told.select("group", "place", "at", "numerator", "denominator", worth=pl.col("priced"))
        return Figures(decided, gathered(own, dict(placed.values())), own)

    def _placed(
        self, programme: Mapping[str, Any], places: list[Where]
    ) -> tuple[str | None, dict[Where, tuple[str, date | None]]]:
        """Return how it was decided, and for each place its group and the day that got it."""
        key = programme["programme"]
        told = [row for row in self._told if row["programme"] == key]
        if any(row["drawn"] for row in told):
            return "draw", self._by_unit(told, places, only=True)
        if any(row["unit"] != EVERYONE for row in told):
            return "rule", self._by_unit(told, places, only=False)
        if told:
            return "live", dict.fromkeys(places, (EVERYONE, min(row["starts"] for row in told)))
        seen = {(row["unit"], row["site"]): row["starts"] for row in self._seen if row["programme"] == key}
        if any(seen.get(place) for place in places):
            return "uptake", {place: (_named(place), seen[place]) for place in places if place in seen}
        if programme["live"] is not None:
            return "live", dict.fromkeys(places, (EVERYONE, programme["live"]))
        return None, {place: (_named(place), None) for place in places}

    def _by_unit(self, told: list[Row], places: Iterable[Where], *, only: bool) -> dict[Where, tuple[str, date | None]]:
        """Return the groups of places by the units that got it; with `only`, of no other units.

        Units nobody named are told apart at the same depth of the tree, since that is where it was decided. A place
        above it holds units that have it and units that do not: it is left out.
        """
        days = {row["unit"]: row["starts"] for row in told}
        everyone = days.pop(EVERYONE, None)
        known = [dict(self._above[unit]) for unit in days if unit in self._above]
        level = min((max(above.values()) for above in known), default=0)
        parted = {_at(above, level) for above in known if max(above.values()) > level}
        found: dict[Where, tuple[str, date | None]] = {}
        for place in places:
            above = dict(self._above.get(place[0] or "", ()))
            named = [unit for unit in days if unit in above]
            if named:
                first = min(named, key=lambda unit: (days[unit] or date.max, above[unit]))
                found[place] = (first, _earlier(days[first], everyone))
            elif not only and max(above.values(), default=-1) >= level:
                whole = _at(above, level)
                found[place] = (_named(place) if whole is None or whole in parted else whole, everyone)
        return found


def gathered(points: pl.DataFrame, starts: Mapping[str, date | None]) -> list[Group]:
    """Return the groups that have figures, each with its places and their months."""
    months = points.group_by("group", "place").agg("at").sort("group", "place")
    places: dict[str, list[Place]] = {}
    for group, place, at in months.iter_rows():
        places.setdefault(group, []).append(Place(place, frozenset(at)))
    return [Group(key, starts[key], tuple(own)) for key, own in places.items()]


def _at(above: Mapping[str, int], level: int) -> str | None:
    return next((unit for unit, depth in above.items() if depth == level), None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _named(place: Where) -> str:
    return " / ".join(part for part in place if part)


def points(
    warehouse: Warehouse, scope: Scope, rates: Mapping[tuple[str, date], float], *, few: bool = True
) -> pl.DataFrame:
    """Return the figures a scope's reader may see, until a day.

    Parameters
    ----------
    rates
        What one of each currency is worth in the organisation's own, in a month.
    few
        Whether figures of a few people are wanted.

    Returns
    -------
    polars.DataFrame
        indicator, better, unit, site, at (the month's number), numerator, denominator, priced (what one of the
        numerator is worth, times the denominator; null where nobody said), few (of a few people: the figure is null
        where those are not wanted, or not to be seen); months with nothing there are left out.
    """
    found = reported(warehouse, scope, as_of(scope), few=few).filter(
        pl.col("denominator").is_null() | (pl.col("denominator") > 0)
    )
    rows = found.select("currency", "month", "value", "denominator").iter_rows()
    priced = [
        None if None in (value, size) or (currency, day) not in rates else float(value) * rates[currency, day] * size
        for currency, day, value, size in rows
    ]
    at = [number(day) for day in found["month"]]
    return found.with_columns(pl.Series("at", at, dtype=pl.Int64), pl.Series("priced", priced, dtype=pl.Float64))
