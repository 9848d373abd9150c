"""Who may see what: sign-in, sessions, and the guard in front of every address that is not the record's.

A session is a signed cookie; it names an account and a mark of its password, and is looked up at every request, so
that removing the account, changing its password or its role holds from the next request on. What changes something must
come from our own pages (`Origin`, `Sec-Fetch-Site`) and show the session's token, which other sites cannot read: forms
carry it, Dash sends it as `X-CSRFToken`. Which role sees which page stands in `dashboards.site`; how far somebody's
eyes reach in `dashboards.roles`.
"""

import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from dashboards.i18n import Words, catalogs, preferred
from dashboards.signing import hashed, signing_key, use_link
from dashboards.site import page_at, pages_of
from dashboards.throttle import Throttle
from lrs.errors import Unauthorized
from lrs.organisation import accounts
from lrs.organisation.accounts import Account
from lrs.resources.service import Service
from lrs.secrets import keep_chosen

COOKIE = "acquis_session"
TOKEN_COOKIE = "_csrf_token"  # noqa: S105  # a name: Dash's browser side reads this cookie and sends it as a header
TOKEN_HEADER = "X-CSRFToken"  # noqa: S105  # a name, as above
LANGUAGE = "acquis_language"
SESSION_SECONDS = 12 * 3600
CALLBACKS = "/_dash-update-component"

_OPEN = ("/sign-in", "/assets/", "/language/", "/shared/", "/_dash-component-suites/", "/favicon.ico", "/_favicon.ico")
_RECORD = ("/xapi", "/api", "/health")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_YEAR = 365 * 24 * 3600
_NOBODY = keep_chosen(secrets.token_urlsafe(16))
MESSAGES = (
    TOO_OLD := "This page is too old, or this request does not come from it. Load the page again.",
    FIRST := "Nobody can sign in yet. On the server's machine: acquis user add you@example.org --role admin",
)


