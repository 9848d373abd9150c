"""How habits of learning are drawn: who came lately, when, by what means; rates told apart, with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import HEIGHT, Style, calendar, figure, named_above, named_bars, plain

_ROW = 40  # pixels of a row of dots
_LINES = (
    # column, what it is called, dash, width, where its name stands beside its end
    ("active_28", "28 days", "solid", 2.25, "middle right"),
    ("active_7", "7 days", "dash", 1.75, "top right"),
    ("active_1", "the day", "dot", 1.25, "bottom right"),
)
MESSAGES = tuple(name for _, name, *_ in _LINES)


@dataclass(frozen=True, slots=True)
class Dot:
    """One rate: of what, its value and interval (None: not enough data), what it rests on, what a click chooses."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    told: str
    choice: str | None = None


def rolling(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw people active in the 28 days, 7 days and the day ending each day (`ROLLING`), each named at its end."""
    ink, days = style.palette, frame["day"].to_list()
    colours = (ink.accent, ink.second, ink.muted)
    traces = []
    for (column, name, dash, width, where), colour in zip(_LINES, colours, strict=True):
        named = style.say(name)
        traces.append(
            go.Scatter(
                x=days,
                y=frame[column].to_list(),
                mode="lines+text",
                text=[""] * (len(days) - 1) + [named],
                textposition=where,
                textfont={"color": colour, "size": 12},
                cliponaxis=False,
                line={"color": colour, "width": width, "dash": dash},
                hovertemplate=f"{named}: %{{y}} " + style.say("people") + "<br>%{x|%d %b %Y}<extra></extra>",
            )
        )
    drawn = figure(style, *traces, yaxis={"title": style.say("people")}, xaxis=calendar(days, style))
    return drawn.update_layout(margin={"r": 64, "b": 16})


def hours_over(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw hours learned per week, month or day (`TIME_OVER`), with the sessions and people behind each."""
    say, starts = style.say, frame["starts"].to_list()
    bars = go.Bar(
        x=starts,
        y=frame["hours"].to_list(),
        marker={"color": style.palette.accent},
        customdata=frame.select("sessions", "learners").rows(),
        hovertemplate=say("%{y:,.1f} hours, %{customdata[0]} sessions, %{customdata[1]} people")
        + "<br>%{x|%d %b %Y}<extra></extra>",
    )
    return figure(style, bars, yaxis={"title": say("hours")}, xaxis=calendar(starts, style))


def hours_by(names: Sequence[str], frame: pl.DataFrame, choices: Sequence[str], style: Style) -> go.Figure:
    """Draw the hours of each way of learning (`TIME`), the most first."""
    hours = style.say("hours")
    told = f"%{{text}} {hours}<extra></extra>"
    return named_bars(names, frame["hours"].to_list(), hours, style, customdata=list(choices), hovertemplate=told)


def week(frame: pl.DataFrame, days: Sequence[str], style: Style) -> go.Figure:
    """Draw people by weekday and hour as a table of shades with the numbers in it (`RHYTHM`).

    Parameters
    ----------
    days
        The names of the days, Monday first.
    """
    ink = style.palette
    rows = [frame.filter(pl.col("hour") == hour).sort("weekday")["learners"].to_list() for hour in range(24)]
    shades = go.Heatmap(
        x=list(days),
        y=[f"{hour:02}" for hour in range(24)],
        z=rows,
        text=[[count or "" for count in row] for row in rows],
        texttemplate="%{text}",
        textfont={"size": 11},
        colorscale=[[0, ink.surface], [1, ink.accent]],
        showscale=False,
        xgap=1,
        ygap=1,
        hovertemplate="%{x} %{y}:00: %{z} " + style.say("people") + "<extra></extra>",
    )
    hours = {"type": "category", "autorange": "reversed", "title": style.say("hour"), "showgrid": False, "nticks": 24}
    return figure(style, shades, height=560, yaxis=hours, xaxis={"side": "top", "type": "category"})


def dots(rows: Sequence[Dot], style: Style, axis: str, shape: str) -> go.Figure:
    """Draw rates with their intervals, one a row in the order given; what has none says so in its place.

    Parameters
    ----------
    axis
        What the rate is, with its unit.
    shape
        How plotly writes its values: `.0%`, `,.1f`.
    """
    ink = style.palette
    known = [(place, row) for place, row in enumerate(rows) if row.value is not None]
    values = [row.value or 0.0 for _, row in known]
    highs = [row.value if row.high is None else row.high for _, row in known]
    lows = [row.value if row.low is None else row.low for _, row in known]
    marks = go.Scatter(
        x=values,
        y=[place for place, _ in known],
        mode="markers",
        marker={"size": 9, "color": ink.accent},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(high or 0.0) - value for high, value in zip(highs, values, strict=True)],
            "arrayminus": [value - (low or 0.0) for low, value in zip(lows, values, strict=True)],
            "color": ink.accent,
            "thickness": 1.5,
            "width": 4,
        },
        customdata=[[row.choice or "", plain(row.name, 90), plain(row.told, 120)] for _, row in known],
        hovertemplate=f"%{{customdata[1]}}: %{{x:{shape}}}<br>%{{customdata[2]}}<extra></extra>",
    )
    named = named_above([f"{row.name} · {row.told}" for row in rows], style)
    widest = max((high for high in highs if high is not None), default=1.0) or 1.0
    marked = {"tickformat": shape.replace("1%", "1~%"), "nticks": 6}  # 20%, not 20.0%
    return figure(
        style,
        marks,
        height=min(2 * HEIGHT, 80 + _ROW * max(1, len(rows))),
        annotations=named,
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.8]},
        xaxis={"title": axis, "range": [0, widest * 1.08], "showgrid": True, **marked},
    )
