"""What SQL reads of a statement is what the rules of the standard read."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrs.errors import BadRequest
from lrs.xapi.actor import identifier
from lrs.xapi.timestamp import read
from schemas.statement import Actor
from tests.support.record import Record

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # as DuckDB gives it, without a zone
Read = Callable[[str], datetime | None]


@pytest.fixture(scope="module")
def instant(record: Record) -> Read:
    return lambda text: record.connection.execute("SELECT warehouse.instant(?)", [text]).fetchall()[0][0]


@st.composite
def timestamps(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1600, 1, 1), date(2400, 1, 1)))
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    second = draw(st.sampled_from(["", ":00", ":07", ":59", ":59.5", ":01.123456789", ":30,25", ":60"]))
    zone = draw(st.sampled_from(["", "Z", "+00:00", "+02:00", "-0330", "+05", "+14:00", "-11:59"]))
    return f"{day.isoformat()}T{hour:02}:{minute:02}{second}{zone}"


@settings(max_examples=200)
@given(text=timestamps())
def test_instants_are_those_of_the_standard(instant: Read, text: str) -> None:
    try:
        expected = EPOCH + timedelta(microseconds=read(text))
    except BadRequest:
        return
    assert instant(text) == expected


def test_no_instant_is_none(instant: Read) -> None:
    assert instant("yesterday") is None


@pytest.mark.parametrize(
    "actor",
    [
        {"mbox": "mailto:Ada.L@Example.ORG"},
        {"mbox_sha1sum": "EBD31E95054c018b10727ccffd2ef2ec3a016ee9"},
        {"openid": "https://ada.example/"},
        {"account": {"homePage": "https://hr.example", "name": "a da"}},
        {"objectType": "Group", "member": []},
    ],
)
def test_identifiers_are_those_of_the_standard(record: Record, actor: dict[str, object]) -> None:
    text = msgspec.json.encode(actor).decode()
    told = record.connection.execute("SELECT warehouse.identifier(?::JSON)", [text]).fetchall()[0][0]
    assert told == identifier(msgspec.convert(actor, Actor))


letters = st.text(st.sampled_from("aZé.+ /@'%"), min_size=1, max_size=8)
actors = st.one_of(
    st.builds(
        lambda who, domain: {"mbox": f"mailto:{who}@{domain}"}, letters, st.sampled_from(["A.org", "b.É.ORG", "x"])
    ),
    st.text("abcdefABCDEF0123456789", min_size=40, max_size=40).map(lambda text: {"mbox_sha1sum": text}),
    letters.map(lambda text: {"openid": f"https://Example.org/{text}"}),
    st.builds(lambda page, name: {"account": {"homePage": f"https://E.org/{page}", "name": name}}, letters, letters),
)


@settings(max_examples=200)
@given(actor=actors)
def test_every_identifier_is_that_of_the_standard(record: Record, actor: dict[str, object]) -> None:
    text = msgspec.json.encode(actor).decode()
    told = record.connection.execute("SELECT warehouse.identifier(?::JSON)", [text]).fetchall()[0][0]
    assert told == identifier(msgspec.convert(actor, Actor))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0),
        ("PT1H30M0.5S", 5400.5),
        ("PT16,559S", 16.559),
        ("P1DT2H", 93_600),
        ("P2W", 1_209_600),
        ("P1Y", 31_557_600),
        ("P1M", 2_629_800),
        ("PT1M", 60),
        ("P", 0),
        ("1 hour", None),
        ("PT-5S", None),
        ("", None),
    ],
)
def test_durations_are_seconds(record: Record, text: str, seconds: float | None) -> None:
    told = record.connection.execute("SELECT warehouse.in_seconds(warehouse.units(?))", [text]).fetchall()[0][0]
    assert told == seconds


def test_utc_is_not_the_machines_zone(instant: Read) -> None:
    assert instant("2026-03-02T08:00:00") == datetime(2026, 3, 2, 8)  # noqa: DTZ001  # as above
