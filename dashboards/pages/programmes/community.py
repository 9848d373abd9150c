"""Whether the community of a programme lives: what is written, how soon it is answered, whether a few do it all."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.components.table import Column, share_columns, table
from dashboards.figures import communities as figures
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing, spanned


def story(facts: Facts) -> list[Any]:
    """Return the answer, the weeks, the time to the first reply, and each community with its concentration."""
    cards = [weeks(facts), replies(facts), spaces(facts)]
    return [facts.answered([html.P(answer(facts))], "communities"), html.Div(cards, className="cards")]


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence."""
    words, found = facts.words, facts.told("communities")
    if found.is_empty():
        return [words("Nobody was in a community of this programme in this period.")]
    told = words.rich(
        "**{posters:=0 None|{posters}}** of the **{members}** {members:person|people} in “{name}” wrote "
        "{posters:=0 anything|something}.",
        posters=words.number(found["posters"][0] or 0),
        members=words.number(found["members"][0] or 0),
        name=_name(facts, found.row(0, named=True))[:80],
    )
    first = facts.told("reply_times").row(0, named=True)
    if first["median_hours"] is None:
        return told
    hours = _hours(facts, first["median_hours"])
    return [*told, " ", *words.rich("Half of what is posted has a reply within **{time}**.", time=hours)]


def _name(facts: Facts, row: Mapping[str, Any]) -> str:
    return facts.words.pick(row["name"], row["activity"])


def _linked(facts: Facts, row: Mapping[str, Any]) -> Any:
    """Name a community; who may read its statements is led to them."""
    name, where = _name(facts, row)[:120], facts.statements(row["activity"])
    return dcc.Link(name, href=where) if where else name


def _hours(facts: Facts, hours: float) -> str:
    words = facts.words
    if hours < 72:
        return words.many("{n} hour", "{n} hours", hours, 1 if hours < 10 else 0)
    return words.many("{n} day", "{n} days", hours / 24, 1)


def weeks(facts: Facts) -> Any:
    """Return what is written week by week, and by how many."""
    words, found = facts.words, facts.told("community_weeks")
    name = words("What is written each week")
    if found.height < 2:
        out = words("Connect the forum, or choose a longer period.")
        return facts.lacking("community_weeks", name, words("Fewer than two weeks have anything written."), out)
    columns = (
        Column("starts", words("Week from")),
        Column("people", words("People there")),
        Column("contributors", words("People who wrote")),
        Column("posts", words("Posts")),
        Column("replies", words("Replies")),
    )
    listed = table(found, columns, words, "community-weeks")
    return facts.card("community_weeks", name, figures.weeks(found, facts.style), listed)


def replies(facts: Facts) -> Any:
    """Return how soon what is posted has its first reply."""
    words, found = facts.words, facts.told("reply_times")
    name = words("How soon the first reply comes")
    told = found.filter(pl.col("answered").is_not_null())
    if told.is_empty() or not found["n"][0]:
        out = words("A forum that says which message a reply answers shows here.")
        reason = found["reason"][0] if found.height else "no_data"
        return facts.lacking("reply_times", name, facts.reason(reason), out)
    columns = (
        Column("hours", words("Hours")),
        Column("at_risk", words("Still waiting")),
        *share_columns("answered", words("Answered"), words),
    )
    listed = table(told, columns, words, "reply-times")
    return facts.card("reply_times", _soon(facts, found), figures.replies(told, facts.style), listed)


def _soon(facts: Facts, found: pl.DataFrame) -> str:
    words, row = facts.words, found.row(0, named=True)
    if row["median_hours"] is None:
        return words("How soon the first reply comes")
    time = _hours(facts, row["median_hours"])
    if row["median_low"] is None or row["median_high"] is None:
        return words("Half is answered within {time}", time=time)
    ends = {"low": _hours(facts, row["median_low"]), "high": _hours(facts, row["median_high"])}
    return words("Half is answered within {time} (between {low} and {high})", time=time, **ends)


def spaces(facts: Facts) -> Any:
    """Return each community: members, writers, what is answered within a week, how concentrated it is."""
    words, found = facts.words, facts.told("communities")
    if found.is_empty():
        return html.Div()
    title = words("Who carries it")
    heads = [
        (words("Community"), False),
        (words("People"), True),
        (words("Wrote"), True),
        (words("Posts"), True),
        (words("Replies"), True),
        (words("Answered within a week"), False),
        (words("Concentration"), False),
    ]
    rows = [
        [
            _linked(facts, row),
            *[words.number(row[name] or 0) for name in ("members", "posters", "posts", "replies")],
            spanned(facts, row),
            _concentration(facts, row),
        ]
        for row in found.rows(named=True)
    ]
    note = words("Concentration: 0 when everyone writes as much, 1 when one person writes it all (Gini).")
    told = html.P(note, className="muted")
    return facts.listed("communities", title, listing(title, heads, rows), told, wide=True)


def _concentration(facts: Facts, row: Mapping[str, Any]) -> Any:
    words = facts.words
    if row["gini"] is None:
        return html.Small(facts.reason(row["gini_reason"]))
    told: list[Any] = [html.Strong(words.number(row["gini"], 2))]
    if row["gini_low"] is not None:
        ends = {"low": words.number(row["gini_low"], 2), "high": words.number(row["gini_high"], 2)}
        told.append(html.Small(words("between {low} and {high}", **ends)))
    return told
