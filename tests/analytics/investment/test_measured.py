"""Benefits that rest on measured effects: what is counted, from when, between which ends, and what is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.explained import benefit_of
from analytics.investment import benefits, decision
from analytics.ledger import books
from analytics.measured import COMPARISONS, REASONS
from analytics.scope import Scope
from analytics.simulated import simulated
from analytics.simulation import Measured
from analytics.whole_case import returns
from tests.support.aims import CHANGES, PRICE, SIZE, WITH, WITHOUT, line
from tests.support.aims import firm as built
from tests.support.oracles import stats
from tests.support.scene import Scene

D = Decimal
YEAR = Scope(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def firm() -> Iterator[Scene]:
    made = built()
    yield made
    made.close()


@pytest.fixture
def scene(firm: Scene) -> Iterator[Scene]:
    yield firm
    with firm.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.benefit")


def gain(name: str, programme: str = "fix", indicator: str | None = "faults", **row: object) -> dict[str, object]:
    told = {"evidence": "measured", "indicator": indicator, "currency": None, "valid_to": "2025-12-31"}
    return line(name, programme, None, **told) | row


def by_hand() -> tuple[float, float, float]:
    """The worth of a year with its ends: a two-sample Student's t on one change for each unit, and 6 degrees."""
    one, other = ([CHANGES[unit] for unit in units] for units in (WITH, WITHOUT))
    found = stats.ttest_ind(one, other)
    ends = found.confidence_interval(0.95)
    yearly = -len(WITH) * SIZE * 12 * PRICE
    return tuple(yearly * float(end) for end in (np.mean(one) - np.mean(other), ends.high, ends.low))  # type: ignore[return-value]  # three


def test_a_measured_effect_is_counted_with_its_interval(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B")])
    row = benefits(scene.star, YEAR).row(0, named=True)
    value, low, high = by_hand()
    assert (row["indicator"], row["design"], row["reason"]) == ("faults", "difference", None)
    assert [float(row[name]) for name in ("amount", "counted", "low", "high")] == pytest.approx(
        [value, value, low, high], abs=0.15
    )
    told = decision(scene.star, replace(YEAR, programmes=("fix",))).row(0, named=True)
    assert (told["column"], told["reason"], told["rung"], told["design"]) == (
        "pays",
        "benefit_exceeds",
        "measured",
        "difference",
    )
    assert told["proven"] == told["benefit"] == row["counted"]


def test_what_comes_of_it_is_drawn_as_effects_are_sampled(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B")])
    only = replace(YEAR, programmes=("fix",))
    row = simulated(scene.star, only).row(0, named=True)
    value, low, _ = by_hand()
    scale = (value - low) / stats.t.ppf(0.975, 6)
    for name, share in (("p5", 0.05), ("p50", 0.5), ("p95", 0.95)):
        gained = value + scale * stats.t.ppf(share, 6)
        assert row[name] == pytest.approx(100 * (gained / 3_000 - 1), abs=8), name
    assert row["inputs"] == 1
    assert returns(scene.star, only)["roi"][0] == pytest.approx(100 * (value / 3_000 - 1), abs=0.01)


def test_the_programme_brings_nothing_before_it_begins(scene: Scene) -> None:
    scene.star.add(
        "benefit",
        [
            gain("B", valid_from="2024-07-01", valid_to="2025-06-30"),
            gain("E", valid_from="2024-01-01", valid_to="2024-12-31"),
        ],
    )
    told = {row["line"]: row for row in benefits(scene.star, Scope(until=date(2025, 12, 31))).to_dicts()}
    assert (told["E"]["counted"], told["E"]["reason"]) == (None, "not_begun")
    assert float(told["B"]["counted"]) == pytest.approx(by_hand()[0] / 2, abs=0.05)


def test_a_share_of_it_is_what_is_owed(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B", share="0.25")])
    assert float(benefits(scene.star, YEAR)["counted"][0]) == pytest.approx(by_hand()[0] / 4, abs=0.05)


def test_a_comparison_counts_for_nothing_and_says_so(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B", "some")])
    row = benefits(scene.star, YEAR).row(0, named=True)
    assert (row["design"], row["counted"], row["reason"]) == ("difference", None, "few_groups")
    told = decision(scene.star, replace(YEAR, programmes=("some",))).row(0, named=True)
    assert (told["column"], told["reason"], told["benefit"], told["rung"]) == ("not_proven", "comparison", None, None)
    assert returns(scene.star, replace(YEAR, programmes=("some",)))["benefit"][0] is None


@pytest.mark.parametrize(("indicator", "reason"), [(None, "no_indicator"), ("other", "not_aimed")])
def test_what_nothing_measures_counts_for_nothing(scene: Scene, indicator: str | None, reason: str) -> None:
    scene.star.add("benefit", [gain("B", indicator=indicator, amount=9_000, currency="EUR")])
    row = benefits(scene.star, YEAR).row(0, named=True)
    assert (row["amount"], row["counted"], row["reason"]) == (None, None, reason)
    told = decision(scene.star, replace(YEAR, programmes=("fix",))).row(0, named=True)
    assert (told["column"], told["reason"]) == ("not_measurable", "not_measured")


def test_harm_is_told_as_such(scene: Scene) -> None:
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.indicator SET better = 'up'")
    scene.star.add("benefit", [gain("H")])
    told = decision(scene.star, replace(YEAR, programmes=("fix",))).row(0, named=True)
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.indicator SET better = 'down'")
    assert (told["column"], told["reason"]) == ("does_not_pay", "cost_exceeds_benefit")
    assert float(told["benefit"]) == pytest.approx(-by_hand()[0], abs=0.15)
    assert float(told["at_stake"]) == pytest.approx(by_hand()[0] + 3_000, abs=0.15)


def test_it_opens_into_the_indicator_it_was_measured_on(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B")])
    result = benefit_of(scene.star, YEAR)
    origin = result.working.inputs[0].origin
    assert (origin.kind, origin.name, origin.source) == ("measure", "effect", "faults, benefits.csv:2")
    assert origin.low is not None
    assert origin.low < result.value < (origin.high or 0)  # type: ignore[operator]  # there is a value


def test_units_share_it_to_the_cent(scene: Scene) -> None:
    scene.star.add("benefit", [gain("B")])
    whole = books(scene.star, "UTC", date(2025, 12, 31)).benefits["cents"].sum()
    assert D(int(whole)) / 100 == benefits(scene.star, replace(YEAR, until=None))["amount"][0]


def test_reasons_are_told_in_both_languages() -> None:
    assert set(COMPARISONS) <= REASONS.keys()
    assert all(set(texts) == {"en", "fr"} for texts in REASONS.values())


def test_a_sampling_distribution_goes_through_its_interval() -> None:
    one: Any = Measured(-1.0, 2.0, 8.0, 5)
    assert one.drawn(np.array([0.025, 0.5, 0.975])) == pytest.approx([-1.0, 2.0, 8.0])
    even = Measured(0.0, 1.0, 2.0, 6).drawn(np.linspace(0.001, 0.999, 999))
    scale = 1 / stats.t.ppf(0.975, 6)
    assert even == pytest.approx(stats.t.ppf(np.linspace(0.001, 0.999, 999), 6, loc=1, scale=scale))
    assert pl.Series(even).is_sorted()
