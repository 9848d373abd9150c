"""How engagement is drawn. Each takes a frame that `analytics.engagement` promises and returns a figure."""

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, calendar, figure, named_bars, plain

_SHOWN = 8  # activities
_BARS = 30


def active(now: pl.DataFrame, before: pl.DataFrame | None, grain: str, style: Style) -> go.Figure:
    """Draw people active over time, the time before in grey under it; an incomplete end is hollow.

    Parameters
    ----------
    now, before
        `ACTIVE`; `before` is the same length of time earlier, or None.
    grain
        `day`, `week` or `month`: says how a point is named.
    """
    say, ink = style.say, style.palette
    traces = [_earlier(now, before, style)] if before is not None and before["complete"].sum() > 1 else []
    named = {"day": say("%d %b %Y"), "week": say("week of %d %b %Y"), "month": "%B %Y"}[grain]
    hollow = [ink.accent if whole else ink.surface for whole in now["complete"].to_list()]
    traces.append(
        go.Scatter(
            x=now["starts"].to_list(),
            y=now["active"].to_list(),
            mode="lines+markers" if len(now) <= 60 else "lines",
            line={"color": ink.accent, "width": 2.25},
            marker={"size": 6, "color": hollow, "line": {"color": ink.accent, "width": 1.5}},
            hovertemplate="%{y} " + say("people") + f"<br>%{{x|{named}}}<extra></extra>",
        )
    )
    return figure(style, *traces, yaxis={"title": say("people")}, xaxis=calendar(now["starts"].to_list(), style))


def _earlier(now: pl.DataFrame, before: pl.DataFrame, style: Style) -> go.Scatter:
    """Return the time before as a line of its whole periods: one that is cut off would look like a fall."""
    earlier = before.tail(len(now))
    whole: list[bool] = earlier["complete"].to_list()
    last = max(place for place, one in enumerate(whole) if one) if any(whole) else -1
    return go.Scatter(
        x=now["starts"].to_list()[-len(earlier) :],
        y=[active if one else None for active, one in zip(earlier["active"].to_list(), whole, strict=True)],
        customdata=earlier["starts"].to_list(),
        mode="lines+text",
        text=[style.say("before") if place == last else "" for place in range(len(earlier))],
        textposition="top left",
        textfont={"color": style.palette.muted, "size": 12},
        cliponaxis=False,
        line={"color": style.palette.quiet, "width": 1.5, "dash": "dot"},
        hovertemplate=style.say("before: %{y} people (%{customdata|%d %b %Y})") + "<extra></extra>",
    )


def spread(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw how many people were active on how many days (`ACTIVE_DAYS`), several days to a bar where they are many."""
    say = style.say
    width = max(1, -(-max(frame["days"].to_list(), default=1) // _BARS))
    bins = frame.group_by(first=(pl.col("days") - 1) // width * width + 1).agg(pl.col("learners").sum()).sort("first")
    firsts = bins["first"].to_list()
    bars = go.Bar(
        x=[first + (width - 1) / 2 for first in firsts],
        y=bins["learners"].to_list(),
        width=width * 0.8,
        marker={"color": style.palette.accent},
        customdata=[str(first) if width == 1 else f"{first} … {first + width - 1}" for first in firsts],
        hovertemplate=say("%{y} people were active on %{customdata} days") + "<extra></extra>",
    )
    days = {"title": say("active days"), "rangemode": "tozero", "tickformat": ",d"}
    return figure(style, bars, xaxis=days, yaxis={"title": say("people"), "tickformat": ",d"})


def used(names: list[str], learners: list[int], of: int, style: Style) -> go.Figure:
    """Draw the most used activities by how many people used each."""
    names, told = names[:_SHOWN], style.say("people of {of}", of=of)
    return named_bars(
        names,
        learners[:_SHOWN],
        style.say("people"),
        style,
        customdata=[plain(name, 90) for name in names],
        hovertemplate=f"%{{customdata}}<br>%{{x}} {told}<extra></extra>",
    )


def clicks(frame: pl.DataFrame, style: Style) -> go.Figure:
    """Draw the weekly median and 75th percentile of clicks (`WEEKLY`), each named beside its end."""
    say, ink = style.say, style.palette
    starts = frame["starts"].to_list()
    whole = frame["complete"].to_list()
    about = frame.select("active", "mean_active_days").rows()
    told = say("week of %d %b %Y")
    lines = (
        ("p75_clicks", say("three in four below"), ink.second, "dash", "diamond"),
        ("median_clicks", say("median"), ink.accent, "solid", "circle"),
    )
    traces = [
        go.Scatter(
            x=starts,
            y=frame[column].to_list(),
            name=name,
            customdata=about,
            mode="lines+markers",
            line={"color": colour, "width": 2.25, "dash": dash},
            marker={
                "size": 7,
                "symbol": symbol,
                "color": [colour if complete else ink.surface for complete in whole],
                "line": {"color": colour, "width": 1.5},
            },
            hovertemplate=f"{name}: "
            + say("%{y:,.1f} clicks")
            + f"<br>%{{x|{told}}}<br>"
            + say("%{customdata[0]} people, %{customdata[1]:.2f} active days each")
            + "<extra></extra>",
        )
        for column, name, colour, dash, symbol in lines
    ]
    legend = {"orientation": "h", "x": 0, "y": 1.12, "font": {"size": 12}}
    drawn = figure(style, *traces, yaxis={"title": say("clicks per person")}, xaxis=calendar(starts, style))
    return drawn.update_layout(showlegend=True, legend=legend, margin={"t": 28})
