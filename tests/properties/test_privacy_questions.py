"""A reader of totals asks everything they may: units by programmes by calendar periods; subtracts, and finds no one.

What they are shown is rounded, so a number stands for a few: the attack reckons with all of them. It finds somebody
when what remains of a cell, others within it taken away, can only be one to k - 1 people.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.active_time import active_time
from analytics.asking_again import follow_ups
from analytics.engagement import summary
from analytics.privacy import K
from analytics.scope import Reader, Scope
from tests.support.scene import Scene
from tests.support.school import School

TOTALS = Scope(reader=Reader(sees_people=False))
UNITS = {"group": "", "a": "group", "b": "group", "a1": "a"}
PROGRAMMES = {"p": "", "q": ""}
PERIODS: dict[str, tuple[date | None, date | None]] = {
    "": (None, None),
    "2026": (date(2026, 1, 1), date(2026, 12, 31)),
    "Q1": (date(2026, 1, 1), date(2026, 3, 31)),
    "jan": (date(2026, 1, 1), date(2026, 1, 31)),
    "feb": (date(2026, 2, 1), date(2026, 2, 28)),
    "mar": (date(2026, 3, 1), date(2026, 3, 31)),
}
WITHIN = {"2026": "", "Q1": "2026", "jan": "Q1", "feb": "Q1", "mar": "Q1"}
TREES = (UNITS, PROGRAMMES, WITHIN)
CELLS = [(unit, *rest) for rest in product(("", *PROGRAMMES), PERIODS) for unit in ("", *UNITS)]
LEAVES = list(product(("a1", "a", "b"), ("p", "q"), ("jan", "feb", "mar")))
Cell = tuple[str, str, str]


def scope_of(cell: Cell) -> Scope:
    unit, programme, period = cell
    since, until = PERIODS[period]
    units, programmes = (unit,) if unit else (), (programme,) if programme else ()
    return replace(TOTALS, units=units, programmes=programmes, since=since, until=until)


def chain(value: str, tree: dict[str, str]) -> list[str]:
    return [value, *(chain(tree[value], tree) if value in tree else [])]


def holds(outer: Cell, inner: Cell) -> bool:
    return all(one in chain(other, tree) for one, other, tree in zip(outer, inner, TREES, strict=True))


@pytest.fixture(scope="module")
def grown() -> Iterator[Scene]:
    made = Scene()
    made.put("unit", [{"unit": unit, "parent": parent or None} for unit, parent in UNITS.items()])
    made.put("programme", [{"programme": one, "modality": "e-learning"} for one in PROGRAMMES])
    yield made
    made.close()


def fill(scene: Scene, seen: list[Cell]) -> None:
    """Let one person for each leaf learn there, and nowhere else: then counts add up, which tells most."""
    with scene.star.cursor() as cursor:
        for table in ("person", "membership", "fact", "session_time"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names
    scene.put("person", [{"person": n, "unit": unit} for n, (unit, _, _) in enumerate(seen)])
    at = [
        {"person": n, "programme": programme, "modality": "e-learning", "when": f"{PERIODS[month][0]} 08:00"}
        for n, (_, programme, month) in enumerate(seen)
    ]
    scene.put("fact", [{"happened": one.pop("when"), **one} for one in map(dict, at)])
    scene.put("session_time", [{"starts": one.pop("when"), "seconds": 3600.0, **one} for one in map(dict, at)])


def within(shown: float | None) -> tuple[float, float]:
    """Between which numbers of people a number lies that is shown; a hidden one may be any."""
    if shown is None:
        return 0, float("inf")
    return (0, 0) if shown == 0 else (max(K, shown - K / 2), shown + K / 2)


@settings(max_examples=3)
@given(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 14)), min_size=len(LEAVES), max_size=len(LEAVES)))
def test_every_permitted_question_less_others_finds_no_one(grown: Scene, sizes: list[int]) -> None:
    fill(grown, [leaf for leaf, size in zip(LEAVES, sizes, strict=True) for _ in range(size)])
    told = {cell: summary(grown.star, scope_of(cell))["active"].item() for cell in CELLS}
    assert all(people is None or people % K == 0 for people in told.values())
    for outer, inner in product(CELLS, CELLS):
        if outer != inner and holds(outer, inner) and None not in (told[outer], told[inner]):
            assert not 0 < told[outer] - told[inner] < K
            assert not finds_someone(told, outer, [inner])
    for outer, family in families():
        assert not finds_someone(told, outer, [one for one in family if told[one]])


def families() -> Iterator[tuple[Cell, list[Cell]]]:
    """Each cell with its children along one tree: the months of a quarter, the programmes, the units below."""
    for cell in CELLS:
        for place, tree in enumerate(TREES):
            family = [put(cell, place, one) for one, parent in tree.items() if parent == cell[place]]
            if family:
                yield cell, family
                yield from ((cell, [one for one in family if one != left]) for left in family)


def put(cell: Cell, place: int, value: str) -> Cell:
    unit, programme, period = (value if at == place else one for at, one in enumerate(cell))
    return unit, programme, period


def finds_someone(told: dict[Cell, int | None], outer: Cell, taken: Any) -> bool:
    """Whether what is left of a cell can only be a few people."""
    if not told[outer] or not taken:
        return False
    ends = [within(told[one]) for one in taken]
    low, high = within(told[outer])
    return low - sum(one for _, one in ends) > 0 and high - sum(one for one, _ in ends) < K


def test_hours_of_a_month_that_is_hidden_do_not_come_out_of_the_year(grown: Scene) -> None:
    """Three people learned an hour each in February, and thirty in each other month: 63 hours, 60, and nothing left."""
    fill(grown, [("b", "p", month) for month, n in (("jan", 30), ("feb", 3), ("mar", 30)) for _ in range(n)])
    hours = {month: active_time(grown.star, scope_of(("b", "p", month)))["hours"].item(0) for month in PERIODS}
    assert hours["feb"] is None
    assert abs(hours["2026"] - hours["jan"] - hours["mar"]) >= 5 or hours["2026"] == hours["jan"] + hours["mar"]
    assert hours["2026"] != 63


def test_an_answer_before_and_after_one_more_person_came_is_the_same_or_five_more(grown: Scene) -> None:
    seen: list[Cell] = [("b", "p", "jan")] * 20
    told = []
    for extra in range(6):
        fill(grown, seen + [("b", "p", "jan")] * extra)
        told.append(summary(grown.star, scope_of(("b", "", "jan")))["active"].item())
    assert told == [20, 20, 20, 25, 25, 25]


@pytest.mark.parametrize("few", [0, 3, 5, 8])
def test_whom_chance_had_asked_again_less_those_of_a_unit_finds_no_one(stage: Scene, few: int) -> None:
    """Of those who were silent, drawn, heard and can still be, unit by unit: of a few of `a1` and the one of `a`."""
    silent = {"a": 1, "b": 30, "a1": few}
    stage.clear()
    school = School(stage)
    school.rows["unit"] += [{"unit": unit, "parent": parent or None} for unit, parent in UNITS.items()]
    school.programme("again", "fire")
    school.rows["follow_up"].append({"programme": "again", "starts": "2026-01-01", "one_in": 1})
    for unit, n in silent.items():
        people = school.people(n, unit=unit)
        school.train(people, 20, programme="again")
        school.invite(people, 100, programme="again")
        for at, person in enumerate(people):
            school.test(person, 20, [True] * 4, programme="again")
            if at % 2:
                school.test(person, 112, [True] * 4, "B", programme="again")
    school.open()
    whole = Scope(date(2026, 4, 1), date(2026, 4, 30))
    exact = follow_ups(stage.star, whole).row(0, named=True)
    assert (exact["silent"], exact["heard"] + exact["open"]) == (sum(silent.values()),) * 2
    assert 0 < exact["heard"] < exact["open"]
    asked = {unit: replace(whole, units=(unit,) if unit else (), reader=TOTALS.reader) for unit in ("", *UNITS)}
    for column in ("silent", "drawn", "heard", "open"):
        told = {(unit, "", ""): follow_ups(stage.star, scope)[column].item() for unit, scope in asked.items()}
        assert all(people is None or people % K == 0 for people in told.values())
        for outer, family in ((("group", "", ""), ["a", "b"]), (("a", "", ""), ["a1"])):
            taken = [(unit, "", "") for unit in family if told[unit, "", ""]]
            assert not finds_someone(told, outer, taken)
