"""What programmes cost: budget against commitment against actual, by programme, and for each learner, hour, completion.

Two totals are told apart, always by name: `cash` is what is paid out and would be kept without the programme, for
decisions; `loaded` is everything, learners' time, opportunity and evaluation included (Phillips: fully loaded costs).
Neither holds what the alternative would cost. Amounts are to the cent, in the organisation's own currency, net of VAT.
"""

from decimal import Decimal
from typing import Any

import polars as pl

from analytics.guard import Cells, guarded
from analytics.ledger import Books, decimals
from analytics.measure import Measure, Schema
from analytics.money import each
from analytics.once import each_of
from analytics.scope import Scope
from analytics.spending import (
    NATURES,
    PROGRAMME,
    Day,
    Over,
    View,
    completed_hours,
    exact,
    learners_by,
    learners_of,
    money,
    paid_out,
    rates_of,
    reach,
    spent,
    view,
)
from analytics.warehouse import Warehouse

_RESTING: Schema = {
    "currency": pl.String,
    "constant": pl.Date,  # the day whose exchange rates were taken for every amount; null: each amount's own
    "unpriced_hours": pl.Float64,
    "untold_lines": pl.Int64,
    "reason": pl.String,
}
SPEND: Schema = {**money((*NATURES, "variance", "left")), "learners": pl.Int64, "currency": pl.String}
SPEND |= {"constant": pl.Date, "untold_lines": pl.Int64, "reason": pl.String}
SPEND_MONTHS: Schema = {"month": pl.Date, **money((*NATURES, "variance")), "learners": pl.Int64, "reason": pl.String}
COSTED: Schema = {
    **PROGRAMME,
    "modality": pl.String,
    **money(("cash", "loaded", "learner_time")),
    "learners": pl.Int64,
    "hours": pl.Float64,
    "completions": pl.Int64,
    "completed_hours": pl.Float64,
    **money(("cash_per_learner", "loaded_per_learner", "per_completed_hour", "per_completion")),
    **_RESTING,
}
_ADDED = ("hours", "completed_hours", "unpriced_hours", "untold_lines")
COMPONENT: Schema = {"component": pl.String, "cash": pl.Boolean, **money(NATURES), "learners": pl.Int64}
COMPONENT |= {"reason": pl.String}


@exact(*NATURES, "variance", "left")
@guarded(Cells("learners", amounts=("untold_lines",), counts=learners_of))
def spend(warehouse: Warehouse, scope: Scope, constant: Day = None) -> pl.DataFrame:
    """Tell budget, commitment and actual of a scope's months, of every programme.

    Returns
    -------
    polars.DataFrame
        `SPEND`, one row. `variance` is actual less budget; `left` is budget less commitment and actual. Learners' time
        is no spending, and in none of them.
    """
    told = view(warehouse, scope, constant, ahead=True)
    bought = _bought(told.books)
    by_nature = {name: int(bought.filter(pl.col("nature") == name)["cents"].sum()) for name in NATURES}
    untold = told.books.untold.height
    resting: dict[str, Any] = {"currency": told.books.base or None, "constant": rates_of(constant)}
    resting |= {"untold_lines": untold, "reason": "missing_rate" if untold else None}
    row = by_nature | _against(by_nature) | {"learners": _learners(warehouse, told)} | resting
    return framed([row], SPEND)


def _bought(books: Books) -> pl.DataFrame:
    return spent(books.costs).filter(pl.col("component") != "learner_time")


def _against(cents: dict[str, int]) -> dict[str, int]:
    left = cents["budget"] - cents["commitment"] - cents["actual"]
    return {"variance": cents["actual"] - cents["budget"], "left": left}


def _learners(warehouse: Warehouse, told: View) -> int:
    return int(reach(warehouse, told.scope)["learners"][0])


def _resting(told: View, constant: Day, programme: str | None = None) -> dict[str, Any]:
    """Return what the amounts of a programme, or all, rest on, and whether something is missing from them."""
    unpriced, untold = told.books.unpriced, told.books.untold
    if programme is not None:
        unpriced, untold = (frame.filter(pl.col("programme") == programme) for frame in (unpriced, untold))
    seconds = int(unpriced["seconds"].sum())
    reason = "missing_rate" if untold.height else "no_hourly_cost" if seconds else None
    counts = {"unpriced_hours": seconds / 3600, "untold_lines": untold.height}
    return {"currency": told.books.base or None, "constant": rates_of(constant), **counts, "reason": reason}


@exact(*NATURES, "variance")
@guarded(Cells("learners", ("month",)))
def spend_months(warehouse: Warehouse, scope: Scope, constant: Day = None) -> pl.DataFrame:
    """Tell budget, commitment, actual and variance of each month that has any (`SPEND_MONTHS`)."""
    told = view(warehouse, scope, constant, ahead=True)
    sums = [pl.col("cents").filter(pl.col("nature") == name).sum().alias(name) for name in NATURES]
    each_month = _bought(told.books).group_by("month").agg(sums).sort("month")
    active = (
        each_of(warehouse, told.scope, "cost_months").group_by("month").agg(pl.len().cast(pl.Int64).alias("learners"))
    )
    joined = each_month.join(active, on="month", how="left").with_columns(
        pl.col("learners").fill_null(0), variance=pl.col("actual") - pl.col("budget"), reason=pl.lit(None, pl.String)
    )
    return decimals(joined, (*NATURES, "variance")).select(list(SPEND_MONTHS)).cast(pl.Schema(SPEND_MONTHS))


