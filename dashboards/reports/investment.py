"""The investment report: one page, two at most, of one programme or of all; as elements that paper and page share."""

from dashboards.reports import answer, learning, method, money
from dashboards.reports.facts import Facts
from dashboards.reports.model import Element, e


def report(facts: Facts) -> Element:
    """Return the whole report."""
    parts = [
        money.standing(facts),
        money.costs(facts),
        money.break_even(facts),
        money.returns(facts),
        learning.learning(facts),
        learning.levels(facts),
        method.assumptions(facts),
    ]
    shown = [part for part in parts if part is not None]
    return e(
        "article",
        _head(facts),
        answer.answer(facts),
        answer.figures(facts),
        e("div", *shown, cls="report-parts"),
        method.notes(facts),
        cls="report",
    )


def _head(facts: Facts) -> Element:
    words, scope = facts.words, facts.scope
    units = ", ".join(scope.units) if scope.units else words("all units")
    period = facts.period()
    about = " · ".join(
        (period[:1].upper() + period[1:], units[:120], facts.whole["currency"] or words("no currency yet"))
    )
    return e("div", e("h1", words("{what}: is it worth it?", what=facts.about)), e("p", about, cls="muted"))
