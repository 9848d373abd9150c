"""The evidence of the page Group: the clear changes, the units with all their numbers, and each against its limits."""

from typing import Any

import polars as pl
from dash import dcc, html

from analytics.answers import WHATS
from dashboards.components import states
from dashboards.components.aria import aria
from dashboards.components.card import Evidence, Rests, chart, downloads
from dashboards.components.table import Column, table
from dashboards.figures import group as figures
from dashboards.filters import MANY, ONE
from dashboards.pages import people, programmes
from dashboards.pages.group_facts import OUTSIDE, Facts, Row

_WAYS = (
    ("Engagement", "/", (*MANY, *ONE)),
    ("People", people.PATH, people.FIELDS),
    ("Programmes", programmes.PATH, programmes.FIELDS),
    ("Units below", "/group", (*MANY, *ONE)),
)
_SIGNS = {"low": "◆", "high": "◆", "below": "▼", "above": "▲"}
_SAID = {
    "low": "somewhat below what chance would do",
    "high": "somewhat above what chance would do",
    "below": "below what chance would do",
    "above": "above what chance would do",
}
MESSAGES = (*_SAID.values(), *(title for title, *_ in _WAYS))


def changed(facts: Facts) -> html.Section:
    """Return the card of the clear changes; how many comparisons they were picked from; all of them to take away."""
    words, told = facts.words, facts.changes.filter(pl.col("change").is_not_null())
    clear = facts.clear
    title = words.many("{n} clear change", "{n} clear changes", len(clear)) if clear else words("No clear change")
    looked = words.many(
        "One comparison with the same length of time before.",
        "{n} comparisons with the same length of time before. Listed is what would hardly come about by chance, "
        "so many having been looked at; everything else may be chance.",
        told.height,
    )
    if told.is_empty():
        looked = facts.reason(facts.whole("access")["reason"])
    files = html.Div(downloads("changes", facts.address("changes"), words), className="taken")
    head = html.Div([html.H2(title), facts.working("changes", words("What changed"))], className="card-head")
    rows = [html.Li(_change(facts, row)) for row in clear]
    content = html.Ul(rows, className="reasons") if rows else None
    return html.Section([head, content, html.P(looked, className="muted"), files], className="card across")


def _change(facts: Facts, row: Row) -> list[Any]:
    words = facts.words
    given = {
        "unit": facts.title(row),
        "what": facts.what(row["what"]),
        "before": facts.value(row["what"], row["before"]),
        "now": facts.value(row["what"], row["now"]),
        "moved": facts.moved(row),
    }
    told: list[Any] = words.rich("**{unit}**, {what}: from {before} to **{now}**, {moved}", **given)
    return told if row["unit"] is None else [*told, " ", *ways(facts, row["unit"])]


def ways(facts: Facts, unit: str) -> list[Any]:
    """Return the ways down to a unit's own pages, the filters kept."""
    links: list[Any] = []
    for title, path, fields in _WAYS:
        links += [" · ", dcc.Link(facts.words(title), href=facts.to(path, unit, fields))]
    return [html.Span(links[1:], className="ways-down")]


def matrix(facts: Facts) -> html.Section:
    """Return the units with all that is compared, the largest first; a mark and a word where chance is exceeded."""
    words = facts.words
    heads = [html.Th(words("Unit"), scope="col"), html.Th(words("People"), scope="col", className="number")]
    heads += [html.Th(facts.what(what), scope="col", className="number") for what in WHATS]
    body = [html.Tr(_cells(facts, [dict(row) for row in rows.rows(named=True)])) for rows in _by_unit(facts)]
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="plain matrix")
    files = html.Div(
        downloads("units_compared", facts.address("units_compared"), words),
        className="taken",
    )
    key = words(
        "Below each number, between what it may lie. ▲ ▼ beyond what chance does to 998 of 1,000 units of that size; "
        "◆ to 95 of 100. Not a ranking."
    )
    about = facts.working("units_compared", words("The units"))
    head = html.Div([html.P(key, className="hint"), about], className="card-head")
    return html.Section([head, html.Div(grid, className="wide"), files], className="card across")


def _by_unit(facts: Facts) -> list[pl.DataFrame]:
    return facts.units.partition_by("unit", maintain_order=True)


def _cells(facts: Facts, rows: list[Row]) -> list[Any]:
    first, words = rows[0], facts.words
    name = html.Th([html.Strong(facts.title(first)), *ways(facts, first["unit"])], scope="row")
    size = html.Td(words.number(first["size"]), className="number", **_labelled(words("People")))
    return [
        name,
        size,
        *[html.Td(_cell(facts, row), className="number", **_labelled(facts.what(row["what"]))) for row in rows],
    ]


def _labelled(text: str) -> dict[str, Any]:
    """Name a cell for narrow screens, where the heads of the columns are not seen."""
    return {"data-label": text}


