"""The resources of the standard, each a row: its path, its handlers. And the way every call takes through one."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, request

from lrs.errors import MethodNotAllowed, NotFound
from lrs.resources import about, activities, agents, statements
from lrs.resources.alternate import unfold
from lrs.resources.answers import Wsgi, dressed, preflight
from lrs.resources.auth import authenticate, authorize, note_sender
from lrs.resources.documents import KINDS, methods
from lrs.resources.request import Call, agree_on_version, call_of, let_go, read_parameters
from lrs.resources.service import Service

Handlers = Mapping[str, Callable[[Call], Response]]

RESOURCES: dict[str, Handlers] = {
    "statements": statements.METHODS,
    **{name: methods(name) for name in KINDS},
    "activities": activities.METHODS,
    "agents": agents.METHODS,
}
ROOT = "/xapi/"
ANY_METHOD = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE"]


def serve(environ: dict[str, Any], service: Service, name: str, handlers: Handlers) -> Response:
    """Take one call through a resource: understand, authenticate, agree, authorize, handle."""
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return preflight()
    call = Call(environ, service)
    query = environ["QUERY_STRING"]
    if "method=" in query and "method" in read_parameters(query):
        unfold(call)
    else:
        call.params = read_parameters(query)
    authenticate(call)
    agree_on_version(call)
    handler = handler_of(call, name, handlers)
    authorize(call, name)
    return handler(call)


def handler_of(call: Call, name: str, handlers: Handlers) -> Callable[[Call], Response]:
    """Return the handler of the call's method."""
    handler = handlers.get(call.method)
    if handler is None:
        raise MethodNotAllowed(f"{call.method}: {name} knows {', '.join(handlers)}")
    return handler


def serve_about(service: Service) -> Response:
    """Answer anyone who asks which versions are spoken."""
    if request.method == "OPTIONS":
        return preflight()
    call = Call(request.environ, service)
    call.params = read_parameters(request.environ["QUERY_STRING"])
    return handler_of(call, "about", about.METHODS)(call)


def nowhere(service: Service, rest: str = "") -> Response:
    """Answer that nothing is here, and what is."""
    if request.method == "OPTIONS":
        return preflight()
    note_sender(Call(request.environ, service))
    known = f"{', '.join(RESOURCES)} and about"
    raise NotFound(f"/xapi/{rest[:100]}: is no resource; the endpoint is {request.host_url}xapi, and has {known}")


def resources(app: Flask, service: Service) -> Wsgi:
    """Serve the resources below Flask, whose routing and contexts cost more than all of `serve`.

    What goes wrong is told in Flask's context, by the handlers it knows.
    """

    def served(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        name = environ["PATH_INFO"].removeprefix(ROOT)
        try:
            response = serve(environ, service, name, RESOURCES[name])
        except Exception as error:  # noqa: BLE001 -- the handler of `Exception` logs it
            with app.request_context(environ):
                response = app.make_response(app.handle_user_exception(error))
        call = call_of(environ)
        if call is not None and call.method == "HEAD" and environ["REQUEST_METHOD"] == "POST":
            response.set_data(b"")  # a form that stands for a HEAD: the server does not know, and would send the body
        return response(environ, start)

    return dressed(served, service)


def install(app: Flask, service: Service) -> None:
    """Put the resources under /xapi."""
    flask, ours = app.wsgi_app, resources(app, service)
    paths = {ROOT + name for name in RESOURCES}

    def routed(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        try:
            return (ours if environ["PATH_INFO"] in paths else flask)(environ, start)
        finally:
            let_go(environ)

    app.wsgi_app = routed  # type: ignore[assignment, method-assign]  # Flask's own way to wrap an application
    options: dict[str, Any] = {"methods": ANY_METHOD, "provide_automatic_options": False}
    app.add_url_rule("/xapi/about", "about", partial(serve_about, service), **options)
    for path in ("/xapi", "/xapi/<path:rest>"):
        app.add_url_rule(path, path, partial(nowhere, service), **options)
