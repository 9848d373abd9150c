"""What programmes bring against what they cost, and where each of them stands: what Decision draws."""

from typing import Any

import polars as pl

from analytics.costs import framed
from analytics.decision import Facts, Range, Remembered, judge
from analytics.decision_reasons import COLUMNS, OF_KEPT
from analytics.designs import LADDER
from analytics.guard import Cells, guarded
from analytics.judged import judged
from analytics.measure import Measure, Schema
from analytics.measured import COMPARISONS
from analytics.remembered import remembered
from analytics.returns import EVIDENCE, PROVING
from analytics.scope import Scope
from analytics.spending import (
    OF_COST,
    PROGRAMME,
    Over,
    Rate,
    View,
    exact,
    judged_by,
    money,
    planned,
    reach,
    shared_by,
    spent,
    view,
)
from analytics.warehouse import Warehouse

BENEFITS: Schema = {
    "line": pl.String,
    **PROGRAMME,
    "title": pl.String,
    "kind": pl.String,
    "evidence": pl.String,
    "indicator": pl.String,
    "design": pl.String,
    **money(("amount", "counted", "low", "high")),
    "currency": pl.String,
    "share": pl.Decimal(9, 6),
    "confidence": pl.Decimal(9, 6),
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "source": pl.String,
    "file": pl.String,
    "position": pl.Int64,
    "reason": pl.String,
}
DECISION: Schema = {
    **PROGRAMME,
    "modality": pl.String,
    "owner_unit": pl.String,
    "column": pl.String,
    "reason": pl.String,
    "alike": pl.String,
    **money(("at_stake", "cost", "cost_low", "cost_high", "cash", "recorded_time")),
    **money(("benefit", "benefit_low", "benefit_high", "proven", "other_benefit")),
    **money(("alternative", "alternative_low", "alternative_high", "saving")),
    "rung": pl.String,
    "design": pl.String,
    "footing": pl.String,
    **money(("foreseen",)),
    "estimated": pl.Boolean,
    "roi": pl.Float64,
    "roi_low": pl.Float64,
    "roi_high": pl.Float64,
    "bcr": pl.Float64,
    "payback_months": pl.Float64,
    "break_even_ratio": pl.Float64,
    "learners": pl.Int64,
    "planned": pl.Boolean,
    "unpriced_hours": pl.Float64,
    "currency": pl.String,
}

_LEDGERS = (
    *("cash", "foreseen", "benefit", "benefit_low", "benefit_high", "proven", "other_benefit"),
    *("alternative", "alternative_low", "alternative_high"),
)
_GAINED = pl.when(pl.col("column") == "pays").then(-1).otherwise(1)  # a gain falls by what more time costs
_OVER = {
    **dict.fromkeys(("cost", "cost_low", "cost_high"), Over()),
    "saving": Over(sign=pl.lit(-1)),
    "at_stake": Over(sign=pl.when(~pl.col("reason").is_in(list(OF_KEPT))).then(_GAINED)),
}


