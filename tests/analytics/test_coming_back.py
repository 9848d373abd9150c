"""Cohorts and growth: the published example, by hand, and what is masked or hidden."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.cohorts import cohorts, growth
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest
from tests.support.scene import Scene

# Methods 3: the January cohort is A (months 0, 1, 2), B (0, 2) and C (0).
VISITS = {1: (1, 2, 3), 2: (1, 3), 3: (1,)}
SPRING = Scope(until=date(2026, 3, 31))
TOTALS = Scope(date(2026, 1, 1), date(2026, 3, 31), reader=Reader(sees_people=False))


def visit(person: int, day: str, **row: Any) -> dict[str, Any]:
    return {"person": person, "quarter": f"{day} 08:00", **row}


def visits(months: Mapping[int, tuple[int, ...]]) -> list[dict[str, Any]]:
    return [visit(person, f"2026-{month:02}-10") for person, some in months.items() for month in some]


def put(scene: Scene, rolled: list[dict[str, Any]], last: str = "2026-04-02 08:00") -> None:
    scene.put("person", [{"person": person} for person in sorted({row["person"] for row in rolled})])
    scene.put("rollup", rolled)
    scene.put("fact", [{"person": 1, "happened": last}])


def shares(frame: pl.DataFrame) -> list[tuple[int, int]]:
    return list(frame.select("period", "returned").iter_rows())


def test_the_published_cohort(scene: Scene) -> None:
    put(scene, visits(VISITS))
    assert shares(cohorts(scene.star, SPRING)) == [(0, 3), (1, 1), (2, 2)]
    assert shares(cohorts(scene.star, SPRING, kind="rolling")) == [(0, 3), (1, 2), (2, 2)]
    told = cohorts(scene.star, SPRING)
    assert told["cohort"].unique().to_list() == [date(2026, 1, 1)]
    assert told["share"].null_count() == 3  # three people are counts, not a share
    assert told["reason"].unique().to_list() == ["few_learners"]


def test_a_big_enough_cohort_has_shares(scene: Scene) -> None:
    put(scene, visits({person: (1, 2) if person % 2 else (1,) for person in range(1, 41)}))
    told = cohorts(scene.star, SPRING).row(1, named=True)
    assert (told["size"], told["returned"], told["share"]) == (40, 20, 0.5)
    assert 0.35 < told["low"] < 0.5 < told["high"] < 0.65


def test_a_period_not_over_is_masked(scene: Scene) -> None:
    put(scene, visits(VISITS), last="2026-03-20 08:00")
    told = cohorts(scene.star, Scope(until=date(2026, 3, 31)))
    assert told["complete"].to_list() == [True, True, False]
    assert told["returned"].to_list() == [3, 1, None]
    assert growth(scene.star, SPRING)["complete"].to_list() == [True, True, False]


def test_whoever_came_before_is_of_no_cohort_in_the_scope(scene: Scene) -> None:
    put(scene, visits({1: (1, 2), 2: (2,)}))
    since = replace(SPRING, since=date(2026, 2, 1))
    assert cohorts(scene.star, since)["size"].unique().to_list() == [1]
    assert growth(scene.star, since).select("new", "retained").row(0) == (1, 1)


def test_growth_accounts_for_everyone(scene: Scene) -> None:
    put(scene, visits(VISITS | {4: (2,), 5: (2, 3)}))
    told = growth(scene.star, SPRING)
    columns = ("active", "new", "retained", "returned", "lost")
    assert told.select(columns).rows() == [(3, 3, 0, 0, 0), (3, 2, 1, 0, 2), (3, 0, 2, 1, 1)]
    assert told["quick_ratio"].to_list() == [None, None, None]  # of two who came and two who were lost
    assert told["starts"].to_list() == [date(2026, month, 1) for month in (1, 2, 3)]


def test_how_many_came_for_each_one_lost_is_told_of_twenty(scene: Scene) -> None:
    everyone = VISITS | {4: (2,), 5: (2, 3)}
    put(scene, visits({10 * who + n: months for who, months in everyone.items() for n in range(10)}))
    assert growth(scene.star, SPRING)["quick_ratio"].to_list() == [None, 1.0, 1.0]
    put(scene, visits({100: (2, 3)}))  # one more who came
    assert growth(scene.star, SPRING)["quick_ratio"].to_list() == [None, 1.05, 1.0]


def test_weeks_begin_on_monday_in_the_zone(scene: Scene) -> None:
    put(scene, [{"person": 1, "quarter": "2026-03-01 22:00"}, {"person": 1, "quarter": "2026-03-09 08:00"}])
    told = cohorts(scene.star, SPRING, grain="week")
    assert told["cohort"][0] == date(2026, 2, 23)
    auckland = replace(SPRING, zone="Pacific/Auckland")  # there it is Monday already
    assert cohorts(scene.star, auckland, grain="week")["cohort"][0] == date(2026, 3, 2)
    assert growth(scene.star, auckland, grain="week")["active"].to_list()[:2] == [1, 1]


def test_a_programme_has_cohorts_of_its_own(scene: Scene) -> None:
    put(scene, [visit(1, "2026-01-10"), visit(1, "2026-02-10", programme="safety"), visit(2, "2026-01-10")])
    told = cohorts(scene.star, replace(SPRING, programmes=("safety",)))
    assert told.row(0, named=True)["cohort"] == date(2026, 2, 1)


def test_a_reader_of_totals_is_not_told_of_a_few(scene: Scene) -> None:
    put(scene, visits({person: (1, 2, 3) if person <= 28 else (1,) for person in range(1, 31)} | {50: (2,)}))
    told = cohorts(scene.star, TOTALS)
    january = told.filter(pl.col("cohort") == date(2026, 1, 1))
    assert january["size"].unique().to_list() == [30]
    assert january["returned"].to_list() == [30, None, None]  # 28 of 30 would show who the other two are
    assert january["reason"].to_list() == [None, "hidden", "hidden"]
    assert told.filter(pl.col("cohort") == date(2026, 2, 1))["size"].null_count() == 2
    assert growth(scene.star, TOTALS).row(1, named=True)["active"] is None  # two were lost, one is new


def test_what_cannot_be_asked_is_refused_in_one_sentence(scene: Scene) -> None:
    with pytest.raises(BadRequest, match="kind: 'sideways' is none of classic, rolling"):
        cohorts(scene.star, SPRING, kind="sideways")  # type: ignore[arg-type]  # what an address may say
    with pytest.raises(BadRequest, match="grain"):
        growth(scene.star, SPRING, grain="year")  # type: ignore[arg-type]  # what an address may say
    with pytest.raises(BadRequest, match="course"):
        cohorts(scene.star, replace(SPRING, course="https://example.org/course"))
