"""Forgetting: how much of what was known is still known some days later, from tests that each look once.

A delayed test says whether an item is remembered at its lag, not when it was forgotten: current-status data. With
Weibull forgetting, S(d) = exp(-exp(level) d ** shape), the chance of having forgotten is a binomial generalised linear
model with complementary log-log link in ln d. The power, exponential and Ebbinghaus curves are there to compare with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, least_squares, minimize_scalar

from analytics.statistics.estimate import LEVEL, Interval, Labels, Numbers, Vector, labels, t_quantile, vector

_ROUNDS, _SETTLED = 60, 1e-10
_STEEP = 3.0  # exp(exp(3)) is as good as certain
_FLAT = 1e-9  # a smaller shape is what rounding left of none, of whichever sign
_FARTHEST = 700.0  # the logarithm of days that a float still holds
_GRID = 240


class Curve(NamedTuple):
    """A curve fitted by unweighted least squares; `r2` is centred: 1 - squares left / squares about the mean."""

    at: Callable[[Numbers], Vector]
    parameters: tuple[float, ...]
    squares: float
    r2: float


class HalfLife(NamedTuple):
    """When half is forgotten, and the two intervals; `fieller` is None where the set has no two ends."""

    days: float
    fieller: Interval | None
    delta: Interval


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A fitted Weibull curve.

    Attributes
    ----------
    level, shape
        Of S(d) = exp(-exp(level) d ** shape); a shape below 1 is a long tail, 1 is exponential.
    effects
        Of what else was told of each answer, on the log of the hazard of forgetting.
    covariance
        Of (level, shape, *effects); robust to clusters when there are any.
    freedom
        Degrees of freedom of the intervals: clusters less one, infinite without.
    """

    level: float
    shape: float
    effects: tuple[float, ...]
    covariance: Vector
    freedom: float

    def kept(self, days: float) -> float:
        """Return the share still known then."""
        return exp(-exp(self.level + self.shape * log(days)))

    def interval(self, days: float, level: float = LEVEL) -> Interval:
        """Return the interval of that share."""
        at = np.zeros(self.covariance.shape[0])
        at[:2] = 1.0, log(days)
        half = self._quantile(level) * sqrt(max(0.0, float(at @ self.covariance @ at)))
        centre = self.level + self.shape * log(days)
        return Interval(exp(-exp(min(_STEEP, centre + half))), exp(-exp(centre - half)))

    def days_until(self, share: float) -> float:
        """Return after how many days that share is still known.

        Raises
        ------
        ValueError
            When the curve does not fall.
        """
        if self.shape <= 0:
            raise ValueError("shape: nothing is forgotten by this curve")
        return _days((log(-log(share)) - self.level) / self.shape)

    def effect(self, number: int, level: float = LEVEL) -> tuple[float, Interval]:
        """Return a hazard ratio with its interval: what one more of it does to forgetting."""
        at = self.effects[number]
        half = self._quantile(level) * sqrt(float(self.covariance[number + 2, number + 2]))
        return exp(at), Interval(exp(at - half), exp(min(_FARTHEST, at + half)))

    def half_life(self, level: float = LEVEL) -> HalfLife | None:
        """Return when half is forgotten; None when the curve does not fall.

        Its logarithm is a ratio of two estimates. Fieller's set holds every value that a test would not reject, and may
        have no end; the delta method always finds two, often too near.
        Source: Fieller (1954), Journal of the Royal Statistical Society B 16:175.
        """
        if self.shape <= 0:
            return None
        middle = self.days_until(0.5)
        top, below = log(log(2)) - self.level, self.shape
        v11, v12, v22 = self.covariance[0, 0], self.covariance[0, 1], self.covariance[1, 1]
        z = self._quantile(level)
        centre = log(middle)
        half = z * sqrt(max(0.0, float(v11 + 2 * centre * v12 + centre**2 * v22))) / below
        a = below**2 - z**2 * v22
        b = -top * below - z**2 * v12
        c = top**2 - z**2 * v11
        delta = Interval(_days(centre - half), _days(centre + half))
        if a <= 0:
            return HalfLife(middle, None, delta)
        root = sqrt(max(0.0, float(b**2 - a * c)))
        return HalfLife(middle, Interval(_days((-b - root) / a), _days((-b + root) / a)), delta)

    def _quantile(self, level: float) -> float:
        return t_quantile(min(self.freedom, 1e9), level)


