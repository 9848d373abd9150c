"""Worlds in which forgetting is known: what is retained, gained, and how it compares must hold in them.

A question right on the day is right again after d days with the chance exp(-ln 2 (d / HALF_LIFE) ** SHAPE); a third of
the questions of one learner have one fate. `benchmarks.coverage` runs these with the others.
"""

import numpy as np

from analytics import statistics as s
from analytics.statistics.forgetting import Forgetting, weibull
from benchmarks.worlds import Breaking, Broken, Covered, Holding, Numbers, Rng

HALF_LIFE, SHAPE = 75.0, 0.6
_ITEMS, _ALIKE = 4, 1 / 3
_LAGS = (7.0, 30.0, 90.0, 180.0)
_KNOWING = 0.43  # of those who had learned it


def _kept(days: float, hazard: float = 1.0) -> float:
    return float(np.exp(-np.log(2) * hazard * (days / HALF_LIFE) ** SHAPE))


def _fates(rng: Rng, learners: int) -> Numbers:
    """Draw the fate of each question of each learner, the smaller, the longer it is kept."""
    own, shared = rng.random((learners, _ITEMS)), rng.random((learners, 1))
    drawn: Numbers = np.where(rng.random(own.shape) < _ALIKE, shared, own)
    return drawn


def _within(interval: tuple[float | None, float | None], truth: float) -> Covered:
    low, high = interval
    return None if low is None or high is None else bool(low <= truth <= high)


def _share(answers: Numbers, of: float) -> Covered:
    """Tell whether the interval of the share right holds what is true; a row for each learner."""
    who = np.repeat(np.arange(answers.shape[0]), answers.shape[1])
    told = s.proportion_clustered(answers.ravel(), who)
    return _within((told.low, told.high), of)


def retained(rng: Rng) -> Covered:
    """40 learners, four questions each, 90 days after."""
    return _share((_fates(rng, 40) < _kept(90)).astype(np.float64), _kept(90))


def forgetting(rng: Rng) -> Covered:
    """100 learners asked after 7, 30, 90 and 180 days, never twice the same day: the curve at 60 days."""
    return _within(_curve(rng, 100).interval(60), _kept(60))


def half_life(rng: Rng) -> Covered:
    """Ask 250 learners so, and find when half is forgotten: Fieller's set."""
    found = _curve(rng, 250).half_life()
    return None if found is None or found.fieller is None else _within(found.fieller, HALF_LIFE)


def _curve(rng: Rng, learners: int) -> Forgetting:
    fates = _fates(rng, learners)
    days = np.array(_LAGS) + rng.uniform(-3, 3, (learners, len(_LAGS)))
    right = fates[:, :, None] < np.exp(-np.log(2) * (days / HALF_LIFE) ** SHAPE)[:, None, :]
    lags = np.broadcast_to(days[:, None, :], right.shape)
    who = np.broadcast_to(np.arange(learners)[:, None, None], right.shape)
    fit = weibull(lags.ravel(), right.ravel().astype(np.float64), None, who.ravel())
    if fit is None:
        raise RuntimeError("a world in which nothing is forgotten")
    return fit


def gained(rng: Rng) -> Covered:
    """30 learners of whom 30 % knew each thing before, 80 % on the day: what is known at 90 days less what was."""
    grasp, fates = _fates(rng, 30), _fates(rng, 30)
    after = ((grasp < 0.8) & (fates < _kept(90))).mean(axis=1)
    told = s.mean(after - (grasp < 0.3).mean(axis=1), np.arange(30))
    return _within((told.low, told.high), 0.8 * _kept(90) - 0.3)


def forgetters_answer_less(rng: Rng) -> Broken:
    """Have who forgot answer half as often: the share of those who answered; the product bounds the others."""
    knows = rng.random(300) < _KNOWING
    answered = rng.random(300) < np.where(knows, 0.8, 0.4)
    told = s.proportion(int((knows & answered).sum()), int(answered.sum()))
    low, high = (s.proportion(int(count), 300) for count in ((knows & answered).sum(), (knows | ~answered).sum()))
    return Broken(bool(_within((told.low, told.high), _KNOWING)), _within((low.low, high.high), _KNOWING))


