"""Measures over HTTP: as JSON for `acquis measure` and programs, as CSV for whoever looks at a page."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from flask import Flask, Response, request

from analytics import breakdown, catalog
from analytics.scope import Scope, read_day
from analytics.warehouse import Warehouse
from dashboards import filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from lrs.app import create_app
from lrs.errors import BadRequest, Forbidden
from lrs.resources.answers import answer
from lrs.resources.auth import authenticate, is_admin, require_admin
from lrs.resources.request import Call
from lrs.resources.service import Service, service_of
from lrs.settings import Settings

_DAYS = ("since", "until")
_ONE = ("course", "zone", "modality", "group", "country", "language", "device")
_MANY = {"unit": "units", "programme": "programmes"}
_NAMES = (*_DAYS, *_MANY, *_ONE)
_READING = frozenset({"all", "all/read"})
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


def scope_of(given: Mapping[str, Sequence[str]]) -> Scope:
    """Return the scope that parameters name: units and programmes any number of times, of the others the first.

    Raises
    ------
    BadRequest
        When a name is unknown or a value none it can have.
    """
    for name in given:
        if name not in _NAMES:
            raise BadRequest(f"{name[:40]}: is no parameter of a measure; there are {', '.join(_NAMES)}")
    told: dict[str, Any] = {name: given[name][0] for name in _ONE if name in given and given[name][0]}
    told |= {name: read_day(given[name][0], name) for name in _DAYS if name in given and given[name][0]}
    told |= {field: tuple(filter(None, given[name])) for name, field in _MANY.items() if name in given}
    return Scope(**told)


def rows_of(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as JSON's rows; days are written YYYY-MM-DD."""
    return frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).to_dicts()


def csv_of(frame: pl.DataFrame) -> str:
    """Return a frame as CSV (RFC 4180); text that a spreadsheet would run is kept from running."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(frame.columns)
    for row in rows_of(frame):
        written.writerow(
            [
                f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
                for value in row.values()
            ]
        )
    return out.getvalue()


def named(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Return a frame whose language maps are told in one language."""
    if not {"iri", "name"} <= set(frame.columns):
        return frame
    names = [words.pick(name, iri) for iri, name in frame.select("iri", "name").iter_rows()]
    return frame.with_columns(name=pl.Series(names, dtype=pl.String))


def install(app: Flask, warehouse: Warehouse, service: Service) -> None:
    """Add the addresses of measures to an application."""

    def tell(key: str) -> Response:
        measure = catalog.measure(key)
        _allow(Call(request.environ, service))
        given = request.args.to_dict(flat=False)
        dimension = given.pop("by", [""])[0]
        scope = scope_of(given)
        breakdown.refuse_unknown(warehouse, scope)
        if dimension:
            return answer(rows_of(breakdown.by(warehouse, scope, measure, dimension)))
        return answer(rows_of(measure.ask(warehouse, scope)))

    def rebuild() -> Response:
        require_admin(Call(request.environ, service))
        warehouse.rebuild()
        warehouse.catch_up()
        return answer(warehouse.ask("ledger").to_dicts())

    app.add_url_rule("/api/measures/<key>", "measure", tell)
    app.add_url_rule("/api/rebuild", "rebuild", rebuild, methods=["POST"])


def offer(app: Flask, site: Site) -> None:
    """Add the downloads of measures, within what whoever asks may see."""

    def download(key: str) -> Response:
        measure = catalog.measure(key)
        asked = filters.read(request.query_string.decode()).scope()
        frame = named(site.ask(measure.ask, asked), site.words())
        headers = {"Content-Disposition": f'attachment; filename="{key}.csv"'}
        return Response("\ufeff" + csv_of(frame), content_type="text/csv; charset=utf-8", headers=headers)

    app.add_url_rule("/measures/<key>.csv", "measure_csv", download)


def _allow(call: Call) -> None:
    """Refuse whoever may not read everything."""
    if is_admin(call):
        return
    authenticate(call)
    if not _READING & call.sender.scopes:
        raise Forbidden(
            f"Authorization: this credential's scopes do not reach measures; {' or '.join(sorted(_READING))} would"
        )


def alone(settings: Settings, store: Any) -> Flask:
    """Return the application of a command that asks for measures where nobody serves: no pages, nothing left unread."""
    app = create_app(settings, store)
    warehouse = Warehouse(store)
    warehouse.catch_up()
    install(app, warehouse, service_of(app))
    return app
