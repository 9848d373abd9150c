"""How staying and leaving are drawn: growth, survival, outcomes. Frames as `analytics.persistence` promises them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import OKABE_ITO, rgba
from dashboards.figures.frame import HEIGHT, Style, calendar, figure, plain

GROUPS = len(OKABE_ITO)
THIN = 10  # fewer people at risk than this: the curve is dotted, without band (methods 3)
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_ROW = 20  # pixels of a line of numbers at risk


class Line(NamedTuple):
    """How one curve is drawn: its name, colour, dash, and what is said of a point."""

    name: str
    colour: str
    dash: str
    told: str


def growth(frame: pl.DataFrame, grain: str, style: Style) -> go.Figure:
    """Draw who is new, stayed and returned above the line, who was lost below it; a period not over is faded."""
    say, ink = style.say, style.palette
    starts = frame["starts"].to_list()
    kinds = (
        ("retained", say("stayed"), ink.quiet, "", 1),
        ("returned", say("returned"), OKABE_ITO[1], "x", 1),
        ("new", say("new"), ink.accent, "", 1),
        ("lost", say("did not come back"), ink.second, "/", -1),
    )
    opacity = [1.0 if done else 0.4 for done in frame["complete"].to_list()]
    named = {"week": say("week of %d %b %Y"), "month": "%B %Y"}[grain]
    bars = [
        go.Bar(
            x=starts,
            y=[None if value is None else sign * value for value in frame[column].to_list()],
            customdata=frame[column].to_list(),
            name=name,
            marker={"color": colour, "opacity": opacity, "pattern": {"shape": shape, "solidity": 0.3}},
            hovertemplate=f"%{{customdata}} {name}<br>%{{x|{named}}}<extra></extra>",
        )
        for column, name, colour, shape, sign in kinds
    ]
    most = int(max((value or 0 for column, *_ in kinds for value in frame[column].to_list()), default=0))
    drawn = figure(
        style,
        *bars,
        barmode="relative",
        yaxis={"title": say("people"), "tickformat": ",d", "rangemode": "normal", **({} if most > 4 else {"dtick": 1})},
        xaxis=calendar(starts, style),
    )
    drawn.add_hline(y=0, line={"color": ink.text, "width": 1})
    return _with_legend(drawn)


def survival(frame: pl.DataFrame, groups: Mapping[str, str], style: Style) -> go.Figure:
    """Draw survival curves with their bands, the numbers at risk under the axis; nothing beyond what was observed.

    Parameters
    ----------
    frame
        `SURVIVAL` of `analytics.persistence`.
    groups
        The values of `by` to draw, at most `GROUPS`, and what to call each.
    """
    say, traces, last = style.say, [], float(frame["time"].max() or 1)  # type: ignore[arg-type]  # a column of numbers
    single = len(groups) == 1
    for place, (value, name) in enumerate(groups.items()):
        part = frame if single else frame.filter(pl.col("by") == value)
        colour = style.palette.accent if single else OKABE_ITO[place]
        told = say("still learning after %{x:.0f} days: %{y:.0%}")
        traces += _curve(part, "survival", 1.0, Line(name, colour, _DASHES[place], told))
    ticks = _ticks(last)
    drawn = figure(
        style,
        *traces,
        height=HEIGHT + _ROW * (len(groups) + 1),
        yaxis={"title": say("still learning"), "tickformat": ".0%", "range": [0, 1.03]},
        xaxis={"title": say("days since they began"), "tickmode": "array", "tickvals": ticks, "range": [0, last]},
    )
    drawn.update_layout(margin={"b": 64 + _ROW * (len(groups) + 1)})
    _at_risk(drawn, frame, groups, ticks, style)
    return drawn if single else _with_legend(drawn)


def outcomes(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw how many completed and how many left by each day, each the share to whom it happened first."""
    say, ink = style.say, style.palette
    kinds = (
        ("completion", Line(say("completed"), ink.accent, "solid", say("completed by day %{x:.0f}: %{y:.0%}"))),
        ("dropout", Line(say("left"), ink.second, "dash", say("left by day %{x:.0f}: %{y:.0%}"))),
    )
    traces = [
        trace for kind, line in kinds for trace in _curve(frame.filter(pl.col("kind") == kind), "incidence", 0.0, line)
    ]
    top = max(0.1, *[value for value in frame["high"].to_list() if value is not None])
    last = float(frame["time"].max() or 1)  # type: ignore[arg-type]  # a column of numbers
    drawn = figure(
        style,
        *traces,
        yaxis={"title": say("share of those who began"), "tickformat": ".0%", "range": [0, min(1.03, top * 1.08)]},
        xaxis={"title": say("days since they began"), "tickmode": "array", "tickvals": _ticks(last)},
    )
    return _with_legend(drawn)


def _curve(frame: pl.DataFrame, column: str, start: float, line: Line) -> list[Any]:
    """Return a step curve from day 0 with its band; dotted and without band once too few are followed."""
    rows = frame.sort("time").select("time", column, "low", "high", "at_risk").rows()
    first = rows[0][4] if rows else 0
    points = [(0.0, start, start, start, first), *rows]
    firm = [point for point in points if point[4] >= THIN]
    thin = points[max(0, len(firm) - 1) :]
    traces: list[Any] = []
    if len(firm) > 1:
        traces += [*_band(firm, line), _step(firm, line, 2.25, line.dash)]
    if len(thin) > 1:
        traces.append(_step(thin, line, 1.25, "dot", named=len(firm) <= 1))
    return traces


def _step(points: Sequence[Any], line: Line, width: float, dash: str, *, named: bool = True) -> go.Scatter:
    return go.Scatter(
        x=[point[0] for point in points],
        y=[point[1] for point in points],
        name=plain(line.name),
        showlegend=named,
        mode="lines",
        line={"color": line.colour, "width": width, "dash": dash, "shape": "hv"},
        hovertemplate=line.told + "<extra></extra>",
    )


def _band(points: Sequence[Any], line: Line) -> list[go.Scatter]:
    """Return the interval of a curve as two edges with the space between them filled."""
    edges = ((2, None), (3, "tonexty"))
    return [
        go.Scatter(
            x=[point[0] for point in points],
            y=[point[1] if point[place] is None else point[place] for point in points],
            mode="lines",
            line={"width": 0, "shape": "hv", "color": line.colour},
            fill=fill,
            fillcolor=rgba(line.colour, 0.14),
            showlegend=False,
            hoverinfo="skip",
        )
        for place, fill in edges
    ]


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
    title = style.say("people still followed")
    drawn.add_annotation(
        x=0, xref="paper", xanchor="left", yshift=top, text=title, font={"size": 12, "color": ink.muted}, **common
    )
    for place, value in enumerate(groups):
        part = frame if len(groups) == 1 else frame.filter(pl.col("by") == value)
        colour = ink.text if len(groups) == 1 else OKABE_ITO[place]
        for day in ticks:
            count = f"{followed(part, day):,}".replace(",", style.separators[1])
            shift = top - _ROW * (place + 1)
            font = {"size": 12, "color": colour}
            drawn.add_annotation(x=day, yshift=shift, text=count, font=font, **common)


def _with_legend(drawn: go.Figure) -> go.Figure:
    """Name the traces above the figure."""
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}, "traceorder": "normal"}
    drawn.update_layout(showlegend=True, legend=legend)
    return drawn.update_layout(margin={"t": 44})
