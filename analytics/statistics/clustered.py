"""Survival when one person is there several times: their fates hang together, and count for less than as many people.

Counting processes give each row its influence on the curve; those of one person are added before they are squared.
With a single row for each person nothing changes.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.estimate import Labels, Numbers, Vector, labels, vector
from analytics.statistics.survival import LogRank, Table, judged, log_rank, tabulate

_AT_ONCE = 4_000_000  # cells of a matrix


def clustering(times: Numbers, events: Numbers, people: Labels) -> Vector:
    """Return how many times too small the variance of a Kaplan-Meier curve is, at each distinct time; at least 1.

    Source: Ying and Wei (1994), Journal of Multivariate Analysis 50:17, for the cumulative hazard.
    """
    table = tabulate(times, events)
    given, happened = vector(times, "times"), vector(events, "events")
    who, when = labels(people, given.size, "people"), np.searchsorted(table.time, given)
    rows = np.bincount(who) if who.size else np.zeros(0, np.int64)
    alone = rows[who] == 1 if who.size else np.zeros(0, np.bool_)
    each = _singly(table, when, happened, np.ones(given.size, np.bool_))
    together = _singly(table, when, happened, alone) + _jointly(table, when, happened, who, np.flatnonzero(rows > 1))
    ratio = np.divide(together, each, out=np.ones(each.size), where=each > 0)
    effect: Vector = np.maximum(1.0, ratio)
    return effect


def _singly(table: Table, when: NDArray[np.int64], happened: Vector, chosen: NDArray[np.bool_]) -> Vector:
    """Sum the squared influences of the chosen rows, at each time."""
    n = table.at_risk.astype(np.float64)
    drift = np.cumsum(table.events / n**2)
    size = n.size
    did = np.bincount(when[chosen], weights=happened[chosen], minlength=size)
    seen = np.bincount(when[chosen], minlength=size)
    still = chosen.sum() - np.cumsum(seen)
    told: Vector = np.cumsum(did * (1 / n**2 - 2 * drift / n)) + np.cumsum(seen * drift**2) + still * drift**2
    return told


def _jointly(
    table: Table, when: NDArray[np.int64], happened: Vector, who: NDArray[np.int64], several: NDArray[np.int64]
) -> Vector:
    """Sum the squares of what each person with several rows adds up to, at each time."""
    n, size = table.at_risk.astype(np.float64), table.time.size
    hazard, total = table.events / n**2, np.zeros(size)
    place = np.full(int(who.max()) + 1 if who.size else 0, -1)
    step = max(1, _AT_ONCE // max(1, size))
    for start in range(0, several.size, step):
        some = several[start : start + step]
        place[some] = np.arange(some.size)
        rows = np.flatnonzero(np.isin(who, some))
        change, left = np.zeros((some.size, size)), np.zeros((some.size, size + 1))
        np.add.at(change, (place[who[rows]], when[rows]), happened[rows] / n[when[rows]])
        np.add.at(left, (place[who[rows]], when[rows] + 1), 1)
        at_risk = left.sum(axis=1, keepdims=True) - np.cumsum(left, axis=1)[:, :size]
        total += (np.cumsum(change - at_risk * hazard, axis=1) ** 2).sum(axis=0)
    return total


def log_rank_clustered(times: Numbers, events: Numbers, groups: Labels, people: Labels) -> LogRank | None:
    """Test whether groups have one survival when people may be there several times, in one group or in several.

    The log-rank numbers with the variance of what each person adds; with one row each, the log-rank test itself.
    Source: Lin and Wei (1989), JASA 84:1074; Jung and Jeong (2003), Lifetime Data Analysis 9:21.
    """
    given, happened = vector(times, "times"), vector(events, "events")
    persons = labels(people, given.size, "people")
    if not persons.size or np.bincount(persons).max() == 1:
        return log_rank(times, events, groups)
    told = np.zeros((int(persons.max()) + 1, int(labels(groups, given.size, "groups").max()) + 1))
    np.add.at(told, persons, _scores(given, happened, labels(groups, given.size, "groups")))
    apart, variance = told.sum(axis=0), told.T @ told
    return judged(apart, variance, float(happened.sum())) if told.shape[1] > 1 else None


def _scores(given: Vector, happened: Vector, group: NDArray[np.int64]) -> Vector:
    """Return what each row adds to observed less expected events of each group."""
    table = tabulate(given, happened)
    when, n = np.searchsorted(table.time, given), table.at_risk.astype(np.float64)
    own = np.eye(int(group.max()) + 1)[group]
    present = np.zeros((table.time.size, own.shape[1]))
    np.add.at(present, when, own)
    share = present[::-1].cumsum(axis=0)[::-1] / n[:, None]
    hazard = table.events / n
    expected = np.cumsum(share * hazard[:, None], axis=0)
    told: Vector = own * (happened - np.cumsum(hazard)[when])[:, None]
    return told - happened[:, None] * share[when] + expected[when]
