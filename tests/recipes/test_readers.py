from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrs.errors import BadRequest
from lrs.recipes.dates import read_date, utc_text
from lrs.recipes.readers import Manner, decimal, duration, plain, reader
from schemas.recipe import Column

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("cell", "order", "instant"),
    [
        ("2026-03-02", "dmy", "2026-03-01T23:00:00Z"),
        ("2026-03-02T09:00:00Z", "dmy", "2026-03-02T09:00:00Z"),
        ("2026-03-02 09:00:00.25+05:30", "dmy", "2026-03-02T03:30:00.250000Z"),
        ("02/03/2026 09:00", "dmy", "2026-03-02T08:00:00Z"),
        ("02/03/2026 09:00", "mdy", "2026-02-03T08:00:00Z"),
        ("2/3/26, 14:05:33", "dmy", "2026-03-02T13:05:33Z"),
        ("02.03.2026 9h05", "dmy", "2026-03-02T08:05:00Z"),
        ("2 mars 2026, 14:05", "dmy", "2026-03-02T13:05:00Z"),
        ("lundi 1er août 2022 à 08:00", "dmy", "2022-08-01T06:00:00Z"),
        ("Mar 2, 2026 2:05 PM", "dmy", "2026-03-02T13:05:00Z"),
        ("Monday, 2 March 2026, 12:05 AM", "dmy", "2026-03-01T23:05:00Z"),
        ("29/03/2026 12:00", "dmy", "2026-03-29T10:00:00Z"),  # the clocks went forward that night
    ],
)
def test_dates_are_read_as_people_write_them(cell: str, order: str, instant: str) -> None:
    assert utc_text(read_date(cell, order, PARIS)) == instant


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026",
        "13/13/2026",
        "2026-03-02 25:00",
        "2 mois 2026",
        "soon",
        "02/03/2026 13:00 PM",
        "2026",
        "0000-01-01",
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(cell: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|names)"):
        read_date(cell, "dmy", UTC)


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("3,5", ",", "3.5"),
        ("3.5", ",", "3.5"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234.5", ".", "1234.5"),
        ("-12", ".", "-12"),
        ("80 %", ".", "80"),
        ("0,125", ",", "0.125"),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, mark: str, value: str) -> None:
    assert str(decimal(cell, mark)) == value


@pytest.mark.parametrize(
    ("cell", "mark"), [("1,234", "."), ("1.234,5", ","), ("abc", "."), ("NaN", "."), ("", "."), ("1e999999", ".")]
)
def test_numbers_that_could_be_two_are_refused(cell: str, mark: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|could)"):
        decimal(cell, mark)


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_a_duration_says_the_seconds_it_was_given(seconds: Decimal) -> None:
    text = duration(seconds)
    assert text.startswith("PT")
    hours, _, rest = text[2:].rpartition("H")
    minutes, _, rest = rest.rpartition("M")
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + Decimal(rest.removesuffix("S") or 0)
    assert total == seconds


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        ("hours", "3,5", "PT3H30M"),
        ("hours", "7 h", "PT7H"),
        ("minutes", "90 min", "PT1H30M"),
        ("seconds", "0", "PT0S"),
        ("clock", "1h30", "PT1H30M"),
        ("clock", "00:58:07", "PT58M7S"),
        ("mail", "  Zoe.L@Exemple.FR ", "zoe.l@exemple.fr"),
        ("integer", "4", 4),
    ],
)
def test_cells_become_values(read: str, cell: str, value: object) -> None:
    assert reader(Column(read=read), Manner(decimal=","), "UTC")(cell) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "cell"), [("mail", "zoe"), ("integer", "4.5"), ("clock", "1:75"), ("hours", "-2"), ("choice", "maybe")]
)
def test_cells_that_are_none_of_these_are_refused(read: str, cell: str) -> None:
    with pytest.raises(ValueError, match=r"^is"):
        reader(Column(read=read, choices={"yes": True}), Manner(), "UTC")(cell)  # type: ignore[arg-type]


def test_a_day_is_counted_from_its_start() -> None:
    read = reader(Column(read="day", start="2013-10-01T00:00:00Z"), Manner(), "UTC")
    assert [read("0"), read("-10"), read("268")] == [
        "2013-10-01T00:00:00Z",
        "2013-09-21T00:00:00Z",
        "2014-06-26T00:00:00Z",
    ]
    with pytest.raises(ValueError, match="too many days"):
        read("99999999")


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequest, match="Mars/Olympus is not a time zone"):
        reader(Column(read="date"), Manner(), "Mars/Olympus")


def test_headings_differ_in_case_accents_and_spaces() -> None:
    assert plain("  Prénom ") == plain("PRENOM") == plain("pré-nom")
