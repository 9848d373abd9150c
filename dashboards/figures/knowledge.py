"""How what is kept is drawn: shares with what those who did not answer could make of them, and curves of forgetting."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import HEIGHT, Style, band, figure, legend_above, listed, plain, rows_named_above

_ROW, _NAMED, _LEAST = 40, 46, 160  # pixels of a line, of one with its name above it, of the least chart
_BESIDE = 14  # characters of a name that a telephone has room for beside the axis
_CAP = 0.14  # half the height of the ends of a bound


class Share(NamedTuple):
    """A share, its interval, and what it would be had all who did not answer forgotten, or kept, everything.

    Without an interval its dot is hollow; with `wide` too, since the bounds are then the answer. `n` stands at the end
    of its line, `told` is what is said of it (in its place, where nothing is drawn), `key` what it stands for.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    n: str = ""
    told: str = ""
    key: str = ""
    wide: bool = False


def shares(rows: Sequence[Share], title: str, style: Style, bottom: float = 0.0) -> go.Figure:
    """Draw shares one to a line: the dot, its interval thick, its bounds as a thin line between two ends."""
    ink, places = style.palette, list(range(len(rows)))
    both = list(zip(places, rows, strict=True))
    bounds = [
        _bound(place, row, ink.text if row.wide else ink.quiet) for place, row in both if row.bound_low is not None
    ]
    spans = [_span(place, row, ink.accent) for place, row in both if row.low is not None]
    known = [(place, row) for place, row in both if row.value is not None]
    points = go.Scatter(
        x=[row.value for _, row in known],
        y=[place for place, _ in known],
        mode="markers",
        marker={
            "size": 11,
            "color": [ink.surface if row.low is None or row.wide else ink.accent for _, row in known],
            "line": {"color": ink.accent, "width": 2},
        },
        customdata=[[row.key, plain(row.told, 300)] for _, row in known],
        hovertemplate="%{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )
    broken = title.replace(", ", ",<br>", 1)  # on a telephone the axis is shorter than what it is called
    names = [row.name for row in rows]
    above = any(len(name) > _BESIDE for name in names)
    beside: dict[str, Any] = {"yaxis": listed(names, _BESIDE), "annotations": []}
    named = rows_named_above(names, style) if above else beside
    named["yaxis"]["showgrid"] = False
    named["annotations"] += _notes(both, style)
    drawn = figure(
        style,
        *bounds,
        *spans,
        points,
        height=max(_LEAST, 56 + (_NAMED if above else _ROW) * len(rows)),
        xaxis={"range": [bottom - 0.02, 1.02], "title": broken, "tickformat": ".0%", "showgrid": True},
        **named,
    )
    if bottom < 0:
        drawn.add_vline(x=0, line={"color": ink.muted, "width": 1})
    return drawn.update_layout(margin={"r": 104})


def _span(place: int, row: Share, colour: str) -> go.Scatter:
    line = {"color": colour, "width": 5}
    common: dict[str, Any] = {"mode": "lines", "line": line, "opacity": 0.45, "hoverinfo": "skip"}
    return go.Scatter(x=[row.low, row.high], y=[place, place], **common)


def _bound(place: int, row: Share, colour: str) -> go.Scatter:
    low, high = row.bound_low, row.bound_high
    x = [low, low, None, low, high, None, high, high]
    y = [place - _CAP, place + _CAP, None, place, place, None, place - _CAP, place + _CAP]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": colour, "width": 1.25}, hoverinfo="skip")


def _notes(rows: Sequence[tuple[int, Share]], style: Style) -> list[dict[str, Any]]:
    """Return what stands at the end of each line, and on those where nothing is drawn."""
    nothing = [(place, row.told) for place, row in rows if row.value is None and row.bound_low is None and row.told]
    return [
        *(_beside(place, row.n, style) for place, row in rows),
        *(_beside(place, told, style, at=0.03) for place, told in nothing),
    ]


def _beside(place: int, text: str, style: Style, at: float = 1.01) -> dict[str, Any]:
    font = {"size": 12, "color": style.palette.muted}
    common: dict[str, Any] = {"xref": "paper", "showarrow": False, "xanchor": "left", "font": font}
    return {"x": at, "y": place, "text": plain(text, 40), **common}


class Seen(NamedTuple):
    """What was seen at one lag: mean days since the training, share, interval, how many answers."""

    days: float
    share: float
    low: float | None
    high: float | None
    n: int


def curve(frame: pl.DataFrame, seen: Sequence[Seen], style: Style) -> go.Figure:
    """Draw the curve with its band over the lags that were observed, what was seen at each, and two others in grey.

    Parameters
    ----------
    frame
        `CURVE` of `analytics.knowledge`, of tests that may be told together.
    seen
        What lies under it.
    """
    say, known = style.say, frame.filter(pl.col("days").is_not_null()).sort("days")
    days = known["days"].to_list()
    last = max([*days, *(one.days for one in seen)], default=1.0)
    drawn = figure(
        style,
        *band(days, [known[end].to_list() for end in ("low", "high")], style.palette.accent, 0.16),
        *_laws(known, style),
        _dots(seen, style),
        height=HEIGHT + 56,
        yaxis={"title": say("still known"), "tickformat": ".0%", "range": [0, 1.03]},
        xaxis={
            "title": say("days since the training"),
            "range": [0, last * 1.04],
            "tickmode": "array",
            "tickvals": [one.days for one in seen],
            "tickformat": ",.0f",
        },
        annotations=_under(seen, style),
    )
    return legend_above(drawn, 56, b=96)


def _laws(known: pl.DataFrame, style: Style) -> list[go.Scatter]:
    """Return the curve, and before it those it is compared with, where they could be fitted."""
    say, ink, days = style.say, style.palette, known["days"].to_list()
    others = (
        ("power", "dot", say("power curve, for comparison")),
        ("exponential", "dash", say("exponential curve, for comparison")),
    )
    told = [
        _line(days, known[column].to_list(), {"color": ink.muted, "dash": dash, "width": 1.5}, name)
        for column, dash, name in others
        if known[column].drop_nulls().len()
    ]
    line = {"color": ink.accent, "width": 2.5}
    main = _line(days, known["retained"].to_list(), line, say("still known (Weibull curve)"))
    main.hoverinfo = None
    main.hovertemplate = say("after %{x:.0f} days: %{y:.0%}") + "<extra></extra>"
    return [*told, main]


def _line(days: list[float], values: list[Any], line: dict[str, Any], name: str) -> go.Scatter:
    return go.Scatter(x=days, y=values, mode="lines", line=line, name=name, hoverinfo="skip")


def _dots(seen: Sequence[Seen], style: Style) -> go.Scatter:
    ink = style.palette
    above = [(one.high or one.share) - one.share for one in seen]
    below = [one.share - (one.share if one.low is None else one.low) for one in seen]
    return go.Scatter(
        x=[one.days for one in seen],
        y=[one.share for one in seen],
        mode="markers",
        name=style.say("answers at each lag"),
        marker={"size": 9, "symbol": "diamond", "color": ink.surface, "line": {"color": ink.text, "width": 1.75}},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": above,
            "arrayminus": below,
            "thickness": 1,
            "width": 4,
            "color": ink.text,
        },
        customdata=[one.n for one in seen],
        hovertemplate=style.say("after %{x:.0f} days: %{y:.0%} of %{customdata} answers") + "<extra></extra>",
    )


def _under(seen: Sequence[Seen], style: Style) -> list[dict[str, Any]]:
    """Return the answers at each lag, under the axis; left out where two lags would write over each other."""
    common: dict[str, Any] = {"yref": "paper", "y": 0, "showarrow": False, "yanchor": "top"}
    ink, last = style.palette, max((one.days for one in seen), default=1.0)
    title = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": -54, "text": style.say("answers")}
    told: list[dict[str, Any]] = [{**title, "font": {"size": 12, "color": ink.muted}, **common}]
    at = -last
    for one in seen:
        if one.days - at >= 0.07 * last:
            text = style.whole(one.n)
            told.append({"x": one.days, "yshift": -72, "text": text, "font": {"size": 12, "color": ink.text}, **common})
            at = one.days
    return told
