"""A plan of several parts against the classroom: both sides, what chance draws, what would turn the verdict."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.breakeven import Case, Side, cost, exact, saving, sessions
from analytics.defaults import DEFAULTS
from analytics.plans import PHASES, WAYS, Part, Plan, drawn_costs, planned, used
from analytics.returns import Benefit
from analytics.weighing import curves, weigh

D = Decimal
RANGES = {key: (one.low, one.high) for key, one in DEFAULTS.items()}
MIX = (
    Part("before", "e-learning-simple", D(1)),
    Part("during", "classroom", D(3)),
    Part("after", "peer-help", D(2)),
)
PLAN = Plan(D(7), MIX, (30, 20, 5))
PARTS = st.builds(
    Part, st.sampled_from(sorted(PHASES)), st.sampled_from(sorted(WAYS)), st.integers(1, 40).map(lambda n: D(n) / 2)
)
PLANS = st.builds(
    Plan,
    st.integers(1, 40).map(D),
    st.lists(PARTS, min_size=1, max_size=4).map(tuple),
    st.lists(st.integers(1, 70), min_size=1, max_size=4).map(tuple),
    st.integers(1, 5).map(D),
    st.sampled_from([D(0), D("0.1"), D(1)]),
    st.sampled_from([D(0), D("0.25"), D(1)]),
)


def test_each_part_costs_what_its_way_costs() -> None:
    case = planned(PLAN)
    made = (79 + 3 * 43) * 120
    assert case.digital.development == made
    assert case.digital.hours == 6
    assert case.digital.per_session == 500 + 200 / D(2)  # three hours are one half-day, of trainer and room
    assert case.digital.per_learner == 100 + 50 + 2 * D("62.5")  # a colleague helps for as many hours
    assert [sessions(55, side, case.sites) for side in case.sides()] == [4, 4]


def test_a_virtual_class_needs_a_trainer_and_no_room() -> None:
    side = planned(replace(PLAN, mix=(Part("during", "virtual-class", D(7)),))).digital
    assert (side.per_session, side.per_learner, side.attendance) == (1000, 0, 20)


def test_a_plan_names_the_figures_it_rests_on() -> None:
    video = replace(PLAN, mix=(Part("before", "video", D(1)),))
    assert "hours_to_make_elearning_simple" in used(video)
    assert {"hours_to_make_elearning", "lodging"}.isdisjoint(used(video))
    assert "lodging" in used(replace(video, hours=D(14)))


@settings(max_examples=60)
@given(PLANS)
def test_what_chance_draws_is_the_same_formula(plan: Plan) -> None:
    case = planned(plan)
    told = [float(cost(plan.learners, side, case)) for side in case.sides()]
    assert [float(one[0]) for one in drawn_costs(plan, {})] == pytest.approx(told)


def _naive(case: Case, bound: int) -> int | None:
    dearer = [n for n in range(1, bound + 1) if cost(n, case.digital, case) > cost(n, case.classroom, case)]
    last = max(dearer, default=0)
    return None if last == bound else last + 1


AMOUNTS = st.integers(0, 900).map(D)
SIDES = st.builds(
    Side, AMOUNTS.map(lambda n: n * 10), AMOUNTS, st.integers(0, 6).map(D), AMOUNTS,
    st.sampled_from([None, D("0.5"), D(1), D("7.3"), D(20)]), AMOUNTS,
)  # fmt: skip


@settings(max_examples=80)
@given(SIDES, SIDES, st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any))
def test_the_search_passes_over_no_crossing(classroom: Side, digital: Side, sites: list[int]) -> None:
    case = Case(classroom, digital, D(30), sites=tuple(sites))
    assert exact(case, 150).value == _naive(case, 150)


def test_weighing_tells_both_sides_where_they_cross_and_what_would_turn_it() -> None:
    plan = Plan(D(7), (Part("during", "e-learning", D(3)),), (100,))
    told = weigh(plan, RANGES)
    assert told.saving == (told.classroom.value or 0) - (told.mix.value or 0)
    assert (told.exact.value, told.bound) == (exact(planned(plan)).value, 10_000)
    assert abs((told.ratio.value or 0) - (told.mix.value or 0) / (told.classroom.value or 1)) < D("1e-9")
    assert told.bars[0].range == max(bar.range for bar in told.bars)
    for turn in told.turns:
        moved = planned(replace(plan, figures={turn.name: turn.value}))
        saved = saving(moved)(100)
        assert (saved > 0) != (told.saving > 0)
        assert abs(saved) < 1
    simulated = told.simulated
    assert simulated.worst < simulated.p5 < simulated.p50 < simulated.p95 < simulated.best
    assert weigh(plan, RANGES).simulated == simulated  # the same inputs, the same figures
    assert told.returns is None


def test_both_sides_share_one_draw_of_what_they_share() -> None:
    """An hour costs the same on both sides: with as many hours, its uncertainty moves nothing."""
    plan = Plan(D(7), (Part("during", "classroom", D(7)),), (40,))
    simulated = weigh(plan, {"wage": (D(1), D(500))}).simulated
    assert (simulated.p5, simulated.p95) == pytest.approx((0, 0), abs=1e-6)


def test_a_figure_without_a_range_moves_nothing() -> None:
    told = weigh(PLAN, {"wage": (D("62.5"), D("62.5"))})
    assert told.bars == ()
    assert told.simulated.p5 == told.simulated.p95 == pytest.approx(float(told.saving))


@pytest.mark.parametrize(("amount", "positive"), [(D(1_000_000), 1.0), (D(0), 0.0)])
def test_a_benefit_is_weighed_over_the_horizon(amount: Decimal, positive: float) -> None:
    benefit = Benefit("", "cashable", "estimate", amount, D("0.5"), D("0.8"), amount / 2, amount * 2)
    told = weigh(PLAN, RANGES, benefit)
    found: Any = told.returns
    assert found.benefit == amount * D("0.4")
    spent = told.mix.value or D(0)
    assert abs((found.roi.value or 0) - 100 * (found.benefit * 3 - spent) / spent) < D("1e-6")
    assert found.simulated.share_positive == positive
    assert found.evidence == "estimate"


def test_a_benefit_without_evidence_counts_for_nothing() -> None:
    assert weigh(PLAN, RANGES, Benefit("", "cashable", None, D(1000))).returns is None


def test_the_curves_reach_audience_and_crossing_with_every_step() -> None:
    told = weigh(Plan(D(7), (Part("during", "e-learning", D(3)),), (20, 20)), RANGES)
    found = curves(told)
    learners = [row[0] for row in found]
    assert learners[0] == 0
    assert learners[-1] >= max(80, int(told.exact.value or 0))
    assert set(np.diff(learners)) == {1}


def test_a_range_nobody_published_is_assumed_and_says_so() -> None:
    """Chapman (2010) gives simple, average and complex work; the others published one figure."""
    published = {key for key, one in DEFAULTS.items() if one.ranged == "published"}
    assert published == {key for key, one in DEFAULTS.items() if "Chapman" in one.source}
    assert (DEFAULTS["hours_to_make_classroom"].low, DEFAULTS["hours_to_make_classroom"].high) == (22, 82)
    assert (DEFAULTS["wage"].low, DEFAULTS["wage"].high) == (D("41.67"), D("83.33"))
