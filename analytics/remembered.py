"""How well programmes are remembered beside the other way of teaching the same: digital beside not, not beside digital.

A way of teaching is judged by everyone its reader may count, whatever unit or period is asked about: forgetting takes
longer than a quarter, and more people than a unit has. The ends leave room for chance and for who did not answer.
"""

from dataclasses import replace

import polars as pl

from analytics.decision import Kept, Remembered
from analytics.guard import seeing
from analytics.once import once
from analytics.recall import Footing, Recall, footings, recall, within
from analytics.retention import at
from analytics.scope import Scope
from analytics.warehouse import Warehouse

LAG = "J90"


def remembered(warehouse: Warehouse, scope: Scope) -> dict[str, Remembered]:
    """Return by programme how it is remembered beside the other way, of those for which both can be told."""
    everyone = replace(seeing(scope), units=(), programmes=(), modality=None, since=None)
    return once(_remembered, warehouse, everyone)


def _remembered(warehouse: Warehouse, scope: Scope) -> dict[str, Remembered]:
    known = recall(warehouse, scope)
    footing = next(iter(footings(known)), None)
    if footing is None:
        return {}
    taught = warehouse.ask("programmes_taught", scope.parameters()).join(warehouse.ask("ways"), on="modality")
    found = {}
    for (programme,), own in taught.group_by("programme", maintain_order=True):
        others = taught.filter(pl.col("digital") != own["digital"][0], pl.col("competency").is_in(own["competency"]))
        both = pl.col("competency").is_in(others["competency"])
        sides = [_kept(known, footing, side.filter(both)) for side in (own, others)]
        if sides[0] is not None and sides[1] is not None:
            found[str(programme)] = Remembered(sides[0], sides[1])
    return found


def _kept(known: Recall, footing: Footing, taught: pl.DataFrame) -> Kept | None:
    """Return what is kept of some competencies as some programmes teach them; None where there are too few answers."""
    cases = pl.col("programme").is_in(taught["programme"]) & pl.col("competency").is_in(taught["competency"])
    row = at(within(known, cases), footing, LAG)
    if row["share"] is None:
        return None
    return Kept(row["outer_low"], row["share"], row["outer_high"])
