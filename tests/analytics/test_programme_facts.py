"""What programmes are made of, who may see which, and that their shares are those of the rates."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.learners import people_list
from analytics.programme_facts import programme_activities, programme_path, programme_sessions, programmes, seen
from analytics.progress import rates
from analytics.scope import Reader, Scope
from analytics.statistics import wilson
from lrs.errors import BadRequest
from tests.support.scene import Scene

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
WATER = replace(MARCH, reader=Reader(units=("water",)))
TOTALS = replace(MARCH, reader=Reader(sees_people=False))
WHEN = "2026-03-05 08:00"


@pytest.fixture
def plant(scene: Scene) -> Scene:
    """Thirty people of Water, twenty of Waste; Water's own programme, Waste's own, one that both follow, one nobody."""
    scene.put("unit", [{"unit": "group"}, *({"unit": unit, "parent": "group"} for unit in ("water", "waste"))])
    scene.put("person", [{"person": n, "unit": "water" if n <= 30 else "waste"} for n in range(1, 51)])
    owners = {"pumps": "water", "sorting": "waste", "safety": "group", "secret": "waste"}
    scene.put(
        "programme",
        [
            {"programme": key, "owner_unit": owner, "requested": "2026-01-01", "live": "2026-03-01"}
            for key, owner in owners.items()
        ],
    )
    both = {"assigned": "2026-01-01", "programme": "safety"}
    scene.put("assigned", [{"person": n, "exempt": n == 50} | both for n in range(1, 51)])
    came = [("safety", range(1, 41)), ("pumps", range(1, 6)), ("sorting", range(31, 51))]
    for programme, people in came:
        told = {"programme": programme, "happened": WHEN, "latest": WHEN}
        scene.put("milestone", [{"person": n, "step": "started"} | told for n in people])
        scene.put("rollup", [{"person": n, "quarter": WHEN, "programme": programme, "seconds": 1800.0} for n in people])
    done = {"programme": "safety", "step": "completed", "happened": WHEN, "latest": WHEN}
    scene.put("milestone", [{"person": n} | done for n in range(1, 31)])
    return scene


def test_each_programme_has_its_people_hours_and_completion(plant: Scene) -> None:
    told = programmes(plant.star, MARCH)
    columns = ("programme", "people", "assigned", "active", "hours", "count", "n", "lead_days")
    assert told.select(columns).rows() == [
        ("safety", 49, 49, 40, 20.0, 30, 40, 59),
        ("sorting", 20, 0, 20, 10.0, 0, 20, 59),
        ("pumps", 5, 0, 5, 2.5, 0, 5, 59),
        ("secret", 0, 0, 0, 0.0, 0, 0, 59),
    ]
    safety = told.row(0, named=True)
    completion = rates(plant.star, replace(MARCH, programmes=("safety",))).row(0, named=True)
    assert all(safety[name] == completion[name] for name in ("count", "n", "share", "low", "high"))
    assert (safety["share"], told["share"][2], told["reason"][2]) == (0.75, None, "few_learners")


def test_active_in_a_programme_is_who_did_something_themselves_as_everywhere(plant: Scene) -> None:
    """To be declared to have satisfied it is no activity: a programme told more people than the list of them has."""
    plant.put("rollup", [{"person": 6, "quarter": WHEN, "programme": "pumps", "initiated": 0}])
    pumps = programmes(plant.star, MARCH).row(by_predicate=pl.col("programme") == "pumps", named=True)
    listed = people_list(plant.star, replace(MARCH, programmes=("pumps",)))
    assert pumps["active"] == listed.filter(pl.col("active_days") > 0).height == 5


def test_a_manager_sees_the_programmes_of_their_units_and_people_and_counts_only_these(plant: Scene) -> None:
    told = programmes(plant.star, WATER)
    assert told.select("programme", "people", "n").rows() == [("safety", 30, 30), ("pumps", 5, 5)]
    assert set(seen(plant.star, WATER)["programme"]) == {"safety", "pumps"}


def test_units_leave_out_what_they_neither_own_nor_follow(plant: Scene) -> None:
    assert set(programmes(plant.star, replace(MARCH, units=("water",)))["programme"]) == {"safety", "pumps"}
    assert set(programmes(plant.star, replace(MARCH, units=("group",)))["programme"]) == {
        "safety",
        "pumps",
        "sorting",
        "secret",
    }


def test_totals_hide_the_few_and_keep_what_is_said_of_the_programme(plant: Scene) -> None:
    plant.put("milestone", [{"person": 1, "programme": "secret", "step": "started", "happened": WHEN, "latest": WHEN}])
    row = programmes(plant.star, TOTALS).filter(pl.col("programme") == "secret").row(0, named=True)
    assert [row[name] for name in ("people", "assigned", "active", "hours", "count", "n", "share")] == [None] * 7
    assert (row["reason"], row["lead_days"], row["owner_unit"]) == ("hidden", 59, "waste")


def test_no_programme_is_narrowed_by_a_device(plant: Scene) -> None:
    with pytest.raises(BadRequest, match="device"):
        programmes(plant.star, replace(MARCH, device="phone"))


def test_a_path_is_told_phase_by_phase_and_what_is_in_none_last(plant: Scene) -> None:
    phases = [("before", "e-learning"), ("during", "classroom")]
    plant.put(
        "programme_phase",
        [
            {"programme": "pumps", "position": at, "phase": phase, "modality": modality}
            for at, (phase, modality) in enumerate(phases)
        ],
    )
    lived = {"quarter": WHEN, "programme": "pumps", "seconds": 3600.0}
    plant.put("rollup", [{"person": n, "modality": "classroom"} | lived for n in (1, 2, 31)])
    plant.put("rollup", [{"person": 1, "modality": "video"} | lived])
    plant.put("session", [{"session": "s", "programme": "pumps", "activity": "x", "starts": "2026-03-09 08:00"}])
    told = programme_path(plant.star, replace(WATER, programmes=("pumps",)))
    assert told.select("phase", "modality", "learners", "hours", "sessions").rows() == [
        ("before", "e-learning", 0, 0.0, None),
        ("during", "classroom", 2, 2.0, 1),
        ("other", "video", 1, 1.0, None),
    ]
    assert programme_path(plant.star, replace(WATER, programmes=("sorting",))).is_empty()


def test_what_is_told_of_a_path_as_a_whole_is_a_phase_only_where_nothing_else_is(plant: Scene) -> None:
    plant.put("programme", [{"programme": "path", "modality": "blended", "owner_unit": "water"}])
    phases = enumerate((("before", "video"), ("after", "peer-help")))
    told = [{"programme": "path", "position": at, "phase": phase, "modality": way} for at, (phase, way) in phases]
    plant.put("programme_phase", told)
    plant.put("session", [{"session": "s", "programme": "path", "activity": "x", "starts": "2026-03-09 08:00"}])
    lived = {"quarter": WHEN, "programme": "path", "seconds": 3600.0}
    asked = replace(WATER, programmes=("path",))
    plant.put("rollup", [{"person": 1, "modality": "blended"} | lived])
    found = programme_path(plant.star, asked).select("phase", "modality", "learners", "sessions").rows()
    assert found[0] == ("before", "video", 0, None)
    assert found[1] == ("after", "peer-help", 0, None)  # nobody plans sessions of it
    assert found[2] == ("other", "blended", 1, None)
    plant.put("rollup", [{"person": 1, "modality": "video"} | lived])
    assert programme_path(plant.star, asked).select("phase", "learners").rows() == [("before", 1), ("after", 0)]


def test_activities_are_those_people_did_without_questions(plant: Scene) -> None:
    types = {1: "lesson", 2: "question", 3: "survey"}
    plant.put("activity", [{"activity": n, "iri": f"https://example.org/{n}", "type": one} for n, one in types.items()])
    told = {"programme": "safety", "happened": WHEN, "modality": "video"}
    plant.put("fact", [{"person": n, "activity": a} | told for n in (1, 2, 31) for a in types])
    plant.put("fact", [{"person": 1, "activity": 1, "verb": "completed"} | told])
    found = programme_activities(plant.star, WATER)
    assert found.select("iri", "modality", "learners", "finished").rows() == [("https://example.org/1", "video", 2, 1)]


def test_who_finished_is_a_share_of_enough_people_and_of_what_can_be_finished(plant: Scene) -> None:
    names = {1: "course", 2: "page", 3: "small"}
    plant.put("activity", [{"activity": n, "iri": f"https://example.org/{one}"} for n, one in names.items()])
    told = {"programme": "safety", "happened": WHEN}
    people = {1: range(1, 25), 2: range(1, 25), 3: range(1, 6)}
    plant.put("fact", [{"person": n, "activity": a} | told for a, who in people.items() for n in who])
    done = told | {"verb": "completed"}
    plant.put("fact", [{"person": n, "activity": 1} | done for n in range(1, 19)])
    plant.put("fact", [{"person": n, "activity": 3} | done for n in range(1, 6)])
    found = programme_activities(plant.star, MARCH).sort("iri").select("learners", "finished", "share", "reason")
    assert found.rows() == [(24, 18, 0.75, None), (24, None, None, "not_finished"), (5, 5, None, "few_learners")]
    low, high = programme_activities(plant.star, MARCH).filter(iri="https://example.org/course").row(0)[-3:-1]
    assert (low, high) == pytest.approx(wilson(18, 24))


def test_sessions_of_one_activity_are_told_apart_by_their_day(plant: Scene) -> None:
    plant.put("activity", [{"activity": 1, "iri": "https://example.org/room"}])
    told = {"programme": "safety", "activity": "https://example.org/room"}
    days = {"a": "2026-03-02 08:00", "b": "2026-03-09 08:00", "later": "2026-04-02 08:00"}
    plant.put(
        "session", [{"session": key, "starts": day, "planned_seconds": 7200.0} | told for key, day in days.items()]
    )
    came = {"activity": 1, "programme": "safety"}
    plant.put("attendance", [{"person": n, "happened": days["a"], "starts": days["a"]} | came for n in range(1, 4)])
    away = {"happened": days["b"], "starts": days["b"], "present": False}
    plant.put("attendance", [{"person": 40} | away | came])
    found = programme_sessions(plant.star, MARCH)
    assert found.select("session", "planned_hours", "count", "n").rows() == [("a", 2.0, 3, 3), ("b", 2.0, 0, 1)]


def test_a_session_of_a_programme_that_another_unit_owns_is_told_where_ones_people_are_expected(plant: Scene) -> None:
    plant.put("activity", [{"activity": n, "iri": f"https://example.org/{n}"} for n in (1, 2, 3)])
    rooms = {"here": ("safety", 1), "there": ("safety", 2), "own": ("pumps", 3)}
    told = [
        {"session": key, "programme": of, "activity": f"https://example.org/{n}", "starts": WHEN, "site": key}
        for key, (of, n) in rooms.items()
    ]
    plant.put("session", told)
    people = [(person, 1) for person in (*range(1, 6), 40)] + [(person, 2) for person in (2, *range(31, 37))]
    came = {"programme": "safety", "happened": WHEN, "starts": WHEN}
    plant.put("attendance", [{"person": person, "activity": room} | came for person, room in people])
    waste = replace(MARCH, reader=Reader(units=("waste",)))

    def sessions(asked: Scope) -> list[tuple[str, int]]:
        return programme_sessions(plant.star, asked).sort("session").select("session", "n").rows()

    assert sessions(waste) == [("here", 1), ("there", 6)]
    assert sessions(replace(MARCH, units=("waste",))) == [("here", 1), ("there", 6)]
    assert sessions(WATER) == [("here", 5), ("own", 0), ("there", 1)]
    assert sessions(replace(MARCH, country="FR")) == []
    # readers of totals: one person at a session is nobody's business, not even by the session being told
    assert sessions(replace(TOTALS, reader=Reader(units=("waste",), sees_people=False))) == [("there", 5)]
    assert sessions(replace(TOTALS, units=("water",))) == [("own", 0)]  # six less five is one
    assert [key for key, _ in sessions(TOTALS)] == ["here", "own", "there"]

    plant.put("programme_phase", [{"programme": "safety", "position": 1, "phase": "during", "modality": "classroom"}])
    for asked, planned in (
        (waste, 2),
        (replace(waste, programmes=("safety",)), 2),
        (MARCH, 2),
        (TOTALS, 2),
        (replace(TOTALS, units=("waste",)), None),
    ):
        path = programme_path(plant.star, asked).filter(pl.col("programme") == "safety")
        assert path["sessions"].to_list() == [planned]
