"""What Decision rests on: what was measured of programmes in the business, and what is kept for what it costs."""

from typing import Any

from dash import dcc, html

from analytics.designs import LADDER
from analytics.effects import WARNINGS
from analytics.measured import REASONS
from dashboards import money
from dashboards.components.card import downloads
from dashboards.pages import plane
from dashboards.pages.decision_facts import Facts, Row
from dashboards.pages.programmes import PATH as PROGRAMMES
from dashboards.pages.programmes.effect import changed
from dashboards.pages.programmes.effect_basis import few
from dashboards.pages.programmes.listing import listing


def evidence(facts: Facts) -> list[html.Section]:
    """Return the measured effects and the plane, each where there is anything to show."""
    return [part for part in (measured(facts), plane.card(facts)) if part is not None]


def measured(facts: Facts) -> html.Section | None:
    """Return what each programme changed in its indicators by the design fixed beforehand, tests first."""
    words = facts.words
    found = facts.ask("effect").filter("chosen").sort("headline", descending=True, maintain_order=True)
    if found.is_empty():
        return None
    title = words("What was measured in the business")
    heads = [
        (words("Programme"), False),
        (words("Indicator"), False),
        (words("Change owed to it"), True),
        (words("Worth a year"), True),
        (words("It stands on"), False),
    ]
    rows = [
        [_named(facts, row), row["indicator"], *_amounts(facts, row), _rung(facts, row)] for row in found.to_dicts()
    ]
    head = html.Div([html.H2(title), facts.working("effect", title)], className="card-head")
    files = html.Div(downloads("effect", facts.address("effect"), words), className="taken")
    return html.Section([head, listing(title, heads, rows), files], className="card across")


def _named(facts: Facts, row: Row) -> Any:
    """Return a programme's title, and the way to its months and designs for those who have it."""
    if facts.site.account().role == "executive":
        return facts.title(row)
    return dcc.Link(facts.title(row), href=f"{PROGRAMMES}/{row['programme']}/effect")


def _amounts(facts: Facts, row: Row) -> list[Any]:
    """Return the change and its worth, with their intervals; of a comparison, plainly and without worth."""
    words = facts.words
    change = changed(words, row["effect"])
    if not row["headline"]:
        return [html.Span(change, className="muted"), "—"]
    between = words("between {low} and {high}", low=changed(words, row["low"]), high=changed(words, row["high"]))
    worth: list[Any] = [facts.money(row["worth"])]
    if row["worth"] is not None:
        worth.append(html.Small(money.between(words, row["worth_low"], row["worth_high"], facts.currency)))
    return [html.Span([html.Strong(change), html.Small(between)]), html.Span(worth)]


def _rung(facts: Facts, row: Row) -> Any:
    """Return the design, why it is no test where it is none, and what the page of the effect warns of."""
    language = facts.words.language
    told: list[Any] = [LADDER[row["design"]][language]]
    if not row["headline"]:
        told.append(html.Small(REASONS[row["reason"] or "trend_only"][language]))
    if row["warning"] is not None:
        told.append(html.Small(WARNINGS[row["warning"]][language]))
    if row["few_places"]:
        told.append(html.Small(few(facts.words, row["few_places"], facts.site.reader())))
    return html.Span(told)
