"""Wrong doors: paths written a little wrong are served, and xAPI sent elsewhere learns where the endpoint is."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, request

from lrs.errors import WrongDoor
from lrs.resources.answers import Wsgi, is_ours, preflight
from lrs.resources.auth import note_sender
from lrs.resources.request import Call
from lrs.resources.service import Service
from lrs.resources.xapi import RESOURCES

_SLASHES = re.compile(r"/{2,}")
_XAPI = re.compile(rf"(?i)/({'|'.join(RESOURCES)}|about)/?$")


def straighten(inner: Wsgi) -> Wsgi:
    """Serve `//` and a trailing slash under our own paths as if they were not there; no tool follows a redirect."""

    def straightened(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if "//" in path or path[-1:] == "/":
            straight = _SLASHES.sub("/", path).rstrip("/")
            if is_ours(straight):
                environ["PATH_INFO"] = straight
        return inner(environ, start)

    return straightened


def looks_like_xapi(environ: dict[str, Any]) -> bool:
    """Tell whether a request outside our paths was meant for the endpoint; a visit to a page was not."""
    if "HTTP_X_EXPERIENCE_API_VERSION" in environ:
        return True
    if _XAPI.search(environ["PATH_INFO"]) is None:
        return False
    browsing = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    return not browsing or "HTTP_AUTHORIZATION" in environ


def point_to_endpoint(environ: dict[str, Any], service: Service) -> Response:
    """Answer xAPI that came to a wrong door.

    Raises
    ------
    WrongDoor
        Naming the endpoint; a browser that only asks whether it may ask is let through, so that it hears this.
    """
    call = Call(environ, service)
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return preflight()
    note_sender(call)
    path = environ["PATH_INFO"]
    found = _XAPI.search(path)
    rest = f"/{found[1].lower()}" if found else ""
    raise WrongDoor(f"{path[:100]}: nothing speaks xAPI here; the endpoint is {request.host_url}xapi{rest}")


def install(app: Flask, service: Service) -> None:
    """Guard the doors of an application."""

    def watch() -> Response | None:
        environ = request.environ
        if is_ours(environ["PATH_INFO"]) or not looks_like_xapi(environ):
            return None
        return point_to_endpoint(environ, service)

    app.before_request(watch)
    app.wsgi_app = straighten(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's own way to wrap an application
