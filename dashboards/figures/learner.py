"""One learner's time: when they were active in what, and how their tests went."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, calendar, figure, plain

ROWS = 10  # programmes
_TICKS = 6
_DONE = ("completed", "passed", "attended", "satisfied", "waived")


def timeline(frame: pl.DataFrame, named: Mapping[str | None, str], style: Style) -> go.Figure:
    """Draw each day somebody was active, in a row for each programme; days something was done are diamonds.

    Parameters
    ----------
    frame
        `RECORD` of `analytics.learners`.
    named
        What to call each programme; None is what belongs to no programme.
    """
    say, ink = style.say, style.palette
    days = (
        frame.with_columns(day=pl.col("happened").dt.date())
        .group_by("programme", "day")
        .agg(n=pl.len(), done=pl.col("verb").is_in(_DONE).any())
        .sort("day")
    )
    most = days.group_by("programme").agg(n=pl.len(), last=pl.col("day").max())
    shown = most.sort("last", "n", descending=True).head(ROWS)["programme"].to_list()
    places = {programme: place for place, programme in enumerate(shown)}
    rows = [row for row in days.iter_rows(named=True) if row["programme"] in places]
    dots = go.Scatter(
        x=[row["day"] for row in rows],
        y=[places[row["programme"]] for row in rows],
        mode="markers",
        marker={
            "size": [11 if row["done"] else 7 for row in rows],
            "symbol": ["diamond" if row["done"] else "circle" for row in rows],
            "color": [ink.second if row["done"] else ink.accent for row in rows],
        },
        customdata=[[plain(named.get(row["programme"], row["programme"] or "")), row["n"]] for row in rows],
        hovertemplate="%{customdata[0]}<br>%{x|%d %b %Y}<br>" + say("statements: %{customdata[1]}") + "<extra></extra>",
    )
    names = [plain(named.get(programme, programme or ""), 34) for programme in shown]
    axis: dict[str, Any] = {"tickmode": "array", "tickvals": list(range(len(shown))), "ticktext": names}
    return figure(
        style,
        dots,
        height=76 + 36 * max(1, len(shown)),
        yaxis={**axis, "range": [len(shown) - 0.5, -0.5], "rangemode": "normal"},
        xaxis=_axis(days["day"].unique().sort().to_list(), style),
    )


def _axis(days: list[date], style: Style) -> dict[str, Any]:
    """Return an axis of days its marks stand on evenly, whatever days something was done on; of few, each of them."""
    span = (days[-1] - days[0]).days if days else 0
    if span < _TICKS:
        return calendar([days[0] + timedelta(days=n) for n in range(span + 1)] if days else [], style)
    shape = "%b %Y" if days[0].year < days[-1].year else style.say("%-d %b")
    return {"type": "date", "tickangle": 0, "nticks": _TICKS, "tickformat": shape}


def tests(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw the score of each test, over time: circles passed, crosses failed, rings told nothing of it."""
    say, ink = style.say, style.palette
    scored = frame.filter(pl.col("scaled").is_not_null()).sort("happened")
    symbols = {True: "circle", False: "x", None: "circle-open"}
    colours = {True: ink.accent, False: ink.second, None: ink.muted}
    passed = scored["success"].to_list()
    dots = go.Scatter(
        x=scored["happened"].dt.date().to_list(),
        y=scored["scaled"].to_list(),
        mode="markers",
        cliponaxis=False,
        marker={
            "size": 10,
            "symbol": [symbols[one] for one in passed],
            "color": [colours[one] for one in passed],
        },
        customdata=[plain(name or "", 90) for name in scored["name"].to_list()],
        hovertemplate="%{customdata}<br>%{x|%d %b %Y}: %{y:.0%}<extra></extra>",
    )
    return figure(
        style,
        dots,
        height=260,
        yaxis={"title": say("score"), "tickformat": ".0%", "range": [0, 1.03]},
        xaxis=_axis(scored["happened"].dt.date().unique().sort().to_list(), style),
    )
