"""What is told of one learner: the answer, four numbers, assignments, warnings, record, tests."""

from typing import Any

import polars as pl
from dash import dcc, html

from analytics.learners import MOST
from dashboards.components import story as stories
from dashboards.components.card import Fact, tile
from dashboards.pages import behind
from dashboards.pages.asked import Asked
from dashboards.pages.people import contacting, listing
from dashboards.pages.people.at_risk import sentence, warned
from dashboards.pages.people.frame import statements_of
from dashboards.pages.people.learner_record import agent_of, cards
from dashboards.roles import EVERYWHERE

_STATUSES = {
    "valid": "Up to date",
    "expires_90": "Expires within 90 days",
    "expires_60": "Expires within 60 days",
    "expires_30": "Expires within 30 days",
    "expired": "Expired",
    "never": "Not done yet",
    "exempt": "Exempt",
}
_STEPS = {
    "registered": "Registered",
    "started": "Begun",
    "p25": "A quarter done",
    "p50": "Half done",
    "p75": "Three quarters done",
    "completed": "Completed",
    "passed": "Passed",
}
HEADS = ("Programme", "Status", "Furthest step", "Assigned on", "Due", "Done", "Valid until")
MESSAGES = (*HEADS, *_STATUSES.values(), *_STEPS.values())


def story(asked: Asked, one: dict[str, Any]) -> list[Any]:
    """Return the whole page of a learner, a row of `people_list`."""
    assigned = asked.everything("learner_assignments", person=one["key"])
    record = asked.everything("learner_record", person=one["key"], limit=MOST)
    alerts = warned(asked).filter(person=one["person"])
    body = html.Div(
        [_alerts(asked, one, alerts), _assignments(asked, one["key"], assigned), *cards(asked, one["key"], record)],
        className="stacked",
    )
    tiles = _tiles(asked, one, assigned, alerts)
    said = asked.answered(_answer(asked, one, assigned), "learner_assignments")
    told = stories.evidence(said, tiles, [body], asked.quality(), sections=True)
    return [html.H1(one["name"] or one["key"], className="subject"), _who(asked, one), *told]


def _who(asked: Asked, one: dict[str, Any]) -> html.P:
    words, units = asked.words, asked.titles("units")
    country = (one["country"] or "").upper()
    parts = [one["key"], units.get(one["unit"] or "", one["unit"] or ""), one["job_family"] or "", country]
    told: list[Any] = [" · ".join(part for part in dict.fromkeys(parts) if part)]
    every = behind.address(asked.chosen, find=one["key"])
    told += [" · ", dcc.Link(words("Every statement"), href=every)]
    if asked.site.account().role in EVERYWHERE:
        agent = agent_of(asked.site, one["key"])
        told += [" · ", dcc.Link(words("In Tools"), href=statements_of(agent))] if agent else []
    return html.P(told, className="muted")


def _answer(asked: Asked, one: dict[str, Any], assigned: pl.DataFrame) -> list[Any]:
    words = asked.words
    open_ = assigned.filter(pl.col("status") != "exempt")
    if open_.is_empty():
        told = words.rich("Nothing is assigned.")
    else:
        told = words.rich(
            "**{done:=0 None|{done}}** of **{all}** assigned {all:programme|programmes} {done:=0 is|is|are} completed; "
            "**{late:=0 none|{late}}** {late:=0 is|is|are} overdue.",
            done=words.number(one["completed"]),
            all=words.number(open_.height),
            late=words.number(int(open_["late"].sum())),
        )
    if one["last_active"] is None:
        return [html.P([*told, " ", words("Nothing was learned yet.")])]
    return [html.P([*told, " ", words("Last active on {day}.", day=words.day(one["last_active"]))])]


def _tiles(asked: Asked, one: dict[str, Any], assigned: pl.DataFrame, alerts: pl.DataFrame) -> list[Any]:
    words = asked.words
    hours, days = one["minutes"] / 60, one["active_days"]
    part = words.many("{n} active day", "{n} active days", days)
    next_ = assigned.filter(pl.col("done").is_null() & pl.col("due").is_not_null()).sort("due")
    due = words.day(next_["due"][0]) if next_.height else "—"
    named = asked.title(next_.row(0, named=True)) if next_.height else words("nothing is due")
    reasons = sum(len(row) for row in alerts["reasons"].to_list())
    facts = (
        (Fact(words("Active time"), words("{n} h", n=words.number(hours, 1)), part), "people_list"),
        (
            Fact(words("Completed"), words.number(one["completed"]), words("of {n} assigned", n=one["assigned"])),
            "learner_assignments",
        ),
        (Fact(words("To do first, due"), due, named), "learner_assignments"),
        (Fact(words("Warnings"), words.number(reasons), words("reasons, as of today")), "at_risk"),
    )
    return [tile(fact, asked.working(key, fact.name)) for fact, key in facts]


def _alerts(asked: Asked, one: dict[str, Any], alerts: pl.DataFrame) -> html.Section:
    words = asked.words
    title = words("Why to look after this person")
    head = html.Div([html.H2(title), asked.working("at_risk", title, words("as of today"))], className="card-head")
    if alerts.is_empty():
        return html.Section([head, html.P(words("No warning holds today."))], className="card")
    rows = [_alert(asked, one, row) for row in alerts.iter_rows(named=True)]
    return html.Section([head, html.Ul(rows, className="alerts")], className="card")


def _alert(asked: Asked, one: dict[str, Any], row: dict[str, Any]) -> html.Li:
    words = asked.words
    reasons = [html.P(sentence(reason, words)) for reason in row["reasons"]]
    if row["contacted"] is None:
        name = one["name"] or one["key"]
        deed: Any = contacting.button(asked.site, "learner", one["person"], row["programme"], name)
    else:
        deed = html.Span(words("contacted on {day}", day=words.day(row["contacted"])), className="muted")
    return html.Li([html.Div([html.Strong(asked.title(row)), *reasons]), deed])


def _assignments(asked: Asked, key: str, assigned: pl.DataFrame) -> html.Section:
    words = asked.words
    title = words("What is assigned, and where it stands")
    head = html.Div([html.H2(title), asked.working("learner_assignments", title)], className="card-head")
    if assigned.is_empty():
        told = html.P(words("Nothing is assigned to this person."), className="not-enough")
        return html.Section([head, told], className="card")
    cells = [html.Th(words(one)) for one in HEADS]
    rows = [_assignment(asked, row) for row in assigned.iter_rows(named=True)]
    grid = html.Table([html.Thead(html.Tr(cells)), html.Tbody(rows)], className="plain listed")
    files = listing.files(asked, "learner_assignments", key)
    return html.Section([head, files, html.Div(grid, className="wide")], className="card")


def _assignment(asked: Asked, row: dict[str, Any]) -> html.Tr:
    words = asked.words

    def day(name: str) -> str:
        return words.day(row[name]) if row[name] else ""

    status: list[Any] = [words(_STATUSES[row["status"]])]
    status += [" ", html.Span(words("overdue"), className="mark")] if row["late"] else []
    cells: tuple[tuple[str, Any], ...] = (
        (words("Status"), status),
        (words("Furthest step"), words(_STEPS[row["step"]]) if row["step"] else ""),
        (words("Assigned on"), day("assigned")),
        (words("Due"), day("due")),
        (words("Done"), day("done")),
        (words("Valid until"), day("expires")),
    )
    return listing.row(asked.title(row), cells, ())
