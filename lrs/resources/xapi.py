"""The resources of the standard, each a row: its path, its handlers. And the way every call takes through one."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, request

from lrs.errors import MethodNotAllowed, NotFound
from lrs.resources import about, activities, agents, statements
from lrs.resources.alternate import unfold
from lrs.resources.answers import preflight
from lrs.resources.auth import authenticate, authorize, note_sender
from lrs.resources.documents import KINDS, methods
from lrs.resources.request import Call, agree_on_version, read_parameters
from lrs.resources.service import Service

Handlers = Mapping[str, Callable[[Call], Response]]

RESOURCES: dict[str, Handlers] = {
    "statements": statements.METHODS,
    **{name: methods(name) for name in KINDS},
    "activities": activities.METHODS,
    "agents": agents.METHODS,
}
ANY_METHOD = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE"]


def serve(service: Service, name: str, handlers: Handlers) -> Response:
    """Take one call through a resource: understand, authenticate, agree, authorize, handle."""
    environ = request.environ
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
    raise NotFound(f"/xapi/{rest}: is no resource; there are {', '.join(RESOURCES)} and about")


def install(app: Flask, service: Service) -> None:
    """Put the resources under /xapi."""
    options: dict[str, Any] = {"methods": ANY_METHOD, "provide_automatic_options": False}
    for name, handlers in RESOURCES.items():
        app.add_url_rule(f"/xapi/{name}", name, partial(serve, service, name, handlers), **options)
    app.add_url_rule("/xapi/about", "about", partial(serve_about, service), **options)
    for path in ("/xapi", "/xapi/<path:rest>"):
        app.add_url_rule(path, path, partial(nowhere, service), **options)
