"""How far two ways of learning differ among like people, and how far they might, whatever the silent still know.

Who forgot may well answer less, and not equally in both ways: a difference of those who answered can be one of who
answers. So it stands beside its two worst cases: all who did not answer on one side forgotten and all on the other
kept, and the reverse. What is said to be sure is sure in both. Source of such bounds: Manski (1990), American Economic
Review 80:319; of the interval that holds whatever lies between them: Horowitz and Manski (2000), JASA 95:77. Where a
random follow-up of a side is answered well enough, those drawn speak for its silent (`analytics.follow_ups`), and only
those of them who did not answer that either are supposed to have forgotten, or kept, all.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import polars as pl

from analytics.follow_ups import PHASES, Side, side_of
from analytics.pairing import CASE
from analytics.recall import Followed
from analytics.statistics import Adjusted, Interval, Stratum, mantel_haenszel


class Within(NamedTuple):
    """A comparison within layers, first side less second.

    Attributes
    ----------
    answered
        That of those who answered.
    bounds
        The difference in either worst case.
    outer, crude_outer
        The least and the most the differences may be, within layers and of all together: room for chance besides.
    strata
        The layers in which both sides answered.
    """

    answered: Adjusted
    bounds: Interval
    outer: Interval
    crude_outer: Interval
    strata: int

    @property
    def reversed(self) -> bool:
        """Whether all together and within layers say the opposite, for sure: Simpson's paradox, named only then."""
        apart = self.crude_outer.excludes(0) and self.outer.excludes(0)
        return apart and self.answered.crude * self.answered.difference < 0


def within(first: pl.DataFrame, second: pl.DataFrame, layers: Sequence[str]) -> Within | None:
    """Compare two sides, of rows `person`, `score` (null: did not answer) and the columns that name a layer.

    None where no layer has answers of both sides.
    """
    sides = (first, second)
    given = _layers([side_of(side) for side in sides], layers)
    found = mantel_haenszel(given)
    if found is None:
        return None
    cases = [found, *_worst(sides, layers)]
    differences = [case.difference for case in cases]
    return Within(
        found,
        Interval(min(differences), max(differences)),
        _widest([case.interval for case in cases]),
        _widest([case.crude_interval for case in cases]),
        sum(one.n1 > 0 and one.n2 > 0 for one in given),
    )


def _worst(sides: Sequence[pl.DataFrame], layers: Sequence[str]) -> Iterator[Adjusted]:
    """Compare them as if the silent of one side had forgotten all and those of the other kept all, and the reverse."""
    if not any(side["score"].null_count() for side in sides):
        return
    for ends in ((0.0, 1.0), (1.0, 0.0)):
        found = mantel_haenszel(_layers([side_of(side, end) for side, end in zip(sides, ends, strict=True)], layers))
        if found is not None:
            yield found


def _widest(intervals: Sequence[Interval]) -> Interval:
    return Interval(float(min(one.low for one in intervals)), float(max(one.high for one in intervals)))


def _layers(sides: Sequence[Side], layers: Sequence[str]) -> list[Stratum]:
    """Return a stratum for each layer, counts at their effective size: one learner's answers are alike."""
    cells: dict[tuple[Any, ...], list[tuple[float, float]]] = {}
    for at, side in enumerate(sides):
        right = (pl.col("score") * pl.col("weight")).sum().alias("right")
        told = side.rows.group_by(layers).agg(right, pl.col("weight").sum()).sort(layers)
        for *layer, score, n in told.iter_rows():
            cells.setdefault(tuple(layer), [(0.0, 0.0), (0.0, 0.0)])[at] = (score / side.effect, n / side.effect)
    return [Stratum(*first, *second) for first, second in cells.values()]


def heard(found: Followed) -> pl.DataFrame:
    """Return what was due and came back, and all that was due of who did not answer (`score` null).

    `case` numbers learner, competency and training: who answered at all is not silent on the questions not put again.
    """
    cases = found.cases.select(*CASE, *PHASES).with_row_index("case")
    told = found.due.join(cases, on=list(CASE), how="inner", maintain_order="left")
    return told.filter(pl.col("score").is_not_null() | ~pl.col("answered"))


def alone(first: pl.DataFrame, second: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return two sides without the people who are in both: they are no evidence for either."""
    return first.join(second, on="person", how="anti"), second.join(first, on="person", how="anti")
