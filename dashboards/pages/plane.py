"""The cost-effectiveness plane as a card: what more is kept digitally, and what more that costs."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.effectiveness import QUADRANTS
from analytics.modalities import HEADING
from dashboards.components.card import Evidence, chart
from dashboards.components.table import Column, table
from dashboards.figures import investment as figures
from dashboards.pages import grounds
from dashboards.pages.asked import Asked

_ENDS = {"effect": "", "outer_low": "_low", "outer_high": "_high"}
_EFFECTS = (*(f"effect{end}" for end in _ENDS.values()), "outer_low", "outer_high")
_AMOUNTS = ("cost", *(f"{side}_{name}" for side in ("digital", "classroom") for name in ("per_kept", "per_kept_high")))


def card(asked: Asked, *, always: bool = False) -> html.Section | None:
    """Return what more is kept digitally and what more that costs, competency by competency, or what is missing.

    Parameters
    ----------
    always
        Whether all the time there is is told, whatever the period: what is kept at 90 days is older than most periods.
    """
    if asked.scope.programmes:  # both manners are needed
        return None
    told = asked.everything("cost_effectiveness") if always else asked.ask("cost_effectiveness")
    drawn = pl.col("effect").is_not_null() & pl.col("cost").is_not_null()
    found, rest = told.filter(drawn), told.filter(~drawn)
    if found.is_empty():
        return _undrawn(asked, rest)
    address = asked.file("cost_effectiveness") if always else asked.address("cost_effectiveness")
    period = asked.words("all the time there is") if always else asked.period()
    return _drawn(asked, found, _missing(asked, rest), (address, period))


def _undrawn(asked: Asked, rest: pl.DataFrame) -> html.Section:
    """Return the card without a picture: of each competency, who answered and what is missing."""
    words = asked.words
    title = words("What is kept, for what it costs: not enough data to draw it")
    why = asked.reason(None if rest.is_empty() else rest["reason"][0])
    about = asked.working("cost_effectiveness", title, grounds.too_little(words, asked.period(), why))
    head = html.Div([html.H2(title), about], className="card-head")
    lacking = _missing(asked, rest) or [
        html.P(words("No competency was taught both digitally and otherwise: there are no two ways to compare."))
    ]
    return html.Section([head, *lacking], className="card across")


def _missing(asked: Asked, rest: pl.DataFrame) -> list[Any]:
    """Say of each pair that is not drawn who answered and what is missing."""
    if rest.is_empty():
        return []
    return [html.Ul([html.Li(_lacks(asked, row)) for row in rest.to_dicts()], className="hint")]


def _lacks(asked: Asked, row: Mapping[str, Any]) -> str:
    sides = {"digital": _side(asked, row, "digital"), "other": _side(asked, row, "classroom")}
    why = asked.reason(row["reason"])
    return asked.words("{competency}: {digital}, {other}. {why}", competency=row["competency"], **sides, why=why)


def _side(asked: Asked, row: Mapping[str, Any], side: str) -> str:
    """Say a way of learning with who answered; of what is hidden, the way alone."""
    words, way = asked.words, asked.titles("modality").get(row[side], row[side])
    answers, people = row[f"{side}_answered"], row[f"{side}_learners"]
    if answers is None or people is None:
        return str(way)
    told = {"answers": words.many("{n} answer", "{n} answers", answers)}
    told |= {"people": words.many("{n} person", "{n} people", people)}
    return words("{way} ({answers} of {people} after 90 days)", way=way, **told)


def _drawn(asked: Asked, found: pl.DataFrame, missing: list[Any], of: tuple[str, str]) -> html.Section:
    """Return the picture of what can be drawn of it, with what cannot below."""
    words, (address, period) = asked.words, of
    shown = _named(asked, found)
    label = "competency" if shown["competency"].is_unique().all() else "name"
    points = [(100 * pl.col(name)).alias(f"effect{end}") for name, end in _ENDS.items()]
    drawn = figures.plane(
        shown.with_columns(pl.col(label).alias("name"), *points),
        asked.style,
        words("points more still known at 90 days, digitally"),
        words("{currency} more each, digitally", currency=found["currency"][0] or ""),
    )
    evidence = Evidence(
        "cost_effectiveness",
        _seen(asked, shown),
        drawn,
        _table(asked, shown),
        address,
        period=period,
        hint=HEADING[words.language]
        + words(
            ": who learned in which way was not drawn by lot. Lines reach as far as those who did not answer could "
            "move it, and only what they leave on one side is sure."
        ),
    )
    about = asked.working("cost_effectiveness", words("What is kept, for what it costs"), period)
    told = chart(evidence, about, words)
    told.children = [*told.children, *missing]
    return told


def _named(asked: Asked, found: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with their names, effects in points, and the quadrant in words."""
    titles = asked.titles("modality")
    rows = found.to_dicts()
    names = [
        asked.words("{competency}: {digital} / {other}", competency=row["competency"], **_ways(row, titles))
        for row in rows
    ]
    return found.with_columns(
        pl.Series("name", names, dtype=pl.String),
        pl.Series("stands", [_stands(asked, row) for row in rows], dtype=pl.String),
        *((100 * pl.col(name)).alias(f"{name}_points") for name in _EFFECTS),
        *(pl.col(name).cast(pl.Float64).alias(f"{name}_told") for name in _AMOUNTS),
    )


def _stands(asked: Asked, row: Mapping[str, Any]) -> str:
    told = QUADRANTS[row["quadrant"]][asked.words.language]
    return told if row["sure"] else asked.words("{where}, not for sure", where=told)


def _ways(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    return {name: titles.get(row[side], row[side]) for name, side in (("digital", "digital"), ("other", "classroom"))}


def _table(asked: Asked, shown: pl.DataFrame) -> html.Div:
    words = asked.words
    columns = (
        Column("name", words("Competency"), wide=True),
        Column("effect_points", words("Points more still known at 90 days, by the answers there are"), 1),
        Column("effect_low_points", words("Interval from"), 1),
        Column("effect_high_points", words("Interval to"), 1),
        Column("outer_low_points", words("Whatever the others know, from"), 1),
        Column("outer_high_points", words("Whatever the others know, to"), 1),
        Column("cost_told", words("Costs more, each")),
        Column("digital_per_kept_told", words("Digital, for each kept")),
        Column("digital_per_kept_high_told", words("At most")),
        Column("classroom_per_kept_told", words("Otherwise, for each kept")),
        Column("classroom_per_kept_high_told", words("At most")),
        Column("stands", words("Where digital stands")),
    )
    return table(shown, columns, words, "cost_effectiveness")


def _seen(asked: Asked, shown: pl.DataFrame) -> str:
    """Say what the picture shows: where digital surely stands, or that it surely stands nowhere."""
    words = asked.words
    known = shown.filter("sure").select("competency", "stands").rows()
    if not known:
        return words("What is kept, for what it costs: nothing sure between digital and the rest")
    told = words.besides(*(words("{name}: {told}", name=competency, told=stands) for competency, stands in known))
    return words("Digital, against the rest: {told}", told=told)
