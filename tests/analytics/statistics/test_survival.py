import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.statistics import SURVIVAL, kaplan_meier, log_rank, survival_bounds
from analytics.statistics.clustered import log_rank_clustered
from tests.support.oracles import datasets, lifelines, pandas, survival_tests

OULAD = Path(__file__).parents[4] / "shared" / "data" / "oulad"
# Freireich et al. (1963), Blood 21:699: weeks in remission with 6-mercaptopurine, and with placebo.
MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_freireich_1963() -> None:
    told = kaplan_meier(MP, RELAPSED)
    assert told.frame.schema == SURVIVAL
    events = told.frame.filter(told.frame["events"] > 0)
    assert events["time"].to_list() == [6, 7, 10, 13, 16, 22, 23]
    expected = [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179]
    assert events["survival"].to_list() == pytest.approx(expected, abs=5e-7)
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert events["se"].to_list() == pytest.approx(errors, abs=6e-5)
    assert events.select("low", "high").row(0) == pytest.approx((0.6197, 0.9516), abs=5e-5)
    assert events.select("low", "high").row(-1) == pytest.approx((0.1881, 0.6801), abs=6e-5)
    assert told.crossing == 23


def test_freireich_1963_log_rank_and_gehan() -> None:
    groups = ["mp"] * 21 + ["placebo"] * 21
    told = log_rank(MP + PLACEBO, RELAPSED + [1] * 21, groups)
    assert told is not None
    assert (told.chi2, told.df, told.p) == pytest.approx((16.792941, 1, 4.1688e-5), rel=1e-5)
    gehan = log_rank(MP + PLACEBO, RELAPSED + [1] * 21, groups, "gehan")
    assert gehan is not None
    assert (gehan.chi2, gehan.p) == pytest.approx((13.4579, 2.4398e-4), rel=1e-4)


def test_a_median_needs_ten_at_risk_where_it_is_read() -> None:
    assert kaplan_meier(PLACEBO, [1] * 21).median.value == 8
    assert kaplan_meier(MP, RELAPSED).median.reason == "few_at_risk", "six are left at 23 weeks"
    assert kaplan_meier([5] * 30, [1] * 14 + [0] * 16).median.reason == "not_crossed"
    assert kaplan_meier([], []).median.reason == "no_data"


def test_brookmeyer_crowley_interval_of_the_placebo_median() -> None:
    told = kaplan_meier(PLACEBO, [1] * 21).median
    assert (told.low, told.high) == (4, 11), "R, survfit(…, conf.type = 'log-log')"


def _lifelines(times: Any, events: Any) -> Any:
    return lifelines.KaplanMeierFitter().fit(pandas.Series(times), pandas.Series(events))


def test_lifelines_waltons() -> None:
    data = datasets.load_waltons()
    flies = {name: data[data["group"] == name] for name in ("control", "miR-137")}
    curves = {name: kaplan_meier(one["T"].to_numpy(), one["E"].to_numpy()) for name, one in flies.items()}
    assert {name: curve.median.value for name, curve in curves.items()} == {"control": 58, "miR-137": 26}
    assert kaplan_meier(data["T"].to_numpy(), data["E"].to_numpy()).crossing == 56
    told = log_rank(data["T"].to_numpy(), data["E"].to_numpy(), data["group"].to_numpy())
    assert told is not None
    assert (told.chi2, told.df, told.p) == pytest.approx((122.249126, 1, 2.036e-28), rel=1e-3)


def test_lifelines_rossi() -> None:
    data = datasets.load_rossi()
    weeks, arrested = data["week"].to_numpy(), data["arrest"].to_numpy()
    curve = kaplan_meier(weeks, arrested)
    told = [curve.step(week) for week in (10, 20, 30, 40, 52)]
    assert told == pytest.approx([0.9653, 0.9074, 0.8611, 0.8032, 0.7361], abs=5e-5)
    aid = log_rank(weeks, arrested, data["fin"].to_numpy())
    assert aid is not None
    assert (aid.chi2, aid.p) == pytest.approx((3.83757, 0.050116), rel=1e-4)
    _equal_to_lifelines(weeks, arrested)


def test_lifelines_dd() -> None:
    data = datasets.load_dd()
    years, ended, democracy = (data[name].to_numpy() for name in ("duration", "observed", "democracy"))
    told = log_rank(years, ended, democracy)
    assert told is not None
    assert told.chi2 == pytest.approx(260.4695, abs=1e-4)
    medians = [
        kaplan_meier(years[democracy == kind], ended[democracy == kind]).median.value
        for kind in ("Democracy", "Non-democracy")
    ]
    assert medians == [3, 6]


def test_lifelines_several_groups() -> None:
    data = datasets.load_dd()
    told = log_rank(data["duration"].to_numpy(), data["observed"].to_numpy(), data["un_continent_name"].to_numpy())
    theirs = survival_tests.multivariate_logrank_test(data["duration"], data["un_continent_name"], data["observed"])
    assert told is not None
    assert told.df == data["un_continent_name"].nunique() - 1
    assert (told.chi2, told.p) == pytest.approx((theirs.test_statistic, theirs.p_value), rel=1e-6)


