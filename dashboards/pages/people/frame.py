"""What the pages about people have in common: the way between them, and charts of all the time there is."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import story as stories
from dashboards.components.card import Evidence, chart, marked
from dashboards.components.parts import ways
from dashboards.components.story import Place
from dashboards.filters import MANY, ONE, Filters
from dashboards.i18n import Words
from dashboards.pages import behind
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import FIELDS, WAYS, WHO
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
    """Show the way to the other pages, the filters kept that they have controls for.

    Those of a page are its own, or what it was reached with.
    """

    @dash.callback(Output(f"{page}-ways", "children"), Input(f"{page}-url", "search"))
    def led(search: str | None) -> Any:
        words = site.words()
        try:
            chosen = site.chosen(search)
        except (BadRequest, Forbidden):
            chosen = site.chosen("")
        return between(chosen, path, words)


def between(chosen: Filters, here: str, words: Words) -> html.Nav:
    """Return the way between the pages about people, each with the filters it has controls for."""

    def kept(to: str) -> str:
        return to + chosen.within((*MANY, *ONE) if to == behind.PATH else FIELDS).search(more=())

    return ways([(kept(to), words(title)) for to, title in WAYS], kept(here), words)


def turned(site: Site, search: str | None, **to: str) -> Any:
    """Return an address with other words besides the filters, from the first page on; an empty word is left out.

    Where it says so already, or cannot be read, nothing changes.
    """
    try:
        chosen = site.chosen(search)
    except BadRequest:
        return no_update
    told = dict(chosen.more)
    if all(told.get(name, "") == word for name, word in to.items()):
        return no_update
    kept = {name: word for name, word in told.items() if name != "page"} | to
    return chosen.search(more=tuple((name, word) for name, word in kept.items() if word))


def card(asked: Asked, key: str, title: str, drawn: go.Figure, told: Any, **more: Any) -> html.Section:
    """Return a chart of all the time there is, with its table, files and working, and the way down to its people.

    Of what else may be given, `part` tells two cards of one measure apart, `controls` stand beside the choice of chart
    or table, `hint` says what a click on the chart does, and the rest are the measure's options.
    """
    part, controls, ever = more.pop("part", ""), more.pop("controls", None), asked.words("all the time there is")
    hint = more.pop("hint", None)
    people = dcc.Link(asked.words("Everyone, and where they stand"), href=f"{WAYS[0][0]}{asked.chosen.search(more=())}")
    evidence = Evidence(
        key + part,
        title,
        drawn,
        told,
        asked.file(key, **more),
        controls,
        ever,
        [*([hint, " "] if hint else []), people],
    )
    return chart(evidence, asked.working(key, title, ever), asked.words)


def exactly(dash: Dash, site: Site, page: str) -> None:
    """Let a click on a mark of a page's charts lead to exactly the people it counts: its `customdata` begins with them.

    What it begins with is a cell as `analytics.cells` writes it; of a mark that counts nobody yet, an empty text.
    """

    @dash.callback(
        Output(f"{page}-url", "href", allow_duplicate=True),
        Input({"graph": ALL}, "clickData"),
        State(f"{page}-url", "search"),
        prevent_initial_call=True,
    )
    def clicked(_: Any, search: str | None) -> Any:
        cell = marked(ctx.triggered[0]["value"]) if ctx.triggered_id else None
        return no_update if cell is None else WHO + site.chosen(search).search(more=(("cell", cell),))


def statements_of(agent: str) -> str:
    """Return where Tools shows the statements of an agent, given as JSON or as an address."""
    return f"/tools/statements?agent={quote(agent)}"
