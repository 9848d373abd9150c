"""The effect of programmes on indicators, from figures to rows: who got it when, what it changed, who may know."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.designs import DECIDED, LADDER, REASONS
from analytics.effects import WARNINGS
from analytics.impact import EFFECT, effect, effect_series
from analytics.indicators import draws, indicators
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest
from schemas.imports import KINDS
from tests.support.scene import Scene

END = Scope(until=date(2025, 12, 31))
COUNTRIES = "abcdefghij"


def figures(units: dict[str, float], drop: dict[str, float], since: int = 24, **other: Any) -> list[dict[str, Any]]:
    """Figures of units at their levels until the end of 2025, with a season, and a drop from 2025 on."""
    chance = np.random.default_rng(1)
    rows = []
    for unit, level in units.items():
        for at in range(24 - since, 24):
            day = date(2024 + at // 12, at % 12 + 1, 1)
            rate = level + np.sin(at / 2) + chance.normal(0, 0.1) - (drop.get(unit, 0.0) if at >= 12 else 0.0)
            row = {"indicator": "accidents", "month": day, "numerator": 50 * rate, "denominator": 50.0, **other}
            rows.append(row | ({"site": unit[5:]} if unit.startswith("site ") else {"unit": unit}))
    return rows


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """A group of ten countries, each with two teams; a programme meant to have fewer accidents happen."""
    scene.put("unit", [{"unit": "group"}])
    scene.put("unit", [{"unit": one, "parent": "group", "depth": 1} for one in COUNTRIES])
    scene.put("unit", [{"unit": f"{one}{n}", "parent": one, "depth": 2} for one in COUNTRIES for n in (1, 2)])
    scene.put("programme", [{"programme": "safety", "owner_unit": "a"}])
    scene.put("aim", [{"indicator": "accidents", "programme": "safety"}])
    return scene


def teams(of: str = COUNTRIES) -> dict[str, float]:
    return {f"{one}{n}": 5.0 + n for one in of for n in (1, 2)}


def rolled_out(scene: Scene, *units: str, day: str = "2025-01-01") -> None:
    scene.put("rollout", [{"programme": "safety", "unit": unit, "starts": day} for unit in units])


def first(scene: Scene, scope: Scope = END) -> dict[str, Any]:
    frame = effect(scene.star, scope)
    assert dict(frame.schema) == EFFECT
    assert set(frame["decided"].drop_nulls()) <= DECIDED.keys()
    assert set(frame["design"]) <= LADDER.keys()
    assert set(frame["reason"].drop_nulls()) <= REASONS.keys()
    assert set(frame["warning"].drop_nulls()) <= WARNINGS.keys()
    return frame.row(0, named=True)


def test_countries_are_compared_where_countries_got_it_though_teams_are_counted(scene: Scene) -> None:
    drop = {f"{one}{n}": 1.5 for one in "abcde" for n in (1, 2)}
    scene.put("indicator", figures(teams(), drop, value=Decimal(100), currency="EUR"))
    rolled_out(scene, *"abcde")
    row = first(scene)
    assert (row["design"], row["decided"], row["treated"], row["untreated"]) == ("difference", "rule", 5, 5)
    assert (row["chosen"], row["headline"], row["test"], row["warning"]) == (True, True, True, None)
    assert row["low"] < -1.5 < row["high"] < 0
    assert (row["better_by"], row["was"]) == (True, pytest.approx(6.5, abs=0.2))
    # 1.5 fewer of each 50 in 10 teams, 12 months, at 100 each
    assert float(row["worth"]) == pytest.approx(-row["effect"] * 50 * 10 * 12 * 100, rel=1e-6)
    assert row["worth_low"] < row["worth"] < row["worth_high"]
    others = effect(scene.star, END).filter(~pl.col("chosen"))
    assert others["design"].to_list() == ["series", "trend"]
    assert others["warning"].to_list() == ["regression", "regression"]


def test_the_design_stays_whatever_the_figures_are(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), {}))
    rolled_out(scene, *"abcd")
    names = ["design", "decided", "chosen", "treated", "untreated", "before", "after", "starts", "until", "reason"]
    before = effect(scene.star, END).select(names)
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.indicator SET numerator = 1000 * random()")
    assert effect(scene.star, END).select(names).equals(before)


def without(rows: list[dict[str, Any]], units: set[str], since: date) -> list[dict[str, Any]]:
    return [row for row in rows if row["unit"] not in units or row["month"] < since]


def test_teams_that_stop_reporting_are_no_effect(scene: Scene) -> None:
    """Teams at 2 and at 8, the latter silent where it was rolled out: their countries' sums fall by 3, nothing did."""
    levels = {f"{one}{n}": 2.0 if n == 1 else 8.0 for one in COUNTRIES for n in (1, 2)}
    rows = figures(levels, {}, value=Decimal(100), currency="EUR")
    scene.put("indicator", without(rows, {f"{one}2" for one in "abcde"}, date(2025, 1, 1)))
    rolled_out(scene, *"abcde")
    told = effect(scene.star, END)
    assert (set(told["reason"]), told["chosen"].any()) == ({"places_left"}, False)
    assert told["effect"].null_count() == told["worth"].null_count() == told.height
    assert told["left_places"][0] == "a2 | b2 | c2 | d2 | e2"
    assert effect_series(scene.star, END).is_empty()


