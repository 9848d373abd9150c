"""Retention and engagement, and the levels of evaluation: what exists, and what is missing and how to have it."""

from typing import Any

from dashboards.reports.facts import NONE, Facts, Row
from dashboards.reports.model import Element
from dashboards.reports.parts import section, table, working
from dashboards.reports.workings import formula
from lrs.errors import BadRequest

_DAYS = 90
_RATES = {
    "completion": "Completed, of those who entered",
    "success": "Tests passed, of those taken",
    "dropout": "Dropped out, of those who began",
}
MESSAGES = tuple(_RATES.values())


def learning(facts: Facts) -> Element:
    """Return who stayed, who came to the end, and what is still known."""
    words = facts.words
    heads = [words("Measure"), words("Value"), words("Between"), words("From")]
    rows = [*_rates(facts), _up_to_date(facts), _staying(facts), _known(facts)]
    used = ("rates", "up_to_date", "survival", "retained")
    return section(
        words("Who stays, and what is kept?"),
        table(heads, [row for row in rows if row], 3),
        working(words, *[formula(facts, key) for key in used]),
    )


def _asked(facts: Facts, key: str, **options: Any) -> list[Row]:
    """Return a measure's rows; none where it cannot be narrowed as the report is, or is not for whoever asks."""
    try:
        frame = facts.told(key, **options)
    except BadRequest:
        return []
    return [] if frame is None else frame.to_dicts()


def _rates(facts: Facts) -> list[list[Any]]:
    found = {row["rate"]: row for row in _asked(facts, "rates")}
    return [_share(facts, facts.words(name), found[key]) for key, name in _RATES.items() if key in found]


def _up_to_date(facts: Facts) -> list[Any] | None:
    found = _asked(facts, "up_to_date")
    return _share(facts, facts.words("Up to date in what must be kept up"), found[0]) if found else None


def _staying(facts: Facts) -> list[Any] | None:
    """Return the share of enrolments not dropped after 90 days."""
    name = facts.words("Not dropped after 90 days")
    found = [row for row in _asked(facts, "survival") if row["time"] is None or row["time"] <= _DAYS]
    followed = [row for row in found if row["survival"] is not None]
    if not followed:
        return _share(facts, name, {"reason": "few_followed"} if not found else found[0] | {"share": None})
    return _share(facts, name, followed[-1] | {"share": followed[-1]["survival"]})


def _known(facts: Facts) -> list[Any]:
    """Return what is still known 90 days later."""
    name = facts.words("Still known 90 days later")
    found = _asked(facts, "retained", lag="J90")
    return _share(facts, name, found[0] if found else {"reason": "no_data"})


def _share(facts: Facts, name: str, row: Row) -> list[Any]:
    """Return a share with its interval and what it rests on; or why there is none."""
    words = facts.words
    if row.get("share") is None:
        return [name, NONE, facts.why(row.get("reason") or "hidden"), _rests(facts, row)]
    low, high = row.get("low"), row.get("high")
    between = (
        NONE
        if low is None or high is None
        else words("{low} to {high}%", low=facts.number(100 * low, 0), high=facts.number(100 * high, 0))
    )
    return [name, words.share(row["share"], 1), between, _rests(facts, row)]


def _rests(facts: Facts, row: Row) -> str:
    if not row.get("n"):
        return NONE
    n, learners = facts.number(row["n"]), facts.number(row.get("learners"))
    return facts.words("n = {n}, {learners} people", n=n, learners=learners)


def levels(facts: Facts) -> Element:
    """Return Kirkpatrick's four levels: what exists and from how many, and what is missing."""
    words = facts.words
    rows = [
        [
            words("1. Reaction"),
            *_answered(facts, "hot", words("Ask learners when they finish: a hot evaluation.")),
        ],
        [words("2. Learning"), *_tested(facts)],
        [words("3. Behaviour"), *_answered(facts, "cold", words("Ask again a month later: a cold evaluation."))],
        [words("4. Results"), *_proven(facts)],
    ]
    heads = [words("Level (Kirkpatrick)"), words("What exists"), words("What is missing")]
    return section(
        words("How far was it evaluated?"), table(heads, rows), working(words, formula(facts, "evaluations"))
    )


def _answered(facts: Facts, stage: str, way: str) -> tuple[str, str]:
    """Return how many answered an evaluation of those due."""
    words = facts.words
    each = {row["programme"]: row for row in _asked(facts, "evaluations") if row["stage"] == stage}
    due, answered = (sum(row[name] or 0 for row in each.values()) for name in ("due", "responded"))
    if not answered:
        return words("nothing"), way
    told = words("{n} of {due} people due answered", n=facts.number(answered), due=facts.number(due))
    if answered * 2 < due:
        return told, words("more than half did not answer: remind them.")
    return told, NONE


def _tested(facts: Facts) -> tuple[str, str]:
    words = facts.words
    row = next((row for row in _asked(facts, "rates") if row["rate"] == "success"), None)
    kept = next(iter(_asked(facts, "retained", lag="J90")), None)
    lacking = words("delayed tests: what is known 90 days later.") if kept is None or kept["share"] is None else NONE
    if row is None or not row["n"]:
        return words("nothing"), words("a test at the end, with a question before: gains need both.")
    told = words("{n} tests of {learners} people", n=facts.number(row["n"]), learners=facts.number(row["learners"]))
    return told, lacking


def _proven(facts: Facts) -> tuple[str, str]:
    words, proven = facts.words, facts.whole["proven"]
    if proven is None:
        return words("nothing"), words("a benefit measured, or compared with a group that did not take part.")
    return words("{amount} of benefits measured, compared or a trend", amount=facts.money(proven, 0)), NONE