def _cell(facts: Facts, row: Row) -> list[Any]:
    """Return a value with its interval, or the counts alone, or that there is nothing."""
    words = facts.words
    if row["value"] is None:
        if not row["n"] or row["counted"] is None:
            return [html.Span(words("no data"), className="muted")]
        counts = words("{count} of {n}", count=words.number(row["counted"]), n=words.number(row["learners"]))
        return [html.Span(counts, className="muted", title=facts.reason(row["reason"]))]
    value: list[Any] = [facts.value(row["what"], row["value"])]
    if row["place"] in _SIGNS:
        said = words(_SAID[row["place"]])
        value = [
            html.Span(_SIGNS[row["place"]], className="beyond", title=said, role="img", **aria(label=said)),
            " ",
            *value,
        ]
    return [*value, html.Br(), html.Small(facts.between(row["what"], row["low"], row["high"]), className="muted")]


def compared(facts: Facts) -> list[Any]:
    """Return a card for each thing that is compared, where any unit has enough; the others together in one."""
    told = {what: facts.units.filter(pl.col("what") == what) for what in WHATS}
    some = {what: rows for what, rows in told.items() if rows["value"].null_count() < rows.height}
    cards = [_card(facts, what, rows) for what, rows in some.items()]
    missing = [what for what in told if what not in some]
    return [*cards, _missing(facts, missing)] if missing else cards


def _card(facts: Facts, what: str, rows: pl.DataFrame) -> html.Section:
    words, key = facts.words, f"units_{what}"
    named = {row["unit"]: facts.title(row) for row in rows.rows(named=True)}
    title = _title(facts, what, rows)
    shown = rows.with_columns(title=pl.Series(named.values(), dtype=pl.String))
    drawn = figures.units(rows, named, facts.style, share=WHATS[what].share)
    scale, digits = (100, 1) if WHATS[what].share else (1, 1)
    shown = shown.with_columns(pl.col("value", "low", "high", "limit_low", "limit_high") * scale)
    columns = (
        Column("title", words("Unit"), wide=True),
        Column("size", words("People")),
        Column("value", words("Value, %") if scale > 1 else words("Hours"), digits),
        Column("low", words("From"), digits),
        Column("high", words("To"), digits),
        Column("limit_low", words("Chance from"), digits),
        Column("limit_high", words("Chance to"), digits),
        Column("n", words("Answers")),
    )
    evidence = Evidence(
        key,
        title,
        drawn,
        table(shown, columns, words, key),
        facts.address("units_compared"),
        period=facts.period(),
        hint=words("A click on a unit goes down to the units below it."),
    )
    rests = Rests(facts.period(), on=_rests(facts, rows), what=facts.defined(what))
    return chart(evidence, facts.working("units_compared", facts.what(what), rests), words)


def _rests(facts: Facts, rows: pl.DataFrame) -> str:
    words = facts.words
    given = {name: words.number(sum(rows[name].to_list())) for name in ("n", "learners")}
    return words("{n} {n:answer|answers} of {learners} {learners:person|people}, units added up", **given)


def _title(facts: Facts, what: str, rows: pl.DataFrame) -> str:
    """Say what is seen: which units lie beyond the limits, or that none does."""
    words = facts.words
    beyond = [row for row in rows.rows(named=True) if row["place"] in ("below", "above")]
    given: Row = {"what": facts.what(what), "names": ", ".join(facts.title(row) for row in beyond[:3])}
    if not beyond:
        if rows["place"].is_in(["low", "high"]).any():
            return words("{what}: no unit clearly beyond what chance does", **given)
        return words("{what}: all within what chance does", **given)
    if len({OUTSIDE[row["place"]] for row in beyond}) > 1 or len(beyond) > 3:
        return words(
            "{what}: {n} {n:unit|units} beyond what chance does", n=words.number(len(beyond)), what=given["what"]
        )
    if beyond[0]["place"] == "below":
        return words("{what}: {names} below what chance does", **given)
    return words("{what}: {names} above what chance does", **given)


def _missing(facts: Facts, whats: list[str]) -> html.Section:
    """Say of what there is not enough, why, and what would change it."""
    words = facts.words
    listed = html.Ul(
        [html.Li([html.Strong(facts.what(what)), " — ", facts.reason(_why(facts, what))]) for what in whats]
    )
    way_out = words("Choose a longer period, or let tools send it: completions, test results, attendance, assignments.")
    head = html.Div(html.H2(words("Not enough data yet")), className="card-head")
    return html.Section([head, listed, states.not_enough("", way_out)], className="card")


def _why(facts: Facts, what: str) -> str | None:
    """Return the reason most units give; that there is nothing, only where no unit has anything."""
    told = facts.units.filter(pl.col("what") == what)
    some = told.filter(pl.col("n") > 0)
    reasons = (some if some.height else told)["reason"].drop_nulls()
    found: str | None = reasons.mode().sort()[0] if len(reasons) else None
    return found
