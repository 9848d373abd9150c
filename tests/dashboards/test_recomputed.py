"""What measures say of the small example, against plain Python over the statements and files it was told with."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from math import isclose
from statistics import mean, median
from typing import Any

import pytest

from analytics import catalog
from analytics.scope import Scope
from tests.support.demo import LAST, Made
from tests.support.retold import BY_KEY, PARIS, Must, Retold, Said, months_later

ASKED = Scope(until=LAST)


@pytest.fixture(scope="module")
def retold(demo: Made) -> Retold:
    return Retold(demo.example, LAST)


def told(demo: Made, key: str, scope: Scope = ASKED) -> list[dict[str, Any]]:
    return catalog.measure(key).ask(demo.warehouse, scope).to_dicts()


def same(found: float | None, expected: float) -> bool:
    return found is not None and isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


# Communities


def test_communities(demo: Made, retold: Retold) -> None:
    spaces: dict[str, list[Said]] = defaultdict(list)
    for one in retold.said:
        if one.programme == "COMM-01" and one.person.number in retold.learners:
            spaces[one.what if one.verb == "viewed" else one.parent].append(one)
    found = {row["activity"]: row for row in told(demo, "communities", Scope(until=LAST, programmes=("COMM-01",)))}
    assert found.keys() == spaces.keys()
    for topic, said in spaces.items():
        row = found[topic]
        wrote = [one.person.number for one in said if one.verb in ("posted", "asked", "replied")]
        counts = [sum(one.verb == verb for one in said) for verb in ("posted", "asked", "replied", "liked")]
        assert [row[name] for name in ("posts", "questions", "replies", "reactions")] == counts
        assert row["members"] == len({one.person.number for one in said})
        assert row["posters"] == len(set(wrote))
        assert same(row["gini"], unequal([wrote.count(number) for number in set(wrote)]))
        waits = waiting(retold, said)
        ripe = [(hours <= 168 and answered) for hours, answered, followed in waits if followed >= 168]
        assert (row["count"], row["n"]) == (sum(ripe), len(ripe))
        half, waited = half_answered([(hours, answered) for hours, answered, _ in waits])
        if waited >= 10:
            assert same(row["median_hours"], half)
        else:
            assert row["median_reason"] == ("few_at_risk" if waited else "not_crossed")


def waiting(retold: Retold, said: Iterable[Said]) -> list[tuple[float, bool, float]]:
    """For each opening: hours to the first reply of another or to the end, whether there was one, hours followed."""
    replies = defaultdict(list)
    for one in retold.said:
        if one.verb == "replied":
            replies[one.refers].append(one)
    found = []
    for one in said:
        if one.verb in ("posted", "asked"):
            came = [other.when for other in replies[one.id] if other.person is not one.person]
            until, followed = min(came, default=retold.ends), (retold.ends - one.when) / timedelta(hours=1)
            found.append(((until - one.when) / timedelta(hours=1), bool(came), followed))
    return found


def half_answered(waits: list[tuple[float, bool]]) -> tuple[float, int]:
    """When at most half still wait, by the product over times of who goes on, and of how many; 0 of none if never."""
    still = 1.0
    for at in sorted({hours for hours, answered in waits if answered}):
        events = sum(hours == at and answered for hours, answered in waits)
        left = sum(hours >= at for hours, _ in waits)
        still *= 1 - events / left
        if still <= 0.5 + 1e-12:
            return at, left
    return 0.0, 0


def unequal(amounts: list[int]) -> float:
    """Half the mean difference between two people over the mean."""
    apart = mean(abs(one - other) for one, other in combinations(amounts, 2))
    return apart / 2 / mean(amounts)


# Questions


def test_questions(demo: Made, retold: Retold) -> None:
    first: dict[tuple[int, str], Said] = {}
    for one in retold.said:
        if one.verb == "answered" and "/question/" in one.what:
            first.setdefault((one.person.number, one.what), one)
    sat: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for one in first.values():
        sat[one.person.number, one.parent].append(one)
    found = {row["question"]: row for row in told(demo, "items")}
    assert found.keys() == {what for _, what in first}
    judged = 0
    for question, row in found.items():
        answers = [one for (_, what), one in first.items() if what == question]
        right = [float(one.result["success"]) for one in answers]
        assert (row["n"], row["learners"], row["right"]) == (len(right), len(right), sum(right))
        assert same(row["difficulty"], mean(right)) if len(right) >= 20 else row["reason"] is not None
        if row["discrimination"] is not None:
            judged += 1
            assert same(row["discrimination"], correlation(right, [rest(sat, one) for one in answers]))
    assert judged > 20


def rest(sat: dict[tuple[int, str], list[Said]], one: Said) -> float:
    others = [other for other in sat[one.person.number, one.parent] if other is not one]
    return mean(float(other.result["success"]) for other in others)


def correlation(ones: list[float], others: list[float]) -> float:
    a, b = mean(ones), mean(others)
    along = sum((x - a) * (y - b) for x, y in zip(ones, others, strict=True))
    spread = sum((x - a) ** 2 for x in ones) * sum((y - b) ** 2 for y in others)
    return float(along / spread**0.5)


# Evaluations

_ITEMS = {
    "hot": ("overall", "content", "trainer", "organisation", "useful", "recommend"),
    "cold": ("applied", "used", "confident", "support"),
}


def test_evaluations(demo: Made, retold: Retold) -> None:
    found = {(row["programme"], row["stage"], row["item"]): row for row in told(demo, "evaluations")}
    forms = defaultdict(list)
    for one in demo.example.forms:
        forms[one.programme.key, one.stage].append(one)
    for (key, stage), filled in forms.items():
        begun = min(one.when.replace(tzinfo=PARIS).astimezone(UTC).date() for one in filled)
        after = timedelta(days=30 if stage == "cold" else 0)
        due = {
            number
            for (number, programme), day in retold.completed.items()
            if programme == key and begun - timedelta(days=30) <= day + after <= LAST
        }
        for at, item in enumerate(_ITEMS[stage]):
            row = found.pop((key, stage, item))
            scores = [scored(one.answers[at]) for one in filled]
            assert (row["n"], row["learners"]) == (len(filled), len(filled))
            agreed = [score for one, score in zip(filled, scores, strict=True) if isinstance(one.answers[at], str)]
            assert row["count"] == (sum(agreed) if agreed else None)
            assert same(row["mean"], mean(scores)) if len(scores) >= (20 if agreed else 10) else row["mean"] is None
            answered = due & {one.person.number for one in filled}
            assert (key, row["due"], row["responded"]) == (key, len(due), len(answered))
    assert {row["n"] for row in found.values()} <= {0}


def scored(answer: object) -> float:
    return float(answer == "yes") if isinstance(answer, str) else float(str(answer))


# Competencies


def test_competencies(demo: Made, retold: Retold) -> None:
    evidence = defaultdict(list)
    for one in retold.said:
        if "success" in one.result and "/question/" not in one.what and one.programme:
            for competency in BY_KEY[one.programme].competencies:
                evidence[one.person.number, competency].append((one.when, bool(one.result["success"])))
    required = {
        (must.person.number, competency)
        for must in retold.musts
        for competency in must.programme.competencies
        if must.assigned <= LAST
    }
    rows = {row["competency"]: row for row in told(demo, "competencies") if row["unit"] is None}
    assert rows.keys() == {competency for _, competency in required | evidence.keys()}
    for competency, row in rows.items():
        asked = {number for number, one in required if one == competency}
        counted = asked or {number for number, one in evidence if one == competency}
        known = {number: sorted(evidence[number, competency]) for number in counted if (number, competency) in evidence}
        held = {number: (LAST - tests[-1][0].date()).days for number, tests in known.items() if tests[-1][1]}
        assert (row["people"], row["in_scope"]) == (len(counted), len(asked) or None)
        assert row["acquired"] == sum(any(right for _, right in tests) for tests in known.values())
        assert (row["held"], row["never_assessed"]) == (len(held), len(counted) - len(known))
        assert row["age_days"] == (median(held.values()) if held else None)
        if row["share"] is not None:
            assert same(row["share"], len(held) / len(asked))


# Up to date


def test_up_to_date(demo: Made, retold: Retold) -> None:
    held: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for must in retold.musts:
        if must.mandatory and is_there(must, LAST) and must.assigned <= LAST and must.due <= LAST:
            held[must.programme.key].append((must.person.number, is_valid(retold, must)))
    rows = {row["programme"]: row for row in told(demo, "up_to_date")}
    for key, each in held.items():
        assert (key, rows[key]["count"], rows[key]["n"]) == (key, sum(valid for _, valid in each), len(each))
    everyone: dict[int, bool] = defaultdict(lambda: True)
    for each in held.values():
        for number, valid in each:
            everyone[number] &= valid
    assert (rows[None]["count"], rows[None]["n"]) == (sum(everyone.values()), len(everyone))


def is_there(must: Must, day: date) -> bool:
    return must.person.joined <= day and (must.person.left_on is None or must.person.left_on > day)


def is_valid(retold: Retold, must: Must) -> bool:
    days = [day for day in retold.done.get((must.person.number, must.programme.key), ()) if day <= LAST]
    return bool(days) and (not must.programme.valid or months_later(max(days), must.programme.valid) > LAST)


# Warnings


def test_warnings(demo: Made, retold: Retold) -> None:
    """Each rule a week before the day, by what had been told by then: n, missed, named, and named rightly."""
    starts, halves, failures = histories(retold)
    counts: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for must in retold.musts:
        key, judged = (must.person.number, must.programme.key), must.due - timedelta(days=7)
        gone = must.person.left_on is not None and must.person.left_on <= must.due
        if must.person.number not in retold.learners or gone or must.due > LAST or must.assigned > judged:
            continue
        done = retold.done.get(key, [])
        if any(day <= judged for day in done):
            continue
        missed = not any(day <= must.due for day in done)
        active = {day for day in retold.active.get(key, ()) if day <= judged}
        started = [day for day in starts[key] if day <= judged]
        fortnights = [sum(0 <= (judged - day).days - at < 14 for day in active) for at in (0, 14)]
        named = {
            "not_started": not started and (judged - must.assigned).days >= 7,
            "silent": bool(started) and (judged - max(active)).days >= 14,
            "disengaging": fortnights[1] >= 3 and fortnights[0] <= 0.5 * fortnights[1],
            "struggling": failed(failures[key], judged) >= 2,
            "due_soon": not any(day <= judged for day in halves[key]),
        }
        for rule, is_named in named.items():
            counts[rule].append((is_named, missed))
    rows = {row["rule"]: row for row in told(demo, "warning_validity")}
    assert rows.keys() == counts.keys()
    for rule, each in counts.items():
        flagged = [missed for is_named, missed in each if is_named]
        missed = sum(one for _, one in each)
        expected = (rule, len(each), missed, len(flagged), sum(flagged))
        assert tuple(rows[rule][name] for name in ("rule", "n", "missed", "flagged", "right")) == expected
        if rows[rule]["lift"] is not None:
            assert same(rows[rule]["lift"], (sum(flagged) / len(flagged)) / (missed / len(each)))


Days = dict[tuple[int, str], list[date]]


def histories(retold: Retold) -> tuple[Days, Days, dict[tuple[int, str], list[tuple[datetime, bool]]]]:
    """When each began, when they were half through, and their tests."""
    starts: Days = defaultdict(list)
    halves: Days = defaultdict(list)
    tests: dict[tuple[int, str], list[tuple[datetime, bool]]] = defaultdict(list)
    for one in retold.said:
        key = one.person.number, one.programme
        if one.counts and one.verb not in ("registered", "unregistered"):
            starts[key].append(one.when.date())
        if one.progress >= 50:
            halves[key].append(one.when.date())
        if one.test and "success" in one.result:
            tests[key].append((one.when, bool(one.result["success"])))
    for number, programme, day in retold.came:
        starts[number, programme].append(day)
    return starts, halves, tests


def failed(tests: list[tuple[datetime, bool]], judged: date) -> int:
    """How many tests were failed by then, if the last was."""
    before = [(when, right) for when, right in tests if when.date() <= judged]
    return sum(not right for _, right in before) if before and not max(before)[1] else 0
