"""What programmes change in the business: the effect of each on the indicators it is meant to move, and how sure it is.

Which programme is meant to move what is said when the figures are brought in, and by which design an effect is read is
fixed by `analytics.designs` from dates alone. Then, and not before, figures are read.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analytics.aims import Aim, aims
from analytics.designs import DECIDED, LADDER
from analytics.effects import WARNINGS, drawn, row
from analytics.exchange import Exchange, base_of
from analytics.guard import without
from analytics.measure import Measure, Schema
from analytics.programme_facts import seen
from analytics.returns import isolated
from analytics.scope import Scope
from analytics.spending import MONEY, PROGRAMME
from analytics.warehouse import Warehouse

__all__ = ["DECIDED", "EFFECT", "LADDER", "MEASURES", "SERIES", "WARNINGS", "effect", "effect_series"]

EFFECT: Schema = {
    **PROGRAMME,
    "indicator": pl.String,
    "better": pl.String,
    "design": pl.String,
    "decided": pl.String,
    "chosen": pl.Boolean,
    "headline": pl.Boolean,
    "test": pl.Boolean,
    "treated": pl.Int64,
    "untreated": pl.Int64,
    "places": pl.Int64,
    "left_out": pl.Int64,
    "left_places": pl.String,
    "few_places": pl.Int64,
    "before": pl.Int64,
    "after": pl.Int64,
    "starts": pl.Date,
    "until": pl.Date,
    "was": pl.Float64,
    "effect": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "better_by": pl.Boolean,
    "p": pl.Float64,
    "freedom": pl.Int64,
    "autocorrelation": pl.Float64,
    "worth": MONEY,
    "worth_low": MONEY,
    "worth_high": MONEY,
    "currency": pl.String,
    "warning": pl.String,
    "reason": pl.String,
}
SERIES: Schema = {
    "programme": pl.String,
    "indicator": pl.String,
    "design": pl.String,
    "arm": pl.String,
    "month": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "after": pl.Boolean,
    "expected": pl.Float64,
}


def effect(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what each programme changed in each indicator it is meant to move: by the design fixed, and by the others.

    Returns
    -------
    polars.DataFrame
        `EFFECT`: for each programme and indicator a row for each design, the one fixed beforehand first (`chosen`).
        `effect` is the change owed to the programme, in points of the indicator, each place weighing what it did
        before; without an interval (`reason`) it is a comparison, not a test. `worth` is of a year, in the
        organisation's currency, positive when things got better.
        It is read over the `places` that report in the same months on both sides, `worth` too; `left_places` are those
        that stopped, began or skipped months; of `few_places`, figures of a few people are in nothing that a reader of
        totals is told, nor in what the ledger counts. Designs are keys of `analytics.designs.LADDER`. Then a row for
        each benefit that rests on an expert's estimate (design "estimate", without indicator): amount x share x
        confidence; it never is a headline.

        What came before is needed, so the scope's first day is not looked at; its last day is.
    """
    without(scope, "course", "device", "group", "country", "language")
    exchange = _exchange(warehouse)
    rows = [told for aim in aims(warehouse, scope, exchange) for told in _effects(aim, exchange.base)]
    rows += _estimates(warehouse, scope, exchange)
    return pl.DataFrame(rows, schema=EFFECT)


def effect_series(warehouse: Warehouse, scope: Scope, indicator: str | None = None) -> pl.DataFrame:
    """Tell the months behind each effect: with it and without it, and what those with it would have had without.

    Returns
    -------
    polars.DataFrame
        `SERIES`: `arm` is treated or untreated; `after` is null in the months between; `expected` of the treated only.
    """
    without(scope, "course", "device", "group", "country", "language")
    rows: list[dict[str, Any]] = []
    for aim in aims(warehouse, scope, _exchange(warehouse)):
        chosen = next((one for one in aim.designs() if one.chosen), None)
        if chosen is not None and indicator in (None, aim.indicator):
            named = {"programme": aim.programme["programme"], "indicator": aim.indicator, "design": chosen.name}
            rows += [named | told for told in drawn(chosen, aim.figures.points)]
    return pl.DataFrame(rows, schema=SERIES)


