"""The tables of measures to take away, as CSV and as workbooks, within what whoever asks may see.

An address is `/measures/<key>.csv` or `.xlsx` with the filters of a page. Besides them it may name what the measure
takes (`kind=rolling`), and `by=` to have it told apart (`analytics.breakdown`).
"""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import polars as pl
from flask import Flask, Response, request

from analytics import breakdown, catalog
from analytics.measure import Measure
from analytics.scope import Scope
from analytics.upkeep import freshness
from dashboards.cells import in_words, names_of
from dashboards.filters import MANY, ONE, TITLES
from dashboards.headings import headings
from dashboards.i18n import Words
from dashboards.measures import options_of
from dashboards.pages.page import Site
from dashboards.tables import table
from dashboards.workbook import ROWS, About, workbook
from lrs.errors import NotFound

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(app: Flask, site: Site) -> None:
    """Add the downloads of measures."""

    def download(key: str, ending: str) -> Response:
        if ending not in _WRITTEN:
            raise NotFound(f"{ending[:20]!r}: there are {' and '.join(_WRITTEN)}")
        measure = catalog.measure(key)
        given = request.args.to_dict()
        scope = site.chosen(request.query_string.decode()).scope()
        frame = named(_asked(site, measure, scope, given), site.words())
        content, kind = _WRITTEN[ending](frame, site, lambda: _about(site, measure, scope, frame), key)
        return _file(content, kind, f"{key}.{ending}")

    def take(key: str, ending: str) -> Response:
        if ending not in _WRITTEN:
            raise NotFound(f"{ending[:20]!r}: there are {' and '.join(_WRITTEN)}")
        found, frame = table(site, key)
        content, kind = _WRITTEN[ending](
            frame, site, lambda: [(site.words()("Table"), site.words()(found.title))], f"tables.{key}"
        )
        return _file(content, kind, f"{key}.{ending}")

    app.add_url_rule("/measures/tables/<key>.<ending>", "table_file", take)
    app.add_url_rule("/measures/<key>.<ending>", "measure_file", download)


def _asked(site: Site, measure: Measure, scope: Scope, given: Mapping[str, str]) -> pl.DataFrame:
    """Ask a measure with what an address names besides the filters."""
    options = options_of(measure, given)
    dimension = given.get("by")
    if dimension and "by" not in options:
        return site.ask(breakdown.by, scope, measure=measure, dimension=dimension, **options)
    return site.ask(measure.key, scope, **options)


def named(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Return a frame whose language maps are told in one language."""
    if not {"iri", "name"} <= set(frame.columns):
        return frame
    names = [words.pick(name, iri) for iri, name in frame.select("iri", "name").iter_rows()]
    return frame.with_columns(name=pl.Series(names, dtype=pl.String))


def csv_of(frame: pl.DataFrame) -> str:
    """Return a frame as CSV (RFC 4180); text that a spreadsheet would run is kept from running."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(frame.columns)
    for row in frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).iter_rows():
        written.writerow(
            [f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value for value in row]
        )
    return out.getvalue()


def _csv(frame: pl.DataFrame, _site: Site, _about: Callable[[], About], _measure: str) -> tuple[str, str]:
    """Return a table for programs: its headings are the keys of its columns, in every language the same."""
    return "\ufeff" + csv_of(frame), "text/csv; charset=utf-8"


def _xlsx(frame: pl.DataFrame, site: Site, about: Callable[[], About], measure: str) -> tuple[bytes, str]:
    """Return a table for people: headings and cells are in their language; the second sheet gives the keys, too."""
    words = site.words()
    said = in_words(frame, words, names_of(site), measure)
    told = dict(zip(said.columns, headings(said.columns, words, measure), strict=True))
    keys = [(words("Columns, as the CSV names them"), ""), *((told[key], key) for key in frame.columns)]
    body = workbook(
        said.rename(told),
        (words("Table"), words("What it is")),
        [*about(), *keys],
    )
    return body, _WORKBOOK


_WRITTEN: Mapping[str, Callable[[pl.DataFrame, Site, Callable[[], About], str], tuple[str | bytes, str]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
}


def _file(content: str | bytes, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=kind, headers=told)


def _about(site: Site, measure: Measure, scope: Scope, frame: pl.DataFrame) -> list[tuple[str, str]]:
    """Say what a table is: the definition, whom and when it is about, how many rows, how fresh."""
    words = site.words()
    language = words.language if words.language in measure.name else "en"
    rows = words.number(frame.height)
    if frame.height > ROWS:
        rows = words("{n} of {all}; the CSV has them all", n=words.number(ROWS), all=rows)
    stored = site.ask(freshness, Scope()).row(0, named=True)["stored"]
    return [
        (words("Measure"), measure.name[language]),
        ("", measure.sentence[language]),
        (words("Counted as"), words(measure.formula)),
        (words("From"), words(measure.source)),
        (words("Needs"), words(measure.enough)),
        (words("Period"), _period(scope, words)),
        (words("Time zone"), scope.zone),
        *[(words(TITLES[name]), told) for name in (*MANY, *ONE) if (told := _told(getattr(scope, name)))],
        (words("Rows"), rows),
        (words("Data up to"), "" if stored is None else words("{moment} UTC", moment=words.moment(stored))),
        (words("Made"), words("{moment} UTC", moment=words.moment(datetime.now(UTC)))),
    ]


def _told(value: tuple[str, ...] | str | None) -> str:
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def _period(scope: Scope, words: Words) -> str:
    """Say which days a table is about."""
    if scope.since and scope.until:
        return words("between {since} and {until}", since=words.day(scope.since), until=words.day(scope.until))
    if scope.since:
        return words("since {day}", day=words.day(scope.since))
    return words("up to {day}", day=words.day(scope.until)) if scope.until else words("at any time")
