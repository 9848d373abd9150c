"""The habits of the page Engagement: how long, by what means, when, of whose accord; each card says what it lacks."""

from dataclasses import replace
from typing import Any

import polars as pl
from dash import html

from dashboards.components import states
from dashboards.components.card import Evidence, chart, files
from dashboards.components.table import Column, table
from dashboards.figures import habits as figures
from dashboards.pages.engagement_facts import Facts

_ASPECTS = {
    # aspect: what is told of it, how its value is written
    "regularity": ("Regularity: weeks they come, of the weeks since they began", ".0%"),
    "intensity": ("Intensity: minutes in a week they come (median)", ",.0f"),
    "breadth": ("Breadth: programmes they touched, of those assigned", ".0%"),
    "contribution": ("Contribution: posts, answers, help for others", ",.1f"),
}
_WAYS = {"live": "Live only", "replay": "In replay only", "both": "Both"}
_UNASKED = "**{share}** of the occasions ({between}) were about nothing they had been assigned."
MESSAGES = (_UNASKED, *[text for text, _ in _ASPECTS.values()], *_WAYS.values())


def rolling(facts: Facts) -> Any:
    """Return the card of people active in 1, 7 and 28 days."""
    words, frame = facts.words, facts.ask("active_rolling")
    last = frame.row(-1, named=True)
    title = words.many(
        "{n} person came in the last 28 days, {week} of them in the last 7",
        "{n} people came in the last 28 days, {week} of them in the last 7",
        last["active_28"],
        week=words.number(last["active_7"]),
    )
    columns = (
        Column("day", words("Up to")),
        Column("active_1", words("That day")),
        Column("active_7", words("7 days")),
        Column("active_28", words("28 days")),
        Column("stickiness", words("Share of days"), 1, share=True),
    )
    told = table(frame.reverse(), columns, words, "active_rolling")
    drawn = figures.rolling(frame, facts.style)
    return _card(facts, Evidence("active_rolling", title, drawn, told, facts.address("active_rolling")))


def hours(facts: Facts) -> Any:
    """Return the card of hours over time."""
    words, frame = facts.words, facts.ask("active_time_over")
    if len(frame) < 2:
        return _none(facts, words("How long they learn each week"), "no_data")
    title = words("{n} {n:hour|hours} in all", n=words.number(float(frame["hours"].sum())))
    columns = (
        Column("starts", words("From")),
        Column("hours", words("Hours"), 1),
        Column("sessions", words("Sessions")),
        Column("learners", words("People")),
    )
    gaps = {row["minutes"]: row["sessions"] for row in facts.ask("session_gaps").iter_rows(named=True)}
    hint = words(
        "{n} {n:session|sessions} where a pause of 30 minutes ends one; {more} with 15 minutes, {fewer} with 60.",
        n=words.number(gaps.get(30, 0)),
        more=words.number(gaps.get(15, 0)),
        fewer=words.number(gaps.get(60, 0)),
    )
    told, drawn = table(frame, columns, words, "active_time_over"), figures.hours_over(frame, facts.style)
    href = facts.address("active_time_over")
    return _card(facts, Evidence("active_time_over", title, drawn, told, href, hint=hint))


def means(facts: Facts) -> Any:
    """Return the card of hours by way of learning; a click chooses one."""
    words, whole = facts.words, facts.time.filter(pl.col("modality") != "all")
    frame = whole.filter(pl.col("hours").is_not_null()).sort("hours", descending=True)
    if frame.is_empty():
        return _none(facts, words("By what means they learn"), "no_data")
    named = facts.titles("modality")
    slugs = frame["modality"].to_list()
    names = [named.get(slug, words("not said how")) for slug in slugs]
    given = {"name": names[0], "hours": words.number(frame["hours"][0])}
    title = words("{name} takes most of the time: {hours} {hours:hour|hours}", **given)
    columns = (
        Column("name", words("Way of learning"), wide=True),
        Column("hours", words("Hours"), 1),
        Column("sessions", words("Sessions")),
        Column("learners", words("People")),
        Column("value", words("Minutes each (median)"), 0),
        Column("low", words("at least"), 0),
        Column("high", words("at most"), 0),
    )
    listed = table(frame.with_columns(name=pl.Series(names, dtype=pl.String)), columns, words, "active_time")
    choices = ["" if slug == "unknown" else slug for slug in slugs]
    drawn = figures.hours_by(names, frame, choices, facts.style)
    hint = words("Click a bar to see only that way of learning.")
    return _card(facts, Evidence("active_time", title, drawn, listed, facts.address("active_time"), hint=hint))


