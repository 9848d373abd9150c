"""Which way of learning suits which objective: the page Modalities, always headed by what it cannot say."""

from typing import Any

import polars as pl
from dash import Dash, dcc, html

from analytics.modalities import HEADING
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.aria import aria
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import plane
from dashboards.pages.modalities import PATH, compared, side, toolbox
from dashboards.pages.page import Site
from dashboards.pages.programmes.facts import Facts
from dashboards.theme import Scheme

TITLE = "Modalities"
PLACE = stories.Place("modalities", PATH, ("period", "units", "group"))
SITZMANN = "https://onlinelibrary.wiley.com/doi/10.1111/j.1744-6570.2006.00049.x"

_RESEARCH = (
    ", a meta-analysis in Personnel Psychology: web-based teaching was 6% more effective than the classroom for facts, "
    "no different for skills, and liked as much. With the same methods of teaching the two were equal: the difference "
    "is not one of media. With control by the learner, a long course, practice and feedback, it was 19%."
)
_LOOK = (
    "So look for practice, spacing and feedback before you look for a medium; a way that does worse here, digital or "
    "not, is shown the same as one that does better."
)
_COUNTED = (
    "Differences are those of Mantel and Haenszel, within units, in points, with their interval; and as if all who did "
    "not answer had forgotten on one side and kept on the other, and the reverse: what is not so in both is not sure. "
    "A reversal is named only when the difference of all and that within units both leave out nought, on opposite "
    "sides, whatever those who did not answer know."
)
NOTE = (_RESEARCH, _LOOK, _COUNTED)
MESSAGES = NOTE


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return stories.layout(words, PLACE, words("Which way of learning suits which objective?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        facts = Facts(site, chosen, words, scheme)
        return facts.nothing() or story(facts)

    stories.register(dash, site, PLACE, tell)


def story(facts: Facts) -> list[Any]:
    """Return the warning, the answer for one objective, its ways side by side and compared, the method, the tools."""
    names = objectives(facts)
    if not names:
        return [heading(facts), nothing(facts), note(facts), toolbox.section(facts), facts.quality()]
    name = facts.more("competency") if facts.more("competency") in names else names[0]
    drawn = [
        side.sheet(facts, name),
        *side.charts(facts, name),
        compared.section(facts, name),
        plane.card(facts, always=True),
    ]
    cards = [card for card in drawn if card is not None]
    answer = [html.P(line) for line in answered(facts, name)]
    return [
        heading(facts),
        facts.answered(answer, "modalities_compared"),
        choice(facts, names, name),
        html.Div(cards, className="cards"),
        note(facts),
        toolbox.section(facts),
        facts.quality(),
    ]


def objectives(facts: Facts) -> list[str]:
    """Return the competencies taught in several ways, those with most people first."""
    told = facts.told("modalities").group_by("competency").agg(pl.col("people").sum(), pl.col("answered").sum())
    found = told.sort("answered", "people", "competency", descending=[True, True, False], nulls_last=True)
    return [str(name) for name in found["competency"].to_list()]


def heading(facts: Facts) -> html.Div:
    """Return what stands above every comparison."""
    words = facts.words
    why = words(
        "Nobody drew lots for who learned in which way: what differs may come of who they are, of their unit, of what "
        "else they were taught. Units are weighed against themselves; the rest is not."
    )
    return html.Div(
        [html.Strong(words.of(HEADING)), html.Span(why)],
        className="attention not-drawn",
        role="note",
    )


def answered(facts: Facts, name: str) -> list[Any]:
    """Return the answer: what is known of the difference in what is kept, else of who completes."""
    words = facts.words
    ways = ", ".join(facts.modality(row["modality"]) for row in side.rows(facts, name))
    told: list[Any] = [words("“{competency}” is taught in several ways: {ways}.", competency=name, ways=ways)]
    for of in ("retained", "completed"):
        known = [row for row in compared.pairs(facts, name, of) if row["difference"] is not None]
        if known:
            widest = max(known, key=lambda row: row["n_first"] + row["n_second"])
            return [*told, compared.verdict(facts, widest)]
    reason = compared.lacks(facts, name, compared.pairs(facts, name, "retained"))
    return [*told, words("Which of them leaves more cannot be told. {reason}", reason=facts.reason(reason))]


def choice(facts: Facts, names: list[str], name: str) -> html.Nav:
    """Return the objectives to choose from."""
    links = [
        dcc.Link(one, href=facts.link(competency=one), className="grain on" if one == name else "grain")
        for one in names
    ]
    return html.Nav(links, className="grains objectives", **aria(label=facts.words("Objective")))


def nothing(facts: Facts) -> html.Div:
    """Say that no objective is taught in two ways, and what would change that."""
    words = facts.words
    return states.not_enough(
        words("Nothing to compare: no competency is taught in two ways here."),
        words("Say in Setup which competency each programme teaches; or choose a longer period, or more units."),
    )


def note(facts: Facts) -> html.Section:
    """Return what research says of the question, and how this page counts."""
    words = facts.words
    source = html.A("Sitzmann et al. (2006)", href=SITZMANN, rel="noreferrer", target="_blank")
    told = [html.P([source, words(NOTE[0])]), *(html.P(words(text)) for text in NOTE[1:])]
    return html.Section([html.H2(words("How to read this")), *told], className="card method")
