"""Cohorts as a heat table: who came back, and how many periods later."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import mixed, readable_on
from dashboards.figures.frame import Style, figure, plain

COHORTS, PERIODS = 18, 13  # cells a reader can still read; the table behind has them all


def cohorts(frame: pl.DataFrame, named: Sequence[str], grain: str, style: Style) -> go.Figure:
    """Draw cohorts as a heat table with its numbers; what is not over yet is hatched and has none.

    Parameters
    ----------
    frame
        `COHORTS` of `analytics.persistence`, a row for each cell; where there is a column `cell`, how it is written.
    named
        What to call each cohort, in the order of `frame`'s cohorts; the last ones are drawn.
    grain
        `month` or `week`: what a period is.
    """
    say, ink = style.say, style.palette
    starts = frame["cohort"].unique().sort().to_list()
    rows = {start: row for row, start in enumerate(starts[-COHORTS:])}
    drawn = frame.filter(pl.col("cohort").is_in(list(rows)) & (pl.col("period") < PERIODS))
    shares = [_share(cell) for cell in drawn.iter_rows(named=True)]
    colours = [mixed(ink.surface, ink.accent, 0.08 + 0.84 * share) for share in shares]
    whole = drawn["complete"].to_list()
    cells = go.Bar(
        orientation="h",
        base=[period - 0.5 for period in drawn["period"].to_list()],
        x=[1] * drawn.height,
        y=[rows[start] for start in drawn["cohort"].to_list()],
        width=0.94,
        marker={
            "color": [colour if done else ink.surface for colour, done in zip(colours, whole, strict=True)],
            "pattern": {"shape": ["" if done else "/" for done in whole], "fgcolor": ink.quiet, "size": 6},
            "line": {"color": ink.surface, "width": 2},
        },
        text=[_told(cell, style) for cell in drawn.iter_rows(named=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 12, "color": [readable_on(colour, "#000000", "#FFFFFF") for colour in colours]},
        customdata=[[cell.get("cell") or "", _working(cell, style)] for cell in drawn.iter_rows(named=True)],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    titles = {"month": say("months after they began"), "week": say("weeks after they began")}
    last = min(PERIODS, int(drawn["period"].max() or 0) + 1)  # type: ignore[arg-type]  # a column of whole numbers
    periods = {"title": titles[grain], "side": "top", "tickmode": "array", "tickvals": list(range(last))}
    names = {"tickmode": "array", "tickvals": list(rows.values()), "ticktext": [plain(one) for one in named[-COHORTS:]]}
    return figure(
        style,
        cells,
        height=96 + 30 * max(1, len(rows)),
        barmode="overlay",
        xaxis={**periods, "range": [-0.5, last - 0.5], "ticks": ""},
        yaxis={**names, "range": [len(rows) - 0.5, -0.5], "showgrid": False, "ticks": ""},
    )


def _share(cell: dict[str, Any]) -> float:
    """Return how dark a cell is: what came back, even where there are too few for a share."""
    return (cell["returned"] or 0) / cell["size"] if cell["complete"] and cell["size"] else 0.0


def _told(cell: dict[str, Any], style: Style) -> str:
    """Return what stands in a cell: a percentage, counts where there are too few for one, nothing before it is over."""
    if not cell["complete"]:
        return ""
    if cell["share"] is None:
        return "" if cell["returned"] is None else f"{cell['returned']}/{cell['size']}"
    return style.say("{number}%", number=round(100 * cell["share"]))


def _working(cell: dict[str, Any], style: Style) -> str:
    if not cell["complete"]:
        return style.say("not over yet: nothing is counted")
    if cell["returned"] is None:
        return style.say("hidden: too few people")
    told = style.say("{count} of {size} {size:person|people}", count=cell["returned"], size=cell["size"])
    if cell["share"] is None:
        return told
    ends = {name: round(100 * cell[name]) for name in ("low", "high")}
    return told + "<br>" + style.say("between {low} and {high} in 100", **ends)
