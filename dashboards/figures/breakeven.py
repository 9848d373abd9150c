"""How two ways of teaching are drawn against the number of learners: two totals, and where they cross."""

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, figure, legend_above

_HEIGHT = 380


def curves(frame: pl.DataFrame, learners: int, crossing: int | None, style: Style, currency: str) -> go.Figure:
    """Draw both totals, the staircase of sessions in sight, the audience as a line, the crossing marked with its n.

    Parameters
    ----------
    frame
        learners, classroom, mix: both totals at some numbers of learners, from 0.
    learners
        The size of the audience.
    crossing
        The number of learners from which the mix stays no dearer, where there is one.
    """
    say, ink = style.say, style.palette
    lines = (
        ("classroom", say("Classroom"), ink.second, "dash"),
        ("mix", say("What is planned"), ink.accent, "solid"),
    )
    traces = [
        go.Scatter(
            x=frame["learners"].to_list(),
            y=[float(value) for value in frame[column].to_list()],
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.25, "dash": dash, "shape": "hv"},
            hovertemplate=say("%{x:,.0f} learners: %{y:,.0f}") + f" {currency}<extra>{name}</extra>",
        )
        for column, name, colour, dash in lines
    ]
    last = frame["learners"].to_list()[-1]
    drawn = figure(
        style,
        *traces,
        height=_HEIGHT,
        yaxis={"title": say("cost over the whole horizon, {currency}", currency=currency), "tickformat": ",.0f"},
        xaxis={"title": say("learners"), "tickformat": ",.0f", "range": [0, last], "rangemode": "tozero"},
    )
    _audience(drawn, learners, last, style)
    if crossing is not None and 1 < crossing <= last:
        _crossing(drawn, frame, crossing, style)
    return legend_above(drawn, r=24)


def _audience(drawn: go.Figure, learners: int, last: int, style: Style) -> None:
    """Draw the size of the audience."""
    ink = style.palette
    drawn.add_vline(x=learners, line={"color": ink.text, "width": 1, "dash": "dot"})
    text = style.say("{n:your learner|your {n} learners}", n=style.whole(learners))
    left = learners > last * 0.7
    drawn.add_annotation(
        x=learners,
        y=0.02,
        yref="paper",
        yanchor="bottom",
        xanchor="right" if left else "left",
        xshift=-6 if left else 6,
        text=text,
        showarrow=False,
        font={"size": 12, "color": ink.text},
    )


def _crossing(drawn: go.Figure, frame: pl.DataFrame, crossing: int, style: Style) -> None:
    """Mark where the mix becomes no dearer, with its number of learners."""
    ink = style.palette
    row = frame.filter(pl.col("learners") <= crossing).row(-1, named=True)
    height = float(row["mix"])
    drawn.add_trace(
        go.Scatter(
            x=[crossing],
            y=[height],
            mode="markers",
            showlegend=False,
            marker={"size": 10, "color": ink.text, "symbol": "diamond"},
            hovertemplate=style.say("no dearer from %{x:,.0f} learners on") + "<extra></extra>",
        )
    )
    text = style.say("from {n} {n:learner|learners} on", n=style.whole(crossing))
    drawn.add_annotation(
        x=crossing, y=height, ax=-8, ay=-40, text=text, font={"size": 12, "color": ink.text}, arrowcolor=ink.muted
    )
