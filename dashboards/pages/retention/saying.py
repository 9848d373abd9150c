"""How a share is said: with its interval, with who answered, and with what those who did not could make of it."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from analytics.pairing import BASES, MIXED
from analytics.recall import is_mixed
from analytics.statistics.estimate import ANSWERS, LEARNERS
from dashboards.components.table import Column
from dashboards.figures.knowledge import Share
from dashboards.i18n import Words
from dashboards.pages.programmes.facts import Facts

Row = Mapping[str, Any]
LAGS = {
    "J0": "The same day",
    "J1": "1 day",
    "J7": "7 days",
    "J30": "30 days",
    "J90": "90 days",
    "J180": "180 days",
    "J365": "1 year",
}
KEPT = {
    # by what tests look at: what a share says
    "items": "After {lag}, **{share}** of what was known on the day is still known",
    "tests": "After {lag}, those who had passed score **{share}** on average",
    "passes": "After {lag}, **{share}** of those who had passed pass again",
    "same_items": "After {lag}, **{share}** of the very same questions are answered right again",
}
FOOTINGS = {
    (True, "items"): "Supervised tests, question by question",
    (True, "tests"): "Supervised tests, by their scores",
    (True, "passes"): "Supervised tests, passed or not",
    (True, "same_items"): "Supervised tests, the same questions again",
    (False, "items"): "Unsupervised tests, question by question",
    (False, "tests"): "Unsupervised tests, by their scores",
    (False, "passes"): "Unsupervised tests, passed or not",
    (False, "same_items"): "Unsupervised tests, the same questions again",
}
_ONE_END = {
    # a basis of tests supervised at one end only: what they are called, by whether the later ones are
    True: "{kind}; not supervised on the day",
    False: "{kind}; supervised on the day",
}
_TWICE = (
    "Ask about each competency on the last day of the training, and again 7, 30 and 90 days later, each time in other "
    "words; then say in Setup which question is about which competency."
)
_WAYS_OUT = {
    "no_data": _TWICE,
    "not_tested_twice": _TWICE,
    "not_due": "Nothing to do but wait: the days in which to ask again have not passed yet. Or choose a longer period.",
    "supervision_changed": "Have the test on the day and those later taken in the same way: all supervised, or none.",
    "pass_mark_unknown": "Have the tool tell the score of each test, or its pass mark: “passed” alone is not enough.",
    "hidden": "Choose a whole unit, or a longer period.",
    "few_lags": "Ask again at more lags: 7, 30 and 90 days after the training at least, 30 answers at each.",
}
MESSAGES = (*LAGS.values(), *KEPT.values(), *FOOTINGS.values(), *_ONE_END.values(), *_WAYS_OUT.values())


def named(facts: Facts, row: Row) -> str:
    """Return what a footing is called."""
    supervised, basis = bool(row["supervised"]), row["basis"]
    name = facts.words(FOOTINGS[supervised, basis.removeprefix(MIXED)])
    if is_mixed(basis):
        name = facts.words(_ONE_END[supervised], kind=name)
    mark = row.get("pass_mark")
    return name if mark is None else f"{name} ({_mark(facts, mark)})"


def basis(facts: Facts, row: Row) -> str:
    """Say what tests of a footing look at."""
    told = BASES.get(row["basis"] or "", {})
    return told.get(facts.words.language, told.get("en", ""))


def _mark(facts: Facts, mark: float) -> str:
    return facts.words("pass mark {mark}", mark=facts.words.share(mark, 1))


def percent(facts: Facts, value: float | None) -> str:
    """Write a share, or that there is none."""
    return "—" if value is None else facts.words.share(value, 1)


def number(facts: Facts, value: float | None, digits: int = 0) -> str:
    """Write a number, or that there is none."""
    return "—" if value is None else facts.words.number(value, digits)


def points(facts: Facts, value: float) -> str:
    """Write a number of points of a hundred."""
    return facts.words.many("{n} point", "{n} points", value)


def within(facts: Facts, low: float | None, high: float | None) -> str:
    """Say two ends of a share."""
    return facts.words("between {low} and {high}", low=percent(facts, low), high=percent(facts, high))


def sentence(facts: Facts, row: Row) -> list[Any]:
    """Say how much is kept at a lag: the bounds first where fewer than half answered."""
    words = facts.words
    if row["share"] is None:
        return missing(facts, row)
    given = {"lag": lag(facts, row), "share": percent(facts, row["share"])}
    rests = {"n": number(facts, row["n"]), "learners": number(facts, row["learners"])}
    between = within(facts, row["low"], row["high"])
    asked = words("in supervised tests") if row["supervised"] else words("in unsupervised tests")
    if not row["bounds_first"]:
        told = words.rich(KEPT[row["basis"]], **given)
        more = words(
            " ({between}; {n} {n:answer|answers} of {learners} {learners:person|people}, {asked}).",
            between=between,
            asked=asked,
            **rests,
        )
        return [*told, more, *([" ", estimated(facts, row)] if row["estimated"] else [])]
    bounds = within(facts, row["bound_low"], row["bound_high"])
    told = words.rich(KEPT[row["basis"]], **given | {"share": bounds})
    more = words(
        ": only {response} of the tests due were answered, and whoever did not answer may have forgotten. "
        "Those who answered: {share} ({between}; {n} {n:answer|answers} of {learners} {learners:person|people}, "
        "{asked}).",
        response=percent(facts, row["response"]),
        share=given["share"],
        between=between,
        asked=asked,
        **rests,
    )
    return [*told, more]


def estimated(facts: Facts, row: Row) -> str:
    """Say that some of the silent speak for all of them."""
    return facts.words(
        "This is of everyone due, estimated with a random follow-up of {drawn} of {silent} {silent:test|tests} not "
        "answered, of which {heard} then {heard:was|were}.",
        **{name: number(facts, row[name]) for name in ("drawn", "silent", "heard")},
    )


def lag(facts: Facts, row: Row) -> str:
    """Return the days of a lag in words."""
    return facts.words(LAGS[row["lag"] or "J90"])


def company(facts: Facts, row: Row) -> str:
    """Say who was due, invited and answered, and what the others could make of it."""
    words = facts.words
    if row["due"] is None:
        return ""
    told = words(
        "{due} {due:test was|tests were} due, {invited:=0 none|{invited}} asked for, {answered:=0 none|{answered}} "
        "answered.",
        due=number(facts, row["due"]),
        invited=number(facts, row["invited"]),
        answered=number(facts, row["answered"]),
    )
    if row["bound_low"] is None or row["response"] == 1 or row["bound_low"] == row["bound_high"]:
        return told
    if row["estimated"]:
        return f"{told} " + words(
            "Had those drawn who did not answer either forgotten everything, it would be {low}; had they kept "
            "everything, {high}.",
            low=percent(facts, row["bound_low"]),
            high=percent(facts, row["bound_high"]),
        )
    return f"{told} " + words(
        "Had everyone who did not answer forgotten everything, it would be {low}; had they kept everything, {high}.",
        low=percent(facts, row["bound_low"]),
        high=percent(facts, row["bound_high"]),
    )


def missing(facts: Facts, row: Row) -> list[Any]:
    """Say why there is no share, and what there is."""
    if row["reason"] in ("few_answers", "few_learners") and row["answered"] is not None:
        told = facts.words(
            "{n:=0 No delayed test was answered|Delayed tests answered: {n}, by {learners}}; it takes {answers} "
            "{answers:answer|answers} of {people} {people:person|people}.",
            n=number(facts, row["answered"]),
            learners=facts.words.many("{n} person", "{n} people", row["learners"] or 0),
            answers=ANSWERS,
            people=LEARNERS,
        )
        return [f"{facts.reason(row['reason'])} {told}"]
    return [facts.reason(row["reason"])]


def way_out(facts: Facts, row: Row) -> str:
    """Say what would give an answer."""
    words = facts.words
    if row["reason"] not in ("few_answers", "few_learners", "none_answered") or not row["due"]:
        return words(_WAYS_OUT.get(row["reason"] or "no_data", _TWICE))
    uninvited = (row["due"] or 0) - (row["invited"] or 0)
    if row["answered"] and row["invited"]:
        wanted = ceil((ANSWERS - (row["n"] or 0)) * row["invited"] / row["answered"])
        if wanted > 0:
            return words(
                "At the present rate of answering, draw about {n} more {n:person|people} and ask them.", n=wanted
            )
    if uninvited > 0:
        return words.many(
            "{n} of those due was never asked: ask them.", "{n} of those due were never asked: ask them.", uninvited
        )
    if row["reason"] == "none_answered":
        return words("Remind those who were asked, and give them time at work to answer.")
    return words("Choose a longer period, more units or all programmes.")


def bounds(words: Words) -> list[Column]:
    """Return the columns of what a share would be, whatever those who did not answer know."""
    ends = (("bound_low", words("Had the others forgotten")), ("bound_high", words("Had the others kept all")))
    return [Column(name, title, 1, share=True) for name, title in ends]


def as_share(facts: Facts, row: Row, name: str, key: str = "") -> Share:
    """Return a row as it is drawn, and what is said of it."""
    words, counts = facts.words, number(facts, row["answered"])
    end = words("{n} of {due}", n=counts, due=number(facts, row["due"]))
    if row["share"] is None:
        why = words("hidden") if row["reason"] == "hidden" else words("not enough data")
        return Share(name, None, n=end, told=why, key=key)
    told = words("{name}: {value}", name=name, value=percent(facts, row["share"]))
    told += f" · {within(facts, row['low'], row['high'])} · {company(facts, row)}"
    ends = {end: row[end] for end in ("low", "high", "bound_low", "bound_high")}
    return Share(name, row["share"], **ends, n=end, told=told, key=key, wide=bool(row["bounds_first"]))
