"""Pictures of money: what programmes cost against what they bring, budgets against what is spent, what matters most."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.colours import OKABE_ITO
from dashboards.figures.frame import HEIGHT, Style, figure, plain, rows_named_above

_ROW = 30
_NAMED = 44  # of a row whose name stands above it
_ROOM = 90  # for the axis and what names the marks
_ABOVE: dict[str, Any] = {"orientation": "h", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom"}


def _sized(rows: int, row: int = _ROW) -> int:
    return max(HEIGHT // 2, rows * row + _ROOM)


def _rows(frame: pl.DataFrame) -> list[str]:
    return [plain(name, 34) for name in frame["name"]]


def stakes(frame: pl.DataFrame, style: Style, currency: str) -> go.Figure:
    """Draw what each programme costs, against what it brings and what its alternative would cost, with their ranges.

    Parameters
    ----------
    frame
        Rows of `analytics.investment.DECISION` with `name`, the first on top; a missing amount has no mark.
    currency
        How it is written on the axis.
    """
    ink, say = style.palette, style.say
    marks = (
        ("cost", say("What it costs"), "circle", ink.text),
        ("benefit", say("What it brings in cash"), "diamond", ink.accent),
        ("alternative", say("What the alternative would cost"), "square-open", ink.second),
    )
    names = _rows(frame)
    traces = [_joined(frame, style), *(_ranged(frame, names, mark) for mark in marks)]
    axis = {"title": currency, "rangemode": "tozero", "showgrid": True, "tickformat": ",.0f"}
    drawn = figure(
        style,
        *traces,
        height=_sized(len(names), _NAMED),
        xaxis=axis,
        **rows_named_above(frame["name"].to_list(), style),
    )
    return drawn.update_layout(showlegend=True, legend=_ABOVE)


def _joined(frame: pl.DataFrame, style: Style) -> go.Scatter:
    """Return a thin line in each row from its least to its greatest amount."""
    across: list[float | None] = []
    rows: list[int | None] = []
    for place, amounts in enumerate(frame.select("cost", "benefit", "alternative").iter_rows()):
        known = [float(one) for one in amounts if one is not None]
        if len(known) > 1:
            across += [min(known), max(known), None]
            rows += [place, place, None]
    line = {"color": style.palette.quiet, "width": 1, "dash": "dot"}
    return go.Scatter(x=across, y=rows, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _ranged(frame: pl.DataFrame, names: list[str], mark: tuple[str, str, str, str]) -> go.Scatter:
    column, name, symbol, colour = mark
    values, low, high = (frame[one].cast(pl.Float64) for one in (column, f"{column}_low", f"{column}_high"))
    reach = {
        "type": "data",
        "symmetric": False,
        "array": (high - values).to_list(),
        "arrayminus": (values - low).to_list(),
        "thickness": 1.5,
        "width": 3,
        "color": colour,
    }
    return go.Scatter(
        x=values.to_list(),
        y=list(range(len(names))),
        customdata=names,
        mode="markers",
        name=name,
        error_x=reach,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
        hovertemplate="%{customdata}<br>" + name + ": %{x:,.0f}<extra></extra>",
    )


def spend(frame: pl.DataFrame, style: Style, currency: str) -> go.Figure:
    """Draw, month by month, what is paid and ordered as bars, and what is budgeted as a line over them.

    Parameters
    ----------
    frame
        `analytics.costs.SPEND_MONTHS`.
    """
    ink, say, months = style.palette, style.say, frame["month"].to_list()
    pattern = {"shape": "/", "fgcolor": ink.second, "bgcolor": "rgba(0,0,0,0)", "solidity": 0.4}
    bars = (
        ("actual", say("Spent"), {"color": ink.accent}),
        ("commitment", say("Committed"), {"color": ink.second, "pattern": pattern}),
    )
    traces: list[Any] = [
        go.Bar(x=months, y=_floats(frame, column), name=name, marker=marker, hovertemplate=_hover(name))
        for column, name, marker in bars
    ]
    budget = say("Budget")
    line = {"color": ink.text, "width": 2, "shape": "hvh"}
    traces.append(
        go.Scatter(
            x=months, y=_floats(frame, "budget"), mode="lines", name=budget, line=line, hovertemplate=_hover(budget)
        )
    )
    axis = {"type": "date", "tickformat": "%b %Y", "nticks": 8}
    drawn = figure(style, *traces, xaxis=axis, yaxis={"title": currency, "tickformat": ",.0f"})
    return drawn.update_layout(showlegend=True, legend=_ABOVE, barmode="stack")


def _floats(frame: pl.DataFrame, column: str) -> list[float | None]:
    found: list[float | None] = frame[column].cast(pl.Float64).to_list()
    return found


def _hover(name: str) -> str:
    return "%{x|%b %Y}<br>" + name + ": %{y:,.0f}<extra></extra>"


def variance(frame: pl.DataFrame, style: Style, currency: str) -> go.Figure:
    """Draw how far what was spent is from the budget: over it to the right, under it to the left.

    Parameters
    ----------
    frame
        `by` (what a click on it chooses), `name`, `variance` (actual less budget); the first on top.
    """
    ink, values, names, keys = style.palette, _floats(frame, "variance"), _rows(frame), frame["by"].to_list()
    pattern = {"shape": "/", "solidity": 0.3}
    looks: tuple[tuple[int, dict[str, Any]], ...] = (
        (1, {"color": ink.second, "pattern": pattern}),
        (-1, {"color": ink.accent}),
    )
    bars = []
    for sign, marker in looks:
        held = [place for place, value in enumerate(values) if value is not None and (value > 0) == (sign > 0)]
        bars.append(
            go.Bar(
                x=[values[place] for place in held],
                y=[names[place] for place in held],
                orientation="h",
                customdata=[keys[place] for place in held],
                marker=marker,
                hovertemplate="%{y}: %{x:+,.0f}<extra></extra>",
                texttemplate="%{x:+,.0f}",
                textposition="outside",
                cliponaxis=False,
            )
        )
    widest = max((abs(value) for value in values if value is not None), default=1.0) * 1.35
    axis = {
        "title": currency,
        "zeroline": True,
        "zerolinecolor": ink.text,
        "range": [-widest, widest],
        "tickformat": ",.0f",
    }
    rows = {"autorange": "reversed", "type": "category", "categoryorder": "array", "categoryarray": names}
    drawn = figure(style, *bars, height=_sized(frame.height), xaxis=axis, yaxis=rows)
    return drawn.update_layout(barmode="overlay")


def tornado(frame: pl.DataFrame, base: float, style: Style, axis: str) -> go.Figure:
    """Draw what comes out with each input at its low and its high end, the longest on top, the values at both ends.

    Parameters
    ----------
    frame
        `name`, `low`, `high`: the outcome at the input's low and at its high end.
    base
        The outcome with every input as it is.
    """
    ink, say = style.palette, style.say
    told = frame.with_columns(pl.col("low", "high").cast(pl.Float64))
    told = told.with_columns(reach=(pl.col("high") - pl.col("low")).abs()).sort("reach", descending=True)
    names = _rows(told)
    ends = (("low", say("at its low end"), ink.second, "/"), ("high", say("at its high end"), ink.accent, ""))
    bars = [
        go.Bar(
            x=(told[column] - base).to_list(),
            base=base,
            y=list(range(told.height)),
            orientation="h",
            width=0.36,
            name=name,
            marker={"color": colour, "pattern": {"shape": shape, "solidity": 0.3}},
            customdata=list(zip(told[column].to_list(), names, strict=True)),
            texttemplate="%{customdata[0]:,.0f}",
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{customdata[1]}, " + name + ": %{customdata[0]:,.0f}<extra></extra>",
        )
        for column, name, colour, shape in ends
    ]
    drawn = figure(
        style,
        *bars,
        height=_sized(told.height, _NAMED),
        xaxis={"title": axis, "nticks": 5, "tickformat": ",.0f"},
        **rows_named_above(told["name"].to_list(), style),
    )
    drawn.add_vline(x=base, line={"color": ink.text, "width": 1})
    return drawn.update_layout(showlegend=True, legend=_ABOVE, barmode="overlay")


def plane(frame: pl.DataFrame, style: Style, effect: str, cost: str) -> go.Figure:
    """Draw differences of cost against differences of effect, each with its interval, in four named quadrants.

    Parameters
    ----------
    frame
        `name`, `effect`, `effect_low`, `effect_high`, `cost`, `cost_low`, `cost_high`: this less the alternative.
    effect, cost
        What the axes are called, with their units.
    """
    ink, say = style.palette, style.say
    traces = [_cross(row, OKABE_ITO[place % len(OKABE_ITO)]) for place, row in enumerate(frame.to_dicts())]
    across, up = (
        {"title": name, "range": _about_nought(frame, column), "showgrid": True}
        | {"zeroline": True, "zerolinecolor": ink.text}
        for name, column in ((effect, "effect"), (cost, "cost"))
    )
    drawn = figure(style, *traces, xaxis=across, yaxis=up)
    corners = (
        (1, 0, say("better and cheaper")),
        (0, 1, say("worse and dearer")),
        (1, 1, say("better, but dearer")),
        (0, 0, say("cheaper, but worse")),
    )
    for x, y, text in corners:
        sides = {"xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom"}
        font = {"color": ink.muted, "size": 12}
        drawn.add_annotation(x=x, y=y, xref="paper", yref="paper", text=text, showarrow=False, font=font, **sides)
    return drawn


def _about_nought(frame: pl.DataFrame, column: str) -> list[float]:
    """Return the range of an axis with nought in its middle, and room for what is named in the corners."""
    ends = [frame[f"{column}{end}"].cast(pl.Float64).abs().max() for end in ("", "_low", "_high")]
    reach = 1.4 * max([float(str(one)) for one in ends if one is not None], default=0.0) or 1.0
    return [-reach, reach]


def _cross(row: dict[str, Any], colour: str) -> go.Scatter:
    def reach(name: str) -> dict[str, Any]:
        value, low, high = (
            None if row[one] is None else float(row[one]) for one in (name, f"{name}_low", f"{name}_high")
        )
        known = value is not None and low is not None and high is not None
        sides = {"array": [high - value], "arrayminus": [value - low]} if known else {}  # type: ignore[operator]  # known
        return {"type": "data", "symmetric": False, "color": colour, "thickness": 1.5, "width": 4, **sides}

    name = plain(str(row["name"]))
    return go.Scatter(
        x=[None if row["effect"] is None else float(row["effect"])],
        y=[None if row["cost"] is None else float(row["cost"])],
        error_x=reach("effect"),
        error_y=reach("cost"),
        mode="markers+text",
        text=[name],
        textposition="top center",
        marker={"size": 11, "color": colour},
        hovertemplate=name + ": %{x:,.2f}; %{y:,.0f}<extra></extra>",
    )


def components(frame: pl.DataFrame, style: Style, currency: str) -> go.Figure:
    """Draw what is spent on what, the most on top; `frame` has `name` and `actual`."""
    bars = go.Bar(
        x=_floats(frame, "actual"),
        y=_rows(frame),
        orientation="h",
        marker={"color": style.palette.accent},
        texttemplate="%{x:,.0f}",
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:,.0f}<extra></extra>",
    )
    rows = {"autorange": "reversed", "type": "category"}
    widest = max((value for value in _floats(frame, "actual") if value is not None), default=1.0) * 1.25
    axis = {"title": currency, "range": [0, widest], "tickformat": ",.0f", "nticks": 5}
    return figure(style, bars, height=_sized(frame.height), xaxis=axis, yaxis=rows)
