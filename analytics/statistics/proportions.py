"""Proportions: intervals that hold for few answers, for none, and for answers that come in clusters.

Agresti and Coull (1998) and Newcombe (1998) show why the textbook interval (Wald's) is not used anywhere here.
"""

from math import ceil, erfc, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from analytics.statistics.estimate import (
    LEVEL,
    Estimate,
    Interval,
    Labels,
    Numbers,
    Vector,
    labels,
    normal_quantile,
    not_enough,
    t_quantile,
    vector,
)


def wilson(k: float, n: float, level: float = LEVEL) -> Interval:
    """Return the score interval of a proportion: k of n independent answers.

    Source: Wilson (1927), JASA 22:209; as method 3 of Newcombe (1998), Statistics in Medicine 17:857.

    Raises
    ------
    ValueError
        When k is not between 0 and n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"k: {k} is not between 0 and {n}")
    return wilson_effective(k / n, n, level) if n else Interval(0.0, 1.0)


def wilson_effective(p: float, n_eff: float, level: float = LEVEL) -> Interval:
    """Return the score interval of a proportion that is worth `n_eff` independent answers (`effective_size`).

    Source: Korn and Graubard (1998), Survey Methodology 24:193, with the score interval in place of the exact one.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p: {p} is not between 0 and 1")
    if n_eff <= 0:
        return Interval(0.0, 1.0)
    z2 = normal_quantile(level) ** 2
    centre = (p + z2 / (2 * n_eff)) / (1 + z2 / n_eff)
    half = sqrt(z2 * (p * (1 - p) / n_eff + z2 / (4 * n_eff**2))) / (1 + z2 / n_eff)
    return Interval(0.0 if p == 0 else max(0.0, centre - half), 1.0 if p == 1 else min(1.0, centre + half))


def newcombe_difference(k1: float, n1: float, k2: float, n2: float, level: float = LEVEL) -> Interval:
    """Return the interval of the difference k1/n1 - k2/n2 of two independent proportions.

    For clustered answers give effective sizes: k = p * n_eff. With no answer on a side it is as wide as can be.
    Source: Newcombe (1998), Statistics in Medicine 17:873, method 10 (square-and-add of two score intervals).
    """
    first, second = wilson(k1, n1, level), wilson(k2, n2, level)
    if not n1 or not n2:
        return Interval(-1.0, 1.0)
    p1, p2 = k1 / n1, k2 / n2
    below = sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2)
    above = sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2)
    return Interval(p1 - p2 - below, p1 - p2 + above)


def difference_p(k1: float, n1: float, k2: float, n2: float) -> float:
    """Return the two-sided p-value of two independent proportions being equal: the score (pooled) test.

    Source: Pearson (1900), chi-squared of a two by two table without correction; Agresti (2013), section 3.2.
    """
    if not n1 or not n2:
        return 1.0
    pooled = (k1 + k2) / (n1 + n2)
    spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    return erfc(abs(k1 / n1 - k2 / n2) / sqrt(2 * spread)) if spread > 0 else 1.0


def design_effect(answers: Numbers, learners: Labels) -> float:
    """Return how many clustered answers are worth one independent answer: variance over binomial variance, at least 1.

    The larger of two estimates, since each reads too low at times: from the variance of the jackknife, leaving each
    learner out, and from the intracluster correlation. Where all answers agree nothing can be seen of the clustering,
    and each learner is taken to have given one answer.
    Source: Kish (1965), Survey Sampling, section 8.2; Bell and McCaffrey (2002), Survey Methodology 28:169, for the
    jackknife; Donner (1986), International Statistical Review 54:67, for the correlation (analysis of variance).

    Parameters
    ----------
    answers
        0 or 1 (or shares between), one for each answer.
    learners
        Who gave each.

    Raises
    ------
    ValueError
        When an answer is not between 0 and 1.
    """
    given = vector(answers, "answers")
    if ((given < 0) | (given > 1)).any():
        raise ValueError("answers: each lies between 0 and 1")
    who = labels(learners, given.size, "learners")
    sizes = np.bincount(who)
    n, m = given.size, sizes.size
    if m == n:
        return 1.0
    p = float(given.mean())
    if m < 2 or p * (1 - p) < 1e-12:
        return float((sizes**2).sum() / n)
    totals = np.bincount(who, weights=given)
    clustered = (m - 1) / m * float((((totals - p * sizes) / (n - sizes)) ** 2).sum())
    alike = 1 + (float((sizes**2).sum()) / n - 1) * _correlation(given, totals[who] / sizes[who], sizes)
    return max(1.0, clustered / (p * (1 - p) / n), alike)


def _correlation(given: Vector, own: Vector, sizes: NDArray[np.intp]) -> float:
    """Return the intracluster correlation: the part of the variance that lies between learners, by their own shares."""
    n, m = given.size, sizes.size
    between = float(((own - given.mean()) ** 2).sum()) / (m - 1)
    within = float(((given - own) ** 2).sum()) / (n - m)
    size = (n - float((sizes**2).sum()) / n) / (m - 1)
    return max(0.0, (between - within) / (between + (size - 1) * within))


def effective_size(answers: Numbers, learners: Labels, level: float = LEVEL) -> float:
    """Return how many independent answers clustered ones are worth, for `wilson_effective`.

    The design effect is itself estimated, from the number of learners less one: the size is cut by the square of
    normal over Student quantile. Source: Korn and Graubard (1998), Survey Methodology 24:193.
    """
    given = vector(answers, "answers")
    m = int(np.unique(np.asarray(learners)).size)
    if m < 2:
        return float(m)
    size = given.size / design_effect(given, learners)
    return size * (normal_quantile(level) / t_quantile(m - 1, level)) ** 2 if given.size > m else size


def proportion(k: int, n: int, learners: int | None = None) -> Estimate:
    """Return k of n answers as an estimate, each learner having given one; counts only where there is not enough.

    Parameters
    ----------
    learners
        How many people gave the n answers; left out, n.
    """
    people = n if learners is None else learners
    interval = wilson(k, n)
    reason = not_enough(n, people)
    if reason:
        return Estimate(None, None, None, n, people, reason, k)
    return Estimate(k / n, interval.low, interval.high, n, people, None, k)


def proportion_clustered(answers: Numbers, learners: Labels) -> Estimate:
    """Return the share of 1 among answers of which each learner may have given several (`effective_size`)."""
    given = vector(answers, "answers")
    people, count = int(np.unique(np.asarray(learners)).size), round(float(given.sum()))
    reason = not_enough(given.size, people)
    if reason:
        return Estimate(None, None, None, given.size, people, reason, count)
    p = float(given.mean())
    interval = wilson_effective(p, effective_size(given, learners))
    return Estimate(p, interval.low, interval.high, given.size, people, None, count)


def needed_per_arm(p1: float, p2: float, power: float = 0.8, level: float = LEVEL) -> int:
    """Return how many people each of two groups needs for a difference of proportions to be found.

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, formula 4.14, without the
    continuity correction: .60 against .70 with power .8 needs 356.
    """
    if p1 == p2 or not (0 <= p1 <= 1 and 0 <= p2 <= 1):
        raise ValueError("p1, p2: two different shares between 0 and 1 are needed")
    middle = (p1 + p2) / 2
    apart = normal_quantile(level) * sqrt(2 * middle * (1 - middle))
    found = float(ndtri(power)) * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return ceil(((apart + found) / (p1 - p2)) ** 2)
