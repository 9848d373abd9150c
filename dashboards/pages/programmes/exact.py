"""The way from what a programme's page counts to exactly its people: a link, and a click on a mark of a chart."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboards.components.card import marked
from dashboards.filters import Filters
from dashboards.pages.page import Site
from dashboards.pages.people import WHO
from dashboards.pages.programmes.facts import Facts

_CARDS = {"programme_sessions": ("session", 0), "funnel": ("step", 0), "up_to_date_status": ("status", 2)}
MESSAGES = (
    "Click a step to see exactly who came to it, and who did not.",
    "Click a part of a bar to see exactly who it is.",
)


def way(facts: Facts, programmes: tuple[str, ...] | None = None, **of: str) -> str:
    """Return where exactly the people of a number are; nowhere for a reader who may not see them."""
    chosen = facts.chosen if programmes is None else replace(facts.chosen, programmes=programmes)
    return _at(chosen, **of) if facts.site.reader().sees_people else ""


def hint(facts: Facts, message: str) -> str | None:
    """Return what a click on a chart does, for whoever may see people."""
    return facts.words(message) if facts.site.reader().sees_people else None


def register(dash: Dash, site: Site, page: str, named: Callable[[str], tuple[str, str]]) -> None:
    """Let a click on a session, a step or a status of a programme's charts lead to exactly the people it counts.

    `named` tells the programme that an address is about.
    """

    @dash.callback(
        Output(f"{page}-url", "href", allow_duplicate=True),
        Input({"graph": ALL}, "clickData"),
        State(f"{page}-url", "search"),
        State(f"{page}-url", "pathname"),
        prevent_initial_call=True,
    )
    def clicked(_: Any, search: str | None, path: str) -> Any:
        of, place = _CARDS.get(ctx.triggered_id["graph"] if ctx.triggered_id else "", ("", 0))
        value = marked(ctx.triggered[0]["value"], place) if of else None
        if value is None or not site.reader().sees_people:
            return no_update
        chosen = replace(site.chosen(search), programmes=named(path)[:1])
        on = {"on": Facts(site, chosen, site.words(), "light").day.isoformat()} if of == "status" else {}
        return _at(chosen, **{of: value}, **on)


def _at(chosen: Filters, **of: str) -> str:
    return WHO + chosen.search(more=tuple(of.items()))
