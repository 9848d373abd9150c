"""Forgetting against published curves, and against answers drawn from a law that is known.

Murre and Dros (2015), PLoS ONE 10(7):e0120644, table 3 (CC BY), with the fits of their workbook; Ebbinghaus (1885),
section 29. The binomial fit and the pooled course are those of statsmodels and scipy on the same numbers.
"""

from math import exp, inf, log
from typing import TypeVar

import numpy as np
import pytest

from analytics.statistics.forgetting import (
    Forgetting,
    decreasing,
    ebbinghaus,
    ebbinghaus_fit,
    exponential,
    exponential_above,
    power,
    weibull,
)

T = TypeVar("T")
SECONDS = [1200, 3600, 32400, 86400, 172800, 518400, 2678400]
AUTHORS = [1140, 3780, 31500, 86400, 172800, 518400, 2678400]  # the intervals that Ebbinghaus's own fits use
SAVED = {
    "Ebbinghaus": [0.582, 0.442, 0.358, 0.337, 0.278, 0.254, 0.211],
    "Mack": [0.544304, 0.431907, 0.285124, 0.315985, 0.365019, 0.308943, 0.258427],
    "Seitz": [0.442060, 0.324895, 0.269767, 0.270042, 0.285714, 0.205240, 0.200803],
    "Dros": [0.471677, 0.372909, 0.276445, 0.316780, 0.230004, 0.168202, 0.040970],
}
DAYS, ASKED, KEPT = [1, 7, 30, 90, 180], [110, 95, 80, 60, 40], [96, 76, 55, 36, 21]


def there(found: T | None) -> T:
    """What was found; a test of it fails where there is none."""
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("who", "at", "parameters", "squares", "r2"),
    [
        ("Ebbinghaus", SECONDS, (1.3976, 0.1303), 0.00284, 0.9704),
        ("Ebbinghaus", AUTHORS, (1.3944, 0.1302), 0.00244, 0.9747),
        ("Mack", SECONDS, (0.9651, 0.0926), 0.01292, 0.783),
        ("Seitz", SECONDS, (0.8219, 0.0990), 0.00523, 0.870),
        ("Dros", SECONDS, (1.5554, 0.1669), 0.01627, 0.862),
    ],
)
def test_power_fits_of_murre_and_dros(
    who: str, at: list[int], parameters: tuple[float, float], squares: float, r2: float
) -> None:
    fit = there(power(at, SAVED[who]))
    assert fit.parameters == pytest.approx(parameters, abs=6e-5)
    assert (fit.squares, fit.r2) == pytest.approx((squares, r2), abs=5e-4)


@pytest.mark.parametrize(
    ("who", "alone", "above"),
    [("Ebbinghaus", 0.397, 0.868), ("Mack", 0.273, 0.894), ("Seitz", 0.344, 0.840), ("Dros", 0.838, 0.861)],
)
def test_exponentials_of_murre_and_dros_are_beaten_by_powers(who: str, alone: float, above: float) -> None:
    one, two, best = (there(fit(SECONDS, SAVED[who])) for fit in (exponential, exponential_above, power))
    assert (one.r2, two.r2) == pytest.approx((alone, above), abs=6e-4)
    assert best.r2 > one.r2


def test_the_asymptote_of_ebbinghaus() -> None:
    fit = there(exponential_above(SECONDS, SAVED["Ebbinghaus"]))
    _, asymptote, rate = fit.parameters
    assert (asymptote, rate * 86400) == pytest.approx((0.248, 1.66), abs=5e-3)


def test_ebbinghaus_of_1885() -> None:
    minutes = [19, 63, 525, 1440, 2880, 6 * 1440, 31 * 1440]
    told = [0.5750, 0.4689, 0.3450, 0.3041, 0.2806, 0.2492, 0.2123]
    assert ebbinghaus(minutes).tolist() == pytest.approx(told, abs=6e-5)
    again = there(ebbinghaus_fit(minutes, SAVED["Ebbinghaus"]))
    assert again.parameters == pytest.approx((1.784, 1.199), abs=5e-4)
    assert (again.squares, again.r2) == pytest.approx((0.00182, 0.981), abs=5e-4)
    assert again.at(minutes).tolist() == pytest.approx(ebbinghaus(minutes, *again.parameters).tolist())


