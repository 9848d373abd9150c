"""How communities are drawn: what is written week by week, and how long the first reply takes."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import mixed
from dashboards.figures.frame import Style, band, calendar, figure, legend_above

_MANY = 40  # weeks: beyond it patterns and markers are a blur
_HOURS = (1, 4, 12, 24, 72, 168, 336, 720)


def weeks(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw posts and replies of each week, and the people who wrote; a week not over is faded.

    Parameters
    ----------
    frame
        `WEEKS` of `analytics.communities`.
    """
    say, ink = style.say, style.palette
    starts = frame["starts"].to_list()
    many = frame.height > _MANY
    opacity = [1.0 if done else 0.4 for done in frame["complete"].to_list()]
    kinds = (
        ("posts", say("posts"), ink.accent, ""),
        ("replies", say("replies"), mixed(ink.accent, ink.surface, 0.5), "/"),
    )
    bars = [
        go.Bar(
            x=starts,
            y=frame[column].to_list(),
            name=name,
            marker={
                "color": colour,
                "opacity": opacity,
                "pattern": {"shape": "" if many else pattern, "solidity": 0.3},
            },
            hovertemplate=f"%{{y}} {name}<br>%{{x|{say('week of %d %b %Y')}}}<extra></extra>",
        )
        for column, name, colour, pattern in kinds
    ]
    line = go.Scatter(
        x=starts,
        y=frame["contributors"].to_list(),
        name=say("people who wrote"),
        mode="lines" if many else "lines+markers",
        line={"color": ink.second, "width": 1.25 if many else 2},
        marker={"size": 6, "symbol": "diamond"},
        hovertemplate=say("%{y} people wrote") + f"<br>%{{x|{say('week of %d %b %Y')}}}<extra></extra>",
    )
    drawn = figure(
        style,
        *bars,
        line,
        barmode="stack",
        yaxis={"title": say("posts, replies, people"), "tickformat": ",d"},
        xaxis=calendar(starts, style),
    )
    return legend_above(drawn)


def replies(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw the share of openings that had a first reply by each hour; those still waiting count as long as they waited.

    Parameters
    ----------
    frame
        `REPLY_TIMES` of `analytics.communities`.
    """
    say, ink = style.say, style.palette
    rows = [row for row in frame.sort("hours").rows(named=True) if row["answered"] is not None]
    hours = [row["hours"] for row in rows]
    sure = [row for row in rows if row["low"] is not None]
    low, high = ([row[end] for row in sure] for end in ("low", "high"))
    curve = go.Scatter(
        x=hours,
        y=[row["answered"] for row in rows],
        mode="lines",
        line={"color": ink.accent, "width": 2.25, "shape": "hv"},
        customdata=[row["at_risk"] for row in rows],
        hovertemplate=say("%{y:.0%} answered within %{x} hours; %{customdata} still waited then") + "<extra></extra>",
    )
    half = next((row for row in frame.rows(named=True) if row["median_hours"] is not None), None)
    named = [say("{n} h", n=at) if at < 72 else say("{n} d", n=at // 24) for at in _HOURS]
    return figure(
        style,
        *band([row["hours"] for row in sure], (low, high), ink.accent, shape="hv"),
        curve,
        *([_half(half, style)] if half else []),
        xaxis={"type": "log", "title": say("time to the first reply"), "tickvals": list(_HOURS), "ticktext": named},
        yaxis={"title": say("answered"), "tickformat": ".0%", "range": [0, 1.03]},
    )


def _half(row: dict[str, Any], style: Style) -> go.Scatter:
    """Mark when half had a reply, with its interval: the curve may end before, where too few still wait."""
    median, low, high = (row[name] for name in ("median_hours", "median_low", "median_high"))
    ends = {"array": [max(0.0, (high or median) - median)], "arrayminus": [max(0.0, median - (low or median))]}
    return go.Scatter(
        x=[median],
        y=[0.5],
        mode="markers",
        marker={"color": style.palette.text, "size": 9, "symbol": "diamond"},
        error_x={"type": "data", "color": style.palette.text, "thickness": 1.25, "width": 4, **ends},
        hoverinfo="skip",
    )
