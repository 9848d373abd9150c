"""The table of the page Decision: every programme in one of four columns, most at stake first, with its sentence."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from analytics.decision_reasons import COLUMNS
from analytics.judged import FOOTINGS
from dashboards.components.aria import aria
from dashboards.components.card import downloads
from dashboards.pages.decision_facts import SIGNS, Facts, Row
from dashboards.pages.programmes import PATH as PROGRAMMES

_OPEN = 5  # programmes of a column; the others wait behind a word
_STAKES = {
    "pays": "more than it costs",
    "does_not_pay": "lost",
    "not_proven": "spent without proof",
    "not_measurable": "spent without measure",
}
_AGAINST = {
    # where both ways are compared: in money, or for as many competencies kept
    "saves": "less than the alternative",
    "alternative_cheaper": "more than the alternative",
    "saves_kept": "at least, less than the alternative for as many competencies kept: no money saved",
    "alternative_kept": "at least, more than the alternative for as many competencies kept: no money lost",
}
_NEXT = {
    # what would change the verdict
    "alternative_cheaper": "Teach it the other way, or make it cost less: it would have to come under the alternative.",
    "cost_exceeds_benefit": "Stop it, or make it cost less than it brings.",
    "range_includes_zero": "A narrower range of what it brings would tell: measure more, or over more months.",
    "range_of_alternative": "A firm offer for the alternative would tell.",
    "weak_evidence": "Missing: a measured effect, or a comparison with people not trained yet.",
    "alternative_kept": "Teach it the other way, or have it remembered better: practise, space, give feedback.",
    "range_of_kept": "More tests answered 90 days later would tell.",
    "reversed": "Missing: lots drawn within units for who learns in which way.",
    "comparison": "Missing: four units that have it and four that have not, drawn by lot if you can.",
    "not_measured": "Missing: more months of its indicator, and what one of it is worth.",
    "not_cashable": "Missing: a benefit in cash, or what the alternative would cost.",
    "unpriced_hours": "Missing: hourly costs of those who learned.",
    "no_benefit": "Missing: one line of benefit with its evidence, or what the alternative would cost.",
    "no_cost": "Missing: its costs, or an estimate of them.",
    "no_learners": "Missing: somebody who learned; choose a longer period.",
    "missing_rate": "Missing: the exchange rate of one of its currencies.",
}
_WHOLLY = {
    # of what nothing was paid yet
    "commitment": "ordered to cost",
    "estimate": "estimated to cost",
    "budget": "budgeted to cost",
}
_UNPAID = {
    "commitment": "{amount} of its cost is ordered, not paid yet.",
    "estimate": "{amount} of its cost is not paid yet: estimated, in whole or in part.",
    "budget": "{amount} of its cost is not paid yet: budgeted, in whole or in part.",
}
MESSAGES = (*_STAKES.values(), *_AGAINST.values(), *_NEXT.values(), *_WHOLLY.values(), *_UNPAID.values())


def columns(facts: Facts) -> html.Section:
    """Return the four columns."""
    words = facts.words
    files = html.Div(downloads("decision", facts.address("decision"), words), className="taken")
    title = html.H2(words("Every programme, most at stake first"))
    head = html.Div([title, facts.working("decision", words("Every programme"))], className="card-head")
    grid = html.Div([_column(facts, column) for column in COLUMNS], className="stands")
    ways = [] if facts.site.account().role == "executive" else [html.P([*_brought(facts)], className="muted")]
    search = facts.chosen.search(usual="", more=())
    report = html.P(dcc.Link(words("The whole case on one page: the report"), href=f"/report{search}"))
    return html.Section([head, grid, *ways, report, files], className="card across")


def _brought(facts: Facts) -> Sequence[Any]:
    words = facts.words
    costs = dcc.Link(words("Costs"), href="/costs")
    brought = dcc.Link(words("Imports"), href="/setup/imports")
    return [words("What is missing comes in here:"), " ", costs, " · ", brought]


def _column(facts: Facts, column: str) -> html.Section:
    words, rows = facts.words, facts.of(column)
    mark = html.Span(SIGNS[column], className=f"sign {column}", **aria(hidden="true"))
    title = html.H3([mark, " ", facts.column_name(column), " ", html.Span(words.number(len(rows)), className="muted")])
    cards: list[Any] = [_programme(facts, row, column) for row in rows]
    if not cards:
        cards = [html.P(words("None"), className="muted")]
    shown, further = cards[:_OPEN], cards[_OPEN:]
    if further:
        more = html.Summary(words.many("{n} more", "{n} more", len(further)))
        shown.append(html.Details([more, *further]))
    return html.Section([title, *shown], className=f"stand {column}")


def _programme(facts: Facts, row: Row, column: str) -> html.Article:
    """Return a programme: its name, the money at stake, the amounts behind it, one sentence, and what is missing."""
    words = facts.words
    told: list[Any] = [html.H4(_named(facts, row))]
    if row["reason"] == "hidden":
        return html.Article([*told, html.P(facts.why(row), className="muted")])
    if row["at_stake"]:
        opened = facts.opens(
            "cost benefit alternative", facts.money(row["at_stake"]), words("At stake"), row["programme"]
        )
        told.append(html.P([opened, " ", words(_AGAINST.get(row["reason"], _STAKES[column]))], className="at-stake"))
    told.append(html.P(_amounts(facts, row), className="amounts"))
    told.append(html.P(facts.why(row)))
    told += _unpaid(facts, row)
    if row["alike"]:
        told.append(html.P(facts.alike(row), className="muted"))
    if row["reason"] in _NEXT:
        told.append(html.P(words(_NEXT[row["reason"]]), className="next"))
    return html.Article(told)


def _named(facts: Facts, row: Row) -> Any:
    """Return a programme's title, and the way to its page for those who have it."""
    if facts.site.account().role == "executive":
        return facts.title(row)
    return dcc.Link(facts.title(row), href=f"{PROGRAMMES}/{row['programme']}")