def test_the_binomial_fit_of_statsmodels() -> None:
    fit = there(weibull(DAYS, KEPT, ASKED))
    assert (fit.level, fit.shape) == pytest.approx((-2.03535959, 0.30452052), abs=1e-7)
    assert np.sqrt(np.diag(fit.covariance)).tolist() == pytest.approx([0.2174, 0.0596], abs=5e-5)
    assert [fit.kept(day) for day in DAYS] == pytest.approx([0.8775, 0.7896, 0.6921, 0.5980, 0.5299], abs=6e-5)
    assert fit.freedom == inf


def test_fieller_reaches_further_than_the_delta_method() -> None:
    """Methods 2.6: 82 to 703 days by the delta method, 104 to 1,203 by Fieller, the point beyond the last lag."""
    fit = there(weibull(DAYS, KEPT, ASKED))
    half = there(fit.half_life())
    assert half.days == pytest.approx(239.905, abs=5e-4)
    assert half.delta == pytest.approx((82, 703), abs=0.5)
    assert there(half.fieller) == pytest.approx((104, 1203), abs=0.5)
    assert half.days > max(DAYS)


def test_fieller_holds_what_a_test_does_not_reject() -> None:
    """At its ends the curve is at a half as far as 1.96 standard errors allow, and no further."""
    fit = there(weibull(DAYS, KEPT, ASKED))
    low, high = there(there(fit.half_life()).fieller)
    assert fit.interval(low).low == pytest.approx(0.5)
    assert fit.interval(high).high == pytest.approx(0.5)


def test_no_set_where_the_fall_may_be_none() -> None:
    fit = there(weibull([7, 30, 90], [20, 19, 18], [30, 30, 30]))
    assert there(fit.half_life()).fieller is None


def test_no_curve_of_nothing_forgotten_of_everything_or_of_one_lag() -> None:
    assert weibull([7, 30, 90] * 20, [1] * 60) is None
    assert weibull([7, 30, 90] * 20, [0] * 60) is None
    assert weibull([30] * 60, [0, 1] * 30) is None
    assert weibull([], []) is None
    assert weibull([7, 30, 90] * 20, [0, 1] * 30, None, [1] * 60) is None


def test_a_curve_that_rises_has_no_half_life() -> None:
    fit = there(weibull([7, 30, 90], [10, 20, 28], [30, 30, 30]))
    assert fit.half_life() is None
    with pytest.raises(ValueError, match="nothing is forgotten"):
        fit.days_until(0.5)


@pytest.mark.parametrize("kept", [5, 7, 11, 13, 17, 19])
def test_what_rounding_leaves_of_a_level_curve_is_no_half_life(kept: int) -> None:
    fit = there(weibull([7, 30, 90], [kept] * 3, [20] * 3))
    assert (fit.shape, fit.half_life()) == (0, None)
    assert fit.kept(365) == pytest.approx(kept / 20)


def test_half_lives_beyond_any_number_are_told_as_the_farthest() -> None:
    fit = Forgetting(-1.2, 1e-6, (), np.array([[1e-27, -4e-28], [-4e-28, 7e-29]]), 19)
    told = there(fit.half_life())
    assert there(told.fieller).low == told.days == told.delta.high == exp(700)


def test_two_learners_whose_answers_cancel_out_leave_a_variance_of_nothing_however_the_processor_rounds() -> None:
    covariance = np.array([[1.0, -1.0], [-1.0, 1.0 - 2**-53]])  # the variance at a logarithm of 1: -1.1e-16
    fit = Forgetting(log(log(2)) - 0.5, 0.5, (), covariance, 1)
    told = there(fit.half_life())
    assert told.delta.low == pytest.approx(told.delta.high) == pytest.approx(exp(1))
    assert fit.interval(exp(1)).low == pytest.approx(fit.interval(exp(1)).high) == pytest.approx(0.5)


