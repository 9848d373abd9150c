from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from analytics import engagement
from analytics.scope import Scope, read_day
from analytics.upkeep import courses
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest
from tests.support.record import Record, clicked, in_course, statement, void

COURSE = "https://example.org/course"
OTHER = "https://example.org/other"


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def told(record: Record, *statements: dict[str, object]) -> Warehouse:
    record.add(*statements)
    warehouse = Warehouse(record)
    warehouse.catch_up()
    return warehouse


def test_people_are_counted_once_a_day_week_and_month(record: Record) -> None:
    warehouse = told(
        record,
        statement("ada", when="2026-03-02T08:00:00Z"),  # a Monday
        statement("ada", when="2026-03-02T09:00:00Z"),
        statement("bob", when="2026-03-04T08:00:00Z"),
        statement("ada", when="2026-03-08T08:00:00Z"),  # the Sunday of that week
        statement("bob", when="2026-03-16T08:00:00Z"),  # a week is skipped
    )
    scope = Scope(date(2026, 3, 1), date(2026, 3, 31))
    weeks = engagement.active_per_week(warehouse, scope)
    assert weeks["starts"].to_list() == [
        date(2026, 2, 23),
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 16),
        date(2026, 3, 23),
        date(2026, 3, 30),
    ]
    assert weeks["active"].to_list() == [0, 2, 0, 1, 0, 0]
    assert weeks["complete"].to_list() == [False, True, True, True, True, False]
    days = engagement.active_per_day(warehouse, scope)
    assert len(days) == 31
    assert days.filter(pl.col("active") > 0)["starts"].dt.day().to_list() == [2, 4, 8, 16]
    assert engagement.active_per_month(warehouse, scope).rows() == [(date(2026, 3, 1), 2, True)]
    assert engagement.active_days(warehouse, scope).rows() == [(2, 2)]


def test_a_day_is_a_day_where_people_are(record: Record) -> None:
    warehouse = told(record, statement(when="2026-03-02T23:30:00Z"))
    assert engagement.active_per_day(warehouse, Scope(zone="Europe/Paris"))["starts"].to_list() == [date(2026, 3, 3)]
    midnight = Scope(date(2026, 3, 3), date(2026, 3, 3), zone="Europe/Paris")
    assert engagement.summary(warehouse, midnight)["active"].to_list() == [1]
    assert engagement.summary(warehouse, Scope(date(2026, 3, 3), date(2026, 3, 3)))["active"].to_list() == [0]


def test_only_what_learners_did_counts(record: Record) -> None:
    target = "00000000-0000-4000-8000-00000000aaaa"
    warehouse = told(
        record,
        statement("ada"),
        statement("bob", verb="http://adlnet.gov/expapi/verbs/launched"),
        statement("eve", id=target),
        void(target),
        statement("zoe", verb="http://adlnet.gov/expapi/verbs/attended", result={"completion": False}),
    )
    assert engagement.summary(warehouse, Scope()).row(0) == (1, 1, 1, date(2026, 3, 2), date(2026, 3, 2))


def test_a_course_is_what_is_grouped_under_it_and_itself(record: Record) -> None:
    warehouse = told(
        record,
        statement("ada", **in_course(COURSE)),
        statement("bob", COURSE),
        statement("eve", **in_course(OTHER)),
    )
    assert engagement.summary(warehouse, Scope(course=COURSE))["active"].item() == 2
    assert engagement.summary(warehouse, Scope(course="https://example.org/none"))["active"].item() == 0
    assert set(courses(warehouse, Scope())["iri"]) == {COURSE, OTHER}


def test_activities_come_by_most_people_and_courses_are_none_of_them(record: Record) -> None:
    warehouse = told(
        record,
        statement("ada", "https://example.org/a"),
        statement("ada", "https://example.org/a"),
        statement("ada", "https://example.org/b", **in_course(COURSE), **clicked(3)),
        statement("bob", "https://example.org/b"),
        statement("bob", COURSE),
    )
    frame = engagement.activities(warehouse, Scope())
    assert frame.select("iri", "learners", "statements", "clicks").rows() == [
        ("https://example.org/b", 2, 2, 3.0),
        ("https://example.org/a", 1, 2, None),
    ]


def test_weeks_of_clicks_start_with_the_scope_and_percentiles_interpolate(record: Record) -> None:
    clicks = {"ada": 10, "bob": 20, "eve": 40, "zoe": 80}
    warehouse = told(
        record,
        *(statement(who, when="2026-03-05T08:00:00Z", **clicked(number)) for who, number in clicks.items()),
        statement("ada", when="2026-03-06T08:00:00Z", **clicked(5)),
        statement("ada", when="2026-03-12T08:00:00Z", **clicked(1)),
        statement("max", when="2026-03-05T08:00:00Z"),  # whose tool does not count
    )
    frame = engagement.weekly(warehouse, Scope(date(2026, 3, 5), date(2026, 3, 17)))
    assert frame.rows() == [
        # of 15, 20, 40, 80: median 30, 75th percentile 50; five days over four people
        (0, date(2026, 3, 5), 4, 30.0, 50.0, 1.25, True, None),
        (1, date(2026, 3, 12), 1, 1.0, 1.0, 1.0, False, None),
    ]


def test_a_clock_gone_wrong_does_not_make_a_million_days(record: Record) -> None:
    warehouse = told(record, statement(when="1971-01-01T00:00:00Z"), statement("bob", when="2027-11-20T00:00:00Z"))
    assert len(engagement.active_per_day(warehouse, Scope())) == 2


def test_the_time_before_is_as_long_and_ends_the_day_before() -> None:
    scope = Scope(date(2026, 3, 11), date(2026, 3, 20))
    assert scope.before() == Scope(date(2026, 3, 1), date(2026, 3, 10))
    assert Scope(until=date(2026, 3, 20)).before() is None
    assert Scope(date.min, date(2026, 1, 1)).before() is None


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Scope(date(2026, 3, 2), date(2026, 3, 1)), "since"),
        (lambda: Scope(zone="Mars/Olympus"), "zone"),
        (lambda: Scope(zone="../../etc/passwd"), "zone"),
        (lambda: read_day("2026-13-01", "until"), "until"),
        (lambda: read_day("0001-01-01", "since"), "since"),
    ],
)
def test_what_is_no_scope_is_refused(make: object, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        make()  # type: ignore[operator]
