"""Who should go over what, and when: dates suggested by the organisation's own curve, for someone to act on."""

from datetime import date
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.components import states
from dashboards.components.card import downloads
from dashboards.pages.people import PATH as PEOPLE
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing
from dashboards.pages.retention import saying

SHOWN = 12  # the files have them all
_CURVES = {"competency": "this competency", "everything": "all competencies"}
MESSAGES = tuple(_CURVES.values())


def section(facts: Facts) -> list[html.Section]:
    """Return the list of suggested reviews, for whoever may see people."""
    if not facts.site.reader().sees_people:
        return []
    words = facts.words
    found = facts.told("review_dates")
    title = words("Suggested reviews")
    head = html.Div([html.H2(title), facts.info("review_dates", title)], className="card-head")
    dated = found.filter(pl.col("review").is_not_null())
    if dated.is_empty():
        reason = found["reason"].drop_nulls().first() if found.height else "few_lags"
        lacks = states.not_enough(
            facts.reason(str(reason or "few_lags")), saying.way_out(facts, {"reason": reason, "due": 0})
        )
        return [html.Section([head, lacks], className="card whole alone")]
    rows = dated.sort("review", "person").rows(named=True)
    files = html.Div(downloads("review_dates", facts.address("review_dates"), words), className="toolbar taken")
    told = [
        html.P(_said(facts, dated)),
        files,
        listing(title, _heads(facts), [_row(facts, row) for row in rows[:SHOWN]]),
    ]
    if len(rows) > SHOWN:
        more = words(
            "{n} of {all} {all:row|rows} {n:is|are} shown; the files have them all.",
            n=SHOWN,
            all=words.number(len(rows)),
        )
        told.append(html.P(more, className="cut"))
    return [html.Section([head, *told], className="card whole alone", id="reviews")]


def _said(facts: Facts, dated: pl.DataFrame) -> str:
    words = facts.words
    over = dated.filter(pl.col("overdue")).height
    return words(
        "{over:=0 None|{over}} of {n} {n:review|reviews} {over:=0 is|is|are} due by today. A date is when, by the "
        "organisation's own curve, "
        "the chance of still knowing falls to 70%: it is a suggestion, and says nothing of what one person knows.",
        over=words.number(over),
        n=words.number(dated.height),
    )


def _heads(facts: Facts) -> list[tuple[str, bool]]:
    words = facts.words
    texts = ("Person", "Competency", "Programme")
    return [
        *((words(text), False) for text in texts),
        (words("Last tested"), False),
        (words("Likely still known"), True),
        (words("Review by"), False),
    ]


def _row(facts: Facts, row: saying.Row) -> list[Any]:
    words = facts.words
    key = row["key"]
    person = dcc.Link(row["name"] or key or "—", href=f"{PEOPLE}/{key}") if key else row["name"] or "—"
    tested = _day(facts, row["tested"])
    known = words("knew it") if row["known"] else words("did not know it")
    when: list[Any] = [html.Strong(_day(facts, row["review"]))]
    if row["overdue"]:
        when.append(html.Small(words("due now"), className="beyond"))
    by = words("by the curve of {which}", which=words(_CURVES.get(row["curve"] or "", "all competencies")))
    return [
        person,
        row["competency"],
        facts.title(row) if row["programme"] else "—",
        [tested, html.Small(known)],
        [_likely(facts, row), html.Small(by)],
        when,
    ]


def _likely(facts: Facts, row: saying.Row) -> str:
    """Say how likely it is still known; nothing is said of days beyond the last test there is."""
    if row["retained"] is None:
        return facts.words("beyond what is tested") if row["known"] else "—"
    return saying.percent(facts, row["retained"])


def _day(facts: Facts, day: date | None) -> str:
    return "—" if day is None else facts.words.day(day)
