"""Another record store, asked over HTTP with patience (1.0.3 Communication 2.1.3; 2.0.0 4.1.6.1)."""

import base64
import http.client
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

import msgspec

from lrs.errors import AcquisError, BadRequest, Fault
from lrs.resources.multipart import Parts, boundary_of
from lrs.xapi.version import Version

PAGE = 500  # statements asked for at once; most stores give fewer
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds waited before each new try."""

_PIECE = 1 << 16
_IN_MEMORY = 4 << 20
_LONGEST_PAGE = 256 << 20
_LONGEST_WAIT = 120.0
_PATIENCE = 120.0  # seconds a connection may stand still
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_BROKEN = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)

Keep = Callable[[str, Iterator[bytes]], None]
T = TypeVar("T")


class _Result(msgspec.Struct):
    statements: list[msgspec.Raw]
    more: str | None = None


class _About(msgspec.Struct):
    version: list[str]


@dataclass(frozen=True, slots=True)
class RemotePage:
    """Statements as they came, where the next are, and until when the store was sure of its answer."""

    statements: list[bytes]
    more: str
    consistent: str | None


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same host only: the secret is for this one."""

    def redirect_request(self, req: Any, *given: Any) -> Any:
        """Follow, or refuse: the new address is the last of what is given."""
        address = given[-1]
        if urlsplit(address).netloc != urlsplit(req.full_url).netloc:
            raise BadRequest(f"{req.full_url}: redirects to {address}; give that address if you trust it")
        return super().redirect_request(req, *given)


class Remote:
    """One record store, its endpoint and the credential to read it with.

    Parameters
    ----------
    endpoint
        Its address, with or without `/statements`.
    key, secret
        A credential that may read statements.
    say
        Told, in a sentence, when a try failed and another follows.
    wait
        How to wait some seconds.
    """

    def __init__(
        self,
        endpoint: str,
        key: str,
        secret: str,
        *,
        say: Callable[[str], None] = lambda _sentence: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BadRequest(f"{endpoint}: is not the address of a record store, such as https://lrs.example/xapi")
        self.endpoint = endpoint.rstrip("/").removesuffix("/statements") + "/"
        self.version: Version | None = None
        self._basic = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
        self._say, self._wait = say, wait
        self._open = urllib.request.build_opener(_SameHost).open

    def negotiate(self) -> Version:
        """Agree on the newest version both speak: About is asked in none, a store without it in 1.0.3."""
        try:
            about = self._patiently("about", lambda answer: msgspec.json.decode(answer.read(1 << 20), type=_About))
        except (msgspec.MsgspecError, _RefusedError):
            self.version = Version.V1
            return self.version
        self.version = Version.V2 if any(one.startswith("2.0") for one in about.version) else Version.V1
        return self.version

    def first(self, **filters: str) -> str:
        """Return the address of the first page of an answer in ascending order."""
        asked = {"ascending": "true", "limit": str(PAGE), "format": "exact", "attachments": "true", **filters}
        return "statements?" + urlencode(asked)

    def page(self, address: str, keep: Keep) -> RemotePage:
        """Fetch one page; the bytes of its attachments go to `keep` as they come."""
        return self._patiently(address, lambda answer: self._read_page(answer, keep))

    def voided(self, id_: UUID, keep: Keep) -> bytes | None:
        """Fetch one voided statement, or None when the store has none such."""
        address = "statements?" + urlencode({"voidedStatementId": str(id_), "attachments": "true"})
        try:
            return self._patiently(address, lambda answer: _body(answer, keep))
        except _RefusedError as refused:
            if refused.code == 404:
                return None
            raise

    def _read_page(self, answer: Any, keep: Keep) -> RemotePage:
        body = _body(answer, keep)
        try:
            result = msgspec.json.decode(body, type=_Result)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise BadRequest(f"{self.endpoint}statements: the answer is no list of statements ({error})") from None
        consistent = answer.headers.get("X-Experience-API-Consistent-Through")
        return RemotePage([bytes(raw) for raw in result.statements], result.more or "", consistent)

    def _patiently(self, address: str, read: Callable[[Any], T]) -> T:
        """Ask until an answer was read whole, waiting longer each time."""
        for wait in (*WAITS, None):
            try:
                with self._open(self._request(address), timeout=_PATIENCE) as answer:
                    return read(answer)
            except urllib.error.HTTPError as error:
                told = self._told(error)
                if error.code not in _PASSING or wait is None:
                    raise told from None
                pause = max(wait, _asked_wait(error))
            except _BROKEN as error:
                told = Fault(f"{self.endpoint}: no whole answer ({getattr(error, 'reason', None) or error!r})")
                if wait is None:
                    raise told from None
                pause = wait
            self._say(f"{told.sentence}; again in {pause:.0f} s")
            self._wait(pause)
        raise AssertionError  # the last try returns or raises

    def _request(self, address: str) -> urllib.request.Request:
        """Make a request; whatever host `more` names, it goes to the one the secret is for."""
        url = urljoin(self.endpoint, address)
        ours, given = urlsplit(self.endpoint), urlsplit(url)
        url = given._replace(scheme=ours.scheme, netloc=ours.netloc).geturl()
        headers = {"Authorization": self._basic}
        if self.version is not None:
            headers["X-Experience-API-Version"] = self.version.value
        return urllib.request.Request(url, headers=headers)  # noqa: S310 -- http or https: checked when made

    def _told(self, error: urllib.error.HTTPError) -> AcquisError:
        with error:
            detail = error.read(300).decode(errors="replace").strip()
        sentence = _SENTENCES.get(error.code, "the record store there answered {code}: {detail}")
        return _RefusedError(f"{self.endpoint}: " + sentence.format(code=error.code, detail=detail), error.code)


_SENTENCES = {
    401: "key and secret are refused there",
    403: "this credential may not read statements there",
    404: "there is no record store at this address",
}


class _RefusedError(BadRequest):
    """The other store says no; `code` is how."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def _asked_wait(error: urllib.error.HTTPError) -> float:
    """Return how long the other store asks us to wait (RFC 9110 10.2.3), within reason."""
    asked = error.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else 0.0


def _body(answer: Any, keep: Keep) -> bytes:
    """Read an answer: the JSON of it; the bytes of attachments are passed on as they come."""
    kind = answer.headers.get("Content-Type", "")
    pieces = _pieces(answer)
    if not kind.lower().startswith("multipart/"):
        return _limited(pieces)
    parts = iter(Parts(pieces, boundary_of(kind)))
    first = next(parts, None)
    if first is None:
        raise BadRequest("the answer of the other record store has no parts")
    body = first.read(_LONGEST_PAGE)
    for part in parts:
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if sha2.isalnum():
            _spool(sha2, part.pieces, keep)
    return body


def _spool(sha2: str, pieces: Iterator[bytes], keep: Keep) -> None:
    """Pass the bytes of an attachment on once they are all here: the record cuts off a body that stalls."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        for piece in pieces:
            file.write(piece)
        file.seek(0)
        keep(sha2, iter(lambda: file.read(_PIECE), b""))


def _pieces(answer: Any) -> Iterator[bytes]:
    """Yield an answer's bytes; http.client says nothing of one that ends before its Content-Length."""
    while piece := answer.read(_PIECE):
        yield piece
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)


def _limited(pieces: Iterator[bytes]) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > _LONGEST_PAGE:
            raise BadRequest(f"a page of the other record store holds more than {_LONGEST_PAGE >> 20} MiB")
    return bytes(body)