def test_a_team_that_stops_is_left_out_everywhere_and_named(scene: Scene) -> None:
    levels = {f"{one}{n}": 2.0 if n == 1 else 8.0 for one in COUNTRIES for n in (1, 2)}
    rows = figures(levels, {}, value=Decimal(100), currency="EUR")
    scene.put("indicator", without(rows, {"a2"}, date(2025, 3, 1)))
    rolled_out(scene, *"abcde")
    row = first(scene)
    assert (row["design"], row["places"], row["left_out"], row["left_places"]) == ("difference", 19, 1, "a2")
    assert abs(row["effect"]) < 0.15
    assert row["was"] == pytest.approx((2 + 4 * 5) / 5, abs=0.2)  # the first country's level is its other team's
    assert float(row["worth"]) / (50 * 9 * 12 * 100) == pytest.approx(-row["effect"], abs=0.05)  # of nine teams
    told = effect_series(scene.star, END).filter(pl.col("arm") == "treated")
    assert set(told["denominator"]) == {450.0}


def test_teams_that_shrink_are_no_effect(scene: Scene) -> None:
    """Teams at 2 and at 8; the latter work a tenth of their hours where it was rolled out: nobody works otherwise."""
    levels = {f"{one}{n}": 2.0 if n == 1 else 8.0 for one in COUNTRIES for n in (1, 2)}
    rows = figures(levels, dict.fromkeys((f"{one}1" for one in "abcde"), 0.5))
    for row in rows:
        if row["month"] >= date(2025, 1, 1) and row["unit"] in {f"{one}2" for one in "abcde"}:
            row |= {"numerator": row["numerator"] / 10, "denominator": row["denominator"] / 10}
    scene.put("indicator", rows)
    rolled_out(scene, *"abcde")
    told = {row["design"]: row for row in effect(scene.star, END).to_dicts()}
    # by half a point in the teams that are half of each country: by a quarter of a point
    assert told["difference"]["effect"] == pytest.approx(-0.25, abs=0.1)
    assert told["difference"]["low"] < -0.25 < told["difference"]["high"]
    assert (told["difference"]["was"], told["series"]["was"]) == (pytest.approx(5, abs=0.2), pytest.approx(5, abs=0.2))
    assert abs(told["series"]["effect"]) < 1
    months = effect_series(scene.star, END).filter(pl.col("arm") == "treated")
    after = months.filter("after")
    assert (after["value"] - after["expected"]).mean() == pytest.approx(told["difference"]["effect"], abs=0.01)
    assert after["denominator"][0] == 5 * (50 + 5)


def test_one_treated_unit_is_a_comparison_and_no_headline(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), {"a1": 1.5, "a2": 1.5}, since=20))
    rolled_out(scene, "a")
    row = first(scene)
    assert (row["design"], row["test"], row["headline"], row["reason"]) == ("difference", False, False, "few_groups")
    assert (row["low"], row["p"], row["better_by"], row["worth"]) == (None, None, None, None)
    assert row["effect"] == pytest.approx(-1.5, abs=0.2)


