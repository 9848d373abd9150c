"""The report's files by the programs that open them: LibreOffice recalculates the workbook, Chromium prints."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from dashboards.cli import acquis
from dashboards.i18n import Words
from dashboards.reports import paper
from dashboards.reports.document import document
from dashboards.reports.facts import Facts
from dashboards.reports.sheet_results import NAMES, TOP
from dashboards.reports.sheets import workbook
from lrs.store.duck import open_store
from tests.support.business import business, facts_of
from tests.support.scene import Scene

OFFICE = shutil.which("soffice")
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@pytest.fixture(scope="module")
def firm() -> Iterator[Scene]:
    made = business()
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(firm: Scene) -> dict[str, Facts]:
    """All programmes, the one that pays, and one taught in sessions, in French."""
    return {
        "all": facts_of(firm),
        "wins": facts_of(firm, "en", None, "wins"),
        "rooms": facts_of(firm, "fr", None, "rooms"),
    }


def forgotten(book: bytes, change: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """Return a workbook that shows nothing of what its formulas make, one number changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            body = given.read(name)
            if name.startswith("xl/worksheets/"):
                body = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", body)
                body = body.replace(*change) if change[0] else body
            made.writestr(name, body)
    return out.getvalue()


@pytest.fixture(scope="module")
def recalculated(told: dict[str, Facts], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The workbooks as LibreOffice makes them, by sheet and cell; `dearer` has a design of 30,000 instead of 20,000."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: nothing here recalculates a workbook")
    folder = tmp_path_factory.mktemp("office")
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    books = {name: forgotten(workbook(one)) for name, one in told.items()}
    books["dearer"] = forgotten(workbook(told["wins"]), (b"<v>20000</v>", b"<v>30000</v>"))
    for name, book in books.items():
        (folder / f"{name}.xlsx").write_bytes(book)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in books]
    command = [OFFICE, own, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {name: cells((folder / "out" / f"{name}.xlsx").read_bytes()) for name in books}


def cells(book: bytes) -> dict[str, Any]:
    """Every cell by its sheet and place: a number where it is one."""
    found: dict[str, Any] = {}
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = ET.fromstring(parts.read("xl/workbook.xml")).iter(f"{SHEET}sheet")  # noqa: S314  # our own file
        for number, sheet in enumerate(sheets, 1):
            body = ET.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314  # the same
            for cell in body.iter(f"{SHEET}c"):
                value = cell.findtext(f"{SHEET}v")
                if value is not None:
                    number_told = cell.get("t") in (None, "n")
                    found[f"{sheet.get('name')}!{cell.get('r')}"] = float(value) if number_told else value
    return found


@pytest.mark.parametrize("name", ["all", "wins", "rooms"])
def test_a_recalculated_workbook_equals_the_measures(
    told: dict[str, Facts], recalculated: dict[str, dict[str, Any]], name: str
) -> None:
    one, found = told[name], recalculated[name]
    sheet = one.words("Results")
    known = {key: one.whole[key] for key in NAMES if one.whole[key] is not None}
    assert len(known) > 15
    for place, key in enumerate(NAMES, TOP + 1):
        if key in known:
            assert found[f"{sheet}!B{place}"] == pytest.approx(float(known[key]), abs=0.00501, rel=1e-9), key


@pytest.mark.parametrize("name", ["wins", "rooms"])
def test_the_recalculated_break_even_equals_the_measures(
    told: dict[str, Facts], recalculated: dict[str, dict[str, Any]], name: str
) -> None:
    row, sheet, found = told[name].even[0], told[name].words("Break-even"), recalculated[name]
    assert found[f"{sheet}!B11"] == pytest.approx(row["linear"])
    assert found[f"{sheet}!B12"] == row["exact"]
    assert found[f"{sheet}!B10"] == (row["filled"] or 0)
    at = 16 + row["learners"]
    assert found[f"{sheet}!B{at}"] == pytest.approx(float(row["own"]), abs=0.005)
    assert found[f"{sheet}!C{at}"] == pytest.approx(float(row["other"]), abs=0.005)


def test_results_follow_a_changed_input(told: dict[str, Facts], recalculated: dict[str, dict[str, Any]]) -> None:
    at = {key: f"Results!B{place}" for place, key in enumerate(NAMES, TOP + 1)}
    before, after = recalculated["wins"], recalculated["dearer"]
    assert after[at["cost"]] == pytest.approx(before[at["cost"]] + 10_000)
    assert after[at["saving"]] == pytest.approx(before[at["saving"]] - 10_000)
    assert after[at["roi"]] < before[at["roi"]]
    assert after["Break-even!B12"] > before["Break-even!B12"]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: nothing here prints a page")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_prints_on_two_pages_at_most_however_much_there_is(told: dict[str, Facts], language: str) -> None:
    one = Facts(told["all"].ask, Words(language), told["all"].scope, told["all"].made)
    long = {"title_en": "A programme whose title never ends " * 4, "title_fr": "Une formation sans fin " * 6}
    many = [row | long for row in one.programmes for _ in range(9)]
    benefits = [row | {"title": f"{n} {row['title']} " * 5} for row in one.benefits for n in range(9)]
    vars(one).update(programmes=many, benefits=benefits, even=one.even * 9)
    made = paper.pdf(document(one).encode(), CHROMIUM or "")
    assert made.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) <= 2


def test_without_chromium_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper.shutil, "which", lambda _: None)
    file = tmp_path / "report.pdf"
    done = CliRunner().invoke(acquis, ["report", "investment", "--data", str(tmp_path / "data"), "-o", str(file)])
    assert done.exit_code == 2
    assert "--format html" in done.output
    assert not file.exists()


def test_the_command_writes_where_nobody_serves(tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "data")]
    open_store(tmp_path / "data").close()
    for name in ("report.html", "report.xlsx"):
        done = CliRunner().invoke(acquis, ["report", "investment", *data, "--lang", "fr", "-o", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
    assert 'lang="fr"' in (tmp_path / "report.html").read_text("utf-8")
    assert zipfile.is_zipfile(tmp_path / "report.xlsx")
    for words in (["alchemy"], ["--lang", "xx"], ["--since", "soon"]):
        done = CliRunner().invoke(acquis, ["report", "investment", *words, *data, "-o", str(tmp_path / "x.html")])
        assert done.exit_code == 2, words
        assert done.output.startswith("acquis: ")
