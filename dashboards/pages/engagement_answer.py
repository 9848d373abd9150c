"""What the page Engagement answers: one sentence, four numbers, how fresh and how sure."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import polars as pl
from dash import html

from analytics.scope import Scope
from dashboards.components import states
from dashboards.components.card import Fact, Rests, tile
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.engagement_facts import Facts

_STALE = timedelta(days=3)
_PLAIN = (
    "**{n:=0 None|{n}}** of the **{ever}** {ever:person|people} seen so far learned {n:=0 anything|something} {period}."
)
_COMPARED = {
    # the sign of the difference: what is said of it
    1: "**{n:=0 None|{n}}** of the **{ever}** {ever:person|people} seen so far learned {n:=0 anything|something} "
    "{period}: "
    "**{gap} more** than in the {days:day|{days} days} before.",
    0: "**{n:=0 None|{n}}** of the **{ever}** {ever:person|people} seen so far learned {n:=0 anything|something} "
    "{period}: as many as in the "
    "{days:day|{days} days} before.",
    -1: "**{n:=0 None|{n}}** of the **{ever}** {ever:person|people} seen so far learned {n:=0 anything|something} "
    "{period}: "
    "**{gap} fewer** than in the {days:day|{days} days} before.",
}
MESSAGES = (_PLAIN, *_COMPARED.values())


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence, the busiest week, and whether anything still comes."""
    told = [html.P([*_headline(facts), " ", *_busiest(facts)])]
    stale = _stale(facts)
    return [*told, html.P(stale, className="attention")] if stale else told


def _headline(facts: Facts) -> list[Any]:
    words, active = facts.words, facts.summary["active"]
    given = {"ever": words.number(facts.ever["active"]), "period": facts.period()}
    if facts.before is None:
        return words.rich_many(_PLAIN, _PLAIN, active, **given)
    gap = active - facts.before["active"]
    given |= {"gap": words.number(abs(gap)), "days": words.number(facts.scope.days or 0)}
    said = _COMPARED[(gap > 0) - (gap < 0)]
    return words.rich_many(said, said, active, **given)


def _busiest(facts: Facts) -> list[Any]:
    words, weeks = facts.words, facts.weeks
    if len(weeks) < 3:
        return []
    best = weeks.sort("active", "starts", descending=[True, False]).row(0, named=True)
    return words.rich_many(
        "The busiest week was that of {day}, with **{n}** person.",
        "The busiest week was that of {day}, with **{n}** people.",
        best["active"],
        day=words.day(best["starts"]),
    )


def _stale(facts: Facts) -> str:
    """Say since when nothing happened, when the period reaches today."""
    last, until = facts.summary["last"], facts.scope.until
    if (until is not None and until < facts.today) or facts.today - last <= _STALE:
        return ""
    return facts.words("No activity since {day}.", day=facts.words.day(last))


def nobody(facts: Facts) -> Any:
    """Return what is said of a scope without activity."""
    words = facts.words
    search = Filters(period="all", zone=facts.chosen.zone, home=facts.chosen.home).search()
    last = facts.row(Scope(zone=facts.scope.zone))["last"]
    if last is None:
        sentence = words("No one has learned anything yet in what was received.")
    else:
        sentence = words("The last activity anywhere was on {day}.", day=words.day(last))
    return states.nothing_here(sentence, (words("Show all the time there is"), search), words)


def tiles(facts: Facts) -> list[Any]:
    """Return four numbers, each with what it is a part of."""
    told = {"summary": _active(facts), "active_days": _days(facts)}
    if facts.scope.course:  # time is told of everything, never of one course
        told |= {"activities": _used(facts), "weekly_clicks": _clicks(facts)}
    else:
        told |= {"active_time": _time(facts), "digital_share": _digital(facts)}
    rests = {"summary": of_ever(facts), "active_days": _of_days(facts)}
    if not facts.scope.course:
        rests |= {"active_time": _of_time(facts), "digital_share": _of_hours(facts)}
    return [tile(fact, facts.working(key, fact.name, rests.get(key))) for key, fact in told.items()]


def of_ever(facts: Facts) -> Rests:
    """Return what the share of those active rests on: of everyone seen so far."""
    return grounds.of_people(facts.words, facts.period(), facts.summary["active"], facts.ever["active"])


def _of_days(facts: Facts) -> Rests:
    words = facts.words
    return grounds.of_median(words, facts.period(), facts.days_each.to_list(), lambda days: words.number(days, 1))


