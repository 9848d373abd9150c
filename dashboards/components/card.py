"""The cards of a page: tiles with one number, charts with the table behind them, and what can be taken away of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_mantine_components as dmc
import plotly.graph_objects as go
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.catalog import Measure
from dashboards.components.aria import aria
from dashboards.components.parts import facts
from dashboards.filters import MANY
from dashboards.i18n import Words
from dashboards.pages.page import Site

ENDINGS = ("csv", "xlsx")
_EDGE = 8  # pixels between what an ⓘ opens and the edge of the window
_NAMES = 160  # pixels that names beside a chart take


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a tile, or of the method of a chart: the value, what it is a part of, and its name.

    `way` is where it leads: the words and the address.
    """

    name: str
    value: Any
    part: Any
    trend: tuple[float, ...] = ()
    way: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chart with its table: the title says what is seen.

    Attributes
    ----------
    href
        The address of the measure behind it, for this scope; an ending is put into it. Empty where there is no file.
    controls
        What stands beside the choice of chart or table.
    period
        What is said of the days under the title of the picture.
    hint
        What stands under the chart: what a click does, what is left out.
    """

    key: str
    title: str
    figure: go.Figure
    table: Any
    href: str
    controls: Any = None
    period: str = ""
    hint: Any = None


@dataclass(frozen=True, slots=True)
class Rests:
    """What one number rests on, for its ⓘ.

    Attributes
    ----------
    period
        The days it is about, in words.
    rows
        Further rows, each with its name ("Against before", "3 points more").
    on
        How many answers, people or lines it is of.
    interval
        Between what it lies, or why it has no interval.
    down
        What stands before how it is counted, where it leads: rows like `rows`.
    what
        What this number is, in one sentence, where its measure tells of several things.
    """

    period: str
    rows: tuple[tuple[str, Any], ...] = field(default=())
    on: str = ""
    interval: str = ""
    down: tuple[tuple[str, Any], ...] = ()
    what: str = ""


def working(measure: Measure, words: Words, about: str | Rests, name: str) -> dmc.Popover:
    """Return the ⓘ beside a number: what it is, how it is counted, over what.

    Parameters
    ----------
    about
        The period in words; with what the number rests on, `Rests`.
    name
        What the number is called on the page.
    """
    rests = about if isinstance(about, Rests) else Rests(about)
    rows = (
        (words("Period"), rests.period),
        (words("Rests on"), rests.on),
        (words("Interval"), rests.interval),
        *rests.down,
        (words("Counted as"), words(measure.formula)),
        (words("From"), words(measure.source)),
        (words("Needs"), words(measure.enough)),
        *rests.rows,
    )
    defined = (name, rests.what) if rests.what else (words.of(measure.name), words.of(measure.sentence))
    head = [html.Strong(defined[0]), html.P(defined[1])]
    return about_it(name, [*head, facts(*(row for row in rows if row[1]), kind="")], words)


def about_it(name: str, dropdown: Sequence[Any], words: Words) -> dmc.Popover:
    """Return the ⓘ beside a number called so, and what it opens."""
    label = words("About: {name}", name=name)
    told_of = aria(label=label, haspopup="dialog")
    button = dmc.ActionIcon("i", variant="subtle", size="md", radius="xl", className="info", **told_of)
    shown = html.Div(list(dropdown), className="working", tabIndex="0")  # it scrolls: by the keyboard, too
    return dmc.Popover(
        [dmc.PopoverTarget(button), dmc.PopoverDropdown(shown, className="about", **aria(label=label))],
        width=320,
        position="bottom-end",
        middlewares={"flip": True, "shift": {"padding": _EDGE}, "size": {"padding": _EDGE}},
        withArrow=True,
        shadow="md",
        withRoles=False,  # they would stand on what surrounds the button, which has no role
        trapFocus=True,
        returnFocus=True,
    )


def tile(fact: Fact, info: Any) -> html.Section:
    """Return a tile: value, denominator, sparkline, working, and where it leads."""
    trend: Any = html.Div(className="spark")
    if len(fact.trend) > 2:
        line = dmc.Sparkline(
            data=list(fact.trend), h=32, w="100%", curveType="linear", fillOpacity=0.12, strokeWidth=1.75, color="teal"
        )
        trend = html.Div(line, className="spark", **aria(hidden="true"))
    head = html.Div([html.H2(fact.name), info], className="tile-head")
    told = [head, html.P(fact.value, className="value"), html.P(fact.part, className="part")]
    if fact.way:
        told.append(html.P(dcc.Link(fact.way[0], href=fact.way[1]), className="part"))
    return html.Section([*told, trend], className="tile")


def tiles(facts: Sequence[tuple[Fact, Any]]) -> list[html.Section]:
    """Return tiles, each with its ⓘ: at most four, or none of them is read."""
    if len(facts) > 4:
        raise ValueError(f"tiles: at most four, got {len(facts)}")
    return [tile(fact, info) for fact, info in facts]


def chart(evidence: Evidence, info: Any, words: Words) -> html.Section:
    """Return a card with a chart, the table behind it one click away, and both to take away."""
    config: Any = {"displaylogo": False, "displayModeBar": False, "responsive": True, **words.plotly()}
    drawn = dcc.Graph(
        id={"graph": evidence.key},
        figure=evidence.figure,
        config=config,
        className="chart",
        style={"height": evidence.figure.layout.height, **_breadth(evidence.figure)},
    )
    shown: list[Any] = [html.Figure(drawn, role="img", **aria(label=evidence.title))]
    if evidence.hint:
        shown.append(html.P(evidence.hint, className="hint"))
    turned = dmc.TabsList([dmc.TabsTab(words("Chart"), value="chart"), dmc.TabsTab(words("Table"), value="table")])
    tabs = dmc.Tabs(
        [
            html.Div([turned, evidence.controls, _taken(evidence, words)], className="toolbar"),
            dmc.TabsPanel(shown, value="chart"),
            dmc.TabsPanel(evidence.table, value="table"),
        ],
        value="chart",
        variant="pills",
        keepMounted=False,
    )
    head = html.Div([html.H2(evidence.title), info], className="card-head")
    return html.Section([head, tabs], className="card", id={"card": evidence.key})


def _breadth(figure: go.Figure) -> dict[str, str]:
    """Return how narrow a chart may get: one that says so is scrolled sideways rather than squeezed."""
    least = figure.layout.minreducedwidth
    return {"minWidth": f"{least + _NAMES}px"} if least else {}


def _taken(evidence: Evidence, words: Words) -> html.Div:
    """Return what can be taken away: the table as a file, the chart as a picture."""
    links: list[Any] = downloads(evidence.key, evidence.href, words) if evidence.href else []
    told: dict[str, Any] = {
        "data-title": evidence.title,
        "data-period": evidence.period,
        "data-file": f"{evidence.key}.png",
        **aria(label=words("Download the chart as a picture: {title}", title=evidence.title)),
    }
    links.append(html.Button("PNG", className="link png", type="button", **told))
    return html.Div(links, className="taken")


def downloads(key: str, href: str, words: Words) -> list[Any]:
    """Return the links to a measure's table as files."""
    path, mark, search = href.partition("?")
    for ending in ENDINGS:
        path = path.removesuffix(f".{ending}")
    said = {"csv": words("Download the table as CSV"), "xlsx": words("Download the table as a workbook")}
    return [
        html.A(
            ending.upper(),
            href=f"{path}.{ending}{mark}{search}",
            className=ending,
            download=f"{key}.{ending}",
            title=said[ending],
        )
        for ending in ENDINGS
    ]


