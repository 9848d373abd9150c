"""What is taken away: the same rows as CSV and as a workbook, in which text is only text."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from analytics.catalog import MEASURES
from dashboards.cells import in_words
from dashboards.downloads import csv_of
from dashboards.headings import _BARE, _ENDINGS, HEADINGS, heading, headings
from dashboards.i18n import Words
from dashboards.tables import TABLES
from dashboards.workbook import workbook
from lrs.store.promise import Put
from tests.dashboards.conftest import ROLES, Site, send, unit
from tests.support.record import statement

HOSTILE = ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x")', "http://example.org", "007", "<b>&", "\x01"]


def sheet(body: bytes, number: int = 1) -> str:
    """The cells of a sheet, as they are kept."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return parts.read(f"xl/worksheets/sheet{number}.xml").decode()


def texts(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return parts.read("xl/sharedStrings.xml").decode()


def test_text_is_only_text_whatever_it_looks_like() -> None:
    body = workbook(pl.DataFrame({"text": HOSTILE}), ("Table", "About"), [("", "=1+1")])
    for number in (1, 2):
        cells = sheet(body, number)
        assert "<f>" not in cells
        assert "hyperlink" not in cells
        assert "<v>2</v></c>" not in re.sub(r'<c [^>]*t="s">.*?</c>', "", cells)
    assert "=1+1" in texts(body)
    assert "&lt;b&gt;&amp;" in texts(body)


def test_numbers_are_numbers_and_days_are_days() -> None:
    frame = pl.DataFrame(
        {
            "count": [3, None],
            "share": [0.25, float("nan")],
            "day": [date(2026, 3, 1), date(1890, 1, 1)],
            "moment": [datetime(2026, 3, 1, 12), None],  # noqa: DTZ001  # as frames have them
            "whole": [True, False],
        }
    )
    cells = sheet(workbook(frame, ("Table", "About"), []))
    assert "<v>3</v>" in cells
    assert "<v>0.25</v>" in cells
    assert "<v>46082</v>" in cells  # 1 March 2026, in days since 1900
    assert "<v>46082.5</v>" in cells
    assert 't="b"' in cells
    assert "nan" not in cells.lower()
    assert "1890-01-01" in texts(workbook(frame, ("Table", "About"), []))  # no workbook has days so early


def test_an_empty_table_is_a_workbook_too() -> None:
    assert "<sheetData>" in sheet(workbook(pl.DataFrame(schema={"a": pl.Int64}), ("Table", "About"), []))


def test_what_a_spreadsheet_would_run_does_not_run_in_csv() -> None:
    lines = csv_of(pl.DataFrame({"text": HOSTILE[:4]})).splitlines()
    assert [line[:2] for line in lines[1:]] == ["'=", "'@", "'+", "'-"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_workbook_says_what_it_is(site: Site, language: str) -> None:
    send(site, statement("ada"), statement("bob"))
    told = site.reader().get("/measures/summary.xlsx?period=all", headers={"Accept-Language": language})
    assert told.status_code == 200
    assert told.headers["Cache-Control"] == "no-store"
    said = {"en": ("Active people", "at any time"), "fr": ("Personnes actives", "à tout moment")}[language]
    assert said[0] in texts(told.data)
    assert "<v>2</v>" in sheet(told.data)


def test_an_address_may_say_what_a_measure_takes_besides(site: Site) -> None:
    send(site, statement("ada"))
    reader = site.reader()
    assert reader.get("/measures/active_time_over.csv?period=all&grain=month").status_code == 200
    assert reader.get("/measures/cohorts.csv?period=all&kind=rolling").status_code == 200
    apart = reader.get("/measures/summary.csv?period=all&by=country").text
    assert apart.lstrip("\ufeff").startswith("by,")
    assert reader.get("/measures/summary.csv?by=colour").status_code == 400
    assert reader.get("/measures/learner_record.csv").status_code == 400  # whose?
    assert reader.get("/measures/summary.pdf").status_code == 404


def test_days_begin_where_the_readers_first_unit_is(site: Site) -> None:
    units = [unit("Group", None) | {"zone": "Europe/Paris"}, unit("Water", "Group") | {"zone": "America/Toronto"}]
    site.store.organisation.change([Put("unit", units, ("key",), [("Group",), ("Water",)])])
    for role, zone in (("admin", "Europe/Paris"), ("manager", "America/Toronto")):
        reader = site.reader(role)
        assert zone in texts(reader.get("/measures/activities.xlsx?period=all").data)
        assert zone not in texts(reader.get("/measures/activities.xlsx?period=all&zone=UTC").data)


def test_a_workbook_speaks_to_people_and_a_csv_to_programs(site: Site) -> None:
    send(site, statement("ann"))
    reader = site.reader()
    path = "/measures/active_per_week"
    assert reader.get(f"{path}.csv?period=all").text.lstrip("\ufeff").startswith("starts,active")
    told = texts(reader.get(f"{path}.xlsx?period=all", headers={"Accept-Language": "fr"}).data)
    assert "Personnes actives" in told
    assert "Colonnes, telles que le CSV les nomme" in told


def test_headings_say_what_ends_of_keys_mean_and_are_never_twice_the_same() -> None:
    words = Words("en")
    keys = ["survival", "survival_low", "gini_reason", "a_new_column", "kept", "kept"]
    assert headings(keys, words) == [
        "Share still there",
        "Share still there, at least",
        "Concentration (Gini): why no estimate",
        "A new column",
        "Kept",
        "Kept (kept)",
    ]


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_measure_has_headings_of_its_own(key: str) -> None:
    """No column of a measure is told by a heading another of its columns has."""
    columns = list(MEASURES[key].schema)
    told = headings(columns, Words("fr"), key)
    assert len(set(told)) == len(columns)
    assert not any(f" ({name})" in one for name, one in zip(columns, told, strict=True))


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_column_of_a_measure_is_named(key: str) -> None:
    """One that nobody named would be told by its key, which is English."""
    for name in MEASURES[key].schema:
        stem = name
        while stem not in HEADINGS and stem not in _BARE:
            ending = next((one for one in _ENDINGS if stem.endswith(one)), "")
            assert ending, f"{name}: nobody named it"
            stem = stem.removesuffix(ending)


def test_a_workbook_says_reasons_and_rules_where_a_csv_has_their_keys() -> None:
    keys = {
        "rule": ["late", None],
        "rules": ["late silent", ""],
        "median_reason": ["few_learners", "unheard of"],
        "n": [1, 2],
    }
    told = in_words(pl.DataFrame(keys), Words("fr"))
    assert told["rule"].to_list() == ["En retard", None]
    assert told["rules"].to_list() == ["En retard, Silencieux", ""]
    assert told["median_reason"].to_list() == ["Pas assez de données\u00a0: moins de 10 apprenants.", "unheard of"]
    assert told["n"].to_list() == [1, 2]


def test_a_key_is_called_what_its_measure_means_by_it() -> None:
    words = Words("fr")
    assert [heading("retained", words, of) for of in ("growth", "review_dates")] == ["Encore actifs", "Encore su"]
    assert heading("limit_low", words, "units_compared") == "Limite du hasard, au moins"


def test_tables_of_setup_are_for_whom_the_pages_are(site: Site) -> None:
    for key, one in TABLES.items():
        for role in ROLES:
            answer = site.reader(role).get(f"/measures/tables/{key}.csv")
            assert answer.status_code == (200 if role in one.roles else 403), (key, role)
    reader = site.reader("manager")
    told = reader.get("/measures/tables/units.csv").text
    assert "Water" in told
    assert "Energy" not in told
    assert reader.get("/measures/tables/nothing.csv").status_code == 404
    assert reader.get("/measures/tables/units.exe").status_code == 404
    assert reader.get("/measures/tables/units.xlsx").data[:2] == b"PK"


def test_money_is_a_number_in_a_workbook() -> None:
    body = workbook(pl.DataFrame({"cost": [Decimal("12.50"), None]}), ("Table", "About"), [])
    assert "<v>12.5</v>" in sheet(body)
