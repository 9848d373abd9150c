import numpy as np
import pytest

from analytics.statistics import item_difficulty, point_biserial, wilson


def test_difficulty_is_the_share_of_right_answers() -> None:
    told = item_difficulty([1] * 18 + [0] * 12, range(30))
    assert told.value == 0.6
    assert told.n == told.learners == 30
    assert (told.low, told.high) == pytest.approx(wilson(18, 30))
    assert item_difficulty([1, 0, 1], range(3)).count == 2


def test_discrimination_leaves_the_item_out_of_the_total() -> None:
    rng = np.random.default_rng(2)
    answers = (rng.normal(size=(8, 60)) < rng.normal(size=60)).astype(float)
    total = answers.sum(axis=0)
    told = point_biserial(answers[0], total)
    assert told.value == pytest.approx(np.corrcoef(answers[0], answers[1:].sum(axis=0))[0, 1])
    assert told.value < np.corrcoef(answers[0], total)[0, 1], "with itself in the total an item flatters itself"
    assert told.low is not None
    assert told.high is not None
    assert -1 <= told.low < told.value < told.high <= 1


def test_items_that_cannot_discriminate() -> None:
    assert point_biserial([1] * 30, range(30)).reason == "no_spread"
    assert point_biserial([0, 1] * 15, [0, 1] * 15).reason == "no_spread", "nothing is left of the test"
    assert point_biserial([0, 1], [3, 4]).reason == "few_answers"
    assert point_biserial([], []).reason == "no_data"
    with pytest.raises(ValueError, match="as many"):
        point_biserial([1], [1, 2])


def test_an_item_that_tells_the_good_from_the_bad_wholly() -> None:
    told = point_biserial([0] * 15 + [1] * 15, [4] * 15 + [9] * 15)
    assert told.value == 1
    assert told.high == pytest.approx(1)
