"""The tool box: a card for each way of learning there is here, with what it costs, needs, leaves, and how it did."""

from decimal import Decimal
from typing import Any

import polars as pl
from dash import dcc, html

from analytics import breakdown
from analytics.statistics import LEARNERS
from dashboards import money
from dashboards.components.card import Rests
from dashboards.components.parts import facts as listed
from dashboards.pages.modalities.tools import TOOLS
from dashboards.pages.programmes import PATH as PROGRAMMES
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import saying

LEAST = 10.0  # hours, under which what an hour costs says how few there were
NAMESPACE = "https://w3id.org/xapi/acquis/modality/"


def section(facts: Facts) -> html.Section:
    """Return a card for each way there is, those learned in longest first; then those not tried."""
    words = facts.words
    time = {row["modality"]: row for row in facts.told("active_time").rows(named=True)}
    tried = sorted((one for one in TOOLS if one in time), key=lambda one: -(time[one]["hours"] or 0))
    others = [one for one in TOOLS if one not in time]
    cards = [_card(facts, one, _here(facts, one, time[one]), time[one]["learners"]) for one in tried]
    untried = html.Details(
        [
            html.Summary(
                words.many(
                    "Not seen here in this period: {n} more way",
                    "Not seen here in this period: {n} more ways",
                    len(others),
                )
            ),
            html.Div([_card(facts, one, []) for one in others], className="cards tools"),
        ],
        className="opened",
    )
    lead = words("What each way costs, what it needs, how it comes into the record, and how it did here.")
    head = [html.H2(words("The tool box"), className="part-title"), html.P(lead, className="lead")]
    return html.Section(
        [*head, html.Div(cards, className="cards tools"), *([untried] if others else [])], className="part-of-page"
    )


def _card(facts: Facts, modality: str, here: list[Any], learners: int | None = None) -> html.Section:
    words, tool = facts.words, TOOLS[modality]
    recorded = [
        words(tool.told),
        *(html.Small(html.Code(text)) for text in (tool.verbs, tool.activity, f"{NAMESPACE}{modality}")),
    ]
    rows: list[tuple[str, Any]] = [
        (words("What it costs"), words(tool.costs)),
        (words("What it needs"), words(tool.needs)),
        (words("How it is recorded"), recorded),
    ]
    if here:
        rows.append((words("How it did here"), html.Ul([html.Li(one) for one in here])))
    about = [facts.working("modalities", words(tool.name), _rests(facts, learners))] if here else []
    head = html.Div([html.H2(words(tool.name)), *about], className="card-head")
    return html.Section([head, listed(*rows)], className="card way-of-learning")


def _rests(facts: Facts, learners: int | None) -> Rests:
    words = facts.words
    interval = words("95%, beside each share; none of costs, which are added up")
    return Rests(facts.period(), on=words.many("{n} person", "{n} people", learners or 0), interval=interval)


def _here(facts: Facts, modality: str, time: dict[str, Any]) -> list[Any]:
    """Say how many learned in this way, how many completed, what is kept, what an hour of it cost."""
    words = facts.words
    told = words.many("{n} person", "{n} people", time["learners"] or 0)
    way = dcc.Link(told, href=f"{PROGRAMMES}{facts.chosen.search(modality=modality, more=())}")
    return [way, *(one for one in (_completed(facts, modality), _kept(facts, modality), _cost(facts, modality)) if one)]


def _completed(facts: Facts, modality: str) -> str:
    words = facts.words
    if not facts.site.reader().sees_people:
        return ""
    found = facts.told("rates", breakdown.narrowed(facts.scope, "modality", modality))
    row = found.filter(pl.col("rate") == "completion").row(0, named=True)
    if not row["n"]:
        return ""
    value, rests = facts.share(row)
    return words("completed: {share} ({rests})", share=value, rests=rests)


def _kept(facts: Facts, modality: str) -> str:
    words = facts.words
    if not facts.site.reader().sees_people:
        return ""
    row = next((row for row in facts.told("retained", by="modality").rows(named=True) if row["by"] == modality), None)
    if row is None or row["share"] is None:
        return words("kept after 90 days: not enough delayed tests answered")
    if row["bounds_first"]:
        bounds = saying.within(facts, row["bound_low"], row["bound_high"])
        return words("kept after 90 days: {bounds}, since fewer than half answered", bounds=bounds)
    between = saying.within(facts, row["low"], row["high"])
    return words("kept after 90 days: {share} ({between})", share=saying.percent(facts, row["share"]), between=between)


def _cost(facts: Facts, modality: str) -> str:
    """Say what an hour of it cost in cash, of the programmes of this way in the ledger: of all hours recorded in them.

    These are the only hours on the card: those of one way alone are told on other pages, and are not what was paid for.
    """
    words = facts.words
    own = facts.told("costs").filter((pl.col("modality") == modality) & (pl.col("cash") > 0))
    if own.is_empty():
        return ""
    cash, hours = sum(own["cash"].to_list(), Decimal(0)), float(own["hours"].sum())
    given = {"cash": money.told(words, cash, own["currency"][0])}
    if hours < LEAST or own["learners"].sum() < LEARNERS:
        return words("{cash} paid out; too few people or hours recorded to tell what an hour costs", **given)
    return words(
        "{cash} paid out for {hours} {hours:hour|hours} of learning in its programmes: {each} an hour",
        **given,
        hours=saying.number(facts, hours),
        each=money.told(words, cash / Decimal(repr(hours)), own["currency"][0]),
    )