@pytest.mark.parametrize(("days", "kept"), [([0, 1, 2], [1, 0, 1]), ([1, 2, 3], [1, 2, 0]), ([1, 2], [1, 0, 1])])
def test_impossible_answers_are_refused(days: list[float], kept: list[float]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        weibull(days, kept)


def test_answers_one_by_one_and_counted_are_the_same_curve() -> None:
    lag = [day for day, asked in zip(DAYS, ASKED, strict=True) for _ in range(asked)]
    right = [int(n < kept) for kept, asked in zip(KEPT, ASKED, strict=True) for n in range(asked)]
    one, all_ = there(weibull(lag, right)), there(weibull(DAYS, KEPT, ASKED))
    assert (one.level, one.shape) == pytest.approx((all_.level, all_.shape))
    assert np.asarray(one.covariance).ravel().tolist() == pytest.approx(np.asarray(all_.covariance).ravel().tolist())


def test_answers_given_twice_by_the_same_people_are_worth_once() -> None:
    """Each answer told five times by its learner: robust errors do not shrink, the others would by the root of five."""
    random = np.random.default_rng(5)
    lag = random.choice([7.0, 30.0, 90.0], 300)
    right = (random.random(300) < np.exp(-((lag / 80) ** 0.6) * log(2))).astype(float)
    who = np.arange(300)
    once = there(weibull(lag, right, None, who))
    five = there(weibull(np.tile(lag, 5), np.tile(right, 5), None, np.tile(who, 5)))
    blind = there(weibull(np.tile(lag, 5), np.tile(right, 5)))
    assert np.diag(five.covariance).tolist() == pytest.approx(np.diag(once.covariance).tolist())
    assert blind.covariance[1, 1] < once.covariance[1, 1] / 4


def test_intervals_cover_when_a_learners_answers_are_alike() -> None:
    """A share of each learner's five answers has one fate; 95 % intervals of S(60), at 150 draws."""
    random, covered = np.random.default_rng(60), {"clustered": 0, "blind": 0}
    for _ in range(150):
        people = np.repeat(np.arange(80), 5)
        lag = np.repeat(random.choice([7.0, 30.0, 90.0], 80), 5)
        fate = np.where(random.random(400) < 0.5, np.repeat(random.random(80), 5), random.random(400))
        right = (fate < np.exp(-log(2) * (lag / 75) ** 0.6)).astype(float)
        for name, fit in (("clustered", weibull(lag, right, None, people)), ("blind", weibull(lag, right))):
            low, high = there(fit).interval(60)
            covered[name] += low <= exp(-log(2) * (60 / 75) ** 0.6) <= high
    assert covered["clustered"] >= 150 * 0.95 - 3 * (150 * 0.95 * 0.05) ** 0.5
    assert covered["blind"] < covered["clustered"]


def test_a_test_in_between_that_teaches_again_is_told_apart() -> None:
    random = np.random.default_rng(9)
    lag = random.choice([7.0, 30.0, 90.0, 180.0], 4000)
    tested = (random.random(4000) < 0.5).astype(float)
    hazard = np.where(tested > 0, 0.5, 1.0) * (lag / 75) ** 0.6 * log(2)
    right = (random.random(4000) < np.exp(-hazard)).astype(float)
    told = there(weibull(lag, right, None, np.arange(4000), tested))
    ratio, interval = told.effect(0)
    assert interval.low < ratio < interval.high < 1
    assert not interval.excludes(0.5)
    assert not there(there(told.half_life()).fieller).excludes(75)
    blind = there(weibull(lag, right))
    assert there(there(blind.half_life()).fieller).excludes(75)


def test_pooled_adjacent_violators_of_scipy() -> None:
    told = decreasing([1, 1, 0, 1, 1, 0, 1, 0, 0, 0]).tolist()
    assert told == pytest.approx([1, 1, 2 / 3, 2 / 3, 2 / 3, 0.5, 0.5, 0, 0, 0])


def test_pooling_counts_answers() -> None:
    assert decreasing([0.5, 0.9], [30, 10]).tolist() == pytest.approx([0.6, 0.6])
    assert decreasing([]).size == 0


def test_two_points_or_points_all_alike_are_no_curve() -> None:
    for fit in (power, exponential, exponential_above, ebbinghaus_fit):
        assert fit([10, 100], [0.8, 0.5]) is None
        assert fit([10, 100, 1000], [0.5, 0.5, 0.5]) is None
    assert ebbinghaus_fit([1, 10, 100], [0.9, 0.5, 0.4]) is None
