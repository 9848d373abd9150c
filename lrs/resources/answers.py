"""How every answer leaves: its JSON, its headers, and one handler for everything that went wrong."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from lrs.errors import AcquisError, BadRequest, MethodNotAllowed, NotFound, Refusal, TooLarge
from lrs.refusals import Refused, without_secrets
from lrs.resources.body import SEEN
from lrs.resources.request import Call
from lrs.resources.service import current
from lrs.xapi.timestamp import text

LOG = logging.getLogger("acquis")
JSON = "application/json"
EXPOSED = "ETag, Last-Modified, Content-Length, X-Experience-API-Version, X-Experience-API-Consistent-Through"
ALLOWED = (
    "Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Accept-Language, "
    "X-Experience-API-Version, X-Experience-API-Hash, X-Requested-With"
)
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
OURS = ("/xapi", "/api", "/health")

_ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox; default-src 'none'"),  # documents and attachments are whatever tools sent
    ("Referrer-Policy", "no-referrer"),
)


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    return answer_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), status)


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


def finish(response: Response) -> Response:
    """Add the headers every answer of ours carries."""
    path = request.environ["PATH_INFO"]
    call: Call | None = g.get("call")
    if call is None and not path.startswith(OURS):
        return response
    headers = response.headers
    headers["X-Experience-API-Version"] = call.version.value if call else "2.0.0"
    if path.startswith("/xapi/statements"):
        headers["X-Experience-API-Consistent-Through"] = text(current().store.consistent_through())
    for name, value in _ALWAYS:
        headers[name] = value
    return response


def refuse(error: AcquisError) -> Response:
    """Tell what went wrong, and keep it where the tool's owner finds it."""
    call: Call | None = g.get("call")
    if isinstance(error, Refusal):
        if call is not None and not call.environ["PATH_INFO"].startswith("/api"):
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
    if not request.environ["PATH_INFO"].startswith(OURS):
        return error
    refusal = _AS_REFUSAL.get(error.code or 500, BadRequest)(error.description or "the request cannot be read")
    return refuse(refusal)


def fail(error: Exception) -> Response:
    """Tell that the fault is ours; the log has the rest."""
    LOG.error("%s %s: %s", request.method, request.path, type(error).__name__, exc_info=error)
    return answer({"error": "the server failed; its log says why"}, 500)


def _keep(call: Call, error: Refusal) -> None:
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
            reason=without_secrets(error.sentence)[:500],
            method=call.method,
            path=without_secrets(environ["PATH_INFO"] + ("?" + query if query else ""))[:300],
            body=without_secrets(body[:SEEN].decode(errors="replace"))[:1000],
        )
    )


def install(app: Flask) -> None:
    """Make an application answer like this."""
    app.after_request(finish)
    app.register_error_handler(AcquisError, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, fail)
