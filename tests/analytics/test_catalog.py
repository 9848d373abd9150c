"""What every measure of the catalog keeps, whatever it measures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.catalog import FAMILIES, MEASURES, measure
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest, Forbidden, NotFound
from tests.support.star import Star

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31), zone="Pacific/Auckland")
SCOPES = {
    "anything": Scope(),
    "a month": MARCH,
    "a unit": replace(MARCH, units=("team",)),
    "a programme": replace(MARCH, programmes=("safety",), modality="classroom"),
    "no unit there is": replace(MARCH, units=("nowhere",)),
    "totals only": replace(MARCH, units=("team",), reader=Reader(sees_people=False)),
    "totals of one's own": replace(MARCH, reader=Reader(units=("team",), sees_people=False)),
    "a course": replace(MARCH, course="https://example.org/course"),
    "a device": replace(MARCH, device="phone"),
}


@pytest.fixture(scope="module")
def empty() -> Iterator[Star]:
    made = Star()
    yield made
    made.close()


@pytest.fixture(scope="module")
def one() -> Iterator[Star]:
    """One person who did one thing of everything."""
    made = Star()
    who = {"person": 1, "happened": "2026-03-02 08:00"}
    made.add("unit", [{"unit": "group"}, {"unit": "team", "parent": "group", "depth": 1}])
    made.add("person", [{"person": 1, "unit": "team", "country": "FR", "language": "fr"}])
    made.add("programme", [{"programme": "safety", "modality": "classroom", "valid_months": 12, "live": "2026-01-01"}])
    made.add("programme_competency", [{"programme": "safety", "competency": "first aid"}])
    made.add("activity", [{"activity": 1, "iri": "https://example.org/course", "type": "assessment"}])
    made.add("assigned", [{"person": 1, "programme": "safety", "assigned": "2026-02-01", "due": "2026-03-20"}])
    told = {"programme": "safety", "modality": "classroom"}
    made.add("fact", [who | told | {"activity": 1, "clicks": 2, "assigned": True}])
    made.add("rollup", [{"person": 1, "quarter": "2026-03-02 08:00"} | told])
    made.add("session_time", [{"person": 1, "starts": "2026-03-02 08:00", "seconds": 60} | told])
    made.add("milestone", [who | {"programme": "safety", "step": step} for step in ("registered", "completed")])
    made.add("assessment", [who | {"programme": "safety", "competency": "first aid", "scaled": 1, "success": True}])
    made.add("attendance", [who | told | {"starts": "2026-03-02 08:00", "seconds": 60, "planned_seconds": 60}])
    made.add("segment", [who | {"starts": 0, "ends": 10, "length": 20}])
    made.add("contribution", [who | {"topic": 1}])
    made.add("evaluation", [who | {"programme": "safety", "score": 4}])
    made.add("claim", [{"programme": "safety", "iri": "https://example.org/unused", "prefix": False, "planned": False}])
    made.add("help", [{"helper": 1, "happened": "2026-03-02 08:00"}])
    made.add("competency_event", [who | {"competency": "first aid"}])
    yield made
    made.close()


def keeps(warehouse: Star, key: str, scope: Scope) -> None:
    told = measure(key)
    try:
        frame = told.ask(warehouse, scope)
    except BadRequest:
        assert scope.course or scope.device or scope.modality
    except Forbidden:
        assert not scope.reader.sees_people
    else:
        assert frame.schema == pl.Schema(told.schema)


@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_of_nothing_keeps_its_promised_columns(empty: Star, key: str) -> None:
    for name in ("anything", "totals of one's own", "a course"):
        keeps(empty, key, SCOPES[name])


@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_of_one_person_keeps_its_promised_columns(one: Star, key: str) -> None:
    for scope in SCOPES.values():
        keeps(one, key, scope)


def test_every_measure_says_what_it_is_in_both_languages() -> None:
    for key, one in MEASURES.items():
        assert one.key == key
        for texts in (one.name, one.sentence):
            assert set(texts) == {"en", "fr"}
            assert all(texts.values())
        assert all((one.unit, one.formula, one.source, one.enough))


def test_no_two_measures_share_a_key() -> None:
    assert len(MEASURES) == sum(len(family) for family in FAMILIES.values())


def test_a_measure_there_is_none_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="active_per_day"):
        measure("happiness")
