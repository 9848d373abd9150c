"""Which programmes are followed to the end: the page Programmes."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html, no_update

from dashboards.components import story as stories
from dashboards.components.aria import aria
from dashboards.components.card import Rests, click_filter
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.page import Site
from dashboards.pages.programmes import FIELDS, PATH
from dashboards.pages.programmes.abilities import abilities
from dashboards.pages.programmes.directory import completion, directory
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.holding import holding
from dashboards.theme import Scheme
from lrs.errors import BadRequest

TITLE = "Programmes"
PLACE = stories.Place("programmes", PATH, FIELDS)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return stories.layout(words, PLACE, words("Which programmes are followed to the end?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address, and keep its filters and its day there."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        facts = Facts(site, chosen, words, scheme)
        return facts.nothing() or story(facts)

    stories.register(dash, site, PLACE, tell)
    keep_day(dash, site, PLACE.name)
    click_filter(dash, site, PLACE.name, dict.fromkeys(("programmes", "up_to_date_status"), "programmes"))


def keep_day(dash: Dash, site: Site, page: str) -> None:
    """Put the day that was chosen for "up to date" into the address of a page."""

    @dash.callback(
        Output(f"{page}-url", "search", allow_duplicate=True),
        Input({"up to date on": ALL}, "value"),
        State(f"{page}-url", "search"),
        prevent_initial_call=True,
    )
    def turn(days: list[str | None], search: str | None) -> Any:
        wanted = next((day[:10] for day in days if day), None)
        try:
            facts = Facts(site, site.chosen(search), site.words(), "light")
            if wanted in (None, facts.day.isoformat()):
                return no_update
        except BadRequest:
            return no_update
        return facts.link(on=wanted)


def day_chosen(facts: Facts) -> html.Div:
    """Return the control of the day that "up to date" is told as of."""
    words = facts.words
    picker = dmc.DatePickerInput(
        id={"up to date on": "day"},
        value=facts.day.isoformat(),
        valueFormat=words("YYYY-MM-DD"),
        size="xs",
        **aria(label=words("Up to date on which day")),
    )
    return html.Div([html.Span(words("as of"), className="muted"), picker], className="on-day")


def story(facts: Facts) -> list[Any]:
    """Return the whole story: the answer, four numbers, the programmes, who is up to date, competencies."""
    if facts.told("programmes").is_empty():
        return [nobody(facts), facts.quality()]
    cards = [directory(facts), completion(facts), holding(facts, day_chosen(facts)), abilities(facts)]
    return stories.evidence(
        facts.answered(answer(facts), "rates", facts.rests(facts.rate("completion"))),
        tiles(facts),
        cards,
        facts.quality(),
    )


def nobody(facts: Facts) -> html.Section:
    """Return the state of a scope without programmes, and the ways out of it."""
    words = facts.words
    reset = facts.chosen.search(units=(), programmes=(), modality=None, more=()) or "?"
    told = words("No programme is owned by these units or followed by their people, or none is learned this way.")
    return html.Section(
        [
            html.H2(words("No programme here")),
            html.P(told),
            dcc.Link(words("Show every programme"), href=reset, className="button"),
            html.P(dcc.Link(words("Bring programmes in Setup, from a file"), href="/setup/imports")),
        ],
        className="state",
        role="status",
    )


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence: how many complete what they enter, who is up to date."""
    words = facts.words
    rate = facts.rate("completion")
    n = facts.told("programmes").height
    given = {"count": words.number(rate["count"] or 0), "all": words.number(rate["n"]), "period": facts.period()}
    if not rate["n"]:
        told = words.rich_many(
            "**{n}** programme, and nobody entered it {period}.",
            "**{n}** programmes, and nobody entered one {period}.",
            n,
            period=given["period"],
        )
    elif rate["share"] is None:
        told = words.rich_many(
            "**{count:=0 None|{count}}** of **{all}** {all:entry|entries} into {n} programme {period} "
            "{count:was|were} completed.",
            "**{count:=0 None|{count}}** of **{all}** {all:entry|entries} into {n} programmes {period} "
            "{count:was|were} completed.",
            n,
            **given,
        )
    else:
        told = words.rich_many(
            "**{count:=0 None|{count}}** of **{all}** {all:entry|entries} into {n} programme {period} "
            "{count:was|were} completed: "
            "**{share}** ({between}).",
            "**{count:=0 None|{count}}** of **{all}** {all:entry|entries} into {n} programmes {period} "
            "{count:was|were} completed: "
            "**{share}** ({between}).",
            n,
            **given,
            share=words.share(rate["count"], rate["n"]),
            between=facts.between(rate["low"], rate["high"]),
        )
    return [html.P([*told, " ", *_held(facts)])]


def _held(facts: Facts) -> list[Any]:
    words, row = facts.words, facts.told("up_to_date", facts.on_the_day).row(0, named=True)
    if row["reason"] == "none_mandatory":
        return [words("Nothing is assigned as mandatory: there is nothing to keep up.")]
    if not row["n"]:
        return []
    return words.rich(
        "On {day}, **{count:=0 none|{count}}** of **{all}** {all:person|people} {count:was|were} up to date in all "
        "that is mandatory.",
        day=words.day(facts.day),
        count=words.number(row["count"] or 0),
        all=words.number(row["n"]),
    )


def tiles(facts: Facts) -> list[Any]:
    """Return four numbers: programmes, completion, up to date, lead time."""
    words, found = facts.words, facts.told("programmes")
    used = found.filter(found["active"] > 0).height
    rate = facts.rate("completion")
    held = facts.told("up_to_date", facts.on_the_day).row(0, named=True)
    as_of = words("as of {day}", day=words.day(facts.day))
    return [
        facts.tile(
            "programmes",
            words("Programmes"),
            (words.number(found.height), words.many("{n} used in this period", "{n} used in this period", used)),
            grounds.counted(words, facts.period(), words.many("{n} programme", "{n} programmes", found.height)),
        ),
        facts.tile("rates", words("Completed, of those who entered"), facts.share(rate), row=rate),
        facts.tile("up_to_date", words("Up to date"), facts.share(held), as_of, held),
        facts.tile("lead_time", words("From request to first day"), _lead(facts), _of_lead(facts)),
    ]


def _of_lead(facts: Facts) -> Rests:
    words, row = facts.words, facts.told("lead_time").row(-1, named=True)
    on = words.many("{n} programme", "{n} programmes", row["n"])
    if row["low"] is None or row["high"] is None:
        return Rests(facts.period(), on=on, interval=grounds.why_none(words, row["reason"]))
    ends = {end: words.number(row[end]) for end in ("low", "high")}
    return Rests(facts.period(), on=on, interval=words("between {low} and {high} {high:day|days}", **ends))


def _lead(facts: Facts) -> tuple[str, str]:
    words = facts.words
    row = facts.told("lead_time").row(-1, named=True)
    if row["value"] is None:
        return "—", words("no programme went live in this period with the day it was requested")
    told = words.many("median of {n} programme", "median of {n} programmes", row["n"])
    if row["low"] is not None:
        ends = {"low": words.number(row["low"]), "high": words.number(row["high"])}
        told += words(", between {low} and {high}", **ends)
    return words.many("{n} day", "{n} days", row["value"]), told
