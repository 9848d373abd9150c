"""Units beside each other: a funnel on its side, the largest unit on top, where chance has least room."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import mixed
from dashboards.figures.frame import Style, figure, plain

_ROW, _HEAD = 44, 84
# place: symbol; whether it is beyond the limits
_MARKS = {
    "within": ("circle", False),
    "low": ("diamond", True),
    "high": ("diamond", True),
    "below": ("triangle-left", True),
    "above": ("triangle-right", True),
}


def units(frame: pl.DataFrame, named: dict[str, str], style: Style, *, share: bool) -> go.Figure:
    """Draw one thing for each unit: limits of chance, the value of all, the unit's own value and interval.

    Parameters
    ----------
    frame
        Rows of `UNITS` of `analytics.units` about one thing, in the order to be shown.
    named
        What to call each unit.
    share
        Whether values are shares; else hours.
    """
    ink = style.palette
    places = {unit: row for row, unit in enumerate(frame["unit"].to_list())}
    known = frame.filter(pl.col("value").is_not_null()).rows(named=True)
    bands = [
        _band(known, places, ("far_low", "far_high"), mixed(ink.surface, ink.quiet, 0.18)),
        _band(known, places, ("limit_low", "limit_high"), mixed(ink.surface, ink.quiet, 0.45)),
    ]
    names = [
        f"{plain(named[unit], 28)}<br>{_people(style, size)}" for unit, size in frame.select("unit", "size").rows()
    ]
    ends = [row[end] for row in known for end in ("high", "far_high")]
    expected = next((row["expected"] for row in known), None)
    axis: dict[str, Any] = {"title": style.say("share of people") if share else style.say("hours per learner")}
    axis |= {"tickformat": ".0%", "range": [0, min(1.02, 1.08 * max(ends, default=1))]} if share else {}
    return figure(
        style,
        *bands,
        _dots(known, places, named, style, share=share),
        height=_HEAD + _ROW * max(1, len(places)),
        barmode="overlay",
        annotations=[_missing(row, places, style) for row in frame.filter(pl.col("value").is_null()).rows(named=True)],
        shapes=[] if expected is None else [_line(expected, ink.text)],
        yaxis={
            "tickmode": "array",
            "tickvals": list(places.values()),
            "ticktext": names,
            "range": [len(places) - 0.4, -0.6],
            "showgrid": False,
        },
        xaxis={"rangemode": "tozero", "showgrid": True, **axis},
    )


def _people(style: Style, size: int | None) -> str:
    return "" if size is None else style.say("{n} {n:person|people}", n=style.whole(size))


def _band(known: list[dict[str, Any]], places: dict[str, int], ends: tuple[str, str], colour: str) -> go.Bar:
    low, high = ends
    return go.Bar(
        base=[row[low] for row in known],
        x=[row[high] - row[low] for row in known],
        y=[places[row["unit"]] for row in known],
        orientation="h",
        width=0.62,
        marker={"color": colour, "line": {"width": 0}},
        hoverinfo="skip",
    )


def _dots(
    known: list[dict[str, Any]], places: dict[str, int], named: dict[str, str], style: Style, *, share: bool
) -> go.Scatter:
    ink = style.palette
    colours = [ink.second if _MARKS[row["place"]][1] else ink.accent for row in known]
    shown = "%{x:.1%}" if share else "%{x:,.1f}"
    return go.Scatter(
        x=[row["value"] for row in known],
        y=[places[row["unit"]] for row in known],
        mode="markers",
        customdata=[[row["unit"], plain(named[row["unit"]]), row["n"]] for row in known],
        marker={
            "size": 12,
            "symbol": [_MARKS[row["place"]][0] for row in known],
            "color": colours,
            "line": {"color": ink.surface, "width": 1},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - row["value"] for row in known],
            "arrayminus": [row["value"] - row["low"] for row in known],
            "color": ink.text,
            "thickness": 1.5,
            "width": 4,
        },
        hovertemplate="%{customdata[1]}: " + shown + "<br>" + style.say("of %{customdata[2]}") + "<extra></extra>",
    )


def _line(at: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _missing(row: dict[str, Any], places: dict[str, int], style: Style) -> dict[str, Any]:
    """Say in a unit's row that there is nothing to draw: nobody, or too few, with the counts."""
    few = row["counted"] is not None and row["n"]
    counts = {"count": row["counted"], "n": row["learners"]}
    return {
        "text": style.say("{count} of {n}: too few", **counts) if few else style.say("no data"),
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": places[row["unit"]],
        "showarrow": False,
        "font": {"size": 12, "color": style.palette.muted},
        "bgcolor": style.palette.surface,
    }