def _amounts(facts: Facts, row: Row) -> list[Any]:
    """Return cost, benefit and alternative, each opening into its working, with its range and what it stands on."""
    words = facts.words
    names = {
        "cost": _costs(facts, row),
        "benefit": words("brings"),
        "alternative": words("the alternative"),
    }
    parts: list[Any] = []
    for what, name in names.items():
        if row[what] is not None and (row[what] or what == "cost"):
            opened = facts.opens(what, facts.money(row[what]), name, row["programme"])
            beside = [part for part in (facts.range(row, what), _evidence(facts, row, what)) if part]
            noted = f" ({'; '.join(beside)})" if beside else ""
            parts += [" · " if parts else "", name, " ", opened, noted]
    return parts


def _costs(facts: Facts, row: Row) -> str:
    """Say whether it costs so much, is estimated, budgeted or ordered to, or does in part."""
    words = facts.words
    if row["footing"] not in FOOTINGS:
        return words("costs")
    if row["estimated"]:
        return words(_WHOLLY[row["footing"]])
    return words("costs, {part}:", part=words.of(FOOTINGS[row["footing"]]))


def _unpaid(facts: Facts, row: Row) -> list[Any]:
    """Say how much of a cost nobody paid yet, and that nobody learned yet: a verdict that rests on it may change."""
    words = facts.words
    told = []
    if row["foreseen"]:
        told.append(words(_UNPAID[row["footing"]], amount=facts.money(row["foreseen"])))
    if row["planned"]:
        told.append(
            words("Nobody learned yet: it is planned for {n} {n:person|people}.", n=words.number(row["learners"]))
        )
    return [html.P(" ".join(told), className="muted")] if told else []


def _evidence(facts: Facts, row: Row, what: str) -> str:
    return facts.rung(row) if what == "benefit" and row["rung"] else ""
