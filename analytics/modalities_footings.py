"""On which kind of tests two ways of learning are compared: one and the same, answered enough on both sides.

What is asked question by question, scored, or passed, supervised or not, is never pooled, and never compared with one
another: a way that was tested otherwise is said to have been.
"""

from collections.abc import Iterator

import polars as pl

from analytics.pairing import LAG
from analytics.recall import FOOTING, PLACE, TELLABLE, Followed, Footing, Recall, enough, followed, ranked


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
    parts = each.join(sides, on=["programme", "competency"]).group_by(*groups, side, *FOOTING)
    counted = parts.agg(pl.col("n", "learners").sum())
    told = enough(pl.col("n"), pl.col("learners")) & TELLABLE
    summed = counted.group_by(*groups, *FOOTING).agg(told.sum().alias("sides"), pl.col("n").sum())
    keys = [-pl.col("sides").cast(pl.Int64), pl.when(pl.col("sides") > 0).then(PLACE).otherwise(0), -pl.col("n"), PLACE]
    placed = summed.sort(*keys, ~pl.col("supervised"), "mark", nulls_last=True)
    return placed.unique(groups, keep="first", maintain_order=True).select(*groups, *FOOTING)


def each_followed(known: Recall, found: pl.DataFrame) -> Iterator[tuple[Footing, Followed, pl.DataFrame]]:
    """Give each footing that was found, what was due on it at 90 days, and the groups that it was found for."""
    for (supervised, basis, mark), part in found.group_by(FOOTING, maintain_order=True):
        footing = (bool(supervised), str(basis), mark)
        yield footing, followed(known, footing, LAG), part.drop(FOOTING)
