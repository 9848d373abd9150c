"""Where reports are fetched: by who is signed in, as the page's filters say, and by the administrator's commands."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from flask import Flask, Response, request

from analytics import breakdown, catalog
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from dashboards import measures
from dashboards.i18n import Words, catalogs
from dashboards.pages.page import Site
from dashboards.reports.document import document
from dashboards.reports.facts import Ask, Facts, now
from dashboards.reports.paper import printed
from dashboards.reports.sheets import workbook
from lrs.errors import BadRequest, NotFound
from lrs.resources.request import Call
from lrs.resources.service import Service
from lrs.settings import Settings

ENDINGS: Mapping[str, tuple[Callable[[Facts], str | bytes], str]] = {
    "html": (document, "text/html; charset=utf-8"),
    "pdf": (lambda facts: printed(document(facts)), "application/pdf"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def offer(app: Flask, site: Site) -> None:
    """Add the downloads of the page."""

    def download(ending: str) -> Response:
        scope = site.chosen(request.query_string.decode()).scope()
        return _told(Facts(site.ask, site.words(), scope, now()), ending)

    app.add_url_rule("/report/investment.<ending>", "report_file", download)


def install(app: Flask, warehouse: Warehouse, service: Service) -> None:
    """Add the address that `acquis report` asks."""

    def tell() -> Response:
        measures.allow(Call(request.environ, service))
        given = request.args.to_dict(flat=False)
        ending, language = (given.pop(name, [""])[0] or usual for name, usual in (("format", "html"), ("lang", "en")))
        if language not in catalogs():
            raise BadRequest(f"lang: {language[:20]!r} is none of {', '.join(sorted(catalogs()))}")
        scope = measures.scope_of(given)
        breakdown.refuse_unknown(warehouse, scope)
        return _told(Facts(_asking(warehouse), Words(language), scope, now()), ending)

    app.add_url_rule("/api/report/investment", "report", tell)


def alone(settings: Settings, store: Any) -> Flask:
    """Return the application of a command that asks for a report where nobody serves."""
    return measures.alone(settings, store, install)


def _asking(warehouse: Warehouse) -> Ask:
    def ask(measure: Any, scope: Scope, /, **options: Any) -> pl.DataFrame:
        asked = catalog.measure(measure).ask if isinstance(measure, str) else measure
        found: pl.DataFrame = asked(warehouse, scope, **options)
        return found

    return ask


def _told(facts: Facts, ending: str) -> Response:
    if ending not in ENDINGS:
        raise NotFound(f"{ending[:20]!r}: there are {' and '.join(ENDINGS)}")
    write, kind = ENDINGS[ending]
    headers = {"Content-Disposition": f'attachment; filename="investment.{ending}"', "Cache-Control": "no-store"}
    return Response(write(facts), content_type=kind, headers=headers)
