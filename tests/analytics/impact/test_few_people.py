"""What the business reports of a few people is told to nobody who may not see them, nor anything made of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.impact import effect, effect_series
from analytics.indicators import indicators
from analytics.investment import benefits, decision
from analytics.scope import Reader, Scope
from tests.support.scene import Scene

END = Scope(until=date(2025, 12, 31))
TOTALS = Scope(reader=Reader(sees_people=False))
UNITS = tuple("abcdefghij")
TINY = {"a": 3, "j": 4}  # how many people; all others have five, but for `i`, of which nobody is known
OFF = {"a": 1, "j": -1}
MONTHS = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(24)]


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """Ten teams of a group, half of which got a programme meant to have fewer accidents happen."""
    scene.put("unit", [{"unit": "group"}])
    scene.put("unit", [{"unit": one, "parent": "group", "depth": 1} for one in UNITS])
    scene.put("programme", [{"programme": "safety", "owner_unit": "group"}])
    scene.put("aim", [{"indicator": "accidents", "programme": "safety"}])
    scene.put("rollout", [{"programme": "safety", "unit": one, "starts": "2025-01-01"} for one in "abcde"])
    line = {"line": "B1", "programme": "safety", "evidence": "measured", "indicator": "accidents", "amount": None}
    scene.put("benefit", [line | {"valid_from": date(2025, 1, 1)}])
    crew = [(unit, n) for unit in UNITS if unit != "i" for n in range(TINY.get(unit, 5))]
    scene.put("person", [{"person": at, "unit": unit} for at, (unit, _) in enumerate(crew, 1)])
    return scene


def figures(of_tiny: float, units: Any = UNITS) -> Iterator[dict[str, Any]]:
    """Some figure of each team and month; those of the tiny ones are this much off, once the programme is there."""
    for unit in units:
        for at, month in enumerate(MONTHS):
            rate = 5 + ord(unit) % 3 + at % 5 / 10 - (unit < "f" and at >= 12)
            rate += of_tiny * OFF.get(unit, 0) * (at >= 12)
            told = {"indicator": "accidents", "unit": unit, "month": month, "numerator": 50 * rate, "denominator": 50}
            yield told | {"value": Decimal(100), "currency": "EUR"}


def everything(scene: Scene) -> list[Any]:
    """All that a reader of totals may ask that is made of figures of the business."""
    periods = [(None, None), (date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 3, 1), date(2025, 3, 31))]
    scopes = [
        replace(TOTALS, units=units, since=since, until=until)
        for units in ((), ("group",), ("a",), ("b",), ("j",))
        for since, until in periods
    ]
    asked = (indicators, effect, effect_series, benefits, decision)
    return [ask(scene.star, scope).to_dicts() for scope in scopes for ask in asked]


def test_nothing_that_is_told_depends_on_what_a_few_people_did(scene: Scene) -> None:
    """So nothing that is subtracted from anything finds them."""
    told = []
    for of_tiny in (0.0, 2.5):
        with scene.star.cursor() as cursor:
            cursor.execute("DELETE FROM warehouse.indicator")
        scene.put("indicator", figures(of_tiny))
        told.append((everything(scene), effect(scene.star, END)["effect"][0]))
    assert told[0][0] == told[1][0]
    assert told[0][1] != told[1][1]  # who may see people is told what it does
    assert benefits(scene.star, TOTALS).select("amount", "counted").null_count().row(0) == (0, 0)


def test_figures_of_five_people_are_told_as_they_are_and_of_fewer_as_hidden(scene: Scene) -> None:
    scene.put("indicator", figures(0.0))
    year = replace(TOTALS, since=date(2025, 1, 1), until=date(2025, 12, 31))
    seen = indicators(scene.star, year)
    whole = indicators(scene.star, replace(year, reader=Reader()))
    hidden = seen.filter(reason="hidden")
    assert set(hidden["unit"]) == set(TINY)
    assert hidden.select("numerator", "denominator", "value").null_count().row(0) == (24, 24, 24)
    assert seen.filter(seen["reason"].is_null()).equals(whole.filter(~whole["unit"].is_in(list(TINY))))
    assert "i" in seen.filter(seen["reason"].is_null())["unit"].to_list()  # nobody says how many there are


def test_the_effect_is_that_of_the_others_and_says_how_many_are_hidden(scene: Scene) -> None:
    scene.put("indicator", figures(0.0))
    row = effect(scene.star, replace(TOTALS, until=None)).row(0, named=True)
    assert (row["treated"], row["untreated"], row["few_places"]) == (4, 4, 2)
    assert effect(scene.star, END)["treated"][0] == 5
    assert row["headline"]


def test_where_all_are_hidden_the_reason_is_said(scene: Scene) -> None:
    scene.put("indicator", figures(0.0, TINY))
    told = effect(scene.star, TOTALS)
    assert set(told["reason"]) == {"few_people"}
    assert told["effect"].null_count() == told.height > 0
    assert benefits(scene.star, TOTALS)["reason"].to_list() == ["few_people"]


def test_a_place_is_hidden_in_the_months_it_had_few_people(scene: Scene) -> None:
    """Of a site, of which some were not there yet, and some not any more."""
    days = [("2020-01-01", None)] * 3 + [("2025-03-15", None)] * 2 + [("2020-01-01", "2025-03-31")] * 2
    there = [{"person": 900 + at, "joined": since, "left_on": until} for at, (since, until) in enumerate(days)]
    scene.put("person", [one | {"site": "Lyon"} for one in there])
    told = {"indicator": "accidents", "site": "Lyon", "numerator": 1, "denominator": 2}
    scene.put("indicator", [told | {"month": f"2025-0{month}-01"} for month in (2, 3, 4)])
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.person SET left_on = '2025-01-31' WHERE person = 900")
    seen = indicators(scene.star, TOTALS)
    # two of the first three, the two who came in March, the two who left at its end
    assert dict(seen.select("month", "value").iter_rows()) == {
        date(2025, 2, 1): None,
        date(2025, 3, 1): 0.5,
        date(2025, 4, 1): None,
    }
