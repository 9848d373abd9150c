"""Who is in one cell of a table: of a cohort and a later period, of a part of those who come and go, of a session.

A cell is written as one word: `month-classic-2026-03-01-2` is the cohort that began in March 2026, two months later;
`week-lost-2026-03-02` are those lost in the week of 2 March. The people told are those that `cohorts` and `growth`
count.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analytics.cohorts import LONGEST, Grain, active_periods, bounds_of, number_of, start_of
from analytics.guard import personal, without
from analytics.learners import WHO, who_they_are
from analytics.measure import ACTIVE_SOURCE, ANY, Measure, Schema
from analytics.programme_facts import theirs
from analytics.scope import Scope, read_day
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

_LAST = 9990  # the year from which on the end of a period is no day any more
MOVES = ("new", "retained", "returned", "lost")
_WRITTEN = re.compile(r"(month|week)-(classic|rolling|new|retained|returned|lost)-(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?")

CELL_PEOPLE: Schema = {**WHO, "came": pl.Boolean, "first_active": pl.Date, "last_active": pl.Date}
SESSION_PEOPLE: Schema = {**WHO, "came": pl.Boolean, "minutes": pl.Float64, "planned_minutes": pl.Float64}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of `cohorts` (`kind` classic or rolling) or of `growth` (one of `MOVES`).

    `starts` is the first day of the cohort, or of the period that people came or went in; `after` of how many periods
    later the cell tells.
    """

    grain: Grain
    kind: str
    starts: date
    after: int = 0

    def __str__(self) -> str:
        """Write it as an address does."""
        later = "" if self.kind in MOVES else f"-{self.after}"
        return f"{self.grain}-{self.kind}-{self.starts}{later}"

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the period it tells of."""
        first = number_of(self.starts, self.grain) + self.after
        return start_of(first, self.grain), start_of(first + 1, self.grain) - timedelta(days=1)


def read_cell(text: str) -> Cell:
    """Read a cell as it is written.

    Raises
    ------
    BadRequest
        When it is none.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or (found[2] in MOVES) is not (found[4] is None):
        raise BadRequest(
            f"cell: {text[:40]!r} is none; write it as month-classic-2026-03-01-2 or month-lost-2026-03-01"
        )
    grain: Grain = "month" if found[1] == "month" else "week"
    day = read_day(found[3], "cell")
    if day != start_of(number_of(day, grain), grain):
        raise BadRequest(f"cell: {day} is not the first day of its month or week")
    cell = Cell(grain, found[2], day, int(found[4] or 0))
    if cell.after > LONGEST or day.year >= _LAST:
        raise BadRequest(f"cell: {text[:40]!r} tells of a time that nobody is followed to")
    return cell


@personal
def cell_people(warehouse: Warehouse, scope: Scope, *, cell: str = "") -> pl.DataFrame:
    """Tell who is in a cell, at whatever time they came: the period of a scope only says up to which day.

    Parameters
    ----------
    cell
        As `read_cell` reads it; of none, nobody is told.

    Returns
    -------
    polars.DataFrame
        `CELL_PEOPLE`. Of a cohort all who began it: those who `came` make the cell, and nobody is known to have as long
        as the period is not over (null). Of the others those who are in it; `came` tells whether in that period.
    """
    if not cell:
        return pl.DataFrame(schema=CELL_PEOPLE)
    wanted = read_cell(cell)
    found = _in_cell(warehouse, scope, wanted)
    return who_they_are(warehouse, scope, found, CELL_PEOPLE)


def _in_cell(warehouse: Warehouse, scope: Scope, cell: Cell) -> pl.DataFrame:
    """Return the people of a cell by number, and whether they `came`."""
    active = active_periods(warehouse, scope, grain=cell.grain)
    at = number_of(cell.starts, cell.grain) + cell.after
    each = active.group_by("person").agg(
        first=pl.col("period").min(),
        last=pl.col("period").max(),
        there=(pl.col("period") == at).any(),
        before=(pl.col("period") == at - 1).any(),
    )
    if cell.kind in MOVES:
        return each.filter(_moved(cell.kind, at)).select("person", came="there")
    over = at <= bounds_of(warehouse, scope, cell.grain).last
    came = pl.col("there") if cell.kind == "classic" else pl.col("last") >= at
    cohort = each.filter(pl.col("first") == at - cell.after)
    return cohort.select("person", came=pl.when(pl.lit(over)).then(came))


def _moved(kind: str, at: int) -> pl.Expr:
    """Tell who is new, retained, returned or lost in a period, as `analytics.statistics.growth` counts them."""
    there, before, new = pl.col("there"), pl.col("before"), pl.col("first") == at
    return {
        "new": there & new,
        "retained": there & before,
        "returned": there & ~before & ~new,
        "lost": before & ~there,
    }[kind]


@personal
def session_people(warehouse: Warehouse, scope: Scope, *, session: str = "") -> pl.DataFrame:
    """Tell whom a session expected, and who of them came: those `programme_sessions` counts.

    Parameters
    ----------
    session
        Its key; of one the reader may not see, nobody is told.

    Returns
    -------
    polars.DataFrame
        `SESSION_PEOPLE`; `minutes` as told, or planned where a sheet says no more than that they came.
    """
    without(scope, "course", "device")
    told = warehouse.ask("session_people", scope.parameters() | {"session": session})
    return theirs(warehouse, scope, told).select(list(SESSION_PEOPLE)).cast(pl.Schema(SESSION_PEOPLE))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "cell_people",
        {"en": "Who is in a cell", "fr": "Qui est dans une case"},
        {
            "en": "Who began together, and who of them came back; or who is new, stayed, returned, was lost.",
            "fr": "Qui a commencé ensemble, et qui en est revenu\u202f; ou qui est nouveau, resté, revenu, perdu.",
        },
        "people",
        "the people whom one cell of cohorts, or one number of new and lost, counts; periods not over are not told",
        ACTIVE_SOURCE,
        ANY,
        CELL_PEOPLE,
        cell_people,
        {"cell": "is told of one cell; name it: month-classic-2026-03-01-2"},
    ),
    Measure(
        "session_people",
        {"en": "Who came to a session", "fr": "Qui est venu à une session"},
        {
            "en": "Whom a session expected, who of them came, and how long they were there.",
            "fr": "Qui une session attendait, qui est venu, et combien de temps.",
        },
        "people",
        "the people on the session's sheet, or in its room; present as the sheet says, else there for half of the "
        "planned time",
        "the organisation's sessions; attendance statements",
        "one person expected",
        SESSION_PEOPLE,
        session_people,
        {"session": "is told of one session; name its key"},
    ),
)
