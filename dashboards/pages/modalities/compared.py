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
    "retained": "**{more}** is kept better than **{less}**: **{points}** more is still known after 90 days",
    "completed": "**{more}** is completed more often than **{less}**: by **{points}**",
    "passed": "**{more}** is passed more often than **{less}**: by **{points}**",
}
MESSAGES = (*BY.values(), *_TOLD.values())


def outcome(facts: Facts) -> str:
    """Return what the address wants compared."""
    return facts.more("outcome") if facts.more("outcome") in BY else "retained"


def pairs(facts: Facts, competency: str, of: str) -> list[dict[str, Any]]:
    """Return the pairs of ways of an objective."""
    found = facts.told("modalities_compared", competency=competency, outcome=of)
    return found.filter(pl.col("competency") == competency).rows(named=True)


def lacks(facts: Facts, competency: str, found: list[dict[str, Any]]) -> str:
    """Return why no pair can be told: the reason of the first, or that a way was tested otherwise than the others."""
    if found:
        return str(found[0]["reason"])
    own = facts.told("modalities").filter(pl.col("competency") == competency)
    return "tested_otherwise" if "tested_otherwise" in own["reason"].to_list() else "one_group"


def second_less_first(row: Row, low: str = "low", high: str = "high") -> tuple[float, float]:
    """Return between how many points the second has more: the measure tells first less second."""
    return -100 * row[high], -100 * row[low]


def verdict(facts: Facts, row: Row) -> list[Any]:
    """Tell a difference in words: which has more, how much, how sure; or that none can be told.

    It is sure only where it is so whatever those who did not answer know; where they are most, that comes first.
    """
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    if row["difference"] is None or row["low"] is None:
        return [words("{first} and {second}: {reason}", first=first, second=second, reason=facts.reason(row["reason"]))]
    low, high = second_less_first(row)
    least, most = second_less_first(row, "outer_low", "outer_high")
    if row["bounds_first"]:
        told = _bounds_first(facts, row)
    elif low <= 0 <= high:
        told = _unclear(facts, row)
    elif least <= 0 <= most:
        told = _unsure(facts, row)
    else:
        told = _sure(facts, row)
    return [*told, *_reversed(facts, row)]


def _unclear(facts: Facts, row: Row) -> list[Any]:
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    low, high = second_less_first(row)
    told = words.rich(
        "**No clear difference** between {first} and {second}, {units}: from {most_first} more for {first} "
        "to {most_second} more for {second}",
        first=first,
        second=second,
        units=_units(facts, row),
        most_first=saying.points(facts, -low),
        most_second=saying.points(facts, high),
    )
    return [*told, ".", *_whatever(facts, row)]


def _sure(facts: Facts, row: Row) -> list[Any]:
    """Say which has more, and at least how much whatever those who did not answer know."""
    words = facts.words
    least = min(abs(end) for end in second_less_first(row, "outer_low", "outer_high"))
    told = [*words.rich(_TOLD[row["outcome"]], **_more(facts, row)), _between(facts, row)]
    if not _silent(row):
        return told
    at_least = words(
        " Whatever those who did not answer know, at least {points} ({counts}).",
        points=saying.points(facts, least),
        counts=_counts(facts, row),
    )
    return [*told, at_least]


def _unsure(facts: Facts, row: Row) -> list[Any]:
    """Say what those who answered tell, and that the others may make of it."""
    words = facts.words
    told = words.rich(
        "**Not sure**: by the answers there are, {more} is kept better than {less}, by **{points}**",
        **_more(facts, row),
    )
    return [*told, _between(facts, row), *_whatever(facts, row)]


def _bounds_first(facts: Facts, row: Row) -> list[Any]:
    words = facts.words
    told = words.rich(
        "Between {first} and {second}, {units}: **{span}**, whatever those who did not answer know. They are many "
        "({counts}).",
        first=facts.modality(row["first"]),
        second=facts.modality(row["second"]),
        units=_units(facts, row),
        span=_span(facts, row, *second_less_first(row, "outer_low", "outer_high")),
        counts=_counts(facts, row),
    )
    return [*told, words(" By the answers there are: {span}.", span=_span(facts, row, *second_less_first(row)))]


def _whatever(facts: Facts, row: Row) -> list[Any]:
    """Say how far those who did not answer could move it."""
    if not _silent(row):
        return []
    span = _span(facts, row, *second_less_first(row, "outer_low", "outer_high"))
    return [
        facts.words(
            " Whatever those who did not answer know: {span} ({counts}).", span=span, counts=_counts(facts, row)
        )
    ]


