"""What a case begins with: own figures where there are any, cited defaults where not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from analytics.breakeven import cost, exact, sessions
from analytics.cases import assumptions
from analytics.defaults import DEFAULTS
from analytics.plans import Part, Plan, planned
from analytics.scope import Reader, Scope
from lrs.errors import Forbidden
from tests.support.scene import Scene, several

D = Decimal
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
PLAN = Plan(D(7), (Part("during", "e-learning", D(3)),), (30, 20, 5))


def test_without_anything_of_its_own_every_figure_is_a_cited_default(scene: Scene) -> None:
    rows = {row["key"]: row for row in assumptions(scene.star, YEAR).to_dicts()}
    assert set(rows) == set(DEFAULTS)
    assert {row["kind"] for row in rows.values()} == {"default"}
    assert (rows["hours_to_make_classroom"]["value"], rows["hours_to_make_classroom"]["year"]) == (43, 2010)
    assert all(row["source"] for row in rows.values())


@pytest.fixture
def firm(scene: Scene) -> Iterator[Scene]:
    """Eleven sessions of eight to twelve; hours at 40 and 20; trainers 5,500 for the eleven."""
    scene.put("person", several(12))
    scene.put("programme", [{"programme": "P", "modality": "classroom"}])
    told = {"programme": "P", "modality": "classroom"}
    seq = 0
    for day in range(1, 12):
        for person in range(1, 9 + day % 5):
            seq += 1
            when = {"person": person, "happened": f"2026-03-{day:02} 08:00", "seq": seq} | told
            scene.put("fact", [when | {"activity": 1}])
            scene.put("attendance", [when | {"activity": 1, "starts": when["happened"], "seconds": 3600.0}])
    hours = {"starts": "2026-03-02 08:00", "seconds": 3600.0, "programme": "P"}
    scene.put("session_time", several(6, **hours) + several(6, **hours | {"starts": "2026-07-02 08:00"}))
    scene.star.add("hourly", [{"amount": 40, "valid_to": "2026-06-30"}, {"amount": 20, "valid_from": "2026-07-01"}])
    paid = {"programme": "P", "component": "trainer", "valid_from": "2026-03-01"}
    scene.star.add("cost", [{"line": "T", "amount": 5_500, **paid}])
    yield scene
    with scene.star.cursor() as cursor:
        for table in ("cost", "hourly"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names


def test_own_figures_take_the_place_of_defaults(firm: Scene) -> None:
    rows = {row["key"]: row for row in assumptions(firm.star, YEAR).to_dicts()}
    assert [rows["wage"][name] for name in ("value", "unit", "kind", "n")] == [30, "EUR per hour", "measure", 12]
    assert (rows["trainer_session"]["value"], rows["trainer_session"]["n"]) == (500, 11)
    held = rows["attendance"]
    assert held["value"] == D("9.9091")
    assert 8 < held["low"] < held["value"] < held["high"] < 12
    assert rows["making_hour"]["kind"] == "default"


def test_a_reader_of_totals_makes_no_case(firm: Scene) -> None:
    with pytest.raises(Forbidden):
        assumptions(firm.star, replace(YEAR, reader=Reader(sees_people=False)))


def test_a_plan_is_two_sides_over_the_same_horizon() -> None:
    case = planned(PLAN)
    made = 7 * 43 * 120
    assert case.classroom.development == made
    assert case.digital.development == 3 * 184 * 120
    assert (case.classroom.yearly, case.digital.yearly) == (made / D(10), 3 * 184 * 12)
    assert case.classroom.per_session == 2 * 500 + 200
    assert case.classroom.per_learner == 100 + 50
    assert sessions(55, case.classroom, case.sites) == 2 + 1 + 1
    spent_in_class = made + 3 * made / D(10) + 4 * 1_200 + 55 * (150 + 7 * D("62.50"))
    assert cost(55, case.classroom, case) == spent_in_class
    assert (exact(case).value or 0) > 55  # so few learners do not pay for three hours of e-learning


def test_moving_a_figure_moves_the_case() -> None:
    moved = planned(replace(PLAN, figures={"wage": D(80), "attendance": D(10)}))
    assert sessions(55, moved.classroom, moved.sites) == 3 + 2 + 1
    assert (exact(moved).value or 0) < (exact(planned(PLAN)).value or 0)
    two_days = planned(replace(PLAN, hours=D(14)))
    assert two_days.classroom.per_learner == 100 + 50 + 200
