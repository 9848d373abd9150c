"""Videos and dead content; the worked example of methods.md section 4, and what tools get wrong."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.content import LONGEST, PARTS, WHY, dead_content, video_audience, videos
from analytics.scope import Reader, Scope
from analytics.statistics import wilson
from lrs.errors import BadRequest
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
TOTALS = replace(MARCH, reader=Reader(sees_people=False))
AT = "2026-03-02 08:00"
FILM = "https://example.org/film"
EXAMPLE = ((0, 12), (14, 21), (18, 30))  # the video profile's segments of methods.md, of a video of 40 seconds


@pytest.fixture
def scene(scene: Scene) -> Scene:
    scene.put("person", several(30))
    return scene


def film(scene: Scene, length: float | None = 40, activity: int = 1, iri: str = FILM) -> None:
    scene.put("activity", [{"activity": activity, "iri": iri, "name": '{"en": "Film"}', "length": length}])


def play(scene: Scene, *told: dict[str, Any]) -> None:
    """Put segments, each with the fact of a statement of its own."""
    for one in told:
        seq = scene.star._seq = scene.star._seq + 1
        who = {"person": 1, "happened": AT, "activity": 1, "seq": seq} | one
        scene.put("fact", [{name: who[name] for name in who.keys() & FACT}])
        scene.put("segment", [{name: who[name] for name in who.keys() - {"programme", "device"}}])


FACT = {"person", "happened", "activity", "seq", "programme", "device"}


def audience(scene: Scene, *ends: float) -> None:
    """Put people who each watch from the start to one of the ends."""
    rows = several(len(ends), happened=AT, activity=1)
    seqs = [row | {"seq": row["person"]} for row in rows]
    scene.put("fact", seqs)
    scene.put("segment", [row | {"starts": 0, "ends": end} for row, end in zip(seqs, ends, strict=True)])


def test_the_worked_example_of_segments_played(scene: Scene) -> None:
    film(scene)
    play(scene, *({"starts": starts, "ends": ends, "session": "s", "seq": 9} for starts, ends in EXAMPLE[:1]))
    scene.put(
        "segment", [{"person": 1, "activity": 1, "happened": AT, "session": "s", "seq": 9} | row for row in spans()]
    )
    told = videos(scene.star, MARCH).row(0, named=True)
    assert told["minutes"] * 60 == pytest.approx(31)
    assert told["rewatched"] * 60 == pytest.approx(3)
    assert told["seen"] is None  # a mean of one viewer is that viewer's
    seconds = video_audience(scene.star, MARCH, FILM, 1)
    assert len(seconds) == 40
    assert seconds.filter(pl.col("viewers") == 1)["starts"].to_list() == [*range(12), *range(14, 30)]
    assert seconds.filter(pl.col("replays") == 1)["starts"].to_list() == [18, 19, 20]


def test_how_much_is_seen_on_average_is_told_of_ten_viewers(scene: Scene) -> None:
    film(scene)
    audience(scene, *([28.0] * 9))
    assert videos(scene.star, MARCH)["seen"].to_list() == [None]
    play(scene, {"person": 10, "seq": 10, "starts": 0, "ends": 28})
    assert videos(scene.star, MARCH)["seen"].to_list() == [pytest.approx(0.70)]


def spans() -> list[dict[str, float]]:
    return [{"starts": starts, "ends": ends} for starts, ends in EXAMPLE[1:]]


def test_segments_told_again_at_each_pause_are_played_once(scene: Scene) -> None:
    film(scene)
    first = {"starts": 0, "ends": 10, "session": "s"}
    play(scene, first, first, first | {"starts": 10, "ends": 40})
    assert videos(scene.star, MARCH).select("minutes", "rewatched").row(0) == (40 / 60, 0)
    play(scene, first | {"session": "another"})
    assert videos(scene.star, MARCH).select("minutes", "rewatched").row(0) == (50 / 60, 10 / 60)


def test_who_saw_it_whole_is_a_share_with_its_interval(scene: Scene) -> None:
    film(scene, 100)
    audience(scene, *([100.0] * 8 + [99.2] * 4 + [50.0] * 18))  # tools round: 99.2 of 100 is the end
    told = videos(scene.star, MARCH).row(0, named=True)
    assert (told["viewers"], told["n"], told["count"], told["share"]) == (30, 30, 12, 0.4)
    assert (told["low"], told["high"]) == pytest.approx(wilson(12, 30))
    half = videos(scene.star, MARCH, threshold=0.5).row(0, named=True)
    assert half["count"] == 30


def test_the_curve_tells_where_people_leave(scene: Scene) -> None:
    film(scene, 60)
    audience(scene, *([60.0] * 15 + [30.0] * 15))
    told = video_audience(scene.star, MARCH, width=10)
    assert told["viewers"].to_list() == [30, 30, 30, 15, 15, 15]
    assert told["share"].to_list() == [1, 1, 1, 0.5, 0.5, 0.5]
    assert told["lost"].to_list() == [None, 0, 0, 0.5, 0, 0]
    assert (told["low"][3], told["high"][3]) == pytest.approx(wilson(15, 30))
    few = video_audience(scene.star, replace(MARCH, since=date(2026, 3, 3)), FILM)
    assert few["learners"].unique().to_list() == [0]
    assert few["reason"].unique().to_list() == ["no_data"]


def test_without_a_length_nobody_knows_who_finished(scene: Scene) -> None:
    film(scene, None)
    audience(scene, *([90.0] * 25))
    told = videos(scene.star, MARCH).row(0, named=True)
    assert (told["length"], told["seen"], told["share"], told["reason"]) == (None, None, None, "no_data")
    assert video_audience(scene.star, MARCH)["ends"].max() == 90


@pytest.mark.parametrize("length", [0, -5, 0.001, 1e308, None])
def test_lengths_and_segments_that_cannot_be_are_no_trap(scene: Scene, length: float | None) -> None:
    film(scene, length)
    play(
        scene, {"starts": 0, "ends": 1e300, "length": length}, {"starts": 1e18, "ends": 1e19}, {"starts": 5, "ends": 20}
    )
    told = videos(scene.star, MARCH).row(0, named=True)
    assert told["minutes"] <= 2 * LONGEST / 60
    assert told["viewers"] == 1
    assert len(video_audience(scene.star, MARCH)) <= PARTS


def test_a_curve_of_too_narrow_parts_is_widened_and_of_none_refused(scene: Scene) -> None:
    film(scene, 7200)
    audience(scene, 7200)
    assert len(video_audience(scene.star, MARCH, FILM, 0.001)) == PARTS
    with pytest.raises(BadRequest, match="width"):
        video_audience(scene.star, MARCH, FILM, -1)
    assert video_audience(scene.star, MARCH, "https://example.org/nothing'; --").is_empty()


def test_videos_of_a_programme_and_a_device(scene: Scene) -> None:
    film(scene)
    film(scene, activity=2, iri="https://example.org/other")
    scene.put("programme", [{"programme": "safety"}])
    play(
        scene,
        {"starts": 0, "ends": 40, "programme": "safety", "device": "phone"},
        {"activity": 2, "starts": 0, "ends": 9},
    )
    assert videos(scene.star, replace(MARCH, programmes=("safety",)))["activity"].to_list() == [FILM]
    assert videos(scene.star, replace(MARCH, device="phone"))["programme"].to_list() == ["safety"]
    assert videos(scene.star, replace(MARCH, course="https://example.org/other"))["viewers"].to_list() == [1]


def test_few_viewers_are_hidden_from_who_sees_totals(scene: Scene) -> None:
    film(scene, 60)
    audience(scene, *([60.0] * 3 + [30.0] * 40))
    whole = videos(scene.star, TOTALS).row(0, named=True)
    assert whole["viewers"] is not None
    assert (whole["count"], whole["share"], whole["reason"]) == (None, None, "hidden")
    curve = video_audience(scene.star, TOTALS)
    assert curve["viewers"].is_null().to_list() == [False] * 30 + [True] * 30
    assert curve["share"].to_list() == [1] * 30 + [None] * 30
    assert curve["learners"].null_count() == 0


def offered(scene: Scene) -> None:
    scene.put("programme", [{"programme": name, "live": "2025-01-01"} for name in ("kept", "old", "new", "room")])
    scene.put("activity", [{"activity": n, "iri": f"https://example.org/{n}", "type": "lesson"} for n in (1, 2, 3)])
    scene.put("belongs", [{"activity": n, "programme": "kept"} for n in (1, 2, 3)])
    scene.put(
        "claim", [claim("kept", "https://example.org/never"), claim("kept", "https://example.org/p/", prefix=True)]
    )
    scene.put("fact", [{"person": 1, "happened": "2026-03-20 08:00", "activity": 1}])
    scene.put("fact", [{"person": 1, "happened": "2025-06-01 08:00", "activity": 2}])
    scene.put("fact", [{"person": 2, "happened": "2026-03-01 08:00", "activity": 9, "seq": 900}])
    scene.put("part_of", [{"seq": 900, "activity": 3}])


def claim(programme: str, iri: str, *, prefix: bool = False, planned: bool = False) -> dict[str, Any]:
    return {"programme": programme, "iri": iri, "prefix": prefix, "planned": planned}


def test_dead_content_is_what_is_offered_and_nobody_uses(scene: Scene) -> None:
    offered(scene)
    told = dead_content(scene.star, MARCH)
    assert told.select("activity", "why", "learners", "last_used", "age_days").rows() == [
        ("https://example.org/never", "never", 0, None, (date(2026, 3, 31) - date(2025, 1, 1)).days),
        ("https://example.org/2", "silent", 1, date(2025, 6, 1), (date(2026, 3, 31) - date(2025, 6, 1)).days),
    ]
    assert set(told["why"]) == set(WHY)
    assert dead_content(scene.star, replace(MARCH, until=date(2026, 12, 31)))["activity"].len() == 4
    assert dead_content(scene.star, MARCH, days=3000).is_empty()


def test_what_happens_once_or_is_retired_is_not_dead(scene: Scene) -> None:
    offered(scene)
    scene.put(
        "programme", [{"programme": "gone", "retired": "2026-01-01"}, {"programme": "soon", "live": "2027-01-01"}]
    )
    scene.put("programme", [{"programme": "hall", "modality": "classroom"}])
    scene.put("claim", [claim(name, f"https://example.org/{name}") for name in ("gone", "soon", "hall")])
    scene.put("claim", [claim("kept", "https://example.org/day", planned=True)])
    own = "https://w3id.org/xapi/acquis/local/course/kept"  # every programme has it: it is the programme
    scene.put("claim", [claim("kept", own)])
    scene.put("activity", [{"activity": 8, "iri": own, "type": "course"}])
    scene.put("belongs", [{"activity": 8, "programme": "kept"}])
    scene.put("activity", [{"activity": 7, "iri": "https://example.org/q", "type": "question"}])
    scene.put("belongs", [{"activity": 7, "programme": "kept"}])
    assert dead_content(scene.star, MARCH).height == 2


def test_content_dead_in_one_unit_may_live_in_another(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    scene.put("membership", [{"person": 1, "unit": "a"}, {"person": 2, "unit": "b"}])
    offered(scene)
    assert "https://example.org/1" in set(dead_content(scene.star, replace(MARCH, units=("b",)))["activity"])
    assert "https://example.org/1" not in set(dead_content(scene.star, replace(MARCH, units=("a",)))["activity"])
    assert dead_content(scene.star, TOTALS).filter(why="silent")["learners"].to_list() == [None]
    for days in (0, 10**9):
        with pytest.raises(BadRequest, match="days"):
            dead_content(scene.star, MARCH, days=days)
