"""From how many learners a programme costs no more than its alternative: both sides made of the ledger's own lines.

What is fixed stays as it is whoever comes; what is due by session climbs with every session more; all else, learners'
time included, comes with each learner. With as many learners as there were, both sides cost what the ledger says.
"""

from decimal import ROUND_CEILING, Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.breakeven import BOUND, Case, Side, linear
from analytics.costs import framed
from analytics.guard import Cells, guarded
from analytics.measure import Measure, Schema
from analytics.money import EXACT, NOTHING, ratio
from analytics.pieces import pieces_of
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.spending import PROGRAMME, money, reach
from analytics.warehouse import Warehouse

_FINE = pl.Decimal(18, 6)
_MILLIONTH = Decimal("0.000001")
_BOUNDS = (1_000, 2_000, 5_000)
_SIDES = ("own", "other")
EVEN: Schema = {
    **PROGRAMME,
    "learners": pl.Int64,
    "sessions": pl.Int64,
    **{f"{side}_{name}": _FINE for side in _SIDES for name in ("fixed", "each", "session")},
    "attendance": _FINE,
    **money(("own", "other")),
    "linear": pl.Float64,
    "exact": pl.Int64,
    "upto": pl.Int64,
    "bound": pl.Int64,
    "ratio": pl.Float64,
    "currency": pl.String,
    "reason": pl.String,
}


@guarded(Cells("learners", tuple(PROGRAMME)))
def break_even(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell from how many learners each programme that has an alternative costs no more than it.

    Returns
    -------
    polars.DataFrame
        `EVEN`: of the programme (`own`) and its alternative (`other`) what is fixed, what each learner and each session
        adds, and the total with as many learners as there were; `attendance` learners a session, null without sessions.
        `linear` is where the two lines cross; `exact` the least number of learners from which the programme stays no
        dearer, `upto` the most up to which it is, both looked for up to `bound`; `ratio` how well it must be remembered
        beside the alternative to cost the same for each competency kept.
    """
    pieces = pieces_of(warehouse, scope)
    told = pieces.told
    bases = dict(warehouse.ask("ledger_cost").select("line", "basis").iter_rows())
    reached = {row["programme"]: int(row["learners"] or 0) for row in reach(warehouse, told.scope).to_dicts()}
    held = _held(warehouse, told.scope)
    rows = []
    for row in told.programmes.filter(pl.col("programme").is_in(pieces.with_alternative)).to_dicts():
        own = pl.col("programme") == row["programme"]
        learners, sessions = reached.get(row["programme"], 0), held.get(row["programme"], 0)
        sides = [_parts(part.filter(own), bases) for part in (pieces.cost, pieces.alternative)]
        named = {name: row[name] for name in PROGRAMME} | {
            "currency": told.books.base,
            "bound": _bound(reached.get(row["programme"], 0)),
        }
        rows.append(named | _even(sides, learners, sessions))
    return framed(rows, EVEN)


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


def _even(sides: list[dict[str, int]], learners: int, sessions: int) -> dict[str, Any]:
    own, other = (sum(side.values()) for side in sides)
    told: dict[str, Any] = {"learners": learners, "sessions": sessions, "own": own, "other": other}
    found = ratio(own, other)
    told["ratio"] = None if found is None else float(found)
    if not learners:
        return told | {"reason": "no_learners"}
    attendance = EXACT.divide(Decimal(learners), Decimal(sessions)) if sessions else None
    if attendance is not None:
        attendance = attendance.quantize(_MILLIONTH, rounding=ROUND_CEILING)
    first, second = (_side(side, learners, sessions, attendance) for side in sides)
    for name, side in zip(_SIDES, (first, second), strict=True):
        amounts = {"fixed": side.development, "each": side.per_learner, "session": side.per_session}
        told |= {f"{name}_{what}": amount for what, amount in amounts.items()}
    crossing = linear(Case(classroom=second, digital=first))
    told |= {"linear": None if crossing.value is None else float(crossing.value), "attendance": attendance}
    return told | _searched(dearer(first, second, _bound(learners)))


def _side(cents: dict[str, int], learners: int, sessions: int, attendance: Decimal | None) -> Side:
    """Return a side of the comparison; what each learner and session costs to the millionth."""
    held = sessions if cents["session"] else 0
    each = EXACT.divide(Decimal(cents["each"]), Decimal(100 * learners)).quantize(_MILLIONTH)
    session = EXACT.divide(Decimal(cents["session"]), Decimal(100 * held)).quantize(_MILLIONTH) if held else NOTHING
    return Side(Decimal(cents["fixed"]) / 100, each, per_session=session, attendance=attendance if held else None)


def dearer(first: Side, second: Side, bound: int = BOUND) -> NDArray[np.bool_]:
    """Tell for each number of learners from 1 to the bound whether the first side costs more: `breakeven.cost`, whole.

    In millionths, which are whole numbers here, so that every machine finds the same.
    """
    people = np.arange(1, bound + 1, dtype=np.int64)

    def cost(side: Side) -> NDArray[np.int64]:
        fixed, each, session = (int(one * 1_000_000) for one in (side.development, side.per_learner, side.per_session))
        held = 0 if side.attendance is None else -(-people * 1_000_000 // int(side.attendance * 1_000_000))
        total: NDArray[np.int64] = fixed + each * people + session * held
        return total

    more: NDArray[np.bool_] = cost(first) > cost(second)
    return more


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
        "exact: least N so that own(N') <= other(N') for every N' from N to a bound of 1,000 to 10,000, "
        "sessions = N over learners a session, rounded up; ratio = own cost / other cost",
        "the ledger's lines by their basis; recorded hours and hourly costs; sessions held; active learners",
        "the cost of an alternative in the ledger, and a learner",
        EVEN,
        break_even,
    ),
)
