"""A saved case to take away, as CSV and as a workbook: what it comes to, what is planned, every figure's origin."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from flask import Flask, Response

from analytics.measure import Schema
from dashboards.cases.keeping import Version, case
from dashboards.downloads import csv_of
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.simulator.speaking import foreign, named, origin, unit
from dashboards.pages.simulator.tables import chances, outcomes, setting
from dashboards.pages.simulator.telling import tell
from dashboards.workbook import workbook
from lrs.errors import NotFound

PATH = "/cases/"
_SHEET: Schema = {
    "figure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "origin": pl.String,
}


def offer(app: Flask, site: Site) -> None:
    """Add the files of saved cases, for who may see them."""

    def download(key: str, ending: str) -> Response:
        if ending not in _ENDINGS:
            raise NotFound(f"{ending[:20]!r}: there are {' and '.join(_ENDINGS)}")
        write, kind = _ENDINGS[ending]
        content = write(case(site, key).newest, site.words())
        headers = {"Content-Disposition": f'attachment; filename="case.{ending}"', "Cache-Control": "no-store"}
        return Response(content, content_type=kind, headers=headers)

    app.add_url_rule(f"{PATH}<key>.<ending>", "case_file", download)


def sheet(version: Version, words: Words) -> pl.DataFrame:
    """Return the figures of a case, one row each."""
    draft = version.draft
    rows = [
        (
            named(words, one.key),
            float(one.value),
            float(one.low),
            float(one.high),
            unit(words, one, draft.currency),
            origin(words, one, draft),
        )
        for one in draft.figures
    ]
    return pl.DataFrame(rows, schema=_SHEET, orient="row")


def about(version: Version, words: Words) -> list[tuple[str, str]]:
    """Return what a case says and comes to, one row each."""
    told = tell(version.draft, words)
    answer = " ".join("".join(_text(piece) for piece in sentence) for sentence in told.answer())
    given = {"n": version.number, "who": version.who, "moment": words.moment(version.at)}
    saved = words("Version {n}, saved by {who} on {moment} UTC.", **given)
    tables = (*setting(told), *outcomes(told), *chances(told))
    without = foreign(words, version.draft)
    said = [("", text) for text in (saved, answer, without) if text]
    return [(words("Case"), version.draft.title), *said, *[(name, value) for name, value in tables]]


def _text(piece: Any) -> str:
    return piece if isinstance(piece, str) else str(piece.children)


def _csv(version: Version, words: Words) -> bytes:
    return ("\ufeff" + csv_of(sheet(version, words))).encode()


def _xlsx(version: Version, words: Words) -> bytes:
    return workbook(sheet(version, words), (words("Figures"), words("What it is")), about(version, words))


_ENDINGS: Mapping[str, tuple[Callable[[Version, Words], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
