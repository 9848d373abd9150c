"""What a programme is judged to cost: paid, and component by component what is foreseen until it is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from analytics.counted import counted_lines
from analytics.explained import judged_cost_of
from analytics.investment import decision
from analytics.judged import FIRMNESS, FOOTINGS, LEFT, replaced
from analytics.scope import Reader, Scope
from analytics.whole_case import returns
from tests.support.scene import Scene, several

YEAR = Scope(date(2025, 1, 1), date(2025, 12, 31))
OTHER: dict[str, Any] = {"component": "trainer", "nature": "estimate", "alternative": True}


@pytest.fixture
def firm(scene: Scene) -> Iterator[Scene]:
    """Six people, an hour each at 40 € in one programme; another shares what is shared."""
    scene.put("person", several(12, job_family="welder"))
    scene.put("programme", [{"programme": name, "modality": "e-learning"} for name in ("new", "old")])
    for name, who in (("new", several(6)), ("old", several(12)[6:])):
        scene.put("rollup", [one | {"quarter": "2025-03-02 08:00", "programme": name} for one in who])
    timed = {"starts": "2025-03-02 08:00", "seconds": 3600.0, "programme": "new"}
    scene.put("session_time", [one | timed for one in several(6)])
    scene.put("hourly", [{"amount": 40}])
    yield scene
    with scene.star.cursor() as cursor:
        for table in ("cost", "hourly"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names


def line(name: str, amount: int, programme: str | None = "new", **row: Any) -> dict[str, Any]:
    dates = {"valid_from": "2025-01-01", "valid_to": "2025-12-31"}
    return {"line": name, "programme": programme, "amount": amount} | dates | row


def told(firm: Scene, *lines: dict[str, Any]) -> dict[str, Any]:
    firm.star.add("cost", list(lines))
    return next(row for row in decision(firm.star, YEAR).to_dicts() if row["programme"] == "new")


SHARED = line(
    "shared", 1_000, None, component="platform", allocation="learners", valid_from="2025-03-01", valid_to=None
)


def test_a_share_of_a_shared_invoice_takes_the_place_of_no_estimate(firm: Scene) -> None:
    row = told(firm, line("made", 20_000, nature="estimate"), line("room", 10_000, **OTHER), SHARED)
    assert (row["column"], row["reason"]) == ("does_not_pay", "alternative_cheaper")
    assert row["cost"] == 20_000 + 500 + 240
    assert (row["footing"], row["foreseen"], row["estimated"]) == ("estimate", 20_000, False)


def test_nor_does_a_small_invoice_of_another_component(firm: Scene) -> None:
    row = told(
        firm,
        line("made", 20_000, nature="estimate"),
        line("room", 10_000, **OTHER),
        line("cards", 30, component="material"),
    )
    assert (row["column"], row["cost"], row["cash"]) == ("does_not_pay", 20_270, 20_030)


def test_an_estimate_stands_until_its_component_is_paid_and_then_is_listed_with_why(firm: Scene) -> None:
    row = told(
        firm,
        line("guess", 20_000, nature="estimate", low=15_000, high=30_000),
        line("paid", 18_000, valid_from="2025-06-01", valid_to=None),
        line("hired", 900, component="trainer", nature="commitment"),
        line("planned", 2_000, component="trainer", nature="budget"),
    )
    assert (row["cost"], row["cost_low"], row["cost_high"]) == (19_140, 19_140, 19_140)
    assert (row["footing"], row["foreseen"], row["estimated"]) == ("commitment", 900, False)
    lines = {row["line"]: row for row in counted_lines(firm.star, YEAR).to_dicts()}
    assert {key: row["left_out"] for key, row in lines.items() if row["left_out"]} == {
        "guess": "actual",
        "planned": "commitment",
    }
    assert (lines["guess"]["amount"], lines["guess"]["counted"], lines["guess"]["times"]) == (20_000, 0, 0)
    assert sum(row["counted"] for row in lines.values()) == 19_140
    result = judged_cost_of(firm.star, Scope(YEAR.since, YEAR.until, programmes=("new",)))
    assert result.value == 19_140
    assert [(one.input.name, one.input.value, one.why) for one in result.left] == [
        ("guess", 20_000, "actual"),
        ("planned", 2_000, "commitment"),
    ]


def test_the_whole_says_what_was_not_paid_yet_too(firm: Scene) -> None:
    told(firm, line("made", 20_000, nature="estimate"), line("cards", 30, component="material"))
    whole = returns(firm.star, YEAR).row(0, named=True)
    assert (whole["cost"], whole["foreseen"], whole["footing"], whole["estimated"]) == (
        20_270,
        20_000,
        "estimate",
        False,
    )


@pytest.mark.parametrize(("foreseen", "cost", "why"), [(900, 900, "foreseen"), (100, 240, "recorded")])
def test_learners_time_is_the_larger_of_recorded_and_foreseen(firm: Scene, foreseen: int, cost: int, why: str) -> None:
    row = told(firm, line("hours", foreseen, component="learner_time", nature="estimate"))
    assert row["cost"] == cost
    assert {one["left_out"] for one in counted_lines(firm.star, YEAR).to_dicts()} == {None, why}
    hidden = judged_cost_of(firm.star, Scope(YEAR.since, YEAR.until, reader=Reader(sees_people=False)))
    assert all(one.input.name == "hours" for one in hidden.left)  # nobody's exact hours


BASE: dict[str, Any] = {
    "programme": "new",
    "component": "design",
    "basis": "fixed",
    "alternative": False,
    "unit": None,
    "valid_to": None,
    "amortised_months": None,
    "credits": None,
    "amount": 1_000,
    "currency": "EUR",
}


def row_of(name: str, nature: str, since: str, until: str | None = None, **row: Any) -> dict[str, Any]:
    ends = {"valid_from": date.fromisoformat(since), "valid_to": until and date.fromisoformat(until)}
    return BASE | {"line": name, "nature": nature} | ends | row


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # due once: paid later, never before
        ([row_of("e", "estimate", "2025-11-01"), row_of("a", "actual", "2026-01-20")], {"e": "actual"}),
        ([row_of("e", "estimate", "2026-02-01"), row_of("a", "actual", "2025-03-01")], {}),
        # what covers a year is paid within it: another year's invoice leaves it
        ([row_of("e", "estimate", "2026-01-01", "2026-12-31"), row_of("a", "actual", "2025-01-01", "2025-12-31")], {}),
        ([row_of("b", "budget", "2024-01-01", "2024-12-31"), row_of("a", "actual", "2025-01-01")], {}),
        ([row_of("b", "budget", "2025-01-01", "2025-12-31"), row_of("a", "actual", "2025-05-02")], {"b": "actual"}),
        (
            [row_of("b", "budget", "2025-01-01", amortised_months=36), row_of("a", "actual", "2027-05-02")],
            {"b": "actual"},
        ),
        # a price holds until it ends
        (
            [row_of("e", "estimate", "2025-01-01", basis="session"), row_of("a", "actual", "2026-05-02")],
            {"e": "actual"},
        ),
        # another unit's, another programme's, the alternative's, another component's
        ([row_of("e", "estimate", "2025-01-01", unit="a"), row_of("a", "actual", "2025-05-02", unit="b")], {}),
        ([row_of("e", "estimate", "2025-01-01", unit="a"), row_of("a", "actual", "2025-05-02")], {"e": "actual"}),
        ([row_of("e", "estimate", "2025-01-01"), row_of("a", "actual", "2025-05-02", programme=None)], {}),
        ([row_of("e", "estimate", "2025-01-01", alternative=True), row_of("a", "actual", "2025-05-02")], {}),
        ([row_of("e", "estimate", "2025-01-01", component="room"), row_of("a", "actual", "2025-05-02")], {}),
        # a credit note goes with the line it credits, and takes the place of none
        (
            [
                row_of("e", "estimate", "2025-01-01"),
                row_of("n", "estimate", "2025-09-01", credits="e"),
                row_of("a", "actual", "2025-05-02"),
            ],
            {"e": "actual", "n": "actual"},
        ),
        ([row_of("e", "estimate", "2025-01-01"), row_of("n", "actual", "2025-05-02", credits="x")], {}),
        # the firmest is named
        (
            [
                row_of("b", "budget", "2025-01-01"),
                row_of("e", "estimate", "2025-01-01"),
                row_of("c", "commitment", "2025-02-01"),
            ],
            {"b": "commitment", "e": "commitment"},
        ),
        # the first instalment is not the whole; what is ordered and paid of it is the same money
        ([row_of("e", "estimate", "2025-01-01"), row_of("a", "actual", "2025-05-02", amount=400)], {"a": "part"}),
        (
            [
                row_of("e", "estimate", "2025-01-01"),
                row_of("c", "commitment", "2025-02-01", amount=600),
                row_of("a", "actual", "2025-05-02", amount=400),
            ],
            {"c": "part", "a": "part"},
        ),
        (
            [
                row_of("e", "estimate", "2025-01-01"),
                row_of("a", "actual", "2025-05-02", amount=400),
                row_of("r", "actual", "2025-09-02", amount=600),
            ],
            {"e": "actual"},
        ),
        # what has an end is over then, and a budget is no promise
        (
            [row_of("e", "estimate", "2025-01-01", "2025-12-31"), row_of("a", "actual", "2025-05-02", amount=400)],
            {"e": "actual"},
        ),
        ([row_of("b", "budget", "2025-01-01"), row_of("a", "actual", "2025-05-02", amount=400)], {"b": "actual"}),
    ],
)
def test_a_firmer_line_of_the_same_component_and_time_takes_the_place(
    lines: list[dict[str, Any]], found: dict[str, str]
) -> None:
    assert replaced(lines) == found


def test_every_footing_and_reason_is_told_in_both_languages() -> None:
    for texts in (*FOOTINGS.values(), *LEFT.values()):
        assert set(texts) == {"en", "fr"}
    assert set(FOOTINGS) == set(FIRMNESS[1:])
    assert set(LEFT) == {*FIRMNESS[:3], "part", "recorded", "foreseen"}


def test_a_budget_decides_before_anybody_learned_for_those_it_is_planned_for(firm: Scene) -> None:
    firm.put("programme", [{"programme": "next", "modality": "e-learning"}])
    firm.star.add(
        "cost",
        [
            line("planned", 20_000, "next", nature="budget"),
            line("rooms", 4_000, "next", basis="learner", **OTHER),
            line("licences", 5, "next", basis="learner", component="licence", nature="estimate"),
        ],
    )
    one = Scope(YEAR.since, YEAR.until, programmes=("next",))
    told = decision(firm.star, one).row(0, named=True)
    assert (told["column"], told["reason"], told["planned"]) == ("not_measurable", "no_learners", False)
    firm.put("assigned", several(12, programme="next", assigned="2025-02-01"))
    told = decision(firm.star, one).row(0, named=True)
    assert (told["column"], told["reason"]) == ("pays", "saves")
    assert (told["cost"], told["alternative"], told["footing"]) == (20_060, 48_000, "budget")
    assert (told["learners"], told["planned"], told["estimated"]) == (12, True, True)
    totals = decision(firm.star, Scope(YEAR.since, YEAR.until, programmes=("next",), reader=Reader(sees_people=False)))
    assert (totals["column"][0], totals["learners"][0], totals["foreseen"][0]) == ("pays", 10, 20_060)
    firm.put(
        "rollup", several(1, quarter="2025-03-02 08:00", programme="next")
    )  # one began: what was, not what will be
    told = decision(firm.star, one).row(0, named=True)
    assert (told["learners"], told["planned"], told["reason"]) == (1, False, "no_benefit")


def test_few_for_whom_a_programme_is_planned_stay_hidden_from_readers_of_totals(firm: Scene) -> None:
    firm.put("programme", [{"programme": "next", "modality": "e-learning"}])
    firm.star.add("cost", [line("planned", 20_000, "next", nature="budget")])
    firm.put("assigned", several(3, programme="next", assigned="2025-02-01"))
    one = Scope(YEAR.since, YEAR.until, programmes=("next",), reader=Reader(sees_people=False))
    assert decision(firm.star, one).select("reason", "column", "planned").row(0) == ("hidden", None, None)
