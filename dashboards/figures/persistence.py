"""How staying and leaving are drawn: growth, survival, outcomes. Frames as `analytics.persistence` promises them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import OKABE_ITO
from dashboards.figures.frame import HEIGHT, Style, band, calendar, figure, legend_above, plain

GROUPS = len(OKABE_ITO)
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_ROW = 20  # pixels of a line of numbers at risk


class Line(NamedTuple):
    """How one curve is drawn: its name, colour, dash, what is said of a point, how thick the veil of its interval."""

    name: str
    colour: str
    dash: str
    told: str
    veil: float = 0.14


def growth(frame: pl.DataFrame, grain: str, style: Style) -> go.Figure:
    """Draw who is new, stayed and returned above the line, who was lost below it; a period not over is faded.

    Columns `cell_new`, `cell_retained`, … say how each number is written as a cell, where they are.
    """
    say, ink = style.say, style.palette
    starts = frame["starts"].to_list()
    kinds = (
        ("retained", say("stayed"), ink.quiet, "", 1),
        ("returned", say("returned"), OKABE_ITO[0], "x", 1),
        ("new", say("new"), ink.accent, "", 1),
        ("lost", say("did not come back"), ink.second, "/", -1),
    )
    opacity = [1.0 if done else 0.4 for done in frame["complete"].to_list()]
    named = {"week": say("week of %d %b %Y"), "month": "%B %Y"}[grain]
    bars = [
        go.Bar(
            x=starts,
            y=[None if value is None else sign * value for value in frame[column].to_list()],
            customdata=[[row.get(f"cell_{column}") or "", row[column]] for row in frame.iter_rows(named=True)],
            name=name,
            marker={"color": colour, "opacity": opacity, "pattern": {"shape": shape, "solidity": 0.3}},
            hovertemplate=f"%{{customdata[1]}} {name}<br>%{{x|{named}}}<extra></extra>",
        )
        for column, name, colour, shape, sign in kinds
    ]
    marks = _both_ways(frame)
    drawn = figure(
        style,
        *bars,
        barmode="relative",
        yaxis={
            "title": say("people"),
            "rangemode": "normal",
            "tickmode": "array",
            "tickvals": marks,
            "ticktext": [style.whole(abs(mark)) for mark in marks],
        },
        xaxis=calendar(starts, style),
    )
    drawn.add_hline(y=0, line={"color": ink.text, "width": 1})
    return legend_above(drawn)


def _both_ways(frame: pl.DataFrame) -> list[int]:
    """Return where to mark an axis of people above and below the line: about five marks, round numbers."""
    above = max(frame["active"].fill_null(0).to_list(), default=0)
    below = max(frame["lost"].fill_null(0).to_list(), default=0)
    steps = (step * 10**power for power in range(7) for step in (1, 2, 5))
    step = next(step for step in steps if (above + below) / step <= 6)
    return [step * mark for mark in range(-(below // step), above // step + 1)]


def survival(frame: pl.DataFrame, groups: Mapping[str, str], style: Style) -> go.Figure:
    """Draw survival curves with their bands, the numbers at risk under the axis; nothing beyond what was observed.

    Parameters
    ----------
    frame
        `SURVIVAL` of `analytics.persistence`.
    groups
        The values of `by` to draw, at most `GROUPS`, and what to call each.
    """
    say, traces, last = style.say, [], _last(frame, "survival")
    single = len(groups) == 1
    for place, (value, name) in enumerate(groups.items()):
        part = frame if single else frame.filter(pl.col("by") == value)
        colour = style.palette.accent if single else OKABE_ITO[place]
        told = say("not given up by day %{x:.0f}: %{y:.0%}")
        traces += _curve(part, "survival", 1.0, Line(name, colour, _DASHES[place], told, 0.14 if single else 0.07))
    ticks = _ticks(last)
    drawn = figure(
        style,
        *traces,
        height=HEIGHT + _ROW * (len(groups) + 1),
        yaxis={"title": say("not given up"), "tickformat": ".0%", "range": [0, 1.03]},
        xaxis={"title": say("days since they began"), "tickmode": "array", "tickvals": ticks, "range": [0, last]},
    )
    drawn.update_layout(margin={"b": 64 + _ROW * (len(groups) + 1)})
    _at_risk(drawn, frame, groups, ticks, style)
    return drawn if single else legend_above(drawn)


def outcomes(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw how many completed and how many left by each day, each the share to whom it happened first."""
    say, ink = style.say, style.palette
    kinds = (
        ("completion", Line(say("completed"), ink.accent, "solid", say("completed by day %{x:.0f}: %{y:.0%}"))),
        ("dropout", Line(say("given up"), ink.second, "dash", say("given up by day %{x:.0f}: %{y:.0%}"))),
    )
    traces = [
        trace for kind, line in kinds for trace in _curve(frame.filter(pl.col("kind") == kind), "incidence", 0.0, line)
    ]
    top = max(0.1, *[value for value in frame["high"].to_list() if value is not None])
    last = _last(frame, "incidence")
    drawn = figure(
        style,
        *traces,
        yaxis={"title": say("share of what was begun"), "tickformat": ".0%", "range": [0, min(1.03, top * 1.08)]},
        xaxis={
            "title": say("days since they began"),
            "tickmode": "array",
            "tickvals": _ticks(last),
            "range": [0, last],
        },
    )
    return legend_above(drawn)


