"""The funnel, the rates of reports and lead times, by hand and against a naive count of the same rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.breakdown import by
from analytics.catalog import measure
from analytics.lead_time import lead_time, lead_times
from analytics.progress import STEPS, funnel, rates
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))


def came(people: range, step: str, when: str = "2026-03-05 08:00") -> list[dict[str, object]]:
    return [{"person": n, "programme": "safety", "step": step, "happened": when, "latest": when} for n in people]


def rate(frame: pl.DataFrame, name: str) -> dict[str, object]:
    return frame.filter(pl.col("rate") == name).row(0, named=True)


def test_a_step_counts_only_who_is_already_due(scene: Scene) -> None:
    scene.put("person", several(60))
    scene.put("programme", [{"programme": "safety"}])
    row = {"programme": "safety", "assigned": "2026-01-01"}
    scene.put("assigned", [{"person": n, "due": "2026-03-20"} | row for n in range(1, 41)])
    scene.put("assigned", [{"person": n, "due": "2026-04-20"} | row for n in range(41, 56)])
    scene.put("assigned", [{"person": n, "due": "2026-03-20", "exempt": True} | row for n in range(56, 61)])
    for people, step in ((30, "registered"), (25, "started"), (24, "p25"), (20, "completed"), (12, "passed")):
        scene.put("milestone", came(range(1, people + 1), step))
    scene.put("milestone", came(range(41, 56), "completed"))  # early, and not counted
    scene.put("milestone", came(range(31, 41), "started", "2026-04-01 08:00"))  # after the period
    told = funnel(scene.star, MARCH)
    assert told["step"].to_list() == list(STEPS)
    assert told["count"].to_list() == [40, 30, 25, 24, 20, 20, 20, 12]
    assert set(told["n"]) == {40}
    assert set(told["not_due"]) == {15}
    completed = told.row(6, named=True)
    assert (completed["share"], completed["conversion"], completed["previous"]) == (0.5, 1.0, 20)
    assert completed["low"] == pytest.approx(0.3520, abs=1e-4)  # Wilson, 20 of 40
    passed = told.row(7, named=True)
    assert (passed["previous"], passed["conversion"]) == (20, 0.6)
    assert passed["conversion_low"] == pytest.approx(0.3866, abs=1e-4)  # Wilson, 12 of 20


def test_what_was_due_at_another_time_is_assigned_all_the_same(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", several(30, programme="safety", assigned="2024-01-01", due="2024-06-01"))
    assert set(funnel(scene.star, MARCH)["reason"]) == {"none_due"}
    assert funnel(scene.star, replace(MARCH, since=None))["reason"][0] is None
    totals = replace(MARCH, reader=Reader(sees_people=False))
    assert set(funnel(scene.star, totals)["reason"]) == {"no_assignment"}  # they tell no other months


def test_without_assignment_no_rate_is_nought(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("milestone", came(range(1, 31), "started"))
    told = funnel(scene.star, MARCH)
    assert set(told["reason"]) == {"no_assignment"}
    for column in ("count", "share", "low", "high", "conversion", "not_due"):
        assert told[column].to_list() == [None] * 8
    scene.put("assigned", several(30, programme="safety", assigned="2026-03-01", due="2026-05-01"))
    told = funnel(scene.star, MARCH)
    assert set(told["reason"]) == {"not_due"}
    assert (told["share"].to_list(), set(told["not_due"])) == ([None] * 8, {30})


def test_few_are_counted_and_not_shared(scene: Scene) -> None:
    scene.put("person", several(9))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", several(9, programme="safety", assigned="2026-03-01"))
    scene.put("milestone", came(range(1, 8), "completed"))
    told = funnel(scene.star, MARCH).row(6, named=True)
    assert (told["count"], told["n"], told["share"], told["reason"]) == (7, 9, None, "few_learners")


def test_who_left_before_it_was_due_owes_nothing(scene: Scene) -> None:
    scene.put("person", [{"person": 1, "left_on": "2026-03-10"}, {"person": 2, "left_on": "2026-03-20"}])
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", several(2, programme="safety", assigned="2026-03-01", due="2026-03-15"))
    assert set(funnel(scene.star, MARCH)["n"]) == {1, 0}  # 0: nothing tells who passed


def test_passing_is_asked_only_where_it_is_told(scene: Scene) -> None:
    scene.put("person", several(20))
    scene.put("programme", [{"programme": "safety"}, {"programme": "tour"}])
    for programme in ("safety", "tour"):
        scene.put("assigned", several(20, programme=programme, assigned="2026-03-01"))
    scene.put("milestone", came(range(1, 11), "passed"))
    told = funnel(scene.star, MARCH).row(7, named=True)
    assert (told["count"], told["n"], told["learners"]) == (10, 20, 20)
    assert funnel(scene.star, MARCH).row(0, named=True)["n"] == 40


def test_the_rates_of_a_report(scene: Scene) -> None:
    scene.put("person", [*several(39), {"person": 40, "joined": "2026-05-01"}, {"person": 41, "known": False}])
    scene.put("programme", [{"programme": "safety"}])
    scene.put("milestone", came(range(1, 31), "registered"))
    scene.put("milestone", came(range(1, 26), "started"))
    scene.put("milestone", came(range(1, 21), "completed"))
    scene.put("milestone", came(range(19, 25), "dropped"))  # 19 and 20 completed all the same
    told = {"programme": "safety", "happened": "2026-03-05 08:00"}
    scene.put("fact", [{"person": n, "seq": n} | told for n in range(1, 25)])
    scene.put("assessment", [{"person": n, "seq": n, "success": n <= 18} | told for n in range(1, 25)])
    scene.put("fact", [{"person": n, "seq": 100 + n, "initiated": n <= 9} | told for n in range(1, 13)])
    hours = {"planned_seconds": 7200.0, "starts": "2026-03-05 08:00"}
    scene.put(
        "attendance",
        [{"person": n, "seq": 100 + n, "seconds": 7200.0 if n <= 9 else 0.0} | told | hours for n in range(1, 13)],
    )
    scene.put("rollup", several(26, quarter="2026-03-05 08:00", programme="safety"))
    scene.put("rollup", [{"person": 41, "quarter": "2026-03-05 08:00"}])
    told_rates = rates(scene.star, MARCH)
    found = {row["rate"]: (row["count"], row["n"], row["share"]) for row in told_rates.iter_rows(named=True)}
    assert found == {
        "completion": (20, 30, pytest.approx(2 / 3)),
        "completion_started": (20, 25, 0.8),
        "success": (18, 24, 0.75),
        "dropout": (4, 25, 0.16),
        "attendance": (None, 12, 0.75),
        "access": (26, 39, pytest.approx(2 / 3)),
    }
    assert rate(told_rates, "attendance")["high"] == 1.0


def test_rates_of_nothing_are_none(scene: Scene) -> None:
    told = rates(scene.star, MARCH)
    assert set(told["reason"]) == {"no_data"}
    assert told["share"].to_list() == [None] * 6


def test_lead_times_are_days_between(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    days = [("2026-01-01", "2026-02-01", "2026-03-01"), ("2026-01-01", None, "2026-03-31"), (None, None, "2026-03-02")]
    scene.put(
        "programme",
        [
            {"programme": f"p{n}", "owner_unit": "ab"[n % 2]}
            | dict(zip(("requested", "designed", "live"), row, strict=True))
            for n, row in enumerate(days)
        ],
    )
    assert lead_times(scene.star, MARCH).select("programme", "to_design", "to_live", "days").rows() == [
        ("p0", 31, 28, 59),
        ("p1", None, None, 89),
    ]
    assert lead_time(scene.star, MARCH).rows() == [
        ("design", 31.0, None, None, 1, None),
        ("launch", 28.0, None, None, 1, None),
        ("whole", 74.0, None, None, 2, None),
    ]
    assert lead_times(scene.star, replace(MARCH, units=("b",)))["programme"].to_list() == ["p1"]
    assert lead_times(scene.star, Scope(reader=Reader(units=("a",))))["programme"].to_list() == ["p0"]


def test_any_measure_is_told_apart(scene: Scene) -> None:
    scene.put("person", [{"person": n, "country": "FR" if n <= 3 else "MA", "language": "fr"} for n in range(1, 6)])
    scene.put("rollup", [{"person": n, "quarter": "2026-03-05 08:00", "device": "phone"} for n in range(1, 5)])
    access = by(scene.star, MARCH, measure("rates"), "country").filter(pl.col("rate") == "access")
    assert access.select("by", "count", "n").rows() == [("FR", 3, 3), ("MA", 1, 2)]
    assert by(scene.star, MARCH, measure("rhythm"), "device")["by"].unique().to_list() == ["phone"]
    assert by(scene.star, MARCH, measure("rates"), "programme").is_empty()
    with pytest.raises(BadRequest, match="by: 'star sign'"):
        by(scene.star, MARCH, measure("rates"), "star sign")


class Task(NamedTuple):
    person: int
    due: int | None
    exempt: bool
    steps: tuple[tuple[str, int], ...]


step_days = st.lists(st.tuples(st.sampled_from([*STEPS[1:], "dropped"]), st.integers(0, 40)), max_size=5)
tasks = st.lists(
    st.builds(
        Task,
        st.integers(1, 25),
        st.none() | st.integers(0, 40),
        st.booleans(),
        step_days.map(tuple),
    ),
    max_size=25,
    unique_by=lambda task: task.person,
)
ZERO = date(2026, 3, 1)


@pytest.fixture(scope="module")
def staffed() -> Iterator[Scene]:
    made = Scene()
    made.put("person", several(25))
    made.put("programme", [{"programme": "safety"}])
    yield made
    made.close()


@settings(max_examples=25)
@given(tasks, st.integers(0, 40))
def test_the_funnel_as_a_naive_count_has_it(staffed: Scene, given_tasks: list[Task], last: int) -> None:
    with staffed.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.assigned")
        cursor.execute("DELETE FROM warehouse.milestone")
    due_on = {task.person: ZERO + timedelta(days=task.due) if task.due is not None else None for task in given_tasks}
    staffed.put(
        "assigned",
        [
            {
                "person": task.person,
                "programme": "safety",
                "assigned": ZERO,
                "due": due_on[task.person],
                "exempt": task.exempt,
            }
            for task in given_tasks
        ],
    )
    happened = [(task.person, step, ZERO + timedelta(days=day)) for task in given_tasks for step, day in task.steps]
    staffed.put("milestone", [row for who, step, day in happened for row in came(range(who, who + 1), step, f"{day}")])
    told = funnel(staffed.star, Scope(until=ZERO + timedelta(days=last)))
    asked = [task for task in given_tasks if not task.exempt]
    due = [task for task in asked if task.due is None or task.due <= last]
    assessed = any(step == "passed" for _, step, _ in happened)
    for at, row in enumerate(told.iter_rows(named=True)):
        counted = due if row["step"] != "passed" or assessed else []
        there = [
            task for task in counted if at == 0 or any(day <= last and step in STEPS[at:] for step, day in task.steps)
        ]
        assert row["n"] == len(counted)
        assert row["count"] == (len(there) if due else None)
        assert row["not_due"] == (len(asked) - len(due) if asked else None)
        assert (row["share"] is None) == (len(counted) < 20)
