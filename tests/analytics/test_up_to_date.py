"""Who is up to date on a day, and who holds which competency: by hand and against a naive reading of the same rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.competencies import competencies
from analytics.scope import Reader, Scope
from analytics.up_to_date import STATUSES, standing, up_to_date, up_to_date_status
from lrs.errors import Forbidden
from tests.support.scene import Scene, several

DAY = date(2026, 6, 30)
NOW = Scope(until=DAY)
TOTALS = replace(NOW, since=DAY.replace(day=1), reader=Reader(sees_people=False))  # they ask of a whole month


def done(person: int, day: date, programme: str = "safety") -> dict[str, object]:
    return {"person": person, "programme": programme, "step": "completed", "happened": f"{day} 08:00"} | {
        "latest": f"{day} 08:00"
    }


def must(n: int, **row: object) -> list[dict[str, object]]:
    return several(
        n, **{"programme": "safety", "assigned": "2024-01-01", "due": "2024-06-01", "valid_months": 12} | row
    )


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (date(2025, 6, 30), "expired"),  # to the day
        (date(2025, 7, 1), "expires_30"),
        (date(2025, 7, 30), "expires_30"),
        (date(2025, 7, 31), "expires_60"),
        (date(2025, 8, 29), "expires_60"),
        (date(2025, 8, 30), "expires_90"),
        (date(2025, 9, 28), "expires_90"),
        (date(2025, 9, 29), "valid"),
        (None, "never"),
    ],
)
def test_a_status_is_by_days_left(scene: Scene, last: date | None, status: str) -> None:
    scene.put("person", several(1))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", must(1))
    scene.put("milestone", [done(1, last)] if last else [])
    told = standing(scene.star, NOW).row(0, named=True)
    assert (told["status"], told["late"]) == (status, status in ("expired", "never"))
    counts = up_to_date_status(scene.star, NOW)
    assert counts[status].to_list() == [1, 1]
    assert counts.select(STATUSES).sum_horizontal().to_list() == [1, 1]


def test_any_day_is_told_as_it_was(scene: Scene) -> None:
    scene.put("person", several(1))
    scene.put("programme", [{"programme": "safety", "modality": "e-learning"}])
    scene.put("activity", [{"activity": 1}])
    scene.put("belongs", [{"activity": 1, "programme": "safety"}])
    scene.put("assigned", must(1, assigned="2023-01-01", valid_months=6))
    days = ["2023-02-01", "2024-02-01", "2026-02-01"]
    scene.put("milestone", [done(1, date(2023, 2, 1)) | {"latest": "2026-02-01 08:00"}])
    scene.put(
        "fact",
        [
            {"person": 1, "activity": 1, "programme": "safety", "verb": "completed", "happened": f"{day} 08:00"}
            for day in days
        ],
    )
    on = {
        day: standing(scene.star, Scope(until=day))["status"].item()
        for day in (
            date(2023, 1, 15),
            date(2023, 4, 1),
            date(2023, 9, 1),
            date(2024, 4, 1),
            date(2025, 4, 1),
            date(2026, 4, 1),
        )
    }
    assert list(on.values()) == ["never", "valid", "expired", "valid", "expired", "valid"]
    assert standing(scene.star, Scope(until=date(2022, 12, 31))).is_empty()  # not assigned yet


TEST = "https://example.org/test"
PASSED = ("2024-06-01", "2024-12-01", "2025-06-01")


@pytest.mark.parametrize(
    ("tests", "claims", "completed", "statuses"),
    [  # the days a test was passed, and how it stands on 2024-06-15, 2024-12-15 and 2025-06-15
        (("2024-06-01", "2024-09-01"), (), "2024-06-01", ["expires_90", "expired", "expired"]),  # still known then
        (PASSED, (), None, ["expires_90"] * 3),  # of which nothing else is told
        (PASSED, (TEST,), "2024-06-01", ["expires_90"] * 3),  # an examination, claimed as one
        (PASSED[::2], (), "2024-12-01", ["expires_90", "expires_90", "expired"]),  # done as a whole since
    ],
)
def test_a_test_of_what_is_still_known_renews_nothing(
    scene: Scene, tests: tuple[str, ...], claims: tuple[str, ...], completed: str | None, statuses: list[str]
) -> None:
    scene.put("person", several(1))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("activity", [{"activity": 1, "iri": TEST, "type": "assessment"}])
    scene.put("claim", [{"programme": "safety", "iri": one, "prefix": False, "planned": False} for one in claims])
    scene.put("assigned", must(1, valid_months=3))
    scene.put("milestone", [done(1, date.fromisoformat(completed))] if completed else [])
    passed = {"person": 1, "activity": 1, "programme": "safety", "success": True}
    scene.put("assessment", [passed | {"happened": f"{day} 09:00"} for day in tests])
    scene.put("milestone", [done(1, date.fromisoformat(tests[0])) | {"step": "passed", "latest": f"{tests[-1]} 09:00"}])
    days = (date(2024, 6, 15), date(2024, 12, 15), date(2025, 6, 15))
    assert [standing(scene.star, Scope(until=day))["status"].item() for day in days] == statuses


def test_up_to_date_is_of_who_is_due_and_not_exempt(scene: Scene) -> None:
    scene.put("person", [*several(30), {"person": 31, "left_on": "2026-01-01"}])
    scene.put("programme", [{"programme": "safety", "title_en": "Safety"}, {"programme": "fire", "title_en": "Fire"}])
    scene.put("assigned", must(31)[:24] + must(31)[30:])
    scene.put("assigned", must(27, due="2027-01-01")[24:])
    scene.put("assigned", must(30, exempt=True)[27:])
    scene.put("assigned", must(20, programme="fire", valid_months=None))
    scene.put("milestone", [done(n, date(2026, 1, 1)) for n in range(1, 19)])
    scene.put("milestone", [done(n, date(2024, 1, 1), "fire") for n in range(3, 21)])
    told = up_to_date(scene.star, NOW)
    assert told.select("programme", "count", "n").rows() == [(None, 16, 24), ("fire", 18, 20), ("safety", 18, 24)]
    assert told["share"].to_list() == [pytest.approx(16 / 24), 0.9, 0.75]
    assert told.row(2, named=True)["low"] == pytest.approx(0.5510, abs=1e-4)  # Wilson, 18 of 24
    counts = up_to_date_status(scene.star, NOW).select("programme", "people", "valid", "never", "exempt").rows()
    assert counts == [(None, 30, 16, 11, 3), ("fire", 20, 18, 2, 0), ("safety", 30, 18, 9, 3)]


def test_without_mandatory_assignment_nobody_is_late(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", must(30, mandatory=False))
    told = up_to_date(scene.star, NOW).row(0, named=True)
    assert (told["share"], told["count"], told["reason"]) == (None, None, "none_mandatory")
    assert up_to_date_status(scene.star, NOW).row(0, named=True)["people"] is None


def test_a_day_of_completion_is_local(scene: Scene) -> None:
    scene.put("person", several(1))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", must(1))
    scene.put("milestone", [done(1, DAY) | {"happened": "2026-06-30 12:30", "latest": "2026-06-30 12:30"}])
    assert standing(scene.star, replace(NOW, zone="Pacific/Auckland"))["status"].item() == "never"  # 1 July there
    assert standing(scene.star, replace(NOW, zone="America/St_Johns"))["done"].item() == DAY


def test_readers_of_totals_get_no_small_count(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("assigned", must(30))
    scene.put("milestone", [done(n, date(2026, 1, 1)) for n in range(1, 29)])
    with pytest.raises(Forbidden):
        standing(scene.star, TOTALS)
    told = up_to_date(scene.star, TOTALS).row(0, named=True)
    assert (told["learners"], told["count"], told["share"], told["reason"]) == (30, None, None, "hidden")
    counts = up_to_date_status(scene.star, TOTALS).row(0, named=True)
    assert counts["never"] is None
    assert counts["people"] == 30


def test_competencies_by_unit(scene: Scene) -> None:
    scene.put("unit", [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}])
    scene.put("person", [{"person": n, "unit": "a" if n <= 20 else "b"} for n in range(1, 31)])
    scene.put("programme", [{"programme": "safety"}])
    scene.put("programme_competency", [{"programme": "safety", "competency": "first aid"}])
    scene.put("assigned", must(20, mandatory=False))
    told = {"competency": "first aid"}
    acquired = [{"person": n, "happened": "2026-06-20 08:00"} | told for n in range(1, 13)]
    scene.put("competency_event", acquired[:9] + [row | {"expires": "2026-06-25"} for row in acquired[9:]])
    scene.put("competency_event", [{"person": 9, "happened": "2026-06-21 08:00", "kind": "expired"} | told])
    tests = [(8, False), (13, True), (14, False), (25, True)]
    scene.put("assessment", [{"person": n, "success": ok, "happened": "2026-06-28 08:00"} | told for n, ok in tests])
    scene.put("assessment", [{"person": 15, "success": True, "question": True, "happened": "2026-06-28"} | told])
    frame = competencies(scene.star, NOW)
    assert frame["unit"].to_list() == [None, "group", "a", "b"]
    a, b = (
        frame.filter(pl.col("unit") == "a").row(0, named=True),
        frame.filter(pl.col("unit") == "b").row(0, named=True),
    )
    # 1 to 12 and 13 acquired it; 10 to 12 ran out, 9 was told expired, 8 failed since: 1 to 7 and 13 hold it
    assert (a["in_scope"], a["acquired"], a["held"], a["expired"], a["never_assessed"]) == (20, 13, 8, 4, 6)
    assert (a["share"], a["age_days"]) == (0.4, 10.0)
    assert (b["in_scope"], b["people"], b["held"], b["share"], b["reason"]) == (None, 1, 1, None, "no_assignment")
    below = competencies(scene.star, replace(NOW, units=("a",)))
    assert below["unit"].to_list() == ["a"]
    hidden = competencies(scene.star, TOTALS)
    assert hidden.filter(pl.col("unit") == "b")["people"].item() is None
    own = competencies(scene.star, replace(NOW, reader=Reader(units=("b",))))
    assert own["people"].to_list() == [1, 1]


def test_where_nobody_was_assessed_nobody_is_said_to_hold_nothing(scene: Scene) -> None:
    scene.put("person", several(30))
    scene.put("programme", [{"programme": "safety"}])
    scene.put("programme_competency", [{"programme": "safety", "competency": "first aid"}])
    scene.put("assigned", must(30))
    told = competencies(scene.star, NOW).row(0, named=True)
    assert (told["in_scope"], told["never_assessed"], told["share"], told["reason"]) == (30, 30, None, "no_data")


@pytest.fixture(scope="module")
def staffed() -> Iterator[Scene]:
    made = Scene()
    made.put("person", several(6))
    made.put("programme", [{"programme": "safety"}])
    made.put("activity", [{"activity": 1}])
    made.put("belongs", [{"activity": 1, "programme": "safety"}])
    yield made
    made.close()


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 900)), max_size=12),
    st.none() | st.integers(1, 18),
    st.integers(0, 900),
)
def test_as_a_naive_reading_has_it(
    staffed: Scene, completions: list[tuple[int, int]], months: int | None, last: int
) -> None:
    zero = date(2024, 1, 1)
    with staffed.star.cursor() as cursor:
        for table in ("assigned", "milestone", "fact"):
            cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names
    staffed.put("assigned", must(6, valid_months=months))
    days = [(who, zero + timedelta(days=day)) for who, day in completions]
    told = {"activity": 1, "programme": "safety", "verb": "completed"}
    staffed.put("fact", [{"person": who, "happened": f"{day} 10:00"} | told for who, day in days])
    asof = zero + timedelta(days=last)
    found = {row["person"]: row["status"] for row in standing(staffed.star, Scope(until=asof)).iter_rows(named=True)}
    for person in range(1, 7):
        before = [day for who, day in days if who == person and day <= asof]
        assert found[person] == _status(max(before, default=None), months, asof)


def _status(last: date | None, months: int | None, asof: date) -> str:
    if last is None:
        return "never"
    if months is None:
        return "valid"
    month = last.month - 1 + months
    year, month = last.year + month // 12, month % 12 + 1
    days = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    left = (date(year, month, min(last.day, days)) - asof).days
    return next((f"expires_{width}" for width in (30, 60, 90) if 0 < left <= width), "valid" if left > 0 else "expired")