def _days(logarithm: float) -> float:
    return exp(max(-_FARTHEST, min(_FARTHEST, logarithm)))


def weibull(
    days: Numbers,
    kept: Numbers,
    trials: Numbers | None = None,
    clusters: Labels | None = None,
    *besides: Numbers,
) -> Forgetting | None:
    """Fit forgetting to answers at their lags; None where nothing, or everything, is forgotten, or at a single lag.

    By Fisher's scoring. With `clusters` the covariance is that of sums over learners.
    Source: McCullagh and Nelder (1989), Generalized Linear Models, sections 2.5 and 4.3; clustered, Liang and Zeger
    (1986), Biometrika 73:13, times m / (m - 1).

    Parameters
    ----------
    days, kept
        The lag of each answer, above 0, and how many of its `trials` (one, left out) were right; shares count too.
    clusters
        Who gave each.
    besides
        What else forgetting may depend on, one value for each answer, 0 being the case the curve is drawn for.
    """
    lag, right = vector(days, "days"), vector(kept, "kept")
    each = np.ones(lag.size) if trials is None else vector(trials, "trials")
    if (lag <= 0).any() or (right < 0).any() or (right > each).any():
        raise ValueError("days lie above 0, and what is kept between 0 and the trials")
    design = np.column_stack([np.ones(lag.size), np.log(lag), *(vector(one, "besides") for one in besides)])
    if not 0 < right.sum() < each.sum():
        return None
    if lag.size <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    found = _scored(design, each - right, each)
    if found is None:
        return None
    values, information, scores = found
    covariance, freedom = np.linalg.inv(information), inf
    if clusters is not None:
        who = labels(clusters, lag.size, "clusters")
        m = int(who.max()) + 1
        if m < 2:
            return None
        covariance, freedom = covariance @ _spread(scores, who) @ covariance * m / (m - 1), m - 1
    level, shape, *effects = (float(one) for one in values)
    return Forgetting(level, shape if abs(shape) > _FLAT else 0.0, tuple(effects), covariance, freedom)


def _spread(scores: Vector, who: NDArray[np.intp]) -> Vector:
    """Return the spread of the sums of scores over clusters."""
    sums = np.zeros((int(who.max()) + 1, scores.shape[1]))
    np.add.at(sums, who, scores)
    spread: Vector = sums.T @ sums
    return spread


def _scored(design: Vector, forgot: Vector, trials: Vector) -> tuple[Vector, Vector, Vector] | None:
    """Return coefficients, expected information and the score of each row; None when they do not settle."""
    share = (forgot + 0.5) / (trials + 1)
    linear = np.log(-np.log1p(-share))
    before = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        linear = np.clip(linear, -30.0, _STEEP)
        steep = np.exp(linear - np.exp(linear))
        mean = -np.expm1(-np.exp(linear))
        spread = mean * np.exp(-np.exp(linear))
        weight = trials * steep**2 / spread
        information = design.T @ (weight[:, None] * design)
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e14:
            return None
        working = linear + (forgot - trials * mean) / (trials * steep)
        values = np.linalg.solve(information, design.T @ (weight * working))
        linear = design @ values
        if np.abs(values - before).max() < _SETTLED * (1 + np.abs(values).max()):
            scores: Vector = design * ((forgot - trials * mean) * steep / spread)[:, None]
            return (values, information, scores) if np.abs(values).max() < 25 else None
        before = values
    return None


