"""Who stays: the traps of methods 3, each with a record whose truth is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics import breakdown
from analytics.catalog import MEASURES
from analytics.persistence import outcomes, silence_threshold, survival, survival_compared
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

START, END = date(2026, 1, 1), date(2026, 12, 31)
YEAR = Scope(until=END)
TOTALS = replace(YEAR, since=START, reader=Reader(sees_people=False))


def on(day: int) -> str:
    return f"{START + timedelta(days=day)} 08:00"


def entered(person: int, day: int = 0, **row: Any) -> dict[str, Any]:
    return {"person": person, "programme": "safety", "step": "started", "happened": on(day), **row}


def active(person: int, days: Sequence[int], programme: str = "safety") -> list[dict[str, Any]]:
    return [{"person": person, "programme": programme, "quarter": on(day)} for day in days]


@pytest.fixture
def course(scene: Scene) -> Scene:
    """A self-paced programme, recorded to the end of the year."""
    scene.put("programme", [{"programme": "safety", "modality": "e-learning"}])
    scene.put("fact", [{"person": 999, "happened": f"{END} 08:00"}])
    return scene


def at(frame: pl.DataFrame, day: int, column: str = "survival") -> float | None:
    value: float | None = frame.filter(pl.col("time") <= day)[column][-1]
    return value


def test_competing_risks_of_the_methods(course: Scene) -> None:
    # t 1,2,2,3,4,5,5,6,7,8 type 1,2,1,0,2,1,2,0,2,0, ten times over: 1 dropout, 2 done
    times, kinds = (1, 2, 2, 3, 4, 5, 5, 6, 7, 8) * 10, (1, 2, 1, 0, 2, 1, 2, 0, 2, 0) * 10
    course.put(
        "person",
        [
            {"person": n} | ({"left_on": START + timedelta(days=t)} if k == 0 else {})
            for n, (t, k) in enumerate(zip(times, kinds, strict=True))
        ],
    )
    course.put("milestone", [entered(n) for n in range(100)])
    steps = {1: "dropped", 2: "completed"}
    ended = [entered(n, t, step=steps[k]) for n, (t, k) in enumerate(zip(times, kinds, strict=True)) if k]
    course.put("milestone", ended)
    told = outcomes(course.star, YEAR, silence=0)
    dropped, done = (told.filter(pl.col("kind") == kind) for kind in ("dropout", "completion"))
    assert [at(dropped, day, "incidence") for day in (1, 2, 5)] == pytest.approx([1 / 10, 1 / 5, 19 / 60])
    assert [at(done, day, "incidence") for day in (2, 4, 5, 7)] == pytest.approx([1 / 10, 13 / 60, 1 / 3, 61 / 120])
    stays = survival(course.star, YEAR, silence=0)
    naive = 1 - 9 / 25  # what taking completions for censored would say
    assert naive < at(stays, 8) < 1 - 19 / 60 + 0.03  # type: ignore[operator]  # there is a value


def test_the_books_close_before_the_last_silence(course: Scene) -> None:
    """Daily hazard of leaving 1 %, everyone active daily until then: truth S(90) = .405, open books would say more."""
    rng = np.random.default_rng(3)
    people = 600
    course.put("person", several(people))
    starts, lasts = rng.integers(0, 330, people), rng.geometric(0.01, people)
    course.put("milestone", [entered(n, int(starts[n - 1])) for n in range(1, people + 1)])
    days = [
        day
        for n in range(1, people + 1)
        for day in active(n, range(int(starts[n - 1]), int(min(364, starts[n - 1] + lasts[n - 1] - 1)) + 1, 3))
    ]
    course.put("rollup", days)
    told = survival(course.star, YEAR, silence=28)
    row = told.filter(pl.col("time") <= 90).row(-1, named=True)
    assert row["low"] <= 0.99**90 <= row["high"]
    assert row["survival"] == pytest.approx(0.99**90, abs=0.06)
    assert told["time"].max() <= 364 - 28  # type: ignore[operator]  # there is a last day


def test_silence_after_completing_is_not_dropout(course: Scene) -> None:
    course.put("person", several(20))
    course.put("milestone", [entered(n) for n in range(1, 21)])
    course.put("milestone", [entered(n, 10, step="completed") for n in range(1, 21)])
    course.put("rollup", [row for n in range(1, 21) for row in active(n, (0, 5, 10))])
    told = survival(course.star, YEAR)
    assert told["events"].sum() == 0
    assert set(told["survival"].to_list()) == {1.0}
    assert outcomes(course.star, YEAR)["kind"].unique().to_list() == ["completion"]


def test_leaving_the_house_is_not_dropping_out(course: Scene) -> None:
    course.put("person", several(12, left_on=START + timedelta(days=40)))
    course.put("milestone", [entered(n) for n in range(1, 13)])
    course.put("rollup", [row for n in range(1, 13) for row in active(n, (0, 20, 30))])
    assert survival(course.star, YEAR, silence=28)["events"].sum() == 0
    assert survival(course.star, YEAR, silence=5)["events"].sum() == 12  # silent since day 0, with time to be judged


def test_who_never_began_waits_and_does_not_drop_out(course: Scene) -> None:
    course.put("person", several(24))
    course.put(
        "milestone", [entered(n, step="registered") for n in range(1, 25)] + [entered(n, 50) for n in range(1, 13)]
    )
    told = survival(course.star, YEAR, silence=28)
    assert (told["n"][0], told["events"].sum(), told["time"][0]) == (12, 12, 0)  # begun once, then nothing
    every = survival(course.star, YEAR, silence=28, clock="entered")
    assert (every["n"][0], every["events"].sum(), every["time"][0]) == (24, 12, 50)


def test_who_comes_back_on_the_last_day_of_the_threshold_is_back(course: Scene) -> None:
    course.put("person", several(20))
    course.put("milestone", [entered(n) for n in range(1, 21)])
    course.put("rollup", [row for n in range(1, 21) for row in active(n, range(0, 364, 11))])
    assert survival(course.star, YEAR, silence=11)["events"].sum() == 0
    assert survival(course.star, YEAR, silence=10)["events"].sum() == 20


def test_registering_again_takes_leaving_back(course: Scene) -> None:
    course.put("person", several(10))
    course.put(
        "milestone",
        [entered(n) | {"step": "registered", "latest": on(60)} for n in range(1, 11)]
        + [entered(n) for n in range(1, 11)],
    )
    course.put("milestone", [entered(n, 30, step="dropped") for n in range(1, 11)])
    assert survival(course.star, YEAR, silence=0)["events"].sum() == 0
    earlier = replace(YEAR, until=START + timedelta(days=45))  # nobody knew yet that they would come back
    assert survival(course.star, earlier, silence=0)["events"].sum() == 10


def test_who_left_before_it_opened_was_never_in_it(course: Scene) -> None:
    course.put("programme", [{"programme": "later", "live": START + timedelta(days=30)}])
    course.put("person", several(12))
    course.put("milestone", [entered(n, programme="later") for n in range(1, 13)])
    course.put(
        "milestone", [entered(n, day, programme="later", step="dropped") for n, day in ((1, 20), (2, 30), (3, 35))]
    )
    told = survival(course.star, YEAR, silence=0)
    assert (told["n"][0], told["events"].sum(), told["time"][0]) == (10, 1, 5)


def test_what_has_no_end_and_waiting_for_a_session_are_no_silence(course: Scene) -> None:
    course.put(
        "programme", [{"programme": "club", "modality": "community"}, {"programme": "room", "modality": "classroom"}]
    )
    course.put("person", several(12))
    course.put("milestone", [entered(n, programme=one) for n in range(1, 13) for one in ("club", "room")])
    told = survival(course.star, YEAR, silence=28)
    assert (told["n"][0], told["events"].sum()) == (12, 0)


def test_the_threshold_comes_from_the_data_else_is_the_default_else_what_somebody_chose(course: Scene) -> None:
    assert silence_threshold(course.star, YEAR).select("days", "reason", "source").row(0) == (28, "no_data", "default")
    course.put("person", several(60))
    course.put("milestone", [entered(n) for n in range(1, 61)])
    some = range(1, 41)  # they come back within nine days, always; the others never did
    course.put("rollup", [row for n in range(1, 61) for row in active(n, range(0, 100, 9) if n in some else (0,))])
    told = silence_threshold(course.star, YEAR).row(0, named=True)
    assert (told["source"], told["days"], told["learners"]) == ("data", 9, 60)
    assert told["share_returning"] <= 0.1
    course.put("threshold", [{"name": "silence", "unit": "", "value": 40}])
    assert silence_threshold(course.star, YEAR).select("days", "source").row(0) == (40, "setting")


def two_groups(scene: Scene) -> None:
    """Thirty people of each team; of the second twenty leave after ten days."""
    scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))])
    scene.put("person", [{"person": n, "unit": "a" if n <= 30 else "b", "country": "FR"} for n in range(1, 61)])
    scene.put("milestone", [entered(n) for n in range(1, 61)])
    scene.put("milestone", [entered(n, 10 + n % 7, step="dropped") for n in range(41, 61)])


def test_groups_are_told_apart_and_compared(course: Scene) -> None:
    two_groups(course)
    told = survival(course.star, YEAR, by="unit", silence=0)
    assert {by: at(part, 364) for (by,), part in told.group_by("by")} == {"a": 1.0, "b": pytest.approx(1 / 3)}
    assert told.filter(pl.col("by") == "b")["median"][0] == 14  # when the fifteenth of thirty leaves
    test = survival_compared(course.star, YEAR, by="unit", silence=0).row(0, named=True)
    assert (test["groups"], test["df"], test["n"], test["reason"]) == (2, 1, 60, None)
    assert test["p"] < 1e-6
    alone = survival_compared(course.star, YEAR, by="country", silence=0).row(0, named=True)
    assert (alone["chi2"], alone["reason"]) == (None, "one_group")


def test_who_is_of_another_unit_first_is_told_apart_in_the_one_asked_about(course: Scene) -> None:
    two_groups(course)
    course.put("unit", [{"unit": "b1", "parent": "b", "depth": 2}])
    course.put("membership", [{"person": n, "unit": "b1"} for n in range(1, 31)])
    for asked in (replace(YEAR, units=("b",)), replace(YEAR, reader=Reader(("b",)))):
        told = survival(course.star, asked, by="unit", silence=0)
        assert (set(told["by"]), told["n"][0]) == ({"b1"}, 30)
    assert set(survival(course.star, YEAR, by="unit", silence=0).select("by", "n").rows()) == {("a", 30), ("b", 30)}


def test_telling_it_apart_by_anything_is_told_by_the_measure_itself(course: Scene) -> None:
    two_groups(course)
    told = breakdown.by(course.star, YEAR, MEASURES["survival"], "unit", silence=0)
    assert told.equals(survival(course.star, YEAR, by="unit", silence=0))
    with pytest.raises(BadRequest, match="by: 'device' is none of unit, modality"):
        breakdown.by(course.star, YEAR, MEASURES["survival"], "device")


def test_too_few_are_counted_but_not_estimated(course: Scene) -> None:
    course.put("person", several(9))
    course.put("milestone", [entered(n) for n in range(1, 10)] + [entered(1, 5, step="dropped")])
    told = survival(course.star, YEAR, silence=0)
    assert told["events"].to_list() == [1, 0]
    assert told["survival"].null_count() == told.height
    assert set(told["reason"].to_list()) == {"few_learners"}
    compared = survival_compared(course.star, YEAR, silence=0).row(0, named=True)
    assert compared["reason"] == "no_data"  # they are of no unit


def test_a_reader_of_totals_gets_a_few_days_of_groups_big_enough(course: Scene) -> None:
    two_groups(course)
    told = survival(course.star, TOTALS, silence=0)
    assert told["time"].to_list() == [30, 90, 180, 365]
    assert told.row(0, named=True)["learners"] == 60
    assert told["survival"][2] == pytest.approx(2 / 3, abs=0.1)
    assert told["reason"][3] == "few_at_risk"
    apart = survival(course.star, TOTALS, by="unit", silence=0)
    assert apart["by"].unique().sort().to_list() == ["a", "b"]
    shares = outcomes(course.star, TOTALS, silence=0)
    assert shares["kind"].unique().sort().to_list() == ["completion", "dropout"]
    with pytest.raises(Forbidden, match="by unit or programme"):
        survival(course.star, TOTALS, by="country")


def test_a_reader_of_totals_is_not_told_of_a_few(course: Scene) -> None:
    two_groups(course)
    with course.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.milestone WHERE step = 'dropped' AND person > 43")
    told = survival(course.star, TOTALS, silence=0)
    assert told["events"].null_count() == 4
    assert told["survival"].null_count() == 4
    assert told["reason"][0] == "hidden"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "shoe size"}, "by: 'shoe size'"),
        ({"silence": -1}, "silence: expected 0 to 3660"),
        ({"clock": "noon"}, "clock"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(scene: Scene, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        survival(scene.star, YEAR, **options)


def test_a_course_and_a_device_are_refused(scene: Scene) -> None:
    with pytest.raises(BadRequest, match="device"):
        outcomes(scene.star, replace(YEAR, device="phone"))
