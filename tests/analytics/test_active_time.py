"""Sessions, active time and its digital share, by hand."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.active_time import active_time, active_time_over, digital_share, session_gaps
from analytics.scope import Reader, Scope
from lrs.errors import Forbidden
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))


def timed(person: int, minutes: float, modality: str | None = "e-learning", **row: object) -> dict[str, object]:
    return {"person": person, "starts": "2026-03-02 08:00", "seconds": minutes * 60, "modality": modality} | row


def test_a_session_of_two_modalities_is_one_session(scene: Scene) -> None:
    scene.put("person", several(2))
    scene.put(
        "session_time",
        [timed(1, 30), timed(1, 10, "video"), timed(1, 5, starts="2026-03-02 14:00"), timed(2, 60, None)],
    )
    told = active_time(scene.star, MARCH)
    assert told.select("modality", "sessions", "hours", "learners").rows() == [
        ("all", 3, 1.75, 2),
        ("e-learning", 2, pytest.approx(35 / 60), 1),
        ("unknown", 1, 1.0, 1),
        ("video", 1, pytest.approx(10 / 60), 1),
    ]
    assert told["value"].to_list() == [None] * 4
    assert set(told["reason"]) == {"few_learners"}


def test_the_median_learner_is_told_with_an_interval(scene: Scene) -> None:
    scene.put("person", several(11))
    scene.put("session_time", [timed(n, 10 * n) for n in range(1, 12)])
    told = active_time(scene.star, MARCH).row(0, named=True)
    assert told["value"] == 60
    assert told["low"] < 30
    assert told["high"] > 90
    assert told["reason"] is None


def test_weeks_of_active_time_begin_on_monday_where_people_are(scene: Scene) -> None:
    scene.put("person", several(2))
    scene.put("session_time", [timed(1, 30, starts="2026-03-08 11:30"), timed(2, 30, starts="2026-03-08 10:30")])
    told = active_time_over(scene.star, replace(MARCH, zone="Pacific/Auckland"))
    assert told.rows() == [(date(2026, 3, 2), 1, 1, 0.5), (date(2026, 3, 9), 1, 1, 0.5)]


def test_a_longer_pause_makes_fewer_sessions(scene: Scene) -> None:
    scene.put("person", several(1))
    times = ["08:00", "08:20", "09:10", "10:10:01"]  # pauses of 20, 50 and over 60 minutes
    scene.put("fact", [{"person": 1, "happened": f"2026-03-02 {time}"} for time in times])
    named = [{"person": 1, "happened": f"2026-03-03 {time}", "session": "s1"} for time in times]
    scene.put("fact", named)  # one session, because the tool says so
    assert session_gaps(scene.star, MARCH).rows() == [(15, 1, 5), (30, 1, 4), (60, 1, 3)]


def test_the_digital_share_is_of_hours_whose_modality_is_known(scene: Scene) -> None:
    scene.put("person", several(12))
    scene.put("session_time", [timed(n, 30) for n in range(1, 13)])
    scene.put("session_time", [timed(n, 90, "classroom", starts="2026-03-03 08:00") for n in range(1, 7)])
    scene.put("session_time", [timed(1, 60, None, starts="2026-03-04 08:00")])
    told = digital_share(scene.star, MARCH).row(0, named=True)
    assert (told["hours"], told["digital_hours"], told["unknown_hours"]) == (15, 6, 1)
    assert told["value"] == pytest.approx(6 / 15)
    assert (told["n"], told["learners"]) == (18, 12)
    # residuals of the ratio: 6 people 0.5 - 0.4 * 2, 6 people 0.5 - 0.4 * 0.5; t of 11 degrees 2.200985
    error = (12 / 11 * (6 * 0.3**2 + 6 * 0.3**2)) ** 0.5 / 12 / (15 / 12)
    assert told["high"] - told["value"] == pytest.approx(2.200985 * error, rel=1e-5)
    few = digital_share(scene.star, replace(MARCH, modality="classroom")).row(0, named=True)
    assert (few["value"], few["reason"], few["hours"]) == (None, "few_learners", 9)


def test_no_time_is_no_share(scene: Scene) -> None:
    told = digital_share(scene.star, MARCH).row(0, named=True)
    assert (told["value"], told["reason"], told["hours"]) == (None, "no_data", 0)
    assert active_time(scene.star, MARCH).rows() == [("all", 0, 0.0, None, None, None, 0, 0, "no_data")]


def test_totals_of_few_people_are_hidden_whichever_unit_is_asked(scene: Scene) -> None:
    scene.put("unit", [{"unit": "group"}, *({"unit": unit, "parent": "group"} for unit in ("a", "b", "c"))])
    scene.put("person", [{"person": n, "unit": "a" if n <= 8 else "b" if n <= 16 else "c"} for n in range(1, 20)])
    scene.put("session_time", [timed(n, 30) for n in range(1, 20)])
    totals = {
        unit: active_time_over(
            scene.star, replace(MARCH, units=(unit,) if unit else (), reader=Reader(sees_people=False))
        )["learners"].to_list()
        for unit in ("", "group", "a", "b", "c")
    }
    # 3 people of c are hidden; so is another unit, or they would be what is left
    assert totals["c"] == [None]
    assert sum(totals[unit] == [None] for unit in "ab") == 1
    assert totals[""] == totals["group"] == [20], "19, rounded to what 5 people make"


def test_a_reader_of_one_unit_counts_no_other(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    scene.put("person", [{"person": n, "unit": "a" if n <= 6 else "b"} for n in range(1, 13)])
    scene.put("session_time", [timed(n, 30) for n in range(1, 13)])
    told = active_time_over(scene.star, replace(MARCH, reader=Reader(units=("a",))))
    assert told["learners"].to_list() == [6]
    foreign = replace(MARCH, units=("b",), reader=Reader(units=("a",), sees_people=False))
    with pytest.raises(Forbidden, match="none of those"):
        active_time(scene.star, foreign)
    seen = replace(foreign, reader=Reader(units=("a",)))
    assert active_time(scene.star, seen)["learners"].to_list() == [0]
