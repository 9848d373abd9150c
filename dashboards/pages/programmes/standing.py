"""Who is up to date in one programme, and whose training expires when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.pages.people import address
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.holding import NAMED, holding
from dashboards.pages.programmes.index import day_chosen
from dashboards.pages.programmes.listing import listing

SHOWN = 100  # people on the page; the files have them all
_FIRST = {"expired": 0, "never": 1, "expires_30": 2, "expires_60": 3, "expires_90": 4, "valid": 5, "exempt": 6}


def story(facts: Facts) -> list[Any]:
    """Return how many are up to date, and the names of those who are not or soon will not be."""
    cards, row = [holding(facts, day_chosen(facts)), people(facts)], held(facts)
    return [
        facts.answered(
            [html.P(answer(facts))],
            "up_to_date",
            facts.rests(row, facts.words("as of {day}", day=facts.words.day(facts.day))),
        ),
        html.Div(cards, className="cards single"),
    ]


def held(facts: Facts) -> dict[str, Any]:
    """Return how many are up to date on the day chosen."""
    return facts.told("up_to_date", facts.on_the_day).row(0, named=True)


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence."""
    words, row = facts.words, held(facts)
    if not row["n"] or row["count"] is None:
        return [facts.reason(row["reason"])]
    given = {
        "day": words.day(facts.day),
        "count": words.number(row["count"]),
        "all": words.number(row["n"]),
    }
    if row["share"] is None:
        return words.rich(
            "On {day}, **{count:=0 none|{count}}** of the **{all}** {all:person|people} due {count:is|are} up to date.",
            **given,
        )
    share, between = words.share(row["count"], row["n"]), facts.between(row["low"], row["high"])
    return words.rich(
        "On {day}, **{count:=0 none|{count}}** of the **{all}** {all:person|people} due {count:is|are} up to date: "
        "**{share}** "
        "({between}).",
        **given,
        share=share,
        between=between,
    )


def people(facts: Facts) -> Any:
    """Return who must do it again, and until when each of the others holds it; names only to who may see them."""
    words, name = facts.words, facts.words("Who must do something, and when")
    if not facts.site.reader().sees_people:
        out = words("Ask the learning manager of the unit, who sees the people in it.")
        return facts.lacking("up_to_date_status", name, words("Your role sees totals, never a person."), out)
    found = facts.told("standing", facts.on_the_day)
    if found.is_empty():
        return html.Div()
    order = pl.col("status").replace_strict(_FIRST, return_dtype=pl.Int64)
    rows = found.sort(order, pl.col("expires").fill_null(date.max), "name", "key")
    waiting = rows.filter(pl.col("status").is_in(["expired", "never", "expires_30", "expires_60", "expires_90"]))
    if waiting.is_empty():
        title = words("Nobody has to do anything within 90 days")
    elif waiting.height == rows.height:
        title = words.many("{n} person to call within 90 days", "{n} people to call within 90 days", waiting.height)
    else:
        title = words.many(
            "{n} person of {all} to call within 90 days, then the others",
            "{n} people of {all} to call within 90 days, then the others",
            waiting.height,
            all=words.number(rows.height),
        )
    heads = [
        (words("Person"), False),
        (words("Unit"), False),
        (words("Where they stand"), False),
        (words("Last done"), False),
        (words("Expires"), False),
        (words("Due"), False),
    ]
    listed = listing(title, heads, [_row(facts, row) for row in rows.head(SHOWN).rows(named=True)])
    return facts.listed("standing", title, listed, *_further(facts, rows), scope=facts.on_the_day)


def _further(facts: Facts, rows: pl.DataFrame) -> list[Any]:
    if rows.height <= SHOWN:
        return []
    given = {"n": facts.words.number(SHOWN), "all": facts.words.number(rows.height)}
    return [
        html.P(
            facts.words("The first {n} of {all} {all:person|people}; the file has them all.", **given),
            className="muted",
        )
    ]


def _row(facts: Facts, row: Mapping[str, Any]) -> list[Any]:
    words = facts.words

    def day(name: str) -> str:
        return words.day(row[name]) if row[name] is not None else "—"

    stand: list[Any] = [words(NAMED[row["status"]])]
    if row["late"]:
        stand.append(html.Span(words("overdue"), className="mark"))
    unit = facts.titles("units").get(row["unit"] or "", row["unit"] or "—")
    name = dcc.Link(
        row["name"] or row["key"], href=address(row["person"], row["key"], facts.chosen.search(programmes=(), more=()))
    )
    return [name, unit, stand, day("done"), day("expires"), day("due")]
