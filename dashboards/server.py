"""The whole server: the record, the warehouse that follows it, and the pages, in one application."""

from collections.abc import Callable
from functools import cache
from typing import Any

import click
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html
from flask import Blueprint, Flask, Response, abort, current_app, g, redirect, request

from analytics.follower import Follower
from analytics.warehouse import Cursors, Warehouse
from dashboards import access, account, case_files, downloads, measures, shared
from dashboards.components import states
from dashboards.components.shell import shell
from dashboards.components.still import Pages, packed
from dashboards.dates import calendar_script
from dashboards.i18n import ENGLISH, Words
from dashboards.pages import amiss, engagement
from dashboards.pages.page import Page, Site
from dashboards.reports import serving
from dashboards.site import EVERYONE, PAGES, kept, page_at, pages_of, readable
from lrs import settings as settings_table
from lrs.app import announce, create_app, on_stop, open_record
from lrs.organisation import accounts
from lrs.resources.service import service_of
from lrs.settings import Settings

_RECORD = ("/xapi", "/api", "/health")
_OWN = (
    "/sign-in",
    "/sign-out",
    "/account",
    "/language/",
    "/measures/",
    "/report/",
    "/cases/",
    "/calendar.js",
    "/assets/",
    "/_dash",
    "/_favicon",
    "/_reload",
)
_MOVED = {"/engagement": engagement.PATH}
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
    greet(app)
    return app


def greet(app: Flask) -> None:
    """Say how to make an account, as long as there is none."""
    if not accounts.accounts(service_of(app).store):
        click.echo(access.FIRST, err=True)


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
    app.register_blueprint(Blueprint("pages", "dashboards", template_folder="templates"))
    sessions = access.install(app, service)
    site = Site(warehouse, sessions.words, _endpoint, sessions.whose, service)
    measures.install(app, warehouse, service)
    downloads.offer(app, site)
    amiss.offer(app, site)
    serving.install(app, warehouse, service)
    serving.offer(app, site)
    case_files.offer(app, site)
    shared.install(app, service)
    account.install(app, service, sessions)
    app.before_request(_known)
    app.after_request(_protected)
    app.add_url_rule("/calendar.js", "calendar", _calendar)
    _pages(app, site, sessions)
    return app


def follow(app: Flask, store: Cursors) -> Warehouse:
    """Start the thread that follows the record; it ends before the store closes."""
    warehouse = app.extensions["acquis.warehouse"] = Warehouse(store)
    follower = Follower(warehouse).start()
    on_stop(app, follower.stop)
    return warehouse


