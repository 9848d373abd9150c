"""Every unit counted at once: one after the other takes as long for each of them.

What is too small for a reader of totals is decided over all units (`analytics.guard.Cells.counts`). So each row of a
person is told once for everyone, and once for each unit they are in; what is counted of these is counted by `UNIT` too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.guard import EVERYONE, UNIT, tree_of
from analytics.once import once, people_of
from analytics.scope import Scope
from analytics.warehouse import Warehouse

Counts = Callable[..., pl.DataFrame]


def members_apart(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return the people (`person`) of each unit that may be counted and those below it (`UNIT`)."""
    units = [people_of(warehouse, (unit,)).with_columns(pl.lit(unit).alias(UNIT)) for unit in tree_of(warehouse, scope)]
    return pl.concat(units) if units else pl.DataFrame(schema={"person": pl.Int64, UNIT: pl.String})


def apart(frame: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame of people once for `EVERYONE`, and for each unit they are in (`members_apart`)."""
    every = frame.with_columns(pl.lit(EVERYONE).alias(UNIT))
    return pl.concat([every, frame.join(members, on="person", maintain_order="left_right").select(every.columns)])


def own(told: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return the rows of a scope's unit, or of everyone."""
    return told.filter(pl.col(UNIT) == (scope.units[0] if scope.units else EVERYONE)).drop(UNIT)


def of_its_unit(told: Counts) -> Counts:
    """Return what is counted of every unit at once, `UNIT` naming it, as counts of a scope's own: `Cells.counts`."""

    def counts(warehouse: Warehouse, scope: Scope, **options: Any) -> pl.DataFrame:
        return own(once(told, warehouse, replace(scope, units=()), **options), scope)

    return counts
