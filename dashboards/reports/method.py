"""What a report assumes, how fresh it is, and how it counts."""

from analytics.returns import PROVING
from analytics.scope import Scope
from analytics.upkeep import freshness
from dashboards.reports.facts import Facts
from dashboards.reports.model import Element, e
from dashboards.reports.parts import section

_UNPAID = {
    "commitment": "{amount} of the cost is ordered, not paid yet.",
    "estimate": "{amount} of the cost is not paid yet: estimated, in whole or in part.",
    "budget": "{amount} of the cost is not paid yet: budgeted, in whole or in part.",
}
MESSAGES = tuple(_UNPAID.values())


def assumptions(facts: Facts) -> Element:
    """Return what was assumed: nobody measured it."""
    words = facts.words
    told = [
        words(
            "A discount rate of {rate}% a year; in the workbook it can be changed.",
            rate=facts.number(100 * facts.whole["rate"], 1),
        ),
        *_weak(facts),
        *_estimated(facts),
        words(
            "Break-even: lines with a fixed amount stay as they are whoever comes; all others come with each learner "
            "or session."
        ),
    ]
    return section(words("What is assumed?"), e("ul", *(e("li", one) for one in told)))


def _weak(facts: Facts) -> list[str]:
    """Say which benefits rest on nothing measured."""
    weak = [row for row in facts.benefits if row["counted"] is not None and row["evidence"] not in PROVING]
    if not weak:
        return []
    amount = facts.money(sum((row["counted"] for row in weak), start=0), 0)
    return [
        facts.words(
            "{amount} of the benefits rest on an estimate or a supplier's claim; none of it carries a verdict.",
            amount=amount,
        )
    ]


def _estimated(facts: Facts) -> list[str]:
    words, whole = facts.words, facts.whole
    found = []
    if whole["alternative"] is not None:
        found.append(words("What the alternative would cost is an estimate, from the ledger's own lines."))
    if whole["foreseen"]:
        amount = facts.money(whole["foreseen"], 0)
        found.append(words(_UNPAID[whole["footing"]], amount=amount))
    if whole["unpriced_hours"]:
        hours = facts.number(whole["unpriced_hours"])
        found.append(
            words(
                "{hours} recorded {hours:hour has|hours have} no hourly cost: {hours:it counts|they count} for "
                "nothing.",
                hours=hours,
            )
        )
    if whole["untold_lines"]:
        n = facts.number(whole["untold_lines"])
        found.append(
            words("{n} {n:line is|lines are} in a currency without a rate: {n:it is|they are} in no amount.", n=n)
        )
    return found


def notes(facts: Facts) -> Element:
    """Return how fresh the figures are and how they are counted."""
    words = facts.words
    row = facts.ask(freshness, Scope()).row(0, named=True)
    fresh = words("Nothing received yet")
    if row["stored"] is not None:
        fresh = words("Received up to {moment} UTC", moment=words.moment(row["stored"]))
    told = [
        fresh,
        words("made {moment} UTC", moment=words.moment(facts.made)),
        words("days in {zone}", zone=facts.scope.zone),
        words("amounts net of VAT, to the cent, each at the exchange rate of its own day"),
        words("whole months, those that have begun"),
        words("intervals of 95%"),
    ]
    method = words(
        "Fully loaded cost includes learners' time (Phillips); only cashable benefits are in the return, each as "
        "amount x share x confidence; no data, no benefit; intangibles are listed, not counted. The verdict needs "
        "both ranges apart and firm evidence. Where the alternative gives the same for less, it does not pay."
    )
    return e("div", e("p", " · ".join(told)), e("p", method), cls="report-notes")
