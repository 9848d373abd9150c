"""Saved groups: people chosen once by unit, country and job family, and asked about by name afterwards.

Whoever joins such a unit is in the group, whoever leaves is not: what is kept is the description. The warehouse works
out who is meant (`analytics/sql/follow/organise_people.sql`); `members` says the same, to show
what a choice would mean.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from lrs.errors import BadRequest, Conflict, Forbidden
from lrs.organisation import keeping
from lrs.organisation.units import Tree
from lrs.store.promise import Organisation, Store

KIND = "group"


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a group means: people of any of the units and all below, of the countries, of the job families.

    Whatever of these is empty does not narrow it. `people` are keys of people who are in it whatever they are.
    """

    units: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    job_families: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def groups(store: Store) -> dict[str, Group]:
    """Return the groups that hold, by name."""
    names = Group.__dataclass_fields__
    return {
        key: Group(**{name: tuple(value.get(name) or ()) for name in names})
        for key, value in sorted(keeping.kept(store, KIND).items())
    }


def save(store: Store, name: str, group: Group, who: str, own: Collection[str] | None) -> None:
    """Keep a group under a name.

    Parameters
    ----------
    own
        The units whoever asks answers for; None is every unit.

    Raises
    ------
    BadRequest
        When it says nothing: that would be everyone.
    Forbidden
        When it reaches beyond these units.
    Conflict
        When another group, one they may not change, has this name.
    """
    if group == Group():
        raise BadRequest("group: choose units, countries or job families; without any, everyone is meant")
    if not within(group, own):
        raise Forbidden("units: choose at least one unit, and only units you answer for")
    held = groups(store).get(name)
    if held is not None and not within(held, own):
        raise Conflict(f"name: there is a group called {name[:60]!r} already; choose another name")
    keeping.keep(store, KIND, name, {key: list(value) for key, value in asdict(group).items()}, who)


def remove(store: Store, name: str, who: str, own: Collection[str] | None) -> None:
    """Have a group hold no longer.

    Raises
    ------
    Forbidden
        When there is none of this name within the units of whoever asks.
    """
    held = groups(store).get(name)
    if held is None or not within(held, own):
        raise Forbidden("name: no group of your units is called that")
    keeping.keep(store, KIND, name, None, who)


def within(group: Group, own: Collection[str] | None) -> bool:
    """Tell whether a group is of these units only; None is every unit."""
    return own is None or (bool(group.units) and not group.people and set(group.units) <= set(own))


def members(organisation: Organisation, group: Group) -> set[str]:
    """Return the keys of the people a group means now."""
    tree = Tree(organisation.rows("unit"))
    countries = {key: unit["country"] for key, unit in tree.units.items()}
    units: dict[int, list[str]] = {}
    for one in organisation.rows("membership"):
        units.setdefault(one["person"], []).append(one["unit"])
    return {
        one["key"]
        for one in organisation.rows("person")
        if one["key"] in group.people or _meant(group, one, units.get(one["person"], []), tree, countries)
    }


def _meant(group: Group, one: dict[str, Any], units: list[str], tree: Tree, countries: dict[str, Any]) -> bool:
    """Tell whether a description fits a person.

    Without a country of their own, they have those of their units within the group's: another's could tell of it. Of a
    group of no units, that of their first.
    """
    if not (group.units or group.countries or group.job_families):
        return False
    within = [key for key in units if key in tree.units and not {key, *tree.above(key)}.isdisjoint(group.units)]
    told = within if group.units else units[:1]
    here = {one["country"]} if one["country"] else {countries.get(key) for key in told}
    return (
        (not group.units or bool(within))
        and (not group.countries or not here.isdisjoint(group.countries))
        and (not group.job_families or one["job_family"] in group.job_families)
    )
