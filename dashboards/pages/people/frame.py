"""What the pages about people have in common: the way between them, and charts of all the time there is."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from dashboards.components import story as stories
from dashboards.components.card import Evidence, chart
from dashboards.components.parts import ways
from dashboards.components.story import Place
from dashboards.i18n import Words
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import WAYS
from lrs.errors import BadRequest, Forbidden

GRAINS = {"month": "Months", "week": "Weeks"}
MESSAGES = tuple(GRAINS.values())


def layout(words: Words, place: Place, question: str) -> html.Div:
    """Return a page about people before it is filled: the way to the others, its filters, its question."""
    return html.Div([html.Div(id=f"{place.name}-ways"), stories.layout(words, place, question)])


def register(dash: Dash, site: Site, place: Place, tell: Callable[[Asked], Any]) -> None:
    """Fill a page from its address, and show the way to the other pages, the filters kept."""
    lead(dash, site, place.name, place.path)
    stories.register(dash, site, place, lambda chosen, words, scheme: tell(Asked(site, chosen, words, scheme)))


def lead(dash: Dash, site: Site, page: str, path: str) -> None:
    """Show the way to the other pages, the filters kept: those of a page are its own, or what it was reached with."""

    @dash.callback(Output(f"{page}-ways", "children"), Input(f"{page}-url", "search"))
    def led(search: str | None) -> Any:
        words = site.words()
        try:
            kept = site.chosen(search).search(more=())
        except (BadRequest, Forbidden):
            kept = ""
        return ways([(f"{to}{kept}", words(title)) for to, title in WAYS], f"{path}{kept}", words)


def card(asked: Asked, key: str, title: str, drawn: go.Figure, told: Any, **more: Any) -> html.Section:
    """Return a chart of all the time there is, with its table, files and working, and the way down to its people.

    Of what else may be given, `part` tells two cards of one measure apart, `controls` stand beside the choice of chart
    or table, and the rest are the measure's options.
    """
    part, controls, ever = more.pop("part", ""), more.pop("controls", None), asked.words("all the time there is")
    people = dcc.Link(asked.words("Everyone, and where they stand"), href=f"{WAYS[0][0]}{asked.chosen.search(more=())}")
    evidence = Evidence(key + part, title, drawn, told, asked.file(key, **more), controls, ever, people)
    return chart(evidence, asked.working(key, title, ever), asked.words)


def statements_of(agent: str) -> str:
    """Return where Tools shows the statements of an agent, given as JSON or as an address."""
    return f"/tools/statements?agent={quote(agent)}"
