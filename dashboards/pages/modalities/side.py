"""One objective, the ways it is taught side by side: who comes through, what stays, how it is taught, what it costs."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.statistics import not_enough
from dashboards import money
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import knowledge as figures
from dashboards.figures.knowledge import Share
from dashboards.i18n import Words
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing
from dashboards.pages.retention import saying

Row = Mapping[str, Any]
OUTCOMES = {
    # the column: what it is called, on the axis
    "retained": ("What is kept after 90 days", "still known after 90 days, of what was known on the day"),
    "completion": ("Who completes", "completed, of those who entered"),
    "passed": ("Who passes", "passed, of those who took the test"),
}


_MORE = "Choose a longer period, more units or all programmes."
_OUT = {
    # what would give a share
    "retained": "Have the same test taken at the end and again later, whichever way it is taught.",
    "completion": _MORE,
    "passed": _MORE,
}


def rows(facts: Facts, competency: str) -> list[dict[str, Any]]:
    """Return the ways an objective is taught, that of most people first."""
    found = facts.told("modalities").filter(pl.col("competency") == competency)
    return found.sort("people", "modality", descending=[True, False], nulls_last=True).rows(named=True)


def sheet(facts: Facts, competency: str) -> html.Div:
    """Return everything known of each way, in columns beside each other."""
    words, found = facts.words, rows(facts, competency)
    title = words("Side by side")
    heads = [(words("For the same objective"), False), *((facts.modality(row["modality"]), True) for row in found)]
    lines: list[list[Any]] = []
    for part, told in _PARTS:
        lines.append([html.Strong(words(part)), *("" for _ in found)])
        lines += [[words(name), *(said(facts, row) for row in found)] for name, said in told]
    card = facts.listed(
        "modalities", title, html.P(_asked(facts), className="hint"), listing(title, heads, lines), wide=True
    )
    return html.Div(card, className="whole")


def _asked(facts: Facts) -> str:
    return facts.words(
        "The question is less “classroom or digital?” than “too condensed, too passive?”: look at the days it spans, "
        "the hours a day and the practice in it before the name of the way."
    )


def _share(column: str, rests_on: str | None = None) -> Callable[[Facts, Row], Any]:
    def said(facts: Facts, row: Row) -> Any:
        n = row.get(rests_on or f"{column}_n")
        if row[column] is None:
            return html.Small(_few(facts, n)) if n else "—"
        told = saying.percent(facts, row[column])
        low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
        small = [saying.within(facts, low, high)] if low is not None else []
        if n is not None:
            small.append(facts.words("n = {n}", n=saying.number(facts, n)))
        return [html.Strong(told), html.Small(" · ".join(small))] if small else html.Strong(told)

    return said


def _few(facts: Facts, n: int, said: str = "too few for a share") -> str:
    return f"{facts.words(said)} · {facts.words('n = {n}', n=saying.number(facts, n))}"


def _answered(facts: Facts, row: Row) -> Any:
    counts = facts.words("{n} of {due}", n=saying.number(facts, row["answered"]), due=saying.number(facts, row["due"]))
    return (
        counts if row["response"] is None else [html.Strong(saying.percent(facts, row["response"])), html.Small(counts)]
    )


def _number(column: str, digits: int = 1, rests_on: str | None = None) -> Callable[[Facts, Row], Any]:
    def said(facts: Facts, row: Row) -> Any:
        n = row[rests_on] if rests_on else None
        if row[column] is None and n:
            return html.Small(_few(facts, n, "too few to tell"))
        told = saying.number(facts, row[column], digits)
        return [told, html.Small(facts.words("n = {n}", n=saying.number(facts, n)))] if n else told

    return said


def _kept(facts: Facts, row: Row) -> Any:
    """Say what is kept; the bounds first where fewer than half answered."""
    words = facts.words
    if row["retained"] is None:
        return html.Small(facts.reason(row["reason"])) if row["reason"] else "—"
    bounds = saying.within(facts, row["bound_low"], row["bound_high"])
    share = (
        f"{saying.percent(facts, row['retained'])} ({saying.within(facts, row['retained_low'], row['retained_high'])})"
    )
    if row["bounds_first"]:
        return [html.Strong(bounds), html.Small(words("of those who answered, {share}", share=share))]
    if row["response"] == 1:
        return [html.Strong(saying.percent(facts, row["retained"])), html.Small(share)]
    return [html.Strong(share), html.Small(_whatever(words, bounds, estimated=row["estimated"]))]


def _gained(facts: Facts, row: Row) -> Any:
    """Say what is gained and kept, in points, or gross where nobody was tested before; and what it rests on."""
    words = facts.words
    if row["gained"] is None:
        return html.Small(facts.reason(row["gained_reason"])) if row["gained_reason"] else "—"
    told = saying.percent(facts, row["gained"]) if row["gross"] else saying.points(facts, 100 * row["gained"])
    between = _ends(facts, row, "gained_low", "gained_high")
    bounds = _ends(facts, row, "gained_bound_low", "gained_bound_high")
    given = {"n": saying.number(facts, row["gained_answered"]), "due": saying.number(facts, row["gained_due"])}
    rests = [words("{n} of {due}", **given), *([words("gross: no test before")] if row["gross"] else [])]
    if row["gained_answered"] == row["gained_due"]:
        return [html.Strong(told), html.Small(" · ".join([between, *rests]))]
    whatever = _whatever(words, bounds, estimated=row["gained_estimated"])
    if row["gained_bounds_first"]:
        share = words("of those who answered, {share}", share=f"{told} ({between})")
        return [html.Strong(bounds), html.Small(" · ".join([share, *rests]))]
    return [html.Strong(told), html.Small(" · ".join([between, whatever, *rests]))]


def _whatever(words: Words, bounds: str, *, estimated: bool) -> str:
    """Say between what it lies, and of whom that supposes anything."""
    if estimated:
        return words("by a random follow-up; {bounds}, whatever those drawn who did not answer know", bounds=bounds)
    return words("{bounds}, whatever the others know", bounds=bounds)


def _points(facts: Facts, value: float | None) -> str:
    return saying.number(facts, None if value is None else 100 * value)


def _ends(facts: Facts, row: Row, low: str, high: str) -> str:
    """Say two ends: of a gross share in percent, of a gain in points."""
    if row["gross"]:
        return saying.within(facts, row[low], row[high])
    return facts.words("between {low} and {high}", low=_points(facts, row[low]), high=_points(facts, row[high]))


def _cost(name: str) -> Callable[[Facts, Row], Any]:
    def said(facts: Facts, row: Row) -> Any:
        words, each, most = facts.words, row[f"cost_per_{name}"], row[f"cost_per_{name}_high"]
        if name == "gained" and row["gained"] is not None and row["gross"]:
            return html.Small(words("no test before"))
        if each is None:
            return html.Small(_uncosted(facts, row))
        told = html.Strong(money.told(words, each, row["currency"]))
        if most is None:
            return [told, html.Small(words("no upper limit: had the others forgotten, none would be left"))]
        if most <= each:
            return told
        end = money.told(words, most, row["currency"])
        if row["gained_estimated"]:
            return [told, html.Small(words("up to {high} at the least that is likely", high=end))]
        up = words("up to {most}, had the others forgotten", most=end)
        return [told, html.Small(up)]

    return said


def _uncosted(facts: Facts, row: Row) -> str:
    reason = row["cost_reason"] or row["gained_reason"]
    return facts.reason(reason) if reason else facts.words("nothing gained to divide the cost by")


_PARTS: tuple[tuple[str, tuple[tuple[str, Callable[[Facts, Row], Any]], ...]], ...] = (
    (
        "Who comes through",
        (
            ("People", _number("people", 0)),
            ("Reach, of everyone employed", _share("reach", "employed")),
            ("Completed", _share("completion")),
            ("Passed", _share("passed")),
        ),
    ),
    (
        "What stays",
        (
            ("Kept after 90 days", _kept),
            ("Answered, of the tests due", _answered),
            ("Gained and kept", _gained),
            ("Opinion at the end", _share("hot")),
            ("Used at work, a month later", _share("cold")),
        ),
    ),
    (
        "How it is taught",
        (
            ("Hours each, median", _number("hours", 1, "timed")),
            ("Days it spans, median", _number("days", 0, "timed")),
            ("Hours a day, median", _number("hours_per_day", 1, "timed")),
            ("Practice items an hour", _number("items_per_hour", 1, "timed")),
        ),
    ),
    (
        "What it costs",
        (
            ("For each competency kept", _cost("kept")),
            ("For each one gained and kept", _cost("gained")),
        ),
    ),
)
MESSAGES = (
    *("too few for a share", "too few to tell", *_OUT.values()),
    *(text for pair in OUTCOMES.values() for text in pair),
    *(text for part, told in _PARTS for text in (part, *(name for name, _ in told))),
)


def charts(facts: Facts, competency: str) -> list[Any]:
    """Return a dot plot of each outcome, the ways below each other, each with what it rests on."""
    return [_chart(facts, competency, outcome) for outcome in OUTCOMES]


def _chart(facts: Facts, competency: str, outcome: str) -> Any:
    words, found = facts.words, rows(facts, competency)
    name, axis = (words(text) for text in OUTCOMES[outcome])
    known = [row for row in found if row[outcome] is not None]
    if not known:
        return facts.lacking("modalities", name, facts.reason(_missing(found, outcome)), words(_OUT[outcome]))
    drawn = figures.shares([_drawn(facts, row, outcome) for row in found], axis, facts.style)
    return facts.card(
        "modalities", _title(facts, name, known, outcome), drawn, _table(facts, found, outcome),
        options={"competency": competency}, part=f"-{outcome}", hint=words("Not a randomised comparison."),
    )  # fmt: skip


def _missing(found: list[dict[str, Any]], outcome: str) -> str:
    """Return why no way has a share of an outcome: of what is kept as told, else of the way of most people."""
    if outcome == "retained":
        return next((row["reason"] for row in found if row["reason"]), "no_data")
    most = max((row[f"{outcome}_n"] or 0 for row in found), default=0)
    return not_enough(most, most) or "no_data"


def _title(facts: Facts, name: str, known: list[dict[str, Any]], outcome: str) -> str:
    told = ", ".join(f"{facts.modality(row['modality'])} {saying.percent(facts, row[outcome])}" for row in known[:3])
    return facts.words("{name}: {told}", name=name, told=told)


def _drawn(facts: Facts, row: Row, outcome: str) -> Share:
    words, name = facts.words, facts.modality(row["modality"])
    kept = outcome == "retained"
    n = None if kept else row[f"{outcome}_n"]
    value, low, high = (row[column] for column in (outcome, f"{outcome}_low", f"{outcome}_high"))
    end = words("n = {n}", n=saying.number(facts, n))
    if kept:
        end = words("{n} of {due}", n=saying.number(facts, row["answered"]), due=saying.number(facts, row["due"]))
    told = words("{name}: {value}", name=name, value=saying.percent(facts, value))
    if low is not None:
        told += f" · {saying.within(facts, low, high)}"
    bound_low, bound_high = (row["bound_low"], row["bound_high"]) if kept else (None, None)
    wide = kept and bool(row["bounds_first"])
    return Share(name, value, low, high, bound_low, bound_high, end, told, row["modality"], wide)


def _table(facts: Facts, found: list[dict[str, Any]], outcome: str) -> Any:
    words = facts.words
    columns = [
        Column("name", words("Way of learning"), wide=True),
        Column("people", words("People")),
        *([Column(f"{outcome}_n", words("Rests on"))] if f"{outcome}_n" in found[0] else []),
        *share_columns(outcome, words("Share"), words, (f"{outcome}_low", f"{outcome}_high")),
    ]
    if outcome == "retained":
        columns += [
            Column("response", words("Response"), share=True),
            *saying.bounds(words),
        ]
    frame = pl.DataFrame(found, schema=facts.told("modalities").schema)
    named = frame.with_columns(name=pl.Series([facts.modality(row["modality"]) for row in found], dtype=pl.String))
    return table(named, columns, words, f"modalities-{outcome}")
