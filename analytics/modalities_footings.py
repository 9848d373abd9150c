"""On which kind of tests two ways of learning are compared: one and the same, answered enough on both sides.

What is asked question by question, scored, or passed, supervised or not, is never pooled, and never compared with one
another: a way that was tested otherwise is said to have been.
"""

from collections.abc import Iterator

import polars as pl

from analytics.pairing import BASES
from analytics.recall import FOOTING, Followed, Footing, Recall, followed, ranked, tells_passes
from analytics.statistics import ANSWERS, LEARNERS

LAG = "J90"
_PASSES = [basis for basis in BASES if tells_passes(basis)]
_PLACE = {basis: place for place, basis in enumerate(BASES)}


def answered_on(known: Recall) -> pl.DataFrame:
    """Return on which footings each competency of each programme was asked again: `ranked`, best first."""
    return ranked(known, LAG, ("competency", "programme"))


def shared(each: pl.DataFrame, sides: pl.DataFrame, groups: list[str], side: str) -> pl.DataFrame:
    """Return the footing that the sides of each group are compared on, as columns `FOOTING`.

    That on which most sides have enough answers; of several the best basis, and of those left that of most answers.

    Parameters
    ----------
    each
        As `answered_on`.
    sides
        The columns of the groups that `each` has not got, the `side`, and the programme and competency it is of.
    """
    told = each.join(sides, on=["programme", "competency"]).group_by(*groups, side, *FOOTING)
    counted = told.agg(pl.col("n", "learners").sum())
    tellable = ~(pl.col("basis").is_in(_PASSES) & pl.col("mark").is_null())
    enough = (pl.col("n") >= ANSWERS) & (pl.col("learners") >= LEARNERS) & tellable
    summed = counted.group_by(*groups, *FOOTING).agg(enough.sum().alias("sides"), pl.col("n").sum())
    place = pl.col("basis").replace_strict(_PLACE, default=len(_PLACE), return_dtype=pl.Int64)
    keys = [-pl.col("sides").cast(pl.Int64), pl.when(pl.col("sides") > 0).then(place).otherwise(0), -pl.col("n"), place]
    placed = summed.sort(*keys, ~pl.col("supervised"), "mark", nulls_last=True)
    return placed.unique(groups, keep="first", maintain_order=True).select(*groups, *FOOTING)


def each_followed(known: Recall, found: pl.DataFrame) -> Iterator[tuple[Footing, Followed, pl.DataFrame]]:
    """Give each footing that was found, what was due on it at 90 days, and the groups that it was found for."""
    for (supervised, basis, mark), part in found.group_by(FOOTING, maintain_order=True):
        footing = (bool(supervised), str(basis), mark)
        yield footing, followed(known, footing, LAG), part.drop(FOOTING)
