import numpy as np
import pytest

from analytics.statistics import concentration, gini


def test_concentration_is_gini_corrected_for_few_people() -> None:
    told = concentration(range(1, 11))
    plain = gini(range(1, 11))
    assert plain is not None
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    assert told.value == pytest.approx(plain * 10 / 9)
    assert told.value == pytest.approx(1 / 3)
    assert 0 < told.low < told.value < told.high < 1


def test_leaving_one_out_is_what_it_says() -> None:
    """The interval by the definition: the coefficient computed again without each."""
    amounts = np.array([1, 1, 2, 3, 3, 5, 8, 13, 21, 2, 2, 30.0])
    n = amounts.size
    each = [gini(np.delete(amounts, at)) * (n - 1) / (n - 2) for at in range(n)]  # type: ignore[operator]  # not None
    odds = np.log(np.array(each) / (1 - np.array(each)))
    spread = np.sqrt((n - 1) / n * ((odds - odds.mean()) ** 2).sum())
    told = concentration(amounts)
    assert told.value is not None
    assert told.low is not None
    middle = np.log(told.value / (1 - told.value))
    assert np.log(told.low / (1 - told.low)) == pytest.approx(middle - 2.200985 * spread)  # Student's t, 11 degrees


def test_when_there_is_nothing_to_tell() -> None:
    assert concentration([]).reason == "no_data"
    assert concentration([0] * 20).reason == "no_data"
    assert concentration(range(9)).reason == "few_learners"
    assert concentration([4] * 12).reason == "no_spread"
    alone = concentration([0] * 19 + [7])
    assert alone.value == 1
    assert alone.high == 1


@pytest.mark.parametrize("people", [12, 60])
def test_it_covers_where_a_bootstrap_does_not(people: int) -> None:
    rng = np.random.default_rng(3)
    truth, inside = gini(rng.geometric(0.25, 400_000)), 0
    assert truth is not None
    for _ in range(500):
        told = concentration(rng.geometric(0.25, people))
        inside += told.low is not None and told.high is not None and told.low <= truth <= told.high
    assert 0.92 <= inside / 500 <= 0.98
