"""What is kept weighed against what it costs: verdicts of Decision, and the cost-effectiveness plane."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from analytics.effectiveness import PLANE, QUADRANTS, cost_effectiveness
from analytics.investment import decision
from analytics.remembered import remembered
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest
from tests.support.scene import Scene
from tests.support.school import School

YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
LEARNERS = 60


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Sixty people learn of leaks in a room, sixty in a game that is dearer and kept twice as well; pumps likewise.

    Of those who learned of pumps hardly anybody answered 90 days later.
    """
    made = Scene()
    school = School(made, items=1)
    school.rows["unit"] += [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in "ab")]
    for key, competency, modality, kept, answered in (
        ("room", "leaks", "classroom", 24, LEARNERS),
        ("game", "leaks", "serious-game", 54, LEARNERS),
        ("shop", "pumps", "classroom", 6, 20),
        ("screen", "pumps", "e-learning", 18, 20),
    ):
        school.programme(key, competency, modality)
        people = [*school.people(LEARNERS // 2, unit="a"), *school.people(LEARNERS // 2, unit="b")]
        school.train(people, programme=key)
        for number, person in enumerate(people):
            turn = number % 2 * LEARNERS // 2 + number // 2  # half of those who kept it are of each unit
            school.test(person, 0, [True], programme=key)
            if turn < answered:
                school.test(person, 90, [turn < kept], "B", programme=key)
    for person in school.rows["person"]:
        told = {"person": person["person"], "quarter": "2026-01-05 16:00", "initiated": 1}
        key = ("room", "game", "shop", "screen")[(person["person"] - 1) // LEARNERS]
        school.rows["rollup"].append(told | {"programme": key})
    costs = {"room": 6_000, "game": 9_000, "shop": 3_000, "screen": 6_000}
    other = {"game": 6_000, "screen": 3_000}
    line = {"valid_from": "2026-01-01"}
    school.rows["cost"] = [line | {"line": f"C-{key}", "programme": key, "amount": paid} for key, paid in costs.items()]
    less = {"nature": "estimate", "alternative": True}
    school.rows["cost"] += [
        line | less | {"line": f"X-{key}", "programme": key, "amount": paid} for key, paid in other.items()
    ]
    school.open()
    yield made
    made.close()


def test_ways_that_are_remembered_otherwise_are_told_apart(scene: Scene) -> None:
    told = remembered(scene.star, YEAR)
    assert (told["game"].own.share, told["game"].other.share) == pytest.approx((54 / 60, 24 / 60))
    assert told["game"].apart
    within = told["game"].within
    assert within is not None
    assert 0.3 < within[0] < 0.5 < within[1] < 0.7
    assert told["game"].own == told["room"].other
    pumps = told["screen"]
    assert pumps.own.share == pytest.approx(18 / 20)
    assert not pumps.apart  # two thirds did not answer: they may know as much, or as little, as anybody
    assert (pumps.own.low < 0.3, pumps.own.high > 0.95) == (True, True)
    assert pumps.alike == "unclear"


def test_what_each_competency_kept_costs_decides_where_they_are(scene: Scene) -> None:
    rows = {row["programme"]: row for row in decision(scene.star, YEAR).to_dicts()}
    game, screen = rows["game"], rows["screen"]
    # it is dearer; but 9,000 / .9 is less than 6,000 / .4, by so much at least for as many kept
    kept = remembered(scene.star, YEAR)["game"]
    least = 6_000 * kept.own.low / kept.other.high - 9_000
    assert (game["column"], game["reason"]) == ("pays", "saves_kept")
    assert float(game["at_stake"]) == pytest.approx(least, abs=0.01)
    assert 0 < least < 4_500  # what the shares of those who answered make of it
    assert (game["saving"], game["break_even_ratio"]) == (-3_000, 1.5)
    # nothing tells pumps apart: the alternative costs less
    assert (screen["column"], screen["reason"], screen["at_stake"]) == ("does_not_pay", "alternative_cheaper", 3_000)
    assert (game["alike"], screen["alike"]) == (None, "unclear")


def test_the_plane_has_each_competency_taught_in_both_manners(scene: Scene) -> None:
    frame = cost_effectiveness(scene.star, YEAR)
    assert dict(frame.schema) == PLANE
    leaks, pumps = frame.sort("competency").to_dicts()
    assert (leaks["digital"], leaks["classroom"], leaks["people"]) == ("serious-game", "classroom", 2 * LEARNERS)
    assert leaks["effect"] == pytest.approx(0.5)
    assert leaks["effect_low"] < 0.5 < leaks["effect_high"]
    assert (leaks["digital_cost"], leaks["classroom_cost"], leaks["cost"]) == (150, 100, 50)
    assert leaks["digital_per_kept"] == Decimal("166.67")  # 150 / .9
    assert leaks["classroom_per_kept"] == 250  # 100 / .4
    assert (leaks["quadrant"], leaks["sure"]) == ("dearer_more_effective", True)
    assert (pumps["digital_per_kept"], pumps["digital_per_kept_high"]) == (Decimal("111.11"), Decimal("333.33"))
    assert (pumps["quadrant"], pumps["cost"]) == ("dearer_more_effective", 50)
    assert pumps["sure"] is False  # two thirds did not answer
    assert pumps["outer_low"] < 0 < pumps["effect_low"]
    assert {row["quadrant"] for row in (leaks, pumps)} <= QUADRANTS.keys()


def test_without_a_cost_the_plane_says_so(scene: Scene) -> None:
    rows = cost_effectiveness(scene.star, replace(YEAR, since=date(2026, 2, 1))).to_dicts()
    assert {row["quadrant"] for row in rows} == {None}
    assert {row["reason"] for row in rows} == {"no_cost"}
    assert all(row["effect"] is not None for row in rows)


def test_readers_of_totals_are_told_no_more_than_by_the_measures_it_rests_on(scene: Scene) -> None:
    totals = replace(YEAR, reader=Reader(sees_people=False))
    leaks = cost_effectiveness(scene.star, totals).sort("competency").row(0, named=True)
    assert leaks["people"] == 2 * LEARNERS
    assert leaks["effect"] == pytest.approx(0.5, abs=0.1)
    with pytest.raises(BadRequest, match="device"):
        cost_effectiveness(scene.star, replace(YEAR, device="phone"))


Answers = dict[tuple[str, str], tuple[int, int, int]]


@pytest.fixture
def world(stage: Scene) -> Callable[..., Scene]:
    """Units that choose how their people learn of leaks: of each programme and unit, who learned, answered and knew.

    The game costs what is said, its alternative 6,000.
    """
    stage.clear()
    return partial(chosen, stage)


def chosen(made: Scene, answers: Answers, paid: int = 8_000) -> Scene:
    school = School(made, items=1)
    school.rows["unit"] += [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in "ab")]
    for key, modality in (("room", "classroom"), ("game", "serious-game")):
        school.programme(key, "leaks", modality)
    for (key, unit), (learned, answered, knew) in answers.items():
        people = school.people(learned, unit=unit)
        school.train(people, programme=key)
        for number, person in enumerate(people):
            school.test(person, 0, [True], programme=key)
            if number < answered:
                school.test(person, 90, [number < knew], "B", programme=key)
            told = {"person": person, "quarter": "2026-01-05 16:00", "initiated": 1, "programme": key}
            school.rows["rollup"].append(told)
    line = {"valid_from": "2026-01-01"}
    school.rows["cost"] = [
        line | {"line": "C-game", "programme": "game", "amount": paid},
        line | {"line": "C-room", "programme": "room", "amount": 6_000},
        line | {"line": "X-game", "programme": "game", "amount": 6_000, "nature": "estimate", "alternative": True},
    ]
    school.open()
    return made


def stands(scene: Scene) -> tuple[str, str, str, int]:
    """Return where Decision says that the game stands."""
    row = next(row for row in decision(scene.star, YEAR).to_dicts() if row["programme"] == "game")
    return row["column"], row["reason"], row["alike"], row["at_stake"]


def test_units_that_choose_their_way_tell_nothing_of_the_way(world: Callable[..., Scene]) -> None:
    """All who learned in the room are of one unit, all in the game of another: their units may differ, or the ways."""
    scene = world({("room", "a"): (30, 30, 12), ("game", "b"): (30, 30, 27)})
    kept = remembered(scene.star, YEAR)["game"]
    assert (kept.together, kept.within, kept.apart, kept.alike) == (1, None, False, "no_overlap")
    assert cost_effectiveness(scene.star, YEAR)["reason"].to_list() == ["no_overlap"]
    assert stands(scene) == ("does_not_pay", "alternative_cheaper", "no_overlap", 2_000)


REVERSAL = {
    # the game is chosen where people remember anyhow, and is remembered less well in either unit
    ("game", "a"): (100, 100, 80),
    ("room", "a"): (20, 20, 20),
    ("game", "b"): (20, 20, 1),
    ("room", "b"): (100, 100, 25),
}


def test_a_reversal_is_no_ground_to_pay_more(world: Callable[..., Scene]) -> None:
    """Simpson: together the game keeps 68 % and the room 38 %; within units it keeps some 20 points less."""
    scene = world(REVERSAL)
    kept = remembered(scene.star, YEAR)["game"]
    assert (kept.own.share, kept.other.share) == pytest.approx((81 / 120, 45 / 120))
    assert (kept.together, kept.better, kept.reversed, kept.apart) == (1, -1, True, False)
    plane = cost_effectiveness(scene.star, YEAR).row(0, named=True)
    assert (plane["quadrant"], plane["sure"], plane["effect"]) == ("dominated", True, pytest.approx(-0.2))
    assert stands(scene) == ("does_not_pay", "alternative_cheaper", "reversed", 2_000)


def test_nor_to_choose_what_is_cheaper(world: Callable[..., Scene]) -> None:
    scene = world(REVERSAL, paid=5_000)
    assert stands(scene) == ("not_proven", "reversed", None, 5_000)


def test_who_does_not_answer_leaves_nothing_sure(world: Callable[..., Scene]) -> None:
    """Both ways keep 45 %; in the game those who forgot hardly answer, and it is the cheaper: no better for that."""
    people = {("room", unit): (50, 50, 22) for unit in "ab"} | {("game", unit): (50, 13, 10) for unit in "ab"}
    scene = world(people, paid=5_000)
    plane = cost_effectiveness(scene.star, YEAR).row(0, named=True)
    assert (plane["quadrant"], plane["sure"], plane["effect_low"] > 0) == ("dominates", False, True)
    assert plane["outer_low"] < 0 < plane["outer_high"]
    assert remembered(scene.star, YEAR)["game"].alike == "unclear"
    assert stands(scene) == ("pays", "saves", "unclear", 1_000)  # it costs less: that is all that is known
