"""How ways of learning are drawn beside each other: differences in points, neither side on the right by default."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboards.figures.frame import Style, figure, legend_above, plain

_ROW, _LEAST, _LEAST_REACH = 56, 176, 10.0


class Difference(NamedTuple):
    """How many points the second of a pair has more than the first, its interval, and of all units together.

    `outer` is between what it lies whatever those who did not answer know.
    """

    first: str
    second: str
    points: float
    low: float
    high: float
    crude: float | None
    told: str
    outer: tuple[float, float]


def differences(rows: Sequence[Difference], style: Style) -> go.Figure:
    """Draw the differences about nought, the first of each pair named left of its line, the second right of it."""
    ink, say = style.palette, style.say
    reach = 1.1 * max([_LEAST_REACH, *(abs(end) for row in rows for end in (*row.outer, row.crude or 0.0))])
    step = next(step for step in (5, 10, 20, 25, 50, 100) if reach / step <= 4)
    ticks = [step * place for place in range(-int(reach // step), int(reach // step) + 1)]
    drawn = figure(
        style,
        *(_line(place, row.outer, ink.accent, 1.5) for place, row in enumerate(rows)),
        *(_line(place, (row.low, row.high), ink.accent, 5) for place, row in enumerate(rows)),
        *_points(rows, style),
        height=max(_LEAST, 96 + _ROW * len(rows)),
        xaxis={
            "range": [-reach, reach],
            "title": say("points more, on the side of whoever has more"),
            "tickmode": "array",
            "tickvals": ticks,
            "ticktext": [f"{abs(tick)}" for tick in ticks],
            "showgrid": True,
        },
        yaxis={"showticklabels": False, "showgrid": False, "range": [len(rows) - 0.5, -0.8], "rangemode": "normal"},
        annotations=[one for place, row in enumerate(rows) for one in _sides(place, row, ink.text)],
    )
    drawn.add_vline(x=0, line={"color": ink.muted, "width": 1.5})
    return legend_above(drawn)


def _line(place: int, ends: tuple[float, float], colour: str, width: float) -> go.Scatter:
    common: dict[str, Any] = {"mode": "lines", "opacity": 0.45, "hoverinfo": "skip", "showlegend": False}
    return go.Scatter(x=list(ends), y=[place, place], line={"color": colour, "width": width}, **common)


def _points(rows: Sequence[Difference], style: Style) -> tuple[go.Scatter, go.Scatter]:
    """Return the differences of all units thrown together, and those within the same units."""
    ink, say = style.palette, style.say
    raw = [(row.crude, place) for place, row in enumerate(rows) if row.crude is not None]
    crude = go.Scatter(
        x=[value for value, _ in raw],
        y=[place for _, place in raw],
        mode="markers",
        name=say("all units thrown together"),
        marker={"size": 9, "symbol": "x-thin", "line": {"color": ink.muted, "width": 2}},
        hoverinfo="skip",
    )
    adjusted = go.Scatter(
        x=[row.points for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        name=say("within the same units"),
        marker={"size": 11, "color": ink.accent},
        customdata=[plain(row.told, 300) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return crude, adjusted


def _sides(place: int, row: Difference, colour: str) -> list[dict[str, Any]]:
    """Return the names of a pair, each above its end of the line."""
    common = {"xref": "paper", "y": place, "yshift": 18, "showarrow": False, "font": {"size": 12, "color": colour}}
    named = ((0, "left", f"← {row.first}"), (1, "right", f"{row.second} →"))
    return [{"x": x, "xanchor": anchor, "text": plain(name, 28), **common} for x, anchor, name in named]
