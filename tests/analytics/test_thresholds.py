"""Thresholds: the nearest unit's holds, then everyone's, then the default; the warehouse follows what is kept."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from analytics.scope import Scope
from analytics.thresholds import THRESHOLDS, check, chosen, thresholds
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest
from tests.support.record import Record


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def test_defaults_are_within_their_limits() -> None:
    for one in THRESHOLDS.values():
        assert one.default is None or one.low <= one.default <= one.high
        assert all(set(texts) == {"en", "fr"} for texts in (one.name, one.sentence))


@pytest.mark.parametrize(
    ("name", "value"), [("silent", 0), ("silent", 366), ("disengaging", 1), ("silent", float("nan"))]
)
def test_a_value_outside_its_limits_is_refused(name: str, value: float) -> None:
    with pytest.raises(BadRequest, match=f"{name}: expected"):
        check(name, value)


def test_a_threshold_there_is_none_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match="not_started, silent"):
        check("happiness", 1)
    assert check("silent", 21) == 21


def choose(record: Record, second: int, key: str, value: str) -> None:
    """Keep a threshold as Setup does."""
    at = datetime(2026, 11, 21, 8, 0, second)  # noqa: DTZ001  # the tables' instants have no zone
    record.connection.execute("INSERT INTO organisation.kept VALUES ('threshold', ?, ?, ?, 'ada')", [key, value, at])
    record.organise()


def test_the_nearest_unit_holds(record: Record) -> None:
    units = [("group", None), ("group > water", "group"), ("group > water > north", "group > water"), ("mine", None)]
    for key, parent in units:
        insert = "INSERT INTO organisation.unit (key, parent, title_en, title_fr) VALUES ($1, $2, $1, $1)"
        record.connection.execute(insert, [key, parent])
    choose(record, 1, "silent", "20")
    choose(record, 2, "silent group > water", "9")
    choose(record, 3, "silent group > water", "10")  # the newest holds
    choose(record, 4, "late group", "3")
    choose(record, 5, "late group > water", "null")  # taken back
    choose(record, 6, "expiring nowhere", "5")
    warehouse = Warehouse(record)
    warehouse.catch_up()
    held = {unit: chosen(warehouse, Scope(units=(unit,) if unit else ())) for unit in ("", *(key for key, _ in units))}
    assert held == {
        "": {"silent": 20},
        "group": {"silent": 20, "late": 3},
        "group > water": {"silent": 10, "late": 3},
        "group > water > north": {"silent": 10, "late": 3},
        "mine": {"silent": 20},
    }
    told = thresholds(warehouse, Scope(units=("group > water",)))
    assert (told["silent"], told["late"], told["struggling"]) == (10, 3, 2)
    assert "silence" not in told  # no default: the record says
    choose(record, 7, "silent group > water", "null")
    warehouse.catch_up()
    assert chosen(warehouse, Scope(units=("group > water",))) == {"silent": 20, "late": 3}


def test_what_is_kept_and_no_number_or_no_threshold_is_none(record: Record) -> None:
    choose(record, 1, "silent", '"soon"')
    choose(record, 2, "happiness", "3")
    warehouse = Warehouse(record)
    warehouse.catch_up()
    assert chosen(warehouse, Scope()) == {}
