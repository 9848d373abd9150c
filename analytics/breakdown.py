"""Any measure, told apart by unit, country, language, device, programme or modality."""

from dataclasses import replace
from inspect import signature
from typing import Any, Literal, get_args

import polars as pl

from analytics.guard import EVERYONE, seeing, tree_of
from analytics.measure import Measure, Schema
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

Dimension = Literal["unit", "country", "language", "device", "programme", "modality"]
BY = "by"
_OF_WHICH = {
    "modality": "any modality",
    "group": "group",
    "country": "country",
    "language": "language",
    "device": "device",
}  # what of a scope is one of few values: what tells them (`values_of.sql`)
_LISTED = 30


def schema_by(measure: Measure) -> Schema:
    """Return the columns of a measure told apart: `by`, the value, then its own."""
    return {BY: pl.String, **measure.schema}


def by(warehouse: Warehouse, scope: Scope, measure: Measure, dimension: str, **options: Any) -> pl.DataFrame:
    """Ask a measure once for each value of a dimension in the scope.

    Units are those just below the ones asked about. Values are told in order; people without one are in none. A measure
    that tells groups apart by itself (with one threshold for all) does.

    Raises
    ------
    BadRequest
        When there is no such dimension.
    Forbidden
        When the reader may not narrow by it.
    """
    if BY in signature(measure.ask).parameters:  # which has dimensions of its own, and refuses the others
        return measure.ask(warehouse, scope, by=dimension, **options)
    if dimension not in get_args(Dimension):
        raise BadRequest(f"by: {dimension[:20]!r} is none of {', '.join(get_args(Dimension))}")
    frames = [pl.DataFrame(schema=schema_by(measure))]
    for value in values(warehouse, scope, dimension):
        told = measure.ask(warehouse, narrowed(scope, dimension, value), **options)
        frames.append(told.select(pl.lit(value).alias(BY), pl.all()))
    return pl.concat(frames)


def values(warehouse: Warehouse, scope: Scope, dimension: str) -> list[str]:
    """Return the values of a dimension there are in a scope."""
    if dimension == "unit":
        return below(tree_of(warehouse, seeing(scope)), scope.units)
    asked = seeing(scope).parameters() | {"dimension": dimension}
    found: list[str] = warehouse.ask("values_of", asked)["value"].to_list()
    return found


def below(tree: dict[str, str], units: tuple[str, ...]) -> list[str]:
    """Return the units just below some; of everyone, the topmost, or those below the only topmost one."""
    asked = units or (EVERYONE,)
    found = [unit for unit, parent in tree.items() if parent in asked]
    if not units and len(found) == 1:
        return [unit for unit, parent in tree.items() if parent == found[0]] or found
    return found


def narrowed(scope: Scope, dimension: str, value: str) -> Scope:
    """Return the scope of one value of a dimension."""
    if dimension == "unit":
        return replace(scope, units=(value,))
    if dimension == "programme":
        return replace(scope, programmes=(value,))
    changed: dict[str, Any] = {dimension: value}
    return replace(scope, **changed)


def refuse_unknown(warehouse: Warehouse, scope: Scope, person: str | None = None) -> None:
    """Refuse to narrow by what there is none of: nobody at all would be a misleading answer.

    Parameters
    ----------
    person
        The key of the one person who is asked about, if one is.

    Raises
    ------
    BadRequest
        Naming the first.
    """
    everything = seeing(Scope(zone=scope.zone, reader=scope.reader))
    for name, given in (("unit", scope.units), ("programme", scope.programmes)):
        if given:
            known = tree_of(warehouse, everything) if name == "unit" else values(warehouse, everything, name)
            missing = [one for one in given if one not in known]
            if missing:
                raise BadRequest(f"{name}: {missing[0][:80]!r} is none of the {len(known)} there are")
    for name, dimension in _OF_WHICH.items():
        asked = getattr(scope, name)
        if asked is not None and asked not in (there := values(warehouse, everything, dimension)):
            raise BadRequest(f"{name}: {asked[:80]!r} is none there is anything of; there are {_few(there)}")
    if scope.course is not None and not values(warehouse, replace(everything, course=scope.course), "course"):
        raise BadRequest(f"course: no statement speaks of {scope.course[:200]!r}")
    if person is not None and person not in warehouse.ask("people_named", everything.parameters())["key"]:
        raise BadRequest(f"person: nobody has the key {person[:200]!r}")


def _few(there: list[str]) -> str:
    return ", ".join(there) if 0 < len(there) <= _LISTED else str(len(there) or "none")
