"""Double sampling for non-response: against Cochran's example, and all draws of a small class."""

from itertools import combinations

import numpy as np
import pytest

from analytics.statistics import double_sampled, doubled_mean, doubled_share, t_interval, worth
from analytics.statistics.nonresponse import Doubled

NONE = float("nan")


def one_each(own: list[float], late: list[float]) -> Doubled:
    """Return the mean of learners of one answer each: `own` unasked, `late` of the silent (NaN: not drawn)."""
    drawn = sum(value == value for value in late)  # noqa: PLR0124  # NaN alone is not itself
    silent = [False] * len(own) + [True] * len(late)
    return double_sampled(own + late, range(len(silent)), silent, [len(late) / max(drawn, 1)] * len(silent))


def test_cochran_1977_section_13_6() -> None:
    """1,870 forms by post, 935 come back, 341 of the others are visited: as precise as 1,000 of whom all answer.

    The example of Hansen and Hurwitz (1946), condensed by Cochran: the optimum is one in 2.739.
    """
    own, late = [1.0, 0.0] * 467 + [1.0], [1.0, 0.0] * 170 + [1.0] + [NONE] * 594
    found = one_each(own, late)
    assert worth(found) == pytest.approx(1000, rel=0.004)
    formula = 0.25 / 1870 + 0.5 * (935 / 341 - 1) * 0.25 / 1870
    assert found.error**2 == pytest.approx(formula, rel=0.004)


def test_over_all_draws_it_is_the_mean_of_everybody_and_spreads_as_the_formula_says() -> None:
    own, late, drawn = [1.0, 0.0, 1.0, 1.0, 0.75, 1.0], [0.0, 1.0, 0.25, 0.0, 0.5, 0.0, 0.0], 3
    every = [
        one_each(own, [value if at in chosen else NONE for at, value in enumerate(late)]).value
        for chosen in combinations(range(len(late)), drawn)
    ]
    n, k = len(own) + len(late), len(late) / drawn
    assert np.mean(every) == pytest.approx(np.mean(own + late))
    second = len(late) / n * (k - 1) * np.var(late, ddof=1) / n
    assert np.var(every) == pytest.approx(second)


def test_its_error_is_that_of_the_formula_on_average() -> None:
    """60 learners, half of whom stay silent by chance; of these one in three is drawn."""
    rng, found = np.random.default_rng(1), []
    for _ in range(1200):
        silent = rng.random(60) < 0.5
        answers = (rng.random(60) < np.where(silent, 0.4, 0.8)).astype(float)
        late = answers[silent]
        late[rng.permutation(late.size)[late.size // 3 :]] = NONE
        found.append(one_each(list(answers[~silent]), list(late)))
    values, errors = [one.value for one in found], [one.error**2 for one in found]
    formula = 0.24 / 60 + 0.5 * 2 * 0.24 / 60
    assert np.mean(values) == pytest.approx(0.6, abs=0.01)
    assert np.var(values) == pytest.approx(formula, rel=0.12)
    assert np.mean(errors) == pytest.approx(formula, rel=0.12)


def test_with_nobody_silent_or_everybody_drawn_it_is_the_clustered_mean() -> None:
    rng = np.random.default_rng(2)
    answers, people = rng.random(60), np.repeat(np.arange(20), 3)
    plain = t_interval(answers, people)
    assert plain is not None
    found = doubled_mean(double_sampled(answers, people, [False] * 60, [1] * 60))
    assert (found.value, found.low, found.high) == pytest.approx((answers.mean(), *plain))
    silent = people >= 12
    whole = double_sampled(answers, people, silent, [1] * 60)
    assert whole.value == pytest.approx(answers.mean())
    assert whole.error == pytest.approx((plain.high - plain.low) / 2 / 2.093, rel=0.001)
    assert 7 < whole.freedom <= 18


def test_who_is_drawn_of_more_stands_for_more() -> None:
    """Two rules: all of four silent learners of one, one in two of eight of the other."""
    late = [1.0] * 4 + [0.0] * 4 + [NONE] * 4
    stands = [1] * 4 + [2] * 8
    found = double_sampled([1.0] * 12 + late, range(24), [False] * 12 + [True] * 12, [1] * 12 + stands)
    assert found.value == pytest.approx((12 + 4) / 24)


def test_where_all_agree_each_learner_counts_once_at_most() -> None:
    silent = np.repeat([False] * 20 + [True] * 20, 4)
    answers = np.where(np.repeat(np.arange(40) < 30, 4), 1.0, NONE)
    found = double_sampled(answers, np.repeat(np.arange(40), 4), silent, np.full(160, 2))
    assert found.error == 0
    assert worth(found) == pytest.approx(40**2 / (20 + 10 * 4))
    share = doubled_share(found)
    assert share.low is not None
    assert share.high == 1 > share.low > 0.8


@pytest.mark.parametrize(("own", "late"), [([1.0, 0.0], [NONE, NONE]), ([1.0, 0.0], [1.0, NONE]), ([NONE], [1.0, 0.0])])
def test_one_learner_speaks_for_nobody(own: list[float], late: list[float]) -> None:
    with pytest.raises(ValueError, match="two learners"):
        one_each(own, late)
