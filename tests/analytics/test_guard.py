"""Readers of totals: nothing they may ask about a unit, less anything else they may ask, is one to four people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.active_time import active_time
from analytics.engagement import active_days, active_per_month, summary
from analytics.guard import without
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

TOTALS = Scope(date(2026, 3, 1), date(2026, 3, 31), reader=Reader(sees_people=False))
TREE = {"group": "", "a": "group", "b": "group", "c": "group", "a1": "a", "a2": "a"}
LEAVES = ("a1", "a2", "b", "c", "group")


@pytest.fixture(scope="module")
def grown() -> Iterator[Scene]:
    made = Scene()
    made.put("unit", [{"unit": unit, "parent": parent or None} for unit, parent in TREE.items()])
    yield made
    made.close()


def above(unit: str) -> list[str]:
    return [unit, *above(TREE[unit])] if unit else [""]


@settings(max_examples=8, deadline=None)
@given(st.tuples(*(st.integers(0, 12) for _ in LEAVES)))
def test_no_difference_of_two_answers_is_a_few_people(grown: Scene, sizes: tuple[int, ...]) -> None:
    homes = [unit for unit, size in zip(LEAVES, sizes, strict=True) for _ in range(size)]
    with grown.star.cursor() as cursor:
        for table in ("person", "membership", "fact"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names
        cursor.execute("UPDATE warehouse.state SET watermark = watermark + 1")
    grown.put("person", [{"person": n, "unit": unit} for n, unit in enumerate(homes)])
    grown.put("fact", [{"person": n, "happened": "2026-03-05 08:00"} for n in range(len(homes))])
    told = {
        unit: summary(grown.star, replace(TOTALS, units=(unit,) if unit else ()))["active"].item()
        for unit in ("", *TREE)
    }
    people = {unit: {n for n, home in enumerate(homes) if unit in above(home)} for unit in told}
    shown = {unit: count for unit, count in told.items() if count is not None}
    assert all(count == len(people[unit]) and not 0 < count < 5 for unit, count in shown.items())
    for one, other in combinations(shown, 2):
        if people[one] >= people[other]:
            assert not 0 < shown[one] - shown[other] < 5
    for parent, value in shown.items():
        children = [unit for unit, above_it in TREE.items() if above_it == parent]
        if children and all(unit in shown for unit in children):
            assert not 0 < value - sum(shown[unit] for unit in children) < 5


def test_an_answer_is_told_anew_when_there_is_something_new(scene: Scene) -> None:
    scene.put("person", several(20))
    scene.put("fact", several(6, happened="2026-03-05 08:00"))
    assert active_per_month(scene.star, TOTALS)["active"].to_list() == [6]
    scene.put("fact", [{"person": n, "happened": "2026-03-05 08:00"} for n in range(7, 14)])
    assert active_per_month(scene.star, TOTALS)["active"].to_list() == [13]


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


def test_what_a_measure_cannot_be_narrowed_by_is_named() -> None:
    with pytest.raises(BadRequest, match="device"):
        without(Scope(device="phone"), "course", "device")
