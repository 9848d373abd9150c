"""How often each warning is given."""

import plotly.graph_objects as go
import polars as pl

from dashboards.figures.frame import Style, figure, plain


def warnings(frame: pl.DataFrame, named: dict[str, str], style: Style) -> go.Figure:
    """Draw the share of assigned people each rule warns of: a dot, its interval, the counts beside it.

    Parameters
    ----------
    frame
        `RISK_COUNTS` of `analytics.risk`, a row for each rule.
    named
        What to call each rule.
    """
    say, ink = style.say, style.palette
    known = frame.filter(pl.col("share").is_not_null())
    places = {rule: row for row, rule in enumerate(frame["rule"].to_list())}
    shares = known["share"].to_list()
    dots = go.Scatter(
        x=shares,
        y=[places[rule] for rule in known["rule"].to_list()],
        mode="markers",
        marker={"size": 10, "color": ink.accent},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - share for high, share in zip(known["high"].to_list(), shares, strict=True)],
            "arrayminus": [share - low for low, share in zip(known["low"].to_list(), shares, strict=True)],
            "color": ink.accent,
            "thickness": 1.75,
        },
        hovertemplate="%{x:.1%}<extra></extra>",
    )
    counts = frame.select("rule", "count", "n").rows()
    beside = [
        {
            "x": 1,
            "y": places[rule],
            "xref": "paper",
            "xanchor": "right",
            "text": "–" if count is None else say("{count} of {size}", count=count, size=size),  # noqa: RUF001  # hidden
            "showarrow": False,
            "font": {"size": 12, "color": ink.muted},
        }
        for rule, count, size in counts
    ]
    top = max([0.1, *[high for high in known["high"].to_list() if high is not None]])
    names = {"tickvals": list(places.values()), "ticktext": [plain(named[rule]) for rule in places]}
    return figure(
        style,
        dots,
        height=84 + 40 * max(1, len(places)),
        annotations=beside,
        yaxis={"tickmode": "array", **names, "range": [len(places) - 0.5, -0.5]},
        xaxis={
            "title": say("share of people with an assignment"),
            "tickformat": ".0%",
            "range": [0, top * 1.3],
            "tickvals": _marks(top),
            "tickmode": "array",
        },
    )


def _marks(top: float) -> list[float]:
    """Return shares to mark, none over the whole."""
    step = 0.02 if top <= 0.1 else 0.1 if top <= 0.5 else 0.2
    return [step * mark for mark in range(int(min(1.0, top) / step + 1e-9) + 1)]