def _equal_to_lifelines(times: Any, events: Any) -> None:
    ours, theirs = kaplan_meier(times, events).frame, _lifelines(times, events)
    at = ours["time"].to_list()
    assert ours["survival"].to_list() == pytest.approx(theirs.survival_function_at_times(at).to_list(), abs=1e-12)
    limits = theirs.confidence_interval_survival_function_.loc[at].to_numpy()
    inside = (ours["survival"].to_numpy() < 1) & (ours["survival"].to_numpy() > 0)
    np.testing.assert_allclose(ours.select("low", "high").to_numpy()[inside], limits[inside], atol=1e-9)


@pytest.mark.skipif(not OULAD.is_dir(), reason="the Open University data is not beside the project")
def test_oulad_aaa_2013j_equals_lifelines() -> None:
    with (OULAD / "studentRegistration.csv").open() as file:
        left = [row["date_unregistration"] for row in csv.DictReader(file)]
    kept = [day for day in left if day == "?" or int(day) > 0]
    times = [268 if day == "?" else min(int(day), 268) for day in kept]
    events = [int(day != "?" and int(day) <= 268) for day in kept]
    assert (len(left) - len(kept), len(kept), sum(events)) == (7, 376, 53)
    told = kaplan_meier(times, events)
    assert [told.step(day) for day in (30, 90, 180, 268)] == pytest.approx([0.9814, 0.9521, 0.8883, 0.8590], abs=5e-5)
    assert told.at(90).value == told.step(90)
    _equal_to_lifelines(times, events)


def test_before_anything_happened_nobody_is_sure() -> None:
    told = kaplan_meier([3, 8, 8, 9, *[10] * 16], [0] * 20)
    assert told.frame["survival"].to_list() == [1, 1, 1, 1]
    assert told.at(8).low == pytest.approx(1 - 0.1682, abs=1e-3), "Wilson's upper limit for 0 of 19"
    assert told.at(1).low == pytest.approx(1 - 0.1611, abs=1e-4)
    assert told.at(11).reason == "few_at_risk"
    assert kaplan_meier([], []).at(1).reason == "no_data"


def test_when_all_are_gone_the_interval_keeps_its_width() -> None:
    last = kaplan_meier(PLACEBO, [1] * 21).frame.row(-1, named=True)
    assert (last["survival"], last["low"]) == (0, 0)
    assert last["high"] > 0.1
    assert kaplan_meier([4] * 5, [1] * 5).frame["high"].to_list() == pytest.approx([0.4345], abs=1e-4)


def test_bad_times_are_refused() -> None:
    for times, events in ([1, 2], [1]), ([-1], [1]), ([1], [2]):
        with pytest.raises(ValueError, match="times"):
            kaplan_meier(times, events)


def test_no_groups_to_compare() -> None:
    assert log_rank([], [], []) is None
    assert log_rank([1, 2], [1, 1], ["a", "a"]) is None
    assert log_rank([1, 2], [0, 0], ["a", "b"]) is None


def test_bounds_enclose_the_curve_and_are_it_when_nothing_is_in_doubt() -> None:
    curve = kaplan_meier(MP, RELAPSED).frame
    sure = survival_bounds(MP, RELAPSED, [0] * 21)
    assert sure["low"].to_list() == sure["high"].to_list() == curve["survival"].to_list()
    lost = survival_bounds(MP, RELAPSED, [1 - one for one in RELAPSED])
    assert (lost["low"] <= curve["survival"]).all()
    assert (lost["high"] >= curve["survival"]).all()
    assert lost["low"][-1] == 0
    assert lost["high"][-1] == pytest.approx(1 - 9 / 21)


def test_groups_have_one_direction_less_however_the_processor_rounds() -> None:
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n, k = int(rng.integers(100, 3_000)), 2 + seed % 3
        times, events = rng.integers(1, 80, n), rng.integers(0, 10, n) > 0
        groups, people = np.minimum(rng.geometric(0.8, n), k), rng.integers(0, n, n)
        for told in log_rank(times, events, groups), log_rank_clustered(times, events, groups, people):
            assert told is not None
            assert told.df == k - 1, seed


def test_nothing_varies_where_one_group_alone_was_left_however_the_processor_rounds() -> None:
    for seed in range(100):
        rng = np.random.default_rng(seed)
        stayed, left = int(rng.integers(3, 90)), int(rng.integers(1, 10))
        times = np.concatenate([rng.integers(6, 60, stayed), rng.integers(1, 5, left)])
        events = np.concatenate([rng.integers(0, 2, stayed), np.zeros(left)])
        groups, people = np.repeat([0, 1], [stayed, left]), rng.integers(0, 9, stayed + left) * 2 + (times < 6)
        assert log_rank(times, events, groups) is None, seed
        assert log_rank(times, events, groups, "gehan") is None, seed
        assert log_rank_clustered(times, events, groups, people) is None, seed
