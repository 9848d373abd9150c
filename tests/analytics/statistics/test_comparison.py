import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import benjamini_hochberg, funnel_limits, gini, mantel_haenszel

# Charig et al. (1986), BMJ 292:879: open surgery against percutaneous, small and large stones.
STONES = [(81, 87, 234, 270), (192, 263, 55, 80)]
# Bickel, Hammel and O'Connell (1975), Science 187:398: men and women admitted, departments A to F.
BERKELEY = [
    (512, 825, 89, 108),
    (353, 560, 17, 25),
    (120, 325, 202, 593),
    (138, 417, 131, 375),
    (53, 191, 94, 393),
    (22, 373, 24, 341),
]


def test_charig_1986_kidney_stones() -> None:
    assert [(round(a / b, 3), round(c / d, 3)) for a, b, c, d in STONES] == [(0.931, 0.867), (0.730, 0.688)]
    told = mantel_haenszel(STONES)
    assert told is not None
    assert told.crude == pytest.approx(273 / 350 - 289 / 350)
    assert told.crude < 0 < told.difference, "the signs differ"
    assert not told.reversed, "but neither interval excludes zero: no reversal is named"


def test_bickel_1975_berkeley() -> None:
    told = mantel_haenszel(BERKELEY)
    assert told is not None
    assert told.crude == pytest.approx(0.4452 - 0.3035, abs=1e-4)
    assert told.odds_ratio == pytest.approx(0.9047, abs=5e-5)
    assert told.odds_interval == pytest.approx((0.7719074, 1.0603298), abs=1e-6), "R, mantelhaen.test(UCBAdmissions)"
    assert not told.interval.excludes(0)
    assert told.crude_interval.excludes(0)
    assert not told.reversed


def test_a_reversal_is_named_when_both_are_sure() -> None:
    told = mantel_haenszel([(900, 1000, 7800, 9000), (5800, 9000, 550, 1000)])
    assert told is not None
    assert told.crude_interval.high < 0 < told.interval.low
    assert told.reversed


def test_with_no_true_difference_reversals_are_hardly_ever_named() -> None:
    named = signs = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        level, weight = rng.uniform(0.3, 0.9, 6), rng.dirichlet(np.full(6, 2), 2)
        n1, n2 = (rng.multinomial(300, one) for one in weight)
        strata = np.stack([rng.binomial(n1, level), n1, rng.binomial(n2, level), n2], axis=1)
        told = mantel_haenszel(strata.tolist())
        assert told is not None
        signs += told.crude * told.difference < 0
        named += told.reversed
    assert signs > 60, "the signs differ often"
    assert named <= 6


def test_one_layer_is_the_plain_difference() -> None:
    told = mantel_haenszel([(30, 40, 20, 50)])
    assert told is not None
    assert told.difference == pytest.approx(told.crude)
    assert told.odds_ratio == pytest.approx(30 * 30 / (10 * 20))


def test_layers_with_one_side_only_say_nothing() -> None:
    lone = mantel_haenszel([*STONES, (10, 10, 0, 0)])
    both = mantel_haenszel(STONES)
    assert lone is not None
    assert both is not None
    assert (lone.difference, lone.odds_ratio) == (both.difference, both.odds_ratio)
    assert mantel_haenszel([(3, 10, 0, 0)]) is None
    assert mantel_haenszel([]) is None
    all_pass = mantel_haenszel([(10, 10, 5, 10)])
    assert all_pass is not None
    assert all_pass.odds_ratio is None
    with pytest.raises(ValueError, match="between 0"):
        mantel_haenszel([(11, 10, 0, 10)])


def test_benjamini_hochberg_1995_fifteen_hypotheses() -> None:
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert benjamini_hochberg(p[::-1])[::-1].tolist() == benjamini_hochberg(p).tolist()
    assert benjamini_hochberg([]).size == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([1.1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_benjamini_hochberg_is_the_step_up_procedure(p: list[float], q: float) -> None:
    ordered = sorted(p)
    passed = [rank for rank, one in enumerate(ordered, 1) if one * len(p) / rank <= q]
    assert int((benjamini_hochberg(p) <= q).sum()) == (max(passed) if passed else 0)


def test_spiegelhalter_2005_limits_of_large_units_are_normal() -> None:
    low, high = funnel_limits(0.3, 10_000)
    half = 1.96 * (0.3 * 0.7 / 10_000) ** 0.5
    assert (low, high) == pytest.approx((0.3 - half, 0.3 + half), abs=2e-4)


def test_spiegelhalter_2005_limits_interpolate_binomial_quantiles() -> None:
    # Binomial(10, .5): P(X <= 1) = 11/1024, P(X <= 2) = 56/1024; 2.5 % lies (56 - 25.6) / 45 below 2.
    assert funnel_limits(0.5, 10).low == pytest.approx((2 - (56 - 25.6) / 45) / 10)
    limits = [funnel_limits(0.2, n) for n in range(20, 400)]
    assert max(one.high for one in limits[200:]) < limits[0].high
    assert all(one.low <= 0.2 <= one.high for one in limits)


def test_limits_where_chance_has_no_say() -> None:
    assert funnel_limits(0, 10) == (0, 0)
    assert funnel_limits(1, 10) == (1, 1)
    assert funnel_limits(0.4, 0) == (0, 1)
    with pytest.raises(ValueError, match="p0"):
        funnel_limits(1.2, 10)


def test_gini_by_hand() -> None:
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)
    assert gini([]) is gini([0, 0]) is None
    with pytest.raises(ValueError, match="negative"):
        gini([-1, 2])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_gini_is_the_mean_difference(values: list[int]) -> None:
    apart = sum(abs(one - other) for one in values for other in values)
    assert gini(values) == pytest.approx(apart / (2 * len(values) * sum(values)))
