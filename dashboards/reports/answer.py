"""The answer in a sentence, and the four figures it rests on."""

from collections import Counter

from analytics.decision_reasons import COLUMNS
from analytics.judged import FOOTINGS
from dashboards.money import ROUNDED
from dashboards.reports.facts import Facts, Row
from dashboards.reports.model import Element, e
from dashboards.reports.parts import paragraph, said


def answer(facts: Facts) -> Element:
    """Return the answer: of one programme its verdict and why, of several how many stand where."""
    one = facts.one
    if not facts.programmes or facts.whole["cost"] is None:
        return paragraph(facts.why(facts.whole["reason"] or "no_cost"), cls="answer-line")
    told = _portfolio(facts) if one is None else _programme(facts, one)
    return e("div", paragraph(*told, cls="answer-line"), *_rounded(facts))


def _rounded(facts: Facts) -> list[Element]:
    """Say to readers of totals that amounts are rounded, and why."""
    return [] if facts.lines is not None else [paragraph(facts.words(ROUNDED), cls="muted")]


def _programme(facts: Facts, one: Row) -> list[Element | str]:
    words = facts.words
    column = COLUMNS[one["column"] or "not_measurable"]
    told = said(words("**{title}: {column}.** "), title=facts.title(one), column=column[words.language].lower())
    told.append(facts.why(one["reason"] or "hidden") + " ")
    text = (
        words("It is to cost {cost} for the {n} {n:learner|learners} it is planned for; nobody learned yet.")
        if one["planned"]
        else words("It cost {cost} for {n} {n:learner|learners}.")
    )
    cost = words.format(text, cost=facts.money(one["cost"], 0), n=facts.number(one["learners"]))
    return [*told, cost, " ", *_unpaid(facts, one), *_against(facts)]


def _unpaid(facts: Facts, row: Row) -> list[Element | str]:
    """Say that the cost of a programme, or of all, rests in part on what nobody paid yet."""
    if not row["foreseen"]:
        return []
    part = facts.words.of(FOOTINGS[row["footing"]])
    amount = facts.money(row["foreseen"], 0)
    return said(facts.words("This cost is {part}: **{amount}** is not paid yet. "), part=part, amount=amount)


def _portfolio(facts: Facts) -> list[Element | str]:
    words = facts.words
    count = Counter(row["column"] or "hidden" for row in facts.programmes)
    stands = {
        "pays": words.many("**{n}** pays", "**{n}** pay", count["pays"]),
        "does_not_pay": words.many("**{n}** does not pay", "**{n}** do not pay", count["does_not_pay"]),
        "not_proven": words.many("**{n}** is not proven", "**{n}** are not proven", count["not_proven"]),
        "not_measurable": words.many(
            "**{n}** cannot be measured", "**{n}** cannot be measured", count["not_measurable"]
        ),
        "hidden": words.many("**{n}** is hidden", "**{n}** are hidden", count["hidden"]),
    }
    parts = ", ".join(text for column, text in stands.items() if count[column])
    lead = words.many(
        "{n} programme cost **{cost}**: ",
        "{n} programmes cost **{cost}** together: ",
        len(facts.programmes),
        cost=facts.money(facts.whole["cost"], 0),
    )
    return [*said(lead), *said(parts), ". ", *_loser(facts), *_unpaid(facts, facts.whole), *_against(facts)]


def _loser(facts: Facts) -> list[Element | str]:
    """Name the programme that loses most."""
    row = next((row for row in facts.programmes if row["column"] == "does_not_pay"), None)
    if row is None:
        return []
    text = facts.words("**{title}** loses most: {amount}. ")
    return said(text, title=facts.title(row), amount=facts.money(row["at_stake"], 0))


def _against(facts: Facts) -> list[Element | str]:
    words, saving = facts.words, facts.whole["saving"]
    if saving is None:
        return [words("What the alternative would cost is not known.")]
    amount = facts.money(abs(saving), 0)
    if saving >= 0:
        return said(words("Against the alternative it saves **{amount}**."), amount=amount)
    return said(words("It costs **{amount}** more than the alternative would."), amount=amount)


def figures(facts: Facts) -> Element:
    """Return the four figures: the two costs, the saving, the return."""
    words, whole = facts.words, facts.whole
    told = [
        (words("Fully loaded cost"), facts.money(whole["cost"], 0), _between(facts, "cost")),
        (
            words("Avoidable cash"),
            facts.money(whole["cash"], 0),
            words("what would be kept without it"),
        ),
        (words("Saved against the alternative"), facts.money(whole["saving"], 0), _ratio(facts)),
        (words("Return on the fully loaded cost"), facts.percent(whole["roi"]), _returns(facts)),
    ]
    shown = [
        e("div", e("span", name, cls="name"), e("strong", value), e("span", note, cls="note"), cls="report-figure")
        for name, value, note in told
    ]
    return e("div", *shown, cls="report-figures")


def _between(facts: Facts, name: str) -> str:
    whole = facts.whole
    if whole[f"{name}_low"] is None or whole[f"{name}_low"] == whole[f"{name}_high"]:
        return facts.words("no range given")
    low, high = (facts.money(whole[f"{name}_{end}"], 0) for end in ("low", "high"))
    return facts.words("between {low} and {high}", low=low, high=high)


def _ratio(facts: Facts) -> str:
    if facts.whole["ratio"] is None:
        return facts.words("the alternative's cost is not known")
    share = facts.number(100 * facts.whole["ratio"], 0)
    return facts.words("it costs {share}% of the alternative", share=share)


def _returns(facts: Facts) -> str:
    if facts.whole["roi"] is None:
        return facts.words("no cashable benefit told")
    low, high = (facts.percent(facts.whole[f"roi_{end}"]) for end in ("low", "high"))
    told = facts.words("all at its worst {low}, all at its best {high}", low=low, high=high)
    if facts.whole["roi_proven"] is None:
        return told
    firm = facts.percent(facts.whole["roi_proven"])
    return facts.words.besides(facts.words("on firm evidence alone {firm}", firm=firm), told)
