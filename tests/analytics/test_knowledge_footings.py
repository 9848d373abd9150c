"""Tests of several kinds in one organisation: each group is told on one of its own, and kinds are never mixed."""

from datetime import date

import polars as pl
import pytest

from analytics.knowledge import retained, retention_lags
from analytics.knowledge_counts import at_a_lag
from analytics.levels import MISSING, WHAT, levels
from analytics.recall import footings, ranked, recall
from analytics.scope import Reader, Scope
from tests.support.scene import Scene
from tests.support.school import School

ALL = [True] * 4
SOME = [True, True, True, False]
LATER = Scope(until=date(2027, 12, 31))
FOOTING = ("supervised", "basis")


@pytest.fixture
def school(scene: Scene) -> School:
    made = School(scene)
    made.programme()
    return made


def by_items(school: School, n: int, key: str = "safety", **more: bool) -> range:
    """People right on the day, and in three of four questions at 90 days."""
    people = school.people(n)
    school.train(people, programme=key)
    for person in people:
        school.test(person, 0, ALL, programme=key, **more)
        school.test(person, 90, SOME, "B", programme=key, **more)
    return people


def by_scores(school: School, n: int, key: str = "safety") -> range:
    """People who pass on the day, and score .8 at 90 days, of which no answers are told."""
    people = school.people(n)
    school.train(people, programme=key)
    for person in people:
        school.result(person, 0, scaled=0.9, success=True, programme=key)
        school.result(person, 90, "B", scaled=0.8, success=True, programme=key)
    return people


def test_each_programme_is_told_by_the_tests_it_has(school: School) -> None:
    """One is followed by questions; of another forty of forty are retested, by scores; of a third nobody answers."""
    school.programme("scored", "lifting")
    school.programme("silent", "driving")
    by_items(school, 30)
    by_scores(school, 40, "scored")
    people = school.people(25)
    school.train(people, programme="silent")
    for person in people:
        school.result(person, 0, scaled=0.9, success=True, programme="silent")
    school.invite(people, 88, programme="silent")
    school.open()
    for by, names in (
        ("programme", ("safety", "scored", "silent")),
        ("competency", ("first aid", "lifting", "driving")),
    ):
        told = {row["by"]: row for row in retained(school.scene.star, LATER, by=by).iter_rows(named=True)}
        columns = ("basis", "due", "answered", "share", "headline", "reason")
        assert [[told[name][column] for column in columns] for name in names] == [
            ["items", 30, 30, 0.75, True, None],
            ["tests", 40, 40, pytest.approx(0.8), False, None],  # tested otherwise: not to be compared with the first
            ["tests", 25, 0, None, False, "none_answered"],
        ]
        counted = at_a_lag(school.scene.star, LATER, lag="J90", by=by)
        assert sorted(counted.select("by", "basis", "people", "learners").rows()) == sorted(
            [(names[0], "items", 30, 30), (names[1], "tests", 40, 40), (names[2], "tests", 25, 0)]
        )
    told = {row["programme"]: row for row in levels(school.scene.star, LATER).filter(level=2).iter_rows(named=True)}
    columns = ("exists", "what", "n", "value", "missing")
    assert [[told[key][column] for column in columns] for key in ("safety", "scored", "silent")] == [
        ["yes", "retained_items", 30, 0.75, None],
        ["yes", "retained_tests", 40, pytest.approx(0.8), None],
        ["part", "retained_tests", 0, None, "response"],
    ]


