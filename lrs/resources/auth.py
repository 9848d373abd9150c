"""Who is asking, and how far that reaches (1.0.3 Communication 4.0; 2.0.0 4.2)."""

import base64
import hmac
import json
from dataclasses import replace
from functools import lru_cache

from lrs.errors import Forbidden, Unauthorized
from lrs.resources.request import Call
from lrs.resources.service import Service
from lrs.secrets import looks_generated
from lrs.store.promise import Credential
from lrs.xapi.query import StatementQuery

SCOPES = (
    "all",
    "all/read",
    "statements/read",
    "statements/read/mine",
    "statements/write",
    "state",
    "profile",
    "define",
)

_READ = frozenset({"GET", "HEAD"})
_STATEMENTS = (
    frozenset({"all", "all/read", "statements/read", "statements/read/mine"}),
    frozenset({"all", "statements/write"}),
)
_STATE = (frozenset({"all", "all/read", "state"}), frozenset({"all", "state"}))
_PROFILE = (frozenset({"all", "all/read", "profile"}), frozenset({"all", "profile"}))
_SEEN = (frozenset({"all", "all/read", "statements/read", "profile"}), frozenset({"all"}))

REACH: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # resource: scopes that may read it, scopes that may write it
    "statements": _STATEMENTS,
    "activities/state": _STATE,
    "activities/profile": _PROFILE,
    "agents/profile": _PROFILE,
    "activities": _SEEN,
    "agents": _SEEN,
}

_DEFINING = frozenset({"all", "define"})
_READING_EVERYTHING = frozenset({"all", "all/read", "statements/read"})


def authenticate(call: Call) -> None:
    """Find the credential of a call.

    Raises
    ------
    Unauthorized
        When there is none, nobody knows it, or the secret is wrong.
    """
    header = call.header("AUTHORIZATION")
    key, secret = read_basic(header)
    call.key, call.secrets = key, (secret, str(header).split()[-1])
    call.credential = _verified(call.service, key, secret)
    if call.credential is None:
        raise _stranger(call, key, secret)


def _stranger(call: Call, key: str, secret: str) -> Unauthorized:
    """Return why a key and its secret are refused; what is a secret, typed in place of a key, is kept nowhere."""
    swapped = _verified(call.service, secret, key)
    if swapped is not None:
        call.key, call.secrets = swapped.key, (key, *call.secrets[1:])
        return Unauthorized("Authorization: key and secret are swapped; the key is the user name")
    if looks_generated(key) and call.service.store.credential(key) is None:
        call.key, call.secrets = f"{key[:4]}…", (key, *call.secrets)
        return Unauthorized(
            "Authorization: the key looks like a secret; the key is the user name, the secret the password"
        )
    return Unauthorized("Authorization: nobody has this key and secret; list the keys with `acquis credential list`")


def note_sender(call: Call) -> None:
    """Note whose call it is, if that can be told, so that its refusal is found."""
    try:
        authenticate(call)
    except Unauthorized:
        return


def _verified(service: Service, key: str, secret: str) -> Credential | None:
    credential = service.store.credential(key)
    if credential is None or not service.verifier.verify(credential.secret, secret):
        return None
    return credential


def read_basic(header: str | None) -> tuple[str, str]:
    """Return key and secret of a Basic `Authorization` (RFC 7617)."""
    if not header:
        raise Unauthorized("Authorization: the header is missing; send HTTP Basic with a credential's key and secret")
    method, _, encoded = header.partition(" ")
    if method.lower() != "basic":
        raise Unauthorized("Authorization: is not HTTP Basic; send a credential's key and secret")
    try:
        key, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise Unauthorized("Authorization: is not base64 of UTF-8 `key:secret`") from None
    if not colon:
        raise Unauthorized("Authorization: holds no colon between key and secret")
    return key, secret


def is_admin(call: Call) -> bool:
    """Tell whether a call shows the administrator's token."""
    method, _, token = (call.header("AUTHORIZATION") or "").partition(" ")
    return method.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), call.service.token.encode())


def require_admin(call: Call) -> None:
    """Refuse everyone but an administrator."""
    if not is_admin(call):
        raise Unauthorized(
            "Authorization: this is for administrators; use the `acquis` commands on the server's machine"
        )


def authorize(call: Call, resource: str) -> None:
    """Refuse a credential whose scopes do not reach the resource.

    Raises
    ------
    Forbidden
        Naming the scopes that would.
    """
    reach = REACH[resource][call.method not in _READ]
    if reach.isdisjoint(call.sender.scopes):
        wanted = ", ".join(scope for scope in SCOPES if scope in reach)
        raise Forbidden(
            f"Authorization: this credential's scopes do not reach {call.method} {resource}; {wanted} would"
        )


def defines(credential: Credential) -> bool:
    """Tell whether what a credential sends may change definitions of activities."""
    return not _DEFINING.isdisjoint(credential.scopes)


def only_authority(call: Call) -> str | None:
    """Return the authority a call may read statements of; None when it may read all."""
    if not _READING_EVERYTHING.isdisjoint(call.sender.scopes):
        return None
    return authority_of(call)[1]


def within_reach(call: Call, query: StatementQuery) -> StatementQuery:
    """Return the query, narrowed to what the credential may read, in pages no larger than ours."""
    return replace(query, authority=only_authority(call), limit=min(query.limit, call.service.settings.page))


def authority_of(call: Call) -> tuple[str, str]:
    """Return the authority a credential writes, as JSON text, and its identifier."""
    credential = call.sender
    return _authority(credential.label, credential.key, call.service.settings.authority)


@lru_cache(maxsize=1024)
def _authority(label: str, key: str, home: str) -> tuple[str, str]:
    agent = {"objectType": "Agent", "name": label, "account": {"homePage": home, "name": key}}
    return json.dumps(agent, ensure_ascii=False, separators=(",", ":")), f"account {home} {key}"