@exact("cash", over={"loaded": Over("learner_time")})
@guarded(Cells("learners", tuple(PROGRAMME), amounts=_ADDED, counts=learners_by))
def costs(warehouse: Warehouse, scope: Scope, constant: Day = None) -> pl.DataFrame:
    """Tell what each programme costs, in cash and fully loaded, for each learner, completed hour and completion.

    Returns
    -------
    polars.DataFrame
        `COSTED`, actual amounts: the first row, without programme, is everything together, what no programme took up
        included. `per_completed_hour` divides by `completed_hours`, those of who completed in the scope's months, and
        is not told under `analytics.spending.LEAST_HOURS`.
    """
    told = view(warehouse, scope, constant)
    done = spent(told.books.costs).filter(pl.col("nature") == "actual")
    reached = {row["programme"]: row for row in reach(warehouse, told.scope).to_dicts()}
    rows = [_costed(done, reached[None]) | _resting(told, constant)]
    parts = done.partition_by("programme", as_dict=True)
    for programme in told.programmes.iter_rows(named=True):
        key = programme["programme"]
        part, counted = parts.get((key,)), reached.get(key)
        if part is not None or counted is not None:
            found = _costed(done.clear() if part is None else part, counted or {})
            rows.append({**programme, **found, **_resting(told, constant, key)})
    return framed(rows, COSTED)


def _costed(part: pl.DataFrame, counted: dict[str, Any]) -> dict[str, Any]:
    loaded, cash = int(part["cents"].sum()), int(part.filter(paid_out())["cents"].sum())
    time = int(part.filter(pl.col("component") == "learner_time")["cents"].sum())
    learners, completions = (int(counted.get(name) or 0) for name in ("learners", "completions"))
    hours = completed_hours(counted)
    return {
        "cash": cash,
        "loaded": loaded,
        "learner_time": time,
        "learners": learners,
        "completions": completions,
        "hours": int(counted.get("seconds") or 0) / 3600,
        "cash_per_learner": _each(cash, learners),
        "loaded_per_learner": _each(loaded, learners),
        "completed_hours": int(counted.get("completed_seconds") or 0) / 3600,
        "per_completed_hour": None if hours is None else _each(loaded, hours),
        "per_completion": _each(loaded, completions),
    }


def _each(cents: int, count: Decimal | int) -> int | None:
    found = each(Decimal(cents) / 100, count)
    return None if found is None else int(found * 100)


@exact(*NATURES, but="learner_time")
@guarded(Cells("learners", ("component",)))
def cost_components(warehouse: Warehouse, scope: Scope, constant: Day = None) -> pl.DataFrame:
    """Tell what is budgeted, committed, paid and estimated for each component (`COMPONENT`)."""
    told = view(warehouse, scope, constant, ahead=True)
    learners = _learners(warehouse, told)
    sums = [pl.col("cents").filter(pl.col("nature") == name).sum().alias(name) for name in NATURES]
    found = spent(told.books.costs).group_by("component").agg(sums).sort("component")
    named = found.with_columns(
        paid_out().alias("cash"), learners=pl.lit(learners, pl.Int64), reason=pl.lit(None, pl.String)
    )
    return decimals(named, NATURES).select(list(COMPONENT)).cast(pl.Schema(COMPONENT))


def framed(rows: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    """Return rows whose amounts are cents as a frame of amounts."""
    amounts = [name for name, kind in schema.items() if kind == pl.Decimal(18, 2)]
    whole: Schema = {name: pl.Int64 if name in amounts else kind for name, kind in schema.items()}
    return decimals(pl.DataFrame(rows, schema=whole), amounts)


_SOURCE = "the ledger's lines, net of VAT, at the exchange rate of each amount's own day; recorded hours; hourly costs"
_ENOUGH = "one line of the ledger in the scope"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "spend",
        {"en": "Spend against budget", "fr": "Dépense et budget"},
        {
            "en": "How much is budgeted, committed and paid, and how far what is paid is from the budget.",
            "fr": "Combien est budgété, engagé et payé, et l'écart entre le payé et le budget.",
        },
        "money",
        "sums over the months touched; variance = actual - budget; left = budget - commitment - actual; learners' time "
        "is no spending",
        _SOURCE,
        _ENOUGH,
        SPEND,
        spend,
    ),
    Measure(
        "spend_months",
        {"en": "Spend against budget, month by month", "fr": "Dépense et budget, mois par mois"},
        {
            "en": "How much is budgeted, committed and paid each month, and the variance.",
            "fr": "Combien est budgété, engagé et payé chaque mois, et l'écart.",
        },
        "money",
        "each amount over the months it covers, a month by its share of days covered; variance = actual - budget",
        _SOURCE,
        _ENOUGH,
        SPEND_MONTHS,
        spend_months,
    ),
    Measure(
        "costs",
        {"en": "Cost of programmes", "fr": "Coût des formations"},
        {
            "en": "What each programme costs, in cash and fully loaded, per learner, completed hour and completion.",
            "fr": "Ce que coûte chaque formation, en dépenses et en coût complet, par apprenant, heure et achèvement.",
        },
        "money",
        "actual lines, shared ones by their key (largest remainder), and hours x hourly cost; cash leaves out "
        "learners' time and opportunity; over active learners, completions of the months, hours in them of those who "
        "completed in them (20 at least)",
        _SOURCE,
        _ENOUGH,
        COSTED,
        costs,
    ),
    Measure(
        "cost_components",
        {"en": "Cost by component", "fr": "Coût par poste"},
        {
            "en": "What is spent on design, platforms, trainers, rooms, travel, learners' time, and so on.",
            "fr": "Ce qui est dépensé en conception, plateformes, formateurs, salles, déplacements, temps, etc.",
        },
        "money",
        "sum of the amounts of each component and nature",
        _SOURCE,
        _ENOUGH,
        COMPONENT,
        cost_components,
    ),
)
