"""Early warning: each rule by hand, on the day it begins to hold; and whether warnings were right."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from analytics.risk import RULES, at_risk, risk_counts, warning_validity
from analytics.scope import Reader, Scope
from analytics.statistics import wilson
from analytics.up_to_date import standing
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

DAY = date(2026, 6, 30)
NOW = Scope(until=DAY)
TOTALS = replace(NOW, since=date(2026, 6, 1), reader=Reader(sees_people=False))


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def must(person: int = 1, assigned: int = 60, due: int | None = -30, **row: Any) -> dict[str, Any]:
    """Assigned so many days ago; due so many days ago, or to come when negative."""
    day = None if due is None else ago(due)
    return {"person": person, "programme": "safety", "assigned": ago(assigned), "due": day, **row}


def step(name: str, days: int, person: int = 1) -> dict[str, Any]:
    return {"person": person, "programme": "safety", "step": name, "happened": f"{ago(days)} 08:00"}


def active(days: tuple[int, ...], person: int = 1) -> list[dict[str, Any]]:
    return [{"person": person, "programme": "safety", "quarter": f"{ago(day)} 08:00"} for day in days]


def failed(days: int, person: int = 1, *, success: bool = False) -> dict[str, Any]:
    return {"person": person, "programme": "safety", "happened": f"{ago(days)} 08:00", "success": success}


@pytest.fixture
def safety(scene: Scene) -> Scene:
    scene.put("programme", [{"programme": "safety", "title_fr": "Sécurité"}])
    return scene


def assign(scene: Scene, rows: list[dict[str, Any]]) -> None:
    """Add assignments, and the people nobody described."""
    with scene.star.cursor() as cursor:
        known = {person for (person,) in cursor.execute("SELECT person FROM warehouse.person").fetchall()}
    scene.put("person", [{"person": one} for one in sorted({row["person"] for row in rows} - known)])
    scene.put("assigned", rows)


def told(scene: Scene, scope: Scope = NOW) -> dict[str, tuple[date, float, float]]:
    """Return since when each rule holds, its value and its limit."""
    frame = at_risk(scene.star, scope)
    return {row["rule"]: (row["since"], row["value"], row["limit"]) for row in frame.iter_rows(named=True)}


def test_every_rule_has_its_reason_in_both_languages() -> None:
    for rule in RULES.values():
        for language in ("en", "fr"):
            assert rule.name[language]
            assert "{value}" in rule.sentence[language]
            assert "{limit}" in rule.sentence[language]


@pytest.mark.parametrize(("assigned", "holds"), [(6, False), (7, True), (20, True)])
def test_not_started(safety: Scene, assigned: int, holds: bool) -> None:  # noqa: FBT001  # what is expected
    assign(safety, [must(assigned=assigned)])
    safety.put("milestone", [step("registered", 2)])  # to register is not to begin
    expected = {"not_started": (ago(assigned - 7), float(assigned), 7.0)} if holds else {}
    assert told(safety) == expected


@pytest.mark.parametrize(("last", "holds"), [(13, False), (14, True)])
def test_silent(safety: Scene, last: int, holds: bool) -> None:  # noqa: FBT001  # what is expected
    assign(safety, [must()])
    safety.put("milestone", [step("started", 40)])
    safety.put("rollup", active((40, last)))
    assert told(safety) == ({"silent": (DAY, 14.0, 14.0)} if holds else {})


@pytest.mark.parametrize(
    ("days", "holds"), [((1, 2, 15, 16, 17, 18), True), ((1, 2, 15, 16, 17), False), ((1, 15, 16), False)]
)
def test_disengaging(safety: Scene, days: tuple[int, ...], holds: bool) -> None:  # noqa: FBT001  # what is expected
    assign(safety, [must()])
    safety.put("milestone", [step("started", 18)])
    safety.put("rollup", active(days))
    assert told(safety) == ({"disengaging": (DAY, 0.5, 0.5)} if holds else {})


def test_struggling_until_it_is_passed(safety: Scene) -> None:
    assign(safety, [must()])
    safety.put("milestone", [step("started", 9)])
    safety.put("rollup", active((9, 5, 3)))
    safety.put("assessment", [failed(9)])
    assert told(safety) == {}
    safety.put("assessment", [failed(5)])
    assert told(safety) == {"struggling": (ago(5), 2.0, 2.0)}
    safety.put("assessment", [failed(3, success=True)])
    assert told(safety) == {}


@pytest.mark.parametrize(("due", "holds"), [(-8, False), (-7, True), (0, True)])
def test_due_soon_unless_half_done(safety: Scene, due: int, holds: bool) -> None:  # noqa: FBT001  # what is expected
    assign(safety, [must(assigned=30, due=due)])
    safety.put("milestone", [step("started", 2)])
    safety.put("rollup", active((2,)))
    assert told(safety) == ({"due_soon": (ago(due + 7), float(-due), 7.0)} if holds else {})
    safety.put("milestone", [step("p50", 1)])
    assert told(safety) == {}


def test_late_from_the_day_after(safety: Scene) -> None:
    assign(safety, [must(due=1)])
    safety.put("milestone", [step("started", 2)])
    safety.put("rollup", active((2,)))
    assert told(safety) == {"late": (DAY, 1.0, 0.0)}
    assert "late" not in told(safety, Scope(until=ago(1)))
    safety.put("milestone", [step("completed", 0)])
    assert told(safety) == {}
    assert told(safety, Scope(until=ago(1))).keys() == {"due_soon"}  # as it was known then


def test_expiring_then_late_as_the_page_of_what_is_up_to_date_says(safety: Scene) -> None:
    assign(safety, [must(assigned=700, due=600, valid_months=12)])
    safety.put("milestone", [step("completed", 340)])
    assert told(safety) == {"expiring": (ago(5), 25.0, 30.0)}
    later = Scope(until=DAY + timedelta(days=25))  # the day it expires
    for scope in (NOW, later, Scope(until=DAY + timedelta(days=60))):
        is_late = standing(safety.star, scope)["late"].item()
        assert ("late" in told(safety, scope)) == is_late == (scope != NOW)
    assert told(safety, later)["late"] == (later.until, 1.0, 0.0)
    due = {scope.until: at_risk(safety.star, scope)["due"].to_list() for scope in (NOW, later)}
    assert due == {day: [later.until] for day in due}  # not the day of the first time


def test_whoever_has_nothing_to_do_is_not_named(safety: Scene) -> None:
    safety.put("person", [{"person": 1}, {"person": 2, "left_on": ago(1)}, {"person": 3, "role": "trainer"}])
    assign(safety, [must(1, exempt=True), must(2), must(3), must(4, assigned=-1)])
    assert told(safety) == {}
    assert at_risk(safety.star, NOW).is_empty()


def test_each_person_is_judged_by_their_own_unit(safety: Scene) -> None:
    safety.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}])
    safety.put("person", [{"person": 1, "unit": "a"}, {"person": 2, "unit": "b"}, {"person": 3}])
    safety.put(
        "threshold", [{"name": "not_started", "unit": unit, "value": days} for unit, days in (("a", 90), ("", 50))]
    )
    assign(safety, [must(1), must(2), must(3)])
    found = at_risk(safety.star, NOW)
    assert found.select("person", "limit").rows() == [(2, 7.0), (3, 50.0)]
    assert at_risk(safety.star, replace(NOW, units=("b",)))["person"].to_list() == [2]
    assert at_risk(safety.star, replace(NOW, reader=Reader(units=("a",)))).is_empty()


def test_who_was_spoken_to_is_told_with_the_day(safety: Scene) -> None:
    assign(safety, [must(1), must(2)])
    safety.put(
        "contact",
        [
            {"person": 1, "programme": one, "happened": f"{ago(day)} 09:00"}
            for one, day in (("safety", 5), (None, 3), ("other", 1), ("safety", 80))
        ],
    )
    assert at_risk(safety.star, NOW).sort("person")["contacted"].to_list() == [ago(3), None]


def test_counts_are_of_people_each_once(safety: Scene) -> None:
    safety.put("programme", [{"programme": "other"}])
    safety.put("person", several(20))
    assign(safety, [must(n) for n in range(1, 21)] + [must(1) | {"programme": "other"}])
    safety.put("milestone", [step("started", 3, n) for n in range(6, 21)])
    safety.put("rollup", [row for n in range(6, 21) for row in active((3,), n)])
    row = risk_counts(safety.star, NOW).row(0, named=True)
    assert (row["rule"], row["count"], row["n"], row["share"]) == ("not_started", 5, 20, 0.25)
    assert risk_counts(safety.star, replace(NOW, programmes=("other",))).row(0, named=True)["n"] == 1


def test_a_warning_is_judged_by_what_was_known_before(safety: Scene) -> None:
    """Forty people due ten days ago: ten not begun a week before, of whom eight missed it; of the others five did."""
    safety.put("person", several(44))
    assign(safety, [must(n, due=10) for n in range(1, 45)])
    begun = range(11, 45)
    safety.put("milestone", [step("started", 18, n) for n in begun] + [step("p50", 18, n) for n in begun])
    safety.put("rollup", [row for n in begun for row in active((18,), n)])
    in_time = [*range(9, 11), *range(16, 41)]
    safety.put("milestone", [step("completed", 10, n) for n in in_time] + [step("completed", 8, n) for n in (1, 2)])
    safety.put(
        "milestone", [step("completed", 17, n) for n in (43, 44)]
    )  # done before it was judged: nothing to warn of
    assign(safety, [must(n, due=10) for n in (50, 51)])  # spoken to, and named: apart
    safety.put("contact", [{"person": n, "happened": f"{ago(12)} 09:00"} for n in (50, 51)])
    safety.put("milestone", [step("completed", 11, 50)])
    row = warning_validity(safety.star, NOW).row(0, named=True)
    assert (row["rule"], row["n"], row["flagged"], row["right"]) == ("not_started", 42, 10, 8)
    assert row["missed"] == 15
    assert row["base_rate"] == pytest.approx(15 / 42)
    assert row["precision"] is None  # ten warnings are counts, not a share
    assert row["reason"] == "few_answers"
    assert row["contacted_n"] == 2
    soon = {one["rule"]: one for one in warning_validity(safety.star, NOW, ahead=3).iter_rows(named=True)}
    assert soon["due_soon"]["flagged"] == 10


def test_a_rule_named_often_enough_has_precision_and_lift(safety: Scene) -> None:
    safety.put("person", several(100))
    assign(safety, [must(n, due=10) for n in range(1, 101)])
    safety.put("milestone", [step("started", 18, n) for n in range(41, 101)])
    safety.put("rollup", [row for n in range(41, 101) for row in active((18,), n)])
    safety.put("milestone", [step("completed", 11, n) for n in [*range(31, 41), *range(51, 101)]])
    row = warning_validity(safety.star, NOW).row(0, named=True)
    assert (row["precision"], row["sensitivity"], row["base_rate"]) == pytest.approx((30 / 40, 30 / 40, 40 / 100))
    assert row["lift"] == pytest.approx(0.75 / 0.4)
    assert 0.59 < row["precision_low"] < 0.75 < row["precision_high"] < 0.87
    assert (row["base_rate_low"], row["base_rate_high"]) == pytest.approx(wilson(40, 100))
    assert (row["contacted_share"], row["contacted_share_low"]) == (None, None)  # nobody was spoken to
    assert warning_validity(safety.star, replace(NOW, since=ago(9))).row(0, named=True)["reason"] == "no_assignment"


def test_without_an_assignment_nothing_is_zero(scene: Scene) -> None:
    assert risk_counts(scene.star, NOW)["share"].null_count() == len(RULES)
    assert set(risk_counts(scene.star, NOW)["reason"].to_list()) == {"no_assignment"}
    assert set(warning_validity(scene.star, NOW)["reason"].to_list()) == {"no_assignment"}


def test_readers_of_totals_get_counts_big_enough_and_nobody_by_name(safety: Scene) -> None:
    safety.put("person", several(40))
    assign(safety, [must(n) for n in range(1, 41)])
    safety.put(
        "milestone", [step("started", 2, n) for n in range(1, 21)] + [step("started", 20, n) for n in range(21, 38)]
    )
    safety.put("rollup", [row for n in range(1, 21) for row in active((2,), n)])
    rows = {row["rule"]: row for row in risk_counts(safety.star, TOTALS).iter_rows(named=True)}
    assert (rows["not_started"]["counted"], rows["not_started"]["reason"]) == (None, "hidden")  # three people
    assert (rows["silent"]["counted"], rows["silent"]["share"]) == (15, pytest.approx(0.4, abs=0.05))
    assert warning_validity(safety.star, TOTALS)["reason"].to_list() == ["no_assignment"] * 5
    with pytest.raises(Forbidden, match="one by one"):
        at_risk(safety.star, TOTALS)


def test_what_cannot_be_asked_is_refused_in_one_sentence(scene: Scene) -> None:
    with pytest.raises(BadRequest, match="ahead: expected 0 to 365"):
        warning_validity(scene.star, NOW, ahead=-1)
    with pytest.raises(BadRequest, match="device"):
        risk_counts(scene.star, replace(NOW, device="phone"))
