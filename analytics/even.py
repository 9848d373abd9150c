"""From how many learners a programme costs no more than its alternative: both sides made of the ledger's own lines.

What is fixed stays as it is whoever comes; what is due by session climbs with every session that learners fill at one
of their sites; all else, learners' time included, comes with each learner. With as many learners as there were, spread
over sites as they were, both sides cost what the ledger says.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.breakeven import BOUND, Case, Side, linear, sessions
from analytics.costs import framed
from analytics.guard import Cells, guarded, in_detail
from analytics.measure import Measure, Schema
from analytics.money import EXACT, NOTHING, ratio
from analytics.once import each_of
from analytics.pieces import pieces_of
from analytics.progress import as_of
from analytics.quantities import Attendance, classroom_attendance, mean_attendance
from analytics.scope import Scope
from analytics.spending import PROGRAMME, learners_by, money, reach, view
from analytics.warehouse import Warehouse

_FINE = pl.Decimal(18, 6)
_MILLIONTH = Decimal("0.000001")
_BOUNDS = (1_000, 2_000, 5_000)
_SIDES = ("own", "other")
EVEN: Schema = {
    **PROGRAMME,
    "learners": pl.Int64,
    "sessions": pl.Int64,
    "sites": pl.Int64,
    "filled": pl.Int64,
    **{f"{side}_{name}": _FINE for side in _SIDES for name in ("fixed", "each", "session")},
    "attendance": _FINE,
    "attended": pl.String,  # whose attendance: the programme's, the organisation's, or a published default
    **money(("own", "other")),
    "linear": pl.Float64,
    "exact": pl.Int64,
    "upto": pl.Int64,
    "bound": pl.Int64,
    "ratio": pl.Float64,
    "currency": pl.String,
    "reason": pl.String,
}


AUDIENCE: Schema = {"programme": pl.String, "site": pl.String, "learners": pl.Int64}


class Audience(NamedTuple):
    """Who a programme reached: learners, the sessions held, how many learners at each site, what a session holds."""

    learners: int
    held: int
    sites: tuple[int, ...]
    attended: Attendance

    @property
    def attendance(self) -> Attendance:
        """What a session of it holds: as was measured; where nobody said who came, its learners over its sessions."""
        if self.held and self.attended.source != "programme":
            mean = mean_attendance(self.learners, self.held)
            return self.attended if mean is None else Attendance(mean, "programme")
        return self.attended

    @property
    def filled(self) -> int:
        """The sessions its learners fill, site by site."""
        return sessions(self.learners, Side(attendance=self.attendance.learners), self.sites)


@guarded(Cells("learners", tuple(PROGRAMME), amounts=tuple(EVEN)[len(PROGRAMME) + 1 :], counts=learners_by))
def break_even(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell from how many learners each programme that has an alternative costs no more than it.

    Returns
    -------
    polars.DataFrame
        `EVEN`: of the programme (`own`) and its alternative (`other`) what is fixed, what each learner and each session
        adds, and the total with as many learners as there were. `sessions` were held; `filled` are those its learners
        fill at their `sites`, `attendance` at each, over which what sessions cost is spread. Null without sessions.
        `linear` is where the two lines cross; `exact` the least number of learners from which the programme stays no
        dearer, `upto` the most up to which it is, both looked for up to `bound`; `ratio` how well it must be remembered
        beside the alternative to cost the same for each competency kept.
    """
    pieces = pieces_of(warehouse, scope)
    told = pieces.told
    bases = dict(warehouse.ask("ledger_cost").select("line", "basis").iter_rows())
    reached = {row["programme"]: int(row["learners"] or 0) for row in reach(warehouse, told.scope).to_dicts()}
    held, where = _held(warehouse, told.scope), audience_of(warehouse, told.scope)
    attended = _attended(warehouse, told.scope)
    rows = []
    for row in told.programmes.filter(pl.col("programme").is_in(pieces.with_alternative)).to_dicts():
        own = pl.col("programme") == row["programme"]
        key = row["programme"]
        group = Audience(reached.get(key, 0), held.get(key, 0), where.get(key, (1,)), attended(key))
        sides = [_parts(part.filter(own), bases) for part in (pieces.cost, pieces.alternative)]
        named = {name: row[name] for name in PROGRAMME} | {
            "currency": told.books.base,
            "bound": _bound(group.learners),
        }
        rows.append(named | _even(sides, group))
    return framed(rows, EVEN)