def _curve(frame: pl.DataFrame, column: str, start: float, line: Line) -> list[Any]:
    """Return a step curve from day 0 with its band, as far as enough people were followed."""
    known = frame.filter(pl.col(column).is_not_null()).sort("time").select("time", column, "low", "high")
    points = [(0.0, start, start, start), *known.rows()]
    days = [point[0] for point in points]
    step = go.Scatter(
        x=days,
        y=[point[1] for point in points],
        name=plain(line.name),
        mode="lines",
        line={"color": line.colour, "width": 2.25, "dash": line.dash, "shape": "hv"},
        hovertemplate=line.told + "<extra></extra>",
    )
    ends = [[point[1] if point[place] is None else point[place] for point in points] for place in (2, 3)]
    return [*band(days, ends, line.colour, line.veil, "hv"), step]


def _last(frame: pl.DataFrame, column: str) -> float:
    """Return the last day anything is told of."""
    return float(max([1.0, *frame.filter(pl.col(column).is_not_null())["time"].cast(pl.Float64).to_list()]))


def _ticks(last: float) -> list[int]:
    """Return days to mark, a step that people count in."""
    step = next((step for step in (1, 7, 14, 30, 60, 90, 180, 365) if last / step <= 7), 730)
    return list(range(0, int(last) + 1, step))


def followed(frame: pl.DataFrame, day: float) -> int:
    """Return how many people are still followed on a day, with nothing happened yet."""
    later = frame.filter(pl.col("time") >= day).sort("time")
    return int(later["at_risk"][0]) if later.height else 0


def _at_risk(
    drawn: go.Figure, frame: pl.DataFrame, groups: Mapping[str, str], ticks: Sequence[int], style: Style
) -> None:
    """Write the numbers at risk under the axis, a line for each group."""
    common: dict[str, Any] = {"yref": "paper", "y": 0, "showarrow": False, "yanchor": "top"}
    ink, top = style.palette, -56
    title = style.say("still followed")
    drawn.add_annotation(
        x=0, xref="paper", xanchor="left", yshift=top, text=title, font={"size": 12, "color": ink.muted}, **common
    )
    for place, value in enumerate(groups):
        part = frame if len(groups) == 1 else frame.filter(pl.col("by") == value)
        shift = top - _ROW * (place + 1)
        if len(groups) > 1:  # its line's colour and name on hover; the numbers in ink, which can be read
            mark = {
                "text": "\u25ac",
                "hovertext": plain(groups[value]),
                "font": {"size": 14, "color": OKABE_ITO[place]},
            }
            drawn.add_annotation(x=0, xref="paper", xanchor="right", xshift=-24, yshift=shift, **mark, **common)
        for day in ticks:
            count = style.whole(followed(part, day))
            font = {"size": 12, "color": ink.text}
            drawn.add_annotation(x=day, yshift=shift, text=count, font=font, **common)
