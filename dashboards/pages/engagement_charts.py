"""The evidence of the page Engagement: its parts, and the charts that can be told of one course, too."""

from dataclasses import replace
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.components import states
from dashboards.components.aria import aria
from dashboards.components.card import Evidence, chart
from dashboards.components.story import section
from dashboards.components.table import Column, table
from dashboards.figures import engagement as figures
from dashboards.pages import engagement_habits as habits
from dashboards.pages.engagement_apart import apart
from dashboards.pages.engagement_facts import Facts

CLICKS = "https://w3id.org/xapi/acquis/ext/clicks"
GRAINS = {"day": "Day", "week": "Week", "month": "Month"}
NAMED = {
    "day": "People who learn each day",
    "week": "People who learn each week",
    "month": "People who learn each month",
}
RANGES = {
    "day": "Between {low} and {high} {high:person learns|people learn} each day",
    "week": "Between {low} and {high} {high:person learns|people learn} each week",
    "month": "Between {low} and {high} {high:person learns|people learn} each month",
}


def sections(facts: Facts) -> list[Any]:
    """Return the parts of the page, in reading order; of one course, what can be told of one."""
    words = facts.words
    many = words("How many, how often")
    if facts.scope.course:
        lead = words("Of one course, this is what can be told; without it, there is more.")
        return [section(many, *_always(facts), _clicks(facts), lead=lead)]
    clicks = [] if facts.clicks.is_empty() else [_clicks(facts)]
    return [
        section(many, *_always(facts), habits.rolling(facts), lead=habits.accord(facts) or None),
        section(words("How long, and by what means"), habits.hours(facts), habits.means(facts), *clicks),
        section(words("When, and how"), habits.week(facts), html.Div([habits.aspects(facts), habits.webinars(facts)])),
        section(words("Where"), apart(facts)),
    ]


def _always(facts: Facts) -> tuple[Any, ...]:
    return _active(facts), _activities(facts), _days(facts)


def _card(facts: Facts, evidence: Evidence, name: str) -> Any:
    told = replace(evidence, period=facts.period())
    return chart(told, facts.working(evidence.key, name), facts.words)


def _active(facts: Facts) -> Any:
    words, grain = facts.words, facts.chosen.grain
    key = f"active_per_{grain}"
    frame = facts.ask(key)
    before = facts.site.ask(key, facts.earlier) if facts.earlier else None
    columns = (Column("starts", words("From")), Column("active", words("Active people")))
    title = _range(facts, frame)
    drawn = figures.active(frame, before, grain, facts.style)
    told = table(frame, columns, words, key)
    return _card(facts, Evidence(key, title, drawn, told, facts.address(key), _grains(facts)), title)


def _range(facts: Facts, frame: pl.DataFrame) -> str:
    """Say between which numbers the whole days, weeks or months lie."""
    words, grain = facts.words, facts.chosen.grain
    whole: list[int] = frame.filter("complete")["active"].to_list()
    if len(whole) < 2:
        return words(NAMED[grain])
    return words(RANGES[grain], low=words.number(min(whole)), high=words.number(max(whole)))


def _grains(facts: Facts) -> html.Div:
    links = [
        dcc.Link(
            facts.words(label),
            href=facts.chosen.search(grain=grain) or "?",
            className="grain on" if grain == facts.chosen.grain else "grain",
        )
        for grain, label in GRAINS.items()
    ]
    return html.Div(links, className="grains", role="group", **aria(label=facts.words("Per day, week or month")))


def _activities(facts: Facts) -> Any:
    words, frame = facts.words, facts.activities
    if frame.is_empty():
        way_out = words("Tools say which activity it was in the statement's object.")
        return _none(words("What is used most"), words("Nothing but courses was spoken of."), way_out)
    first = words("“{name}”", name=frame["name"][0][:60])
    title = words("{name} was used by most: {n} {n:person|people}", name=first, n=words.number(frame["learners"][0]))
    columns = (
        Column("name", words("Activity"), wide=True),
        Column("learners", words("People")),
        Column("statements", words("Statements")),
    )
    drawn = figures.used(frame["name"].to_list(), frame["learners"].to_list(), facts.summary["active"], facts.style)
    told = table(frame, columns, words, "activities")
    down = facts.statements(frame["name"][0][:60], frame["iri"][0])
    evidence = Evidence("activities", title, drawn, told, facts.address("activities"), hint=down)
    return _card(facts, evidence, words("Most used activities"))


def _days(facts: Facts) -> Any:
    words, frame = facts.words, facts.spread
    once = sum(learners for days, learners in frame.iter_rows() if days == 1)
    said = words.many("{n} person came on a single day", "{n} people came on a single day", once)
    title = said + words(", {share} of those who came", share=words.share(once, facts.summary["active"]))
    columns = (Column("days", words("Active days")), Column("learners", words("People")))
    drawn, told = figures.spread(frame, facts.style), table(frame, columns, words, "active_days")
    return _card(
        facts, Evidence("active_days", title, drawn, told, facts.address("active_days")), words("Active days each")
    )


def _clicks(facts: Facts) -> Any:
    words, frame = facts.words, facts.clicks
    if len(frame) < 2:
        reason = (
            "Clicks were counted in one week only; two are needed." if len(frame) else "No tool counts clicks here."
        )
        way_out = words("A tool that sends the result extension {iri} shows here.", iri=CLICKS)
        return _none(words("How much they click"), words(reason), way_out)
    columns = (
        Column("week", words("Week")),
        Column("starts", words("From")),
        Column("active", words("People")),
        Column("median_clicks", words("Median"), 1),
        Column("p75_clicks", words("Three in four below"), 2),
        Column("mean_active_days", words("Active days"), 2),
    )
    title = words("How much those who click in a week click")
    drawn, told = figures.clicks(frame, facts.style), table(frame, columns, words, "weekly_clicks")
    return _card(facts, Evidence("weekly_clicks", title, drawn, told, facts.address("weekly_clicks")), title)


def _none(title: str, reason: str, way_out: str) -> html.Section:
    head = html.Div(html.H2(title), className="card-head")
    return html.Section([head, states.not_enough(reason, way_out)], className="card")
