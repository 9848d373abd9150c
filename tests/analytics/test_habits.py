"""Regularity, intensity, breadth and contribution; when; live or later; unasked: by hand."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.habits import engagement_profile, learner_profile, live_replay, rhythm, self_initiated
from analytics.scope import Reader, Scope
from lrs.errors import Forbidden
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 2), date(2026, 3, 29))  # four whole weeks


def test_four_aspects_of_one_learner(scene: Scene) -> None:
    scene.put("person", several(2))
    days = ["2026-03-02", "2026-03-04", "2026-03-18"]
    scene.put("rollup", [{"person": 1, "quarter": f"{day} 08:00", "programme": "p1"} for day in days])
    scene.put("rollup", [{"person": 1, "quarter": "2026-01-07 08:00", "programme": "p2"}])
    scene.put("rollup", [{"person": 2, "quarter": "2026-03-19 08:00"}])
    scene.put("session_time", [{"person": 1, "starts": f"{day} 08:00", "seconds": 1200} for day in days])
    scene.put("programme", [{"programme": f"p{n}"} for n in range(1, 5)])
    scene.put("assigned", [{"person": 1, "programme": f"p{n}", "assigned": "2026-01-01"} for n in range(1, 4)])
    scene.put("assigned", [{"person": 1, "programme": "p4", "assigned": "2026-04-01"}])
    scene.put("fact", [{"person": 1, "happened": f"{days[0]} 08:00", "seq": n} for n in (1, 2)])
    scene.put("contribution", [{"person": 1, "happened": f"{days[0]} 08:00", "seq": n} for n in (1, 2)])
    told = learner_profile(scene.star, MARCH).to_dicts()
    first, second = told
    assert (first["active_weeks"], first["weeks"], first["regularity"]) == (2, 4, 0.5)
    assert (first["minutes"], first["intensity"]) == (60, 30)
    assert (first["touched"], first["assigned"], first["breadth"]) == (2, 3, pytest.approx(2 / 3))
    assert first["contributions"] == 2
    # the second learner began in the third week: two weeks have passed since
    assert (second["active_weeks"], second["weeks"], second["breadth"]) == (1, 2, None)
    aspects = engagement_profile(scene.star, MARCH)
    assert aspects["aspect"].to_list() == ["regularity", "intensity", "breadth", "contribution"]
    assert aspects["learners"].to_list() == [2, 2, 1, 2]


def test_aspects_of_ten_learners_are_means_with_intervals_and_no_index(scene: Scene) -> None:
    scene.put("person", several(10))
    scene.put("rollup", several(10, quarter="2026-03-02 08:00"))
    scene.put("rollup", [{"person": n, "quarter": "2026-03-10 08:00"} for n in range(1, 6)])
    told = engagement_profile(scene.star, MARCH).to_dicts()
    assert told[0]["value"] == pytest.approx((5 * 0.5 + 5 * 0.25) / 10)
    assert told[0]["low"] < told[0]["value"] < told[0]["high"]
    assert (told[2]["value"], told[2]["reason"]) == (None, "no_assignment")


def test_the_week_is_told_in_local_hours(scene: Scene) -> None:
    scene.put("person", several(2))
    scene.put("rollup", several(2, quarter="2026-03-08 11:15"))  # Monday 00:15 in Auckland, Sunday 08:45 in St John's
    for zone, weekday, hour in (("Pacific/Auckland", 1, 0), ("America/St_Johns", 7, 8), ("UTC", 7, 11)):
        told = rhythm(scene.star, Scope(zone=zone))
        assert len(told) == 168
        assert told.filter(pl.col("learners") > 0).rows() == [(weekday, hour, 2, 2)]


def test_live_and_replay_are_told_of_who_followed_any(scene: Scene) -> None:
    scene.put("person", several(30))
    for people, modality in (((1, 16), "webinar"), ((13, 25), "replay"), ((25, 31), "video")):
        scene.put(
            "rollup", [{"person": n, "quarter": "2026-03-02 08:00", "modality": modality} for n in range(*people)]
        )
    told = live_replay(scene.star, MARCH)
    assert told.select("way", "count", "n").rows() == [("live", 12, 24), ("replay", 9, 24), ("both", 3, 24)]
    assert told["share"].to_list() == [0.5, 0.375, 0.125]
    assert told.row(2, named=True)["low"] == pytest.approx(0.0434, abs=1e-4)  # Wilson, 3 of 24
    few = live_replay(scene.star, replace(MARCH, modality="webinar"))
    assert few.select("count", "n", "share", "reason").row(0) == (15, 15, None, "few_answers")


def test_unasked_is_what_nobody_assigned_and_nothing_where_nothing_is(scene: Scene) -> None:
    scene.put("person", several(12))
    scene.put("fact", several(12, happened="2026-03-02 08:00", programme="must", assigned=True))
    scene.put("fact", several(12, happened="2026-03-02 09:00", programme="must", assigned=True))
    scene.put("fact", several(6, happened="2026-03-03 08:00", programme="may", assigned=False))
    scene.put("fact", several(6, happened="2026-03-04 08:00"))
    told = self_initiated(scene.star, MARCH).row(0, named=True)
    assert (told["share"], told["reason"]) == (None, "no_assignment")
    scene.put("assigned", several(12, programme="must", assigned="2026-03-01"))
    told = self_initiated(scene.star, MARCH).row(0, named=True)
    assert (told["count"], told["n"], told["learners"], told["counted"]) == (12, 24, 12, 6)
    assert told["share"] == 0.5
    assert told["low"] < 0.3
    assert told["high"] > 0.7  # 12 learners, not 24 independent answers


def test_who_may_not_see_people_gets_no_list_of_them(scene: Scene) -> None:
    with pytest.raises(Forbidden, match="one by one"):
        learner_profile(scene.star, Scope(reader=Reader(sees_people=False)))
