from dataclasses import replace
from datetime import date

import pytest

from analytics.engagement import summary
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest, Forbidden
from tests.support.star import Star

TOTALS = Reader(units=("group",), sees_people=False)
MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), reader=TOTALS)


@pytest.mark.parametrize(
    "narrow",
    [
        {"units": ("a", "b")},
        {"programmes": ("a", "b")},
        {"since": date(2026, 5, 2)},
        {"since": date(2026, 4, 1)},  # April and May, less May, is April's few
        {"since": None},
        {"until": date(2026, 5, 30)},
        {"modality": "video"},
        {"group": "mine"},
        {"course": "https://example.org/c"},
        {"country": "FR"},
        {"language": "fr"},
        {"device": "phone"},
    ],
)
def test_a_reader_of_totals_asks_of_one_unit_one_programme_and_a_calendar_period(narrow: dict[str, object]) -> None:
    assert replace(MAY, units=("team",), programmes=("safety",), since=None, until=None).reader is TOTALS
    assert replace(MAY, since=date(2026, 1, 1), until=date(2026, 12, 31)).reader is TOTALS
    with pytest.raises(Forbidden, match=next(iter(narrow))):
        replace(MAY, **narrow)  # type: ignore[arg-type]  # any of them, on purpose


def test_before_a_span_of_months_come_as_many_months() -> None:
    assert MAY.before() == replace(MAY, since=date(2026, 4, 1), until=date(2026, 4, 30))
    spring = replace(MAY, since=date(2026, 4, 1), until=date(2026, 6, 30))
    assert spring.before() == replace(MAY, since=date(2026, 1, 1), until=date(2026, 3, 31))
    seen = replace(MAY, reader=Reader())
    assert seen.before() == replace(seen, since=date(2026, 3, 31), until=date(2026, 4, 30))
    assert replace(MAY, since=None, until=None).before() is None


def test_days_are_in_order() -> None:
    with pytest.raises(BadRequest, match="after until"):
        Scope(date(2026, 5, 2), date(2026, 5, 1))


def test_a_question_finds_whom_its_scope_and_its_reader_leave() -> None:
    star = Star()
    units = [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}]
    star.add("unit", units)
    star.add("person", [{"person": 1, "unit": "a", "country": "FR"}, {"person": 2, "unit": "b"}])
    star.add("person", [{"person": 3, "unit": "a", "role": "trainer"}])
    star.add("fact", [{"person": who, "happened": "2026-05-02 08:00"} for who in (1, 2, 3, 4)])
    star.add("grouped", [{"group": "mine", "person": 2}])

    def found(scope: Scope) -> int:
        return int(summary(star, scope)["active"].item())

    only_b = Reader(units=("b",))
    assert found(Scope()) == 3  # trainers are no learners; 4 is of no unit
    assert found(Scope(units=("group",))) == 2
    assert found(Scope(units=("a", "b"))) == 2
    assert found(Scope(units=("a",))) == 1
    assert found(Scope(reader=only_b)) == 1
    assert found(Scope(units=("a",), reader=only_b)) == 0
    assert found(Scope(units=("group",), reader=only_b)) == 1
    assert found(Scope(reader=Reader(units=()))) == 0
    assert found(Scope(group="mine")) == 1
    assert found(Scope(country="FR")) == 1
    star.close()
