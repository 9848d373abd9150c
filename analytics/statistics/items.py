"""Test items: how many get them right, and whether those who know more do."""

import numpy as np
from scipy.special import stdtrit

from analytics.statistics.estimate import ANSWERS, LEVEL, Estimate, Labels, Numbers, vector
from analytics.statistics.proportions import proportion_clustered


def item_difficulty(correct: Numbers, learners: Labels) -> Estimate:
    """Return the share of correct answers to an item (the higher, the easier), allowing for several by one person.

    Source: Crocker and Algina (1986), Introduction to Classical and Modern Test Theory, chapter 14.
    """
    return proportion_clustered(correct, learners)


def point_biserial(item: Numbers, total: Numbers) -> Estimate:
    """Return how an item goes with the rest of its test: the correlation with the total less the item itself.

    Source: Crocker and Algina (1986), chapter 14 (corrected for spuriousness: Henrysson 1963, Psychometrika 28:211);
    interval by Fisher's z (1921), Metron 1:3, with Student's quantile for few people.

    Parameters
    ----------
    item
        0 or 1 for each person (their score on the item).
    total
        Their score on the whole test, this item included.

    Returns
    -------
    Estimate
        From -1 to 1. None under 20 people, or when all have the same score.
    """
    own, rest = vector(item, "item"), vector(total, "total")
    if own.size != rest.size:
        raise ValueError("item, total: as many of each")
    rest = rest - own
    n = own.size
    if n < ANSWERS:
        return Estimate(None, None, None, n, n, "few_answers" if n else "no_data")
    if np.ptp(own) == 0 or np.ptp(rest) < 1e-12:
        return Estimate(None, None, None, n, n, "no_spread")
    r = float(np.clip(np.corrcoef(own, rest)[0, 1], -1, 1))
    half = float(stdtrit(n - 2, (1 + LEVEL) / 2)) / np.sqrt(n - 3)
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    return Estimate(r, float(np.tanh(z - half)), float(np.tanh(z + half)), n, n)
