"""Who may see the pages: for now, whoever holds the key and secret of a tool that may read everything.

A session is a signed cookie; it names a credential and a mark of its secret, and is looked up at every request, so that
revoking the credential ends it. The signing key is random for each data folder. A one-time link signs in without typing:
its token lies hashed in the folder and is removed by whoever uses it first.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from dashboards.i18n import Words, catalogs, preferred
from lrs.resources.service import Service
from lrs.store.promise import Credential

COOKIE = "acquis_session"
LANGUAGE = "acquis_language"
KEY_FILE = "pages.key"
LINK_FILE = "sign-in.json"
SESSION_SECONDS = 12 * 3600
LINK_SECONDS = 3600
READING = frozenset({"all", "all/read"})

_OPEN = ("/sign-in", "/assets/", "/language/", "/_dash-component-suites/", "/favicon.ico", "/_favicon.ico")
_RECORD = ("/xapi", "/api", "/health")
_YEAR = 365 * 24 * 3600


def words() -> Words:
    """Return how this request's reader is spoken to."""
    return Words(preferred(request.headers.get("Accept-Language", ""), request.cookies.get(LANGUAGE)))


@dataclass(slots=True)
class Throttle:
    """Counts wrong attempts by who makes them; after a few, each further one has to wait twice as long."""

    free: int = 5
    longest: float = 900.0
    most: int = 10_000
    _wrong: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, *who: str, now: float) -> float:
        """Return the seconds any of these still has to wait."""
        with self._lock:
            return max(0.0, *(self._wrong.get(one, (0, 0.0))[1] - now for one in who))

    def wrong(self, *who: str, now: float) -> None:
        """Note a wrong attempt."""
        with self._lock:
            for one in who:
                count = self._wrong.pop(one, (0, 0.0))[0] + 1
                pause = min(self.longest, 2.0 ** (count - self.free)) if count >= self.free else 0.0
                self._wrong[one] = (count, now + pause)
                if len(self._wrong) > self.most:
                    self._wrong.popitem(last=False)

    def right(self, *who: str) -> None:
        """Forget the wrong attempts of those who made it."""
        with self._lock:
            for one in who:
                self._wrong.pop(one, None)


def signing_key(folder: Path) -> bytes:
    """Return the folder's signing key, made at first need; only its owner may read it."""
    file = folder / KEY_FILE
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return file.read_bytes()


def make_link(folder: Path, key: str) -> str:
    """Write a token that signs in once as a credential; return the path that uses it."""
    token = secrets.token_urlsafe(32)
    told = {"hash": _hashed(token), "key": key, "until": time.time() + LINK_SECONDS}
    file = folder / LINK_FILE
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(told, opened)
    return f"/sign-in/{token}"


