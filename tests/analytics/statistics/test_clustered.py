"""Several rows of one person: where the answer is known, and how often the intervals hold it."""

import numpy as np
import pytest

from analytics.statistics import aalen_johansen, clustering, kaplan_meier, log_rank, log_rank_clustered

RNG = np.random.default_rng(20)
TIMES, EVENTS = RNG.integers(1, 60, 200), RNG.integers(0, 2, 200)
GROUPS = [f"g{one}" for one in RNG.integers(0, 3, 200)]
ALONE = list(range(200))


def test_one_row_each_changes_nothing() -> None:
    assert clustering(TIMES, EVENTS, ALONE) == pytest.approx(1.0)
    assert log_rank_clustered(TIMES, EVENTS, GROUPS, ALONE) == log_rank(TIMES, EVENTS, GROUPS)
    plain = aalen_johansen(TIMES, EVENTS * 2)
    assert aalen_johansen(TIMES, EVENTS * 2, people=ALONE).equals(plain)


def test_everybody_twice_tells_as_much_as_once() -> None:
    times, events, groups, who = np.tile(TIMES, 2), np.tile(EVENTS, 2), GROUPS * 2, ALONE * 2
    assert clustering(times, events, who) == pytest.approx(2.0)
    widened = kaplan_meier(times, events, widen=clustering(times, events, who)).frame
    once = kaplan_meier(TIMES, EVENTS).frame
    inside = (once["survival"] > 0.05).to_numpy()
    assert widened["low"].to_numpy()[inside] == pytest.approx(once["low"].to_numpy()[inside], abs=0.003)
    test, single, naive = (
        log_rank_clustered(times, events, groups, who),
        log_rank(TIMES, EVENTS, GROUPS),
        log_rank(times, events, groups),
    )
    assert test is not None
    assert single is not None
    assert naive is not None
    assert test.df == single.df == 2
    assert test.chi2 == pytest.approx(single.chi2, rel=0.1)
    assert test.chi2 < naive.chi2 * 0.6


def test_several_at_a_time_are_the_same_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [one // 3 for one in range(200)]
    whole = clustering(TIMES, EVENTS, people)
    monkeypatch.setattr("analytics.statistics.clustered._AT_ONCE", 300)
    assert clustering(TIMES, EVENTS, people) == pytest.approx(whole)


def test_nobody_and_nothing_to_compare() -> None:
    assert clustering([], [], []).size == 0
    assert log_rank_clustered([1, 2, 3], [1, 1, 0], ["a", "a", "a"], [1, 1, 2]) is None
    assert log_rank_clustered([1, 2, 3], [0, 0, 0], ["a", "b", "a"], [1, 1, 2]) is None


def together(seed: int, people: int = 80, rows: int = 4) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """People whose rows share a frailty of mean 1 (gamma of shape 1): S(t) = 1 / (1 + t / 100); closed at day 100."""
    rng = np.random.default_rng(seed)
    times = rng.exponential(100 / rng.gamma(1, 1, people).repeat(rows))
    return np.minimum(times, 100), (times <= 100).astype(int), [one // rows for one in range(people * rows)]


def test_intervals_of_people_there_several_times_hold_the_truth() -> None:
    held = plain = 0
    for seed in range(300):
        times, events, who = together(seed)
        for widen in (clustering(times, events, who), None):
            row = kaplan_meier(times, events, widen=widen).frame
            at = row.filter(row["time"] <= 60).row(-1, named=True)
            is_held = at["low"] <= 1 / 1.6 <= at["high"]
            held, plain = held + (is_held and widen is not None), plain + (is_held and widen is None)
    assert 0.91 <= held / 300 <= 0.98
    assert plain / 300 < 0.90


def test_a_test_of_groups_alike_is_rarely_wrong() -> None:
    wrong = 0
    for seed in range(300):
        times, events, who = together(seed)
        test = log_rank_clustered(times, events, ["a" if one % 2 else "b" for one in who], who)
        wrong += test is not None and test.p < 0.05
    assert 0.02 <= wrong / 300 <= 0.09
