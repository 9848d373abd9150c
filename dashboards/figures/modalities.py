"""How ways of learning are drawn beside each other: differences in points, neither side on the right by default."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboards.figures.frame import Style, figure, plain

_ROW, _LEAST, _LEAST_REACH = 56, 176, 10.0


class Difference(NamedTuple):
    """How many points the second of a pair has more than the first, its interval, and of all units together."""

    first: str
    second: str
    points: float
    low: float
    high: float
    crude: float | None
    told: str


def differences(rows: Sequence[Difference], style: Style) -> go.Figure:
    """Draw the differences about nought, the first of each pair named left of its line, the second right of it."""
    ink, say, places = style.palette, style.say, list(range(len(rows)))
    spans = [
        go.Scatter(
            x=[row.low, row.high],
            y=[place, place],
            mode="lines",
            line={"color": ink.accent, "width": 5},
            opacity=0.45,
            hoverinfo="skip",
            showlegend=False,
        )
        for place, row in zip(places, rows, strict=True)
    ]
    adjusted = go.Scatter(
        x=[row.points for row in rows],
        y=places,
        mode="markers",
        name=say("within the same units"),
        marker={"size": 11, "color": ink.accent},
        customdata=[plain(row.told, 300) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )
    raw = [(row.crude, place) for place, row in zip(places, rows, strict=True) if row.crude is not None]
    crude = go.Scatter(
        x=[value for value, _ in raw],
        y=[place for _, place in raw],
        mode="markers",
        name=say("all units thrown together"),
        marker={"size": 9, "symbol": "x-thin", "line": {"color": ink.muted, "width": 2}},
        hoverinfo="skip",
    )
    reach = 1.1 * max([_LEAST_REACH, *(abs(end) for row in rows for end in (row.low, row.high, row.crude or 0.0))])
    step = next(step for step in (5, 10, 20, 25, 50, 100) if reach / step <= 4)
    ticks = [step * place for place in range(-int(reach // step), int(reach // step) + 1)]
    sides = [
        {
            "x": x,
            "xref": "paper",
            "xanchor": anchor,
            "y": place,
            "yshift": 18,
            "text": plain(name, 28),
            "showarrow": False,
            "font": {"size": 12, "color": ink.text},
        }
        for place, row in zip(places, rows, strict=True)
        for x, anchor, name in ((0, "left", f"← {row.first}"), (1, "right", f"{row.second} →"))
    ]
    drawn = figure(
        style,
        *spans,
        crude,
        adjusted,
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
        annotations=sides,
    )
    drawn.add_vline(x=0, line={"color": ink.muted, "width": 1.5})
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}}
    return drawn.update_layout(showlegend=True, legend=legend, margin={"t": 44})
