"""Who exactly came to a step, and who stands where: those the funnel and the statuses count, within one's rights."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.progress import STEPS
from analytics.scope import Reader, Scope
from analytics.up_to_date import STATUSES
from analytics.who import STATUS_PEOPLE, STEP_PEOPLE, status_people, step_people
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene

NOW = Scope(until=date(2026, 6, 30))
OWN = replace(NOW, reader=Reader(units=("a",)))
HOSTILE = "'; DROP TABLE warehouse.assigned; --"


@pytest.fixture
def group(scene: Scene) -> Scene:
    """Ada and Al of team a, Bo of team b; of two programmes that must be kept up, one is tested."""
    scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))])
    people = (("ada", "a"), ("al", "a"), ("bo", "b"))
    scene.put("person", [{"person": n, "key": key, "unit": unit} for n, (key, unit) in enumerate(people, 1)])
    scene.put("programme", [{"programme": "first-aid"}, {"programme": "safety"}])
    must = {"assigned": "2025-01-01", "due": "2025-06-01", "valid_months": 12, "mandatory": True}
    safety = [must | {"person": n, "programme": "safety"} for n in (1, 2, 3)]
    scene.put("assigned", [*safety, must | {"person": 1, "programme": "first-aid", "due": "2025-07-01"}])
    steps = ((1, "started", "02-03"), (1, "completed", "03-04"), (2, "started", "02-05"), (3, "passed", "12-06"))
    scene.put("milestone", [came(*one) for one in steps])
    return scene


def came(person: int, step: str, day: str) -> dict[str, Any]:
    when = f"2025-{day} 08:00"
    return {"person": person, "programme": "safety", "step": step, "happened": when, "latest": when}


def test_a_step_tells_who_came_and_how_far_the_others_did(group: Scene) -> None:
    safety = replace(NOW, programmes=("safety",))
    told = step_people(group.star, safety, step="completed")
    assert told.schema == pl.Schema(STEP_PEOPLE)
    assert told.select("key", "came", "furthest", "reached").rows() == [
        ("ada", True, "completed", date(2025, 3, 4)),
        ("al", False, "started", date(2025, 2, 5)),
        ("bo", True, "passed", date(2025, 12, 6)),
    ]
    first_aid = step_people(group.star, replace(NOW, programmes=("first-aid",)), step="started")
    assert first_aid.select("key", "came", "furthest", "reached").rows() == [("ada", False, "assigned", None)]


def test_only_programmes_that_tell_who_passed_count_for_passed(group: Scene) -> None:
    assert set(step_people(group.star, NOW, step="passed")["programme"]) == {"safety"}
    assert step_people(group.star, NOW, step="assigned").height == 4


def test_a_status_tells_a_person_once_by_the_worst(group: Scene) -> None:
    never = status_people(group.star, NOW, status="never")
    assert never.schema == pl.Schema(STATUS_PEOPLE)
    told = never.select("key", "programme", "programmes", "late").rows()
    assert told == [("ada", "first-aid", 1, True), ("al", "safety", 1, True), ("bo", "safety", 1, True)]
    assert "ada" not in status_people(group.star, NOW, status="expired")["key"].to_list()
    expired = status_people(group.star, replace(NOW, programmes=("safety",)), status="expired")
    assert expired.select("key", "done", "expires").rows() == [("ada", date(2025, 3, 4), date(2026, 3, 4))]


def test_a_manager_is_told_of_nobody_else(group: Scene) -> None:
    assert set(step_people(group.star, OWN, step="assigned")["key"]) == {"ada", "al"}
    everyone = pl.concat(status_people(group.star, OWN, status=one) for one in STATUSES)
    assert set(everyone["key"]) == {"ada", "al"}
    foreign = replace(OWN, units=("b",))
    assert step_people(group.star, foreign, step="assigned").is_empty()
    assert all(status_people(group.star, foreign, status=one).is_empty() for one in STATUSES)


def test_a_reader_of_totals_is_refused(group: Scene) -> None:
    for ask in (step_people, status_people):
        with pytest.raises(Forbidden):
            ask(group.star, replace(NOW, reader=Reader(sees_people=False)))


@pytest.mark.parametrize("word", [HOSTILE, "Started", "begun", "dropped"])
def test_what_is_no_step_and_no_status_is_refused(group: Scene, word: str) -> None:
    with pytest.raises(BadRequest, match=r"^step: .* is none of assigned, registered"):
        step_people(group.star, NOW, step=word)
    with pytest.raises(BadRequest, match=r"^status: .* is none of valid, expires_90"):
        status_people(group.star, NOW, status=word)


def test_of_nothing_asked_and_in_an_empty_record_nobody_is_told(scene: Scene) -> None:
    for step in ("", *STEPS):
        assert step_people(scene.star, NOW, step=step).is_empty()
    for status in ("", *STATUSES):
        assert status_people(scene.star, NOW, status=status).is_empty()
