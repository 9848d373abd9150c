"""Communities and peer help: who replies to whom, how soon, and the published values the estimates are held to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import polars as pl
import pytest

from analytics.communities import GRID, communities, community_weeks, reply_times
from analytics.helping import helpers, helping
from analytics.scope import Reader, Scope
from analytics.statistics import wilson
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
TOTALS = replace(MARCH, reader=Reader(sees_people=False))
START = datetime.fromisoformat("2026-03-02 08:00")
END = datetime.fromisoformat("2026-03-31 12:00")
FORUM, THREAD, OTHER = 1, 2, 3

# Freireich et al. (1963), Blood 21:699, as hours: 6-mercaptopurine and placebo.
DRUG = (6, 6, 6, 7, 10, 13, 16, 22, 23)
DRUG_CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    scene.put("person", several(60))
    types = {FORUM: "community", THREAD: "discussion", OTHER: "discussion"}
    scene.put(
        "activity", [{"activity": n, "iri": f"https://example.org/{n}", "type": kind} for n, kind in types.items()]
    )
    return scene


def write(
    scene: Scene, person: int, happened: datetime, kind: str = "post", modality: str = "community", **more: Any
) -> UUID:
    """Put one contribution, in a thread of the forum, and return its id."""
    scene.star._seq += 1
    seq, at = scene.star._seq, {"activity": THREAD, "topic": FORUM} | more
    who = {"person": person, "happened": happened, "seq": seq}
    scene.put("fact", [who | {"activity": at["activity"], "verb": "posted", "modality": modality}])
    scene.put("contribution", [who | at | {"kind": kind}])
    return UUID(int=seq)


def end(scene: Scene) -> None:
    """Put the last thing that happened: the record ends there."""
    scene.put("fact", [{"person": 60, "happened": END}])


def waits(scene: Scene, answered: Sequence[int], censored: Sequence[int] = ()) -> None:
    """Put posts whose first reply came after so many hours, and some waiting for so many when the record ends."""
    for author, hours in enumerate(answered, 1):
        post = write(scene, author, START)
        write(scene, 50, START + timedelta(hours=hours), "reply", answers=post)
    for author, hours in enumerate(censored, 1 + len(answered)):
        write(scene, author, END - timedelta(hours=hours))
    end(scene)


def test_freireichs_drug_group_as_replies_reads_the_published_curve(scene: Scene) -> None:
    waits(scene, DRUG, DRUG_CENSORED)
    told = {row["hours"]: row for row in reply_times(scene.star, MARCH).iter_rows(named=True)}
    assert list(told) == list(GRID)
    assert told[8]["answered"] == pytest.approx(1 - 0.806723, abs=1e-6)
    assert (told[8]["n"], told[8]["learners"], told[8]["at_risk"], told[8]["counted"]) == (21, 21, 16, 4)
    assert told[4]["answered"] == 0
    assert told[24]["reason"] == told[24]["median_reason"] == "few_at_risk"  # 23 is read on 6 people
    # left out, the unanswered would make it 4 of 9 within 8 hours
    assert told[8]["high"] < 4 / 9


def test_freireichs_placebo_group_has_its_published_median(scene: Scene) -> None:
    waits(scene, PLACEBO)
    assert reply_times(scene.star, MARCH)["median_hours"].unique().to_list() == [8]
    space = communities(scene.star, MARCH).row(0, named=True)
    assert space["median_hours"] == 8
    assert space["median_low"] <= 8 <= space["median_high"]


def test_the_interval_of_the_drug_group_is_the_published_one(scene: Scene) -> None:
    waits(scene, [1, 1, 1, *DRUG[3:]], DRUG_CENSORED)  # the three at 6 hours moved to 1: same risk set, same factor
    told = reply_times(scene.star, MARCH).row(0, named=True)
    assert (1 - told["high"], 1 - told["low"]) == pytest.approx((0.6197, 0.9516), abs=2e-4)


def test_a_reply_of_ones_own_is_none_and_one_of_a_trainer_is(scene: Scene) -> None:
    scene.put("person", [{"person": 99, "role": "trainer"}])
    mine, other = write(scene, 1, START), write(scene, 2, START)
    write(scene, 1, START + timedelta(hours=1), "reply", answers=mine)
    write(scene, 99, START + timedelta(hours=2), "reply", answers=other)
    end(scene)
    told = communities(scene.star, MARCH).row(0, named=True)
    assert (told["n"], told["count"], told["posters"], told["replies"]) == (2, 1, 2, 1)


def test_a_reply_that_names_nothing_answers_the_newest_post_where_it_is(scene: Scene) -> None:
    write(scene, 1, START, activity=THREAD)
    write(scene, 2, START + timedelta(hours=1), activity=OTHER)
    write(scene, 3, START + timedelta(hours=3), "reply", activity=77, topic=THREAD)
    write(scene, 4, START + timedelta(hours=9), "answer", activity=OTHER, topic=OTHER)
    end(scene)
    told = reply_times(scene.star, MARCH)
    assert told.filter(hours=2)["counted"].item() == 0
    assert told.filter(hours=4)["counted"].item() == 1
    assert told.filter(hours=8)["counted"].item() == 2


def test_what_is_asked_in_a_live_session_is_no_communitys(scene: Scene) -> None:
    write(scene, 1, START, "question", modality="webinar", activity=8, topic=8)
    end(scene)
    assert communities(scene.star, MARCH).is_empty()
    assert community_weeks(scene.star, MARCH).is_empty()
    assert reply_times(scene.star, MARCH)["n"].unique().to_list() == [0]


def test_a_late_reply_is_none_within_a_week_and_what_is_young_is_not_asked(scene: Scene) -> None:
    late, soon = write(scene, 1, START), write(scene, 2, START)
    write(scene, 3, START + timedelta(days=8), "reply", answers=late)
    write(scene, 3, START + timedelta(days=6), "reply", answers=soon)
    write(scene, 4, END - timedelta(days=2))
    end(scene)
    told = communities(scene.star, MARCH).row(0, named=True)
    assert (told["count"], told["n"]) == (1, 2)
    assert communities(scene.star, MARCH, within=9).row(0, named=True)["count"] == 2
    with pytest.raises(BadRequest, match="within"):
        communities(scene.star, MARCH, within=0)


def test_replies_after_the_period_are_not_known_yet(scene: Scene) -> None:
    post = write(scene, 1, END + timedelta(hours=8))
    write(scene, 2, END + timedelta(hours=16), "reply", answers=post)
    assert reply_times(scene.star, MARCH).filter(hours=720)["counted"].item() == 0
    assert reply_times(scene.star, replace(MARCH, until=None)).filter(hours=720)["counted"].item() == 1


def test_a_clock_that_runs_ahead_does_not_move_the_end(scene: Scene) -> None:
    waits(scene, PLACEBO, [5] * 3)
    scene.put("fact", [{"person": 1, "happened": "9998-01-01 00:00"}])
    open_end = reply_times(scene.star, replace(MARCH, until=None))
    assert open_end["median_hours"].unique().to_list() == [8]


def test_members_read_posters_write_and_a_few_doing_it_all_shows(scene: Scene) -> None:
    for person in range(1, 11):
        for _ in range(person):
            write(scene, person, START)
    write(scene, 11, START, "reaction")
    scene.put("fact", [{"person": 12, "happened": START, "activity": FORUM, "verb": "viewed"}])
    scene.put("fact", [{"person": 13, "happened": START, "activity": THREAD, "seq": 9000}])
    scene.put("part_of", [{"seq": 9000, "activity": FORUM, "place": "grouping"}])
    told = communities(scene.star, MARCH)
    assert told["activity"].to_list() == ["https://example.org/1"]
    space = told.row(0, named=True)
    assert (space["members"], space["posters"], space["posts"], space["reactions"]) == (13, 10, 55, 1)
    assert space["gini"] == pytest.approx(1 / 3)  # of 1 to 10: (n - 1) / 3n, corrected by n / (n - 1)
    assert space["gini_low"] < 1 / 3 < space["gini_high"]


def test_few_contributors_have_no_concentration(scene: Scene) -> None:
    write(scene, 1, START)
    told = communities(scene.star, MARCH).row(0, named=True)
    assert (told["gini"], told["gini_reason"]) == (None, "few_learners")
    assert (told["share"], told["median_reason"]) == (None, "not_crossed")


def test_weeks_without_anyone_are_told_and_unfinished_ones_marked(scene: Scene) -> None:
    write(scene, 1, START)
    write(scene, 2, START, "reply")
    write(scene, 3, START + timedelta(days=21), "question")
    scene.put("fact", [{"person": 4, "happened": START, "activity": FORUM}])
    told = community_weeks(scene.star, MARCH)
    assert told["starts"].to_list() == [date(2026, 3, day) for day in (2, 9, 16, 23)]
    assert told.row(0) == (date(2026, 3, 2), 3, 2, 1, 1, True)
    assert told["people"].to_list() == [3, 0, 0, 1]
    cut = community_weeks(scene.star, replace(MARCH, since=date(2026, 3, 2), until=date(2026, 3, 25)))
    assert cut["complete"].to_list() == [True, True, True, False]


def test_posts_of_other_units_answer_but_are_not_counted(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    scene.put("membership", [{"person": 1, "unit": "a"}, {"person": 2, "unit": "b"}])
    post = write(scene, 1, START)
    write(scene, 2, START + timedelta(hours=1), "reply", answers=post)
    end(scene)
    told = communities(scene.star, replace(MARCH, units=("a",))).row(0, named=True)
    assert (told["members"], told["posts"], told["replies"], told["count"]) == (1, 1, 0, 1)


def test_few_contributors_are_hidden_from_who_sees_totals(scene: Scene) -> None:
    for person in range(1, 4):
        write(scene, person, START)
    end(scene)
    scene.put("fact", several(30, happened=START, activity=FORUM))
    told = communities(scene.star, TOTALS).row(0, named=True)
    assert told["members"] is not None
    assert [told[name] for name in ("posters", "posts", "learners", "n", "share")] == [None] * 5
    assert told["reason"] == "hidden"
    assert community_weeks(scene.star, TOTALS).select("contributors", "posts").row(0) == (None, None)
    assert reply_times(scene.star, TOTALS)["answered"].null_count() == len(GRID)


def help_given(scene: Scene, helper: int, helped: int | None, **more: Any) -> None:
    scene.star._seq += 1
    who = {"happened": START, "seq": scene.star._seq}
    scene.put("fact", [who | {"person": helper, "verb": "mentored"}])
    scene.put("help", [who | {"helper": helper, "helped": helped, "seconds": 1800} | more])


def test_occasional_trainers_are_learners_who_help(scene: Scene) -> None:
    scene.put("person", [{"person": 99, "role": "trainer"}])
    for helper, helped in ((1, 2), (1, 3), (1, 3), (2, 1), (99, 4), (5, 5), (6, None)):
        help_given(scene, helper, helped)
    told = helpers(scene.star, MARCH)
    assert told.select("person", "helps", "helped", "hours").rows() == [(1, 3, 2, 1.5), (2, 1, 1, 0.5), (6, 1, 0, 0.5)]
    with pytest.raises(Forbidden, match="one by one"):
        helpers(scene.star, TOTALS)


def test_help_is_a_share_of_the_learners_active(scene: Scene) -> None:
    scene.put("fact", several(40, happened=START))
    for person in range(1, 11):
        help_given(scene, person, person + 5)
    told = helping(scene.star, MARCH)
    assert told.select("part", "count", "n").rows() == [("helping", 10, 40), ("helped", 10, 40), ("both", 5, 40)]
    assert told["share"].to_list() == [0.25, 0.25, 0.125]
    assert (told["low"][0], told["high"][0]) == pytest.approx(wilson(10, 40))
    assert told["helps"].to_list() == [10, 10, 5]


def test_help_from_another_unit_is_help_received(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    scene.put("membership", [{"person": 1, "unit": "a"}, {"person": 2, "unit": "b"}])
    help_given(scene, 1, 2)
    told = helping(scene.star, replace(MARCH, reader=Reader(units=("b",))))
    assert told["count"].to_list() == [0, 1, 0]
    assert helpers(scene.star, replace(MARCH, reader=Reader(units=("b",)))).is_empty()


def test_text_from_tools_is_only_text(scene: Scene) -> None:
    hostile = "https://example.org/'; DROP TABLE fact; --<script>"
    scene.put("activity", [{"activity": 9, "iri": hostile, "type": "community", "name": '{"en": "<img src=x>"}'}])
    write(scene, 1, START, activity=9, topic=9)
    told = communities(scene.star, MARCH).filter(pl.col("activity") == hostile).row(0, named=True)
    assert (told["name"], told["members"]) == ('{"en": "<img src=x>"}', 1)
