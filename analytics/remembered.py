"""How well programmes are remembered beside the other way of teaching the same: digital beside not, not beside digital.

A way of teaching is judged by everyone its reader may count, whatever unit or period is asked about: forgetting takes
longer than a quarter, and more people than a unit has. The ends leave room for chance and for who did not answer. Units
choose how their people learn: so people are compared with people of the same unit besides, competency by competency.
"""

from dataclasses import replace

import polars as pl

from analytics.decision import Kept, Remembered
from analytics.guard import seeing
from analytics.modalities_compared import placed
from analytics.modalities_footings import answered_on, each_followed, shared
from analytics.modalities_within import alone, heard, within
from analytics.once import once
from analytics.recall import Followed, Footing, recall, tells_passes
from analytics.retention import kept_at
from analytics.scope import Scope
from analytics.statistics import not_enough
from analytics.warehouse import Warehouse


def remembered(warehouse: Warehouse, scope: Scope) -> dict[str, Remembered]:
    """Return by programme how it is remembered beside the other way, of those for which both can be told."""
    everyone = replace(seeing(scope), units=(), programmes=(), modality=None, since=None)
    return once(_remembered, warehouse, everyone)


def _remembered(warehouse: Warehouse, scope: Scope) -> dict[str, Remembered]:
    known = recall(warehouse, scope)
    taught = warehouse.ask("programmes_taught", scope.parameters()).join(warehouse.ask("ways"), on="modality")
    sides = _sides(taught)
    units, told = placed(warehouse, scope), {}
    for footing, due, own in each_followed(known, shared(answered_on(known), sides, ["of"], "own")):
        seen = _Seen(due, footing, units)
        for (programme,), part in sides.join(own, on="of", how="semi").group_by("of", maintain_order=True):
            found = seen.beside(part.filter("own"), part.filter(~pl.col("own")))
            if found is not None:
                told[str(programme)] = found
    return told


def _sides(taught: pl.DataFrame) -> pl.DataFrame:
    """Return, for each programme (`of`), what of it is taught the other way too (`own`), and by which others."""
    own = taught.select("digital", "competency", of="programme")
    both = own.join(taught, on="competency").with_columns(own=pl.col("digital") == pl.col("digital_right"))
    others = both.filter(~pl.col("own"))
    kept = pl.concat([others, both.filter(pl.col("of") == pl.col("programme"))])
    return kept.join(others, on=["of", "competency"], how="semi").select("of", "own", "programme", "competency")


class _Seen:
    """All that was due and what came of it, asked once."""

    def __init__(self, due: Followed, footing: Footing, units: pl.DataFrame) -> None:
        self._due = due
        self._reason = "pass_mark_unknown" if tells_passes(footing[1]) and footing[2] is None else None
        self._heard = heard(due).join(units, on="person", how="left", maintain_order="left")

    def beside(self, own: pl.DataFrame, other: pl.DataFrame) -> Remembered | None:
        """Return what is kept of some competencies as some programmes teach them beside others; None: too few."""
        sides = [self._kept(taught) for taught in (own, other)]
        if sides[0] is None or sides[1] is None:
            return None
        return Remembered(sides[0], sides[1], self._within(own, other))

    def _kept(self, taught: pl.DataFrame) -> Kept | None:
        row = kept_at(Followed(_of(self._due.due, taught), _of(self._due.cases, taught)), self._reason)
        if row["share"] is None:
            return None
        return Kept(row["outer_low"], row["share"], row["outer_high"])

    def _within(self, own: pl.DataFrame, other: pl.DataFrame) -> tuple[float, float] | None:
        first, second = alone(*(_of(self._heard, taught) for taught in (own, other)))
        for side in (first, second):
            given = side.drop_nulls("score")
            if not_enough(given.height, given["person"].n_unique()):
                return None
        found = within(first, second, ("competency", "unit"))
        return found and (found.outer.low, found.outer.high)


def _of(frame: pl.DataFrame, taught: pl.DataFrame) -> pl.DataFrame:
    return frame.join(taught, on=["programme", "competency"], how="semi", maintain_order="left")