def benefits(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List what programmes bring, line by line: as told or measured (`amount`, of a year), as counted in the months.

    Returns
    -------
    polars.DataFrame
        `BENEFITS`: `counted`, with its `low` and `high`, is isolated (amount x share x confidence) and in the
        organisation's currency; null with a `reason` ("intangible", "missing_rate", one of
        `analytics.measured.REASONS`) for what is listed only. `design` is a key of `analytics.designs.LADDER`.
    """
    told = view(warehouse, scope)
    sums = told.books.benefits.group_by("line").agg(
        pl.col("cents").sum().alias("counted"), pl.col("low").sum(), pl.col("high").sum()
    )
    brought = pl.DataFrame(told.books.brought, schema=warehouse.ask("ledger_benefit").schema)
    lines = brought.drop("low", "high").join(sums, on="line", how="left")
    measured = told.books.measured.select("line", "design", pl.col("reason").alias("unmeasured"))
    lines = lines.join(measured, on="line", how="left")
    untold = pl.col("line").is_in(told.books.untold["line"].to_list())
    listed = (pl.col("kind") == "intangible") | pl.col("unmeasured").is_not_null()
    listed = listed & shared_by(told.units) & pl.col("programme").is_in(told.programmes["programme"].to_list())
    reason = (
        pl.when(untold).then(pl.lit("missing_rate")).when(listed).then(pl.coalesce("unmeasured", pl.lit("intangible")))
    )
    found = lines.filter(pl.col("counted").is_not_null() | untold | listed).with_columns(
        (pl.col("amount") * 100).round(0).cast(pl.Int64), reason=reason
    )
    titled = found.join(told.programmes.select(list(PROGRAMME)), on="programme", how="left").sort("programme", "line")
    return framed(titled.select(list(BENEFITS)).to_dicts(), BENEFITS)


@exact(*_LEDGERS, over=_OVER, rates=OF_COST | {"break_even_ratio": Rate("cost", 1)})
@guarded(Cells("learners", tuple(PROGRAMME), amounts=tuple(DECISION), counts=judged_by))
def decision(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell where each programme stands, and the money at stake, most first (`DECISION`).

    `column`, `reason` and `alike` are keys of `COLUMNS`, `REASONS` and `ALIKE` of `analytics.decision_reasons`: `alike`
    says why what is remembered did not decide where the costs of both ways were compared. Amounts are those of the
    scope's months: `cost` fully loaded, what was paid and, component by component, what is `foreseen` until it is
    (`analytics.judged`); `footing` the least firm nature it rests on, `estimated` whether nothing was paid yet;
    `benefit` cashable, `proven` what of it stands on a firm rung; `rung` the weakest a benefit stands on, `design` how
    a measured one was (`analytics.designs.LADDER`). `break_even_ratio` is how much better (above 1) or less well (below
    1) it may be remembered than the alternative at the same cost for each competency kept. Payback is Phillips'.
    `recorded_time` is what of it is learners' recorded hours. `learners` were active; of a programme nobody ever was
    active in, they are those it is `planned` for.
    """
    told = view(warehouse, scope)
    reached = {row["programme"]: int(row["learners"] or 0) for row in reach(warehouse, told.scope).to_dicts()}
    coming = planned(warehouse, told.scope)
    books = (told.books.costs, told.books.benefits, told.books.unpriced, told.books.untold, told.books.measured)
    parts = [(frame.partition_by("programme", as_dict=True), frame.clear()) for frame in books]
    compared = told.books.costs.filter("alternative").height > 0
    kept = remembered(warehouse, scope) if compared else {}
    rows = []
    for programme in told.programmes.to_dicts():
        key = programme["programme"]
        own = [found.get((key,), none) for found, none in parts]
        learners = (reached | coming).get(key, 0)
        rows.append(programme | {"planned": key in coming} | _row(told, own, learners, kept.get(key)))
    order = list(COLUMNS)
    rows.sort(key=lambda row: (order.index(row["column"]), -row["at_stake"], row["programme"]))
    return framed(rows, DECISION)


def _row(told: View, own: list[pl.DataFrame], learners: int, kept: Remembered | None) -> dict[str, Any]:
    """Return where a programme stands, from its own part of the books."""
    costs, gains, unpriced, untold, measured = own
    stood = judged(spent(costs), told.books.replaced)
    cost = stood.cost
    cashable = gains.filter(pl.col("kind") == "cashable")
    other = gains.filter(pl.col("kind") != "cashable")
    facts = Facts(
        learners,
        range_of(cost),
        range_of(cashable.filter(pl.col("evidence").is_in(PROVING))),
        range_of(cashable),
        other.height > 0,
        range_of(costs.filter("alternative")),
        unpriced["seconds"].sum() > 0,
        untold.height > 0,
        pending(measured),
        kept,
    )
    verdict = judge(facts)
    named = {"column": verdict.column, "reason": verdict.reason, "alike": verdict.alike, "at_stake": verdict.at_stake}
    paid = cost.filter(~pl.col("component").is_in(["learner_time", "opportunity"]))
    rest = {
        "cash": int(paid["cents"].sum()),
        "recorded_time": int(cost.filter(pl.col("line").is_null())["cents"].sum()),
        "other_benefit": int(other["cents"].sum()),
        "rung": rung_of(cashable),
        "design": design_of(cashable, measured),
        "footing": stood.footing,
        "foreseen": stood.foreseen,
        "estimated": stood.unpaid,
        "learners": facts.learners,
        "unpriced_hours": int(unpriced["seconds"].sum()) / 3600,
        "currency": told.books.base or None,
    }
    return named | rest | _amounts(facts) | _returns(facts, _months(costs, gains))


