"""Which units stand out, and what changed: the page Group."""

from typing import Any

from dash import Dash, dcc, html

from analytics.answers import WHATS
from dashboards.components import story as stories
from dashboards.components.card import click_filter
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.group_answer import answer, tiles
from dashboards.pages.group_facts import Facts
from dashboards.pages.group_units import changed, compared, matrix
from dashboards.pages.page import Site
from dashboards.theme import Scheme

PATH, TITLE = "/group", "Group"
_FIELDS = ("period", "units", "programmes", "country", "language", "group")
PLACE = stories.Place("group", PATH, _FIELDS)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return stories.layout(words, PLACE, words("Which units stand out, and what changed?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page; a click on a unit goes down to the units below it."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        facts = Facts(site, chosen, words, scheme)
        return facts.nothing() or story(facts)

    stories.register(dash, site, PLACE, tell)
    click_filter(dash, site, PLACE.name, {f"units_{what}": "units" for what in WHATS})


def story(facts: Facts) -> list[Any]:
    """Return the whole story: the answer, four numbers, what changed, the units, and each of their numbers."""
    words = facts.words
    if facts.units.is_empty():
        return [*_alone(facts), stories.section(words("What changed"), changed(facts)), facts.quality()]
    parts = [
        stories.section(words("What changed"), changed(facts)),
        stories.section(words("The units, from the largest on"), matrix(facts)),
        stories.section(
            words("Each beside what chance would do"),
            *compared(facts),
            lead=words(
                "A small unit swings more by chance alone. The dark band holds 95 of 100 units of its size that are "
                "like the whole, the light one 998 of 1,000; the dotted line is all people together. Only what lies "
                "outside asks for a reason."
            ),
        ),
    ]
    return stories.evidence(
        facts.answered(answer(facts), "changes"), tiles(facts), parts, facts.quality(), sections=True
    )


def _alone(facts: Facts) -> list[Any]:
    """Say that there are no units below: nothing can stand beside anything."""
    words = facts.words
    if facts.chosen.units:
        told, way = (
            words("There are no units below this one."),
            dcc.Link(words("All units"), href=facts.without_units()),
        )
    else:
        told = words("There are no units yet.")
        way = dcc.Link(words("Bring units and people in Setup, from a file"), href="/setup/imports")
    return [facts.answered([html.P([told, " ", way]), *answer(facts)], "changes")]
