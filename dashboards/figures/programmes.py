"""How programmes are drawn: their steps, who is up to date, competencies by unit, shares with their intervals."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import mixed, readable_on
from dashboards.figures.frame import Style, figure, legend_above, listed, plain, rows_named_above

_ROW = 34  # pixels of a row of a chart that is read line by line
_NAMED = 40  # of one that is named above it
_LEAST = 150
_CELL = 44
_LEGEND = 76  # above a chart: what a telephone needs for three lines
_SLANTED = 72  # right of the last column, for its slanted name


class Dot(NamedTuple):
    """A value with its interval, hollow without one; `told` is what is said of it, `key` what it stands for."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: str
    told: str
    key: str = ""


def dots(rows: Sequence[Dot], title: str, style: Style, top: float = 1.0, bottom: float = 0.0) -> go.Figure:
    """Draw values with their intervals, one to a line in the order given, what they rest on at the end of the line."""
    percent = top == 1.0 and bottom == 0.0
    edge = 0.02 * (top - bottom)
    amount = {
        "range": [bottom - edge, top + edge],
        "title": title,
        "showgrid": True,
        **({"tickformat": ".0%"} if percent else {}),
    }
    ends = [_beside(1.01, place, plain(row.n, 40), style, xref="paper") for place, row in enumerate(rows)]
    named = rows_named_above([row.name for row in rows], style)
    drawn = figure(
        style,
        *(_span(place, row, style) for place, row in enumerate(rows) if row.low is not None),
        _points(rows, style),
        height=_tall(len(rows), _NAMED),
        xaxis=amount,
        yaxis=named["yaxis"],
        annotations=[*named["annotations"], *ends],
    )
    return drawn.update_layout(margin={"r": 88})


def _span(place: int, row: Dot, style: Style) -> go.Scatter:
    """Draw the interval of one line."""
    line = {"color": style.palette.accent, "width": 3}
    return go.Scatter(x=[row.low, row.high], y=[place, place], mode="lines", line=line, opacity=0.45, hoverinfo="skip")