def week(facts: Facts) -> Any:
    """Return the card of weekdays and hours."""
    words, frame = facts.words, facts.ask("rhythm")
    days = facts.weekdays()
    title = _busiest(facts, frame)
    named = frame.with_columns(day=pl.col("weekday").replace_strict(dict(enumerate(days, 1)), return_dtype=pl.String))
    columns = (
        Column("day", words("Day")),
        Column("hour", words("Hour")),
        Column("learners", words("People")),
        Column("statements", words("Statements")),
    )
    told = table(named.filter(pl.col("statements") > 0), columns, words, "rhythm")
    drawn = figures.week(frame, days, facts.style)
    return _card(facts, Evidence("rhythm", title, drawn, told, facts.address("rhythm")))


def _busiest(facts: Facts, frame: pl.DataFrame) -> str:
    """Say at what hour of which weekday most people learn, and if as many do at others."""
    words, best = facts.words, frame.sort("learners", "statements", descending=True).row(0, named=True)
    title = words.many(
        "They learn most on {day} between {hour}:00 and {hour}:59: {n} person",
        "They learn most on {day} between {hour}:00 and {hour}:59: {n} people",
        best["learners"],
        day=facts.weekdays("days")[best["weekday"] - 1],
        hour=f"{best['hour']:02}",
    )
    alike = int((frame["learners"] == best["learners"]).sum()) - 1
    if not alike:
        return title
    return words.besides(
        title, words.many("as many at {n} other hour of the week", "as many at {n} other hours of the week", alike)
    )


def aspects(facts: Facts) -> Any:
    """Return the four aspects of engagement side by side: there is no index that mixes them."""
    words = facts.words
    rows = []
    for row in facts.ask("engagement_profile").iter_rows(named=True):
        text, shape = _ASPECTS[row["aspect"]]
        rows.append(html.Div([html.Dt(words(text)), html.Dd(facts.estimated(row, shape))]))
    return _told(facts, "engagement_profile", words("Four sides of how people learn"), html.Dl(rows, className="sides"))


def webinars(facts: Facts) -> Any:
    """Return who followed webinars live, in replay, or both."""
    words, frame = facts.words, facts.ask("live_replay")
    title = words("Webinars, live or later")
    if not frame["learners"].max():
        return _none(facts, title, "no_data")
    rows = [
        html.Div([html.Dt(words(_WAYS[row["way"]])), html.Dd(facts.estimated(row, ".0%", "share"))])
        for row in frame.iter_rows(named=True)
    ]
    return _told(facts, "live_replay", title, html.Dl(rows, className="sides"))


def accord(facts: Facts) -> list[Any]:
    """Say how often people come and how much they learn unasked, in a sentence of each."""
    words = facts.words
    often = facts.ask("stickiness").row(0, named=True)
    unasked = facts.ask("self_initiated").row(0, named=True)
    told: list[Any] = []
    if often["value"] is not None:
        given = {"share": facts.written(often["value"], ".1%"), "between": facts.between(often, ".1%")}
        told += words.rich("Who came in the last 28 days came on **{share}** of them ({between}).", **given)
    if unasked["share"] is not None:
        given = {"share": facts.written(unasked["share"], ".0%"), "between": facts.between(unasked, ".0%")}
        told += [" ", *words.rich(_UNASKED, **given)]
    return told


def _card(facts: Facts, evidence: Evidence) -> Any:
    told = replace(evidence, period=facts.period())
    return chart(told, facts.working(evidence.key, evidence.title), facts.words)


def _told(facts: Facts, key: str, title: str, content: Any) -> html.Section:
    """Return a card that tells instead of drawing: its files, its working."""
    head = html.Div([html.H2(title), facts.working(key, title)], className="card-head")
    return html.Section([head, files(key, facts.address(key), facts.words), content], className="card")


def _none(facts: Facts, title: str, reason: str) -> html.Section:
    head = html.Div(html.H2(title), className="card-head")
    way_out = facts.words("Tools tell how long something took, and by what means, in what they send.")
    return html.Section([head, states.not_enough(facts.reason(reason), way_out)], className="card")
