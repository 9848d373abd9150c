"""Means and medians, of independent values and of values that come in clusters."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, stdtr

from analytics.statistics.estimate import (
    LEARNERS,
    LEVEL,
    Estimate,
    Interval,
    Labels,
    Numbers,
    labels,
    t_quantile,
    vector,
)


class Difference(NamedTuple):
    """A difference of two means, its interval, and the p-value of there being none."""

    value: float
    interval: Interval
    p: float


def t_interval(values: Numbers, clusters: Labels | None = None, level: float = LEVEL) -> Interval | None:
    """Return Student's interval of a mean; None with fewer than two values (or clusters).

    With `clusters` the values of one learner are taken together: the variance is the jackknife's, leaving each learner
    out, with as many degrees of freedom as learners less one. Without, it is the ordinary variance.
    Source: Student (1908), Biometrika 6:1; clustered, Bell and McCaffrey (2002), Survey Methodology 28:169.
    """
    given = vector(values, "values")
    who = labels(np.arange(given.size) if clusters is None else clusters, given.size, "clusters")
    sizes = np.bincount(who) if given.size else np.zeros(0)
    m = sizes.size
    if m < 2:
        return None
    mean = float(given.mean())
    residuals = np.bincount(who, weights=given) - mean * sizes
    error = sqrt((m - 1) / m * float(((residuals / (given.size - sizes)) ** 2).sum()))
    half = t_quantile(m - 1, level) * error
    return Interval(mean - half, mean + half)


def mean(values: Numbers, clusters: Labels | None = None) -> Estimate:
    """Return a mean as an estimate; from fewer than 10 learners, none."""
    given = vector(values, "values")
    people = given.size if clusters is None else int(np.unique(np.asarray(clusters)).size)
    interval = t_interval(given, clusters)
    if interval is None or people < LEARNERS:
        return Estimate(None, None, None, given.size, people, "few_learners" if given.size else "no_data")
    return Estimate(float(given.mean()), interval.low, interval.high, given.size, people)


def median_interval(values: Numbers, level: float = LEVEL) -> Interval | None:
    """Return the interval of a median from ordered values; None with so few that none exists (under 6 for 95 %).

    Any continuous distribution. The values are independent: one for each learner.
    Source: Hettmansperger and Sheather (1986), Statistics & Probability Letters 4:75: between the two pairs of ordered
    values whose exact (binomial) levels enclose the one wanted.
    """
    given = np.sort(vector(values, "values"))
    n = given.size
    depths = np.arange(1, n // 2 + 1)
    levels = 1 - 2 * bdtr(depths - 1, n, 0.5)
    reached = int((levels >= level).sum())  # the deepest pair that still covers enough
    if not reached:
        return None
    outer, inner = float(levels[reached - 1]), float(levels[reached]) if reached < depths.size else 0.0
    share = (outer - level) / (outer - inner)
    step = (n - reached) * share / (reached + (n - 2 * reached) * share)
    deeper = min(reached, n - 1)
    low = (1 - step) * given[reached - 1] + step * given[deeper]
    high = (1 - step) * given[n - reached] + step * given[n - 1 - deeper]
    return Interval(float(low), float(high))


def median(values: Numbers) -> Estimate:
    """Return a median as an estimate, one value for each learner; from fewer than 10 learners, none."""
    given = vector(values, "values")
    interval = median_interval(given)
    if interval is None or given.size < LEARNERS:
        return Estimate(None, None, None, given.size, given.size, "few_learners" if given.size else "no_data")
    return Estimate(float(np.median(given)), interval.low, interval.high, given.size, given.size)


def mean_difference(first: Numbers, second: Numbers, level: float = LEVEL) -> Difference | None:
    """Return mean(first) - mean(second) with its interval, variances not taken to be equal; None with under two each.

    Source: Welch (1947), Biometrika 34:28.
    """
    one, two = vector(first, "first"), vector(second, "second")
    if one.size < 2 or two.size < 2:
        return None
    v1, v2 = float(one.var(ddof=1)) / one.size, float(two.var(ddof=1)) / two.size
    apart, error = float(one.mean() - two.mean()), sqrt(v1 + v2)
    if error == 0:
        return None
    freedom = (v1 + v2) ** 2 / (v1**2 / (one.size - 1) + v2**2 / (two.size - 1))
    half = t_quantile(freedom, level) * error
    return Difference(apart, Interval(apart - half, apart + half), float(2 * stdtr(freedom, -abs(apart) / error)))