def test_levels_say_why_tests_later_tell_nothing(school: School) -> None:
    """Supervised at one end, passed at an unknown mark, not due yet, not tested later, tested by nine."""
    for key in ("marked", "new", "once", "few"):
        school.programme(key, key)
    people = school.people(20)
    for key in ("safety", "marked", "once"):
        school.train(people, programme=key)
    school.train(people, 300, "new")
    for person in people:
        school.test(person, 0, ALL)
        school.test(person, 90, SOME, "B", supervised=True)
        school.result(person, 0, success=True, programme="marked")
        school.result(person, 90, "B", success=True, programme="marked")
        school.test(person, 300, ALL, programme="new")
        school.test(person, 330, ALL, "B", programme="new")
        school.test(person, 0, ALL, programme="once")
    by_items(school, 9, "few")
    school.open()
    told = levels(school.scene.star, Scope(until=date(2026, 12, 31))).filter(level=2)
    assert dict(told.select("programme", "missing").iter_rows()) == {
        "safety": "supervision_changed", "marked": "pass_mark_unknown", "new": "not_due", "once": "later", "few": "few"
    }  # fmt: skip
    assert set(told["missing"]) <= MISSING.keys()
    assert set(told["what"]) <= WHAT.keys()
    whole = levels(school.scene.star, Scope(reader=Reader(sees_people=False))).filter(level=2, programme="few")
    assert whole.select("missing", "due").row(0) == ("few", 10)  # rounded


def test_one_stray_answer_among_sixty_whole_tests_leaves_the_headline(school: School) -> None:
    people = by_scores(school, 60)
    school.test(people[0], 0, [True])
    school.test(people[0], 90, [True], "B")
    school.open()
    told = retained(school.scene.star, LATER).select("basis", "headline", "n", "learners", "share", "reason")
    assert told.row(0) == ("tests", True, 60, 60, pytest.approx(0.8), None)
    assert told.filter(pl.col("basis") == "items").row(0) == ("items", False, 1, 1, None, "few_learners")
    assert retention_lags(school.scene.star, LATER)["basis"][0] == "tests"


def test_before_anybody_is_tested_at_ninety_days_a_stray_answer_leaves_the_headline_too(school: School) -> None:
    people = school.people(40)
    school.train(people)
    for person in people:
        school.result(person, 0, scaled=0.9, success=True)
        school.result(person, 30, "B", scaled=0.8, success=True)
    school.test(people[0], 0, [True])
    school.test(people[0], 30, [True], "B")
    school.open()
    told = retention_lags(school.scene.star, LATER).filter("headline")
    assert told.select("basis", "lag", "n").rows() == [("tests", "J0", 40), ("tests", "J30", 40)]


def test_of_kinds_with_enough_answers_in_the_period_questions_come_first(school: School) -> None:
    by_items(school, 10)
    by_scores(school, 60)
    school.open()
    star = school.scene.star
    assert [footing[1] for footing in footings(recall(star, LATER))][:2] == ["items", "tests"]
    late = Scope(since=date(2027, 1, 1), until=LATER.until)  # no window closes in it
    assert not any(ranked(recall(star, late))["is_enough"])
    assert retained(star, late)["reason"].to_list() == ["not_due"]


def test_with_too_few_of_any_kind_the_one_with_most_answers_is_told(school: School) -> None:
    by_scores(school, 9)
    by_items(school, 1)
    school.open()
    told = retained(school.scene.star, LATER).row(0, named=True)
    assert (told["basis"], told["answered"], told["reason"]) == ("tests", 9, "few_learners")


def test_units_tested_otherwise_are_told_apart_and_not_compared(school: School) -> None:
    school.scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in "abc")])
    for unit, tested in (("a", by_items), ("b", by_scores), ("c", by_items)):
        for person in tested(school, 20):
            school.rows["person"][person - 1]["unit"] = unit
    school.open()
    for scope in (LATER, Scope(reader=Reader(sees_people=False))):
        told = retained(school.scene.star, scope, by="unit").filter(pl.col("by") != "group")
        assert told.select("by", "basis", "headline").rows() == [
            ("a", "items", True), ("b", "tests", False), ("c", "items", True)
        ]  # fmt: skip


def test_who_was_asked_and_never_answered_is_told_where_nobody_did(school: School) -> None:
    people = school.people(30)
    school.train(people)
    for person in people:
        school.test(person, 0, ALL)
    school.invite(people, 88)
    school.open()
    told = retained(school.scene.star, LATER).row(0, named=True)
    names = ("basis", "due", "invited", "answered", "bound_low", "bound_high", "reason")
    assert [told[name] for name in names] == ["items", 30, 30, 0, 0, 1, "none_answered"]
