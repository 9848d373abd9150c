"""The ledger told apart: what programmes, units and months cost, by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analytics.breakdown import by
from analytics.catalog import MEASURES
from analytics.cost_lines import cost_lines
from analytics.costs import cost_components, costs, spend, spend_months
from analytics.even import break_even
from analytics.explained import cost_of
from analytics.investment import benefits, decision
from analytics.money import each
from analytics.scope import Reader, Scope
from analytics.spending import PROGRAMME, learners_by, learners_of
from analytics.whole_case import returns
from lrs.errors import BadRequest
from tests.support.scene import Scene, several

D = Decimal
YEAR = Scope(date(2024, 1, 1), date(2024, 12, 31))
MARCH = Scope(date(2024, 3, 1), date(2024, 3, 31))
TABLES = ("cost", "hourly", "exchange", "benefit", "session")


@pytest.fixture
def firm(scene: Scene) -> Iterator[Scene]:
    """Six people of a and four of b, all an hour in P in March; two of a in Q in April, half an hour each."""
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}])
    people = several(10, job_family="welder")
    scene.put("person", [one | {"unit": "a" if one["person"] <= 6 else "b"} for one in people])
    scene.put("programme", [{"programme": "P", "modality": "e-learning"}, {"programme": "Q", "modality": "classroom"}])
    march, april = {"programme": "P"}, {"programme": "Q"}
    scene.put(
        "rollup", several(10, quarter="2024-03-02 08:00", **march) + several(2, quarter="2024-04-02 08:00", **april)
    )
    scene.put("session_time", several(10, starts="2024-03-02 08:00", seconds=3600.0, **march))
    scene.put("session_time", several(2, starts="2024-04-02 08:00", seconds=1800.0, **april))
    scene.put("milestone", several(7, step="completed", happened="2024-03-02 09:00", **march))
    scene.put("milestone", several(2, step="started", happened="2024-04-02 08:00", **april))
    yield scene
    with scene.star.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names


def line(name: str, amount: object, **row: object) -> dict[str, object]:
    return {"line": name, "programme": "P", "amount": amount, "valid_from": "2024-03-01"} | row


def told(frame: pl.DataFrame, *names: str) -> list[object]:
    return list(frame.select(names).row(0))


def test_a_budget_is_spread_over_its_months_and_compared(firm: Scene) -> None:
    firm.star.add(
        "cost",
        [
            line("B", 1200, nature="budget", unit="a", valid_from="2024-01-01", valid_to="2024-12-31"),
            line("C", 300, nature="commitment", unit="a"),
            line("A", "150.50", unit="a"),
            line("N", "-50.50", unit="a", credits="A", valid_from="2024-04-01"),
            line("E", 999, nature="estimate"),
            line("X", 999, nature="estimate", alternative=True),
        ],
    )
    row = spend(firm.star, YEAR).row(0, named=True)
    assert [row[name] for name in ("budget", "commitment", "actual", "estimate")] == [1200, 300, 100, 999]
    assert (row["variance"], row["left"], row["currency"], row["reason"]) == (-1100, 800, "EUR", None)
    months = spend_months(firm.star, YEAR)
    assert months.height == 12
    third = months.filter(pl.col("month") == date(2024, 3, 1)).row(0, named=True)
    assert (third["budget"], third["actual"], third["variance"], third["learners"]) == (
        100,
        D("150.50"),
        D("50.50"),
        10,
    )
    assert told(spend(firm.star, MARCH), "budget", "actual") == [100, D("150.50")]
    assert told(spend(firm.star, replace(MARCH, since=date(2024, 3, 30))), "budget") == [100]  # whole months
    assert told(spend(firm.star, replace(YEAR, units=("b",))), "budget", "actual") == [0, 0]


def test_what_is_shared_is_told_apart_to_the_cent(firm: Scene) -> None:
    shared = {"programme": None, "component": "platform"}
    firm.star.add("cost", [line("S", 100, allocation="learners", valid_to="2024-04-30", **shared)])
    firm.star.add("cost", [line("H", "10.01", allocation="hours", valid_to="2024-04-30", **shared)])
    firm.star.add("cost", [line("N", "0.01", allocation="enrolments", valid_from="2024-04-01", **shared)])
    found = {row["programme"]: row["cash"] for row in costs(firm.star, YEAR).to_dicts()}

    assert found[None] == D("110.02")
    assert found["P"] + found["Q"] == found[None]
    assert found["Q"] == 50 + D("5.00") + D("0.01")  # April is as much as March; a hundredth is a line too
    parts = by(firm.star, YEAR, MEASURES["spend"], "unit")
    assert parts["by"].to_list() == ["a", "b"]
    assert sum(parts["actual"]) == D("110.02")
    programmes = by(firm.star, YEAR, MEASURES["spend"], "programme")
    assert sum(programmes["actual"]) == D("110.02")


def test_prices_are_paid_as_often_as_they_are_due(firm: Scene) -> None:
    firm.star.add("session", [{"session": "1", "programme": "Q", "activity": "x", "starts": "2024-04-02 08:00"}])
    firm.star.add("session", [{"session": "2", "programme": "Q", "activity": "x", "starts": "2124-04-02 08:00"}])
    firm.star.add("cost", [line("L", "2.50", basis="learner", component="licence", valid_from="2024-01-01")])
    firm.star.add("cost", [line("H", 3, basis="hour", programme=None, component="platform", valid_from="2024-01-01")])
    firm.star.add("cost", [line("T", 600, basis="session", programme="Q", component="trainer")])
    firm.star.add("cost", [line("O", 900, basis="learner", valid_from="2023-01-01", valid_to="2023-12-31")])
    rows = {row["programme"]: row for row in costs(firm.star, YEAR).to_dicts()}
    assert rows["P"]["cash"] == 7 * D("2.50") + 10 * 3  # who completed had entered
    assert rows["Q"]["cash"] == D("3.00") + 600
    assert told(spend(firm.star, replace(YEAR, units=("a",))), "actual") == [6 * D("2.50") + 6 * 3 + 3 + 600]


def test_learners_time_is_hours_by_the_nearest_hourly_cost(firm: Scene) -> None:
    firm.star.add("hourly", [{"amount": 20}, {"amount": 30, "job_family": "welder"}, {"amount": 40, "unit": "b"}])
    firm.star.add("hourly", [{"amount": 50, "job_family": "welder", "unit": "a", "valid_to": "2024-03-31"}])
    rows = {row["programme"]: row for row in costs(firm.star, YEAR).to_dicts()}
    assert rows["P"]["learner_time"] == 6 * 50 + 4 * 40
    assert rows["Q"]["learner_time"] == 30  # the one of a ended: any unit's, of the job family
    assert (rows["P"]["cash"], rows["P"]["loaded"], rows["P"]["reason"]) == (0, 460, None)
    first = costs(firm.star, YEAR).row(0, named=True)
    assert (first["learners"], first["completions"], first["hours"]) == (10, 7, 11.0)
    assert first["per_completion"] == D("70.00")
    assert (first["completed_hours"], first["per_completed_hour"]) == (7.0, None)  # too few to divide by
    assert first["loaded_per_learner"] == D("49.00")


def test_a_completed_hour_costs_what_the_months_cost_over_the_hours_of_who_completed_in_them(firm: Scene) -> None:
    """Seven completed in March; their hours of April are no completed hours of April, when nobody completed."""
    firm.star.add("cost", [line("M", 700), line("A", 900, valid_from="2024-04-01")])
    firm.put("session_time", several(10, starts="2024-03-20 08:00", seconds=3 * 3600.0, programme="P"))
    firm.put("session_time", several(10, starts="2024-04-20 08:00", seconds=3600.0, programme="P"))
    march = next(row for row in costs(firm.star, MARCH).to_dicts() if row["programme"] == "P")
    assert (march["completions"], march["completed_hours"], march["per_completed_hour"]) == (7, 28.0, D("25.00"))
    april = replace(MARCH, since=date(2024, 4, 1), until=date(2024, 4, 30))
    later = next(row for row in costs(firm.star, april).to_dicts() if row["programme"] == "P")
    assert (later["completions"], later["completed_hours"], later["per_completed_hour"]) == (0, 0.0, None)
    year = next(row for row in costs(firm.star, YEAR).to_dicts() if row["programme"] == "P")
    assert (year["completed_hours"], year["per_completed_hour"]) == (35.0, each(D(1600), 35))


def test_hours_nobody_gave_a_price_for_are_said(firm: Scene) -> None:
    firm.star.add("hourly", [{"amount": 20, "unit": "a"}])
    first, p, q = costs(firm.star, YEAR).to_dicts()
    assert (first["unpriced_hours"], first["reason"], first["learner_time"]) == (4.0, "no_hourly_cost", 140)
    assert (p["unpriced_hours"], q["unpriced_hours"], q["reason"]) == (4.0, 0.0, None)


def test_an_amount_is_told_at_the_rate_of_its_own_day(firm: Scene) -> None:
    firm.star.add(
        "exchange", [{"currency": "USD", "rate": "0.9", "valid_from": "2024-01-01", "valid_to": "2024-03-31"}]
    )
    firm.star.add("exchange", [{"currency": "USD", "rate": "0.8", "valid_from": "2024-04-01"}])
    firm.star.add("cost", [line("M", 100, currency="USD"), line("N", 100, currency="USD", valid_from="2024-05-01")])
    assert told(spend(firm.star, YEAR), "actual", "constant") == [170, None]
    for day in (date(2024, 1, 1), "2024-01-01"):  # an address tells it as text
        assert told(spend(firm.star, YEAR, constant=day), "actual", "constant") == [180, date(2024, 1, 1)]
    with pytest.raises(BadRequest, match="constant"):
        spend(firm.star, YEAR, constant="yesterday")
    firm.star.add("cost", [line("O", 100, currency="CHF")])
    row = spend(firm.star, YEAR).row(0, named=True)
    assert (row["actual"], row["untold_lines"], row["reason"]) == (170, 1, "missing_rate")
    counted = cost_lines(firm.star, YEAR)
    assert dict(counted.select("line", "counted").iter_rows()) == {"M": True, "N": True, "O": False}


def test_the_way_down_leads_to_file_and_row(firm: Scene) -> None:
    firm.star.add(
        "cost", [line("M", "100.1234", file="mars.csv", position=17, source="F-1"), line("Q", 5, programme="Q")]
    )
    row = cost_lines(firm.star, replace(MARCH, programmes=("P",))).row(0, named=True)
    assert [row[name] for name in ("line", "amount", "file", "position", "source")] == [
        "M",
        D("100.1234"),
        "mars.csv",
        17,
        "F-1",
    ]
    parts = cost_components(firm.star, YEAR).to_dicts()
    assert [(one["component"], one["cash"], one["actual"]) for one in parts] == [("design", True, D("105.12"))]


def test_a_manager_counts_the_money_of_their_units(firm: Scene) -> None:
    firm.star.add("cost", [line("M", 100), line("A", 7, unit="a"), line("B", 9, unit="b")])
    manager = replace(YEAR, reader=Reader(units=("b",)))
    assert told(spend(firm.star, manager), "actual") == [40 + 9]
    assert set(cost_lines(firm.star, manager)["line"]) == {"M", "B"}


def test_a_manager_is_told_of_no_programme_of_others(firm: Scene) -> None:
    firm.star.add("cost", [line("M", 100), line("N", 100, programme="Q")])
    firm.star.add("benefit", [line("I", None, programme="Q", kind="intangible", evidence=None, currency=None)])
    manager = replace(YEAR, reader=Reader(units=("b",)))
    assert decision(firm.star, manager)["programme"].to_list() == ["P"]
    assert costs(firm.star, manager)["programme"].to_list() == [None, "P"]
    assert set(cost_lines(firm.star, manager)["line"]) == {"M"}
    assert benefits(firm.star, manager).is_empty()
    assert benefits(firm.star, YEAR)["line"].to_list() == ["I"]


def test_a_reader_of_totals_is_not_told_of_a_few_people(firm: Scene) -> None:
    """What finance told is told to the cent; what is worked out from people's hours is not."""
    firm.star.add("cost", [line("M", "101.37")])
    firm.star.add("hourly", [{"amount": 23}])
    month = replace(MARCH, reader=Reader(sees_people=False))
    first = costs(firm.star, month).row(0, named=True)
    assert (first["cash"], first["learners"], first["reason"]) == (D("101.37"), 10, None)
    assert first["loaded"] == D("101.37") + 200 != D("331.37")
    assert costs(firm.star, MARCH)["loaded"][0] == D("331.37")
    assert told(spend(firm.star, month), "actual") == [D("101.37")]
    small = costs(firm.star, replace(month, units=("b",))).row(0, named=True)
    assert (small["loaded"], small["learners"], small["reason"]) == (None, None, "hidden")


