"""How far programmes are evaluated: what exists, of how many, what is missing, and who is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.designs import LADDER
from analytics.impact import effect
from analytics.levels import EXISTS, LEVELS, MISSING, NAMES, WHAT, levels
from analytics.returns import EVIDENCE
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest
from tests.support.scene import Scene

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
PEOPLE = range(1, 31)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """A team of thirty who completed a programme in March."""
    scene.put("unit", [{"unit": "team"}])
    scene.put("person", [{"person": n, "unit": "team"} for n in PEOPLE])
    scene.put("programme", [{"programme": "safety", "modality": "classroom"}])
    scene.put("milestone", [{"person": n, "programme": "safety", "step": "completed"} | MARCH for n in PEOPLE])
    return scene


MARCH = {"happened": "2026-03-02 08:00"}
LATER = {"happened": "2026-04-20 08:00"}


def answered(
    scene: Scene, stage: str, item: str, people: range, when: dict[str, str], *, programme: str = "safety"
) -> None:
    told = {"programme": programme, "stage": stage, "item": item, "score": 4.0}
    rows = [{"person": n, "seq": 1000 * len(item) + n} | when | told for n in people]
    scene.put("evaluation", rows)
    scene.put("fact", [{"person": one["person"], "seq": one["seq"], "programme": programme} | when for one in rows])


def told(scene: Scene, scope: Scope = YEAR) -> dict[int, dict[str, Any]]:
    frame = levels(scene.star, scope)
    assert dict(frame.schema) == LEVELS
    for name, known in (("level", NAMES), ("exists", EXISTS), ("what", WHAT), ("missing", MISSING)):
        assert set(frame[name].drop_nulls()) <= known.keys()
    assert set(frame["rung"].drop_nulls()) <= LADDER.keys() | EVIDENCE.keys()
    return {row["level"]: row for row in frame.to_dicts()}


def test_nothing_exists_and_each_level_says_how_to_get_it(scene: Scene) -> None:
    found = told(scene)
    assert {level: row["exists"] for level, row in found.items()} == dict.fromkeys(range(1, 6), "no")
    assert [row["missing"] for row in found.values()] == ["hot", "test", "cold", "indicator", "no_cost"]


def test_what_people_say_as_they_leave_and_weeks_later(scene: Scene) -> None:
    answered(scene, "hot", "overall", PEOPLE, MARCH)
    answered(scene, "cold", "applied", range(1, 13), LATER)
    hot, cold = told(scene)[1], told(scene)[3]
    assert (hot["exists"], hot["n"], hot["due"], hot["answered"], hot["missing"]) == ("yes", 30, 30, 30, None)
    assert (hot["value"], hot["unit"]) == (0.75, "share")
    assert (cold["exists"], cold["missing"], cold["answered"], cold["response"]) == ("part", "response", 12, 0.4)


def test_few_answers_are_part_of_it(scene: Scene) -> None:
    answered(scene, "hot", "overall", range(1, 5), MARCH)
    assert (told(scene)[1]["exists"], told(scene)[1]["missing"]) == ("part", "few")


def test_no_answer_is_no_level_whatever_is_due(scene: Scene) -> None:
    """Four are due, too few for a reader of totals; none of them answered, which hides nobody."""
    scene.put("programme", [{"programme": "small", "modality": "classroom"}])
    scene.put("milestone", [{"person": n, "programme": "small", "step": "completed"} | MARCH for n in range(1, 5)])
    answered(scene, "hot", "overall", range(10, 20), {"happened": "2025-03-02 08:00"}, programme="small")
    for sees_people in (True, False):
        frame = levels(scene.star, replace(YEAR, reader=Reader(sees_people=sees_people)))
        row = frame.filter(programme="small", level=1).row(0, named=True)
        assert (row["exists"], row["missing"]) == ("no", "hot")


def test_tests_on_the_day_alone_are_part_of_it(scene: Scene) -> None:
    test = {"programme": "safety", "competency": "first aid", "scaled": 0.8, "success": True}
    scene.put("assessment", [{"person": n, "seq": n} | MARCH | test for n in PEOPLE])
    scene.put("fact", [{"person": n, "seq": n, "programme": "safety"} | MARCH for n in PEOPLE])
    row = told(scene)[2]
    assert (row["exists"], row["what"], row["n"], row["missing"]) == ("part", "tests", 30, "later")


def test_an_effect_is_a_result_on_its_rung(scene: Scene) -> None:
    scene.put("unit", [{"unit": f"u{n}", "parent": "team", "depth": 1} for n in range(8)])
    scene.put("aim", [{"indicator": "accidents", "programme": "safety"}])
    assert told(scene)[4]["missing"] == "indicator"  # it is aimed at, but has no figures
    months = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(24)]
    rows = [
        {"indicator": "accidents", "unit": f"u{n}", "month": day, "numerator": 5 + n % 3 - 2 * (n < 4 and at >= 12)}
        for n in range(8)
        for at, day in enumerate(months)
    ]
    scene.put("indicator", rows)
    assert (told(scene)[4]["exists"], told(scene)[4]["missing"]) == ("no", "compared")
    scene.put("rollout", [{"programme": "safety", "unit": f"u{n}", "starts": "2026-01-01"} for n in range(4)])
    row = told(scene)[4]
    assert (row["exists"], row["rung"], row["indicator"], row["missing"]) == ("yes", "difference", "accidents", None)
    assert row["value"] == pytest.approx(-2)
    early = told(scene, replace(YEAR, until=date(2026, 2, 28)))[4]
    assert (early["exists"], early["missing"]) == ("no", "wait")


def test_an_effect_read_over_too_few_places_says_what_to_import(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> None:
    refused = effect(scene.star, YEAR).clear()
    named = {"programme": "safety", "indicator": "leaks", "chosen": False, "design": "twfe"}
    rows = [
        {name: {**named, "reason": reason}.get(name) for name in refused.columns}
        for reason in ("few_after", "places_left")
    ]
    frame = pl.DataFrame(rows, schema=refused.schema)
    monkeypatch.setattr("analytics.levels.effect", lambda *_: frame)
    assert (told(scene)[4]["exists"], told(scene)[4]["missing"]) == ("no", "places")
    monkeypatch.setattr("analytics.levels.effect", lambda *_: frame.head(1))
    assert told(scene)[4]["missing"] == "wait"
    nowhere = frame.with_columns(reason=pl.lit("no_places"))
    monkeypatch.setattr("analytics.levels.effect", lambda *_: nowhere)
    assert told(scene)[4]["missing"] == "no_places"


def test_an_estimate_and_a_return(scene: Scene) -> None:
    scene.put("rollup", [{"person": n, "quarter": MARCH["happened"], "programme": "safety"} for n in PEOPLE])
    day = {"programme": "safety", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31), "unit": "team"}
    scene.put("cost", [day | {"line": "C", "amount": Decimal(1_000)}])
    scene.put("benefit", [day | {"line": "B", "amount": Decimal(9_000), "evidence": "estimate"}])
    found = told(scene)
    assert (found[4]["exists"], found[4]["what"], found[4]["missing"]) == ("part", "estimate", "measured")
    assert (found[5]["exists"], found[5]["missing"], found[5]["rung"]) == ("part", "weak_evidence", "estimate")


def test_a_reader_of_totals_is_told_no_exact_number_of_few_people(scene: Scene) -> None:
    answered(scene, "hot", "overall", range(1, 5), MARCH)
    row = told(scene, replace(YEAR, reader=Reader(sees_people=False)))[1]
    assert (row["exists"], row["missing"], row["n"], row["answered"]) == ("part", "hidden", None, None)
    with pytest.raises(BadRequest, match="device"):
        levels(scene.star, replace(YEAR, device="phone"))
