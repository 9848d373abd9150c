"""What everybody would have answered, where some of those who stayed silent, drawn at random, were asked once more.

Whoever forgot answers less, so those who answer by themselves tell too much. Of the others some are drawn and followed
up: they speak for all who were silent. Source: Hansen and Hurwitz (1946), JASA 41:517; Cochran (1977), Sampling
Techniques, 3rd edition, section 13.6: (n1 y1 + n2 y2) / n, y2 being the mean of those drawn of the n2 silent, with
variance S²/n + W2 (k - 1) S2²/n where one in k of them is drawn.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.estimate import Estimate, Labels, Numbers, labels, normal_quantile, t_quantile
from analytics.statistics.proportions import wilson_effective

Table = NDArray[np.float64]


class Doubled(NamedTuple):
    """A mean by double sampling.

    Attributes
    ----------
    value, error, freedom
        The mean, its standard error, and the degrees of freedom of that.
    most
        How many independent answers it may be worth at most, since those drawn weigh more than the others.
    n, learners
        The answers it rests on, and who gave them.
    """

    value: float
    error: float
    freedom: float
    most: float
    n: int
    learners: int


def double_sampled(values: Numbers, people: Labels, silent: Labels, stands_for: Numbers) -> Doubled:
    """Return the mean of all that was asked, from what was answered unasked and what those drawn answered.

    The variance is the jackknife's, leaving each learner out of both phases: of one answer each it estimates that of
    Hansen and Hurwitz, and it takes the answers of one learner together. Degrees of freedom: Satterthwaite (1946),
    Biometrics Bulletin 2:110, from the learners heard in either phase. Weights: Kish (1965), Survey Sampling, 11.7.

    Parameters
    ----------
    values
        A row for each thing asked; NaN where there is no answer that counts.
    people
        Who was asked.
    silent
        Whether it was unanswered when the follow-up began.
    stands_for
        Of what is silent and was answered after being drawn: one in how many was drawn; of the rest anything.

    Raises
    ------
    ValueError
        When of those who were silent, or of the others, nobody was heard, or one alone of several.
    """
    given, late = np.asarray(values, dtype=np.float64), np.asarray(silent, dtype=np.bool_)
    who, heard = labels(people, given.size, "people"), ~np.isnan(given)
    weight = np.where(late, np.asarray(stands_for, dtype=np.float64), 1.0)
    weight[~heard] = 0.0
    right, of, asked = (_by_learner(part, late, who) for part in (np.where(heard, given * weight, 0.0), weight, None))
    told = _Told(right, of, asked)
    value, spread = float(told.mean()[0]), told.jackknifed()
    each = weight * told.raised()[late.astype(np.intp)]
    most = _kish(each if spread.any() else np.bincount(who, weights=each).astype(np.float64))
    learners = int((of > 0).any(axis=0).sum())
    return Doubled(value, sqrt(spread.sum()), _freedom(spread, of > 0), most, int(heard.sum()), learners)


class _Told(NamedTuple):
    """Of each learner, answered unasked and silent apart: what was right, of how much told, of how much asked."""

    right: Table
    of: Table
    asked: Table

    def mean(self) -> Table:
        return _mean(*(part.sum(axis=1, keepdims=True) for part in self))

    def jackknifed(self) -> Table:
        """Return what each learner adds to the variance of the mean."""
        without = _mean(*(part.sum(axis=1, keepdims=True) - part for part in self))
        m = self.of.shape[1]
        spread: Table = (m - 1) / m * (without - self.mean()) ** 2
        return spread

    def raised(self) -> Table:
        """Return how much was asked for each that was told, of either kind."""
        of, asked = self.of.sum(axis=1), self.asked.sum(axis=1)
        raised: Table = np.divide(asked, of, out=np.zeros_like(of), where=of > 0)
        return raised


def _by_learner(part: Table | None, late: NDArray[np.bool_], who: NDArray[np.intp]) -> Table:
    """Return the sums of each learner, of what was answered unasked and of what was silent; of nothing, how many."""
    kinds = (~late, late)
    return np.array([np.bincount(who, weights=kind if part is None else part * kind) for kind in kinds])


def _mean(right: Table, of: Table, asked: Table) -> Table:
    """Return the means of both kinds together, each weighing as much as was asked of it."""
    if ((asked > 0) & (of <= 0)).any():
        raise ValueError("values: two learners at least have to be heard of those who were silent, and of the others")
    shares = np.divide(right, of, out=np.zeros_like(right), where=of > 0)
    mean: Table = (asked * shares).sum(axis=0) / asked.sum(axis=0)
    return mean


def _freedom(spread: Table, heard: NDArray[np.bool_]) -> float:
    """Return the degrees of freedom of a variance of two parts: learners heard after being drawn, and the others."""
    kinds = (~heard[1], heard[1])
    parts = [(float(spread[kind].sum()), max(int(kind.sum()) - 1, 1)) for kind in kinds]
    below = sum(part**2 / count for part, count in parts)
    return sum(part for part, _ in parts) ** 2 / below if below else float(max(int(heard.any(axis=0).sum()) - 1, 1))


def _kish(weights: Table) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum())


def worth(found: Doubled) -> float:
    """Return how many independent answers a share by double sampling is worth, for `wilson_effective`."""
    variance = found.value * (1 - found.value)
    return min(found.most, variance / found.error**2) if found.error else found.most


def doubled_share(found: Doubled) -> Estimate:
    """Return a share by double sampling: the score interval on what its answers are worth (`effective_size`)."""
    size = worth(found) * (normal_quantile() / t_quantile(found.freedom)) ** 2
    value = min(1.0, max(0.0, found.value))
    ends = wilson_effective(value, size)
    return Estimate(value, ends.low, ends.high, found.n, found.learners)


def doubled_mean(found: Doubled) -> Estimate:
    """Return a mean by double sampling with Student's interval."""
    half = t_quantile(found.freedom) * found.error
    return Estimate(found.value, found.value - half, found.value + half, found.n, found.learners)
