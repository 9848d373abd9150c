"""What every figure has in common: type, colours, axes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

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


def figure(style: Style, *traces: Any, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """Return a figure of these traces in the house's look."""
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
    named = {"title_font_size": 12, "title_font_color": ink.muted, "title_standoff": 8}
    return drawn.update_xaxes(**named).update_yaxes(**named)


def plain(text: str, longest: int = 60) -> str:
    """Return a name as plotly may show it: it reads some HTML, and names come from anyone who can post."""
    shown = "".join(sign for sign in text if sign.isprintable() and not "\u202a" <= sign <= "\u2069")
    if len(shown) > longest:
        shown = shown[: longest - 1].rstrip() + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def calendar(starts: Sequence[date], style: Style) -> dict[str, Any]:
    """Return an axis of days whose marks stand at points that were drawn."""
    years = len({day.year for day in starts}) > 1
    step = max(1, -(-len(starts) // (_TICKS - 1 if years else _TICKS)))
    shape = "%b %Y" if years else style.say("%-d %b")
    return {"type": "date", "tickmode": "array", "tickangle": 0, "tickvals": list(starts[::step]), "tickformat": shape}