def _exchange(warehouse: Warehouse) -> Exchange:
    told = [warehouse.ask(f"ledger_{name}").to_dicts() for name in ("exchange", "cost", "hourly", "benefit")]
    return Exchange(base_of(*told, warehouse.ask("indicator_money").to_dicts()), tuple(told[0]))


def _effects(aim: Aim, currency: str) -> list[dict[str, Any]]:
    named = {name: aim.programme[name] for name in PROGRAMME}
    named |= {"indicator": aim.indicator, "better": aim.better, "currency": currency or None}
    named["few_places"] = aim.few
    first = sorted(aim.designs(), key=lambda one: not one.chosen)
    return [named | row(one, aim.figures.points, aim.better) for one in first]


def _estimates(warehouse: Warehouse, scope: Scope, exchange: Exchange) -> Iterator[dict[str, Any]]:
    """Give the benefits that an expert estimated: improvement x share x confidence, never a headline."""
    told = {row["programme"]: row for row in seen(warehouse, scope).to_dicts()}
    narrow = bool(scope.units) or scope.reader.units is not None
    units = set(warehouse.ask("cost_units", scope.parameters())["unit"]) if narrow else None
    for line in warehouse.ask("ledger_benefit").to_dicts():
        is_estimate = line["evidence"] == "estimate" and line["amount"] is not None
        if is_estimate and line["programme"] in told and (units is None or line["unit"] in units):
            named = {name: told[line["programme"]][name] for name in PROGRAMME}
            yield named | _estimate(line, exchange)


def _estimate(line: dict[str, Any], exchange: Exchange) -> dict[str, Any]:
    rate = exchange.rate(line["currency"] or exchange.base, line["valid_from"])
    ends = {"worth": "amount", "worth_low": "low", "worth_high": "high"}
    amounts = {
        name: isolated(line[own] * rate, line["share"], line["confidence"])
        for name, own in ends.items()
        if rate is not None and line[own] is not None
    }
    told = {"design": "estimate", "chosen": False, "headline": False, "test": False, "currency": exchange.base}
    return told | {"starts": line["valid_from"], "until": line["valid_to"]} | amounts


_SOURCE = "the indicators the organisation brought in; draws, assignments of units, else who began when"
_SAID = "a programme said to move it when its figures are brought in, and 3 months of them on either side"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "effect",
        {"en": "Effect on the business", "fr": "Effet sur l'activité"},
        {
            "en": "What each programme changed in the figures it was meant to change, how that is known, how surely.",
            "fr": "Ce que chaque formation a changé dans les chiffres visés, comment on le sait, et à quel point.",
        },
        "points of the indicator; money a year",
        "the first design that holds of: drawn by lot or assigned, 4 units with it and 4 without (difference of "
        "differences, Student's t with units - 2 degrees of freedom); 12 months before, 6 after (segmented regression, "
        "averaged over autocorrelations); a comparison of fewer units, no test; 6 months before (trend); over the "
        "places that report in the same months on both sides, each weighing what its denominators were before; worth "
        "of a year by the last 12 months, units that are compared weighing what they had in them. Expert estimates x "
        "confidence are lines of their own",
        _SOURCE,
        "4 units with it and 4 without, or 12 months before and 6 after; with less, a comparison or nothing. Nothing "
        "when over a fifth of the places of a side stopped, began or skipped months",
        EFFECT,
        effect,
    ),
    Measure(
        "effect_series",
        {"en": "Months behind an effect", "fr": "Les mois derrière un effet"},
        {
            "en": "The figures of units with a programme and without it, month by month, and what would have been.",
            "fr": "Les chiffres des entités avec et sans la formation, mois par mois, et ce qui aurait été.",
        },
        "the indicator's own",
        "numerator / denominator of each place of the chosen design, weighing what its denominators were before, "
        "groups that are compared counting alike; expected: the others' level, as far apart as before, "
        "or the regression without the change",
        _SOURCE,
        _SAID,
        SERIES,
        effect_series,
    ),
)
