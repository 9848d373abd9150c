"""The estimators of effects, against statsmodels and published figures; their coverage is in `benchmarks.effects`."""

from typing import Any

import numpy as np
import pytest

from analytics.statistics import impact
from tests.support.oracles import stats, statsmodels

MONTHS = np.arange(36.0)


def segmented(months: np.ndarray, start: float) -> np.ndarray:
    after = months >= start
    columns = [np.ones(months.size), months, after * 1.0, (months - start) * after]
    if (months < start).sum() >= 24:
        columns += [wave(2 * np.pi * k * months / 12) for k in (1, 2) for wave in (np.sin, np.cos)]
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("start", [18.0, 24.0])
def test_segmented_regression_is_statsmodels_with_newey_west_errors(start: float) -> None:
    rng = np.random.default_rng(7)
    values = 4 + 0.05 * MONTHS - 1.5 * (start <= MONTHS) + rng.normal(0, 0.6, 36)
    told = segmented(MONTHS, start)
    lags = int(4 * (36 / 100) ** (2 / 9))
    theirs = statsmodels.OLS(values, told).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True, "kernel": "bartlett"}
    )
    changed = np.zeros(told.shape[1])
    changed[2:4] = 1, (35 - start) / 2
    spread = float(np.sqrt(changed @ theirs.cov_params() @ changed))
    half = stats.t.ppf(0.975, 36 - told.shape[1]) * spread
    ours = impact.interrupted(values, MONTHS, start)
    assert ours.plain == pytest.approx(changed @ theirs.params)
    assert ours.hac == pytest.approx((ours.plain - half, ours.plain + half))


@pytest.mark.parametrize("memory", [0.0, 0.7])
def test_what_would_have_been_is_the_model_without_the_change(monkeypatch: pytest.MonkeyPatch, memory: float) -> None:
    """By the generalised least squares of statsmodels, where only one autocorrelation is thought possible."""
    monkeypatch.setattr(impact, "_MEMORIES", np.array([memory]))
    values, told = 4 + np.random.default_rng(7).normal(size=36), segmented(MONTHS, 18)
    theirs = statsmodels.GLS(values, told, sigma=memory ** np.abs(MONTHS[:, None] - MONTHS[None, :])).fit()
    changes = told[:, 2:4] @ theirs.params[2:4]
    assert impact.interrupted(values, MONTHS, 18).expected == pytest.approx((values - changes)[MONTHS >= 18])


@pytest.mark.parametrize("estimate", [impact.interrupted, impact.trend])
@pytest.mark.parametrize("memory", [0.0, 0.9])
def test_the_points_lie_as_far_from_what_would_have_been_as_is_told(estimate: Any, memory: float) -> None:
    """Drawn by ordinary least squares, a chart could show a rise where a fall was told."""
    rng, values = np.random.default_rng(11), np.zeros(30)
    for at in range(1, 30):
        values[at] = memory * values[at - 1] + rng.normal()
    told = estimate(values, np.arange(30.0), 18)
    assert float(np.mean(values[18:] - told.expected)) == pytest.approx(told.value)


def test_a_known_autocorrelation_gives_the_generalised_least_squares_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    values, told = rng.normal(size=36), segmented(MONTHS, 20)
    changed = np.array([0, 0, 1, 7.5])
    for memory in (0.0, 0.5, 0.9):
        sigma = memory ** np.abs(MONTHS[:, None] - MONTHS[None, :])
        theirs = statsmodels.GLS(values, told, sigma=sigma).fit()
        _, mean, error, found = impact._fit(values, told, changed, MONTHS, memory)
        assert mean == pytest.approx(changed @ theirs.params)
        assert found == pytest.approx(theirs.params)
        assert error == pytest.approx(np.sqrt(changed @ theirs.cov_params() @ changed))


def test_a_trend_is_the_mean_distance_from_the_line_of_the_months_before() -> None:
    """Phillips's trend line analysis, worked out by hand: 10, 12, 14 foresee 16, 18; 13 and 17 came: 2 less."""
    told = impact.trend([10, 12, 14, 13, 17], [0, 1, 2, 3, 4], 3)
    assert told.plain == pytest.approx(-2)
    assert told.expected == pytest.approx([16, 18])


def test_a_series_on_its_line_has_no_error() -> None:
    told = impact.interrupted(2 + MONTHS + 3 * (MONTHS >= 20), MONTHS, 20)
    assert (told.value, *told.interval) == pytest.approx((3, 3, 3))


def test_card_and_krueger() -> None:
    """Card and Krueger (1994), table 3, rounded cells: NJ 20.44 to 21.03, PA 23.33 to 21.17: 2.75; no test of two."""
    told = impact.difference_in_differences([21.03 - 20.44, 21.17 - 23.33], [True, False])
    assert told.value == pytest.approx(2.75)
    assert (told.interval, told.p, told.treated, told.untreated) == (None, None, 1, 1)


def test_donald_and_lang_is_least_squares_on_group_means() -> None:
    rng = np.random.default_rng(5)
    changes, treated = rng.normal(size=11), np.arange(11) < 5
    theirs = statsmodels.OLS(changes, statsmodels.add_constant(treated.astype(float))).fit()
    ours = impact.difference_in_differences(changes, treated)
    assert ours.value == pytest.approx(theirs.params[1])
    assert ours.interval == pytest.approx(theirs.conf_int()[1])
    assert ours.p == pytest.approx(theirs.pvalues[1])


def test_weighed_groups_are_a_contrast_of_their_changes() -> None:
    rng = np.random.default_rng(5)
    changes, treated, weights = rng.normal(size=11), np.arange(11) < 5, [1.0, 2, 3, 4, 10]
    theirs = statsmodels.OLS(changes, statsmodels.add_constant(treated.astype(float))).fit()
    contrast = np.concatenate([np.array(weights) / 20, np.full(6, -1 / 6)])
    half = stats.t.ppf(0.975, 9) * np.sqrt(theirs.mse_resid * contrast @ contrast)
    ours = impact.difference_in_differences(changes, treated, weights=weights)
    assert ours.value == pytest.approx(contrast @ changes)
    assert ours.interval == pytest.approx((contrast @ changes - half, contrast @ changes + half))
    alike = impact.difference_in_differences(changes, treated, weights=[3.0] * 5)
    assert alike.value == pytest.approx(theirs.params[1])


@pytest.mark.parametrize(("treated", "all_"), [(0, 8), (8, 8), (3, 12), (9, 12)])
def test_too_few_groups_are_no_test(treated: int, all_: int) -> None:
    told = impact.difference_in_differences(np.arange(all_) ** 2.0, np.arange(all_) < treated)
    assert told.interval is None
    assert (told.value is None) == (treated in (0, all_))


def test_groups_that_all_change_alike() -> None:
    told = impact.difference_in_differences([1.0] * 4 + [0.0] * 4, [1] * 4 + [0] * 4)
    assert (told.value, told.interval, told.p) == (1, (1, 1), 0)
