"""What is told of a period is of that period: which date decides, of two periods in turn."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.knowledge import retained, retention_lags
from analytics.modalities import modalities
from analytics.scope import Scope
from tests.support.scene import Scene
from tests.support.school import School

ALL, HALF, NONE = [True] * 4, [True, True, False, False], [False] * 4
FIRST = Scope(since=date(2026, 1, 1), until=date(2026, 6, 30))
SECOND = Scope(since=date(2026, 7, 1), until=date(2026, 12, 31))
WHOLE = Scope(since=date(2026, 1, 1), until=date(2026, 12, 31))


@pytest.fixture
def school(scene: Scene) -> School:
    """Twenty trained in January who keep it all, twenty in July who keep half: windows close in April and October."""
    made = School(scene)
    made.programme()
    for after, right, passed in ((0, ALL, True), (200, HALF, False)):
        people = made.people(20)
        made.train(people, after)
        for person in people:
            made.test(person, after, [True, True, True, passed])
            made.result(person, after, scaled=1.0 if passed else 0.5, success=passed)
            made.test(person, after + 90, right, "B")
    return made


def test_what_was_right_on_the_day_is_of_the_tests_of_the_period(school: School) -> None:
    school.open()
    told = {}
    for scope in (FIRST, SECOND, WHOLE):
        items = retention_lags(school.scene.star, scope).filter(pl.col("basis") == "items")
        told[scope] = {lag: (n, share) for lag, n, share in items.select("lag", "n", "share").iter_rows()}
    assert told[FIRST] == {"J0": (80, 1), "J90": (80, 1)}
    assert told[SECOND] == {"J0": (80, 0.75), "J90": (60, pytest.approx(2 / 3))}
    assert told[WHOLE]["J0"] == (160, 0.875)
    late = retention_lags(school.scene.star, replace(WHOLE, since=date(2026, 10, 1))).filter(pl.col("basis") == "items")
    assert late.filter(pl.col("lag") == "J0").select("n", "reason").rows() == [(0, "no_data")]
    assert late.filter(pl.col("lag") == "J90")["n"].item() == 60


def test_who_passed_is_of_the_results_of_the_period(school: School) -> None:
    school.open()
    columns = ("passed", "passed_n")
    for scope, passed in ((FIRST, 1), (SECOND, 0)):
        told = modalities(school.scene.star, scope, competency="first aid").row(0, named=True)
        assert [told[name] for name in columns] == [passed, 20]
    last = replace(WHOLE, since=date(2026, 12, 31))
    told = modalities(school.scene.star, last, competency="first aid").row(0, named=True)
    assert [told[name] for name in columns] == [None, 0]


def test_what_was_taught_again_is_counted_where_its_window_closes(school: School) -> None:
    school.programme("twin", "first aid", "e-learning")
    school.train(range(1, 6), 60, "twin")
    school.open()
    told = {
        scope: retained(school.scene.star, scope, lag="J30")["retaught"].to_list() for scope in (FIRST, SECOND, WHOLE)
    }
    assert told == {FIRST: [20], SECOND: [0], WHOLE: [20]}


def test_a_day_begins_and_ends_where_its_reader_is(school: School) -> None:
    """Tested on 5 January at 16:01 UTC: on the 6th already in Auckland."""
    school.open()
    for zone, n in (("UTC", 0), ("Pacific/Auckland", 80)):
        told = retention_lags(school.scene.star, replace(FIRST, since=date(2026, 1, 6), zone=zone))
        assert told.filter(pl.col("lag") == "J0", pl.col("basis") == "items")["n"].item() == n
