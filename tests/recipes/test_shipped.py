"""Each recipe that ships, told on its sample: valid statements, the same every time, saying what the sheet says."""

import json
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from lrs.recipes.recipe import load, names
from lrs.recipes.telling import Told, Untold, sources
from lrs.xapi.statement import read_statement
from lrs.xapi.version import Version

SAMPLES = Path(str(resources.files("lrs.recipes"))) / "samples"
PARAMETERS = {
    "webinar": {"webinar": "https://zoom.example/w/912", "title": "La fresque"},
    "moodle-log": {"site": "https://moodle.example", "course": "3"},
}
P = "https://w3id.org/xapi/acquis"


def told(name: str) -> tuple[list[dict[str, Any]], list[Untold]]:
    path = next(path for path in (SAMPLES / f"{name}.csv", SAMPLES / name) if path.exists())
    found, absent = sources(load(name, PARAMETERS.get(name)), path)
    assert not absent
    outcomes = [one for source in found for one in source.tell()]
    statements = [json.loads(one.statement) for one in outcomes if isinstance(one, Told)]
    return statements, [one for one in outcomes if isinstance(one, Untold)]


@pytest.mark.parametrize("name", names())
def test_every_statement_is_valid_has_its_own_id_and_the_same_twice(name: str) -> None:
    statements, _ = told(name)
    assert statements
    assert len({statement["id"] for statement in statements}) == len(statements)
    assert told(name)[0] == statements
    for statement in statements:
        read_statement(json.dumps(statement).encode(), Version.V1)
        assert statement["timestamp"].endswith("Z")


def test_an_attendance_sheet_tells_who_came_and_who_was_expected() -> None:
    statements, untold = told("attendance")
    assert not untold
    first, *_ = statements
    assert first["actor"] == {"objectType": "Agent", "name": "Zoé Lefèvre", "mbox": "mailto:zoe.lefevre@exemple.fr"}
    assert first["verb"]["id"] == "http://adlnet.gov/expapi/verbs/attended"
    assert first["timestamp"] == "2026-03-02T08:00:00Z"  # 09:00 in Paris
    assert first["result"] == {"completion": True, "duration": "PT3H30M"}
    assert first["context"]["instructor"]["mbox"] == "mailto:t.roux@exemple.fr"
    assert first["context"]["contextActivities"]["category"][0]["id"] == f"{P}/modality/classroom"
    assert [one["result"]["completion"] for one in statements] == [True, True, False, True, False]
    assert statements[-1]["timestamp"] == "2026-03-30T07:00:00Z"  # summer time
    assert "instructor" not in statements[-1]["context"]


def test_a_webinar_report_tells_every_coming_and_going() -> None:
    statements, untold = told("webinar")
    assert not untold
    assert Counter(one["verb"]["id"] for one in statements) == {
        "http://activitystrea.ms/join": 4,
        "http://activitystrea.ms/leave": 3,
    }
    assert statements[1]["result"] == {"duration": "PT33M"}
    assert statements[0]["timestamp"] == "2026-03-24T12:58:03Z"  # month first, and a twelve-hour clock
    assert {one["object"]["id"] for one in statements} == {"https://zoom.example/w/912"}


def test_a_moodle_log_tells_people_by_their_id_and_never_their_address() -> None:
    statements, untold = told("moodle-log")
    assert not untold
    assert [one["verb"]["id"].rpartition("/")[2] for one in statements] == [
        *("viewed", "viewed", "start", "submit", "create", "viewed", "viewed")
    ]
    assert statements[1]["actor"]["account"] == {"homePage": "https://moodle.example", "name": "12"}
    assert statements[1]["object"]["id"] == "https://moodle.example/mod/view.php?id=42"
    assert statements[1]["object"]["definition"]["name"] == {"und": "Quiz du module 1"}
    assert "203.0.113" not in json.dumps(statements)


def test_a_hot_evaluation_tells_each_rating_the_comment_and_the_form() -> None:
    statements, untold = told("evaluation-hot")
    assert not untold
    assert Counter(one["verb"]["id"].rpartition("/")[2] for one in statements) == {
        "rated": 6 + 5,  # one question was left without an opinion
        "commented": 1,
        "completed": 2,
    }
    assert [one["result"]["score"]["raw"] for one in statements[:6]] == [5, 4, 5, 3.5, 4, 9]
    extensions = {json.dumps(one["context"]["extensions"], sort_keys=True) for one in statements}
    assert extensions == {json.dumps({f"{P}/ext/kirkpatrick-level": 1, f"{P}/ext/survey-stage": "hot"})}


def test_a_cold_evaluation_tells_what_was_applied() -> None:
    statements, untold = told("evaluation-cold")
    assert not untold
    applied = [one for one in statements if one["object"]["id"].endswith("/applied")]
    assert [one["result"]["response"] for one in applied] == ["true", "false"]
    assert {one["context"]["extensions"][f"{P}/ext/survey-stage"] for one in statements} == {"cold"}


def test_the_open_university_sample_tells_clicks_registrations_and_scores() -> None:
    statements, untold = told("oulad")
    assert [(one.file, one.row, one.reason) for one in untold] == [("studentVle.csv", 6, "has no match in vle.csv")]
    clicks = [one["result"]["extensions"][f"{P}/ext/clicks"] for one in statements if "interacted" in one["verb"]["id"]]
    assert clicks == [4, 1, 1, 11]  # two rows alike are two visits
    assert statements[0]["timestamp"] == "2013-09-21T00:00:00Z"  # day -10
    verbs = Counter(one["verb"]["id"].rpartition("/")[2] for one in statements)
    assert verbs == {"interacted": 4, "registered": 2, "unregistered": 1, "scored": 2}
    scored = statements[-1]["result"]
    assert (scored["score"]["raw"], scored["score"]["scaled"], scored["success"]) == (39, 0.39, False)
