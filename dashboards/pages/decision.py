"""Which programmes pay: the executive's page. One sentence, one picture, one table; each amount opens.

There is nothing to operate but the period. An address may narrow the page to a unit or a programme besides.
"""

from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import states, workings
from dashboards.components.aria import aria
from dashboards.components.choosing import periods
from dashboards.components.story import Place
from dashboards.filters import CUSTOM, Filters, last_quarter, today_in
from dashboards.i18n import Words
from dashboards.pages.decision_answer import answer, narrowed, picture, tiles
from dashboards.pages.decision_columns import columns
from dashboards.pages.decision_evidence import evidence
from dashboards.pages.decision_facts import Facts
from dashboards.pages.page import Site
from dashboards.theme import Scheme
from lrs.errors import BadRequest, Forbidden

PATH, TITLE = "/decision", "Decision"
PLACE = Place("decision", PATH, ("period",))


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    period = dmc.Select(
        id="decision-period",
        label=words("Period"),
        data=[],
        allowDeselect=False,
        checkIconPosition="right",
        searchable=False,
    )
    where = dcc.Location(id="decision-url", refresh="callback-nav")
    bar = html.Div([where, period], className="filters", role="search", **aria(label=words("Filters")))
    story = html.Div(states.skeleton(), id="decision-story", className="story decision")
    return html.Div([bar, html.H1(words("Which programmes pay?")), story, workings.panel(words, PLACE.name)])


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address, let its amounts open, and keep the period in the address."""

    def failed(error: Exception) -> Any:
        dash.logger.error("decision: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("decision-story", "children"),
        Input("decision-url", "search"),
        Input("palette", "data"),
        State("decision-url", "pathname"),
        on_error=failed,
    )(lambda search, scheme, path: tell(site, search, scheme or "light") if PLACE.at(path) else no_update)
    dash.callback(
        Output("decision-url", "search"),
        Output("decision-period", "data"),
        Output("decision-period", "value"),
        Input("decision-url", "search"),
        Input("decision-period", "value"),
    )(lambda search, period: timed(site, search, period if ctx.triggered_id == "decision-period" else None))
    workings.register(dash, site, PLACE.name, lambda search: read(site, search))


def read(site: Site, search: str | None) -> Filters:
    """Return what an address asks for; without a period, the year that has at least one whole quarter."""
    chosen = site.chosen(search)
    year = last_quarter(today_in(chosen.zone))[:4]
    named = chosen.period != chosen.usual or chosen.period == CUSTOM or "period=" in (search or "")
    return replace(chosen, usual=year) if named else replace(chosen, usual=year, period=year)


def tell(site: Site, search: str | None, scheme: Scheme) -> Any:
    """Return the story of an address, or why it cannot be told."""
    words = site.words()
    try:
        facts = Facts(site, read(site, search), words, scheme)
        return facts.nothing() or story(facts)
    except (BadRequest, Forbidden) as problem:
        return states.misread(problem.sentence, words)


def timed(site: Site, search: str | None, period: str | None) -> tuple[Any, Any, Any]:
    """Return the address, the periods to choose from and the one chosen; a period that was just chosen holds."""
    try:
        now = read(site, search)
    except (BadRequest, Forbidden):
        now = read(site, "")
    wanted = replace(now, period=period, since=None, until=None) if period else now
    offered = periods(site.words(), wanted, totals=True)
    return wanted.search() if wanted != now else no_update, offered, wanted.period


def story(facts: Facts) -> list[Any]:
    """Return what stands under the question."""
    head = [*narrowed(facts), facts.answered(answer(facts), "decision")]
    if facts.verdicts.is_empty():
        return [*head, facts.quality()]
    row = html.Div(tiles(facts), className="tiles few")
    return [*head, row, html.Div(picture(facts), className="cards"), columns(facts), *evidence(facts), facts.quality()]