def _pages(app: Flask, site: Site, sessions: access.Sessions) -> None:
    """Put Dash and its pages on an application."""
    dash = Pages(
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
        words, reader = site.words(), sessions.account()
        if reader is None:  # Dash asks once for itself, before it answers its first request
            return html.Div()
        links = [(page.path, words(page.title)) for page in pages_of(reader.role) if page.listed]
        return packed(shell(links, _frame(states.skeleton()), words, reader.name or reader.email, sessions.token()))

    dash.validation_layout = _everything()  # type: ignore[assignment]  # Dash types it by its first value, None
    dash.layout = layout
    dash.interpolate_index = _spoken(dash.interpolate_index, site)  # type: ignore[method-assign]  # Dash's way to it
    _turning(dash, site)
    dash.clientside_callback(  # type: ignore[no-untyped-call]  # Dash does not type it
        ClientsideFunction("acquis", "palette"), Output("palette", "data"), Input("scheme", "computedColorScheme")
    )
    _note(dash, sessions, EVERYONE)
    for page in PAGES:
        page.register(dash, site)
        _note(dash, sessions, page.roles)
    dash.init_app(app)
    app.extensions |= {"acquis.dash": dash, "acquis.sessions": sessions}


def _turning(dash: Dash, site: Site) -> None:
    """Show the page of an address, and let the links to the others keep what was chosen there."""

    def links() -> list[Page]:
        return [one for one in pages_of(site.account().role) if one.listed]

    def turn(path: str) -> tuple[Any, list[str]]:
        """Show the page of an address to who may see it, and mark it."""
        page = page_at(path)
        marks = ["page-link on" if _is_in(page, one) else "page-link" for one in links()]
        return _drawn(page, site.account().role, site.words()), marks

    def keep(path: str, search: str | None) -> list[list[str]]:
        """Say what the way to each page keeps of an address: of one that cannot be read, nothing."""
        here = page_at(path) if readable(site, search) else None
        return kept(here, links(), totals=not site.reader().sees_people)

    dash.callback(
        Output("page", "children"),
        Output({"page": ALL}, "className"),
        Input("url", "pathname"),
    )(turn)
    dash.callback(Output("kept", "data"), Input("url", "pathname"), Input("url", "search"))(keep)
    dash.clientside_callback(  # type: ignore[no-untyped-call]  # Dash does not type it
        ClientsideFunction("ways", "kept"),
        Output({"page": ALL}, "href"),
        Input("url", "search"),
        Input("kept", "data"),
        State({"page": ALL}, "id"),
    )


def _spoken(index: Callable[..., str], site: Site) -> Callable[..., str]:
    """Return what writes a page's frame, with the language it is in and the page's name, until it says its question."""

    def written(**parts: Any) -> str:
        words, page = site.words(), page_at(request.path)
        named = parts if page is None else parts | {"title": f"{words(page.title)} \N{EN DASH} {parts['title']}"}
        return index(**named).replace("<html>", f'<html lang="{words.language}">', 1)

    return written


def _drawn(page: Page | None, role: str, words: Words) -> Any:
    """Return a page as it is before it is filled; that it is not for a role, or that there is none."""
    if page is None:
        return states.nowhere(words)
    return page.layout(words) if role in page.roles else states.not_yours(words)


def _is_in(page: Page | None, listed: Page) -> bool:
    """Tell whether a page is one that is listed, or part of it."""
    return page is not None and (page is listed or f"{page.path}/".startswith(f"{listed.path}/"))


def _frame(content: Any) -> list[Any]:
    """Return what is there whatever the page: the address, what links keep of it, the colours, the page's place."""
    return [
        dcc.Location(id="url", refresh="callback-nav"),
        dcc.Store(id="kept"),
        dcc.Store(id="palette"),
        html.Div(content, id="page"),
    ]


@cache
def _everything() -> html.Div:
    """Return every component there may be with an id, for Dash to check callbacks against.

    No reader's page has them all. Each without what it holds: they are told, and read, with every page that is fetched.
    """
    words = Words(ENGLISH)
    links = [(page.path, page.title) for page in PAGES]
    shown = html.Div([shell(links, _frame(None), words, "", ""), *[page.layout(words) for page in PAGES]])
    parts = shown._traverse()  # type: ignore[no-untyped-call] # noqa: SLF001  # Dash's only way to all of them
    told = [one.to_plotly_json() for one in parts if getattr(one, "id", None)]
    return html.Div([one | {"props": {"id": one["props"]["id"]}} for one in told])


def _note(dash: Dash, sessions: access.Sessions, roles: tuple[str, ...]) -> None:
    """Note who may have the callbacks computed that were added since this was last done."""
    for output in dash.callback_map:
        sessions.callbacks.setdefault(output, roles)


def _known() -> Any:
    """Mark an address where there is no page: Dash would answer 200 to anything. Lead on from one that has moved."""
    if request.path in _MOVED:
        kept = request.query_string.decode("latin-1")  # as it came: the filters of a page are its query
        return redirect(_MOVED[request.path] + f"?{kept}" * bool(kept), 303)
    own = request.endpoint == shared.ENDPOINT or request.path.startswith(_RECORD + _OWN)
    if not own and page_at(request.path) is None:
        if request.method not in ("GET", "HEAD"):
            abort(404)
        g.nowhere = True
    return None


def _protected(response: Response) -> Response:
    """Add to every page what tells a browser how little it may do."""
    if request.path.startswith(_RECORD):
        return response
    if g.get("refused") or g.get("nowhere"):
        response.status_code = 403 if g.get("refused") else 404  # the page that says so is drawn like any other
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
        response.headers.setdefault(name, value)
    if response.mimetype in ("text/html", "application/json", "text/csv"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _calendar() -> Response:
    return Response(calendar_script(), content_type="text/javascript; charset=utf-8")


def _endpoint() -> str:
    return f"{request.host_url}xapi"
