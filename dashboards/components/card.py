"""The cards of a page: tiles with one number, charts with the table behind them."""

from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
import plotly.graph_objects as go
from dash import dcc, html

from analytics.catalog import Measure
from dashboards.components.aria import aria
from dashboards.i18n import Words


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a tile, or of the method of a chart: the value, what it is a part of, and its name."""

    name: str
    value: str
    part: str
    trend: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chart with its table: the title says what is seen."""

    key: str
    title: str
    figure: go.Figure
    table: Any
    csv: str
    controls: Any = None


def working(measure: Measure, words: Words, about: str, name: str) -> dmc.Popover:
    """Return the ⓘ beside a number: what it is, how it is counted, over what."""
    language = words.language if words.language in measure.name else "en"
    rows = (
        (words("Counted as"), words(measure.formula)),
        (words("From"), words(measure.source)),
        (words("Needs"), words(measure.enough)),
        (words("Period"), about),
    )
    told = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in rows]
    button = dmc.ActionIcon(
        "i", variant="subtle", size="sm", radius="xl", className="info", **aria(label=words("About: {name}", name=name))
    )
    dropdown = [html.Strong(measure.name[language]), html.P(measure.sentence[language]), html.Dl(told)]
    return dmc.Popover(
        [dmc.PopoverTarget(button), dmc.PopoverDropdown(html.Div(dropdown, className="working"))],
        width=320,
        position="bottom-end",
        withArrow=True,
        shadow="md",
        trapFocus=True,
        returnFocus=True,
    )


def tile(fact: Fact, info: Any) -> html.Section:
    """Return a tile: value, denominator, sparkline, working."""
    trend: Any = html.Div(className="spark")
    if len(fact.trend) > 2:
        line = dmc.Sparkline(
            data=list(fact.trend), h=32, w="100%", curveType="linear", fillOpacity=0.12, strokeWidth=1.75, color="teal"
        )
        trend = html.Div(line, className="spark", **aria(hidden="true"))
    head = html.Div([html.H2(fact.name), info], className="tile-head")
    return html.Section(
        [head, html.P(fact.value, className="value"), html.P(fact.part, className="part"), trend], className="tile"
    )


def chart(evidence: Evidence, info: Any, words: Words) -> html.Section:
    """Return a card with a chart, the table behind it one click away, and its CSV."""
    config: Any = {"displaylogo": False, "displayModeBar": False, "responsive": True, **words.plotly()}
    drawn = dcc.Graph(
        figure=evidence.figure, config=config, className="chart", style={"height": evidence.figure.layout.height}
    )
    tabs = dmc.Tabs(
        [
            html.Div(
                [
                    dmc.TabsList(
                        [dmc.TabsTab(words("Chart"), value="chart"), dmc.TabsTab(words("Table"), value="table")]
                    ),
                    evidence.controls,
                    html.A(
                        "CSV",
                        href=evidence.csv,
                        className="csv",
                        download=f"{evidence.key}.csv",
                        title=words("Download the table as CSV"),
                    ),
                ],
                className="toolbar",
            ),
            dmc.TabsPanel(html.Figure(drawn, **aria(label=evidence.title)), value="chart"),
            dmc.TabsPanel(evidence.table, value="table"),
        ],
        value="chart",
        variant="pills",
        keepMounted=False,
    )
    head = html.Div([html.H2(evidence.title), info], className="card-head")
    return html.Section([head, tabs], className="card", id={"card": evidence.key})
