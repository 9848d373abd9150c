"""What changed because of something: groups compared with groups, and a series with its own past.

Every estimate is of a change after a start, in the unit of the values. Which estimate may be looked at is decided
elsewhere (`analytics.designs`), before any value is read.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import stdtr

from analytics.statistics.estimate import LEVEL, Interval, Numbers, Vector, t_quantile, vector

GROUPS = 4
"""Treated, and untreated, groups that a test needs; with fewer, a difference is a comparison."""
_YEAR = 12
_SEASON = 24  # points before the start that a season can be told from
_HARMONICS = (1, 2)
Marks = NDArray[np.bool_]
_MEMORIES = np.linspace(0.0, 0.95, 20)  # autocorrelations that are thought possible, all alike


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference of differences.

    Attributes
    ----------
    value
        Mean change of the treated groups less that of the untreated; None without one of each.
    interval, p
        Student's, with G - 2 degrees of freedom; None with fewer than `GROUPS` on either side: that is no test.
    freedom
        Those degrees of freedom.
    treated, untreated
        How many groups.
    """

    value: float | None
    interval: Interval | None
    p: float | None
    freedom: int | None
    treated: int
    untreated: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A change in one series.

    Attributes
    ----------
    value, interval
        The change, averaged over the points after the start.
    freedom
        Points less coefficients: the degrees of freedom of Student's distributions the interval is of.
    memory
        How much one point's shock is left in the next: the mean autocorrelation the series allows.
    plain, hac
        By ordinary least squares, with the interval of Newey and West: too narrow in short series, for comparison.
    expected
        What the points after the start would have been, by the same average: they lie `value` above it.
    """

    value: float
    interval: Interval
    freedom: int
    memory: float
    plain: float
    hac: Interval
    expected: Vector


def difference_in_differences(
    changes: Numbers, treated: Numbers, level: float = LEVEL, *, weights: Numbers | None = None
) -> Compared:
    """Return the difference between groups that had something and groups that did not (yet), one change for each group.

    A group's change is its mean after less its mean before, at the level where roll-out was decided: whatever its
    points have in common with one another is in it, and no error is told smaller for there being many points.
    Source: Donald and Lang (2007), Review of Economics and Statistics 89:221; with few groups the cluster-robust z
    rejects far too often (Bertrand, Duflo and Mullainathan 2004, Quarterly Journal of Economics 119:249).

    Parameters
    ----------
    weights
        Of the treated groups, in their order, where their total is asked for rather than their mean: what rests on few
        of them is less sure.
    """
    given, had = vector(changes, "changes"), np.asarray(treated, dtype=bool)
    one, other = given[had], given[~had]
    sizes = (one.size, other.size)
    if not min(sizes):
        return Compared(None, None, None, None, *sizes)
    shares = np.full(one.size, 1 / one.size) if weights is None else vector(weights, "weights") / np.sum(weights)
    value = float(shares @ one - other.mean())
    if min(sizes) < GROUPS:
        return Compared(value, None, None, None, *sizes)
    freedom = given.size - 2
    squares = float(((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum())
    error = sqrt(squares / freedom * (float(shares @ shares) + 1 / other.size))
    half = t_quantile(freedom, level) * error
    p = float(2 * stdtr(freedom, -abs(value) / error)) if error else float(value == 0)
    return Compared(value, Interval(value - half, value + half), p, freedom, *sizes)


def interrupted(values: Numbers, months: Numbers, start: float, level: float = LEVEL) -> Shift:
    """Return the change of a series at a start, level and slope together, by segmented regression.

    y = b0 + b1 t + b2 D + b3 (t - start) D, with two harmonics of the year where there are 24 points before. Source:
    Wagner et al. (2002), Journal of Clinical Pharmacy and Therapeutics 27:299; Bernal et al. (2017), International
    Journal of Epidemiology 46:348.

    Parameters
    ----------
    months
        When each value was, counted in months; they need not be without gaps.
    start
        The first month after.
    """
    when = vector(months, "months")
    after = when >= start
    columns = [np.ones(when.size), when, after * 1.0, (when - start) * after]
    if int((~after).sum()) >= _SEASON:
        columns += [wave(2 * np.pi * k * when / _YEAR) for k in _HARMONICS for wave in (np.sin, np.cos)]
    told = np.stack(columns, axis=1)
    changed = np.zeros(told.shape[1])
    changed[2], changed[3] = 1.0, float((when[after] - start).mean())
    return _shift(vector(values, "values"), told, changed, (when, after), level)


def trend(values: Numbers, months: Numbers, start: float, level: float = LEVEL) -> Shift:
    """Return how far the values after a start are, on average, from the line through those before it.

    Sound only if nothing else changed. Source: Phillips (1997), Handbook of Training Evaluation, chapter 8.
    """
    when = vector(months, "months")
    after = when >= start
    own = np.eye(when.size)[:, after]  # each point after is told by itself: the line is that of the points before
    told = np.hstack([np.ones((when.size, 1)), when[:, None], own])
    changed = np.concatenate([np.zeros(2), np.full(own.shape[1], 1 / own.shape[1])])
    return _shift(vector(values, "values"), told, changed, (when, after), level)


def slope(values: Numbers, months: Numbers) -> float:
    """Return the slope of the line through some points."""
    when = vector(months, "months") - np.mean(months)
    return float((when * vector(values, "values")).sum() / (when**2).sum())


def hac(told: Vector, residuals: Vector, lags: int) -> Vector:
    """Return the covariance of least squares' coefficients where shocks last, corrected for few points.

    Source: Newey and West (1987), Econometrica 55:703, with the factor n / (n - k).
    """
    n, k = told.shape
    scores = told * residuals[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shared = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (shared + shared.T)
    inverse = np.linalg.inv(told.T @ told)
    covariance: Vector = inverse @ middle @ inverse * n / (n - k)
    return covariance


def _shift(values: Vector, told: Vector, changed: Vector, at: tuple[Vector, Marks], level: float) -> Shift:
    """Return a linear combination of coefficients, averaged over the autocorrelations its series allows.

    Shocks to what a business is judged by last for months, and a short series says little of how long: intervals that
    take one estimate of it as known cover 57 to 91 % (`benchmarks.coverage`). So every autocorrelation from 0 to .95 is
    fitted and weighed by its restricted likelihood. Source: Zellner and Tiao (1964), Journal of the American
    Statistical Association 59:763; Turner et al. (2021), BMC Medical Research Methodology 21:181, on the alternatives.
    """
    when, after = at
    freedom = told.shape[0] - told.shape[1]
    fits = [_fit(values, told, changed, when, memory) for memory in _MEMORIES]
    likely = np.array([fit[0] for fit in fits])
    weights = np.exp(likely - likely.max())
    weights /= weights.sum()
    means, errors = (np.array([fit[place] for fit in fits]) for place in (1, 2))
    value = float(weights @ means)
    interval = _quantiles(weights, means, errors, freedom, level)
    plain, *_ = np.linalg.lstsq(told, values, rcond=None)
    spread = sqrt(changed @ hac(told, values - told @ plain, int(4 * (values.size / 100) ** (2 / 9))) @ changed)
    half = t_quantile(freedom, level) * spread
    ordinary = float(changed @ plain)
    mean: Vector = weights @ np.array([fit[3] for fit in fits])
    expected = values[after] - _changes(told, mean, after)
    around = Interval(ordinary - half, ordinary + half)
    return Shift(value, interval, freedom, float(weights @ _MEMORIES), ordinary, around, expected)


def _changes(told: Vector, coefficients: Vector, after: Marks) -> Vector:
    """Return what the columns that are there only after the start add to each point after it."""
    only = ~np.any(told[~after] != 0, axis=0)
    added: Vector = told[after][:, only] @ coefficients[only]
    return added


def _fit(
    values: Vector, told: Vector, changed: Vector, when: Vector, memory: float
) -> tuple[float, float, float, Vector]:
    """Return the restricted log-likelihood of an autocorrelation; by it the combination, its error, coefficients."""
    n, k = told.shape
    kept = memory ** np.diff(when)  # of a shock, from each point to the next
    new = np.sqrt(1 - kept**2)
    x, y = (_whitened(one, kept, new) for one in (told, values[:, None]))
    inverse = np.linalg.inv(x.T @ x)
    found = inverse @ (x.T @ y[:, 0])
    squares = max(float(((y[:, 0] - x @ found) ** 2).sum()), np.finfo(float).tiny)
    seen = -np.log(new).sum() + 0.5 * np.linalg.slogdet(inverse)[1] - 0.5 * (n - k) * np.log(squares)
    return float(seen), float(changed @ found), sqrt(float(changed @ inverse @ changed) * squares / (n - k)), found


def _whitened(rows: Vector, kept: Vector, new: Vector) -> Vector:
    """Return rows less what the one before left in them, in units of what is new: independent of each other."""
    return np.concatenate([rows[:1], (rows[1:] - kept[:, None] * rows[:-1]) / new[:, None]])


def _quantiles(weights: Vector, means: Vector, errors: Vector, freedom: int, level: float) -> Interval:
    """Return the ends of the middle of a mixture of Student's distributions."""
    wide = 50 * float(errors.max()) + float(np.ptp(means))
    middle = float(weights @ means)
    if wide <= 1e-9 * max(1.0, abs(middle)):  # the points stand on the line
        return Interval(middle, middle)

    def end(share: float) -> float:
        def below(x: float) -> float:
            return float(weights @ stdtr(freedom, (x - means) / errors)) - share

        return float(brentq(below, float(means.min()) - wide, float(means.max()) + wide))

    return Interval(end((1 - level) / 2), end((1 + level) / 2))
