"""The sessions of a programme, and who came of those expected."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.components.table import Column, share_columns, table
from dashboards.figures import programmes as figures
from dashboards.figures.programmes import Dot
from dashboards.pages.programmes import exact
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing, spanned

_DRAWN = 12
_KEY = "programme_sessions"
_SHOWN = 100


def story(facts: Facts) -> list[Any]:
    """Return how many came to the sessions there were, and each session."""
    found = facts.told("programme_sessions")
    if found.is_empty():
        name, out = (
            facts.words("Who came"),
            facts.words("Bring sessions and attendance sheets in Setup, or choose a longer period."),
        )
        lacking = facts.lacking("programme_sessions", name, _none(facts), out)
        return [
            facts.answered([html.P(_none(facts))], "programme_sessions"),
            html.Div(lacking, className="cards single"),
        ]
    cards = [came(facts), planned(facts)]
    return [
        facts.answered([html.P(answer(facts))], "rates", facts.rests(facts.rate("attendance"))),
        html.Div(cards, className="cards single"),
    ]


def _none(facts: Facts) -> str:
    words = facts.words
    if facts.site.reader().units is None and not facts.scope.units:
        return words("No session was planned in this period.")
    return words("No session of this period has people of these units on its sheet.")


def may_be(facts: Facts) -> bool:
    """Tell whether a programme can have sessions: it is taught live, or some were planned anyhow."""
    live = facts.told("programme_path")["sessions"].is_not_null().any()
    return live or not facts.told("programme_sessions").is_empty()


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence: hours attended of hours planned."""
    words, held = facts.words, facts.told("programme_sessions")
    rate = facts.rate("attendance")
    planned = "**{n}** session was planned {period}.", "**{n}** sessions were planned {period}."
    told = words.rich_many(*planned, held.height, period=facts.period())
    if rate["share"] is None:
        return [*told, " ", facts.reason(rate["reason"])]
    share, between = words.share(rate["share"], 1), facts.between(rate["low"], rate["high"])
    return [
        *told,
        " ",
        *words.rich(
            "**{share}** of the hours planned were attended ({between}), by {people}.",
            share=share,
            between=between,
            people=words.many("{n} person", "{n} people", rate["learners"]),
        ),
    ]


def came(facts: Facts) -> Any:
    """Return the share of those expected who came, session by session, the last ones."""
    words = facts.words
    found = facts.told("programme_sessions").filter(pl.col("n") > 0)
    name = words("Who came, of those expected")
    if found.is_empty():
        out = words("Bring the attendance sheet in Setup, or let the virtual classroom send who joined and left.")
        return facts.lacking("programme_sessions", name, words("No attendance sheet says who came."), out)
    rows = [_dot(facts, row) for row in found.tail(_DRAWN).rows(named=True)]
    columns = (
        Column("starts", words("Starts"), wide=True),
        Column("site", words("Place")),
        Column("n", words("Expected")),
        Column("count", words("Came"), link="way"),
        *share_columns("share", words("Share"), words),
    )
    drawn = figures.dots(rows, words("came, of those expected"), facts.style)
    ways = pl.Series([_way(facts, session) for session in found["session"]], dtype=pl.String)
    told = found.with_columns(pl.col("starts").dt.to_string("%Y-%m-%d %H:%M"), way=ways)
    title = words.many("Who came to the last session", "Who came to the last {n} sessions", len(rows))
    hint = words("Click a session to see exactly who came.")
    return facts.card(_KEY, title, drawn, table(told, columns, words, "sessions"), hint=hint)


def _dot(facts: Facts, row: Mapping[str, Any]) -> Dot:
    words = facts.words
    name = f"{words.day(row['starts'].date()) if row['starts'] else row['session']} {row['site'] or ''}".strip()
    value, rests = facts.share(row)
    share = row["count"] / row["n"] if row["count"] is not None else None
    counts = words("{count} of {n}", count=words.number(row["count"] or 0), n=words.number(row["n"]))
    return Dot(name, share, row["low"], row["high"], counts, facts.named(name, f"{value} · {rests}"), row["session"])


def planned(facts: Facts) -> html.Section:
    """Return every session: when, where, for how many, and who came."""
    words, found = facts.words, facts.told("programme_sessions").reverse()
    title = words("Every session, the last first")
    heads = [
        (words("Session"), False),
        (words("Place"), False),
        (words("Hours"), True),
        (words("Places"), True),
        (words("Came"), False),
    ]
    rows = [
        [
            [words.moment(row["starts"]) if row["starts"] else row["session"], html.Small(row["session"])],
            row["site"] or "—",
            words.number(row["planned_hours"], 1) if row["planned_hours"] is not None else "—",
            words.number(row["capacity"]) if row["capacity"] is not None else "—",
            _who(facts, row),
        ]
        for row in found.head(_SHOWN).rows(named=True)
    ]
    return facts.listed("programme_sessions", title, listing(title, heads, rows))


def _who(facts: Facts, row: Mapping[str, Any]) -> Any:
    """Return what share came, and the way to exactly these people."""
    if not row["n"]:
        return spanned(facts, row)
    return html.Div([spanned(facts, row), dcc.Link(facts.words("Who came"), href=_way(facts, row["session"]))])


def _way(facts: Facts, session: str) -> str:
    return exact.way(facts, session=session)
