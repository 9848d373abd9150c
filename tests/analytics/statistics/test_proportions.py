import pytest

from analytics.statistics import (
    design_effect,
    difference_p,
    effective_size,
    needed_per_arm,
    newcombe_difference,
    not_enough,
    proportion,
    proportion_clustered,
    wilson,
    wilson_effective,
)
from analytics.statistics.estimate import REASONS, normal_quantile


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombe_1998_table_one_method_three(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (96, 110, 0.7976, 0.9227),
        (76, 95, 0.7086, 0.8681),
        (55, 80, 0.5793, 0.7785),
        (36, 60, 0.4737, 0.7143),
        (21, 40, 0.3750, 0.6706),
    ],
)
def test_statsmodels_wilson_of_remembered_items(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_1998_table_two_method_ten(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    assert newcombe_difference(*counts) == pytest.approx((low, high), abs=5e-5)


def test_fleiss_power_of_sixty_against_seventy() -> None:
    assert needed_per_arm(0.6, 0.7) == needed_per_arm(0.7, 0.6) == 356
    with pytest.raises(ValueError, match="different"):
        needed_per_arm(0.6, 0.6)


def test_pearson_chi_squared_of_the_berkeley_totals() -> None:
    # R, chisq.test(apply(UCBAdmissions, c(1, 2), sum), correct = FALSE): X-squared 92.205
    p = difference_p(1198, 2691, 557, 1835)
    assert 7.7e-22 < p < 7.9e-22
    assert difference_p(0, 10, 0, 10) == difference_p(0, 0, 3, 10) == 1


def test_nothing_answered_says_nothing() -> None:
    assert wilson(0, 0) == (0, 1)
    assert wilson_effective(0.5, 0) == (0, 1)
    assert newcombe_difference(0, 0, 5, 10) == (-1, 1)
    assert design_effect([], []) == 1
    assert effective_size([], []) == 0


@pytest.mark.parametrize("bad", [(5, 4), (-1, 4)])
def test_more_than_there_are_is_refused(bad: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        wilson(*bad)
    with pytest.raises(ValueError, match="between 0 and"):
        wilson_effective(1.2, 10)


@pytest.mark.parametrize(
    ("answers", "learners", "reason"),
    [(0, 0, "no_data"), (19, 19, "few_answers"), (200, 9, "few_learners"), (20, 10, None), (9, 9, "few_learners")],
)
def test_a_proportion_needs_twenty_answers_from_ten_learners(answers: int, learners: int, reason: str | None) -> None:
    assert not_enough(answers, learners) == reason


def test_too_few_answers_give_counts_only() -> None:
    few = proportion(7, 9)
    assert (few.value, few.low, few.high, few.count, few.n, few.reason) == (None, None, None, 7, 9, "few_learners")
    enough = proportion(81, 263)
    assert (enough.value, enough.low, enough.high) == pytest.approx((81 / 263, *wilson(81, 263)))
    assert enough.reason is None


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert {*map(frozenset, REASONS.values())} == {frozenset({"en", "fr"})}
    for sentences in REASONS.values():
        assert all(sentence.endswith(".") for sentence in sentences.values())


def test_kish_design_effect_of_whole_clusters() -> None:
    # With the same answer from each learner throughout, the intracluster correlation is 1: deff = cluster size.
    learners = [learner for learner in range(400) for _ in range(5)]
    answers = [float(learner % 2) for learner in learners]
    assert design_effect(answers, learners) == pytest.approx(5 * 400 / 399)


def test_answers_that_are_not_alike_are_worth_what_they_are() -> None:
    learners = [learner for learner in range(50) for _ in range(4)]
    assert design_effect([0, 1, 0, 1] * 50, learners) == 1, "never better than independent"
    single = list(range(40))
    assert effective_size([0, 1] * 20, single) == 40


def test_when_all_agree_each_learner_counts_once() -> None:
    learners = [learner for learner in range(10) for _ in range(10)]
    told = proportion_clustered([1.0] * 100, learners)
    assert told.value == 1
    assert told.low is not None
    assert told.low < wilson(10, 10).low + 1e-9, "not as sure as a hundred independent answers"


def test_clustered_answers_widen_the_interval() -> None:
    learners = [learner for learner in range(30) for _ in range(8)]
    answers = [float((learner * 7 + item) % 10 < (9 if learner % 3 else 2)) for item, learner in enumerate(learners)]
    told, plain = proportion_clustered(answers, learners), wilson(sum(answers), len(answers))
    assert told.low is not None
    assert told.high is not None
    assert told.high - told.low > 1.5 * (plain.high - plain.low)
    assert (told.n, told.learners, told.count) == (240, 30, sum(answers))


def test_few_learners_give_no_share_however_many_answers() -> None:
    assert proportion_clustered([1.0, 0.0] * 100, [1, 2, 3, 4] * 50).reason == "few_learners"


def test_answers_outside_nought_and_one_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        design_effect([2.0], ["a"])
    with pytest.raises(ValueError, match="labels"):
        design_effect([1.0, 0.0], ["a"])
    with pytest.raises(ValueError, match="finite"):
        design_effect([float("nan")], ["a"])
    with pytest.raises(ValueError, match="level"):
        normal_quantile(95)
