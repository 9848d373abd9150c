import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import GROWTH, RETENTION, classic_retention, cohort_shares, growth, rolling_retention, wilson

JANUARY = pl.DataFrame({"person": list("AAABBC"), "period": [0, 1, 2, 0, 2, 0]})


def test_the_january_cohort() -> None:
    classic, rolling = classic_retention(JANUARY, 2), rolling_retention(JANUARY, 2)
    assert classic.schema == rolling.schema == RETENTION
    assert classic.select("after", "size", "active").rows() == [(0, 3, 3), (1, 3, 1), (2, 3, 2)]
    assert rolling.select("after", "size", "active").rows() == [(0, 3, 3), (1, 3, 2), (2, 3, 2)]
    shares = cohort_shares(classic)
    assert set(shares["reason"]) == {"few_learners"}, "three people are counts, not shares"
    assert shares["share"].null_count() == 3


def test_a_period_that_is_not_over_is_masked() -> None:
    told = classic_retention(JANUARY, 1)
    assert told.select("active", "complete").rows() == [(3, True), (1, True), (None, False)]
    assert rolling_retention(JANUARY, 1)["active"].to_list() == [3, 2, None], "coming back in it counts as later"


def test_periods_without_anyone_are_there() -> None:
    told = classic_retention(pl.DataFrame({"person": [1], "period": [4]}), 6)
    assert told.select("cohort", "after", "active").rows() == [(4, 0, 1), (4, 1, 0), (4, 2, 0)]


def test_cohorts_of_enrolment_need_not_be_active_at_once() -> None:
    activity = pl.DataFrame({"person": ["A", "B"], "period": [1, 3], "cohort": [0, 0]})
    assert classic_retention(activity, 3)["active"].to_list() == [0, 1, 0, 1]
    assert rolling_retention(activity, 3)["active"].to_list() == [2, 2, 1, 1]


def test_a_large_cohort_has_shares_with_wilson_intervals() -> None:
    people = [(person, period) for person in range(40) for period in (0, 1) if period == 0 or person < 25]
    counts = classic_retention(pl.DataFrame(people, schema=["person", "period"], orient="row"), 1)
    told = cohort_shares(counts).row(1, named=True)
    assert (told["share"], told["low"], told["high"]) == pytest.approx((25 / 40, *wilson(25, 40)))
    assert told["reason"] is None


def test_no_activity_no_cohorts() -> None:
    assert classic_retention(JANUARY.clear(), 2).schema == rolling_retention(JANUARY.clear(), 2).schema == RETENTION
    assert growth(JANUARY.clear(), 2).schema == GROWTH


def test_growth_of_the_january_cohort() -> None:
    told = growth(JANUARY, 2)
    assert told.schema == GROWTH
    columns = ("active", "new", "retained", "returned", "lost")
    assert told.select(columns).rows() == [(3, 3, 0, 0, 0), (1, 0, 1, 0, 2), (2, 0, 1, 1, 0)]
    assert told["quick_ratio"].to_list() == [None, 0, None]


def test_growth_over_an_empty_period() -> None:
    told = growth(pl.DataFrame({"person": [1, 1, 2], "period": [0, 2, 2]}), 2)
    assert told.select("active", "new", "returned", "lost").rows() == [(1, 1, 0, 0), (0, 0, 0, 1), (2, 1, 1, 0)]
    assert growth(JANUARY, 1)["complete"].to_list() == [True, True, False]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=1, max_size=60))
def test_growth_balances_and_agrees_with_sets(pairs: list[tuple[int, int]]) -> None:
    told = growth(pl.DataFrame(pairs, schema=["person", "period"], orient="row"), 6)
    seen: set[int] = set()
    before: set[int] = set()
    for row in told.iter_rows(named=True):
        now = {person for person, period in pairs if period == row["period"]}
        assert row["active"] == len(now) == row["new"] + row["retained"] + row["returned"]
        assert (row["new"], row["retained"], row["lost"]) == (len(now - seen), len(now & before), len(before - now))
        seen, before = seen | now, now


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=1, max_size=60))
def test_rolling_is_never_below_classic(pairs: list[tuple[int, int]]) -> None:
    activity = pl.DataFrame(pairs, schema=["person", "period"], orient="row")
    classic, rolling = classic_retention(activity, 6), rolling_retention(activity, 6)
    assert (classic["active"] <= rolling["active"]).all()
    assert (classic.filter(after=0)["active"] == classic.filter(after=0)["size"]).all()
