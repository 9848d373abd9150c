"""How every answer leaves: its JSON, its headers, and one handler for everything that went wrong."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from lrs.errors import AcquisError, BadRequest, MethodNotAllowed, NotFound, Refusal, TooLarge, WrongDoor
from lrs.refusals import BODY, Refused, without_secrets
from lrs.resources.auth import note_sender
from lrs.resources.body import SEEN
from lrs.resources.request import DEFAULT_VERSION, Call, call_of
from lrs.resources.service import Service, current
from lrs.store.promise import Instant
from lrs.xapi.timestamp import text

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

LOG = logging.getLogger("acquis")
JSON = "application/json"
EXPOSED = "ETag, Last-Modified, Content-Length, X-Experience-API-Version, X-Experience-API-Consistent-Through"
ALLOWED = (
    "Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Accept-Language, "
    "X-Experience-API-Version, X-Experience-API-Hash, X-Requested-With"
)
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_OURS = ("/xapi", "/api", "/health")
_UNDER_OURS = tuple(f"{path}/" for path in _OURS)

_ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox; default-src 'none'"),  # documents and attachments are whatever tools sent
    ("Referrer-Policy", "no-referrer"),
)


def is_ours(path: str) -> bool:
    """Tell whether a path is one that answers in JSON, or under one; all others are pages, or wrong doors."""
    return path.startswith(_UNDER_OURS) or path in _OURS


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), status, content_type=JSON)


def answer_text(body: str, status: int = 200) -> Response:
    """Return text that is JSON already."""
    return Response(body.encode(), status, content_type=JSON)


def nothing() -> Response:
    """Return 204."""
    return Response(status=204)


def preflight() -> Response:
    """Answer a browser that asks whether it may ask; it has no credential yet (Fetch standard, 3.3)."""
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = ALLOWED
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def dressed(inner: Wsgi, service: Service) -> Wsgi:
    """Add the headers every answer of ours carries, whoever made it. Below Flask, where adding them costs least."""

    def answered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        # taken before the question is asked: whatever was stored by then has to be in this very answer
        through = service.store.consistent_through() if environ["PATH_INFO"].startswith("/xapi/statements") else None

        def start_dressed(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.extend(_headers(environ, through))
            return start(status, headers, *error)

        return inner(environ, start_dressed)

    return answered


def _headers(environ: Mapping[str, Any], through: Instant | None) -> Iterator[tuple[str, str]]:
    call = call_of(environ)
    path = environ["PATH_INFO"]
    if call is None and not is_ours(path):
        return
    yield "X-Experience-API-Version", (DEFAULT_VERSION if call is None else call.version).value
    if through is not None:
        yield "X-Experience-API-Consistent-Through", text(through)
    yield from _ALWAYS


def refuse(error: AcquisError) -> Response:
    """Tell what went wrong, and keep it where the tool's owner finds it."""
    call = call_of(request.environ)
    if isinstance(error, Refusal):
        managing = f"{request.environ['PATH_INFO']}/".startswith("/api/")
        if call is not None and (isinstance(error, WrongDoor) or not managing):
            _keep(call, error)
    else:
        LOG.error("%s %s: %s", request.method, request.path, error.sentence)
    response = answer({"error": error.sentence}, error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Acquis", charset="UTF-8"'
    return response


_AS_REFUSAL = {404: NotFound, 405: MethodNotAllowed, 413: TooLarge}


def refuse_http(error: HTTPException) -> Response | HTTPException:
    """Tell in JSON what Flask itself refused; outside our paths, it answers in its own way."""
    if not is_ours(request.environ["PATH_INFO"]):
        return error
    refusal = _AS_REFUSAL.get(error.code or 500, BadRequest)(error.description or "the request cannot be read")
    return refuse(refusal)


def fail(error: Exception) -> Response:
    """Tell that the fault is ours; the log has the rest."""
    LOG.error("%s %s: %s", request.method, request.path, type(error).__name__, exc_info=error)
    return answer({"error": "the server failed; its log says why"}, 500)


def _keep(call: Call, error: Refusal) -> None:
    if not call.key:  # refused before anyone asked who sent it
        note_sender(call)
    try:
        body = call.body.glance()
    except AcquisError:
        body = b""
    environ = call.environ
    query = environ.get("QUERY_STRING", "")
    current().refusals.keep(
        Refused(
            time=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            key=call.key[:200],
            known=call.credential is not None,
            status=error.status,
            reason=without_secrets(error.sentence, call.secrets)[:500],
            method=call.method,
            path=without_secrets(environ["PATH_INFO"] + ("?" + query if query else ""), call.secrets)[:300],
            body=without_secrets(body[:SEEN].decode(errors="replace"), call.secrets)[:BODY],
        )
    )


def install(app: Flask, service: Service) -> None:
    """Make an application answer like this."""
    app.wsgi_app = dressed(app.wsgi_app, service)  # type: ignore[assignment, method-assign]  # Flask's own way
    app.register_error_handler(AcquisError, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, fail)
