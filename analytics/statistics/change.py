"""What changed between two periods in which many of the people are the same."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from analytics.statistics.comparison import benjamini_hochberg
from analytics.statistics.estimate import LEVEL, Interval, Labels, Numbers, Vector, t_quantile, vector


class Totals(NamedTuple):
    """The parts and wholes of a period, a row for each answer: whose it is, what counts of it, of how much."""

    people: Labels
    part: Numbers
    whole: Numbers


class Change(NamedTuple):
    """The difference of two ratios: its value, standard error, degrees of freedom, and the p-value of there being none.

    `before` and `now` are the ratios.
    """

    before: float
    now: float
    value: float
    error: float
    freedom: int
    p: float

    def interval(self, level: float = LEVEL) -> Interval:
        """Return Student's interval of the difference."""
        half = t_quantile(self.freedom, level) * self.error
        return Interval(self.value - half, self.value + half)


def ratio_change(now: Totals, before: Totals) -> Change | None:
    """Return how much a ratio of totals changed; None without people or spread in one of them.

    Each ratio is linearised and the difference of the two taken person by person, so that who is in both periods, and
    gave several answers, counts once. Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling,
    section 9.6 (ratios over time); the variance over clusters as in Cochran (1977), section 6.3.
    """
    who, place = np.unique(np.concatenate([np.asarray(one.people) for one in (now, before)]), return_inverse=True)
    split = len(now.part)
    found = [
        _linear(place[:split], now, who.size),
        _linear(place[split:], before, who.size),
    ]
    if found[0] is None or found[1] is None or who.size < 2:
        return None
    (first, one), (second, other) = found[0], found[1]
    error = sqrt(who.size / (who.size - 1) * float(((one - other) ** 2).sum()))
    if error <= 0:
        return None
    p = float(2 * stdtr(who.size - 1, -abs(first - second) / error))
    return Change(second, first, first - second, error, who.size - 1, p)


def _linear(place: NDArray[np.intp], told: Totals, size: int) -> tuple[float, Vector] | None:
    """Return a ratio, and how much each person moves it."""
    part, whole = vector(told.part, "part"), vector(told.whole, "whole")
    total = float(whole.sum())
    if total <= 0:
        return None
    ratio = float(part.sum()) / total
    return ratio, np.bincount(place, weights=part - ratio * whole, minlength=size) / total


def stand_out(changes: list[Change], q: float = 1 - LEVEL) -> list[Interval | None]:
    """Return the intervals of the changes that stand out among many, in the order given; None for the others.

    Those whose adjusted p-value is at most q, each with the interval of level 1 - q R / m (R of m stand out): it leaves
    out zero exactly then. Source: Benjamini and Hochberg (1995), JRSS B 57:289; the intervals, Benjamini and Yekutieli
    (2005), JASA 100:71.
    """
    chosen = benjamini_hochberg([one.p for one in changes]) <= q
    level = 1 - q * int(chosen.sum()) / max(1, len(changes))
    return [one.interval(level) if kept else None for one, kept in zip(changes, chosen, strict=True)]
