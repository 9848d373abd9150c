"""The whole server: the record, the warehouse that follows it, and the pages, in one application."""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc, html
from flask import Blueprint, Flask, Response, abort, current_app, request

from analytics.warehouse import Cursors, Follower, Warehouse
from dashboards import access, measures
from dashboards.components.shell import shell
from dashboards.dates import calendar_script
from dashboards.pages.page import Site
from dashboards.site import PAGES
from lrs import settings as settings_table
from lrs.app import announce, create_app, on_stop, open_record
from lrs.resources.service import service_of
from lrs.settings import Settings

_RECORD = ("/xapi", "/api", "/health")
_OWN = (
    "/sign-in",
    "/sign-out",
    "/language/",
    "/measures/",
    "/calendar.js",
    "/assets/",
    "/_dash",
    "/_favicon",
    "/_reload",
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_INDEX = """<!DOCTYPE html>
<html>
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" href="/assets/favicon.svg">
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>"""


def create() -> Flask:
    """Make the worker's application: settings from the environment, the store opened, the server announced."""
    settings = settings_table.read()
    app = compose(settings, open_record(settings))
    announce(app)
    return app


def compose(settings: Settings, store: Any) -> Flask:
    """Return the application around an open store, its warehouse following.

    Parameters
    ----------
    settings
        Where and how it is served.
    store
        A `lrs.store.promise.Store` that also gives cursors (`analytics.warehouse.Cursors`).
    """
    app = create_app(settings, store)
    warehouse = follow(app, store)
    service = service_of(app)
    measures.install(app, warehouse, service)
    app.register_blueprint(Blueprint("pages", "dashboards", template_folder="templates"))
    sessions = access.install(app, service)
    app.before_request(_known)
    app.after_request(_protected)
    app.add_url_rule("/calendar.js", "calendar", _calendar)
    _pages(app, Site(warehouse, access.words, _endpoint), sessions)
    return app


def follow(app: Flask, store: Cursors) -> Warehouse:
    """Start the thread that follows the record; it ends before the store closes."""
    warehouse = Warehouse(store)
    follower = Follower(warehouse).start()
    on_stop(app, follower.stop)
    return warehouse


def _pages(app: Flask, site: Site, sessions: access.Sessions) -> None:
    """Put Dash and its pages on an application."""
    dash = Dash(
        "dashboards",
        server=False,
        title="Acquis",
        update_title="",
        serve_locally=True,
        external_scripts=["/calendar.js"],
        index_string=_INDEX,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )

    def layout() -> Any:
        words, reader = site.words(), sessions.reader()
        filled = [html.Div(page.layout(words), id={"content": page.path}) for page in PAGES]
        content = [dcc.Location(id="url", refresh="callback-nav"), dcc.Store(id="palette"), *filled]
        return shell([(page.path, words(page.title)) for page in PAGES], content, words, reader.label if reader else "")

    with app.test_request_context():  # Dash asks for it once to learn which components there are
        dash.layout = layout
    dash.callback(
        Output({"content": ALL}, "hidden"),
        Output({"page": ALL}, "className"),
        Input("url", "pathname"),
    )(_turn_to)
    dash.clientside_callback(  # type: ignore[no-untyped-call]  # Dash does not type it
        ClientsideFunction("acquis", "palette"), Output("palette", "data"), Input("scheme", "computedColorScheme")
    )
    for page in PAGES:
        page.register(dash, site)
    dash.init_app(app)
    app.extensions["acquis.dash"] = dash


def _turn_to(path: str) -> tuple[list[bool], list[str]]:
    """Show the page of a path and mark it."""
    here = [page.path == path for page in PAGES]
    return [not shown for shown in here], ["page-link on" if shown else "page-link" for shown in here]


def _known() -> None:
    """Answer 404 where there is no page; Dash would answer 200 to anything."""
    path = request.path
    if not path.startswith(_RECORD + _OWN) and path not in {page.path for page in PAGES}:
        abort(404)


def _protected(response: Response) -> Response:
    """Add to every page what tells a browser how little it may do."""
    if request.path.startswith(_RECORD):
        return response
    dash: Dash = current_app.extensions["acquis.dash"]
    scripts = " ".join(["'self'", *dash.csp_hashes()])
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",  # Mantine and plotly write their styles into the page
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if response.mimetype in ("text/html", "application/json", "text/csv"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _calendar() -> Response:
    return Response(calendar_script(), content_type="text/javascript; charset=utf-8")


def _endpoint() -> str:
    return f"{request.host_url}xapi"