@in_detail("this counts the people of each site as they are, however few")
def audience(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell where the active learners of each programme work (`AUDIENCE`); a site is null where nobody said it."""
    found = _sited(warehouse, view(warehouse, scope).scope)
    return found.select(list(AUDIENCE)).cast(dict(AUDIENCE))  # type: ignore[arg-type]  # names to types


def audience_of(warehouse: Warehouse, scope: Scope) -> dict[str, tuple[int, ...]]:
    """Return how many learners each programme has at each site, the largest first."""
    return {key: tuple(part["learners"]) for (key,), part in _sited(warehouse, scope).group_by("programme")}


def _sited(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    active = each_of(warehouse, scope, "cost_reach").filter("active")
    sites = active.join(warehouse.ask("person_sites"), on="person", how="left")
    counted = sites.group_by("programme", "site").agg(pl.col("person").n_unique().cast(pl.Int64).alias("learners"))
    return counted.sort("programme", "learners", "site", descending=[False, True, False], nulls_last=True)


def _attended(warehouse: Warehouse, scope: Scope) -> Callable[[str], Attendance]:
    """Return the function from a programme to the learners a session of it holds on average, or would hold."""
    told = {key: (present, held) for key, held, present in warehouse.ask("even_attendance", scope.parameters()).rows()}
    usual = classroom_attendance(warehouse, Scope(zone=scope.zone))

    def of(programme: str) -> Attendance:
        own = mean_attendance(*told.get(programme, (0, 0)))
        return usual if own is None else Attendance(own, "programme")

    return of


def _bound(learners: int) -> int:
    """Return up to how many learners a break-even is looked for: at least five times as many as there were."""
    return next((bound for bound in _BOUNDS if bound >= 5 * learners), BOUND)


def _held(warehouse: Warehouse, scope: Scope) -> dict[str, int]:
    """Return how many sessions each programme held in the scope's months."""
    found = warehouse.ask("cost_sessions", scope.parameters() | {"asof": as_of(Scope(zone=scope.zone))})
    months = pl.lit(value=True)
    if scope.since:
        months = months & (pl.col("month") >= scope.since)
    if scope.until:
        months = months & (pl.col("month") <= scope.until)
    return dict(found.filter(months).group_by("programme").agg(pl.col("sessions").sum()).iter_rows())


def _parts(pieces: pl.DataFrame, bases: dict[str, str]) -> dict[str, int]:
    """Return the cents that are fixed, by session, and by learner."""
    found = {"fixed": 0, "session": 0, "each": 0}
    for line, amount in pieces.select("line", "cents").iter_rows():
        basis = bases.get(line, "learner")  # learners' time has no line
        found[basis if basis in found else "each"] += amount
    return found


def _even(sides: list[dict[str, int]], group: Audience) -> dict[str, Any]:
    own, other = (sum(side.values()) for side in sides)
    told: dict[str, Any] = {"learners": group.learners, "sessions": group.held, "own": own, "other": other}
    found = ratio(own, other)
    told["ratio"] = None if found is None else float(found)
    if not group.learners:
        return told | {"reason": "no_learners"}
    if any(side["session"] for side in sides):
        attendance, source = group.attendance
        told |= {"attendance": attendance, "attended": source, "sites": len(group.sites), "filled": group.filled}
    first, second = (_side(side, group) for side in sides)
    for name, side in zip(_SIDES, (first, second), strict=True):
        amounts = {"fixed": side.development, "each": side.per_learner, "session": side.per_session}
        told |= {f"{name}_{what}": amount for what, amount in amounts.items()}
    crossing = linear(Case(classroom=second, digital=first))
    told |= {"linear": None if crossing.value is None else float(crossing.value)}
    return told | _searched(dearer(first, second, _bound(group.learners), group.sites))


def _side(cents: dict[str, int], group: Audience) -> Side:
    """Return a side of the comparison; what each learner and session costs to the millionth."""
    filled = group.filled if cents["session"] else 0
    each = EXACT.divide(Decimal(cents["each"]), Decimal(100 * group.learners)).quantize(_MILLIONTH)
    session = EXACT.divide(Decimal(cents["session"]), Decimal(100 * filled)).quantize(_MILLIONTH) if filled else NOTHING
    attendance = group.attendance.learners if filled else None
    return Side(Decimal(cents["fixed"]) / 100, each, per_session=session, attendance=attendance)


def dearer(first: Side, second: Side, bound: int = BOUND, sites: Sequence[int] = (1,)) -> NDArray[np.bool_]:
    """Tell for each number of learners from 1 to the bound whether the first side costs more: `breakeven.cost`, whole.

    In millionths, which are whole numbers here, so that every machine finds the same.
    """
    people = np.arange(1, bound + 1, dtype=np.int64)

    def cost(side: Side) -> NDArray[np.int64]:
        fixed, each, session = (int(one * 1_000_000) for one in (side.development, side.per_learner, side.per_session))
        total: NDArray[np.int64] = fixed + each * people + session * held(people, side, sites)
        return total

    more: NDArray[np.bool_] = cost(first) > cost(second)
    return more


def held(people: NDArray[np.int64], side: Side, sites: Sequence[int]) -> NDArray[np.int64]:
    """Return how many sessions so many learners need: `breakeven.sessions`, for many numbers at once."""
    if side.attendance is None:
        return np.zeros_like(people)
    whole, weights = sum(sites), np.cumsum(np.asarray(sites, dtype=np.int64))
    ends = (2 * people[:, None] * weights + whole) // (2 * whole)
    at = np.diff(ends, axis=1, prepend=0)
    found: NDArray[np.int64] = (-(-at * 1_000_000 // int(side.attendance * 1_000_000))).sum(axis=1)
    return found


def _searched(more: NDArray[np.bool_]) -> dict[str, Any]:
    bound, at = more.size, np.flatnonzero(more)
    if at.size == 0:
        return {"exact": 1}
    upto = int(at[0]) or None
    if at[-1] == bound - 1:
        return {"upto": upto, "reason": "not_within_bound" if upto is None else "cheaper_below"}
    return {"exact": int(at[-1]) + 2, "upto": upto}


MEASURES: tuple[Measure, ...] = (
    Measure(
        "break_even",
        {"en": "Break-even", "fr": "Point mort"},
        {
            "en": "From how many learners each programme costs no more than its alternative.",
            "fr": "À partir de combien d'apprenants chaque formation ne coûte pas plus que son alternative.",
        },
        "learners",
        "linear: (own fixed - other fixed) / (other variable - own variable), a session's cost shared by its learners; "
        "exact: least N so that own(N') <= other(N') for every N' from N to a bound of 1,000 to 10,000, sessions = "
        "sum over sites of learners over mean attendance, rounded up; ratio = own cost / other cost",
        "the ledger's lines by their basis; recorded hours and hourly costs; sessions held; active learners and their "
        "sites; mean attendance of the programme's sessions, else of classroom sessions, else a published default",
        "the cost of an alternative in the ledger, and a learner",
        EVEN,
        break_even,
    ),
    Measure(
        "audience",
        {"en": "Where learners work", "fr": "Où travaillent les apprenants"},
        {
            "en": "How many active learners each programme has at each site.",
            "fr": "Combien d'apprenants actifs chaque formation compte sur chaque site.",
        },
        "learners",
        "active learners of the scope's months, counted once in each programme, by the site they work at",
        "activity, and the sites of people as they were brought in",
        "an active learner",
        AUDIENCE,
        audience,
    ),
)
