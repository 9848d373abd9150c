"""Rates of the page Engagement told apart: by unit, country, language, device, way of learning or programme."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from dash import dcc, html

from analytics import breakdown
from analytics.catalog import MEASURES
from dashboards.components import states
from dashboards.components.aria import aria
from dashboards.components.card import Evidence, chart
from dashboards.components.table import Column, table
from dashboards.figures import habits as figures
from dashboards.pages.engagement_facts import Facts

DIMENSIONS = {
    # what it is told apart by: how that is said, the field of the filters a click chooses
    "unit": ("by unit", "units"),
    "country": ("by country", "country"),
    "language": ("by language", "language"),
    "device": ("by device", "device"),
    "modality": ("by way of learning", "modality"),
    "programme": ("by programme", "programmes"),
}
CLICKS = {f"apart_{dimension}": field for dimension, (_, field) in DIMENSIONS.items()}
_MOST = 16  # rows of a chart; its table has them all


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: what it is called, which row and column of its measure it is, how it is written."""

    name: str
    axis: str
    value: str
    shape: str
    row: tuple[str, str] | None = None


RATES = {
    "stickiness": Rate("Days they come", "share of the last 28 days", "value", ".1%", ("days", "all")),
    "active_time": Rate("Time each", "minutes each, median", "value", ",.0f", ("modality", "all")),
    "digital_share": Rate("Digital share", "share of hours", "value", ".0%"),
    "self_initiated": Rate("Of their own accord", "share of occasions", "share", ".0%"),
    "live_replay": Rate("Live only", "share of those who followed a webinar", "share", ".0%", ("way", "live")),
}
MESSAGES = (
    *[text for text, _ in DIMENSIONS.values()],
    *[text for rate in RATES.values() for text in (rate.name, rate.axis)],
)


def apart(facts: Facts) -> Any:
    """Return the card of the rate and the dimension that the address names."""
    words = facts.words
    key, dimension = facts.view("rate", RATES), facts.view("apart", DIMENSIONS)
    rate = RATES[key]
    controls = html.Div([_links(facts, "rate", RATES, key), _links(facts, "apart", DIMENSIONS, dimension)])
    frame = facts.site.ask(breakdown.by, facts.scope, measure=MEASURES[key], dimension=dimension)
    if rate.row:
        frame = frame.filter(pl.col(rate.row[0]) == rate.row[1])
    frame = frame.filter(pl.col("learners") > 0).sort("learners", "by", descending=[True, False])
    title = words("{rate}, {by}", rate=words(rate.name), by=words(DIMENSIONS[dimension][0]))
    if frame.is_empty():
        head = html.Div(html.H2(title), className="card-head")
        told = states.not_enough(words("Nobody here has a value to tell apart."), words("Choose something else."))
        return html.Section([head, html.Div(controls, className="toolbar"), told], className="card whole")
    names = facts.titles(DIMENSIONS[dimension][1])
    rows = [_dot(facts, rate, row, names) for row in frame.iter_rows(named=True)]
    drawn = figures.dots(rows[:_MOST], facts.style, words(rate.axis), rate.shape)
    evidence = Evidence(
        f"apart_{dimension}",
        _ranged(facts, rate, title, frame),
        drawn,
        _table(facts, rate, rows, frame),
        facts.address(key, by=dimension),
        controls,
        facts.period(),
        _hint(facts, len(rows)),
    )
    made = chart(evidence, facts.working(key, title), words)
    made.className = "card whole"  # type: ignore[attr-defined]  # every component of html has one
    return made


def _dot(facts: Facts, rate: Rate, row: dict[str, Any], names: dict[str, str]) -> figures.Dot:
    words, value = facts.words, row[rate.value]
    people = words.many("{n} person", "{n} people", row["learners"])
    if value is None:
        told = words("{people}: not enough to tell", people=people)
    else:
        told = words("{value} of {people}", value=facts.written(value, rate.shape), people=people)
        if not rate.shape.endswith("%"):
            told = words("{value}, {people}", value=facts.written(value, rate.shape), people=people)
    name = names.get(row["by"], row["by"].upper() if len(row["by"]) < 3 else row["by"])
    return figures.Dot(name, value, row["low"], row["high"], told, row["by"])


def _ranged(facts: Facts, rate: Rate, title: str, frame: pl.DataFrame) -> str:
    """Say between which values the rate lies, where there are at least two."""
    known = frame[rate.value].drop_nulls().to_list()
    if len(known) < 2:
        return title
    low, high = (facts.written(value, rate.shape) for value in (min(known), max(known)))
    return facts.words("{title}: between {low} and {high}", title=title, low=low, high=high)


def _hint(facts: Facts, rows: int) -> str:
    words = facts.words
    told = words("Sorted by how many people there are; a line is the interval. Click a dot to see only that.")
    if rows > _MOST:
        told += " " + words("{n} more {n:is|are} in the table.", n=words.number(rows - _MOST))
    return told


def _table(facts: Facts, rate: Rate, rows: list[figures.Dot], frame: pl.DataFrame) -> Any:
    words, share = facts.words, rate.shape.endswith("%")
    digits = int(rate.shape[-2])
    told = frame.select(
        name=pl.Series([row.name for row in rows], dtype=pl.String),
        value=rate.value,
        low="low",
        high="high",
        n="n",
        learners="learners",
    )
    columns = (
        Column("name", words("Where"), wide=True),
        Column("learners", words("People")),
        Column("value", words(rate.axis), digits, share=share),
        Column("low", words("at least"), digits, share=share),
        Column("high", words("at most"), digits, share=share),
        Column("n", words("rests on")),
    )
    return table(told, columns, words, "apart")


def _links(facts: Facts, name: str, choices: dict[str, Any], now: str) -> html.Div:
    """Return the links between rates, or between what they are told apart by."""
    said = {key: one.name if isinstance(one, Rate) else one[0] for key, one in choices.items()}
    links = [
        dcc.Link(
            facts.words(text),
            href=facts.turned(name, key),
            className="grain on" if key == now else "grain",
        )
        for key, text in said.items()
    ]
    label = facts.words("What is told apart") if name == "rate" else facts.words("By what")
    return html.Div(links, className="grains", role="group", **aria(label=label))
