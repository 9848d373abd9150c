"""What the page Costs answers: how far spending is from the budget, what a learner costs, and where it is off."""

from dataclasses import replace
from typing import Any

import polars as pl
from dash import html

from analytics.spending import LEAST_HOURS
from dashboards.components.card import Evidence, Fact, Rests, chart, downloads, tile
from dashboards.components.parts import titled
from dashboards.components.table import Column, table
from dashboards.figures import investment as figures
from dashboards.money import NAMES, remaining
from dashboards.pages.costs_facts import Facts, Row

_WHY = {
    "missing_rate": "some lines are in a currency without a rate: they are in no amount",
    "no_hourly_cost": "some hours have no hourly cost: they are in no amount",
}
_ENDS = {
    # whether something is ordered, whether the budget is exceeded
    (True, False): "; with {ordered} ordered besides, **{left}** is left.",
    (True, True): "; with {ordered} ordered besides, that is **{left}** over.",
    (False, False): ": **{left}** is left.",
    (False, True): ": **{left}** over.",
}
_HEADS = (
    "Programme",
    "Avoidable cash",
    "Fully loaded cost",
    "Learners",
    "Cash for each learner",
    "For each completed hour",
    "For each completion",
)
MESSAGES = (*_WHY.values(), *_ENDS.values(), *_HEADS)


def answer(facts: Facts) -> list[Any]:
    """Return the answer: spent, of what budget, what is ordered besides, and what that leaves."""
    words, row = facts.words, facts.spend
    given = {name: facts.money(row[name]) for name in ("budget", "commitment", "actual")}
    if not row["budget"]:
        told = words.rich("**{actual}** was spent, and {commitment} is ordered besides; there is no budget.", **given)
        return [html.P(told)]
    given["share"] = words.share(float(row["actual"]), float(row["budget"]))
    told = words.rich("**{actual}** of a budget of **{budget}** was spent, {share}", **given)
    rest = remaining(*(row[name] for name in ("budget", "commitment", "actual")))
    ends = _ENDS[bool(row["commitment"]), rest < 0]
    return [html.P([*told, *words.rich(ends, ordered=given["commitment"], left=facts.money(abs(rest)))])]


def tiles(facts: Facts) -> list[Any]:
    """Return the two totals, each by its name, and what a learner and an hour of those who completed cost."""
    words, row = facts.words, facts.whole
    cash, loaded = words("Avoidable cash"), words("Fully loaded cost")
    each = facts.money(row["cash_per_learner"]), facts.money(row["loaded_per_learner"])
    learners = words.number(row["learners"] or 0)
    shown = (
        Fact(
            cash,
            facts.opens("cash", facts.money(row["cash"]), cash),
            words(
                "for decisions: what would be kept without it; {each} for each of {n} {n:learner|learners}",
                each=each[0],
                n=learners,
            ),
        ),
        Fact(
            loaded,
            facts.opens("loaded", facts.money(row["loaded"]), loaded),
            words(
                "with learners' time ({time}); {each} for each learner",
                time=facts.money(row["learner_time"]),
                each=each[1],
            ),
        ),
        Fact(
            words("For each completion"),
            facts.money(row["per_completion"]),
            words("fully loaded, over {n} {n:completion|completions}", n=words.number(row["completions"] or 0)),
        ),
        Fact(
            words("For each completed hour"),
            facts.money(row["per_completed_hour"], 2),
            _over_hours(facts, row),
        ),
    )
    return [tile(one, _about(facts, one.name)) for one in shown]


def _over_hours(facts: Facts, row: Row) -> str:
    """Say over how many hours a cost is, or that they are too few to say one."""
    words, hours = facts.words, facts.words.number(row["completed_hours"] or 0)
    if row["per_completed_hour"] is None:
        return words(
            "not told: {n} {n:hour|hours} of those who completed, {least} are needed", n=hours, least=LEAST_HOURS
        )
    return words("fully loaded, over {n} {n:hour|hours} of those who completed", n=hours)


def _about(facts: Facts, name: str) -> Any:
    words, why = facts.words, facts.whole["reason"]
    missing = ((words("Missing"), words(_WHY[why])),) if why in _WHY else ()
    return facts.working("costs", name, replace(lines(facts), rows=missing))


def lines(facts: Facts) -> Rests:
    """Return how many lines of the ledger the amounts rest on."""
    own = facts.ask("cost_lines").filter(~pl.col("alternative") & pl.col("counted"))
    return Rests(facts.period(), on=facts.words.many("{n} line of the ledger", "{n} lines of the ledger", own.height))


