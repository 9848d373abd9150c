"""Concentration: whether a few do most of it."""

import numpy as np

from analytics.statistics.estimate import Numbers, vector


def gini(values: Numbers) -> float | None:
    """Return Gini's coefficient of amounts: 0 when all have as much, near 1 when one has all; None when there is none.

    Source: Gini (1912), Variabilità e mutabilità; as the mean difference of ordered values, Dixon et al. (1987),
    Ecology 68:1548. Of the people counted, without correction for their number.

    Raises
    ------
    ValueError
        When an amount is negative.
    """
    given = np.sort(vector(values, "values"))
    if given.size and given[0] < 0:
        raise ValueError("values: an amount is not negative")
    whole = float(given.sum())
    if not whole:
        return None
    ranks = 2 * np.arange(1, given.size + 1) - given.size - 1
    return float((ranks * given).sum() / (given.size * whole))
