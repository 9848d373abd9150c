"""Who is active, by hand and against a naive count of the same rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.active_people import active_rolling, stickiness
from analytics.breakdown import by
from analytics.catalog import measure
from analytics.engagement import active_per_day, summary
from analytics.scope import Scope
from lrs.errors import BadRequest
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))


def did(person: int, *days: str) -> list[dict[str, object]]:
    return [{"person": person, "quarter": f"{day} 08:00"} for day in days]


def on(frame: pl.DataFrame, day: str) -> tuple[object, ...]:
    return frame.filter(pl.col("day") == date.fromisoformat(day)).row(0)[1:]


def test_a_day_looks_back_1_7_and_28_days(scene: Scene) -> None:
    scene.put("person", several(3, role="learner"))
    scene.put("rollup", [*did(1, "2026-03-02", "2026-03-05"), *did(2, "2026-03-08"), *did(3, "2026-02-10")])
    told = active_rolling(scene.star, MARCH)
    assert told["day"].to_list() == [date(2026, 3, day) for day in range(1, 32)]
    # 3 was active on 10 February: that is within 28 days up to 9 March
    assert on(told, "2026-03-01")[:3] == (0, 0, 1)
    assert on(told, "2026-03-02")[:3] == (1, 1, 2)
    assert on(told, "2026-03-08")[:3] == (1, 2, 3)  # 7 days: from 2 March on
    assert on(told, "2026-03-09")[:3] == (0, 2, 3)  # person 1 by 5 March
    assert on(told, "2026-03-10")[:3] == (0, 2, 2)
    assert on(told, "2026-03-31")[:3] == (0, 0, 2)
    assert on(told, "2026-03-09")[-2] is True
    assert on(told, "2026-03-08")[-2] is False  # the record begins on 10 February


def test_stickiness_is_the_mean_day_over_the_month(scene: Scene) -> None:
    scene.put("person", several(20))
    for n in range(1, 11):
        scene.put("rollup", [*did(n, "2026-03-02", "2026-03-03", "2026-03-07"), *did(n + 10, "2026-03-28")])
    told = active_rolling(scene.star, replace(MARCH, until=date(2026, 3, 29)))
    # 28 days to 29 March, ten times: 4 active days of 2 people; on weekdays 2 of one alone (7 and 28 are Saturdays)
    assert on(told, "2026-03-29")[3:] == (40 / 28 / 20, 20 / 20 / 10, True, None)


def test_stickiness_of_nine_people_is_not_told(scene: Scene) -> None:
    scene.put("person", several(10))
    scene.put("rollup", [row for n in range(1, 10) for row in did(n, "2026-03-02")] + did(10, "2026-03-07"))
    told = active_rolling(scene.star, MARCH)
    assert on(told, "2026-03-01")[2:5] == (0, None, None)
    assert on(told, "2026-03-01")[-1] is None, "nobody came: that is told"
    assert (*on(told, "2026-03-02")[2:5], on(told, "2026-03-02")[-1]) == (9, None, None, "few_learners")
    # from Saturday the 7th on ten, of whom nine on weekdays
    assert (*on(told, "2026-03-07")[2:5], on(told, "2026-03-07")[-1]) == (10, 10 / 28 / 10, None, "few_learners")


def test_stickiness_of_ten_people_has_an_interval(scene: Scene) -> None:
    scene.put("person", several(10))
    scene.put(
        "rollup", [row for n in range(1, 11) for row in did(n, *(f"2026-03-{day:02}" for day in range(10, 10 + n)))]
    )
    told = stickiness(scene.star, MARCH).row(0, named=True)
    assert (told["since"], told["until"]) == (date(2026, 3, 4), date(2026, 3, 31))
    # 1 to 10 days of 28: mean 5.5, standard deviation 3.0277, t of 9 degrees 2.2622
    assert told["value"] == pytest.approx(5.5 / 28)
    assert told["high"] - told["value"] == pytest.approx(2.262157 * 3.027650 / 10**0.5 / 28, rel=1e-5)
    assert (told["n"], told["learners"], told["reason"]) == (10, 10, None)


def test_only_learners_count_and_one_of_two_units_once_above(scene: Scene) -> None:
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}])
    people = [(1, "a", "learner"), (2, "b", "learner"), (3, "a", "trainer"), (4, "b", "administrator")]
    scene.put("person", [{"person": who, "unit": unit, "role": role} for who, unit, role in people])
    scene.put("membership", [{"person": 1, "unit": "b"}])
    rows = [{"person": who, "happened": "2026-03-02 08:00"} for who in (1, 2, 3, 4)]
    scene.put("fact", rows)
    scene.put("rollup", [row for who in (1, 2, 3, 4) for row in did(who, "2026-03-02")])
    counted = {
        units: (
            on(active_rolling(scene.star, replace(MARCH, units=units)), "2026-03-02")[0],
            summary(scene.star, replace(MARCH, units=units))["active"].item(),
        )
        for units in ((), ("group",), ("a",), ("b",), ("a", "b"))
    }
    assert counted == {(): (2, 2), ("group",): (2, 2), ("a",): (1, 1), ("b",): (2, 2), ("a", "b"): (2, 2)}
    apart = by(scene.star, MARCH, measure("summary"), "unit")
    assert apart.select("by", "active").rows() == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("zone", "quarter", "day"),
    [
        ("Pacific/Auckland", "2026-03-01 11:00", date(2026, 3, 2)),  # 13 hours ahead in summer time
        ("Pacific/Auckland", "2026-03-01 10:45", date(2026, 3, 1)),
        ("Pacific/Auckland", "2026-04-30 12:00", date(2026, 5, 1)),  # 12 hours ahead after 5 April
        ("America/St_Johns", "2026-03-02 02:15", date(2026, 3, 1)),  # three and a half hours behind
        ("America/St_Johns", "2026-03-02 03:30", date(2026, 3, 2)),
        ("America/St_Johns", "2026-03-10 02:30", date(2026, 3, 10)),  # two and a half in summer time
    ],
)
def test_a_day_is_where_people_are(scene: Scene, zone: str, quarter: str, day: date) -> None:
    scene.put("person", several(1))
    scene.put("rollup", [{"person": 1, "quarter": quarter}])
    scene.put("fact", [{"person": 1, "happened": quarter}])
    scope = Scope(day, day, zone=zone)
    assert active_rolling(scene.star, scope)["active_1"].to_list() == [1]
    assert active_per_day(scene.star, scope)["active"].to_list() == [1]
    day_before = replace(scope, since=day - timedelta(days=1), until=day - timedelta(days=1))
    assert active_rolling(scene.star, day_before)["active_1"].to_list() in ([], [0])


def test_nobody_is_no_row_and_no_value(scene: Scene) -> None:
    assert active_rolling(scene.star, MARCH).is_empty()
    told = stickiness(scene.star, Scope())
    assert told["value"].to_list() == [None, None]
    assert told["reason"].to_list() == ["no_data", "no_data"]


def test_what_it_cannot_be_narrowed_by_is_refused(scene: Scene) -> None:
    with pytest.raises(BadRequest, match="course"):
        active_rolling(scene.star, Scope(course="https://example.org/course"))


def test_a_clock_gone_wrong_does_not_make_a_million_days(scene: Scene) -> None:
    scene.put("person", several(2))
    scene.put("rollup", [*did(1, "0001-01-01"), *did(2, "2026-03-02")])
    assert len(active_rolling(scene.star, Scope())) < 20 * 367


class Deed(NamedTuple):
    person: int
    minute: int
    initiated: int


BEGIN = datetime(2026, 2, 20, tzinfo=UTC)
UNITS = {1: ("a",), 2: ("a", "b"), 3: ("b",), 4: ("c",), 5: ()}
BELOW = {"": {1, 2, 3, 4, 5}, "top": {1, 2, 3, 4}, "a": {1, 2}, "b": {2, 3}, "c": {4}}
deeds = st.lists(
    st.builds(Deed, st.integers(1, 5), st.integers(0, 60 * 24 * 4 - 1).map(lambda n: n * 15), st.integers(0, 2)),
    max_size=25,
)


def alike(who: int) -> range:
    """Ten people who do the same: of fewer no share is told."""
    return range(10 * who, 10 * who + 10)


@pytest.fixture(scope="module")
def peopled() -> Iterator[Scene]:
    made = Scene()
    made.put("unit", [{"unit": "top"}, *({"unit": unit, "parent": "top"} for unit in "abc")])
    told = [(one, who) for who in UNITS for one in alike(who)]
    made.put("person", [{"person": one, "role": "trainer" if who == 5 else "learner"} for one, who in told])
    made.put("membership", [{"person": one, "unit": unit} for one, who in told for unit in UNITS[who]])
    yield made
    made.close()


@settings(max_examples=25)
@given(
    deeds,
    st.sampled_from(["UTC", "Pacific/Auckland", "America/St_Johns"]),
    st.sampled_from(list(BELOW)),
    st.tuples(st.integers(0, 40), st.integers(0, 30)),
)
def test_as_a_naive_count_has_it(
    peopled: Scene, happened: list[Deed], zone: str, unit: str, days: tuple[int, int]
) -> None:
    with peopled.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.rollup")
    moments = [(one, BEGIN + timedelta(minutes=one.minute)) for one in happened]
    peopled.put(
        "rollup",
        [
            {"person": person, "quarter": at.replace(tzinfo=None), "initiated": one.initiated}
            for one, at in moments
            for person in alike(one.person)
        ],
    )
    start, length = days
    since = BEGIN.date() + timedelta(days=start)
    until = since + timedelta(days=length)
    told = active_rolling(peopled.star, Scope(since, until, zone=zone, units=(unit,) if unit else ()))
    local = {
        (one.person, at.astimezone(ZoneInfo(zone)).date())
        for one, at in moments
        if one.initiated and one.person in BELOW[unit] - {5}
    }

    def active(day: date, width: int, *, weekdays: bool = False) -> int:
        last = [day - timedelta(days=back) for back in range(width)]
        return 10 * len({who for who, when in local if when in last and not (weekdays and when.weekday() > 4)})

    for row in told.iter_rows(named=True):
        day = row["day"]
        assert (row["active_1"], row["active_7"], row["active_28"]) == tuple(active(day, width) for width in (1, 7, 28))
        daily = [(back, active(back, 1)) for back in (day - timedelta(days=n) for n in range(28))]
        month = active(day, 28)
        assert row["stickiness"] == (pytest.approx(sum(n for _, n in daily) / 28 / month) if month else None)
        working = active(day, 28, weekdays=True)
        mean = sum(n for back, n in daily if back.weekday() < 5) / 20
        assert row["weekday_stickiness"] == (pytest.approx(mean / working) if working else None)
    reached = any(when <= until for _, when in local)
    assert len(told) == (length + 1 if reached else 0)
