"""The alternate request syntax of 1.0.3 (Communication 1.3): a POST whose form holds method, headers and content.

Unfolding turns such a request into the one it stands for, so nothing after this knows that there are two syntaxes.
Articulate Storyline sends the form as `text/plain`; it is read all the same.
"""

import io
from typing import Any

from lrs.errors import BadRequest
from lrs.resources.request import Call, read_parameters
from lrs.xapi.version import Version, spoken

METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")
FORMS = ("application/x-www-form-urlencoded", "text/plain")
HEADERS = {  # the form fields that stand for headers, under their WSGI names
    "authorization": "HTTP_AUTHORIZATION",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
    "content-type": "CONTENT_TYPE",
    "content-length": "CONTENT_LENGTH",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "if-modified-since": "HTTP_IF_MODIFIED_SINCE",
    "accept": "HTTP_ACCEPT",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
    "accept-encoding": "HTTP_ACCEPT_ENCODING",
    "content-encoding": "HTTP_CONTENT_ENCODING",
    "x-experience-api-hash": "HTTP_X_EXPERIENCE_API_HASH",
}


def unfold(call: Call) -> None:
    """Make the call the one its form stands for.

    Raises
    ------
    BadRequest
        When the request mixes both syntaxes, or is sent under 2.0, which has only one.
    LengthRequired
        When the form may have lost its end, and with it half of a document, or which one is meant.
    """
    query = read_parameters(call.environ["QUERY_STRING"])
    method = query.pop("method").upper()
    if call.method != "POST":
        raise BadRequest("method: the alternate request syntax is always a POST")
    if query:
        raise BadRequest(f"{next(iter(query))}: in the alternate request syntax, parameters go into the form")
    if method not in METHODS:
        raise BadRequest(f"method: {method[:20]!r} is not one of {', '.join(METHODS)}")
    if call.media_type not in FORMS:
        raise BadRequest(f"Content-Type: the alternate request syntax is a form ({FORMS[0]})")
    fields = _fields(call.body.read())
    call.body.refuse_doubt("a form")
    _replace(call, method, fields)


def _fields(form: bytes) -> dict[str, str]:
    return read_parameters(form.strip().decode("latin-1"))


def _replace(call: Call, method: str, fields: dict[str, str]) -> None:
    environ: dict[str, Any] = dict(call.environ)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ.pop("HTTP_CONTENT_ENCODING", None)
    environ["CONTENT_TYPE"] = "application/json"
    content = fields.pop("content", "").encode()
    for name in [name for name in fields if name.lower() in HEADERS]:
        environ[HEADERS[name.lower()]] = fields.pop(name)
    environ["CONTENT_LENGTH"] = str(len(content))
    environ["wsgi.input"] = io.BytesIO(content)
    environ["REQUEST_METHOD"] = method
    seen = call.body.seen
    call.take(environ)
    call.body.seen = seen
    call.params = fields
    if spoken(environ.get("HTTP_X_EXPERIENCE_API_VERSION", Version.V1.value)) is Version.V2:
        raise BadRequest("method: the alternate request syntax ended with 1.0.3; send the method itself")