def decreasing(values: Numbers, weights: Numbers | None = None) -> Vector:
    """Return the values nearest to those given that never rise: what tests say of forgetting without any law.

    Of shares at rising lags, weighted by answers, it is the nonparametric maximum likelihood of current-status data.
    Source: Ayer, Brunk, Ewing, Reid and Silverman (1955), Annals of Mathematical Statistics 26:641 (pool adjacent
    violators).
    """
    given = vector(values, "values")
    if not given.size:
        return given
    each = None if weights is None else vector(weights, "weights")
    told: Vector = isotonic_regression(given, weights=each, increasing=False).x
    return told


def power(times: Numbers, values: Numbers) -> Curve | None:
    """Fit m * t ** -a; None with fewer than three points. Source: Wickelgren (1974), Memory & Cognition 2:775."""
    return _profiled(times, values, lambda t, a: (t**-a)[:, None], (1e-4, 10.0))


def exponential(times: Numbers, values: Numbers) -> Curve | None:
    """Fit m * exp(-a t); None with fewer than three points."""
    given = vector(times, "times")
    span = (1e-3 / float(given.max()), 10.0 / float(given.min())) if given.size else (1.0, 1.0)
    return _profiled(times, values, lambda t, a: np.exp(-a * t)[:, None], span)


def exponential_above(times: Numbers, values: Numbers) -> Curve | None:
    """Fit c + m * exp(-a t), which falls to c and no further; None with fewer than three points."""
    given = vector(times, "times")
    span = (1e-3 / float(given.max()), 10.0 / float(given.min())) if given.size else (1.0, 1.0)
    return _profiled(times, values, lambda t, a: np.column_stack([np.exp(-a * t), np.ones(t.size)]), span)


def _profiled(
    times: Numbers, values: Numbers, shape: Callable[[Vector, float], Vector], span: tuple[float, float]
) -> Curve | None:
    """Fit a curve that is linear but for one rate: the others follow from it. `parameters` has the rate last."""
    t, y = vector(times, "times"), vector(values, "values")
    if t.size < 3 or float(((y - y.mean()) ** 2).sum()) == 0:
        return None

    def linear(rate: float) -> tuple[Vector, float]:
        columns = shape(t, rate)
        found = np.linalg.lstsq(columns, y, rcond=None)[0]
        return found, float(((y - columns @ found) ** 2).sum())

    grid = np.linspace(log(span[0]), log(span[1]), _GRID)
    best = int(np.argmin([linear(exp(one))[1] for one in grid]))
    around = (grid[max(0, best - 1)], grid[min(_GRID - 1, best + 1)])
    told = minimize_scalar(lambda one: linear(exp(one))[1], bounds=around, method="bounded", options={"xatol": 1e-10})
    rate = exp(float(told.x))
    found, squares = linear(rate)
    return Curve(lambda at: shape(vector(at, "at"), rate) @ found, (*map(float, found), rate), squares, _r2(y, squares))


def ebbinghaus(minutes: Numbers, k: float = 1.84, c: float = 1.25) -> Vector:
    """Return the share saved after that many minutes, k / (log10(t) ** c + k), by default with the constants of 1885.

    Source: Ebbinghaus (1885), Über das Gedächtnis, section 29.
    """
    told: Vector = k / (np.log10(vector(minutes, "minutes")) ** c + k)
    return told


def ebbinghaus_fit(minutes: Numbers, values: Numbers) -> Curve | None:
    """Fit k and c of `ebbinghaus`; None with fewer than three points, or one within a minute."""
    t, y = vector(minutes, "minutes"), vector(values, "values")
    if t.size < 3 or (t <= 1).any() or float(((y - y.mean()) ** 2).sum()) == 0:
        return None
    told = least_squares(lambda p: ebbinghaus(t, p[0], p[1]) - y, (1.84, 1.25), bounds=([1e-6, 1e-3], [1e6, 20.0]))
    k, c = (float(one) for one in told.x)
    squares = float((told.fun**2).sum())
    return Curve(lambda at: ebbinghaus(at, k, c), (k, c), squares, _r2(y, squares))


def _r2(values: Vector, squares: float) -> float:
    return 1 - squares / float(((values - values.mean()) ** 2).sum())
