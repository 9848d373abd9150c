"""What every figure has in common: type, colours, axes."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import plotly.graph_objects as go

from dashboards.figures.colours import rgba
from dashboards.theme import FONT, Palette

Say = Callable[..., str]
HEIGHT = 340
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are drawn for one reader: the palette, the language, its decimal point and its thousands sign."""

    palette: Palette
    say: Say
    separators: str

    def whole(self, number: float) -> str:
        """Write a whole number, its thousands apart."""
        return f"{number:,.0f}".replace(",", self.separators[1])

    def amount(self, number: float) -> str:
        """Write an amount to the whole; what is under one and not nothing is not told to be nothing."""
        if 0 < number < 0.5:
            return f"&lt; {0.5 if number >= 0.1 else 0.1}".replace(".", self.separators[0])
        return self.whole(number)


def figure(style: Style, *traces: Any, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """Return a figure of these traces in the house's look.

    It is given its layout at once: to update a figure takes plotly six times as long.
    """
    ink = style.palette
    axis = {
        "gridcolor": ink.grid,
        "linecolor": ink.quiet,
        "tickcolor": ink.quiet,
        "zeroline": False,
        "automargin": True,
        "tickfont": {"size": 12, "color": ink.muted},
        "fixedrange": True,
    }
    drawn = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": ink.text},
        "separators": style.separators,
        "showlegend": False,
        "hoverlabel": {"bgcolor": ink.surface, "bordercolor": ink.quiet, "font": {"color": ink.text, "family": FONT}},
        "xaxis": _marked(_titled({**axis, "showgrid": False, **layout.pop("xaxis", {})}, ink), style),
        "yaxis": _marked(_titled({**axis, "rangemode": "tozero", **layout.pop("yaxis", {})}, ink), style),
        "bargap": 0.25,
    }
    return go.Figure(traces, go.Layout(**drawn, **layout))


def _titled(axis: dict[str, Any], ink: Palette) -> dict[str, Any]:
    """Return an axis whose title, a text, looks as those of the house do."""
    font = {"size": 12, "color": ink.muted}
    return axis | {"title": {"text": axis.get("title"), "font": font, "standoff": 8}}


def _marked(axis: dict[str, Any], style: Style) -> dict[str, Any]:
    """Return an axis whose marks write percentages as the language does: plotly puts no space before the sign."""
    sign = style.say("{number}%", number="")
    if sign == "%" or not str(axis.get("tickformat", "")).endswith("%"):
        return axis
    return axis | {"labelalias": _percentages(sign, style.separators[0])}


@cache
def _percentages(sign: str, point: str) -> dict[str, str]:
    """Return how whole and half percentages are written by what plotly writes."""
    return {f"{n}{half}%": f"{n}{half}{sign}" for n in range(101) for half in ("", f"{point}5")}


def plain(text: str, longest: int = 60) -> str:
    """Return a name as plotly may show it: it reads some HTML, and names come from anyone who can post."""
    shown = "".join(sign for sign in text if sign.isprintable() or unicodedata.category(sign) == "Zs")  # every space
    if len(shown) > longest:
        shown = shown[: longest - 1].rstrip() + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def listed(names: Sequence[str], longest: int = 34) -> dict[str, Any]:
    """Return an axis of names, one to a line, the first on top."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [plain(name, longest) for name in names],
        "range": [len(names) - 0.4, -0.6],
        "showgrid": False,
        "rangemode": "normal",
    }


def band(
    x: Sequence[float], ends: Sequence[Sequence[float]], colour: str, veil: float = 0.14, shape: str = "linear"
) -> list[go.Scatter]:
    """Return an interval, its low ends and its high ends, as two edges with the space between them filled."""
    line = {"width": 0, "color": colour, "shape": shape}
    common: dict[str, Any] = {"mode": "lines", "line": line, "showlegend": False, "hoverinfo": "skip"}
    filled = rgba(colour, veil)
    return [
        go.Scatter(x=x, y=y, fill=fill, fillcolor=filled, **common)
        for y, fill in zip(ends, (None, "tonexty"), strict=True)
        if x
    ]


def named_above(names: Sequence[str], style: Style) -> list[dict[str, Any]]:
    """Return the names of rows, each above its row: beside them a telephone has no room."""
    font = {"size": 12.5, "color": style.palette.text}
    common: dict[str, Any] = {"x": 0, "xref": "paper", "xanchor": "left", "showarrow": False, "font": font}
    return [{"y": place - 0.38, "text": plain(name, 48), **common} for place, name in enumerate(names)]


def rows_named_above(names: Sequence[str], style: Style) -> dict[str, Any]:
    """Return the axis of rows that are named above, the first on top, and their names: parts of a layout."""
    axis = {"range": [len(names) - 0.5, -0.7], "showticklabels": False, "ticks": "", "dtick": 1}
    return {"yaxis": axis, "annotations": named_above(names, style)}


def named_bars(names: Sequence[str], amounts: Sequence[float], unit: str, style: Style, **bar: Any) -> go.Figure:
    """Draw amounts as bars, the first on top, each with its name above it and its number at its end."""
    ink = style.palette
    drawn = go.Bar(
        x=list(amounts),
        y=list(range(len(names))),
        orientation="h",
        width=0.36,
        marker={"color": ink.accent},
        text=[style.amount(amount) for amount in amounts],
        textposition="outside",
        cliponaxis=False,
        textfont={"color": ink.text},
        **bar,
    )
    widest = max(amounts, default=1) or 1
    return figure(
        style,
        drawn,
        height=60 + 35 * max(1, len(names)),
        annotations=named_above(names, style),
        yaxis={"visible": False, "range": [len(names) - 0.6, -0.75]},
        xaxis={"range": [0, widest * 1.14], "title": unit, "tickformat": ",~r", "nticks": 5},
    )


def legend_above(drawn: go.Figure, room: int = 44, **margin: int) -> go.Figure:
    """Name the traces above a figure, in so many pixels."""
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12}, "traceorder": "normal"}
    return drawn.update_layout(showlegend=True, legend=legend, margin={"t": room, **margin})


def calendar(starts: Sequence[date], style: Style) -> dict[str, Any]:
    """Return an axis of days whose marks stand at points that were drawn."""
    years = len({day.year for day in starts}) > 1
    step = max(1, -(-len(starts) // (_TICKS - 1 if years else _TICKS)))
    shape = "%b %Y" if years else style.say("%-d %b")
    return {"type": "date", "tickmode": "array", "tickangle": 0, "tickvals": list(starts[::step]), "tickformat": shape}
