"""How an effect on the business is drawn: what became of those with a programme, and what would have without it."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, calendar, figure, legend_above


def series(frame: pl.DataFrame, style: Style, axis: str) -> go.Figure:
    """Draw the months of those with a programme, what was expected of them without it, and those without it.

    Parameters
    ----------
    frame
        Rows of `analytics.impact.SERIES` of one programme and indicator.
    axis
        What the indicator is called.
    """
    ink, say = style.palette, style.say
    treated = frame.filter(pl.col("arm") == "treated").sort("month")
    others = frame.filter(pl.col("arm") == "untreated").sort("month")
    lines = [
        _line(others, "value", say("without it"), {"color": ink.quiet, "width": 1.75, "dash": "dot"}, "square-open"),
        _line(treated, "expected", say("expected without it"), {"color": ink.second, "width": 2, "dash": "dash"}, None),
        _line(treated, "value", say("with it"), {"color": ink.accent, "width": 2.25}, "circle"),
    ]
    months = sorted({*treated["month"], *others["month"]})
    drawn = figure(
        style,
        *(line for line in lines if line is not None),
        xaxis=calendar(months, style),
        yaxis={"title": axis, "rangemode": "normal"},
        shapes=_between(treated, style),
    )
    return legend_above(drawn)


def _line(rows: pl.DataFrame, column: str, name: str, line: dict[str, Any], symbol: str | None) -> go.Scatter | None:
    told = rows.filter(pl.col(column).is_not_null())
    if told.is_empty():
        return None
    marks = {"mode": "lines"} if symbol is None else {"mode": "lines+markers", "marker": {"size": 6, "symbol": symbol}}
    return go.Scatter(
        x=told["month"].to_list(),
        y=told[column].to_list(),
        name=name,
        line=line,
        hovertemplate=name + ": %{y:,.2f}<br>%{x|%b %Y}<extra></extra>",
        **marks,
    )


def _between(treated: pl.DataFrame, style: Style) -> list[dict[str, Any]]:
    """Return the veil over the months that are neither before nor after, or the line between the two."""
    before, after = (treated.filter(pl.col("after") == one)["month"] for one in (False, True))
    if before.is_empty() or after.is_empty():
        return []
    ends = {"x0": before.max(), "x1": after.min(), "xref": "x", "y0": 0, "y1": 1, "yref": "paper"}
    return [{"type": "rect", **ends, "line": {"width": 0}, "fillcolor": style.palette.grid, "layer": "below"}]