def files(key: str, href: str, words: Words) -> html.Div:
    """Return the same links as the bar above a table."""
    return html.Div(html.Div(downloads(key, href, words), className="taken"), className="toolbar")


def taken(key: str, words: Words) -> html.Div:
    """Return the links to a table of Tools or Setup as files (`dashboards.tables`)."""
    return files(key, f"/measures/tables/{key}", words)


def click_filter(dash: Dash, site: Site, page: str, cards: Mapping[str, str]) -> None:
    """Let a click on a mark of some cards of a page choose what it stands for, as the filters would.

    Parameters
    ----------
    cards
        The key of each card, and the field of `dashboards.filters.Filters` that its marks' `customdata` are values of
        (the first of them, where a mark has several).
    """

    @dash.callback(
        Output(f"{page}-url", "search", allow_duplicate=True),
        Input({"graph": ALL}, "clickData"),
        State(f"{page}-url", "search"),
        prevent_initial_call=True,
    )
    def clicked(_: Any, search: str | None) -> Any:
        card = ctx.triggered_id["graph"] if ctx.triggered_id else ""
        value = marked(ctx.triggered[0]["value"]) if card in cards else None
        if value is None:
            return no_update
        chosen: Any = (value,) if cards[card] in MANY else value
        return site.chosen(search).search(**{cards[card]: chosen})


def marked(clicked: Any, at: int = 0) -> str | None:
    """Return what the mark that was clicked stands for: what its `customdata` begins with, or has at another place."""
    points = (clicked or {}).get("points") or [{}]
    told = points[0].get("customdata")
    found = told[at] if isinstance(told, list) and len(told) > at else told
    return found if isinstance(found, str) and found else None
