"""Credentials as an administrator asks for them and sees them."""

import time
from typing import Any

import msgspec

from lrs.errors import BadRequest
from lrs.resources.auth import SCOPES
from lrs.secrets import generate, generate_key, keep_chosen, keep_generated
from lrs.store.promise import Credential
from lrs.xapi.timestamp import text
from lrs.xapi.version import Version, spoken

SHORTEST_SECRET = 8  # NIST SP 800-63B, 3.1.1.2


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """A credential somebody asks for; what is left out is chosen for them."""

    label: str
    key: str | None = None
    secret: str | None = None
    scopes: list[str] = msgspec.field(default_factory=lambda: ["all"])
    version: str = Version.V2.value


def made(wish: Wish) -> tuple[Credential, str]:
    """Return the credential of a wish, and its secret, which is told once and kept only as a hash.

    Raises
    ------
    BadRequest
        Naming what in the wish cannot be.
    """
    label = _line(wish.label, "label")
    key = generate_key() if wish.key is None else _line(wish.key, "key")
    if ":" in key:
        raise BadRequest("key: may not hold a colon; HTTP Basic ends the key there")
    if not wish.scopes:
        raise BadRequest(f"scope: expected at least one of {', '.join(SCOPES)}")
    for scope in wish.scopes:
        if scope not in SCOPES:
            raise BadRequest(f"scope: expected one of {', '.join(SCOPES)}, got {scope[:60]!r}")
    version = spoken(wish.version)
    secret, kept = _secret(wish.secret)
    return Credential(key, label, kept, frozenset(wish.scopes), version, time.time_ns() // 1000), secret


def told(credential: Credential) -> dict[str, Any]:
    """Return a credential as it may be shown."""
    return {
        "key": credential.key,
        "label": credential.label,
        "scopes": sorted(credential.scopes),
        "version": credential.version.value,
        "created": text(credential.created),
    }


def _secret(chosen: str | None) -> tuple[str, str]:
    if chosen is None:
        secret = generate()
        return secret, keep_generated(secret)
    if len(chosen) < SHORTEST_SECRET:
        raise BadRequest(f"secret: needs at least {SHORTEST_SECRET} characters; leave it out to have one made")
    return chosen, keep_chosen(chosen)


def _line(value: str, name: str) -> str:
    if not value.strip() or len(value) > 200 or not value.isprintable():
        raise BadRequest(f"{name}: expected 1 to 200 printable characters, got {value[:40]!r}")
    return value
