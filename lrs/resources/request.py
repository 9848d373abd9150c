"""A request as the handlers see it, whichever syntax carried it.

A `Call` reads the WSGI environment directly: headers are looked up where the server put them, and nothing is parsed
that the handler does not ask for.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from lrs.errors import BadRequest
from lrs.resources.body import Body
from lrs.resources.service import Service
from lrs.store.promise import Credential
from lrs.xapi.version import Version, spoken

DEFAULT_VERSION = Version.V2
_HERE = "acquis.call"
_FLASK = "werkzeug.request"  # where Werkzeug puts the request it makes


class Call:
    """One request: who asks what, in which version, with which body."""

    __slots__ = ("body", "credential", "environ", "key", "method", "params", "secrets", "service", "version")

    def __init__(self, environ: dict[str, Any], service: Service) -> None:
        environ[_HERE] = self
        self.service = service
        self.key = ""  # as sent, also when nobody knows it
        self.secrets: tuple[str, ...] = ()  # what came with it, and is kept nowhere
        self.credential: Credential | None = None
        self.params: Mapping[str, str] = {}
        self.take(environ)

    def take(self, environ: Mapping[str, Any]) -> None:
        """Be the request of this environment."""
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.version = asked_version(environ) or DEFAULT_VERSION
        self.body = Body(environ, self.service.settings.body_bytes)

    def header(self, name: str) -> str | None:
        """Return a header by its WSGI name (`IF_MATCH`), or None."""
        return self.environ.get("HTTP_" + name)

    @property
    def content_type(self) -> str:
        """The Content-Type, exactly as sent."""
        return str(self.environ.get("CONTENT_TYPE") or "")

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def sender(self) -> Credential:
        """The credential of an authenticated call."""
        if self.credential is None:
            raise RuntimeError("the call was not authenticated")
        return self.credential

    def only(self, *allowed: str) -> None:
        """Refuse parameters the resource does not know, wrong case included."""
        for name in self.params:
            if name not in allowed:
                known = ", ".join(allowed) or "none"
                raise BadRequest(f"{name}: is not a parameter of this resource; it knows {known}")

    def need(self, name: str) -> str:
        """Return a parameter that has to be there."""
        if name not in self.params:
            raise BadRequest(f"{name}: is missing; this request needs it")
        return self.params[name]


def call_of(environ: Mapping[str, Any]) -> Call | None:
    """Return the call made of a request, once there is one."""
    return environ.get(_HERE)


def let_go(environ: dict[str, Any]) -> None:
    """Take what was made of a request from its environment, which that holds: else both wait for garbage, with a body.

    Garbage is looked for by the number of objects, not by their size (`lrs.serve`): bodies would fill the memory.
    """
    for name in (_HERE, _FLASK):
        environ.pop(name, None)


def asked_version(environ: Mapping[str, Any]) -> Version | None:
    """Return the version a request asks for; None when it asks for none, or for one we do not speak."""
    try:
        return spoken(environ["HTTP_X_EXPERIENCE_API_VERSION"])
    except (KeyError, BadRequest):
        return None


def agree_on_version(call: Call) -> None:
    """Refuse a request without a version, or with one we do not speak, in the version of its credential."""
    header = call.header("X_EXPERIENCE_API_VERSION")
    if call.credential is not None and asked_version(call.environ) is None:
        call.version = call.credential.version
    if header is None:
        raise BadRequest("X-Experience-API-Version: the header is missing; send 1.0.3 or 2.0.0")
    call.version = spoken(header)


def read_parameters(query: str) -> dict[str, str]:
    """Read a query string.

    Raises
    ------
    BadRequest
        When it is not UTF-8, or names a parameter twice.
    """
    if not query:
        return {}
    try:
        pairs = parse_qsl(query.encode("latin-1").decode(), keep_blank_values=True, errors="strict")
    except (UnicodeError, ValueError):
        raise BadRequest("query string: is not percent-encoded UTF-8") from None
    params = dict(pairs)
    if len(params) != len(pairs):
        raise BadRequest("query string: names a parameter twice")
    return params