def forgetters_followed_up(rng: Rng) -> Broken:
    """Have who forgot answer half as often, four questions each, and follow up one in two of the silent."""
    own = rng.beta(1.5, 1.5, 240)
    answers = (rng.random((240, _ITEMS)) < own[:, None]).astype(np.float64)
    silent, drawn = rng.random(240) > 0.2 + 0.7 * own, rng.random(240) < 0.5
    naive = _share(answers[~silent], 0.5)
    answers[silent & ~drawn] = np.nan
    who, late = np.repeat(np.arange(240), _ITEMS), np.repeat(silent, _ITEMS)
    told = s.doubled_share(s.double_sampled(answers.ravel(), who, late, np.full(who.size, 2)))
    return Broken(bool(naive), _within((told.low, told.high), 0.5))


def tests_that_teach(rng: Rng) -> Broken:
    """Let who sat a test at 30 days forget at .4 of the rate: all at 90 days, against the curve of the others."""
    fates, sat = _fates(rng, 300), np.arange(300) % 2 == 0
    early, late = fates[sat] < _kept(30), np.where(sat[:, None], fates < _kept(90, 0.4), fates < _kept(90))
    naive = _share(late.astype(np.float64), _kept(90))
    people = np.arange(300)
    days = np.concatenate([np.full(early.size, 30.0), np.full(late.size, 90.0)])
    who = np.concatenate([np.repeat(people[sat], _ITEMS), np.repeat(people, _ITEMS)])
    again = np.concatenate([np.zeros(early.size), np.repeat(sat, _ITEMS).astype(np.float64)])
    right = np.concatenate([early.ravel(), late.ravel()]).astype(np.float64)
    fit = weibull(days, right, None, who, again)
    return Broken(bool(naive), None if fit is None else _within(fit.interval(90), _kept(90)))


def units_that_choose(rng: Rng) -> Broken:
    """Let the units that know more take the way that leaves 10 points less: crude, against within units."""
    level = np.linspace(0.35, 0.75, 6)
    worse = np.linspace(20, 120, 6).astype(int)
    better = worse[::-1]
    right = rng.binomial(worse, level - 0.1), rng.binomial(better, level)
    crude = s.newcombe_difference(int(right[0].sum()), int(worse.sum()), int(right[1].sum()), int(better.sum()))
    told = s.mantel_haenszel(np.stack([right[0], worse, right[1], better], axis=1).tolist())
    return Broken(bool(_within(crude, -0.1)), None if told is None else _within(told.interval, -0.1))


def units_that_all_choose_alike(rng: Rng) -> Broken:
    """Let each unit take one way only: nothing within units tells them apart, and the product compares nothing."""
    level, n = np.array([0.6, 0.65, 0.4, 0.45]), np.full(4, 60)
    first = np.array([True, True, False, False])
    right = rng.binomial(n, level - 0.1 * first)
    sides = [(int(right[one].sum()), int(n[one].sum())) for one in (first, ~first)]
    strata = [
        (k, m, 0, 0) if one else (0, 0, k, m) for k, m, one in zip(right.tolist(), n.tolist(), first, strict=True)
    ]
    told = s.mantel_haenszel(strata)
    crude = _within(s.newcombe_difference(*sides[0], *sides[1]), -0.1)
    return Broken(bool(crude), None if told is None else _within(told.interval, -0.1))


HOLDS: tuple[Holding, ...] = (retained, forgetting, half_life, gained)
BREAKS: tuple[Breaking, ...] = (
    forgetters_answer_less,
    forgetters_followed_up,
    tests_that_teach,
    units_that_choose,
    units_that_all_choose_alike,
)
