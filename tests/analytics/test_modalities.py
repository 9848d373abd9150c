"""Ways of learning side by side, and compared within units: never more than that says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.catalog import MEASURES
from analytics.modalities import HEADING, MODALITIES, modalities
from analytics.modalities_compared import COMPARED, OUTCOMES, compared, modalities_compared
from analytics.modalities_counts import compared_counts
from analytics.modalities_people import side_counts
from analytics.scope import Reader, Scope
from analytics.statistics import mantel_haenszel
from lrs.errors import BadRequest
from tests.support.scene import Scene
from tests.support.school import DAY, School

LATER = Scope(until=date(2026, 12, 31))


@pytest.fixture
def school(scene: Scene) -> School:
    made = School(scene, items=1)
    made.programme("room", "leaks", "classroom")
    made.programme("game", "leaks", "serious-game")
    made.rows["unit"] += [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))]
    return made


def learned(school: School, key: str, unit: str, n: int, kept: int) -> range:
    """People of a unit who learned in one way, kept of whom still know it at 90 days."""
    people = school.people(n, unit=unit)
    school.train(people, programme=key)
    for number, person in enumerate(people):
        school.test(person, 0, [True], programme=key)
        school.test(person, 90, [number < kept], "B", programme=key)
    return people


def told(school: School, **options: Any) -> dict[str, Any]:
    school.open()
    return modalities_compared(school.scene.star, LATER, **options).row(0, named=True)


def test_small_and_large_stones_are_a_reversal(school: School) -> None:
    """Charig and others (1986), BMJ 292:879, units for stones: open surgery better in both, worse all together."""
    for key, unit, kept, n in (
        ("room", "a", 81, 87),
        ("game", "a", 234, 270),
        ("room", "b", 192, 263),
        ("game", "b", 55, 80),
    ):
        learned(school, key, unit, n, kept)
    row = told(school)
    authority = mantel_haenszel([(81, 87, 234, 270), (192, 263, 55, 80)])
    assert authority is not None
    assert (row["first"], row["second"], row["strata"]) == ("classroom", "serious-game", 2)
    assert (row["share_first"], row["share_second"]) == pytest.approx((273 / 350, 289 / 350))
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((authority.difference, *authority.interval))
    assert row["crude"] == pytest.approx(273 / 350 - 289 / 350)
    assert row["crude"] < 0 < row["difference"]
    assert row["reversed"] is False  # both intervals hold zero: chance alone does that too


def test_a_reversal_is_named_where_both_exclude_zero() -> None:
    layers = {"a": ((900, 800), (300, 240)), "b": ((300, 120), (900, 270))}
    frames: list[pl.DataFrame] = []
    first = 0
    for side in (0, 1):
        people, scores = [], []
        for n, right in (layers[unit][side] for unit in ("a", "b")):
            people += range(first, first + n)
            scores += [1.0] * right + [0.0] * (n - right)
            first += n
        frames.append(pl.DataFrame({"person": people, "score": scores}))
    one, two = (frame.with_row_index("case") for frame in frames)
    units = pl.DataFrame({"unit": ["a"] * 900 + ["b"] * 300 + ["a"] * 300 + ["b"] * 900, "person": range(2400)})
    assert compared(one, two, units)["reversed"] is False  # the same way, all together and within units
    # now let the second be better within both, the first better all together
    worse = pl.DataFrame({"person": range(1200), "score": [1.0] * 720 + [0.0] * 180 + [1.0] * 60 + [0.0] * 240})
    better = pl.DataFrame({"person": range(1200, 2400), "score": [1.0] * 285 + [0.0] * 15 + [1.0] * 360 + [0.0] * 540})
    row = compared(worse.with_row_index("case"), better.with_row_index("case"), units)
    assert row["crude_low"] > 0 > row["high"]
    assert row["reversed"] is True


def test_units_that_choose_their_way_cannot_be_compared(school: School) -> None:
    learned(school, "room", "a", 30, 25)
    learned(school, "game", "b", 30, 10)
    row = told(school)
    assert (row["reason"], row["strata"], row["difference"]) == ("no_overlap", 0, None)
    assert (row["share_first"], row["share_second"]) == pytest.approx((25 / 30, 1 / 3))


def test_forgetters_who_do_not_answer_are_not_kept_better(school: School) -> None:
    """Both ways truly keep 45 %; of who learned in the game those who forgot hardly ever answered.

    Bounds by hand, 200 in each unit and way: had they all forgotten, 80 of 400 keep it; had none, 380 of 400.
    """
    for unit in ("a", "b"):
        learned(school, "room", unit, 100, 45)
        people = learned(school, "game", unit, 25, 20)
        silent = school.people(75, unit=unit)
        school.train(silent, programme="game")
        for person in silent:
            school.test(person, 0, [True], programme="game")
        assert len(people) == 25
    row = told(school)
    assert (row["due_first"], row["answered_first"]) == (200, 200)
    assert (row["due_second"], row["answered_second"], row["people_second"], row["learners_second"]) == (
        *(200, 50, 200, 50),
    )
    assert row["bounds_first"] is True
    assert row["difference"] == pytest.approx(0.45 - 0.8)
    assert row["high"] < -0.2  # of those who answered, beyond chance
    assert (row["bound_low"], row["bound_high"]) == pytest.approx((0.45 - 0.95, 0.45 - 0.2))
    assert row["outer_low"] < -0.5 < 0.25 < row["outer_high"]
    assert row["reversed"] is False


def test_a_reversal_that_the_silent_could_undo_is_none() -> None:
    units = pl.DataFrame({"unit": ["a"] * 900 + ["b"] * 300 + ["a"] * 300 + ["b"] * 900, "person": range(2400)})
    worse = pl.DataFrame({"person": range(1200), "score": [1.0] * 720 + [0.0] * 180 + [1.0] * 60 + [0.0] * 240})
    better = pl.DataFrame({"person": range(1200, 2400), "score": [1.0] * 285 + [0.0] * 15 + [1.0] * 360 + [0.0] * 540})
    some = pl.col("person").is_between(1200, 1259) | pl.col("person").is_between(1500, 1699)
    silent = better.with_columns(score=pl.when(~some).then("score"))
    row = compared(worse.with_row_index("case"), silent.with_row_index("case"), units)
    assert row["crude_low"] > 0 > row["high"]
    assert row["outer_high"] > 0
    assert row["reversed"] is False


def test_who_learned_in_both_ways_is_in_neither(school: School) -> None:
    both = learned(school, "room", "a", 25, 20)
    learned(school, "game", "a", 30, 20)
    school.train(both[:3], 300, "game")
    for person in both[:3]:
        school.test(person, 300, [True], programme="game")
        school.test(person, 390, [True], "B", programme="game")
    school.open()
    row = modalities_compared(school.scene.star, Scope(until=date(2027, 12, 31))).row(0, named=True)
    assert (row["learners_first"], row["learners_second"]) == (22, 30)


def test_other_outcomes_and_one_competency(school: School) -> None:
    school.programme("lone", "pumps", "video")
    learned(school, "room", "a", 25, 20)
    learned(school, "game", "a", 25, 10)
    row = told(school, outcome="completed")
    assert (row["share_first"], row["share_second"], row["outcome"]) == (1, 1, "completed")
    star = school.scene.star
    assert modalities_compared(star, LATER, outcome="passed")["reason"].to_list() == []  # no whole test was told
    assert modalities_compared(star, LATER, competency="pumps").is_empty()
    with pytest.raises(BadRequest, match=r"^outcome: "):
        modalities_compared(star, LATER, outcome="happiness")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_counts_of_every_unit_at_once_are_those_of_each(school: School, outcome: str) -> None:
    """They say what to hide of units nobody asked about: people in both ways, units with one way only included."""
    room, both = learned(school, "room", "a", 12, 7), learned(school, "game", "a", 9, 3)
    learned(school, "game", "b", 5, 3)
    for key, people in {"room": room, "game": both[2:]}.items():
        for person in people:
            school.result(person, 0, scaled=0.9, success=True, programme=key)
    silent = school.people(6, unit="a")
    school.train(silent, programme="game")
    for person in silent:
        school.test(person, 0, [True], programme="game")
    school.train(both[:4], programme="room", after=1)
    for person in both[:4]:
        school.test(person, 1, [True], programme="room")
        school.test(person, 91, [True], "C", programme="room")
    school.open()
    star = school.scene.star
    for units in ((), ("group",), ("a",), ("b",)):
        scope = replace(LATER, units=units)
        counts = compared_counts(star, scope, outcome=outcome)
        whole = modalities_compared(star, scope, outcome=outcome).select(counts.columns)
        assert sorted(counts.rows()) == sorted(whole.rows()), units
    assert compared_counts(star, LATER, outcome=outcome)["people"].item() > 0


def test_whom_the_ways_side_by_side_count_is_counted_of_every_unit_at_once(school: School) -> None:
    """Units with one way only, the silent, tests of two kinds, evaluations, hours and tests before the training."""
    room, game = learned(school, "room", "a", 24, 14), learned(school, "game", "a", 9, 3)
    learned(school, "game", "b", 5, 3)
    scored(school, "room", 6, 0.9)
    for key, people in {"room": room, "game": game}.items():
        for person in people[:22]:  # enough to tell a gain in the room, too few in the game
            school.test(person, -20, [False], "C", programme=key)
            school.result(person, 0, scaled=0.9, success=True, programme=key)
            school.rows["session_time"].append(spent(person, key, 3600))
            seq = {"person": person, "programme": key, "happened": DAY, "seq": 90_000 + person}
            school.rows["fact"].append(seq | {"verb": "rated"})
            school.rows["evaluation"].append(seq | {"score": 4.0})
    silent = school.people(6, unit="b")
    school.train(silent, programme="game")
    for person in silent:
        school.test(person, 0, [True], programme="game")
    school.open()
    star = school.scene.star
    assert modalities(star, LATER)["gross"].to_list() == [False, True]
    for units in ((), ("group",), ("a",), ("b",)):
        scope = replace(LATER, units=units)
        counts = side_counts(star, scope, competency=None)
        whole = modalities(star, scope)
        told = whole.select([name for name in counts.columns if name in whole.columns])
        assert sorted(counts.select(told.columns).rows()) == sorted(told.rows()), units
    assert set(counts.columns) - set(whole.columns) == set()
    assert min(side_counts(star, LATER, competency=None).select(pl.exclude("cold_n")).row(0)[2:]) > 0


def scored(school: School, key: str, n: int, scaled: float) -> None:
    """People of unit a who pass on the day and are scored at 90 days: no answers of theirs are told."""
    people = school.people(n, unit="a")
    school.train(people, programme=key)
    for person in people:
        school.result(person, 0, scaled=0.9, success=True, programme=key)
        school.result(person, 90, "B", scaled=scaled, success=True, programme=key)


def test_ways_are_compared_on_the_kind_of_tests_both_have(school: School) -> None:
    learned(school, "room", "a", 30, 20)  # question by question: a better kind, which the game has not
    scored(school, "room", 25, 0.9)
    scored(school, "game", 25, 0.7)
    row = told(school)
    assert (row["n_first"], row["n_second"], row["reason"]) == (25, 25, None)
    assert row["difference"] == pytest.approx(0.2)
    one, two = modalities(school.scene.star, LATER).iter_rows(named=True)
    assert (one["retained"], two["retained"]) == pytest.approx((0.9, 0.7))
    assert (one["gained"], two["gained"]) == pytest.approx((0.9, 0.7))
    counts = compared_counts(school.scene.star, LATER)
    assert counts.select("people_first", "learners_second").rows() == [(25, 25)]


def test_a_way_that_was_tested_otherwise_is_said_to_have_been(school: School) -> None:
    learned(school, "room", "a", 30, 20)
    scored(school, "game", 25, 0.7)
    school.open()
    assert modalities_compared(school.scene.star, LATER).is_empty()
    one, two = modalities(school.scene.star, LATER).iter_rows(named=True)
    assert (one["reason"], one["gained_reason"]) == (None, None)
    assert (two["reason"], two["gained_reason"]) == ("tested_otherwise", "tested_otherwise")
    assert (two["retained"], two["gained"]) == (None, None)


def test_too_few_answers_are_not_compared(school: School) -> None:
    learned(school, "room", "a", 9, 5)
    learned(school, "game", "a", 30, 10)
    row = told(school)
    assert (row["reason"], row["share_first"], row["difference"]) == ("few_learners", None, None)


def test_it_is_always_called_what_it_is() -> None:
    assert set(HEADING) == {"en", "fr"}
    for key in ("modalities", "modalities_compared"):
        sentence = MEASURES[key].sentence
        assert all(HEADING[language].lower() in sentence[language].lower() for language in ("en", "fr"))


def test_side_by_side_with_what_each_asks_of_people(school: School) -> None:
    room, game = learned(school, "room", "a", 25, 10), learned(school, "game", "b", 25, 20)
    for person in room:
        school.rows["session_time"].append(spent(person, "room", 7 * 3600))
    for person in game:
        school.rows["session_time"] += [spent(person, "game", 1800, days) for days in (-9, 0)]
        school.rows["session_time"].append(spent(person, "game", 900, 90))  # the test at 90 days is no learning
    for person in game[:12]:
        seq = {"person": person, "programme": "game", "happened": DAY, "seq": 90_000 + person}
        school.rows["fact"].append(seq | {"verb": "rated"})
        school.rows["evaluation"].append(seq | {"score": 4.0})
    school.rows["programme"].append({"programme": "lone", "modality": "video"})
    school.rows["programme_competency"].append({"programme": "lone", "competency": "pumps"})
    school.open()
    frame = modalities(school.scene.star, LATER)
    assert frame.schema == pl.Schema(MODALITIES)
    one, two = frame.iter_rows(named=True)
    assert (one["competency"], one["modality"], two["modality"]) == ("leaks", "classroom", "serious-game")
    assert (one["hours"], one["days"], one["hours_per_day"]) == (7, 1, 7)
    assert (two["hours"], two["days"], two["hours_per_day"]) == (1, 10, pytest.approx(0.1))
    assert (one["items_per_hour"], two["items_per_hour"]) == pytest.approx((1 / 7, 1))
    assert (one["retained"], two["retained"]) == pytest.approx((0.4, 0.8))
    assert (one["completion"], one["reach"], one["gross"]) == (1, 0.5, True)
    assert (one["hot"], two["hot"], two["hot_n"]) == (None, pytest.approx(0.75), 12)
    lone = modalities(school.scene.star, LATER, competency="pumps")
    assert lone.select("modality", "due", "reason").rows() == [("video", 0, "not_tested_twice")]


def spent(person: int, programme: str, seconds: float, days: int = 0) -> dict[str, Any]:
    return {"person": person, "programme": programme, "starts": DAY + timedelta(days=days), "seconds": seconds}


def test_a_reader_of_totals_is_told_of_no_few(school: School) -> None:
    learned(school, "room", "a", 4, 2)
    learned(school, "game", "a", 30, 20)
    school.open()
    totals = Scope(reader=Reader(sees_people=False))
    frame = modalities(school.scene.star, totals)
    assert frame["people"].to_list() == [None, 30]
    assert frame["retained"].to_list()[0] is None
    assert modalities_compared(school.scene.star, totals).schema == pl.Schema(COMPARED)
