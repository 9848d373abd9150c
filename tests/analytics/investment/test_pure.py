"""Break-even, returns, ranges: their edges, their refusals, their working."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.breakeven import (
    Case,
    Side,
    cost,
    cost_per_competency,
    curves,
    exact,
    linear,
    plane,
    retention_ratio,
    saving,
    sessions,
    spread,
    total_cost,
)
from analytics.defaults import DEFAULTS
from analytics.returns import (
    EVIDENCE,
    Benefit,
    counted,
    eac,
    extremes,
    irr,
    isolated_sum,
    npv,
    payback,
    roi,
    tornado,
    weakest,
)
from analytics.simulation import Measured, Pert, around, drawn, simulate

D = Decimal
ROOM = Side(D(1_000), D(50), D(7), D(900), D(12), D(200))
SCREEN = Side(D(20_000), D(5), D(3), yearly=D(2_000))
CASE = Case(ROOM, SCREEN, D(40), years=D(3), sites=(30, 20, 5))


def test_no_digital_side_catches_up_when_each_learner_costs_as_much() -> None:
    case = Case(Side(D(100), D(10)), Side(D(50), D(10)))
    assert (linear(case).value, linear(case).reason) == (None, "never_cheaper")
    dearer = Case(Side(D(0), D(1)), Side(D(0), D(2)))
    assert (exact(dearer, 500).value, exact(dearer, 500).reason) == (None, "not_within_bound")
    assert exact(case).value == 1


def test_sessions_are_counted_site_by_site() -> None:
    assert spread(55, (30, 20, 5)) == [30, 20, 5]
    assert sessions(55, ROOM, (30, 20, 5)) == 3 + 2 + 1
    assert sessions(55, ROOM) == 5
    assert sessions(55, replace(ROOM, attendance=D("8.5"))) == 7
    assert sessions(0, ROOM) == sessions(9, SCREEN) == 0


@settings(max_examples=40)
@given(st.integers(0, 5_000), st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_everyone_is_at_some_site(learners: int, sites: list[int]) -> None:
    parts = spread(learners, sites)
    assert sum(parts) == learners
    assert all(abs(part - learners * weight / sum(sites)) < 1 for part, weight in zip(parts, sites, strict=True))


def test_both_sides_stand_over_the_same_horizon() -> None:
    assert cost(55, ROOM, CASE) == 1_000 + 3 * 200 + 6 * 900 + 55 * (7 * 40 + 50)
    assert cost(55, SCREEN, CASE) == 20_000 + 3 * 2_000 + 55 * (3 * 40 + 5)
    assert cost(55, SCREEN, replace(CASE, opportunity=D(10))) - cost(55, SCREEN, CASE) == 55 * 3 * 10
    drawn_at = curves(CASE, 100, 10)
    assert [at for at, _, _ in drawn_at] == list(range(0, 101, 10))
    assert drawn_at[-1][1:] == (cost(100, ROOM, CASE), cost(100, SCREEN, CASE))
    assert saving(CASE)(100) == cost(100, ROOM, CASE) - cost(100, SCREEN, CASE)


def test_a_cost_opens_into_its_inputs() -> None:
    told = total_cost(55, ROOM, CASE)
    assert {one.name: one.value for one in told.working.inputs}["sessions"] == 6
    assert total_cost(0, ROOM, CASE).reason == "no_learners"


@pytest.mark.parametrize("make", [lambda: replace(ROOM, attendance=D(0)), lambda: replace(CASE, sites=(0, 0))])
def test_a_case_that_cannot_be(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        make()


def test_what_is_kept_in_memory() -> None:
    assert cost_per_competency(D(10_000), D(65)).value == D("153.85")  # 100 people, 65 % after
    assert cost_per_competency(D(10_000), D(5)).value == D(2_000)  # 60 % knew before
    assert cost_per_competency(D(10_000), D(0)).reason == "nothing_retained"
    assert retention_ratio(D(200), D(400)).value == D("0.5")
    assert retention_ratio(D(200), D(0)).reason == "no_cost"


@pytest.mark.parametrize(
    ("extra_cost", "extra_effect", "quadrant"),
    [
        (-1, 0, "dominates"),
        (0, -1, "cheaper_less_effective"),
        (1, 0, "dearer_more_effective"),
        (1, -1, "dominated"),
    ],
)
def test_the_cost_effectiveness_plane(extra_cost: int, extra_effect: int, quadrant: str) -> None:
    assert plane(D(extra_cost), D(extra_effect)) == quadrant


LINES = [
    Benefit("B1", "cashable", "measured", D(1_000), low=D(800), high=D(1_500)),
    Benefit("B2", "cashable", "estimate", D(500), D("0.6"), D("0.7")),
    Benefit("B3", "cashable", None, D(9_999)),
    Benefit("B4", "cashable", "claim", None),
    Benefit("B5", "time", "trend", D(300)),
    Benefit("B6", "intangible", None, None),
]


def test_a_benefit_without_evidence_or_amount_counts_for_nothing() -> None:
    told = counted(LINES)
    assert (told.value, [one.name for one in told.working.inputs]) == (D(1_210), ["B1", "B2"])
    assert [one.why_not() for one in LINES] == [None, None, "no_evidence", "no_amount", None, "intangible"]
    assert extremes(LINES) == (D(1_010), D(1_710))
    assert (weakest(LINES), weakest(LINES, "time"), weakest(LINES, "risk")) == ("estimate", "trend", None)
    assert (counted(LINES, "risk").value, counted(LINES, "risk").reason) == (None, "no_benefit")
    assert next(iter(EVIDENCE)) == "measured"


def test_who_does_not_answer_adds_nothing() -> None:
    assert isolated_sum([(D(1_000), D("0.5"), D("0.8")), (D(200), D(1), D("0.25"))]) == 450
    assert isolated_sum([]) == 0


def test_of_nothing_there_is_no_return() -> None:
    assert (roi(D(5), D(0)).value, roi(D(5), D(0)).reason) == (None, "no_cost")
    assert payback(D(0), D(5)).reason == "no_benefit"
    assert eac(D(5), D("0.1"), 0).reason == "no_years"
    assert eac(D(30), D(0), 3).value == 10
    assert irr([D(-1), D(5), D(-5)]).reason == "no_single_rate"
    assert irr([D(1), D(2)]).reason == "no_single_rate"


@settings(max_examples=40)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.integers(1, 10**7))
def test_an_internal_rate_makes_flows_worth_nothing(gains: list[int], paid: int) -> None:
    flows = [D(-paid), *(D(one) for one in gains)]
    rate = irr(flows).value
    assert rate is not None
    assert abs(npv(rate, flows).value or 0) <= paid * D("1e-9")
    assert irr([-flow for flow in flows]).value == pytest.approx(rate)


def test_a_tornado_has_the_widest_bar_first() -> None:
    bars = tornado(lambda v: v["a"] * 10 - v["b"], {"a": D(5), "b": D(7)}, {"b": (D(0), D(9)), "a": (D(4), D(8))})
    assert [(one.name, one.low, one.high, one.range) for one in bars] == [("a", 33, 73, 40), ("b", 50, 41, 9)]


def test_the_same_seed_gives_the_same_simulation() -> None:
    inputs = {"wage": Pert(30, 40, 60), "saved": Measured(2, 3, 4, 30)}
    told = [simulate(lambda v: v["wage"] * v["saved"] - 100, inputs, 2_000, seed) for seed in (1, 1, 2)]
    assert told[0] == told[1] != told[2]
    assert told[0].p5 < told[0].p50 < told[0].p95
    assert told[0].worst < told[0].p5
    assert told[0].best > told[0].p95
    assert (told[0].seed, told[0].draws, set(told[0].versions)) == (1, 2_000, {"python", "numpy", "scipy"})
    assert told[0].share_positive == pytest.approx(0.85, abs=0.1)


def test_one_draw_of_what_both_sides_share_narrows_the_range() -> None:
    """The wage is one thing: drawn apart for each side, the saving would seem less sure than it is."""
    wage = Pert(40, 62.5, 85)
    shared = drawn({"wage": wage}, 4_000, 7)["wage"] * (4 - 1) * 100
    two = drawn({"one": wage, "other": wage}, 4_000, 7)
    assert shared.std() < (two["one"] * 4 * 100 - two["other"] * 1 * 100).std()


def test_worst_and_best_are_corners() -> None:
    told = simulate(lambda v: v["gain"] - v["cost"], {"gain": Pert(0, 5, 10), "cost": Pert(1, 2, 3)}, 10)
    assert (told.worst, told.best) == (-3, 9)
    sure = simulate(lambda _: np.array(4.0), {}, 3)
    assert (sure.p5, sure.p95, sure.share_positive) == (4, 4, 1)
    assert around(None, D(5), D(7)) == Pert(5, 5, 7)
    with pytest.raises(ValueError, match="low <= most likely"):
        Pert(3, 2, 4)


def test_every_default_is_cited_and_in_its_range() -> None:
    assert DEFAULTS["hours_to_make_classroom"].value == 43
    for one in DEFAULTS.values():
        assert one.low < one.value < one.high
        assert all((one.en, one.fr, one.unit, one.source))
        assert one.origin().kind == "default"
    assert DEFAULTS["hours_to_make_elearning"].origin().day.year == 2010
