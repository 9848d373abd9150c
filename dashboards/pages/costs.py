"""What learning costs, against its budget, and the ledger it comes from: the page Costs."""

from typing import Any

from dash import Dash, Input, Output, html

from dashboards.components import states, workings
from dashboards.components import story as stories
from dashboards.components.card import click_filter
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import costs_changes, costs_grid
from dashboards.pages.costs_answer import answer, charts, lines, programmes, tiles
from dashboards.pages.costs_facts import PAGE, Facts
from dashboards.pages.page import Site
from dashboards.theme import Scheme

PATH, TITLE = "/costs", "Costs"
PLACE = stories.Place(PAGE, PATH)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return html.Div(
        [
            stories.layout(words, PLACE, words("What does learning cost?")),
            costs_grid.layout(words),
            html.Div(id="costs-shared"),
            workings.panel(words, PAGE),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page, let its amounts open, and keep what is written into the ledger."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        return story(Facts(site, chosen, words, scheme))

    stories.register(dash, site, PLACE, tell)
    workings.register(dash, site, PAGE, site.chosen)
    costs_grid.register(dash, site)
    click_filter(dash, site, PAGE, {"spend_units": "units"})
    dash.callback(Output("costs-shared", "children"), Input("costs-url", "pathname"))(
        lambda _: costs_grid.shared(site, site.words())
    )


def story(facts: Facts) -> list[Any]:
    """Return what stands under the question."""
    words = facts.words
    if facts.empty:
        told = states.not_enough(
            words("Not enough data: the ledger has nothing in this choice."),
            words("Write lines into the ledger below, bring a file of costs in, or choose a longer period."),
        )
        return [told, facts.quality()]
    changed = costs_changes.card(facts)
    parts = [html.Div(charts(facts), className="cards"), programmes(facts), *([changed] if changed else [])]
    return stories.evidence(
        facts.answered(answer(facts), "spend", lines(facts)), tiles(facts), parts, facts.quality(), sections=True
    )
