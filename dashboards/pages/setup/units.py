"""How the organisation is made up: the tree of units, and how many people each counts."""

from collections import Counter
from typing import Any

import polars as pl
from dash import Dash, Input, Output, dcc, html

from dashboards.components import states
from dashboards.components.card import taken
from dashboards.components.table import Column, table
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units
from dashboards.pages.setup.frame import framed, told_ways
from lrs.organisation.units import Tree

PATH, TITLE = "/setup", "Setup"
_STEP = "\u2003"  # an em of space for each step down the tree


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return framed("units", words("How is the organisation made up?"), html.Div(states.skeleton(), id="units-story"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""
    told_ways(dash, site, "units", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("units: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(Output("units-story", "children"), Input("units-url", "pathname"), on_error=failed)(
        lambda _: story(site)
    )


def story(site: Site) -> list[Any]:
    """Return the units whoever asks may see, with their people."""
    words, organisation, own = site.words(), site.service.store.organisation, own_units(site)
    tree = Tree(organisation.rows("unit"))
    shown = [key for key in _in_order(tree) if own is None or key in own]
    if not shown:
        return [html.Section([html.H2(words("There are no units yet")), html.P(_imports(words))], className="state")]
    _, below = _people(organisation.rows("membership"), tree)
    known = len(set().union(*(below[key] for key in shown)))
    people = words.many("{n} person", "{n} people", known)
    answer = words.rich_many("**{n} unit**, **{people}**.", "**{n} units**, **{people}**.", len(shown), people=people)
    columns = [
        Column("title", words("Unit"), wide=True),
        Column("key", words("Key"), wide=True),
        Column("direct", words("People in it")),
        Column("below", words("With all below")),
        Column("country", words("Country")),
        Column("zone", words("Time zone")),
    ]
    grid = table(pl.DataFrame(rows(site), infer_schema_length=None), columns, words, "units")
    how: list[Any] = [words("Units change by import, so that what changed is known:"), " ", _imports(words)]
    card = [taken("units", words), grid, html.P(how, className="muted")]
    return [html.P(answer, className="answer"), html.Section(card, className="card")]


def rows(site: Site) -> list[dict[str, Any]]:
    """Return the units whoever asks may see, each after the one above it, with their people counted."""
    words, organisation, own = site.words(), site.service.store.organisation, own_units(site)
    tree = Tree(organisation.rows("unit"))
    direct, below = _people(organisation.rows("membership"), tree)
    shown = [key for key in _in_order(tree) if own is None or key in own]
    return [_row(tree, key, direct[key], len(below[key]), words) for key in shown]


def _imports(words: Words) -> dcc.Link:
    return dcc.Link(words("Imports"), href="/setup/imports")


def _in_order(tree: Tree) -> list[str]:
    """Return the keys of all units, each after the one above it."""
    title = {key: [*tree.above(key)[::-1], key] for key in tree.units}
    return sorted(tree.units, key=lambda key: title[key])


def _people(members: list[dict[str, Any]], tree: Tree) -> tuple[Counter[str], dict[str, set[int]]]:
    """Return how many people are in each unit itself, and who is in it or below."""
    direct: Counter[str] = Counter(one["unit"] for one in members)
    below: dict[str, set[int]] = {key: set() for key in tree.units}
    for one in members:
        for key in (one["unit"], *(tree.above(one["unit"]) if one["unit"] in tree.units else ())):
            below.setdefault(key, set()).add(one["person"])
    return direct, below


def _row(tree: Tree, key: str, direct: int, below: int, words: Words) -> dict[str, Any]:
    unit = tree.units[key]
    title = unit[f"title_{words.language}"] if f"title_{words.language}" in unit else unit["title_en"]
    depth = len(tree.above(key))
    return {
        "title": _STEP * depth + title,
        "key": key,
        "direct": direct,
        "below": below,
        "country": unit["country"] or "",
        "zone": unit["zone"],
    }
