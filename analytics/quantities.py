"""How much there was of what money is counted by: learners, hours, enrolments, sessions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from analytics.allocation import Cell, Key, Owner
from analytics.breakeven import filled
from analytics.defaults import DEFAULTS
from analytics.exchange import Row
from analytics.money import EXACT
from analytics.once import each_of
from analytics.scope import Scope
from analytics.warehouse import Warehouse

Counted = dict[tuple[date, Cell], int]


@dataclass(frozen=True)
class Quantities:
    """What was counted, whoever asks: told apart for the scope later.

    Attributes
    ----------
    seconds, enrolments, sessions
        Rows with `month`, `day` (a day between which and the next row's no price changes), `programme`, the count, and
        but for sessions `unit`.
    keys
        What shared amounts are told apart by: learners, hours, enrolments.
    parents
        The unit above each unit.
    attendance
        Learners a classroom session holds, for what nobody held.
    planned
        Rows like those of `enrolments`, of programmes that nobody was active in yet: whom they are planned for.
    """

    seconds: list[dict[str, Any]]
    enrolments: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    keys: Mapping[str, Key]
    parents: Mapping[str, str | None]
    attendance: "Attendance"
    planned: list[dict[str, Any]] = field(default_factory=list)

    def below(self, unit: str | None) -> frozenset[str] | None:
        """Return a unit and those below it; None for everyone."""
        if unit is None:
            return None
        found, size = {unit}, 0
        while len(found) > size:
            size = len(found)
            found |= {one for one, parent in self.parents.items() if parent in found}
        return frozenset(found)

    def of(self, line: Row, owner: Owner) -> Counted:
        """Return how often a price was due, on the days it holds: its sessions, learners or seconds by month and cell.

        Sessions are no unit's: they stay with the line's. Of an alternative that held none, they are those its
        learners would have filled. What is not paid is foreseen for those a programme is planned for, until anybody is
        active in it.
        """
        name = _COUNTED[line["basis"]]
        if line["alternative"] and name == "sessions" and not self._holds(owner.programme):
            return self._filled(line, owner)
        found: Counted = defaultdict(int)
        for row in self._held(name, line, owner):
            unit = row.get("unit", owner.unit)
            if owner.units is None or unit in owner.units:
                found[row["month"], Cell(row["programme"], unit)] += row[name]
        return found

    def _held(self, name: str, line: Row, owner: Owner) -> Iterator[Row]:
        """Give the rows of a line's programme on the days it holds; of hours in no programme, none."""
        if name == "enrolments" and line["nature"] != "actual":
            name = "foreseen"
        for row in self._by_programme[name].get(owner.programme, ()):
            if line["valid_from"] <= row["day"] and (line["valid_to"] is None or row["day"] <= line["valid_to"]):
                yield row

    @cached_property
    def _by_programme(self) -> Mapping[str, Mapping[str | None, list[dict[str, Any]]]]:
        """Of every kind of rows those of each programme, and of all of them (None)."""
        waiting = {row["programme"] for row in self.planned}
        foreseen = [*self.planned, *(row for row in self.enrolments if row["programme"] not in waiting)]
        told = {name: getattr(self, name) for name in _COUNTED.values()} | {"foreseen": foreseen}
        return {name: _by_programme(rows) for name, rows in told.items()}

    def _holds(self, programme: str | None) -> bool:
        return any(row["programme"] == programme for row in self.sessions)

    def _filled(self, line: Row, owner: Owner) -> Counted:
        """Return the sessions that learners would have filled, site by site, one more when a site's are full."""
        found: Counted = defaultdict(int)
        learners: dict[str | None, int] = defaultdict(int)
        for row in sorted(self._held("enrolments", line, owner), key=lambda row: row["day"]):
            if owner.units is None or row["unit"] in owner.units:
                before = learners[row["site"]]
                learners[row["site"]] = now = before + row["enrolments"]
                more = self.attendance.sessions(now) - self.attendance.sessions(before)
                found[row["month"], Cell(row["programme"], owner.unit)] += more
        return found


class Attendance(NamedTuple):
    """How many learners a session holds, to the millionth; whose that is: the `organisation`'s, or a `default`."""

    learners: Decimal
    source: str

    def sessions(self, learners: int) -> int:
        """Return how many sessions so many learners fill."""
        return filled(learners, self.learners)


def mean_attendance(present: int, sessions: int) -> Decimal | None:
    """Return the learners a session held on average, to the millionth above; None without sessions."""
    if not (present and sessions):
        return None
    return EXACT.divide(Decimal(present), Decimal(sessions)).quantize(Decimal("0.000001"), rounding=ROUND_CEILING)


def classroom_attendance(warehouse: Warehouse, scope: Scope) -> Attendance:
    """Return the mean attendance of the classroom sessions a scope's people came to, else the published default."""
    present = warehouse.ask("case_attendance", scope.parameters())["present"]
    found = mean_attendance(int(present.sum()), present.len())
    return Attendance(DEFAULTS["attendance"].value, "default") if found is None else Attendance(found, "organisation")


def _by_programme(rows: Iterable[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    found: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["programme"] is not None:
            found[row["programme"]].append(row)
            found[None].append(row)
    return dict(found)


_COUNTED = {"hour": "seconds", "learner": "enrolments", "session": "sessions"}


def count(warehouse: Warehouse, zone: str, asof: date, prices: Iterable[Row]) -> Quantities:
    """Count everything, told apart wherever one of some prices begins or ends."""
    asked = Scope(zone=zone).parameters() | {"breaks": _breaks(prices), "asof": asof}
    seconds, enrolments = (warehouse.ask(name, asked).to_dicts() for name in ("cost_seconds", "cost_enrolments"))
    active = warehouse.ask("cost_active", asked).to_dicts()
    keys = {
        "learners": _key(active, "learners"),
        "hours": _key(seconds, "seconds"),
        "enrolments": _key(enrolments, "enrolments"),
    }
    parents = dict(warehouse.ask("cost_parents").iter_rows())
    held = warehouse.ask("cost_sessions", asked).to_dicts()
    attendance = classroom_attendance(warehouse, Scope(zone=zone))
    return Quantities(seconds, enrolments, held, keys, parents, attendance, _planned(warehouse, zone, asof))


def _planned(warehouse: Warehouse, zone: str, asof: date) -> list[dict[str, Any]]:
    """Return how many learners programmes that nobody was active in yet are planned for, from which day on."""
    found = each_of(warehouse, Scope(zone=zone), "cost_planned", asof=asof)
    grouped = found.group_by("day", "programme", "unit", "site").agg(pl.len().cast(pl.Int64).alias("enrolments"))
    return (
        grouped.with_columns(month=pl.col("day").dt.truncate("1mo"))
        .sort("day", "programme", "unit", "site", nulls_last=True)
        .to_dicts()
    )


def _breaks(prices: Iterable[Row]) -> list[date]:
    """Return every day from which another price may hold."""
    ends = {row["valid_from"] for row in prices}
    return sorted(ends | {row["valid_to"] + timedelta(days=1) for row in prices if row["valid_to"]})


def _key(rows: Iterable[Row], name: str) -> Key:
    months: dict[date, dict[Cell, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row["programme"] is not None:
            months[row["month"]][Cell(row["programme"], row["unit"])] += int(row[name])
    return Key(months)
