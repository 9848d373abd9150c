"""The order in which units get a programme, drawn at random and written down before any of them does.

What a programme changes is best known by comparing units that have it with units that wait for it, chance alone having
said which. The seed is made here, when the draw is written down, and a programme is drawn once: nobody can draw until
the order pleases. Anyone can draw again and compare: units are ordered by the BLAKE2b of the seed, a space and their
key. Source of the design: Campbell and Stanley (1963); Hemming et al. (2015), BMJ 350:h391, for roll-out in steps.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation.keeping import now, value_row
from lrs.organisation.units import Tree
from lrs.store.promise import Put, Store

KIND = "draw"
ENOUGH = 4  # units on either side: with fewer, a difference is a comparison, not a test


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """A draw that is asked for.

    Attributes
    ----------
    programme
        Its key.
    units
        Those to be put in an order, by key, title or path.
    starts
        The first day of each wave; the units are told apart over the waves as evenly as can be.
    waiting
        How many units, the last drawn, get no day at all.
    """

    programme: str
    units: list[str]
    starts: list[date]
    waiting: int = 0


def draw(store: Store, wish: Wish, who: str) -> dict[str, Any]:
    """Draw an order, write it down, and return it.

    Raises
    ------
    BadRequest
        When it would compare nothing, or is not asked for beforehand.
    NotFound
        When there is no such programme.
    Conflict
        When the programme was drawn before.
    """
    revision = store.organisation.revision()
    if not store.organisation.rows("programme", key=wish.programme):
        raise NotFound(f"programme: none is called {wish.programme[:60]!r}; import programmes first")
    if store.organisation.rows("kept", kind=KIND, key=wish.programme):
        raise Conflict(f"programme {wish.programme} was drawn already; a draw is written down once, and holds")
    starts = _starts(wish.starts)
    units = _units(Tree(store.organisation.rows("unit")), wish.units)
    _refuse_alone(len(units), len(starts), wish.waiting)
    seed = secrets.randbits(63)
    value = {"seed": str(seed), "units": _told(in_order(units, seed), starts, wish.waiting)}
    row = value_row(KIND, wish.programme, value, who)
    store.organisation.change([Put("kept", [row])], revision)
    return _shown(wish.programme, value, row)


def draws(store: Store) -> list[dict[str, Any]]:
    """Return every draw, the first of each programme: it holds."""
    found: dict[str, dict[str, Any]] = {}
    for row in store.organisation.rows("kept", kind=KIND):
        if row["key"] not in found:
            found[row["key"]] = _shown(row["key"], msgspec.json.decode(row["value"]), row)
    return list(found.values())


def in_order(units: Iterable[str], seed: int) -> list[str]:
    """Return units in the order a seed draws; that they are given in does not matter."""
    return sorted(units, key=lambda unit: blake2b(f"{seed} {unit}".encode()).digest())


def _starts(given: Sequence[date]) -> list[date]:
    today = now().date()
    if not given:
        raise BadRequest("starts: a draw needs the first day of one wave or more")
    for day in given:
        if day <= today:
            raise BadRequest(f"starts: {day} is not after today: a draw is written down before anybody starts")
    if len(set(given)) < len(given):
        raise BadRequest("starts: the same day stands twice; waves begin one after the other")
    return sorted(given)


def _units(tree: Tree, given: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in given:
        key = tree.named(text, "units")
        if key in found:
            raise BadRequest(f"units: {text[:60]!r} and {found[key][:60]!r} are one unit")
        found[key] = text
    for key in found:
        above = next((other for other in found if other in tree.above(key)), None)
        if above is not None:
            raise BadRequest(f"units: {key} is part of {above}; units that are compared have nobody in common")
    return list(found)


def _refuse_alone(units: int, waves: int, waiting: int) -> None:
    if not 0 <= waiting < max(units, 1):
        raise BadRequest(f"waiting: {waiting} of {units} units cannot wait; one at least has to start")
    if waves + bool(waiting) < 2:
        raise BadRequest("starts: everybody would start at once; name a second day, or have some units wait")
    if units - waiting < waves:
        raise BadRequest(f"units: {units - waiting} are too few for {waves} waves")


def _told(order: Sequence[str], starts: Sequence[date], waiting: int) -> list[dict[str, Any]]:
    """Return the units in their order, each with its day; the earlier waves take what does not come out even."""
    starting = len(order) - waiting
    small, more = divmod(starting, len(starts))
    days = [day for at, day in enumerate(starts) for _ in range(small + (at < more))]
    return [{"unit": unit, "starts": days[at].isoformat() if at < starting else None} for at, unit in enumerate(order)]


def _shown(programme: str, value: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    told = {"programme": programme, "drawn": f"{row['happened']:%Y-%m-%dT%H:%M:%SZ}", "who": row["who"]}
    return {**told, **value, "test": _most_even([one["starts"] for one in value["units"]]) >= ENOUGH}


def _most_even(started: Sequence[str | None]) -> int:
    """Return the smaller side of the most even comparison a draw allows: those started by a day, and the rest."""
    days = sorted({day for day in started if day is not None})
    sides = [sum(one is not None and one <= day for one in started) for day in days]
    return max(min(side, len(started) - side) for side in sides)
