"""The report over HTTP: for whom it is made, and what is refused."""

import io
import zipfile

import pytest

from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.report import _files
from dashboards.reports import paper
from tests.dashboards.conftest import Site


@pytest.mark.parametrize("role", ["manager", "executive"])
def test_each_role_has_the_page_and_its_files(site: Site, role: str) -> None:
    reader = site.reader(role)
    assert reader.get("/report").status_code == 200
    page = reader.get("/report/investment.html?period=2026", headers={"Accept-Language": "fr"})
    assert (page.status_code, page.mimetype, page.headers["Cache-Control"]) == (200, "text/html", "no-store")
    assert page.headers["Content-Disposition"] == 'attachment; filename="investment.html"'
    assert 'lang="fr"' in page.text
    assert zipfile.is_zipfile(io.BytesIO(reader.get("/report/investment.xlsx?period=2026").data))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_pdf_is_offered_where_chromium_is_and_one_sentence_where_not(
    site: Site, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, chosen = Words(language), Filters(period="2026")
    monkeypatch.setattr(paper.shutil, "which", lambda _: None)
    without = str(_files(chosen, words))
    assert repr(words("For a PDF, print the HTML file: it prints the same.")) in without
    assert "investment.pdf" not in without
    refused = site.reader().get("/report/investment.pdf?period=2026")
    assert (refused.status_code, "Chromium is not installed" in refused.text) == (400, True)
    monkeypatch.setattr(paper.shutil, "which", lambda _: "/usr/bin/printer")
    monkeypatch.setattr(paper, "pdf", lambda document, program: b"%PDF " + program.encode() + document[:15])
    assert "/report/investment.pdf?period=2026" in str(_files(chosen, words))
    made = site.reader().get("/report/investment.pdf?period=2026")
    assert (made.mimetype, made.data) == ("application/pdf", b"%PDF /usr/bin/printer<!DOCTYPE html>")


def test_what_is_not_for_a_reader_is_refused(site: Site) -> None:
    assert site.visitor().get("/report/investment.html").status_code == 303
    assert site.reader("executive").get("/report/investment.html?since=2026-03-03").status_code == 403
    assert site.reader().get("/report/investment.doc").status_code == 404
    assert site.visitor().get("/api/report/investment").status_code == 401
    assert site.reader().get("/api/report/investment").status_code == 401  # a session opens no API


def test_the_command_asks_as_an_administrator(site: Site) -> None:
    ask = site.visitor()
    assert ask.get("/api/report/investment?lang=fr", headers=site.admin()).status_code == 200
    for wrong in ("format=doc", "lang=xx", "unit=Atlantis", "colour=red"):
        answer = ask.get(f"/api/report/investment?{wrong}", headers=site.admin())
        assert answer.status_code in (400, 404), wrong
        assert answer.json["error"]
