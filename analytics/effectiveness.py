"""What more, or less, is kept for what more, or less, it costs: digital against not digital, competency by competency.

Every figure here is another measure's, asked for the same scope and reader. Not a randomised comparison. Source of the
plane: Black (1990), Medical Decision Making 10:212.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.breakeven import plane
from analytics.costs import framed
from analytics.guard import without
from analytics.investment import decision
from analytics.knowledge_gained import Paid, paid_of
from analytics.measure import Measure, Schema
from analytics.modalities import modalities
from analytics.modalities_compared import modalities_compared
from analytics.modalities_people import of_competencies
from analytics.once import once
from analytics.scope import Scope
from analytics.spending import money
from analytics.warehouse import Warehouse

SIDES = ("digital", "classroom")
_TESTED = ("answered", "learners")
_OF_KEPT = ("per_kept", "per_kept_high", "per_gained")
_EFFECT = ("effect", "effect_low", "effect_high", "outer_low", "outer_high")
PLANE: Schema = {
    "competency": pl.String,
    **dict.fromkeys(SIDES, pl.String),
    "people": pl.Int64,
    **{f"{side}_{name}": pl.Int64 for side in SIDES for name in _TESTED},
    **dict.fromkeys(_EFFECT, pl.Float64),
    **money(("cost", "cost_low", "cost_high")),
    "quadrant": pl.String,
    "sure": pl.Boolean,
    **money(tuple(f"{side}_{name}" for side in SIDES for name in ("cost", *_OF_KEPT))),
    "currency": pl.String,
    "reason": pl.String,
}
QUADRANTS: Mapping[str, Mapping[str, str]] = {
    "dominates": {"en": "kept better, for less", "fr": "mieux retenu, pour moins"},
    "cheaper_less_effective": {"en": "for less, but kept less well", "fr": "moins cher, mais moins bien retenu"},
    "dearer_more_effective": {"en": "kept better, but for more", "fr": "mieux retenu, mais plus cher"},
    "dominated": {"en": "kept less well, for more", "fr": "moins bien retenu, pour plus"},
}
_CENT = Decimal("0.01")
Row = dict[str, Any]


def cost_effectiveness(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell where digital stands in the cost-effectiveness plane, for each competency taught in both manners.

    Returns
    -------
    polars.DataFrame
        `PLANE`: a row for each digital and each other way of learning a competency. `effect` is how many points more of
        it is still known at 90 days by who answered (or, where a random follow-up tells, of everyone due), digital
        less the other, within units, with its interval; the outer ends are the least and the most it may be, whatever
        is still known by those who did not answer (that). `cost` is what each competency
        of who completed costs more, with the range of the ledger's lines. `quadrant` is a key of `QUADRANTS`, `sure`
        whether the outer ends and the range of cost are wholly in it. `…_answered` are the answers of each manner after
        90 days, of so many `…_learners`. `digital_cost` and `classroom_cost` are of each
        competency completed; `…_per_kept` of each still known, `…_per_kept_high` at the least that may be (`gained`),
        `…_per_gained` of each learned and still known.
    """
    without(scope, "course", "device", "group", "country", "language")
    ways = dict(warehouse.ask("ways").iter_rows())
    compared = once(modalities_compared, warehouse, scope).to_dicts()
    pairs = [row for row in compared if ways[row["first"]] != ways[row["second"]]]
    if not pairs:
        return pl.DataFrame(schema=PLANE)
    told = {(row["competency"], row["modality"]): row for row in once(modalities, warehouse, scope).to_dicts()}
    bills = _Bills(warehouse, scope)
    return framed([_row(_turned(pair, ways), told, bills) for pair in pairs], PLANE)