def _use_link(folder: Path, token: str) -> str | None:
    """Return the key a token signs in as and remove it; None when it is wrong, used or too old."""
    file = folder / LINK_FILE
    try:
        told = json.loads(file.read_text())
        good = hmac.compare_digest(told["hash"], _hashed(token)) and time.time() < told["until"]
        if good:
            file.unlink()  # only one request can remove it
            return str(told["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Sessions:
    """Signs readers in and out of one application."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.settings.data
        self._signer = URLSafeTimedSerializer(signing_key(self._folder), salt="session")
        self._throttle = Throttle()

    def reader(self) -> Credential | None:
        """Return the credential this request's session stands for, while it may still read."""
        try:
            told = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=SESSION_SECONDS)
        except BadSignature:
            return None
        credential = self._service.store.credential(str(told["key"]))
        if credential is None or not hmac.compare_digest(_mark(credential), str(told["mark"])):
            return None
        return credential if READING & credential.scopes else None

    def guard(self) -> Response | None:
        """Let through what is open or signed in; send everyone else to sign in."""
        path = request.path
        if path.startswith(_RECORD):
            return None
        if request.method == "POST" and not _same_site():
            return Response("This request came from another site.", 403, content_type="text/plain")
        if path.startswith(_OPEN) or self.reader() is not None:
            return None
        if request.method != "GET" or path.startswith("/_dash"):
            return Response('{"error":"sign in again"}', 401, content_type="application/json")
        return _to("/sign-in?" + urlencode({"next": request.full_path.rstrip("?")}))

    def page(self) -> Response:
        """Show the sign-in page, or sign in with what it was filled in with."""
        if request.method == "GET":
            return _form()
        key, secret = request.form.get("key", "").strip()[:200], request.form.get("secret", "").strip()[:500]
        who = (f"key {key}", f"address {request.remote_addr}")
        wait = self._throttle.wait(*who, now=time.monotonic())
        if wait:
            return _form("Too many attempts. Try again in {n} seconds.", 429, n=int(wait) + 1)
        credential = self._service.store.credential(key)
        # a key nobody has costs the same check, so that answers do not tell which keys exist
        kept = credential.secret if credential else _NOBODY
        if not self._service.verifier.verify(kept, secret) or credential is None:
            self._throttle.wrong(*who, now=time.monotonic())
            return _form("This key and secret do not go together.", 401)
        self._throttle.right(*who)
        if not READING & credential.scopes:
            return _form("This key may send statements but not read them. Ask for a key with the scope all/read.", 403)
        return self._signed_in(credential)

    def link(self, token: str) -> Response:
        """Sign in by a one-time link."""
        key = _use_link(self._folder, token) if request.method == "GET" else None
        credential = self._service.store.credential(key) if key else None
        if credential is None:
            return _form("This link was used already or is too old. Sign in with a key and its secret.", 403)
        return self._signed_in(credential)

    def out(self) -> Response:
        """Sign out."""
        response = _to("/sign-in")
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
        return response

    def _signed_in(self, credential: Credential) -> Response:
        response = _to(_inside(request.values.get("next", "")))
        value = self._signer.dumps({"key": credential.key, "mark": _mark(credential)})
        kind: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": request.is_secure}
        response.set_cookie(
            COOKIE, value if isinstance(value, str) else value.decode(), max_age=SESSION_SECONDS, **kind
        )
        return response


_NOBODY = "sha256$" + "A" * 22 + "==$" + "A" * 43 + "="


def _mark(credential: Credential) -> str:
    return _hashed(credential.secret)[:16]


def _same_site() -> bool:
    """Tell whether a request comes from one of our own pages, as browsers say."""
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.host
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _inside(path: str) -> str:
    """Return a path within this site; anything else leads home."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"


def _to(path: str) -> Response:
    response = Response(status=303)
    response.headers["Location"] = path
    return response


def _form(problem: str = "", status: int = 200, **values: object) -> Response:
    say = words()
    body = render_template(
        "sign_in.html",
        say=say,
        problem=say(problem, **values) if problem else "",
        next=_inside(request.values.get("next", "")),
        languages=sorted(catalogs()),
    )
    return Response(body, status)


def choose_language(language: str) -> Response:
    """Remember the language a reader chose, and go back to where it was chosen."""
    came = urlsplit(request.headers.get("Referer", ""))
    back = f"{came.path}?{came.query}" if came.netloc == request.host else "/"
    response = _to(_inside(request.args.get("next") or back))
    if language in catalogs():
        response.set_cookie(LANGUAGE, language, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def install(app: Flask, service: Service) -> Sessions:
    """Put sign-in before the pages of an application."""
    sessions = Sessions(service)
    app.before_request(sessions.guard)
    app.add_url_rule("/sign-in", "sign_in", sessions.page, methods=["GET", "POST"])
    app.add_url_rule("/sign-in/<token>", "sign_in_link", sessions.link)
    app.add_url_rule("/sign-out", "sign_out", sessions.out, methods=["POST"])
    app.add_url_rule("/language/<language>", "language", choose_language)
    return sessions
