"""What everything in a scope costs together and brings together: the figures of the investment report."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.costs import framed
from analytics.guard import Cells, guarded
from analytics.investment import range_of, rung_of
from analytics.measure import Measure, Schema
from analytics.money import NOTHING, cents, each, ratio
from analytics.pieces import Pieces, pieces_of
from analytics.returns import PROVING, bcr, eac, npv, payback, payback_cash, roi
from analytics.scope import Scope
from analytics.spending import OF_COST, Over, Rate, completed_hours, exact, learners_of, money, reach
from analytics.warehouse import Warehouse
from analytics.working import Result
from lrs.errors import BadRequest

RATE = "0.08"
"""The discount rate of a year that is taken unless another is said: assumed, and told as such."""

_THREE = ("{}", "{}_low", "{}_high")
RETURNS: Schema = {
    "programmes": pl.Int64,
    "learners": pl.Int64,
    "currency": pl.String,
    **money(("cost", "cost_low", "cost_high", "cash", "design", "learner_time", "recorded_time")),
    **money(("per_learner", "per_completed_hour", "per_completion")),
    "footing": pl.String,
    **money(("foreseen",)),
    "estimated": pl.Boolean,
    "alternatives": pl.Int64,
    **money(
        (
            "compared",
            "compared_low",
            "compared_high",
            "compared_time",
            "alternative",
            "alternative_low",
            "alternative_high",
        )
    ),
    **money(("saving",)),
    "ratio": pl.Float64,
    **money(("benefit", "benefit_low", "benefit_high", "proven", "time", "risk")),
    "rung": pl.String,
    "months": pl.Int64,
    "roi": pl.Float64,
    "roi_low": pl.Float64,
    "roi_high": pl.Float64,
    "roi_proven": pl.Float64,
    "bcr": pl.Float64,
    "payback_months": pl.Float64,
    "payback_cash": pl.Int64,
    "rate": pl.Float64,
    "years": pl.Int64,
    **money(("npv", "eac")),
    "unpriced_hours": pl.Float64,
    "untold_lines": pl.Int64,
    "reason": pl.String,
}
_LEDGERS = (
    *("cash", "foreseen", "design", "benefit", "benefit_low", "benefit_high", "proven", "time", "risk"),
    *("alternative", "alternative_low", "alternative_high", "npv", "eac"),
)
_OVER = {
    **dict.fromkeys(("cost", "cost_low", "cost_high"), Over()),
    **dict.fromkeys(("compared", "compared_low", "compared_high"), Over("compared_time")),
    "saving": Over("compared_time", pl.lit(-1)),
}
_RATES = OF_COST | {"roi_proven": Rate("cost", less=100), "ratio": Rate("compared", 1)}


@exact(*_LEDGERS, over=_OVER, rates=_RATES)
@guarded(
    Cells(
        "learners",
        amounts=tuple(RETURNS),
        kept=("programmes", "alternatives", "months", "rate", "years"),
        counts=learners_of,
    )
)
def returns(warehouse: Warehouse, scope: Scope, rate: str = RATE) -> pl.DataFrame:
    """Tell what a scope costs against its alternatives and what it brings, all together.

    Parameters
    ----------
    rate
        The discount rate of a year, 0.08 for 8 %.

    Returns
    -------
    polars.DataFrame
        `RETURNS`, one row. `cost` is fully loaded and as `decision` takes it, with what no programme took up;
        `recorded_time` is what of it is learners' recorded hours; `compared` is that of the programmes that have an
        alternative, `ratio` their cost over the alternative's. `benefit` is cashable; `roi_proven` is the return on
        what of it is `proven`, where not all is. `payback_months` is Phillips'; `payback_cash` the month when cashable
        benefits less what was paid out besides have made up for the design. `npv` and `eac` are of cash alone.
    """
    pieces = pieces_of(warehouse, scope)
    reached = reach(warehouse, pieces.told.scope).row(0, named=True)
    learners = int(reached["learners"])
    seconds, untold = int(pieces.told.books.unpriced["seconds"].sum()), pieces.told.books.untold.height
    row = {
        "programmes": pieces.cost["programme"].drop_nulls().n_unique(),
        "learners": learners,
        "currency": pieces.told.books.base or None,
        "footing": pieces.stood.footing,
        "foreseen": pieces.stood.foreseen,
        "estimated": pieces.stood.unpaid,
        "alternatives": len(pieces.with_alternative),
        "months": pieces.months,
        "unpriced_hours": seconds / 3600,
        "untold_lines": untold,
        "reason": _missing(pieces, learners, untold),
    }
    return framed(
        [
            row
            | _each(pieces, reached)
            | _costs(pieces)
            | _benefits(pieces)
            | _ratios(pieces)
            | _flows(pieces, _rate(rate))
        ],
        RETURNS,
    )


def _missing(pieces: Pieces, learners: int, untold: int) -> str | None:
    if untold:
        return "missing_rate"
    if pieces.cost.is_empty():
        return "no_cost"
    return None if learners else "no_learners"


def _rate(rate: str) -> Decimal:
    try:
        found = Decimal(rate)
        if 0 <= found < 1:
            return found
    except ArithmeticError:  # no number at all, or one that compares with nothing
        pass
    raise BadRequest(f"rate: {rate[:20]!r} is no discount rate; write 0.08 for 8 % a year")


def _each(pieces: Pieces, reached: dict[str, Any]) -> dict[str, int | None]:
    """Return the cost for each learner, completed hour and completion."""
    cost = Decimal(_sum(pieces.cost)) / 100
    counts = {
        "per_learner": Decimal(int(reached["learners"])),
        "per_completed_hour": completed_hours(reached) or NOTHING,
        "per_completion": Decimal(int(reached["completions"] or 0)),
    }
    found = {name: each(cost, count) for name, count in counts.items()}
    return {name: None if value is None else int(value * 100) for name, value in found.items()}


def _three(name: str, pieces: pl.DataFrame) -> dict[str, Any]:
    found = range_of(pieces)
    if found is None:
        return {}
    return dict(zip((one.format(name) for one in _THREE), (found.cents, found.low, found.high), strict=True))


def _costs(pieces: Pieces) -> dict[str, Any]:
    told = _three("cost", pieces.cost) | _three("alternative", pieces.alternative)
    if told:
        told |= {"cash": _sum(pieces.paid), "design": _sum(pieces.paid.filter(pl.col("component") == "design"))}
        told |= {"learner_time": _sum(pieces.cost.filter(pl.col("component") == "learner_time"))}
        told |= {"recorded_time": _sum(pieces.cost.filter(pl.col("line").is_null()))}
    if pieces.with_alternative:
        told |= _three("compared", pieces.compared)
        told["compared_time"] = _sum(pieces.compared.filter(pl.col("line").is_null()))
        told["saving"] = told["alternative"] - told.get("compared", 0)
        if told["alternative"] > 0:
            told["ratio"] = told.get("compared", 0) / told["alternative"]
    return told


def _benefits(pieces: Pieces) -> dict[str, Any]:
    cashable = pieces.cashable
    proven = cashable.filter(pl.col("evidence").is_in(PROVING))
    told = _three("benefit", cashable) | {"rung": rung_of(cashable)}
    if cashable.height:
        told["proven"] = _sum(proven)
    for kind in ("time", "risk"):
        part = pieces.benefit.filter(pl.col("kind") == kind)
        if part.height:
            told[kind] = _sum(part)
    return told


def _sum(pieces: pl.DataFrame) -> int:
    return int(pieces["cents"].sum())


def _ratios(pieces: Pieces) -> dict[str, Any]:
    cost, gain = range_of(pieces.cost), range_of(pieces.cashable)
    if cost is None or gain is None or cost.low <= 0:
        return {}
    best = ratio(100 * (gain.high - cost.low), cost.low)
    worst = ratio(100 * (gain.low - cost.high), cost.high)
    spent, brought = Decimal(cost.cents), Decimal(gain.cents)
    yearly = brought * 12 / (pieces.months or 1)
    firm = pieces.cashable.filter(pl.col("evidence").is_in(PROVING))
    part = firm.height < pieces.cashable.height
    return {
        "roi": _float(roi(brought, spent)),
        "roi_low": None if worst is None else float(worst),
        "roi_high": None if best is None else float(best),
        "roi_proven": _float(roi(Decimal(_sum(firm)), spent)) if part else None,
        "bcr": _float(bcr(brought, spent)),
        "payback_months": _float(payback(yearly, spent)),
    }


def _float(result: Result) -> float | None:
    return None if result.value is None else float(result.value)


def _flows(pieces: Pieces, rate: Decimal) -> dict[str, Any]:
    """Return what depends on when cash comes and goes."""
    gains, costs, months = _monthly(pieces.cashable), _monthly(pieces.paid), pieces.span
    if not months or not costs:
        return {"rate": float(rate)}
    years = [months[at : at + 12] for at in range(0, len(months), 12)]
    present = npv(rate, [-_over(costs, year) for year in years]).value or NOTHING
    worth = npv(rate, [_over(gains, year) - _over(costs, year) for year in years]).value or NOTHING
    design = _monthly(pieces.paid.filter(pl.col("component") == "design"))
    running = [Decimal(costs.get(month, 0) - design.get(month, 0)) for month in months]
    back = payback_cash(_over(design, months), [Decimal(gains.get(month, 0)) for month in months], running)
    told = {"rate": float(rate), "years": len(years), "eac": _whole(eac(-present, rate, len(years)).value)}
    return told | ({"npv": _whole(worth), "payback_cash": _whole(back.value)} if gains else {})


def _monthly(pieces: pl.DataFrame) -> dict[date, int]:
    return dict(pieces.group_by("month").agg(pl.col("cents").sum()).iter_rows())


def _over(cents_of: dict[date, int], months: list[date]) -> Decimal:
    return Decimal(sum(cents_of.get(month, 0) for month in months))


def _whole(value: Decimal | None) -> int | None:
    """Return an amount of cents, or months, as a whole number."""
    return None if value is None else int(cents(value).to_integral_value())


MEASURES: tuple[Measure, ...] = (
    Measure(
        "returns",
        {"en": "What it all costs and brings", "fr": "Ce que tout coûte et rapporte"},
        {
            "en": "What programmes cost together against their alternatives, and what they bring together.",
            "fr": "Ce que coûtent ensemble les formations face à leurs alternatives, et ce qu'elles rapportent.",
        },
        "money",
        "fully loaded: learners' time included; "
        "ROI = 100 x (cashable benefits - fully loaded cost) / cost; payback = 12 x cost / yearly benefit; by cash: "
        "the month when benefits less running costs have made up for the design; NPV and equivalent annual cost of "
        "cash by years, the first undiscounted",
        "the ledger, the benefits, recorded hours and hourly costs; the discount rate is assumed",
        "one line of the ledger in the scope",
        RETURNS,
        returns,
    ),
)
