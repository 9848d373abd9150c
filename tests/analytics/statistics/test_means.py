import numpy as np
import pytest

from analytics.statistics import bca, bootstrap, mean, mean_difference, median, median_interval, t_interval

# Efron and Tibshirani (1993), table 14.1: the spatial test, scores A of 26 children.
SPATIAL = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41]
# Student (1908): extra hours of sleep after two drugs.
SLEEP = ([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_nist_handbook_1_3_5_2_zarr13() -> None:
    spread = np.linspace(-1, 1, 195)  # any 195 values with the mean and the standard deviation NIST prints
    values = 9.261460 + 0.2278881e-01 * spread / spread.std(ddof=1)
    assert t_interval(values) == pytest.approx((9.258242, 9.264679), abs=1e-6)


def test_r_welch_on_student_sleep() -> None:
    told = mean_difference(*SLEEP)
    assert told is not None
    assert told.interval == pytest.approx((-3.3654832, 0.2054832), abs=1e-7)
    assert told.p == pytest.approx(0.07939, abs=1e-5)


def test_efron_tibshirani_1993_table_14_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 20_000)  # theirs is one draw of 2,000
    assert np.var(SPATIAL) == pytest.approx(171.5, abs=0.05)
    told = bca(SPATIAL, None, np.var, 1, level=0.9, expanded=False)
    assert told == pytest.approx((115.8, 259.6), abs=3)


def test_a_bootstrap_is_drawn_again_by_its_seed() -> None:
    assert bca(SPATIAL, seed=3) == bca(SPATIAL, seed=3) != bca(SPATIAL, seed=4)


def test_the_bootstrap_of_a_mean_agrees_with_any_other_function_that_averages() -> None:
    clusters = [at // 2 for at in range(26)]
    fast, slow = (
        bca(SPATIAL, clusters, np.mean, 1),
        bca(SPATIAL, clusters, lambda values: values.sum() / values.size, 1),
    )
    assert fast == pytest.approx(slow)


def test_learners_are_drawn_whole() -> None:
    rng = np.random.default_rng(0)
    learners = np.repeat(np.arange(25), 8)
    values = np.repeat(rng.normal(size=25), 8) + rng.normal(scale=0.1, size=200)
    alone, whole = bca(values, seed=1), bca(values, learners, seed=1)
    assert alone is not None
    assert whole is not None
    assert whole.high - whole.low > 2 * (alone.high - alone.low)
    student, robust = t_interval(values), t_interval(values, learners)
    assert student is not None
    assert robust is not None
    assert whole == pytest.approx(robust, abs=0.15)
    assert robust.high - robust.low > 2 * (student.high - student.low)


def test_ordered_values_around_the_median() -> None:
    # n = 10: the second and ninth value cover 97.85 %, the third and eighth 89.06 %; 95 % lies between.
    told = median_interval(range(1, 11))
    assert told is not None
    assert 2 < told.low < 3
    assert 8 < told.high < 9
    assert told.low + told.high == pytest.approx(11)


def test_hettmansperger_sheather_1986_interpolates_less_than_linearly() -> None:
    told = median_interval(range(1, 11))
    share = (0.978515625 - 0.95) / (0.978515625 - 0.890625)
    step = (10 - 2) * share / (2 + (10 - 4) * share)
    assert told is not None
    assert told.low == pytest.approx(2 + step)


def test_too_few_values_have_no_interval() -> None:
    assert median_interval([1, 2, 3, 4, 5]) is None
    assert median_interval([]) is None
    assert t_interval([3]) is None
    assert t_interval([3, 4, 5], ["a", "a", "a"]) is None
    assert bca([3]) is None
    assert bca([3, 3, 3]) is None, "no spread seen is not no spread"
    assert mean_difference([1], [2, 3]) is None
    assert mean_difference([1, 1], [2, 2]) is None


def test_estimates_need_ten_learners() -> None:
    assert mean(range(9)).reason == "few_learners"
    assert mean([]).reason == median([]).reason == "no_data"
    assert mean(range(40), [at % 9 for at in range(40)]).reason == "few_learners"
    assert median(range(9)).reason == "few_learners"
    ten = median(range(10))
    assert (ten.value, ten.n, ten.reason) == (4.5, 10, None)
    assert mean(range(10)).value == 4.5
