"""A scope narrows every measure it can, and is refused where it names what there is none of."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analytics.breakdown import refuse_unknown
from analytics.changes import changes
from analytics.indicators import indicators
from analytics.lead_time import lead_time, lead_times
from analytics.scope import Scope
from analytics.units import units_compared
from lrs.errors import BadRequest
from tests.support.scene import Scene


def test_lead_times_of_chosen_people_are_of_what_they_take_part_in(scene: Scene) -> None:
    made = {"requested": "2026-01-01", "designed": "2026-02-01", "live": "2026-03-01"}
    scene.put("programme", [{"programme": one, **made} for one in ("given", "begun", "active", "other")])
    scene.put("person", [{"person": 1, "country": "FR", "language": "fr"}, {"person": 2, "country": "MA"}])
    scene.put("grouped", [{"group": "mine", "person": 1}])
    scene.put("assigned", [{"person": 1, "programme": "given", "assigned": "2026-03-02"}])
    scene.put("milestone", [{"person": 1, "programme": "begun", "step": "started", "happened": "2026-03-03 08:00"}])
    scene.put("rollup", [{"person": 1, "quarter": "2026-03-05 08:00", "programme": "active"}])
    scene.put("assigned", [{"person": 2, "programme": "other", "assigned": "2026-03-02"}])
    for chosen in ({"group": "mine"}, {"country": "FR"}, {"language": "fr"}):
        told = lead_times(scene.star, Scope(**chosen))
        assert told["programme"].to_list() == ["active", "begun", "given"], chosen
    assert lead_time(scene.star, Scope(country="MA"))["n"].to_list() == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"units": ("Atlantis",)}, "unit: 'Atlantis' is none of the 2 there are"),
        ({"programmes": ("alchemy",)}, "programme: 'alchemy' is none of the 1 there are"),
        ({"modality": "telepathy"}, "modality: 'telepathy' is none there is anything of; there are barcamp, blended"),
        ({"group": "theirs"}, "group: 'theirs' is none there is anything of; there are mine"),
        ({"country": "fr"}, "country: 'fr' is none there is anything of; there are FR, MA"),
        ({"language": "en"}, "language: 'en' is none there is anything of; there are fr"),
        ({"device": "fridge"}, "device: 'fridge' is none there is anything of; there are phone"),
        ({"course": "https://example.org/c"}, "course: no statement speaks of 'https://example.org/c'"),
    ],
)
def test_what_there_is_none_of_is_no_scope(scene: Scene, asked: dict[str, Any], why: str) -> None:
    """Nobody at all, or 0, would be a misleading answer to a misspelt question."""
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}])
    scene.put("programme", [{"programme": "safety"}])
    scene.put("person", [{"person": 1, "country": "FR", "language": "fr", "unit": "a"}, {"person": 2, "country": "MA"}])
    scene.put("grouped", [{"group": "mine", "person": 1}])
    scene.put("rollup", [{"person": 1, "quarter": "2026-03-05 08:00", "device": "phone"}])
    scene.put("activity", [{"activity": 1, "iri": "https://example.org/known"}])
    there = Scope(
        units=("a",),
        programmes=("safety",),
        modality="video",
        group="mine",
        country="MA",
        language="fr",
        device="phone",
        course="https://example.org/known",
    )
    refuse_unknown(scene.star, there)  # each is there, though nobody is all of this
    with pytest.raises(BadRequest, match=re.escape(why)):
        refuse_unknown(scene.star, replace(there, **asked))


@pytest.fixture
def videos(scene: Scene) -> Scene:
    """Of 40 people of a unit, 10 learned by video in February and 30 in March; all were in a classroom, in both."""
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}])
    scene.put("person", [{"person": n, "unit": "a"} for n in range(1, 41)])
    ways = {"video": {"2026-02-10": 10, "2026-03-10": 30}, "classroom": {"2026-02-12": 40, "2026-03-12": 40}}
    learned = [
        {"person": n, "quarter": f"{day} 08:00", "modality": way}
        for way, days in ways.items()
        for day, people in days.items()
        for n in range(1, people + 1)
    ]
    scene.put("rollup", learned)
    scene.put("rollup", [{"person": 1, "quarter": "2026-01-05 08:00", "modality": way} for way in ways])
    return scene


def test_units_are_compared_and_changes_told_of_one_way_of_learning(videos: Scene) -> None:
    march = Scope(date(2026, 3, 1), date(2026, 3, 28))
    for modality, now, before in (("video", 0.75, 0.25), ("classroom", 1.0, 1.0), (None, 1.0, 1.0)):
        scope = replace(march, modality=modality)
        compared = units_compared(videos.star, scope).filter(unit="a", what="access").row(0, named=True)
        assert (compared["value"], compared["n"]) == (now, 40), modality
        changed = changes(videos.star, scope).filter(unit="a", what="access").row(0, named=True)
        assert (changed["now"], changed["before"], changed["clear"] is True) == (now, before, now != before), modality


def test_a_way_of_learning_that_began_within_the_time_before_is_compared_with_it(scene: Scene) -> None:
    """Its own record does not reach back, that of its people does: nobody learned so in the first days of February."""
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}])
    scene.put("programme", [{"programme": "new", "modality": "video"}])
    scene.put("person", [{"person": n, "unit": "a"} for n in range(1, 41)])
    learned = {"2026-01-05": ("classroom", 40), "2026-02-20": ("video", 10), "2026-03-10": ("video", 30)}
    scene.put(
        "rollup",
        [
            {"person": n, "quarter": f"{day} 08:00", "modality": way, "programme": "new" if way == "video" else None}
            for day, (way, people) in learned.items()
            for n in range(1, people + 1)
        ],
    )
    for narrowed in ({"modality": "video"}, {"programmes": ("new",)}):
        told = changes(scene.star, Scope(date(2026, 3, 1), date(2026, 3, 28), **narrowed))
        row = told.filter(unit="a", what="access").row(0, named=True)
        assert (row["now"], row["before"], row["clear"], row["reason"]) == (0.75, 0.25, True, None), narrowed


def test_indicators_of_a_programme_are_those_it_is_meant_to_move(scene: Scene) -> None:
    scene.put("unit", [{"unit": "a"}])
    scene.put("programme", [{"programme": "safety", "modality": "video"}, {"programme": "sales"}])
    scene.put("indicator", [{"indicator": one, "unit": "a", "month": "2026-03-01", "numerator": 1} for one in "xyz"])
    scene.put("aim", [{"indicator": "x", "programme": "safety"}, {"indicator": "y", "programme": "sales"}])
    for asked, found in (({}, "xyz"), ({"programmes": ("safety",)}, "x"), ({"modality": "video"}, "x")):
        assert "".join(indicators(scene.star, Scope(**asked))["indicator"]) == found, asked
    assert indicators(scene.star, Scope(programmes=("safety", "sales"))).height == 2
