"""How far two ways differ for the same objective, in points within the same units; and what that can and cannot say."""

from typing import Any

import polars as pl
from dash import html

from dashboards.components.table import Column, share_columns, table
from dashboards.figures import modalities as figures
from dashboards.figures.modalities import Difference
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import saying

Row = saying.Row
BY = {"retained": "Kept after 90 days", "completed": "Completed", "passed": "Passed"}
_TOLD = {
    # what is compared: that one has more
    "retained": "**{more}** is kept better than **{less}**: **{points} points** more is still known after 90 days",
    "completed": "**{more}** is completed more often than **{less}**: by **{points} points**",
    "passed": "**{more}** is passed more often than **{less}**: by **{points} points**",
}
MESSAGES = (*BY.values(), *_TOLD.values())


def outcome(facts: Facts) -> str:
    """Return what the address wants compared."""
    return facts.more("outcome") if facts.more("outcome") in BY else "retained"


def pairs(facts: Facts, competency: str, of: str) -> list[dict[str, Any]]:
    """Return the pairs of ways of an objective."""
    found = facts.told("modalities_compared", competency=competency, outcome=of)
    return found.filter(pl.col("competency") == competency).rows(named=True)


def second_less_first(row: Row) -> tuple[float, float, float]:
    """Return how many points the second has more, and between what: the measure tells first less second."""
    return -100 * row["difference"], -100 * row["high"], -100 * row["low"]


def verdict(facts: Facts, row: Row) -> list[Any]:
    """Tell a difference in words: which has more, how much, how sure; or that none can be told."""
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    if row["difference"] is None or row["low"] is None:
        return [words("{first} and {second}: {reason}", first=first, second=second, reason=facts.reason(row["reason"]))]
    points, low, high = second_less_first(row)
    units = words.many("within {n} unit", "within {n} units", row["strata"] or 0)
    if low <= 0 <= high:
        told = words.rich(
            "**No clear difference** between {first} and {second}, {units}: from {most_first} points more for {first} "
            "to {most_second} points more for {second}",
            first=first,
            second=second,
            units=units,
            most_first=saying.number(facts, -low),
            most_second=saying.number(facts, high),
        )
        return [*told, ".", *_reversed(facts, row)]
    more, less = (second, first) if points > 0 else (first, second)
    ends = sorted((abs(low), abs(high)))
    told = words.rich(_TOLD[row["outcome"]], more=more, less=less, points=saying.number(facts, abs(points)))
    sure = words(
        " (between {low} and {high}), {units}.",
        low=saying.number(facts, ends[0]),
        high=saying.number(facts, ends[1]),
        units=units,
    )
    return [*told, sure, *_reversed(facts, row)]


def _reversed(facts: Facts, row: Row) -> list[Any]:
    """Say that all units thrown together say the contrary, where the measure says so."""
    if not row["reversed"]:
        return []
    words = facts.words
    return [
        " ",
        words(
            "All units thrown together say the contrary ({points} points the other way): that comes of which units "
            "chose which way, not of the ways.",
            points=saying.number(facts, abs(100 * row["crude"])),
        ),
    ]


def section(facts: Facts, competency: str) -> Any:
    """Return the differences, drawn about nought and told in words, for what the address wants compared."""
    words, of = facts.words, outcome(facts)
    found = pairs(facts, competency, of)
    controls = facts.grains("outcome", BY, of, words("What is compared"))
    known = [row for row in found if row["difference"] is not None and row["low"] is not None]
    name = words("How far they differ, within the same units")
    said = html.Ul([html.Li(verdict(facts, row)) for row in found], className="verdicts")
    if not known:
        reason = facts.reason(found[0]["reason"] if found else "one_group")
        out = words(
            "Have people of the same unit taught in either way, and tested alike: then units weigh on both sides."
        )
        lacks = facts.lacking("modalities_compared", name, reason, out)
        return html.Div([html.Div(controls, className="toolbar"), lacks])
    drawn = figures.differences([_drawn(facts, row) for row in known], facts.style)
    card = facts.card(
        "modalities_compared",
        name,
        drawn,
        _table(facts, found),
        controls=controls,
        options={"competency": competency, "outcome": of},
    )
    return html.Div([card, said])


def _drawn(facts: Facts, row: Row) -> Difference:
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    points, low, high = second_less_first(row)
    told = words(
        "{second} less {first}: {points} points, between {low} and {high}",
        first=first,
        second=second,
        points=saying.number(facts, points),
        low=saying.number(facts, low),
        high=saying.number(facts, high),
    )
    crude = None if row["crude"] is None else -100 * row["crude"]
    return Difference(first, second, points, low, high, crude, told)


def _table(facts: Facts, found: list[dict[str, Any]]) -> Any:
    words = facts.words
    frame = pl.DataFrame(
        found,
        schema=facts.told("modalities_compared", competency=found[0]["competency"], outcome=found[0]["outcome"]).schema,
    )
    sides = {
        side: pl.Series([facts.modality(row[side]) for row in found], dtype=pl.String) for side in ("first", "second")
    }
    columns = [
        Column("first", words("First"), wide=True),
        Column("second", words("Second"), wide=True),
        Column("n_first", words("Answers, first")),
        Column("n_second", words("Answers, second")),
        Column("share_first", words("Share, first"), share=True),
        Column("share_second", words("Share, second"), share=True),
        *share_columns("difference", words("Difference within units"), words),
        Column("crude", words("All units together"), share=True),
        Column("strata", words("Units")),
    ]
    return table(frame.with_columns(**sides), columns, words, "modalities_compared")