class Sessions:
    """Signs people in and out of one application.

    Attributes
    ----------
    callbacks
        For each output of a Dash callback, the roles that may have it computed.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.settings.data
        self._key = signing_key(self._folder)
        self._signer = URLSafeTimedSerializer(self._key, salt="session")
        self._ended: dict[str, float] = {}
        self.throttle = Throttle()
        self.callbacks: dict[str, tuple[str, ...]] = {}

    # Who asks -----------------------------------------------------------------------------------------------------

    def account(self) -> Account | None:
        """Return whose session this request shows, as the account is now."""
        if "account" not in g:
            g.account = self._account()
        found: Account | None = g.account
        return found

    def whose(self) -> Account:
        """Return whose session this request shows.

        Raises
        ------
        Unauthorized
            When it shows none.
        """
        account = self.account()
        if account is None:
            raise Unauthorized("sign in again")
        return account

    def token(self) -> str:
        """Return the token that this session's changes must show."""
        return self._token_of(str(self._told().get("id", "")))

    def words(self) -> Words:
        """Return how to speak: as was chosen, as the account says, as the browser asks."""
        account = self.account()
        chosen = request.cookies.get(LANGUAGE) or (account.language if account else None)
        return Words(preferred(request.headers.get("Accept-Language", ""), chosen))

    def _account(self) -> Account | None:
        told = self._told()
        if not told or told["id"] in self._ended:
            return None
        account = accounts.account(self._service.store, str(told["email"]))
        if account is None or not hmac.compare_digest(_mark(account), str(told["mark"])):
            return None
        return account

    def _told(self) -> dict[str, Any]:
        try:
            told = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=SESSION_SECONDS)
        except BadSignature:
            return {}
        return told if isinstance(told, dict) and {"id", "email", "mark"} <= told.keys() else {}

    def _token_of(self, session: str) -> str:
        return hmac.digest(self._key, f"token {session}".encode(), "sha256").hex()

    # The guard ----------------------------------------------------------------------------------------------------

    def guard(self) -> Response | None:
        """Let through what is open or allowed; send everyone else to sign in, or away."""
        path = request.path
        if path.startswith(_RECORD):
            return None
        if request.method not in _READING and not self._ours():
            return _refused(self.words()(TOO_OLD))
        if path.startswith(_OPEN):
            return None
        account = self.account()
        if account is None:
            return self._sign_in_first()
        return self._allowed(account)

    def _ours(self) -> bool:
        """Tell whether a change comes from our own pages: not from another site, and with the session's token."""
        if not _same_site():
            return False
        if self.account() is None:
            return True  # there is no session to misuse
        shown = request.headers.get(TOKEN_HEADER) or request.form.get("csrf", "")
        return hmac.compare_digest(shown.encode(), self.token().encode())

    def _sign_in_first(self) -> Response:
        if request.method != "GET" or request.path.startswith("/_dash"):
            return Response('{"error":"sign in again"}', 401, content_type="application/json")
        return _to("/sign-in?" + urlencode({"next": request.full_path.rstrip("?")}))

    def _allowed(self, account: Account) -> Response | None:
        """Refuse a callback of a page the role does not see; mark a page that is to be drawn as refused."""
        if request.path == CALLBACKS and account.role not in self._roles_of_callback():
            return _refused(self.words()("Your role does not see this."))
        page = page_at(request.path)
        if page is not None and account.role not in page.roles:
            if request.path == "/":
                return _to(home(account))
            g.refused = True
        return None

    def _roles_of_callback(self) -> tuple[str, ...]:
        try:
            body = json.loads(request.get_data(cache=True))
            return self.callbacks.get(str(body["output"]), ())
        except (ValueError, KeyError, TypeError):
            return ()

    # Signing in and out -------------------------------------------------------------------------------------------

    def page(self) -> Response:
        """Show the sign-in page, or sign in with what it was filled in with."""
        if request.method == "GET":
            return self._form("" if accounts.accounts(self._service.store) else FIRST)
        email, secret = request.form.get("email", "").strip().lower()[:200], request.form.get("secret", "")[:500]
        who = (f"account {email}", f"address {request.remote_addr}")
        wait = self.throttle.wait(*who, now=time.monotonic())
        if wait:
            return self._form("Too many attempts. Try again in {n} {n:second|seconds}.", 429, n=int(wait) + 1)
        account = accounts.account(self._service.store, email)
        if not self.proves(account, secret) or account is None:
            self.throttle.wrong(*who, now=time.monotonic())
            return self._form("This address and password do not go together.", 401)
        self.throttle.right(*who)
        return self.signed_in(account, _inside(request.form.get("next", "")))

    def proves(self, account: Account | None, secret: str) -> bool:
        """Tell whether a password is an account's; without an account it costs the same, and so tells nothing."""
        kept = account.secret if account else _NOBODY
        good = self._service.verifier.verify(kept, secret)
        if not good and not kept.startswith("scrypt"):
            self._service.verifier.verify(_NOBODY, secret)
        return good and account is not None

    def link(self, token: str) -> Response:
        """Sign in by a one-time link."""
        email = use_link(self._folder, token) if request.method == "GET" else None
        account = accounts.account(self._service.store, email) if email else None
        if account is None:
            return self._form("This link was used already or is too old. Sign in with your address and password.", 403)
        return self.signed_in(account, "/")

    def out(self) -> Response:
        """Sign out: the cookie goes, and a copy of it opens nothing any more."""
        told, now = self._told(), time.time()
        if told:
            self._ended = {one: until for one, until in self._ended.items() if until > now}
            self._ended[str(told["id"])] = now + SESSION_SECONDS
        response = _to("/sign-in")
        for cookie, hidden in ((COOKIE, True), (TOKEN_COOKIE, False)):
            response.delete_cookie(cookie, httponly=hidden, samesite="Lax")
        return response

    def signed_in(self, account: Account, to: str) -> Response:
        """Answer with a new session."""
        response = _to(home(account) if to == "/" else to)
        session = secrets.token_urlsafe(16)
        value = self._signer.dumps({"id": session, "email": account.email, "mark": _mark(account)})
        secure = request.is_secure or request.headers.get("X-Forwarded-Proto", "") == "https"
        kind: dict[str, Any] = {"samesite": "Lax", "secure": secure, "max_age": SESSION_SECONDS}
        response.set_cookie(COOKIE, value if isinstance(value, str) else value.decode(), httponly=True, **kind)
        response.set_cookie(TOKEN_COOKIE, self._token_of(session), httponly=False, **kind)
        return response

    def _form(self, problem: str = "", status: int = 200, **values: object) -> Response:
        say = self.words()
        given: dict[str, Any] = {
            "say": say,
            "problem": say(problem, **values) if problem else "",
            "next": _inside(request.values.get("next", "")),
            "languages": sorted(catalogs()),
        }
        return Response(render_template("sign_in.html", **given), status)


def home(account: Account) -> str:
    """Return the address where somebody starts."""
    return next((page.path for page in pages_of(account.role) if page.listed), "/account")


def _mark(account: Account) -> str:
    return hashed(account.secret)[:16]


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


def _refused(sentence: str) -> Response:
    return Response(json.dumps({"error": sentence}, ensure_ascii=False), 403, content_type="application/json")


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
