"""What a programme changed in the business: by the design fixed beforehand, on which rung; and what else is told."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.designs import LADDER
from analytics.measured import REASONS
from dashboards import money
from dashboards.components.table import Column, table
from dashboards.figures import effects as figures
from dashboards.i18n import Words
from dashboards.pages.programmes import levels
from dashboards.pages.programmes.effect_basis import about, rests, why
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing

Row = Mapping[str, Any]
_MINUS = "\N{MINUS SIGN}"
_SMALL = 10  # below it, a change is told to the hundredth


def story(facts: Facts) -> list[Any]:
    """Return the answer, each indicator with its months and designs, and how far the programme is evaluated."""
    cards: list[Any] = []
    for indicator in told_of(facts):
        cards += [months(facts, indicator), designs(facts, indicator)]
    if not cards:
        cards = [_nothing(facts)]
    return [
        facts.answered([html.P(one) for one in (*answer(facts), *about(facts))], "effect"),
        html.Div([*cards, levels.panel(facts)], className="cards single"),
    ]


def told_of(facts: Facts) -> list[str]:
    """Return the indicators the programme is meant to move."""
    return list(facts.told("effect")["indicator"].drop_nulls().unique(maintain_order=True))


def chosen(facts: Facts, indicator: str) -> Row | None:
    """Return what is known by the design fixed beforehand; None where none can be computed."""
    rows = _rows(facts, indicator)
    return next((row for row in rows if row["chosen"]), None)


def _rows(facts: Facts, indicator: str) -> list[dict[str, Any]]:
    return facts.told("effect").filter(pl.col("indicator") == indicator).to_dicts()


def answer(facts: Facts) -> list[list[Any]]:
    """Return a sentence for each indicator: what changed and how sure it is, or why that cannot be told."""
    words = facts.words
    indicators = told_of(facts)
    if not indicators:
        return [[words("Not enough data: no figures of the business say that this programme is meant to move them.")]]
    return [sentence(facts, indicator) for indicator in indicators]


def sentence(facts: Facts, indicator: str) -> list[Any]:
    """Say what changed in one indicator; big only where the design is a test."""
    words, row = facts.words, chosen(facts, indicator)
    if row is None:
        return [words("{indicator}: {reason}", indicator=indicator, reason=why(facts, _rows(facts, indicator)[0]))]
    change = changed(facts.words, row["effect"])
    if not row["headline"]:
        compared = words("{indicator}: {change} against what was expected.", indicator=indicator, change=change)
        return [compared, " ", why(facts, row)]
    given = {
        "indicator": indicator,
        "change": change,
        "between": _between(facts, row),
        "was": figure(words, row["was"]),
    }
    told = words.rich("{indicator}: **{change}** owed to it ({between}), of {was} before", **given)
    return [*told, *_worth(facts, row), ". ", _side(facts, row)]


def _worth(facts: Facts, row: Row) -> list[Any]:
    if row["worth"] is None:
        return []
    words, currency = facts.words, row["currency"]
    ends = money.between(words, row["worth_low"], row["worth_high"], currency)
    return words.rich("; worth **{worth}** a year ({ends})", worth=money.told(words, row["worth"], currency), ends=ends)


def _side(facts: Facts, row: Row) -> str:
    """Say whether things got better, as far as the interval tells."""
    words = facts.words
    if row["better_by"] is None:
        return words("Whether it got better or worse cannot be told.")
    return words("It got better.") if row["better_by"] else words("It got worse.")


def changed(words: Words, value: float | None) -> str:
    """Write how much an indicator changed, with its sign."""
    if value is None:
        return "—"
    return f"{'+' if value > 0 else _MINUS if value < 0 else ''}{figure(words, abs(value))}"


def figure(words: Words, value: float) -> str:
    """Write a figure of an indicator."""
    return words.number(value, 2 if abs(value) < _SMALL else 1)


def _between(facts: Facts, row: Row) -> str:
    if row["low"] is None:
        return ""
    return facts.words(
        "between {low} and {high}", low=changed(facts.words, row["low"]), high=changed(facts.words, row["high"])
    )


def months(facts: Facts, indicator: str) -> Any:
    """Return the months behind an effect: with it, expected without it, and those without it."""
    words = facts.words
    found = facts.told("effect_series", indicator=indicator)
    row = chosen(facts, indicator)
    if found.is_empty() or row is None:
        out = words("Import its figures of the months before and after, of units with the programme and without it.")
        return facts.lacking("effect_series", indicator, why(facts, _rows(facts, indicator)[0]), out)
    columns = (
        Column("month", words("Month"), wide=True),
        Column("side", words("Units")),
        Column("value", words("Figure"), 2),
        Column("expected", words("Expected without it"), 2),
    )
    arms = {"treated": words("with it"), "untreated": words("without it")}
    named = found.with_columns(side=pl.col("arm").replace_strict(arms, return_dtype=pl.String))
    return facts.card(
        "effect_series",
        _title(facts, indicator, row),
        figures.series(found, facts.style, indicator),
        table(named.sort("side", "month"), columns, words, f"effect-{indicator}"),
        hint=rests(facts, row),
        part=f"-{indicator}",
        options={"indicator": indicator},
    )


def _title(facts: Facts, indicator: str, row: Row) -> str:
    words = facts.words
    given = {"indicator": indicator, "change": changed(facts.words, row["effect"])}
    if row["headline"]:
        return words("{indicator}: {change} against what was expected", **given)
    return words("{indicator}: a comparison, not a test", **given)


def designs(facts: Facts, indicator: str) -> html.Section:
    """Return every way to read the effect, the one fixed beforehand first."""
    words, language = facts.words, facts.words.language
    title = words("Read by every design that can be computed")
    heads = [
        (words("Design"), False),
        (words("Units with and without"), True),
        (words("Months before and after"), True),
        (words("Change owed to it"), True),
        (words("Worth a year"), True),
        (words("What it is"), False),
    ]
    rows = []
    for row in _rows(facts, indicator):
        name: Any = LADDER[row["design"]][language]
        if row["chosen"]:
            name = html.Span([html.Strong(name), html.Small(words("fixed before any figure was read"))])
        groups = words("{n} and {m}", n=words.number(row["treated"] or 0), m=words.number(row["untreated"] or 0))
        sides = words("{n} and {m}", n=words.number(row["before"] or 0), m=words.number(row["after"] or 0))
        change = html.Span([changed(facts.words, row["effect"]), html.Small(_between(facts, row))])
        worth = money.told(words, row["worth"], row["currency"])
        rows.append([name, groups, sides, change, worth, _kind(facts, row)])
    return facts.listed("effect", title, listing(title, heads, rows), wide=True)


def _kind(facts: Facts, row: Row) -> str:
    words = facts.words
    if row["headline"]:
        return words("a test")
    if row["reason"] is not None:
        return why(facts, row)
    return words("beside it, not the design") if not row["chosen"] else why(facts, row)


def _nothing(facts: Facts) -> html.Section:
    words = facts.words
    out = words(
        "Import indicators that name this programme, unit by unit and month by month; and draw by lot which units get "
        "it first (acquis draw), before anything is rolled out."
    )
    return facts.lacking("effect", words("What it changed"), REASONS["no_figures"][words.language], out)
