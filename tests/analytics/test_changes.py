"""What changed, and units beside each other, on people whose numbers are known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.changes import changes
from analytics.scope import Reader, Scope
from analytics.statistics import funnel_limits, wilson
from analytics.units import units_compared
from tests.support.scene import Scene

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
SIZES = {"big": 200, "small": 60, "tiny": 5, "empty": 0}


@pytest.fixture(scope="module")
def grown() -> Iterator[Scene]:
    """In February 50 of 200 and 30 of 60 learned, in March 150 and 31: one unit changed, the other did not."""
    made = Scene()
    made.put("unit", [{"unit": "group"}, *({"unit": unit, "parent": "group"} for unit in SIZES)])
    people = [(unit, place) for unit, size in SIZES.items() for place in range(size)]
    made.put("person", [{"person": n, "unit": unit} for n, (unit, _) in enumerate(people)])
    learned = {
        "2026-01-20": {"big": 9},
        "2026-02-10": {"big": 50, "small": 30},
        "2026-03-10": {"big": 150, "small": 31},
    }
    seen = [
        {"person": n, "day": day}
        for day, counts in learned.items()
        for n, (unit, place) in enumerate(people)
        if place < counts.get(unit, 0)
    ]
    made.put("fact", [{"person": one["person"], "happened": f"{one['day']} 08:00"} for one in seen])
    made.put("rollup", [{"person": one["person"], "quarter": f"{one['day']} 08:00"} for one in seen])
    made.put("session_time", [one for row in seen for one in timed(row)])
    yield made
    made.close()


def timed(row: dict[str, Any]) -> list[dict[str, Any]]:
    """An hour each, and a quarter more or less, so that people differ."""
    seconds = 2700.0 + 1800.0 * (row["person"] % 2)
    return [{"person": row["person"], "starts": f"{row['day']} 08:00", "seconds": seconds}]


def of(frame: pl.DataFrame, unit: str | None, what: str) -> dict[str, Any]:
    return frame.filter(pl.col("unit").eq_missing(unit) & (pl.col("what") == what)).row(0, named=True)


def test_only_the_unit_that_changed_is_clear(grown: Scene) -> None:
    told = changes(grown.star, MARCH)
    big, small, whole = (of(told, unit, "access") for unit in ("big", "small", None))
    assert (big["before"], big["now"], big["n"], big["clear"]) == (0.25, 0.75, 200, True)
    assert 0 < big["low"] < big["change"] == 0.5 < big["high"]
    assert (small["now"], small["clear"]) == (31 / 60, False)
    assert small["low"] < 0 < small["high"]
    assert whole["clear"]
    assert whole["n"] == 265


def test_a_value_has_an_interval_of_its_own_beside_that_of_its_change(grown: Scene) -> None:
    told = changes(grown.star, MARCH)
    for unit, count, n in (("big", 150, 200), ("small", 31, 60), (None, 181, 265)):
        row, units = of(told, unit, "access"), units_compared(grown.star, MARCH)
        assert (row["now_low"], row["now_high"]) == pytest.approx(wilson(count, n))
        assert (row["now_n"], row["now_learners"]) == (n, n)
        if unit:
            assert (row["now_low"], row["now_high"]) == tuple(of(units, unit, "access")[end] for end in ("low", "high"))
    tiny = of(told, "tiny", "access")
    assert (tiny["now_low"], tiny["now_high"], tiny["now_n"]) == (None, None, 5)


def test_where_there_is_not_enough_it_says_why(grown: Scene) -> None:
    told = changes(grown.star, MARCH)
    assert of(told, "tiny", "access")["reason"] == "few_learners"
    assert of(told, "empty", "access")["reason"] == "no_data"
    assert of(told, "big", "success")["reason"] == "no_data"


@pytest.mark.parametrize("scope", [Scope(), replace(MARCH, since=date(2026, 1, 1)), Scope(until=date(2026, 3, 31))])
def test_without_a_time_before_nothing_changed(grown: Scene, scope: Scope) -> None:
    told = changes(grown.star, scope)
    assert told["change"].null_count() == told.height
    assert of(told, "big", "access")["reason"] == "no_before"


def test_units_stand_beside_each_other_from_the_largest_on(grown: Scene) -> None:
    told = units_compared(grown.star, MARCH)
    assert told["unit"].unique(maintain_order=True).to_list() == ["big", "small", "tiny", "empty"]
    big, tiny, empty = (of(told, unit, "access") for unit in ("big", "tiny", "empty"))
    assert (big["size"], big["value"], big["expected"]) == (200, 0.75, 181 / 265)
    limits = funnel_limits(181 / 265, 200, 0.95)
    for end, limit in zip(("limit_low", "limit_high"), limits, strict=True):
        assert 0 <= big[end] - limit < 1 / 200, "rounded up to a count"
    assert big["place"] == "high"
    assert of(told, "small", "access")["place"] == "low"
    assert (tiny["counted"], tiny["value"], tiny["place"], tiny["reason"]) == (0, None, None, "few_learners")
    assert (empty["n"], empty["reason"]) == (0, "no_data")


def test_all_of_a_small_unit_is_no_surprise_where_nearly_all_come() -> None:
    made = Scene()
    made.put("unit", [{"unit": "group"}, *({"unit": unit, "parent": "group"} for unit in ("a", "b"))])
    made.put("person", [{"person": n, "unit": "a" if n < 40 else "b"} for n in range(200)])
    made.put("rollup", [{"person": n, "quarter": "2026-03-10 08:00"} for n in range(198)])
    row = of(units_compared(made.star, MARCH), "a", "access")
    made.close()
    assert (row["value"], row["limit_high"], row["place"]) == (1, 1, "within")


def test_hours_have_limits_that_narrow_with_people(grown: Scene) -> None:
    told = units_compared(grown.star, MARCH)
    big, small = (of(told, unit, "hours") for unit in ("big", "small"))
    assert big["value"] == pytest.approx(0.75)
    assert big["limit_high"] - big["limit_low"] < small["limit_high"] - small["limit_low"]
    assert big["far_low"] < big["limit_low"] < big["expected"] < big["limit_high"] < big["far_high"]


def test_a_unit_without_units_below_has_nothing_beside_it(grown: Scene) -> None:
    assert units_compared(grown.star, replace(MARCH, units=("big",))).is_empty()


def test_a_reader_of_totals_sees_no_small_unit(grown: Scene) -> None:
    totals = replace(MARCH, reader=Reader(sees_people=False))
    told = units_compared(grown.star, totals)
    assert of(told, "tiny", "hours")["reason"] in ("hidden", "few_learners")
    assert of(told, "big", "access")["expected"] not in (None, 181 / 265), "rounded: it would tell the counts"