def _points(rows: Sequence[Dot], style: Style) -> go.Scatter:
    """Draw the values; a hollow one has no interval."""
    ink = style.palette
    colours = [ink.accent if row.low is not None else ink.surface for row in rows]
    return go.Scatter(
        x=[row.value for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 10, "color": colours, "line": {"color": ink.accent, "width": 2}},
        customdata=[[row.key, plain(row.told, 200)] for row in rows],
        hovertemplate="%{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )


def steps(frame: pl.DataFrame, names: dict[str, str], style: Style) -> go.Figure:
    """Draw how many came to each step, and how many were lost on the way to it.

    Parameters
    ----------
    frame
        `FUNNEL` of `analytics.progress`, with counts.
    names
        What to call each step.
    """
    say, ink = style.say, style.palette
    rows = frame.filter(pl.col("count").is_not_null() & (pl.col("n") > 0)).rows(named=True)
    places, most = list(range(len(rows))), max((row["n"] for row in rows), default=1)
    bars = go.Bar(
        x=[row["count"] for row in rows],
        y=places,
        orientation="h",
        width=0.62,
        marker={"color": ink.accent},
        customdata=[[row["step"], plain(names[row["step"]]), row["n"]] for row in rows],
        hovertemplate=say("%{customdata[1]}: %{x} of %{customdata[2]}") + "<extra></extra>",
    )
    lost = [
        go.Bar(
            x=[row["previous"] - row["count"] if row["previous"] is not None else 0 for row in rows],
            y=places,
            base=[row["count"] for row in rows],
            orientation="h",
            width=0.62,
            marker={
                "color": mixed(ink.quiet, ink.surface, 0.45),
                "pattern": {"shape": "/", "solidity": 0.25, "fgcolor": ink.muted},
            },
            customdata=[[row["step"]] for row in rows],
            hovertemplate=say("%{x} stopped before this step") + "<extra></extra>",
        )
    ]
    return figure(
        style,
        bars,
        *lost,
        height=_tall(len(rows)),
        barmode="overlay",
        xaxis={"title": say("assignments due"), "range": [0, most * 1.3], "tickformat": ",d", "nticks": 5},
        yaxis=listed([names[row["step"]] for row in rows]),
        annotations=[_lost(row, place, style) for place, row in zip(places, rows, strict=True)],
    )


def _lost(row: dict[str, Any], place: int, style: Style) -> dict[str, Any]:
    """Return what stands at the end of a step's bar: how many came, how many were lost before it."""
    gone = max(0, row["previous"] - row["count"]) if row["previous"] is not None else 0
    text = f"<b>{style.whole(row['count'])}</b>" + (f"  −{style.whole(gone)}" if gone else "")  # noqa: RUF001  # a minus sign
    return _beside(row["count"] + gone, place, text, style, xshift=6)


class Part(NamedTuple):
    """A kind of people: its column, its name, its colour, the pattern it has where colour is not seen."""

    column: str
    name: str
    colour: str
    pattern: str


def parts(style: Style, names: dict[str, str]) -> list[Part]:
    """Return how each status is drawn, from what holds to what does not."""
    ink = style.palette
    fading = [mixed(ink.accent, ink.surface, share) for share in (0.0, 0.3, 0.5, 0.65)]
    kinds = ("valid", "expires_90", "expires_60", "expires_30")
    held = [Part(kind, names[kind], colour, "") for kind, colour in zip(kinds, fading, strict=True)]
    rest = [("expired", ink.second, "x"), ("never", ink.quiet, "/"), ("exempt", mixed(ink.grid, ink.surface, 0.3), ".")]
    return [*held, *(Part(kind, names[kind], colour, pattern) for kind, colour, pattern in rest)]


def statuses(frame: pl.DataFrame, titles: list[str], kinds: Sequence[Part], style: Style) -> go.Figure:
    """Draw, programme by programme, how many people hold it, will lose it, lost it, never had it.

    Parameters
    ----------
    frame
        `STATUS` of `analytics.up_to_date`, a row to a line.
    titles
        What to call each row.
    """
    ink, say = style.palette, style.say
    places = list(range(frame.height))
    bars = [
        go.Bar(
            x=frame[kind.column].to_list(),
            y=places,
            orientation="h",
            name=kind.name,
            width=0.36,
            marker={
                "color": kind.colour,
                "line": {"color": ink.surface, "width": 1},
                "pattern": {"shape": kind.pattern, "solidity": 0.25, "fgcolor": ink.surface},
            },
            customdata=[[key, kind.name, kind.column] for key in frame["programme"]],
            hovertemplate="%{x} · %{customdata[1]}<extra></extra>",
        )
        for kind in kinds
        if frame[kind.column].sum()
    ]
    drawn = figure(
        style,
        *bars,
        height=_tall(frame.height, _NAMED) + _LEGEND,
        barmode="stack",
        xaxis={"title": say("people"), "tickformat": ",d", "nticks": 6, "showgrid": True},
        **rows_named_above(titles, style),
    )
    return legend_above(drawn, _LEGEND)


def heat(frame: pl.DataFrame, units: list[str], style: Style) -> go.Figure:
    """Draw which share of the people concerned holds each competency in each unit; the numbers stand in the cells.

    Parameters
    ----------
    frame
        Columns `place` (of the unit in `units`), `competency`, `share`, `text` and `told`.
    units
        What to call each unit, in order.
    """
    ink = style.palette
    names = list(dict.fromkeys(frame["competency"].to_list()))
    cells = {(row["competency"], row["place"]): row for row in frame.iter_rows(named=True)}
    lines = [[cells.get((name, at)) for name in names] for at in range(len(units))]
    ground = mixed(ink.surface, ink.accent, 0.08)
    slanted = len(names) > 4
    drawn = figure(
        style,
        go.Heatmap(
            z=[[cell["share"] if cell else None for cell in line] for line in lines],
            x=list(range(len(names))),
            y=list(range(len(units))),
            zmin=0,
            zmax=1,
            xgap=3,
            ygap=3,
            showscale=False,
            colorscale=[[0, ground], [1, ink.accent]],
            customdata=[[plain(cell["told"], 200) if cell else "" for cell in line] for line in lines],
            hovertemplate="%{customdata}<extra></extra>",
            hoverongaps=False,
        ),
        height=_tall(len(units)) + 96,
        minreducedwidth=_CELL * frame["competency"].n_unique(),
        xaxis={
            "tickvals": list(range(len(names))),
            "ticktext": [plain(name, 18) for name in names],
            "side": "top",
            "tickangle": -30 if slanted else 0,
            "ticklabeloverflow": "allow",  # else the last name, which reaches beyond its column, is left out
            "showline": False,
        },
        yaxis=listed(units),
        annotations=[_number(row, names.index(name), ground, style) for (name, _), row in cells.items()],
    )
    return drawn.update_layout(margin={"r": _SLANTED}) if slanted else drawn


def _number(row: dict[str, Any], across: int, ground: str, style: Style) -> dict[str, Any]:
    """Return the number in a cell, in the colour that is read best on it."""
    ink, share = style.palette, row["share"]
    under = ground if share is None else mixed(ground, ink.accent, share)
    colour = ink.muted if share is None else readable_on(under, ink.text, ink.surface)
    font = {"size": 12, "color": colour}
    return {"x": across, "y": row["place"], "text": plain(row["text"], 14), "showarrow": False, "font": font}


def _beside(x: float, y: int, text: str, style: Style, **more: Any) -> dict[str, Any]:
    """Return a text right of a place. Handed over together: plotly looks at all of them again for each one added."""
    font = {"size": 12, "color": style.palette.muted}
    return {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": "left", "font": font, **more}


def _tall(rows: int, row: int = _ROW) -> int:
    return max(_LEAST, 56 + row * rows)
