"""Changes between periods, against Student's paired test, Welch's error, and Benjamini and Hochberg's own example."""

from math import sqrt

import numpy as np
import pytest

from analytics.statistics import Change, Totals, ratio_change, stand_out
from tests.support.oracles import stats

BENJAMINI_HOCHBERG_1995 = (  # Table of section 3.1: at 0.05 the four smallest are rejected
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
)  # fmt: skip


def test_the_same_people_twice_are_students_paired_test() -> None:
    rng = np.random.default_rng(3)
    before = rng.normal(10, 3, 40)
    now = before + rng.normal(0.5, 1, 40)
    people, ones = np.arange(40), np.ones(40)
    found = ratio_change(Totals(people, now, ones), Totals(people, before, ones))
    assert found is not None
    wanted = stats.ttest_rel(now, before)
    assert found.p == pytest.approx(wanted.pvalue)
    ends = wanted.confidence_interval()
    assert found.interval() == pytest.approx((ends.low, ends.high))


def test_different_people_have_the_error_of_two_independent_shares() -> None:
    now, before = np.repeat([1.0, 0.0], [30, 20]), np.repeat([1.0, 0.0], [20, 40])
    found = ratio_change(Totals(np.arange(50), now, np.ones(50)), Totals(np.arange(100, 160), before, np.ones(60)))
    assert found is not None
    assert found.value == pytest.approx(0.6 - 1 / 3)
    independent = sqrt(0.6 * 0.4 / 50 + (1 / 3) * (2 / 3) / 60)
    assert found.error == pytest.approx(independent * sqrt(110 / 109))


def test_ten_answers_of_a_learner_are_not_ten_learners() -> None:
    people = np.repeat(np.arange(12), 10)
    now, before = np.repeat(np.tile([1.0, 0.0], 6), 10), np.repeat(np.tile([1.0, 0.0, 0.0], 4), 10)
    ones = np.ones(120)
    many = ratio_change(Totals(people, now, ones), Totals(people, before, ones))
    few = ratio_change(Totals(np.arange(12), now[::10], ones[:12]), Totals(np.arange(12), before[::10], ones[:12]))
    assert many is not None
    assert few is not None
    assert many.error == pytest.approx(few.error)


def test_nothing_is_told_of_nobody_or_where_all_are_alike() -> None:
    some, none = Totals([1, 2], [1.0, 1.0], [1.0, 1.0]), Totals([], [], [])
    assert ratio_change(some, none) is None
    assert ratio_change(some, some) is None


def test_what_stands_out_is_what_benjamini_and_hochberg_reject() -> None:
    freedom = 200
    found = []
    for p in BENJAMINI_HOCHBERG_1995:
        value = float(stats.t.isf(p / 2, freedom))
        found.append(Change(0.0, value, value, 1.0, freedom, p))
    told = stand_out(found)
    assert [one is not None for one in told] == [True] * 4 + [False] * 11
    assert all(one.low > 0 for one in told if one)
    fourth = told[3]
    assert fourth is not None
    assert fourth.high - fourth.low > found[3].interval().high - found[3].interval().low, (
        "wider: fifteen were looked at"
    )


def test_nothing_stands_out_of_nothing() -> None:
    assert stand_out([]) == []
