"""What every figure has in common: type, colours, axes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboards.theme import FONT, Palette

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are drawn for one reader: the palette, the language, its decimal point and its thousands sign."""

    palette: Palette
    say: Say
    separators: str


def figure(style: Style, *traces: Any, height: int = 300, **layout: Any) -> go.Figure:
    """Return a figure of these traces in the house's look."""
    ink = style.palette
    axis = {
        "gridcolor": ink.grid,
        "linecolor": ink.quiet,
        "tickcolor": ink.quiet,
        "zeroline": False,
        "automargin": True,
        "title": {"font": {"size": 12, "color": ink.muted}, "standoff": 8},
        "tickfont": {"size": 12, "color": ink.muted},
        "fixedrange": True,
    }
    drawn = go.Figure(traces)
    drawn.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": ink.text},
        separators=style.separators,
        showlegend=False,
        hoverlabel={"bgcolor": ink.surface, "bordercolor": ink.quiet, "font": {"color": ink.text, "family": FONT}},
        xaxis={**axis, "showgrid": False, **layout.pop("xaxis", {})},
        yaxis={**axis, "rangemode": "tozero", **layout.pop("yaxis", {})},
        bargap=0.25,
        **layout,
    )
    return drawn


def plain(text: str, longest: int = 60) -> str:
    """Return a name as plotly may show it: it reads some HTML, and a name comes from anyone who can post a statement."""
    shown = "".join(sign for sign in text if sign.isprintable() and not "\u202a" <= sign <= "\u2069")
    if len(shown) > longest:
        shown = shown[: longest - 1].rstrip() + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