def test_units_drifting_apart_before_are_told(scene: Scene) -> None:
    rows = figures(teams(), {})
    for row in rows:
        if row["unit"][0] in "abcde":
            at = (row["month"].year - 2024) * 12 + row["month"].month
            row["numerator"] -= 50 * 0.1 * at
    scene.put("indicator", rows)
    rolled_out(scene, *"abcde")
    assert first(scene)["warning"] == "not_parallel"


def test_a_draw_goes_before_what_rules_say_and_only_drawn_units_count(scene: Scene) -> None:
    drop = {f"{one}{n}": 1.5 for one in "abcd" for n in (1, 2)}
    scene.put("indicator", figures(teams(), drop))
    rolled_out(scene, "j")
    order = [{"unit": one, "position": at, "starts": "2025-01-01" if one < "e" else None} for at, one in
             enumerate("cabdhgef", 1)]  # fmt: skip
    scene.put("drawn", [{"programme": "safety"} | one for one in order])
    row = first(scene)
    assert (row["design"], row["decided"], row["treated"], row["untreated"]) == ("waitlist", "draw", 4, 4)
    assert row["low"] < -1.5 < row["high"] < 0
    assert draws(scene.star, END)["unit"].to_list() == list("cabdhgef")
    totals = replace(END, since=None, until=None, reader=Reader(sees_people=False))
    assert (set(draws(scene.star, END)["who"]), set(draws(scene.star, totals)["who"])) == ({"administrator"}, {None})
    theirs = replace(END, reader=Reader(units=("a",)))
    assert draws(scene.star, theirs)["unit"].to_list() == ["a"]


def test_figures_of_no_unit_where_it_was_decided_say_so(scene: Scene) -> None:
    """Told by country, decided by team: a country holds teams that have it and teams that do not."""
    scene.put("indicator", figures(dict.fromkeys(COUNTRIES, 5.0), {}))
    rolled_out(scene, *(f"{one}1" for one in "abcde"))
    assert set(effect(scene.star, END)["reason"]) == {"no_places"}


def test_open_to_all_on_one_day_is_read_against_its_own_past(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), dict.fromkeys(teams(), 3.0)))
    rolled_out(scene, "")
    row = first(scene)
    assert (row["design"], row["decided"], row["headline"], row["warning"]) == ("series", "live", True, "regression")
    assert row["autocorrelation"] > 0


def test_who_began_when_is_used_where_nobody_decided_and_is_no_test(scene: Scene) -> None:
    people = [{"person": 100 * at + n, "unit": f"{one}1"} for at, one in enumerate(COUNTRIES) for n in range(10)]
    scene.put("person", people)
    begun = [one for one in people if one["unit"] < "f" and one["person"] % 100 < 4]
    step = {"programme": "safety", "step": "started"}
    scene.put("milestone", [step | {"person": one["person"], "happened": "2025-01-10 08:00"} for one in begun])
    drop = {f"{one}1": 1.5 for one in "abcde"}
    scene.put("indicator", figures({f"{one}1": 5.0 for one in COUNTRIES}, drop, since=20))
    row = first(scene)
    assert (row["design"], row["decided"], row["test"], row["reason"]) == ("difference", "uptake", False, "not_decided")
    assert (row["treated"], row["untreated"], row["starts"]) == (5, 5, date(2025, 1, 10))


def test_figures_of_sites(scene: Scene) -> None:
    scene.put("indicator", figures({"site Lyon": 5.0}, {"site Lyon": 1.0}))
    scene.put("programme", [{"programme": "safety", "live": "2025-01-01"}])
    with scene.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.programme WHERE live IS NULL")
    assert first(scene)["decided"] == "live"
    assert indicators(scene.star, END)["site"].unique().to_list() == ["Lyon"]
    assert indicators(scene.star, replace(END, reader=Reader(units=("a",)))).is_empty()


def test_whoever_brings_figures_is_told_who_sees_them() -> None:
    unit = KINDS["indicators"].column("unit")
    assert "executives see no figure" in unit.en
    assert "la direction ne voit aucun chiffre" in unit.fr


def test_nobody_knows_when(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), {}))
    assert set(effect(scene.star, END)["reason"]) == {"no_start"}
    assert not effect(scene.star, END)["chosen"].any()
    assert effect_series(scene.star, END).is_empty()