def _turned(pair: Row, ways: Mapping[str, bool]) -> Row:
    """Return a pair as digital less the other."""
    named = {name: pair[name] for name in ("competency", "people", "reason")}
    ahead = ways[pair["first"]]
    order = ("first", "second") if ahead else ("second", "first")
    sides = {side: pair[one] for side, one in zip(SIDES, order, strict=True)}
    sides |= {
        f"{side}_{name}": pair[f"{name}_{one}"] for side, one in zip(SIDES, order, strict=True) for name in _TESTED
    }
    told = (pair["difference"], pair["low"], pair["high"], pair["outer_low"], pair["outer_high"])
    if not ahead:
        value, low, high, least, most = (None if one is None else -one for one in told)
        told = (value, high, low, most, least)
    return named | sides | dict(zip(_EFFECT, told, strict=True))


class _Bills:
    """What each competency completed costs by each way of learning it, with the least and the most."""

    def __init__(self, warehouse: Warehouse, scope: Scope) -> None:
        self._taught = of_competencies(warehouse, scope, None)
        self._paid: Paid = paid_of(warehouse, scope)
        judged = once(decision, warehouse, scope).select("programme", "cost", "cost_low", "cost_high", "currency")
        self._judged = judged.drop_nulls()
        self.currency: str | None = next(iter(self._judged["currency"]), None)

    def of(self, competency: str, modality: str) -> tuple[Decimal, Decimal, Decimal] | None:
        """Return the cost in the middle, the least and the most; None where it is not known of every programme."""
        own = self._taught.filter(pl.col("competency") == competency, pl.col("modality") == modality)["programme"]
        costs = self._judged.filter(pl.col("programme").is_in(own))
        reached = self._paid.of(own.to_list()).reached
        if not reached or costs.height < own.len():
            return None
        middle, low, high = (
            sum(costs[name].to_list(), Decimal(0)) / reached for name in ("cost", "cost_low", "cost_high")
        )
        return middle, low, high


def _row(pair: Row, told: Mapping[tuple[str, str], Row], bills: _Bills) -> Row:
    sides = [bills.of(pair["competency"], pair[side]) for side in SIDES]
    row = pair | {"currency": bills.currency}
    for name, bill in zip(SIDES, sides, strict=True):
        known = told.get((pair["competency"], pair[name]), {})
        row[f"{name}_cost"] = _cents(bill and bill[0])
        row |= {f"{name}_{of}": _cents(known.get(f"cost_{of}")) for of in _OF_KEPT}
    digital, other = sides
    if digital is None or other is None:
        return row | {"reason": pair["reason"] or "no_cost"}
    ends = (digital[0] - other[0], digital[1] - other[2], digital[2] - other[1])
    row |= dict(zip(("cost", "cost_low", "cost_high"), map(_cents, ends), strict=True))
    if pair["effect"] is None:
        return row
    sure = all(low > 0 or high < 0 for low, high in (ends[1:], (pair["outer_low"], pair["outer_high"])))
    return row | {"quadrant": plane(ends[0], Decimal(repr(pair["effect"]))), "sure": sure}


def _cents(amount: Decimal | None) -> int | None:
    """Return an amount in cents, as `analytics.costs.framed` takes them."""
    return None if amount is None else int((amount / _CENT).to_integral_value())


MEASURES: tuple[Measure, ...] = (
    Measure(
        "cost_effectiveness",
        {
            "en": "Cost and what is kept, digital against classroom",
            "fr": "Coût et rétention, digital face au présentiel",
        },
        {
            "en": "For the same competency, how much more is kept digitally and how much more it costs. "
            "Not a randomised comparison.",
            "fr": "Pour une même compétence, ce que le digital fait retenir de plus, et ce qu'il coûte de plus. "
            "Comparaison non randomisée.",
        },
        "points; money",
        "effect: Mantel-Haenszel difference within units of the share still known at 90 days, digital less not; cost: "
        "fully loaded cost / (completions x competencies taught), digital less not, with the ledger's ranges; in a "
        "quadrant for sure where cost and effect exclude zero, the effect whatever those who did not answer know (of a "
        "side with a random follow-up: those drawn who did not answer either)",
        "the measures modalities, modalities_compared, costs and decision, asked for the same scope",
        "a competency taught digitally and otherwise, 20 answers from 10 learners on each side, and both costs",
        PLANE,
        cost_effectiveness,
    ),
)