def _silent(row: Row) -> bool:
    return any(row[f"answered_{side}"] < row[f"due_{side}"] for side in ("first", "second"))


def _more(facts: Facts, row: Row) -> dict[str, str]:
    """Return which way has more, which less, and by how many points."""
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    points = -100 * row["difference"]
    more, less = (second, first) if points > 0 else (first, second)
    return {"more": more, "less": less, "points": saying.points(facts, abs(points))}


def _between(facts: Facts, row: Row) -> str:
    ends = sorted(abs(end) for end in second_less_first(row))
    low, high = (saying.number(facts, end) for end in ends)
    return facts.words(" (between {low} and {high}), {units}.", low=low, high=high, units=_units(facts, row))


def _span(facts: Facts, row: Row, low: float, high: float) -> str:
    """Say between what a difference lies, whichever side has more."""
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    if low <= 0 <= high:
        return words(
            "from {most_first} more for {first} to {most_second} more for {second}",
            first=first,
            second=second,
            most_first=saying.points(facts, -low),
            most_second=saying.points(facts, high),
        )
    least, most = sorted((abs(low), abs(high)))
    name, ends = (
        second if low > 0 else first,
        {"low": saying.number(facts, least), "points": saying.points(facts, most)},
    )
    return words("between {low} and {points} more for {name}", name=name, **ends)


def _counts(facts: Facts, row: Row) -> str:
    """Say how many of the tests that were due were answered, of either way."""
    return facts.words.besides(*(_count(facts, row, side) for side in ("first", "second")))


def _count(facts: Facts, row: Row, side: str) -> str:
    words = facts.words
    told = words(
        "{name}: {answered} of {due} {due:test|tests} due answered",
        name=facts.modality(row[side]),
        answered=saying.number(facts, row[f"answered_{side}"]),
        due=saying.number(facts, row[f"due_{side}"]),
    )
    if not row[f"estimated_{side}"]:
        return told
    return words("{told}, a random follow-up speaking for the others", told=told)


def _units(facts: Facts, row: Row) -> str:
    return facts.words.many("within {n} unit", "within {n} units", row["strata"] or 0)


def _reversed(facts: Facts, row: Row) -> list[Any]:
    """Say that all units thrown together say the contrary, where the measure says so."""
    if not row["reversed"]:
        return []
    words = facts.words
    return [
        " ",
        words(
            "All units thrown together say the contrary ({points} the other way): that comes of which units "
            "chose which way, not of the ways.",
            points=saying.points(facts, abs(100 * row["crude"])),
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
        reason = facts.reason(lacks(facts, competency, found))
        out = words(
            "Have people of the same unit taught in either way, and tested alike: then units weigh on both sides."
        )
        card = facts.lacking("modalities_compared", name, reason, out)
        return html.Div([html.Div(controls, className="toolbar"), card])
    drawn = figures.differences([_drawn(facts, row) for row in known], facts.style)
    card = facts.card(
        "modalities_compared",
        name,
        drawn,
        _table(facts, found),
        controls=controls,
        hint=words(
            "Thick: the interval by the answers there are. Thin: how far those who did not answer could move it. Only "
            "what lies wholly on one side is sure."
        ),
        options={"competency": competency, "outcome": of},
    )
    return html.Div([card, said])


def _drawn(facts: Facts, row: Row) -> Difference:
    words = facts.words
    first, second = (facts.modality(row[side]) for side in ("first", "second"))
    points = -100 * row["difference"]
    low, high = second_less_first(row)
    least, most = second_less_first(row, "outer_low", "outer_high")
    told = words(
        "{second} less {first}: {points}, between {low} and {high}",
        first=first,
        second=second,
        points=saying.points(facts, points),
        low=saying.number(facts, low),
        high=saying.number(facts, high),
    )
    if _silent(row):
        told += " · " + words("whatever the others know: {span}", span=_span(facts, row, least, most))
    crude = None if row["crude"] is None else -100 * row["crude"]
    return Difference(first, second, points, low, high, crude, told, (least, most))


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
        Column("due_first", words("Due, first")),
        Column("answered_first", words("Answered, first")),
        Column("due_second", words("Due, second")),
        Column("answered_second", words("Answered, second")),
        Column("share_first", words("Share, first"), share=True),
        Column("share_second", words("Share, second"), share=True),
        *share_columns("difference", words("Difference within units"), words),
        Column("outer_low", words("Whatever the others know, from"), 1, share=True),
        Column("outer_high", words("Whatever the others know, to"), 1, share=True),
        Column("crude", words("All units together"), share=True),
        Column("strata", words("Units")),
    ]
    return table(frame.with_columns(**sides), columns, words, "modalities_compared")