def _of_time(facts: Facts) -> Rests:
    words, row = facts.words, _everyone(facts)
    on = words.many("{n} person", "{n} people", row["learners"] or 0)
    if row["value"] is None:
        return Rests(facts.period(), on=on, interval=grounds.why_none(words, row["reason"]))
    ends = {end: _clock(words, row[end]) for end in ("low", "high")}
    return Rests(facts.period(), on=on, interval=words("between {low} and {high}", **ends))


def _of_hours(facts: Facts) -> Rests:
    words, row = facts.words, facts.ask("digital_share").row(0, named=True)
    people = words.many("{n} person", "{n} people", row["learners"] or 0)
    on = words("{hours} {hours:hour|hours} of {people}", hours=words.number(row["hours"] or 0), people=people)
    known = row["low"] is not None and row["high"] is not None
    interval = facts.between(row, ".0%") if known else grounds.why_none(words, row["reason"])
    return Rests(facts.period(), on=on, interval=interval)


def _everyone(facts: Facts) -> dict[str, Any]:
    return facts.time.filter(pl.col("modality") == "all").row(0, named=True)


def _active(facts: Facts) -> Fact:
    words, active, ever = facts.words, facts.summary["active"], facts.ever["active"]
    part = words("{share} of the {n} seen so far", share=words.share(active, ever), n=words.number(ever))
    way = facts.way(words("Who they are"), "/people", show="active")
    return Fact(words("Active people"), words.number(active), part, tuple(facts.weeks["active"].to_list()), way)


def _days(facts: Facts) -> Fact:
    words, days = facts.words, facts.days_each
    part = words.many(
        "median of {n} person; the middle half between {low} and {high}",
        "median of {n} people; the middle half between {low} and {high}",
        len(days),
        low=words.number(days.quantile(0.25, "nearest") or 0),
        high=words.number(days.quantile(0.75, "nearest") or 0),
    )
    way = facts.way(words("Who comes most"), "/people", sort="days")
    return Fact(words("Active days each"), _median(words, days.quantile(0.5, "linear") or 0), part, way=way)


def _time(facts: Facts) -> Fact:
    """Tell the median of everyone's time."""
    words, name = facts.words, facts.words("Time each")
    row = _everyone(facts)
    people = words.many("{n} person", "{n} people", row["learners"] or 0)
    if row["value"] is None:
        return Fact(name, "—", facts.reason(row["reason"]))
    between = words("between {low} and {high}", low=_clock(words, row["low"]), high=_clock(words, row["high"]))
    part = words("median of {people}; {between}", people=people, between=between)
    return Fact(
        name, _clock(words, row["value"]), part, way=facts.way(words("Who spends most"), "/people", sort="minutes")
    )


def _clock(words: Words, minutes: float | None) -> str:
    """Write a length of time: 35 min, 2.3 h."""
    if minutes is None:
        return "?"
    if minutes < 90:
        return words("{n} min", n=words.number(minutes))
    return words("{n} h", n=words.number(minutes / 60, 1))


def _digital(facts: Facts) -> Fact:
    words, name, row = facts.words, facts.words("Digital share"), facts.ask("digital_share").row(0, named=True)
    if row["value"] is None:
        return Fact(name, "—", facts.reason(row["reason"]))
    part = words(
        "of {hours} {hours:hour|hours}; {between}", hours=words.number(row["hours"]), between=facts.between(row, ".0%")
    )
    return Fact(
        name, facts.written(row["value"], ".0%"), part, way=facts.way(words("In which programmes"), "/programmes")
    )


def _used(facts: Facts) -> Fact:
    words, used = facts.words, facts.activities.height
    ever = facts.site.ask("activities", replace(facts.scope, since=None)).height
    part = words("{share} of the {n} ever used", share=words.share(used, ever), n=words.number(ever))
    return Fact(words("Activities used"), words.number(used), part)


def _clicks(facts: Facts) -> Fact:
    """Tell the last whole week."""
    words, weeks = facts.words, facts.clicks
    name = words("Clicks a week")
    if weeks.is_empty():
        return Fact(name, "—", words("no tool counts them"))
    whole = weeks.filter("complete")
    last = (weeks if whole.is_empty() else whole).row(-1, named=True)
    number, day = words.number(last["active"]), words.day(last["starts"])
    part = words("median of {n} {n:person|people}, week of {day}", n=number, day=day)
    return Fact(name, _median(words, last["median_clicks"]), part, tuple(weeks["median_clicks"].to_list()))


def _median(words: Words, value: float) -> str:
    """Write a median: halves are shown, wholes have no decimals."""
    return words.number(value, 0 if value == int(value) else 1)
