"""How far the data can be relied on: what became of every statement, what is amiss, and what figures rest on."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import Dash, Input, Output, html

from analytics.scope import Scope
from analytics.upkeep import freshness, ledger
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import taken
from dashboards.components.table import Column, table
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.page import Site
from dashboards.pages.setup.frame import framed, told_ways
from dashboards.pages.setup.resting import KINDS, resting
from dashboards.roles import EVERYWHERE

PATH, TITLE = "/setup/quality", "Quality"
LEDGER_KINDS = {
    "understood": "Understood",
    "by a system": "By a system, not by the learner",
    "voided": "Voided later",
    "voids another": "Voids another",
    "nobody": "About nobody who can be identified",
    "no time": "At no time that can be read, or be true",
    "unreadable": "Cannot be read",
    "history": "Brought in: from before their sender was connected",
    "unmapped": "With a verb or a type of activity that is not understood",
    **KINDS,
}
_LATE = ("over 1 day", "over 7 days", "over 30 days")
BECAME = (
    "understood",
    "by a system",
    "unmapped",
    "voided",
    "voids another",
    "nobody",
    "no time",
    "unreadable",
    "history",
)
_SHOWN = 200
MESSAGES = (*LEDGER_KINDS.values(), *_LATE)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    question = words("How far can the data be relied on?")
    rests = html.Div(states.skeleton(), id="quality-resting")
    return framed("quality", question, html.Div(states.skeleton(), id="quality-story"), rests)


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""
    told_ways(dash, site, "quality", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("quality: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(Output("quality-story", "children"), Input("quality-url", "pathname"), on_error=failed)(
        lambda _: story(site)
    )
    dash.callback(Output("quality-resting", "children"), Input("quality-url", "pathname"), on_error=failed)(
        lambda _: resting(site)
    )


def story(site: Site) -> list[Any]:
    """Return the ledger: the whole first, then each thing amiss. It is of every unit's statements at once."""
    words = site.words()
    if site.account().role not in EVERYWHERE:
        return [html.P(words("Below is told of your people only. What arrives is kept in order by the group."))]
    fresh = site.ask(freshness, Scope()).row(0, named=True)
    if not fresh["read"]:
        return [html.P(words("Nothing was received yet."), className="answer")]
    told = {"share": words.share(fresh["understood"], fresh["read"], 1), "n": words.number(fresh["read"])}
    answer = words.rich("**{share}** of **{n}** {n:statement is|statements are} understood.", **told)
    found = site.ask(ledger, Scope())
    became = found.filter(pl.col("kind").is_in(BECAME))
    amiss = found.filter(~pl.col("kind").is_in(BECAME))
    return [
        stories.answered([html.P(answer)], _about(words, words("the answer"), fresh)),
        _card(
            fresh,
            words,
            words("What became of them"),
            *_history(became, words),
            taken("became", words),
            _grid(became, words, "became"),
        ),
        _card(fresh, words, words("What is amiss"), html.P(_why(words), className="muted"), *_amiss(amiss, words)),
    ]


def _card(fresh: Mapping[str, Any], words: Words, title: str, *content: Any) -> html.Section:
    head = html.Div([html.H2(title), _about(words, title, fresh)], className="card-head")
    return html.Section([head, *content], className="card")


def _about(words: Words, name: str, fresh: Mapping[str, Any]) -> Any:
    """Return the ⓘ of what became of statements."""
    rows = {
        words("Period"): words("all the time there is"),
        words("Rests on"): words.many("{n} statement read", "{n} statements read", fresh["read"]),
        words("Counted as"): words("each statement once for what became of it, and once for each thing amiss with it"),
        words("Data up to"): words("{moment} UTC", moment=words.moment(fresh["stored"])),
    }
    return grounds.about_count(words, name, rows)


def _history(became: pl.DataFrame, words: Words) -> list[Any]:
    brought = int(became.filter(pl.col("kind") == "history")["statements"].sum())
    if not brought:
        return []
    told = words(
        "{n} of these tell of a time before their sender was connected: history that was brought in. They are not "
        "counted as late, since no figure was told of that time before.",
        n=words.number(brought),
    )
    return [html.P(told, className="muted")]


def _why(words: Words) -> str:
    return words("These statements are counted where they can be; each line says what their figures lack.")


def _amiss(amiss: pl.DataFrame, words: Words) -> list[Any]:
    if amiss.is_empty():
        return [html.P(words("Nothing."))]
    whole = amiss.group_by("kind").agg(pl.col("statements").sum(), pl.len().alias("details"))
    shown = amiss.sort("statements", descending=True).head(_SHOWN)
    return [
        taken("quality", words),
        _grid(whole, words, "amiss"),
        html.H3(words("One by one")),
        _grid(shown, words, "details"),
    ]


def _grid(frame: pl.DataFrame, words: Words, key: str) -> Any:
    named = [words(LEDGER_KINDS[kind]) if kind in LEDGER_KINDS else kind for kind in frame["kind"]]
    details = frame["detail"].to_list() if "detail" in frame.columns else [None] * frame.height
    shown = [words(detail) if detail in _LATE else detail or "" for detail in details]
    told = frame.with_columns(named=pl.Series(named, dtype=pl.String), detail=pl.Series(shown, dtype=pl.String))
    columns = [Column("named", words("What"), wide=True), Column("statements", words("Statements"))]
    if key == "details":
        columns.insert(1, Column("detail", words("Which"), wide=True))
    return table(told.sort("statements", descending=True), columns, words, key)
