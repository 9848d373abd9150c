"""How a measure keeps to what its reader may see; the attack is in tests/properties/test_privacy_questions.py."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.active_time import active_time
from analytics.catalog import measure
from analytics.engagement import active_days, active_per_month, summary
from analytics.guard import Cells, guarded, without
from analytics.scope import Reader, Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

TOTALS = Scope(date(2026, 3, 1), date(2026, 3, 31), reader=Reader(sees_people=False))


def test_an_answer_is_told_anew_when_there_is_something_new(scene: Scene) -> None:
    scene.put("person", several(20))
    scene.put("fact", several(6, happened="2026-03-05 08:00"))
    assert active_per_month(scene.star, TOTALS)["active"].to_list() == [5]
    scene.put("fact", [{"person": n, "happened": "2026-03-05 08:00"} for n in range(7, 14)])
    assert active_per_month(scene.star, TOTALS)["active"].to_list() == [15]


def test_rows_that_make_up_a_known_whole_hide_a_second_one(scene: Scene) -> None:
    scene.put("person", several(16))
    scene.put("fact", several(16, happened="2026-03-05 08:00"))
    scene.put("fact", several(9, happened="2026-03-06 08:00"))
    scene.put("fact", several(2, happened="2026-03-07 08:00"))
    # 7 people on one day, 7 on two, 2 on three; 16 in all, as the summary says
    assert active_days(scene.star, replace(TOTALS, reader=Reader()))["learners"].to_list() == [7, 7, 2]
    assert active_days(scene.star, TOTALS)["learners"].null_count() == 2


def test_what_does_not_tell_of_people_stays(scene: Scene) -> None:
    scene.put("person", several(2))
    scene.put("fact", several(2, happened="2026-03-05 08:00"))
    assert active_per_month(scene.star, TOTALS).rows() == [(date(2026, 3, 1), None, True)]
    scene.put("session_time", several(2, starts="2026-03-05 08:00", seconds=60))
    told = active_time(scene.star, TOTALS).row(0, named=True)
    assert (told["hours"], told["learners"], told["reason"]) == (None, None, "hidden")


def test_a_unit_of_others_is_refused(scene: Scene) -> None:
    scene.put("unit", [{"unit": "mine"}, {"unit": "theirs"}])
    with pytest.raises(Forbidden, match="none of those"):
        summary(scene.star, replace(TOTALS, units=("theirs",), reader=Reader(units=("mine",), sees_people=False)))


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("people_list", "this lists people one by one"),
        ("assumptions", "this tells a wage and an attendance as they are"),
        ("audience", "this counts the people of each site as they are"),
        ("counted_lines", "this tells amounts line by line"),
        ("line_changes", "this names who changed which line of the ledger"),
    ],
)
def test_a_reader_of_totals_is_told_the_true_reason_of_a_refusal(scene: Scene, key: str, why: str) -> None:
    with pytest.raises(Forbidden, match=f"your role sees totals only: {why}"):
        measure(key).ask(scene.star, TOTALS)


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("videos", {"threshold": 0.61}),
        ("video_audience", {"width": 1.0}),
        ("dead_content", {"days": 3}),
        ("communities", {"within": 2}),
        ("warning_validity", {"ahead": 8}),
        ("survival", {"silence": 5}),
        ("outcomes", {"silence": 5}),
        ("survival_compared", {"silence": 5}),
    ],
)
def test_a_reader_of_totals_chooses_no_limit(scene: Scene, key: str, limit: dict[str, float]) -> None:
    """Whoever saw 61 % of a video lies between what is told of 61 % and of 62 %."""
    with pytest.raises(Forbidden, match=f"{next(iter(limit))}: your role sees totals only, with the usual limits"):
        measure(key).ask(scene.star, TOTALS, **limit)
    measure(key).ask(scene.star, replace(TOTALS, reader=Reader()), **limit)


def test_what_a_measure_cannot_be_narrowed_by_is_named() -> None:
    with pytest.raises(BadRequest, match="device"):
        without(Scope(device="phone"), "course", "device")


CELLS = Cells("learners", ("third",), {"even": "learners"}, {"even": ("value",)})


def thirds(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Active people told apart in three, how many have an even number, and something else of them."""
    each = warehouse.ask("active_learners", scope.parameters()).group_by(third=pl.col("person") % 3)
    even = (pl.col("person") % 2 == 0).sum().cast(pl.Int64)
    return each.agg(learners=pl.len().cast(pl.Int64), even=even, value=pl.col("person").mean()).sort("third")


def test_counts_alone_hide_as_whole_answers_do(scene: Scene) -> None:
    """Which is asked for in full of one unit, and of the others only who is in it."""
    scene.put("unit", [{"unit": "all"}, *({"unit": one, "parent": "all", "depth": 1} for one in "abc")])
    scene.put("person", [{"person": n, "unit": "abc"[n % 2 + (n > 40)]} for n in range(1, 55)])
    scene.put("fact", several(54, happened="2026-03-05 08:00"))
    asked: list[tuple[str, ...]] = []

    def noted(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
        asked.append(scope.units)
        return thirds(warehouse, scope)

    def counts(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
        return thirds(warehouse, scope).drop("value").reverse()

    whole, parted = guarded(CELLS)(thirds), guarded(replace(CELLS, counts=counts))(noted)
    scopes = [replace(TOTALS, units=units) for units in ((), ("all",), ("a",), ("b",), ("c",))]
    told = [parted(scene.star, scope) for scope in scopes]
    assert [frame.equals(whole(scene.star, scope)) for frame, scope in zip(told, scopes, strict=True)] == [True] * 5
    assert sum(frame["learners"].null_count() for frame in told) > 0
    assert asked == [(), ("all",), ("a",), ("b",), ("c",)]


def test_what_counts_do_not_hold_is_not_shown(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("fact", several(30, happened="2026-03-05 08:00"))
    without_one = guarded(replace(CELLS, counts=lambda warehouse, scope: thirds(warehouse, scope).head(2)))(thirds)
    assert without_one(scene.star, TOTALS)["learners"].to_list() == [10, 10, None]
