"""Cases that were saved: every version stays, with who saved it and when; who may see and change them."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboards.cases import draft as drafts
from dashboards.cases.draft import Draft
from dashboards.pages.page import Site
from dashboards.roles import EVERYWHERE
from lrs.errors import Conflict, NotFound
from lrs.organisation.keeping import value_row
from lrs.organisation.units import Tree
from lrs.store.promise import Put, Store

KIND = "case"
CHANGERS = frozenset({"admin", "group", "manager"})


@dataclass(frozen=True, slots=True)
class Version:
    """A case as somebody saved it; the first has the number 1."""

    number: int
    draft: Draft
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A case with all its versions, the oldest first."""

    key: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    @property
    def author(self) -> str:
        """Who saved it first."""
        return self.versions[0].who

    def version(self, number: int | None) -> Version:
        """Return a version by its number, else the newest.

        Raises
        ------
        NotFound
            When there is none of this number.
        """
        if number is None:
            return self.newest
        if not 1 <= number <= len(self.versions):
            raise NotFound(f"version: there is no version {number}; there are {len(self.versions)}")
        return self.versions[number - 1]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version says otherwise than the one before: its name, and what it was and is."""

    version: Version
    name: str
    before: Any
    after: Any


def saved(store: Store, key: str) -> Saved | None:
    """Return a case by its key, whoever may see it; None where there is none."""
    return next(_gathered(store.organisation.rows("kept", kind=KIND, key=key)), None)


def _gathered(rows: list[dict[str, Any]]) -> Iterator[Saved]:
    by_key: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_key.setdefault(row["key"], []).append(row)
    for key, found in by_key.items():
        yield Saved(key, tuple(_version(number, row) for number, row in enumerate(found, 1)))


def _version(number: int, row: dict[str, Any]) -> Version:
    return Version(number, drafts.kept(row["value"]), row["happened"], row["who"])


def cases(site: Site) -> list[Saved]:
    """Return the cases that whoever asks may see, the newest first."""
    found = [one for one in _gathered(site.service.store.organisation.rows("kept", kind=KIND)) if may_see(site, one)]
    return sorted(found, key=lambda one: one.newest.at, reverse=True)


def case(site: Site, key: str) -> Saved:
    """Return a case that whoever asks may see.

    Raises
    ------
    NotFound
        When there is none, or it is not for their eyes: nobody is told which.
    """
    found = saved(site.service.store, key)
    if found is None or not may_see(site, found):
        raise NotFound("case: there is none of this name, or it is not yours to see")
    return found


def may_see(site: Site, one: Saved) -> bool:
    """Tell whether a case is its reader's own, or of units they answer for, all of them.

    A case of whoever answers for everything is for those who see everything.
    """
    account = site.account()
    own = site.reader().units
    if own is None or (account.email == one.author and account.role in CHANGERS):
        return True
    units = one.newest.draft.units
    tree = Tree(site.service.store.organisation.rows("unit"))
    return bool(units) and all(unit in tree.units and not {unit, *tree.above(unit)}.isdisjoint(own) for unit in units)


def may_change(site: Site, one: Saved | None = None) -> bool:
    """Tell whether whoever asks makes cases, and may change this one."""
    return site.account().role in CHANGERS and (one is None or may_see(site, one))


def own_units(site: Site) -> tuple[str, ...]:
    """Return the units that a case of whoever asks is of."""
    account = site.account()
    return () if account.role in EVERYWHERE else account.units


def save(site: Site, draft: Draft, key: str | None, seen: int = 0) -> str:
    """Save a case, as new or as the next version of one; return its key.

    Parameters
    ----------
    seen
        The number of the newest version that whoever saves has seen.

    Raises
    ------
    Conflict
        When somebody saved it meanwhile: nothing is lost, and nothing overwritten unseen.
    """
    store = site.service.store
    revision = store.organisation.revision()
    if key is not None and len(case(site, key).versions) != seen:
        raise Conflict("case: somebody saved it meanwhile")
    key = key or secrets.token_hex(6)
    store.organisation.change([Put("kept", [value_row(KIND, key, draft.told(), site.account().email)])], revision)
    return key


def changes(one: Saved) -> list[Change]:
    """Return what each version says otherwise than the one before, the newest first."""
    pairs = zip(one.versions, one.versions[1:], strict=False)
    told = [Change(after, *found) for before, after in pairs for found in differences(before.draft, after.draft)]
    return sorted(told, key=lambda change: change.version.number, reverse=True)


def _said(draft: Draft) -> Iterator[tuple[str, Any]]:
    """Yield what a case says, by the names its form has."""
    for name in ("title", "objective", "sites", "hours", "mix", "travelling", "years", "yearly"):
        yield name, getattr(draft, name)
    for figure in draft.figures:
        yield f"figure {figure.key}", figure.value
    yield "gain", draft.gain


def differences(first: Draft, second: Draft) -> list[tuple[str, Any, Any]]:
    """Return what two cases say differently, by the names of the form."""
    was, now = dict(_said(first)), dict(_said(second))
    names = [*was, *(name for name in now if name not in was)]
    return [(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)]