def charts(facts: Facts) -> list[Any]:
    """Return spending month by month, the variance of each unit, and what is spent on what."""
    cards = [_months(facts)]
    if facts.units.height > 1:
        cards.append(_units(facts))
    return [*cards, _components(facts)]


def _amounts(facts: Facts) -> tuple[Column, ...]:
    words = facts.words
    return (
        Column("budget", words("Budget")),
        Column("commitment", words("Committed")),
        Column("actual", words("Spent")),
        Column("variance", words("Spent less budget")),
    )


def _plain(frame: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    return frame.with_columns(pl.col(one.field).cast(pl.Float64) for one in columns)


def _months(facts: Facts) -> Any:
    words, frame, amounts = facts.words, facts.months, _amounts(facts)
    over = frame.filter(pl.col("actual") > pl.col("budget")).height
    title = words.many("Spent above the budget in {n} month", "Spent above the budget in {n} months", over)
    named = frame.with_columns(pl.Series("name", [words.month(day) for day in frame["month"]], dtype=pl.String))
    listed = (Column("name", words("Month"), wide=True), *amounts)
    return chart(
        Evidence(
            "spend_months",
            title,
            figures.spend(frame, facts.style, facts.currency or ""),
            table(_plain(named, amounts), listed, words, "spend_months"),
            facts.address("spend_months"),
            period=facts.period(),
        ),
        facts.working("spend_months", title),
        words,
    )


def _units(facts: Facts) -> Any:
    words, frame, amounts = facts.words, facts.units, _amounts(facts)
    first = frame.row(0, named=True)
    title = words("No unit has spent more than its budget")
    if first["variance"] > 0:
        title = words("{unit} is furthest over its budget", unit=first["name"])
    listed = (Column("name", words("Unit"), wide=True), *amounts)
    return chart(
        Evidence(
            "spend_units",
            title,
            figures.variance(frame, facts.style, facts.currency or ""),
            table(_plain(frame, amounts), listed, words, "spend_units"),
            facts.address("spend", by="unit"),
            period=facts.period(),
            hint=words("What everyone shares is in it, each unit its part. A click on a unit goes down to it."),
        ),
        facts.working("spend", title),
        words,
    )


def _components(facts: Facts) -> Any:
    words, found = facts.words, facts.components.sort("actual", descending=True)
    names = [words(NAMES.get(one, one)) for one in found["component"]]
    frame = found.with_columns(pl.Series("name", names, dtype=pl.String))
    amounts = (
        Column("actual", words("Spent")),
        Column("budget", words("Budget")),
        Column("estimate", words("Estimate")),
    )
    spent = frame.filter(pl.col("actual") > 0)
    title = words("Most is spent on: {name}", name=spent["name"][0]) if spent.height else words("What is spent on what")
    listed = (Column("name", words("For what"), wide=True), *amounts)
    return chart(
        Evidence(
            "cost_components",
            title,
            figures.components(spent, facts.style, facts.currency or ""),
            table(_plain(frame, amounts), listed, words, "cost_components"),
            facts.address("cost_components"),
            period=facts.period(),
            hint=words("Learner time is no spending: it is in the fully loaded cost only."),
        ),
        facts.working("cost_components", title),
        words,
    )


def programmes(facts: Facts) -> html.Section:
    """Return what each programme costs, and per learner, completed hour and completion."""
    words = facts.words
    rows = [row for row in facts.costs.to_dicts()[1:] if row["loaded"]]
    rows.sort(key=lambda row: -row["loaded"])
    heads = [words(head) for head in _HEADS]
    top = [html.Th(head, scope="col", className="number" if place else None) for place, head in enumerate(heads)]
    grid = html.Table([html.Thead(html.Tr(top)), html.Tbody([_row(facts, row) for row in rows])], className="plain")
    head = html.Div([html.H2(words("What each programme costs")), _about(facts, words("Cost"))], className="card-head")
    files = html.Div(downloads("costs", facts.address("costs"), words), className="taken")
    return html.Section([head, html.Div(grid, className="wide"), files], className="card across")


def _row(facts: Facts, row: Row) -> html.Tr:
    words, key = facts.words, row["programme"]
    cash = facts.opens("cash", facts.money(row["cash"]), words("Avoidable cash"), key)
    loaded = facts.opens("loaded", facts.money(row["loaded"]), words("Fully loaded cost"), key)
    rest = (
        cash,
        loaded,
        words.number(row["learners"] or 0),
        facts.money(row["cash_per_learner"]),
        facts.money(row["per_completed_hour"], 2),
        facts.money(row["per_completion"]),
    )
    cells = titled([words(head) for head in _HEADS[1:]], rest, ["number"] * len(rest))
    return html.Tr([html.Th(facts.title(row), scope="row"), *cells])
