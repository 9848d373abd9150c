"""How often each warning is given."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, figure, listed


def warnings(frame: pl.DataFrame, named: dict[str, str], style: Style) -> go.Figure:
    """Draw the share of assigned people each rule warns of: a dot, its interval, the counts beside it.

    Parameters
    ----------
    frame
        `RISK_COUNTS` of `analytics.risk`, a row for each rule.
    named
        What to call each rule.
    """
    known = frame.filter(pl.col("share").is_not_null())
    places = {rule: row for row, rule in enumerate(frame["rule"].to_list())}
    top = max([0.1, *[high for high in known["high"].to_list() if high is not None]])
    return figure(
        style,
        _dots(known, places, style),
        height=84 + 40 * max(1, len(places)),
        annotations=[_beside(row, places, style) for row in frame.iter_rows(named=True)],
        yaxis=listed([named[rule] for rule in places], 60),
        xaxis={
            "title": style.say("share of people with an assignment"),
            "tickformat": ".0%",
            "range": [0, top * 1.3],
            "tickvals": _marks(top),
            "tickmode": "array",
        },
    )


def _dots(known: pl.DataFrame, places: dict[str, int], style: Style) -> go.Scatter:
    """Return the shares there are, each with its interval."""
    shares, ink = known["share"].to_list(), style.palette
    return go.Scatter(
        x=shares,
        y=[places[rule] for rule in known["rule"].to_list()],
        mode="markers",
        marker={"size": 10, "color": ink.accent},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - share for high, share in zip(known["high"].to_list(), shares, strict=True)],
            "arrayminus": [share - low for low, share in zip(known["low"].to_list(), shares, strict=True)],
            "color": ink.accent,
            "thickness": 1.75,
        },
        hovertemplate="%{x:.1%}<extra></extra>",
    )


def _beside(row: dict[str, Any], places: dict[str, int], style: Style) -> dict[str, Any]:
    """Return the counts that stand beside a rule; a dash where they are hidden."""
    counts = {"count": row["count"], "size": row["n"]}
    written = {name: style.whole(count or 0) for name, count in counts.items()}
    told = None if row["count"] is None else style.say("{count} of {size}", **written)
    return {
        "x": 1,
        "y": places[row["rule"]],
        "xref": "paper",
        "xanchor": "right",
        "text": told or "–",  # noqa: RUF001  # hidden
        "showarrow": False,
        "font": {"size": 12, "color": style.palette.muted},
    }


def _marks(top: float) -> list[float]:
    """Return shares to mark, none over the whole."""
    step = 0.02 if top <= 0.1 else 0.1 if top <= 0.5 else 0.2
    return [step * mark for mark in range(int(min(1.0, top) / step + 1e-9) + 1)]
