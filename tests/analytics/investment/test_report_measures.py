"""What the investment report is made of: the whole case, break-even, what may come out, and the lines it rests on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.breakeven import Case, Side, cost
from analytics.breakeven import exact as searched
from analytics.costs import costs
from analytics.counted import counted_lines
from analytics.even import audience, break_even, dearer
from analytics.investment import decision
from analytics.scope import Reader, Scope
from analytics.simulated import simulated
from analytics.whole_case import returns
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene, several

D = Decimal
YEAR = Scope(date(2024, 1, 1), date(2024, 12, 31))
TOTALS = replace(YEAR, reader=Reader(sees_people=False))


@pytest.fixture
def firm(scene: Scene) -> Iterator[Scene]:
    """Forty people, an hour each in what is online and in what is taught in rooms, four sessions of it."""
    people = several(40, job_family="welder")
    scene.put("person", [one | {"unit": "a" if one["person"] % 2 else "b"} for one in people])
    scene.put("unit", [{"unit": "a"}, {"unit": "b"}])
    scene.put("programme", [{"programme": "online", "modality": "e-learning"}])
    scene.put("programme", [{"programme": "rooms", "modality": "classroom"}])
    for name in ("online", "rooms"):
        scene.put("rollup", several(40, quarter="2024-03-02 08:00", programme=name))
        scene.put("session_time", several(40, starts="2024-03-02 08:00", seconds=3600.0, programme=name))
    held = [{"session": str(n), "programme": "rooms", "activity": "x", "starts": "2024-03-02 08:00"} for n in range(4)]
    scene.put("session", held)
    scene.put("hourly", [{"amount": 30}])
    yield scene
    with scene.star.cursor() as cursor:
        for table in ("cost", "benefit", "exchange", "hourly", "session"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names


def line(name: str, programme: str | None, amount: object, **row: object) -> dict[str, object]:
    return {"line": name, "programme": programme, "amount": amount, "valid_from": "2024-01-01"} | row


OTHER: dict[str, Any] = {"alternative": True, "nature": "estimate"}


def ledger(firm: Scene) -> None:
    firm.star.add(
        "cost",
        [
            line("design", "online", 20_000, low=18_000, high=26_000),
            line("licence", "online", 12, basis="learner", component="licence"),
            line("room", "online", 800, basis="learner", component="room", low=700, high=950, **OTHER),
            line("preparing", "online", 2_000, **OTHER),
            line("making", "rooms", 1_000),
            line("trainer", "rooms", "500.50", basis="session", component="trainer"),
            line("platform", None, "100.01", component="platform", valid_to="2024-12-31"),
        ],
    )
    gain = {"valid_to": "2024-12-31"}
    firm.star.add(
        "benefit",
        [
            line("fewer", "online", 60_000, share="0.5", confidence="0.8", low=40_000, high=80_000, **gain),
            line("quicker", "online", 500, kind="time", **gain),
        ],
    )


def one(frame: Any) -> dict[str, Any]:
    found: dict[str, Any] = frame.row(0, named=True)
    return found


@pytest.fixture
def booked(firm: Scene) -> Scene:
    firm.put("milestone", several(40, programme="online", step="registered", happened="2024-03-01 08:00"))
    ledger(firm)
    return firm


def test_the_whole_is_the_sum_of_what_decision_judges(booked: Scene) -> None:
    whole, each = one(returns(booked.star, YEAR)), decision(booked.star, YEAR)
    for name in ("cost", "cash", "benefit", "proven", "alternative"):
        assert whole[name] == sum(each[name].drop_nulls()), name
    assert whole["learner_time"] == 2 * 40 * 30
    online = each.filter(each["programme"] == "online").row(0, named=True)
    assert (whole["saving"], whole["compared"], whole["alternatives"]) == (online["saving"], online["cost"], 1)
    assert (whole["time"], whole["risk"], whole["rung"], whole["currency"]) == (500, None, "controlled", "EUR")
    alone = one(returns(booked.star, replace(YEAR, programmes=("online",))))
    for name in ("roi", "roi_low", "roi_high", "bcr", "cost", "saving"):
        assert alone[name] == pytest.approx(online[name]), name


def test_what_depends_on_time_is_by_hand(firm: Scene) -> None:
    """Twelve months at 1,000 less 200 make up for 4,000 of design in the fifth month; then a year at 10 %."""
    firm.star.add("cost", [line("d", "online", 4_000)])
    firm.star.add("cost", [line("l", "online", 4_800, component="licence", valid_to="2025-12-31")])
    firm.star.add("benefit", [line("b", "online", 12_000, valid_to="2025-12-31")])
    told = one(returns(firm.star, Scope(date(2024, 1, 1), date(2025, 12, 31), programmes=("online",)), rate="0.1"))
    assert (told["payback_cash"], told["years"], told["rate"], told["months"]) == (5, 2, 0.1, 24)
    assert told["npv"] == D("14327.27")  # 12,000 - 2,400 - 4,000 + (12,000 - 2,400) / 1.1
    assert told["eac"] == D("4944.76")  # (6,400 + 2,400 / 1.1) x 0.1 / (1 - 1.1^-2)


@pytest.mark.parametrize("rate", ["much", "-1", "1", "nan"])
def test_a_rate_that_is_none_is_refused(firm: Scene, rate: str) -> None:
    with pytest.raises(BadRequest, match="rate"):
        returns(firm.star, YEAR, rate=rate)


def test_break_even_is_that_of_the_ledgers_own_lines(booked: Scene) -> None:
    row = one(break_even(booked.star, YEAR))
    assert row["programme"] == "online"
    assert row["own"] == one(returns(booked.star, replace(YEAR, programmes=("online",))))["cost"]
    shared = row["own_fixed"] - 20_000
    assert (row["own_each"], row["other_each"], row["other_fixed"]) == (12 + 30, 800, 2_000)
    assert row["linear"] == pytest.approx(float((18_000 + shared) / 758))
    assert row["exact"] == 24
    assert row["ratio"] == pytest.approx(float(row["own"] / row["other"]))


def test_sessions_are_a_staircase_and_the_dearer_side_is_said(firm: Scene) -> None:
    trainer = {"basis": "session", "component": "trainer"}
    firm.star.add("cost", [line("t", "rooms", 600, **trainer), line("o", "rooms", 2_000, **OTHER)])
    row = one(break_even(firm.star, YEAR))
    assert (row["sessions"], row["attendance"], row["own_session"], row["own"]) == (4, 10, 600, 4 * 600 + 1_200)
    assert (row["exact"], row["upto"], row["reason"]) == (None, 20, "cheaper_below")  # 20 x 30 + 2 x 600 <= 2,000
    assert row["linear"] is None


@pytest.fixture
def sited(firm: Scene) -> Scene:
    """Thirty people at Lyon, nine at Lille, one who knows where."""
    with firm.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.person SET site = CASE WHEN person < 31 THEN 'Lyon' ELSE 'Lille' END")
        cursor.execute("UPDATE warehouse.person SET site = NULL WHERE person = 40")
    return firm


def test_sessions_are_filled_site_by_site(sited: Scene) -> None:
    """Ten a session: three at Lyon, one at Lille, one where nobody says; five for 40 people, and 2,400 for the four."""
    trainer = {"basis": "session", "component": "trainer"}
    sited.star.add("cost", [line("t", "rooms", 600, **trainer), line("o", "rooms", 200, basis="learner", **OTHER)])
    sited.put("milestone", several(40, programme="rooms", step="registered", happened="2024-03-01 08:00"))
    assert audience(sited.star, YEAR).filter(pl.col("programme") == "rooms")["learners"].to_list() == [30, 9, 1]
    row = one(break_even(sited.star, YEAR))
    assert (row["sessions"], row["sites"], row["filled"], row["attendance"], row["attended"]) == (
        4,
        3,
        5,
        10,
        "programme",
    )
    assert (row["own_session"], row["own"], row["other"]) == (480, 4 * 600 + 1_200, 8_000)
    # 4 learners: 3 at Lyon, 1 at Lille, two sessions: 960 + 120 > 800; 5: 1,110 > 1,000; 6: 1,140 <= 1,200; 14: 11 + 3
    assert [cost(n, *_own(row)) for n in (4, 6, 14)] == [1_080, 1_140, 3 * 480 + 420]
    assert row["exact"] == 6
    totals = one(break_even(sited.star, TOTALS))
    assert totals["own_session"] is not None
    with pytest.raises(Forbidden):
        audience(sited.star, TOTALS)


def _own(row: dict[str, Any]) -> tuple[Side, Case]:
    side = Side(row["own_fixed"], row["own_each"], per_session=row["own_session"], attendance=row["attendance"])
    return side, Case(classroom=side, digital=side, sites=(30, 9, 1))


def test_an_alternative_by_session_is_counted_in_the_sessions_learners_would_fill(sited: Scene) -> None:
    """Nobody held any: in classrooms of 20, as is published, two at Lyon, one at Lille and one besides."""
    sited.star.add("cost", [line("d", "online", 100), line("o", "online", 700, basis="session", **OTHER)])
    sited.put("milestone", several(40, programme="online", step="registered", happened="2024-03-01 08:00"))
    row = one(break_even(sited.star, YEAR))
    assert (row["sessions"], row["filled"], row["attendance"], row["attended"]) == (0, 4, 20, "default")
    assert (row["other"], row["other_session"]) == (4 * 700, 700)
    came = {"activity": 7, "starts": "2024-02-05 08:00", "happened": "2024-02-05 08:00", "modality": "classroom"}
    sited.put("attendance", [one | came | {"present": True, "seq": one["person"]} for one in several(12)])
    sited.put("fact", [one | {"seq": one["person"], "happened": "2024-02-05 08:00"} for one in several(12)])
    row = one(break_even(sited.star, YEAR))
    assert (row["attendance"], row["attended"], row["filled"], row["other"]) == (12, "organisation", 5, 5 * 700)


def test_without_an_alternative_there_is_no_break_even(firm: Scene) -> None:
    firm.star.add("cost", [line("d", "online", 10)])
    assert break_even(firm.star, YEAR).is_empty()
    assert simulated(firm.star, YEAR)["reason"].to_list() == ["no_benefit", "no_alternative"]


AMOUNT = st.integers(0, 3_000).map(lambda cents: D(cents) / 100)
SIDE = st.builds(
    Side, development=AMOUNT, per_learner=AMOUNT, per_session=AMOUNT, attendance=st.none() | st.integers(1, 9).map(D)
)


@settings(max_examples=60)
@given(SIDE, SIDE, st.lists(st.integers(0, 30), min_size=1, max_size=4).filter(any))
def test_the_search_is_that_of_the_exact_costs(first: Side, second: Side, sites: list[int]) -> None:
    case, bound = Case(classroom=second, digital=first, sites=tuple(sites)), 60
    more = dearer(first, second, bound, sites)
    assert more.tolist() == [cost(n, first, case) > cost(n, second, case) for n in range(1, bound + 1)]
    found = searched(case, bound).value
    assert found == (None if more[-1] else max((n + 1 for n in range(1, bound + 1) if more[n - 1]), default=1))


def test_simulations_say_how_to_have_them_again(booked: Scene) -> None:
    roi, saving = simulated(booked.star, YEAR).to_dicts()
    assert simulated(booked.star, YEAR).to_dicts() == [roi, saving]
    assert (roi["draws"], roi["inputs"]) == (10_000, 3)
    assert "numpy" in roi["versions"]
    for row in (roi, saving):
        assert row["worst"] <= row["p5"] < row["p50"] < row["p95"] <= row["best"]
    whole = one(returns(booked.star, YEAR))
    assert (roi["worst"], roi["best"]) == (pytest.approx(whole["roi_low"]), pytest.approx(whole["roi_high"], rel=0.01))
    assert saving["best"] == pytest.approx(float(whole["alternative_high"] - whole["compared_low"]))


def test_without_ranges_nothing_is_simulated(firm: Scene) -> None:
    firm.star.add("cost", [line("d", "online", 10), line("o", "online", 20, **OTHER)])
    assert simulated(firm.star, YEAR)["reason"].to_list() == ["no_benefit", "no_range"]


def test_lines_make_up_the_totals_to_the_cent(booked: Scene) -> None:
    lines, whole = counted_lines(booked.star, YEAR), one(returns(booked.star, YEAR))
    sums = {side: sum(part["counted"]) for (side,), part in lines.group_by("side")}
    assert sums["cost"] == whole["cost"]
    assert sums["alternative"] == whole["alternative"]
    assert sums["benefit"] == whole["benefit"] + whole["time"]
    for row in lines.to_dicts():
        found = float(row["amount"]) * float(row["share"]) * float(row["confidence"]) * row["times"]
        assert round(found, 2) == float(row["counted"]), row["line"]
    compared = lines.filter((lines["side"] == "cost") & lines["compared"])
    assert sum(compared["counted"]) == whole["compared"]
    with pytest.raises(Forbidden):
        counted_lines(booked.star, TOTALS)


def test_a_reader_of_totals_is_told_the_ledger_exactly_and_hours_rounded(booked: Scene) -> None:
    whole, told = one(returns(booked.star, YEAR)), one(returns(booked.star, TOTALS))
    for name in ("cash", "benefit", "alternative"):
        assert told[name] == whole[name], name
    assert told["cost"] != whole["cost"]
    assert (told["programmes"], told["months"]) == (whole["programmes"], whole["months"])
    assert simulated(booked.star, TOTALS)["reason"].to_list() == [None, None]


TIME = {"decision": "recorded_time", "returns": "recorded_time", "costs": "learner_time"}


@pytest.mark.parametrize(
    ("ask", "name"),
    [(decision, "cost"), (decision, "cost_low"), (decision, "at_stake"), (returns, "cost"), (costs, "loaded")],
)
def test_what_readers_of_totals_are_told_is_the_ledgers_but_for_the_rounded_hours(
    booked: Scene, ask: Any, name: str
) -> None:
    """Twenty-three people with 61 minutes more: only the price of hours is told to what 5 people of 40 make of it."""
    odd = several(23, starts="2024-05-02 08:00", seconds=61 * 60.0, programme="online")
    booked.put("session_time", odd)
    exact, told = (ask(booked.star, scope).to_dicts() for scope in (YEAR, TOTALS))
    time = TIME[ask.__name__]
    for true, seen in zip(exact, told, strict=True):
        sign = -1 if name == "at_stake" and true["column"] == "pays" else 1
        assert seen[name] - true[name] == sign * (seen[time] - true[time])
        assert abs(seen[time] - true[time]) <= max(true[time] / 4, 1)
    assert any(seen[time] != true[time] for true, seen in zip(exact, told, strict=True))


@pytest.mark.parametrize("ask", [returns, decision])
def test_ratios_are_those_of_the_amounts_that_readers_of_totals_are_told(booked: Scene, ask: Any) -> None:
    """Rounded by themselves, a return of 80 % on a programme of twelve was told as 100 % beside both its amounts."""
    booked.put("session_time", several(23, starts="2024-05-02 08:00", seconds=61 * 60.0, programme="online"))
    rows = [row for row in ask(booked.star, TOTALS).to_dicts() if row["roi"] is not None]
    assert any(row["cost"] not in ask(booked.star, YEAR)["cost"].to_list() for row in rows)
    for row in rows:
        assert row["roi"] == pytest.approx(100 * float(row["benefit"] / row["cost"] - 1), abs=1e-4)
        assert row["roi_low"] == pytest.approx(100 * float(row["benefit_low"] / row["cost_high"] - 1), abs=1e-4)
        assert row["roi_high"] == pytest.approx(100 * float(row["benefit_high"] / row["cost_low"] - 1), abs=1e-4)
        assert row["bcr"] == pytest.approx(float(row["benefit"] / row["cost"]), abs=1e-5)
    [whole] = returns(booked.star, TOTALS).to_dicts()
    assert whole["ratio"] == pytest.approx(float(whole["compared"] / whole["alternative"]), abs=1e-5)


def test_an_amount_without_a_range_has_none_for_readers_of_totals_either(booked: Scene) -> None:
    rooms = next(row for row in decision(booked.star, TOTALS).to_dicts() if row["programme"] == "rooms")
    assert rooms["cost_low"] == rooms["cost"] == rooms["cost_high"]
    whole = one(returns(booked.star, TOTALS))
    true = one(returns(booked.star, YEAR))
    assert whole["cost_high"] - whole["cost"] == true["cost_high"] - true["cost"]
    assert whole["saving"] == whole["alternative"] - whole["compared"]