def test_what_money_cannot_be_narrowed_by_is_refused(firm: Scene) -> None:
    for name in ("course", "device", "country", "language", "group"):
        with pytest.raises(BadRequest, match=name):
            costs(firm.star, replace(YEAR, **{name: "x"}))


def test_the_same_data_give_the_same_cents(firm: Scene) -> None:
    firm.star.add("hourly", [{"amount": "33.3333"}])
    shared = {"programme": None, "allocation": "learners", "valid_to": "2024-12-31"}
    firm.star.add("cost", [line(f"L{n}", f"{n}.77", **shared) for n in range(1, 40)])
    first = costs(firm.star, YEAR)
    with firm.star.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE again AS SELECT * FROM warehouse.cost ORDER BY line DESC")
        cursor.execute("DELETE FROM warehouse.cost")
        cursor.execute("INSERT INTO warehouse.cost SELECT * FROM again")
        cursor.execute("DROP TABLE again")
    assert costs(firm.star, YEAR).equals(first)
    assert first["cash"][0] == sum(first["cash"][1:]) == sum(D(f"{n}.77") for n in range(1, 40))


def test_learners_time_opens_into_hours(firm: Scene) -> None:
    firm.star.add("hourly", [{"amount": 20}])
    firm.star.add("cost", [line("M", "10.10")])
    told = cost_of(firm.star, replace(YEAR, programmes=("P",)))
    assert {one.name: one.value for one in told.working.inputs} == {"M": D("10.10"), "learner_time": 200}
    assert (told.value, told.working.inputs[-1].origin.n) == (D("210.10"), 10)
    assert cost_of(firm.star, YEAR, cash=True).value == D("10.10")


def test_whom_programmes_reached_is_known_before_what_they_cost(firm: Scene) -> None:
    firm.star.add("cost", [line("A", 100), line("X", 90, nature="estimate", alternative=True)])
    for units in ((), ("group",), ("a",), ("b",)):
        scope = replace(YEAR, units=units)
        reached = set(learners_by(firm.star, scope).filter(pl.col("learners") > 0).rows())
        for measure in (costs, decision, break_even):
            rows = measure(firm.star, scope).select(*PROGRAMME, "learners").filter(pl.col("learners") > 0).rows()
            assert rows
            assert reached.issuperset(rows)
        alone = learners_of(firm.star, scope).rows()
        assert alone == spend(firm.star, scope).select("learners").rows()
        assert alone == returns(firm.star, scope).select("learners").rows()
