"""The tables of Tools and Setup to take away: what no measure tells, for the roles and the units that see it there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.scope import Scope
from analytics.upkeep import ledger
from dashboards.pages.page import Role, Site
from dashboards.pages.setup import brought, units
from dashboards.pages.setup.groups import described, visible
from dashboards.pages.setup.identities import own_people
from dashboards.pages.setup.quality import BECAME
from lrs.errors import Forbidden, NotFound
from lrs.organisation import accounts, groups
from lrs.organisation.units import Tree

_GROUP: tuple[Role, ...] = ("admin", "group")
_MANAGERS: tuple[Role, ...] = ("admin", "group", "manager")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title, the roles that see it, and what makes it; `columns` are keys of `dashboards.headings`."""

    title: str
    roles: tuple[Role, ...]
    columns: tuple[str, ...]
    rows: Callable[[Site], list[tuple[Any, ...]]]


def _units(site: Site) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in units.rows(site)]


def _people(site: Site) -> list[tuple[Any, ...]]:
    people = own_people(site)
    return [
        (one["key"], one["name"], *(", ".join(one[name]) for name in ("units", "identifiers", "also")))
        for one in people
    ]


def _groups(site: Site) -> list[tuple[Any, ...]]:
    organisation = site.service.store.organisation
    tree, words = Tree(organisation.rows("unit")), site.words()
    return [
        (name, described(tree, one, words), len(groups.members(organisation, one)))
        for name, one in visible(site).items()
    ]


def _imports(site: Site) -> list[tuple[Any, ...]]:
    rows = [(row, json.loads(row["value"])) for row in brought.past(site)]
    return [(row["happened"], row["who"], row["key"], told.get("file", ""), told.get("rows", 0)) for row, told in rows]


def _ledger(site: Site) -> list[tuple[Any, ...]]:
    return site.ask(ledger, Scope()).rows()


def _became(site: Site) -> list[tuple[Any, ...]]:
    return [(kind, statements) for kind, _, statements in _ledger(site) if kind in BECAME]


def _accounts(site: Site) -> list[tuple[Any, ...]]:
    found = accounts.accounts(site.service.store)
    return [(one.email, one.name, one.role, ", ".join(one.units), one.created.date()) for one in found]


def _keys(site: Site) -> list[tuple[Any, ...]]:
    store = site.service.store
    refused = site.service.refusals
    return [
        (one.key, one.label, ", ".join(sorted(one.scopes)), len(refused.of(one.key))) for one in store.credentials()
    ]


TABLES = {
    "units": Table("Units", _MANAGERS, ("title", "key", "people_in_it", "people_below", "country", "zone"), _units),
    "identities": Table("Identities", _MANAGERS, ("key", "name", "units", "identifiers", "merged"), _people),
    "groups": Table("Saved groups", _MANAGERS, ("name", "what", "people"), _groups),
    "imports": Table("Imports", _MANAGERS, ("happened", "who", "kind", "file", "rows"), _imports),
    "quality": Table("Quality", _GROUP, ("kind", "detail", "statements"), _ledger),
    "became": Table("What became of them", _GROUP, ("kind", "statements"), _became),
    "accounts": Table("Accounts", ("admin",), ("email", "name", "role", "units", "since"), _accounts),
    "keys": Table("Keys and refusals", _GROUP, ("key", "name", "scopes", "refusals"), _keys),
}
MESSAGES = tuple(one.title for one in TABLES.values())


def table(site: Site, key: str) -> tuple[Table, pl.DataFrame]:
    """Return a table as whoever asks sees it.

    Raises
    ------
    NotFound
        When there is none of this name.
    Forbidden
        When the role of whoever asks does not see it.
    """
    if key not in TABLES:
        raise NotFound(f"{key[:40]!r}: there are {', '.join(TABLES)}")
    found = TABLES[key]
    if site.account().role not in found.roles:
        raise Forbidden("your role does not see this table")
    rows = found.rows(site)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(found.columns)}
    return found, pl.DataFrame(columns, strict=False)
