from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from analytics.statistics import INCIDENCE, aalen_johansen, kaplan_meier
from tests.support.oracles import lifelines

TIMES, KINDS = [1, 2, 2, 3, 4, 5, 5, 6, 7, 8], [1, 2, 1, 0, 2, 1, 2, 0, 2, 0]


def _steps(told: pl.DataFrame, kind: int) -> list[tuple[float, float]]:
    return list(told.filter((pl.col("kind") == kind) & (pl.col("events") > 0)).select("time", "incidence").iter_rows())


def test_dropout_and_completion_by_hand() -> None:
    told = aalen_johansen(TIMES, KINDS)
    assert told.schema == INCIDENCE
    dropout = [(1, Fraction(1, 10)), (2, Fraction(1, 5)), (5, Fraction(19, 60))]
    completion = [(2, Fraction(1, 10)), (4, Fraction(13, 60)), (5, Fraction(1, 3)), (7, Fraction(61, 120))]
    for kind, expected in (1, dropout), (2, completion):
        assert dict(_steps(told, kind)) == pytest.approx({at: float(share) for at, share in expected})


def test_one_minus_kaplan_meier_reads_too_high() -> None:
    naive = 1 - kaplan_meier(TIMES, [int(kind == 1) for kind in KINDS]).step(8)
    assert naive == pytest.approx(9 / 25)
    assert naive > aalen_johansen(TIMES, KINDS).filter(kind=1)["incidence"][-1]


def test_lifelines_aalen_johansen_and_its_variance() -> None:
    rng = np.random.default_rng(5)
    times, kinds = rng.exponential(10, 120), rng.integers(0, 3, 120)  # no two at once: lifelines moves ties
    theirs = lifelines.AalenJohansenFitter(calculate_variance=True).fit(times, kinds, event_of_interest=1)
    ours = aalen_johansen(times, kinds).filter(kind=1)
    at = ours["time"].to_list()
    curve = theirs.cumulative_density_.iloc[:, 0].loc[at].to_list()
    assert ours["incidence"].to_list() == pytest.approx(curve, abs=1e-12)
    assert (ours["se"] ** 2).to_list()[:-1] == pytest.approx(theirs.variance_.loc[at].to_list()[:-1], abs=1e-9)


def test_one_kind_alone_is_kaplan_meier() -> None:
    events = [1, 1, 1, 0, 1, 0, 1, 0]
    told, curve = aalen_johansen(range(1, 9), events), kaplan_meier(range(1, 9), events).frame
    assert told["incidence"].to_list() == pytest.approx((1 - curve["survival"]).to_list())
    assert told["se"].to_list() == pytest.approx(curve["se"].to_list())


def test_shares_and_those_still_waiting_make_one() -> None:
    told = aalen_johansen(TIMES, KINDS)
    waiting = kaplan_meier(TIMES, [int(kind > 0) for kind in KINDS])
    for at in (1, 2, 5, 8):
        happened = told.filter(time=at)["incidence"].sum()
        assert happened + waiting.step(at) == pytest.approx(1)


def test_before_the_first_of_a_kind_the_interval_reaches_up() -> None:
    first = aalen_johansen(TIMES, KINDS).filter(kind=2).row(0, named=True)
    assert (first["incidence"], first["low"]) == (0, 0)
    assert first["high"] == pytest.approx(0.2775, abs=1e-4), "Wilson's for 0 of 10"
    everyone = aalen_johansen([1, 2, 3], [1, 1, 1]).row(-1, named=True)
    assert everyone["incidence"] == everyone["high"] == 1
    assert 0 < everyone["low"] < 1


def test_nothing_happened() -> None:
    assert aalen_johansen([], []).is_empty()
    assert aalen_johansen([3, 4], [0, 0]).is_empty()
    with pytest.raises(ValueError, match="kinds"):
        aalen_johansen([1], [0.5])
