"""What a year of each measured benefit is worth: the effect on the indicator its line names, by the design fixed.

Only a design that may stand in a headline counts. A comparison, or a design that lacks months, brings nothing: its line
is listed with the reason. What is measured may be below nothing, and is told so. Figures of a few people are in none of
it: the ledger is the same for everybody, whether they may see people or not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analytics.aims import Aim, aims
from analytics.designs import REASONS as DESIGNED
from analytics.effects import row as effect_row
from analytics.exchange import Exchange, Row
from analytics.scope import Scope
from analytics.warehouse import Warehouse

MEASURED = pl.Schema(
    {
        "line": pl.String,
        "programme": pl.String,
        "unit": pl.String,
        "kind": pl.String,
        "indicator": pl.String,
        "design": pl.String,
        "effect": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "freedom": pl.Int64,
        "reason": pl.String,
    }
)
COMPARISONS = ("few_groups", "not_decided", "trend_only")
"""The reasons why an effect is told, but no headline may rest on it."""
REASONS: Mapping[str, Mapping[str, str]] = {
    **DESIGNED,
    "no_indicator": {
        "en": "Not enough data: the line names no indicator its effect is measured on.",
        "fr": "Pas assez de données : la ligne ne nomme aucun indicateur sur lequel l'effet est mesuré.",
    },
    "not_aimed": {
        "en": "Not enough data: no figures of this indicator name the programme.",
        "fr": "Pas assez de données : aucun chiffre de cet indicateur ne nomme la formation.",
    },
    "no_worth": {
        "en": "Not enough data: nobody said what one of the indicator is worth.",
        "fr": "Pas assez de données : personne n'a dit ce que vaut une unité de l'indicateur.",
    },
    "trend_only": {
        "en": "A comparison, not a test: only the line of the months before to compare with.",
        "fr": "Une comparaison, pas un test : seule la droite des mois d'avant sert de repère.",
    },
    "not_begun": {
        "en": "Not yet: the programme had not begun when the line ends.",
        "fr": "Pas encore : la formation n'avait pas commencé quand la ligne s'achève.",
    },
}


def is_measured(line: Row) -> bool:
    """Tell whether a line of benefit leaves its amount to measuring."""
    return bool(line["evidence"] == "measured" and line["kind"] != "intangible")


def measured(
    warehouse: Warehouse, scope: Scope, exchange: Exchange, lines: Iterable[Row]
) -> tuple[list[Row], pl.DataFrame]:
    """Return lines of benefit with the amounts that were measured, and how each of those came about.

    Returns
    -------
    list of rows, polars.DataFrame
        The lines; a measured one has the effect's worth of a year as `amount`, its 95 % interval as `low` and `high`,
        begins no sooner than the programme, and has no amount where nothing may be counted. `MEASURED`: of each of
        those the effect, in points of the indicator, its design, and the reason why it does not count.
    """
    told = list(lines)
    found = _effects(warehouse, scope, exchange) if any(is_measured(line) for line in told) else {}
    filled, rows = [], []
    for line in told:
        if is_measured(line):
            effect = found.get((line["programme"], line["indicator"]))
            line, reason = _filled(line, effect, exchange.base)  # noqa: PLW2901  # the line as it counts
            rows.append(_named(line, effect or {}, reason))
        filled.append(line)
    return filled, pl.DataFrame(rows, schema=MEASURED)


def _effects(warehouse: Warehouse, scope: Scope, exchange: Exchange) -> dict[tuple[str, str], Row]:
    return {
        (aim.programme["programme"], aim.indicator): _known(aim) for aim in aims(warehouse, scope, exchange, few=False)
    }


def _known(aim: Aim) -> dict[str, Any]:
    """Return what is known by the design fixed; where none can be, why the firmest could not."""
    told = aim.designs()
    one = next((design for design in told if design.chosen), told[0])
    return effect_row(one, aim.figures.points, aim.better)


def _filled(line: Row, effect: Row | None, base: str) -> tuple[Row, str | None]:
    """Return a line as it counts, and why it does not."""
    reason = _why_not(line, effect)
    amounts: dict[str, Any] = dict.fromkeys(("amount", "low", "high"))
    if effect is None or reason is not None:
        return {**line, **amounts}, reason
    begins = max(line["valid_from"], effect["starts"])
    if line["valid_to"] is not None and begins > line["valid_to"]:
        return {**line, **amounts}, "not_begun"
    worth = {"amount": effect["worth"], "low": effect["worth_low"], "high": effect["worth_high"]}
    return {**line, **worth, "currency": base, "valid_from": begins}, None


def _why_not(line: Row, effect: Row | None) -> str | None:
    if line["indicator"] is None:
        return "no_indicator"
    if effect is None:
        return "not_aimed"
    if not effect["headline"]:
        return effect["reason"] or "trend_only"
    return "no_worth" if effect.get("worth") is None else None


def _named(line: Row, effect: Row, reason: str | None) -> dict[str, Any]:
    known = {name: effect.get(name) for name in ("design", "effect", "low", "high", "freedom")}
    return (
        {name: line[name] for name in ("line", "programme", "unit", "kind", "indicator")} | known | {"reason": reason}
    )
