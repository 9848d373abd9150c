# ruff: noqa: E501 -- tables of cases read best in few lines
from typing import Any

import pytest

from lrs.errors import BadRequest
from lrs.xapi import timestamp

NOON = 1_448_366_400_000_000  # 2015-11-24T12:00:00Z


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2015-11-24T12:00:00Z", NOON),
        ("2015-11-24T12:00Z", NOON),
        ("2015-11-24T12:00:00", NOON),
        ("2015-11-24T13:00:00+01:00", NOON),
        ("2015-11-24T13:00:00+0100", NOON),
        ("2015-11-24T13:00:00+01", NOON),
        ("2015-11-24T06:30:00-05:30", NOON),
        ("2015-11-24T12:00:00+00:00", NOON),
        ("2015-11-24T12:00:00.5Z", NOON + 500_000),
        ("2015-11-24T12:00:00,5Z", NOON + 500_000),
        ("2015-11-24T12:00:00.123456789Z", NOON + 123_456),
        ("2015-06-30T23:59:60Z", 1_435_708_800_000_000),
        ("2016-02-29T00:00:00Z", 1_456_704_000_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ],
)
def test_reads(value: Any, instant: int) -> None:
    assert timestamp.read(value) == instant
    timestamp.check(value, "timestamp")


@pytest.mark.parametrize(
    "value",
    [
        "", "yesterday", "2015-11-24", "2015-11-24T12", "2015-11-24 12:00:00Z", "20151124T120000Z", "2015-W48-2T12:00:00Z",
        "2015-11-24T12:00:00-00", "2015-11-24T12:00:00-0000", "2015-11-24T12:00:00-00:00", "2015-11-24T12:00:00z",
        "2015-13-24T12:00:00Z", "2015-02-29T12:00:00Z", "2015-11-31T12:00:00Z", "2015-11-24T24:00:01Z", "2015-11-24T12:60:00Z",
        "2015-11-24T12:00:61Z", "2015-11-24T12:00:00+25:00", "2015-11-24T12:00:00+01:60", "2015-11-24T12:00:00+01:00 ",
        "0000-01-01T00:00:00Z", "\uff12015-11-24T12:00:00Z", "2015-11-24T12:00:00.Z", "2015-11-24T12:00:00Z\n",
    ],
)  # fmt: skip
def test_refuses(value: Any) -> None:
    with pytest.raises(BadRequest, match="since: expected an ISO 8601 date and time"):
        timestamp.read(value, "since")
    with pytest.raises(BadRequest):
        timestamp.check(value, "timestamp")


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_glance_takes_the_days_there_are(year: int) -> None:
    days = [f"{year}-{month:02}-{day:02}T10:00:00Z" for month in range(14) for day in range(33)]
    assert sum(glanced(day) for day in days) == 365 + (year == 2024)


def glanced(value: str) -> bool:
    try:
        timestamp.check(value, "timestamp")
    except BadRequest:
        return False
    return True


def test_knows_how_a_plus_gets_lost() -> None:
    with pytest.raises(BadRequest, match="%2B"):
        timestamp.read("2015-11-24T12:00:00 01:00", "since")


@pytest.mark.parametrize("instant", [0, -1, NOON, NOON + 1, 253_402_300_799_999_999])
def test_writes_what_it_reads(instant: int) -> None:
    assert timestamp.read(timestamp.text(instant)) == instant


def test_writes_every_microsecond() -> None:
    assert timestamp.text(NOON + 120) == "2015-11-24T12:00:00.000120Z"


def test_http_dates_are_cut_to_the_second() -> None:
    assert timestamp.http_date(NOON + 999_999) == "Tue, 24 Nov 2015 12:00:00 GMT"
