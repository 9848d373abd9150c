"""Links that show one version of a case to whoever has them: until a day, or until somebody revokes them.

A link's token has 256 bits of chance in it and is told once; only its hash is kept. Nothing else is reached by it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboards.cases.keeping import KIND as CASE
from dashboards.cases.keeping import Saved, Version, case, may_change, saved
from dashboards.pages.page import Site
from dashboards.signing import hashed
from lrs.errors import Forbidden, NotFound
from lrs.organisation.keeping import history, keep, kept, now
from lrs.secrets import generate
from lrs.store.promise import Store

KIND = f"{CASE} link"
PATH = "/shared/"
DAYS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that holds: what names it, the case and version it shows, until when, who made it and when."""

    name: str
    case: str
    version: int
    until: datetime
    who: str
    made: datetime


def share(site: Site, key: str, version: int, days: int) -> str:
    """Make a link to a version of a case; return its token, which is told this once.

    Raises
    ------
    NotFound
        When there is no such case for whoever asks.
    Forbidden
        When they may not change it, or so many days are none of `DAYS`.
    """
    found = _changed(site, key)
    if days not in DAYS:
        raise Forbidden(f"days: expected one of {', '.join(map(str, DAYS))}")
    token = generate()
    told = {"hash": hashed(token), "case": key, "version": found.version(version).number}
    until = (now() + timedelta(days=days)).isoformat(timespec="seconds")
    keep(site.service.store, KIND, secrets.token_hex(6), {**told, "until": until}, site.account().email)
    return token


def links(site: Site, key: str) -> list[Link]:
    """Return the links to a case that hold, the newest first."""
    store, moment = site.service.store, now()
    found = []
    for name, told in kept(store, KIND).items():
        until = datetime.fromisoformat(told["until"])
        if told["case"] == key and until > moment:
            made = history(store, KIND, name)[0]
            found.append(Link(name, key, told["version"], until, made["who"], made["happened"]))
    return sorted(found, key=lambda one: one.made, reverse=True)


def revoke(site: Site, name: str) -> None:
    """Take a link back: from now on it shows nothing.

    Raises
    ------
    NotFound
        When there is none that whoever asks may take back.
    """
    told = kept(site.service.store, KIND).get(name)
    if told is None:
        raise NotFound("link: there is none")
    _changed(site, told["case"])
    keep(site.service.store, KIND, name, None, site.account().email)


def shown(store: Store, token: str) -> Version | None:
    """Return what a token shows; None when it was never made, is revoked, or its day is over.

    Every link is compared, each in constant time: how long an answer takes tells nothing of any.
    """
    given, found = hashed(token), None
    for told in kept(store, KIND).values():
        if hmac.compare_digest(str(told["hash"]), given):
            found = told
    if found is None or datetime.fromisoformat(found["until"]) <= now():
        return None
    one = saved(store, found["case"])
    return None if one is None else one.version(found["version"])


def _changed(site: Site, key: str) -> Saved:
    """Return a case that whoever asks may change."""
    found = case(site, key)
    if not may_change(site, found):
        raise Forbidden("case: you may read it, not share it")
    return found
