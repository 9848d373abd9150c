"""Retention and engagement, and the levels of evaluation: what exists, and what is missing and how to have it."""

from collections import Counter
from typing import Any

from analytics.levels import EXISTS, MISSING, NAMES, WHAT
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
    rows = [*_rates(facts), _up_to_date(facts), _staying(facts), _known(facts), _cost_of_known(facts)]
    used = ("rates", "up_to_date", "survival", "retained", "gained")
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
    """Return what is still known 90 days later, in which tests; where few answered, what it may be comes first."""
    words = facts.words
    found = _asked(facts, "retained", lag="J90")
    row: Row = found[0] if found else {"reason": "no_data"}
    name = words("Still known 90 days later")
    if row.get("share") is None:
        return _share(facts, name, row)
    asked = words("in supervised tests") if row["supervised"] else words("in unsupervised tests")
    told = _share(facts, f"{name}, {asked}", row)
    if not row["bounds_first"] or row["bound_low"] is None:
        return told
    name, share, between, rests = told
    ends = {end: facts.number(100 * row[f"bound_{end}"], 0) for end in ("low", "high")}
    answered = words("{share} of those who answered, {between}; few did", share=share, between=between)
    return [name, words("{low} to {high}%", **ends), answered, rests]


def _cost_of_known(facts: Facts) -> list[Any] | None:
    """Return what each competency still known cost: at the lower bound, unless a random follow-up tells of everyone."""
    found = _asked(facts, "gained")
    if not found or found[0]["cost_per_kept"] is None:
        return None
    row, words = found[0], facts.words
    name, low = words("Cost of each competency still known"), facts.money(row["cost_per_kept"])
    if row["cost_per_kept_high"] is None:
        return [name, NONE, words("{low} or more", low=low), _rests(facts, row)]
    high = facts.money(row["cost_per_kept_high"])
    if row["estimated"]:
        return [name, low, words("up to {high} at the least that is likely", high=high), _rests(facts, row)]
    between = words("{low} to {high}, had who did not answer forgotten", low=low, high=high)
    return [name, high, between, _rests(facts, row)]


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
    return facts.words("n = {n}, {learners} {learners:person|people}", n=n, learners=learners)


def levels(facts: Facts) -> Element:
    """Return the levels of evaluation: what exists and from how many, and what is missing and how to have it."""
    words = facts.words
    found = _asked(facts, "levels")
    keys = {row["programme"] for row in facts.programmes}
    told = {level: [row for row in found if row["level"] == level and row["programme"] in keys] for level in NAMES}
    rows: list[list[Any]] = [
        [f"{level}. {NAMES[level][words.language]}", _exists(facts, each), _missing(facts, each)]
        for level, each in told.items()
    ]
    heads = [words("Level"), words("What exists"), words("What is missing")]
    worked = working(words, formula(facts, "levels"))
    return section(words("How far was it evaluated?"), table(heads, rows), worked)


def _exists(facts: Facts, rows: list[Row]) -> str:
    """Say whether a level was measured, of one programme by what; of several, how many were."""
    words = facts.words
    if len(rows) != 1:
        count = {key: sum(row["exists"] == key for row in rows) for key in EXISTS}
        return ", ".join(f"{facts.number(n)} {EXISTS[key][words.language]}" for key, n in count.items() if n) or NONE
    row = rows[0]
    told = EXISTS[row["exists"]][words.language]
    if row["what"] is None:
        return told
    what = WHAT[row["what"]][words.language]
    if row["answered"] is not None and row["due"]:
        n = words("{n} of {due}", n=facts.number(row["answered"]), due=facts.number(row["due"]))
        return f"{told} ({what}, {n})"
    return f"{told} ({what})"


def _missing(facts: Facts, rows: list[Row]) -> str:
    """Say what is missing; of several programmes, what most of them miss."""
    found = Counter(row["missing"] for row in rows if row["missing"])
    if not found:
        return NONE
    return MISSING[found.most_common(1)[0][0]][facts.words.language]
