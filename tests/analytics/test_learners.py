"""People one by one: the list, one person's record and assignments; only for those who may see them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.habits import learner_profile
from analytics.learners import learner_assignments, learner_record, people_list
from analytics.risk import at_risk
from analytics.scope import Reader, Scope
from analytics.up_to_date import standing
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene

JUNE = Scope(date(2026, 6, 1), date(2026, 6, 30))
ADA = {"person": 1, "happened": "2026-06-10 08:00", "programme": "safety"}


@pytest.fixture
def group(scene: Scene) -> Scene:
    """Ada of team a did and completed something; Bo of team b nothing; one left before June; nobody knows the last."""
    scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))])
    ada = {"key": "ada", "name": "Ada", "unit": "a", "country": "FR", "job_family": "sales"}
    scene.put(
        "person",
        [
            {"person": 1, **ada},
            {"person": 2, "key": "bo", "name": "Bo", "unit": "b"},
            {"person": 3, "key": "cy", "name": "Cy", "unit": "b", "left_on": "2026-05-01"},
            {"person": 4, "key": "di", "name": "Di", "unit": "b", "role": "trainer"},
            {"person": -5, "key": "mbox mailto:x@example.org", "known": False},
            {"person": -6, "key": "mbox mailto:y@example.org", "known": False},
        ],
    )
    scene.put("programme", [{"programme": one, "title_fr": f"{one} en français"} for one in ("safety", "other")])
    must = {"assigned": "2026-01-01", "due": "2026-05-01"}
    scene.put("assigned", [{"person": n, "programme": one, **must} for n in (1, 2) for one in ("safety", "other")])
    scene.put("milestone", [ADA | {"step": step} for step in ("started", "completed")])
    scene.put("activity", [{"activity": 1, "iri": "https://example.org/a", "name": '{"en": "A"}'}])
    scene.put(
        "fact",
        [
            ADA | {"seq": 1, "verb": "passed", "activity": 1, "modality": "e-learning", "seconds": 60},
            ADA | {"seq": 2, "verb": "launched", "happened": "2026-06-09 08:00", "initiated": False},
            ADA | {"seq": 3, "happened": "2026-07-01 08:00"},
            {"seq": 4, "person": 2, "happened": "2026-06-10 08:00"},
        ],
    )
    scene.put("assessment", [ADA | {"seq": 1, "scaled": 0.9, "success": True}])
    scene.put("rollup", [{"person": n, "quarter": "2026-06-10 08:00", "programme": "safety"} for n in (1, -5)])
    scene.put("session_time", [{"person": 1, "starts": "2026-06-10 08:00", "seconds": 120, "programme": "safety"}])
    scene.put("contact", [{"person": 1, "programme": "other", "happened": "2026-06-02 08:00"}])
    return scene


def listed(scene: Scene, scope: Scope = JUNE) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in people_list(scene.star, scope).iter_rows(named=True)}


def test_the_list_tells_each_learner(group: Scene) -> None:
    told = listed(group)
    assert list(told) == ["ada", "bo", "mbox mailto:x@example.org"]  # by name; who left, a trainer, the silent are not
    ada, bo, stranger = told.values()
    assert (ada["assigned"], ada["completed"], ada["overdue"], ada["up_to_date"]) == (2, 1, 1, False)
    assert (ada["active_days"], ada["last_active"], ada["minutes"]) == (1, date(2026, 6, 10), 2.0)
    assert (ada["rules"].split(), ada["unit"], ada["job_family"]) == (["not_started", "late"], "a", "sales")
    assert (bo["completed"], bo["overdue"], bo["active_days"], bo["last_active"]) == (0, 2, 0, None)
    assert (stranger["assigned"], stranger["up_to_date"], stranger["rules"]) == (0, None, "")


def test_overdue_is_one_idea_wherever_it_is_told(group: Scene) -> None:
    """Past its day and never done, or no longer valid: mandatory or not; and not yet on the day itself."""
    due = {"assigned": "2026-01-01", "due": "2026-06-30"}
    group.put("assigned", [{"person": 1, "programme": "optional", "mandatory": False} | due])
    group.put("assigned", [{"person": 1, "programme": "lapsed", "valid_months": 1, "mandatory": False} | due])
    group.put("programme", [{"programme": one} for one in ("optional", "lapsed")])
    group.put("milestone", [ADA | {"programme": "lapsed", "step": "completed", "happened": "2026-02-01 08:00"}])
    for until, expected in (
        (date(2026, 6, 30), {"other", "lapsed"}),
        (date(2026, 7, 1), {"other", "lapsed", "optional"}),
    ):
        scope = replace(JUNE, until=until)
        warned = at_risk(group.star, scope).filter(pl.col("key") == "ada", pl.col("rule") == "late")
        assigned = learner_assignments(group.star, scope, person="ada")
        assert listed(group, scope)["ada"]["overdue"] == len(expected)
        assert set(warned["programme"]) == set(assigned.filter("late")["programme"]) == expected
        kept_up = standing(group.star, scope).filter("late", pl.col("key") == "ada")
        assert kept_up["programme"].to_list() == ["other"]  # the only one that is mandatory


def test_the_list_keeps_to_its_scope(group: Scene) -> None:
    assert list(listed(group, replace(JUNE, units=("b",)))) == ["bo"]
    assert list(listed(group, replace(JUNE, country="FR"))) == ["ada"]
    assert listed(group, replace(JUNE, programmes=("other",)))["ada"]["active_days"] == 0
    assert "cy" in listed(group, Scope(date(2026, 4, 1), date(2026, 4, 30)))
    with pytest.raises(BadRequest, match="device"):
        people_list(group.star, replace(JUNE, device="phone"))


def test_a_record_is_told_newest_first(group: Scene) -> None:
    told = learner_record(group.star, JUNE, person="ada")
    assert told["verb"].to_list() == ["passed", "launched"]
    assert told.row(0, named=True) | {"id": ""} == {
        "happened": datetime(2026, 6, 10, 8),  # noqa: DTZ001  # instants of the warehouse have no zone
        "verb": "passed",
        "activity": "https://example.org/a",
        "name": '{"en": "A"}',
        "programme": "safety",
        "modality": "e-learning",
        "seconds": 60.0,
        "scaled": 0.9,
        "success": True,
        "id": "",
    }
    assert learner_record(group.star, Scope(), person="ada", limit=1)["happened"].to_list() == [
        datetime(2026, 7, 1, 8)  # noqa: DTZ001  # as above
    ]
    with pytest.raises(BadRequest, match="limit: expected 1 to 10000"):
        learner_record(group.star, JUNE, person="ada", limit=0)


def test_assignments_tell_where_one_stands(group: Scene) -> None:
    told = learner_assignments(group.star, JUNE, person="ada").rows_by_key("programme", named=True, unique=True)
    done, other = told["safety"], told["other"]
    assert (done["status"], done["late"], done["step"], done["done"]) == (
        "valid",
        False,
        "completed",
        date(2026, 6, 10),
    )
    assert (done["started"], done["last_active"], done["contacted"]) == (date(2026, 6, 10), date(2026, 6, 10), None)
    assert (other["status"], other["late"], other["step"], other["contacted"]) == (
        "never",
        True,
        None,
        date(2026, 6, 2),
    )
    before = learner_assignments(group.star, Scope(until=date(2026, 5, 31)), person="ada")
    assert before["done"].null_count() == 2


@pytest.mark.parametrize("ask", [learner_record, learner_assignments])
def test_nobody_is_told_of_a_person_they_may_not_count(group: Scene, ask: Any) -> None:
    mine = Reader(units=("b",))
    assert ask(group.star, replace(JUNE, reader=mine), person="ada").is_empty()
    assert ask(group.star, replace(JUNE, reader=mine), person="bo").height > 0
    assert ask(group.star, JUNE, person="nobody").is_empty()
    with pytest.raises(Forbidden, match="one by one"):
        ask(group.star, replace(JUNE, reader=Reader(sees_people=False)), person="ada")


def test_a_list_is_not_for_readers_of_totals(group: Scene) -> None:
    with pytest.raises(Forbidden, match="one by one"):
        people_list(group.star, replace(JUNE, reader=Reader(sees_people=False)))


def test_of_somebody_of_two_units_each_reader_is_told_the_own_one(group: Scene) -> None:
    """Ada is of a first, then of b: who answers for b hears of b alone, and of who answers for all, of a."""
    group.put("membership", [{"person": 1, "unit": "b"}])
    group.put("milestone", [ADA | {"step": "registered"}])
    told = {}
    for units in (None, ("a",), ("b",)):
        scope = replace(JUNE, reader=Reader(units))
        frames = [ask(group.star, scope) for ask in (people_list, learner_profile, standing, at_risk)]
        frames.append(group.star.ask("enrolments_entered", scope.parameters() | {"asof": date(2026, 6, 30)}))
        told[units] = [set(frame.filter(pl.col("person") == 1)["unit"]) for frame in frames]
    assert told == {None: [{"a"}] * 5, ("a",): [{"a"}] * 5, ("b",): [{"b"}] * 5}


def test_without_a_country_of_their_own_it_is_that_of_the_unit_one_may_know(group: Scene) -> None:
    """El is of a first, in Senegal, then of b: in lists, filters and choices, who answers for b hears of b's alone."""
    with group.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.unit SET country = CASE unit WHEN 'a' THEN 'SN' WHEN 'b' THEN 'FR' END")
    group.put("person", [{"person": 7, "key": "el", "unit": "a", "country": "SN"}])
    group.put("person", [{"person": 8, "key": "ow", "unit": "a", "country": "ML", "own_country": "ML"}])
    group.put("membership", [{"person": one, "unit": "b"} for one in (7, 8)])
    for units, of_el, there in ((None, "SN", "FR ML SN"), (("a",), "SN", "FR ML SN"), (("b",), "FR", "FR ML")):
        scope = replace(JUNE, reader=Reader(units))
        assert [listed(group, scope)[key]["country"] for key in ("el", "ow")] == [of_el, "ML"]
        for key, country in (("el", of_el), ("ow", "ML")):
            assert key in listed(group, replace(scope, country=country))
        offered = group.star.ask("choices", scope.parameters()).filter(kind="country")["value"]
        values = group.star.ask("values_of", scope.parameters() | {"dimension": "country"})["value"]
        assert offered.to_list() == values.to_list() == there.split()
    assert "el" not in listed(group, replace(JUNE, reader=Reader(("b",)), country="SN"))