def test_a_manager_is_told_of_their_own_units_only(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), dict.fromkeys(teams("a"), 1.5)))
    rolled_out(scene, *"abcde")
    own = replace(END, reader=Reader(units=("a",)))
    assert set(indicators(scene.star, own)["unit"]) == {"a1", "a2"}
    told = effect(scene.star, own)
    assert (told["treated"].max(), told["untreated"].max()) == (1, 0)
    elsewhere = replace(END, reader=Reader(units=("b",)))
    assert effect(scene.star, elsewhere).is_empty()
    assert effect(scene.star, replace(END, units=("b",)))["treated"].max() == 1


def test_an_estimate_is_a_line_of_its_own(scene: Scene) -> None:
    line = {"line": "B1", "programme": "safety", "amount": Decimal(336_000), "confidence": Decimal("0.7")}
    said = {"evidence": "estimate", "valid_from": date(2025, 1, 1), "low": Decimal(300_000), "unit": "a"}
    scene.put("benefit", [line | said, line | said | {"line": "B2", "evidence": "controlled"}])
    row = first(scene)
    # expertsmind.com, confidence adjustment: 336 000 x 70 % = 235 200
    assert (row["design"], row["worth"], row["worth_low"]) == ("estimate", Decimal(235_200), Decimal(210_000))
    assert (row["headline"], row["chosen"], row["indicator"]) == (False, False, None)
    assert effect(scene.star, replace(END, units=("b",))).is_empty()


def test_the_months_behind_it(scene: Scene) -> None:
    drop = {f"{one}{n}": 1.5 for one in "abcde" for n in (1, 2)}
    scene.put("indicator", figures(teams(), drop))
    rolled_out(scene, *"abcde", day="2025-01-15")
    told = effect_series(scene.star, END)
    assert told.height == 48
    assert told.filter(pl.col("after").is_null())["month"].unique().to_list() == [date(2025, 1, 1)]
    after = told.filter((pl.col("arm") == "treated") & pl.col("after"))
    assert (after["value"] - after["expected"]).mean() == pytest.approx(-1.5, abs=0.15)
    assert effect_series(scene.star, END, indicator="other").is_empty()


def test_the_months_lie_as_far_from_what_was_expected_as_is_told(scene: Scene) -> None:
    """A country ten times as large as the others is one of five where countries are compared, in the chart as well."""
    rows = figures(teams(), {"a1": 3.0, "a2": 3.0})
    for row in rows:
        if row["unit"][0] == "a":
            row |= {"numerator": 10 * row["numerator"], "denominator": 10 * row["denominator"]}
    scene.put("indicator", rows)
    rolled_out(scene, *"abcde")
    row = first(scene)
    assert row["effect"] == pytest.approx(-0.6, abs=0.1)
    months = effect_series(scene.star, END).filter((pl.col("arm") == "treated") & pl.col("after"))
    assert (months["value"] - months["expected"]).mean() == pytest.approx(row["effect"])


def test_what_it_is_worth_is_of_where_it_changed_something(scene: Scene) -> None:
    """Of five countries the largest, as large as ten others, changed nothing: four times 1.5, not fourteen times."""
    rows = figures(teams(), {f"{one}{n}": 1.5 for one in "bcde" for n in (1, 2)}, value=Decimal(100), currency="EUR")
    for row in rows:
        if row["unit"][0] == "a":
            row |= {"numerator": 10 * row["numerator"], "denominator": 10 * row["denominator"]}
    scene.put("indicator", rows)
    rolled_out(scene, *"abcde")
    row = first(scene)
    assert row["effect"] == pytest.approx(-1.2, abs=0.1)  # of a country: four of five
    truth = 1.5 * 50 * 2 * 4 * 12 * 100
    assert float(row["worth"]) == pytest.approx(truth, rel=0.35)
    assert row["worth_low"] < truth < row["worth_high"]
    assert row["worth_low"] < 0  # what all of it is worth rests on one country most of all


def test_the_first_day_is_not_looked_at_and_the_last_is(scene: Scene) -> None:
    scene.put("indicator", figures(teams(), {}))
    rolled_out(scene, *"abcde")
    assert first(scene, replace(END, since=date(2025, 12, 1)))["before"] == 12
    assert first(scene, Scope(until=date(2025, 6, 30)))["after"] == 6
    with pytest.raises(BadRequest, match="country"):
        effect(scene.star, replace(END, country="FR"))