def range_of(pieces: pl.DataFrame) -> Range | None:
    """Return the sum of some amounts with its range; None of none."""
    if pieces.is_empty():
        return None
    return Range(*(int(pieces[name].sum()) for name in ("cents", "low", "high")))


def rung_of(gains: pl.DataFrame) -> str | None:
    """Return the weakest rung that some benefits stand on."""
    found = set(gains["evidence"].drop_nulls())
    return next((rung for rung in reversed(list(EVIDENCE)) if rung in found), None)


def design_of(gains: pl.DataFrame, measured: pl.DataFrame) -> str | None:
    """Return the design that the measured ones among some benefits rest on: the lowest on the ladder of several."""
    found = set(measured.filter(pl.col("line").is_in(gains["line"].to_list()))["design"])
    return next((design for design in reversed(list(LADDER)) if design in found), None)


def pending(measured: pl.DataFrame) -> str | None:
    """Return why measured benefits do not count: "comparison" where there is one, else "not_measured"; None: all do."""
    reasons = set(measured["reason"].drop_nulls())
    if not reasons:
        return None
    return "comparison" if reasons & set(COMPARISONS) else "not_measured"


def _months(*frames: pl.DataFrame) -> int:
    """Return how many months some amounts are of."""
    return len({month for frame in frames for month in frame["month"].to_list()})


def _amounts(facts: Facts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    told = {"cost": facts.cost, "benefit": facts.claimed, "alternative": facts.alternative}
    for name, amount in told.items():
        if amount is not None:
            found |= {name: amount.cents, f"{name}_low": amount.low, f"{name}_high": amount.high}
    if facts.proven is not None:
        found["proven"] = facts.proven.cents
    if facts.cost is not None and facts.alternative is not None:
        found["saving"] = facts.alternative.cents - facts.cost.cents
    return found


def _returns(facts: Facts, months: int) -> dict[str, float]:
    """Return ratios of cents: what a page shows beside the amounts."""
    cost, gain, other = facts.cost, facts.claimed, facts.alternative
    found: dict[str, float] = {}
    if cost is not None and cost.low > 0 and gain is not None:
        found = {"roi": 100 * (gain.cents - cost.cents) / cost.cents, "bcr": gain.cents / cost.cents}
        found["roi_low"] = 100 * (gain.low - cost.high) / cost.high
        found["roi_high"] = 100 * (gain.high - cost.low) / cost.low
        if gain.cents > 0:
            found["payback_months"] = months * cost.cents / gain.cents
    if cost is not None and other is not None and other.cents > 0:
        found["break_even_ratio"] = cost.cents / other.cents
    return found


_ENOUGH = "a cost of it in the ledger, a learner or one it is planned for, and a benefit or the cost of an alternative"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "benefits",
        {"en": "Benefits", "fr": "Bénéfices"},
        {
            "en": "What programmes bring, line by line, with what says so and what of it is counted.",
            "fr": "Ce qu'apportent les formations, ligne à ligne, avec ce qui l'établit et ce qui en est compté.",
        },
        "money",
        "amount of a year x share x confidence, for the months touched; of a measured effect, its worth of a year "
        "from when the programme began; intangibles, comparisons and what cannot be measured yet are listed only",
        "the benefits the organisation brought in, each with its evidence; effects on its indicators",
        "a line of benefit in the scope",
        BENEFITS,
        benefits,
    ),
    Measure(
        "decision",
        {"en": "Which programmes pay", "fr": "Quelles formations rapportent"},
        {
            "en": "Which programmes pay, which do not, which are not proven and which cannot be measured.",
            "fr": "Quelles formations rapportent, lesquelles non, lesquelles restent à prouver ou à mesurer.",
        },
        "money",
        "cashable benefits, else the alternative's cost, against the fully loaded cost of the same months: what was "
        "paid and, component by component, what is ordered, estimated or budgeted until it is; a verdict needs both "
        "ranges apart, firm evidence, every hour priced; a measured effect counts with its 95 % interval, a "
        "comparison not at all; where tests at 90 days show that the programme and the other way of teaching the same "
        "(digital or not) are not remembered alike, all together and among people of the same units, whatever those "
        "who did not answer know, the cost of each competency kept is compared; "
        "ROI = 100 x (benefit - cost) / cost",
        "the ledger, the benefits, effects on indicators, recorded hours and hourly costs",
        _ENOUGH,
        DECISION,
        decision,
    ),
)
