"""Comparing groups: like with like, many at once, and against what chance alone would do.

None of these is a randomised comparison; whoever shows one says so.
"""

from collections.abc import Sequence
from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, bdtrik

from analytics.statistics.estimate import LEVEL, Interval, Numbers, Vector, normal_quantile, vector
from analytics.statistics.proportions import newcombe_difference


class Stratum(NamedTuple):
    """One layer (a unit, a level) of a comparison: k1 of n1 in the first group, k2 of n2 in the second."""

    k1: float
    n1: float
    k2: float
    n2: float


class Adjusted(NamedTuple):
    """A comparison of two groups, as seen and layer by layer.

    Attributes
    ----------
    crude, crude_interval
        Difference of the pooled shares, first less second.
    difference, interval
        The same within layers (Mantel-Haenszel).
    odds_ratio, odds_interval
        The common odds ratio; None where a layer-wise product is nought.
    reversed
        The two differences both exclude zero, with opposite signs: Simpson's paradox, named only then.
    """

    crude: float
    crude_interval: Interval
    difference: float
    interval: Interval
    odds_ratio: float | None
    odds_interval: Interval | None
    reversed: bool


def mantel_haenszel(
    strata: Sequence[Stratum | tuple[float, float, float, float]], level: float = LEVEL
) -> Adjusted | None:
    """Compare two groups within layers; None where no layer has people of both.

    Source: Mantel and Haenszel (1959), JNCI 22:719; variance of the difference by Sato (1989), Biometrics 45:1323,
    of the odds ratio by Robins, Breslow and Greenland (1986), Biometrics 42:311. Layers without people on one side say
    nothing and are left out of the adjusted figures.

    Raises
    ------
    ValueError
        When a count is not between 0 and its total.
    """
    cells = np.asarray(strata, dtype=np.float64).reshape(-1, 4)
    k1, n1, k2, n2 = cells.T
    if ((cells < 0) | ~np.isfinite(cells)).any() or (k1 > n1).any() or (k2 > n2).any():
        raise ValueError("strata: each count lies between 0 and its total")
    both = cells[(n1 > 0) & (n2 > 0)]
    if not both.size:
        return None
    pooled = cells.sum(axis=0)
    crude = float(pooled[0] / pooled[1] - pooled[2] / pooled[3])
    crude_interval = newcombe_difference(pooled[0], pooled[1], pooled[2], pooled[3], level)
    difference, interval = _difference(both, level)
    odds, odds_interval = _odds(both, level)
    apart = crude_interval.excludes(0) and interval.excludes(0) and crude * difference < 0
    return Adjusted(crude, crude_interval, difference, interval, odds, odds_interval, apart)


def _difference(cells: Vector, level: float) -> tuple[float, Interval]:
    """Return the Mantel-Haenszel difference and Sato's interval, good for many thin layers and for few thick ones."""
    k1, n1, k2, n2 = cells.T
    total = n1 + n2
    weight = n1 * n2 / total
    value = float(((k1 * n2 - k2 * n1) / total).sum() / weight.sum())
    p = ((n1**2 * k2 - n2**2 * k1 + n1 * n2 * (n2 - n1) / 2) / total**2).sum()
    q = ((k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * total)).sum()
    half = normal_quantile(level) * sqrt(max(0.0, float(value * p + q))) / float(weight.sum())
    return value, Interval(max(-1.0, value - half), min(1.0, value + half))


def _odds(cells: Vector, level: float) -> tuple[float | None, Interval | None]:
    """Return the common odds ratio and its interval."""
    k1, n1, k2, n2 = cells.T
    total = n1 + n2
    with_, against = k1 * (n2 - k2) / total, k2 * (n1 - k1) / total
    r, s = float(with_.sum()), float(against.sum())
    if not r or not s:
        return None, None
    p, q = (k1 + n2 - k2) / total, (k2 + n1 - k1) / total
    variance = float(
        (p * with_).sum() / (2 * r**2)
        + (p * against + q * with_).sum() / (2 * r * s)
        + (q * against).sum() / (2 * s**2)
    )
    half = normal_quantile(level) * sqrt(variance)
    return r / s, Interval(exp(log(r / s) - half), exp(log(r / s) + half))


def benjamini_hochberg(p: Numbers) -> Vector:
    """Return adjusted p-values, in the order given: those at most q have a false discovery rate of at most q.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289.

    Raises
    ------
    ValueError
        When one is not between 0 and 1.
    """
    given = vector(p, "p")
    if ((given < 0) | (given > 1)).any():
        raise ValueError("p: each lies between 0 and 1")
    order = np.argsort(given)[::-1]
    ranks = np.arange(given.size, 0, -1)
    adjusted = np.empty(given.size)
    adjusted[order] = np.minimum.accumulate(np.minimum(1.0, given[order] * given.size / ranks))
    return adjusted


def funnel_limits(p0: float, n: int, level: float = LEVEL) -> Interval:
    """Return between which shares a unit of n people lies by chance alone when its true share is p0.

    Exact binomial limits, interpolated between counts so that they narrow smoothly.
    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185, appendix A.1.1.
    """
    if not 0 <= p0 <= 1:
        raise ValueError(f"p0: {p0} is not between 0 and 1")
    if n <= 0:
        return Interval(0.0, 1.0)
    return Interval(_funnel(p0, n, (1 - level) / 2), _funnel(p0, n, (1 + level) / 2))


def _funnel(p0: float, n: int, share: float) -> float:
    """Return the interpolated binomial quantile of a share, over n."""
    if p0 in (0.0, 1.0):
        return p0
    count = max(0, int(np.ceil(float(bdtrik(share, n, p0)) - 1e-9)))
    below = float(bdtr(count - 1, n, p0)) if count else 0.0
    here = float(bdtr(count, n, p0))
    return min(1.0, max(0.0, (count - (here - share) / (here - below)) / n))
