"""Who is learning: the page Engagement."""

from typing import Any

from dash import Dash, html

from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import click_filter
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.engagement_answer import answer, nobody, of_ever, tiles
from dashboards.pages.engagement_apart import CLICKS
from dashboards.pages.engagement_charts import sections
from dashboards.pages.engagement_facts import Facts
from dashboards.pages.page import Site
from dashboards.theme import Scheme

PATH = "/"
TITLE = "Engagement"
_FIELDS = ("period", "units", "programmes", "modality", "country", "language", "device", "group", "course")
PLACE = stories.Place("engagement", PATH, _FIELDS)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: its question, its filters, the shape of its evidence."""
    return stories.layout(words, PLACE, words("Who is learning?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address, and keep its filters there."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        return story(Facts(site, chosen, words, scheme))

    stories.register(dash, site, PLACE, tell)
    click_filter(dash, site, "engagement", {"active_time": "modality", **CLICKS})


def story(facts: Facts) -> list[Any]:
    """Return the whole story: the answer and its evidence, or why there is none."""
    if not facts.fresh["read"] and not facts.fresh["waiting"]:
        return [states.nothing_yet(facts.site.endpoint(), facts.words, facts.site.account().role)]
    footer = facts.quality()
    if not facts.summary["active"]:
        return [nobody(facts), footer]
    said = facts.answered(answer(facts), "summary", of_ever(facts))
    return stories.evidence(said, tiles(facts), sections(facts), footer, sections=True)
