"""How content is drawn: who still watches a video, and how hard and how telling questions are."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, band, figure, plain

_TEXT = 70
_DROP = 0.05  # of those who began: the least drop that is marked


def audience(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw the share of those who began a video that saw each part of it, under its timeline, with the worst drop.

    Parameters
    ----------
    frame
        `AUDIENCE` of `analytics.content`, one video.
    """
    say, ink = style.say, style.palette
    rows = frame.sort("starts").rows(named=True)
    began = max([1, *[row["learners"] for row in rows]])
    share = [row["viewers"] / began for row in rows]
    sure = [row for row in rows if row["low"] is not None]
    told = [[clock(row["starts"]), clock(row["ends"]), row["viewers"], began] for row in rows]
    line = go.Scatter(
        x=[_middle(row) for row in rows],
        y=share,
        mode="lines" if len(rows) > 2 else "lines+markers",
        line={"color": ink.accent, "width": 2.25},
        customdata=told,
        hovertemplate=say(
            "%{customdata[0]} to %{customdata[1]}: seen by %{customdata[2]} of %{customdata[3]} who began"
        )
        + "<extra></extra>",
    )
    drawn = figure(
        style,
        *band([_middle(row) for row in sure], [[row[end] for row in sure] for end in ("low", "high")], ink.accent),
        line,
        xaxis=_timeline(max((row["ends"] for row in rows), default=1.0), style),
        yaxis={"title": say("of those who began"), "tickformat": ".0%", "range": [0, 1.03]},
    )
    return _dropped(drawn, rows, style)


def _middle(row: dict[str, Any]) -> float:
    return float(row["starts"] + row["ends"]) / 2


def _timeline(ends: float, style: Style) -> dict[str, Any]:
    """Return the axis of a video, marked in minutes and seconds."""
    step = next((one for one in (5, 10, 15, 30, 60, 120, 300, 600, 1200) if ends / one <= 8), 3600)
    ticks = list(range(0, int(ends) + 1, step))
    named = [clock(at) for at in ticks]
    return {"title": style.say("minutes into the video"), "tickvals": ticks, "ticktext": named, "range": [0, ends]}


def _dropped(drawn: go.Figure, rows: list[dict[str, Any]], style: Style) -> go.Figure:
    """Mark where most people leave, when a part loses enough."""
    worst = max(rows[1:], key=lambda row: row["lost"] or 0, default=None)
    if worst is None or not worst["lost"] or worst["lost"] < _DROP:
        return drawn
    text = style.say("−{share}% here", share=round(100 * worst["lost"]))  # noqa: RUF001  # a minus sign
    at = worst["starts"]
    drawn.add_vline(x=at, line={"color": style.palette.second, "width": 1.5, "dash": "dash"})
    font = {"size": 12, "color": style.palette.second}
    side = "right" if at > 0.7 * rows[-1]["ends"] else "left"
    return drawn.add_annotation(
        x=at, y=1, yref="paper", text=text, showarrow=False, font=font, xanchor=side, yanchor="top"
    )


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds: 2:05."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def questions(frame: pl.DataFrame, weak: float, style: Style) -> go.Figure:
    """Draw questions by how many get them right and by how well they tell who knows; flagged ones are named.

    Parameters
    ----------
    frame
        `ITEMS` of `analytics.items`, those with both values, with `label`, its text, and `mark`, its number.
    weak
        The discrimination below which a question tells little of who knows and who does not.
    """
    say, rows = style.say, frame.rows(named=True)
    kinds = [[row for row in rows if bool(row["flag"]) == flagged] for flagged in (False, True)]
    traces = [_questions(part, style, flagged=bool(place)) for place, part in enumerate(kinds) if part]
    least = min([-0.2, *[row["discrimination"] - 0.1 for row in rows]])
    telling = {
        "title": say("tells apart who knows"),
        "range": [least, 1.03],
        "rangemode": "normal",
        "tickformat": ".1f",
    }
    right = {"title": say("answered right"), "tickformat": ".0%", "range": [-0.03, 1.03], "showgrid": True}
    drawn = figure(style, *traces, xaxis=right, yaxis=telling)
    return drawn.add_hline(y=weak, line={"color": style.palette.quiet, "width": 1, "dash": "dot"})


def _questions(rows: list[dict[str, Any]], style: Style, *, flagged: bool) -> go.Scatter:
    ink = style.palette
    return go.Scatter(
        x=[row["difficulty"] for row in rows],
        y=[row["discrimination"] for row in rows],
        mode="markers+text" if flagged else "markers",
        text=[plain(row["mark"], 12) for row in rows] if flagged else None,
        textposition="top center",
        textfont={"size": 12, "color": ink.second},
        cliponaxis=False,
        marker={
            "size": 11,
            "symbol": "diamond" if flagged else "circle",
            "color": ink.second if flagged else ink.accent,
            "opacity": 0.9 if flagged else 0.7,
            "line": {"color": ink.surface, "width": 1},
        },
        customdata=[[plain(row["label"], _TEXT), row["n"]] for row in rows],
        hovertemplate="%{customdata[0]}<br>"
        + style.say("%{x:.0%} right of %{customdata[1]} answers, tells apart %{y:.2f}")
        + "<extra></extra>",
    )
