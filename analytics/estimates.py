"""Estimates as columns: how a measure tells a value, its interval, what it rests on, or why there is none."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.measure import Schema
from analytics.statistics import Estimate, mean, proportion, proportion_clustered, wilson_effective

# An estimate of anything.
ESTIMATE: Schema = {
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}
# A share: `count` of `n` answers, from `learners` people, `counted` of whom gave one that counts; `share` is null where
# there is too little, and why.
SHARE: Schema = {
    "count": pl.Int64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "counted": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
}
# What these columns are to privacy.
COUNTED = {"counted": "learners"}
COUNTED_TELLS = {"counted": ("count", "share", "low", "high")}


def told(estimate: Estimate) -> dict[str, Any]:
    """Return an estimate as the columns `ESTIMATE`."""
    return {name: getattr(estimate, name) for name in ESTIMATE}


def share(answers: pl.Series, people: pl.Series, reason: str | None = None) -> dict[str, Any]:
    """Return the share of true answers as the columns `SHARE`.

    With several answers from one person, the interval is that of clustered answers.

    Parameters
    ----------
    answers
        Booleans.
    people
        Who gave each.
    reason
        Why nothing may be told, whatever the answers.
    """
    answers = answers.cast(pl.Boolean)
    learners, counted = people.n_unique(), people.filter(answers).n_unique()
    if reason:
        found = Estimate(None, None, None, answers.len(), learners, reason)
    elif learners == answers.len():
        found = proportion(int(answers.sum()), answers.len(), learners)
    else:
        found = proportion_clustered(answers.cast(pl.Float64).to_numpy(), people.to_numpy())
    own = {"share": found.value, "counted": None if reason else counted}
    return own | {name: getattr(found, name) for name in SHARE if name not in own}


def ratio(parts: pl.Series, wholes: pl.Series, *, n: int | None = None) -> Estimate:
    """Return the ratio of two totals as an estimate, one part and one whole for each learner.

    The interval is Student's over learners, of the linearised ratio. Source: Cochran (1977), Sampling Techniques,
    section 6.3.

    Parameters
    ----------
    parts, wholes
        The two amounts of each learner.
    n
        How many rows they come from; left out, one for each learner.
    """
    part, whole = (one.cast(pl.Float64).to_numpy() for one in (parts, wholes))
    answers = part.size if n is None else n
    if whole.sum() <= 0:
        return Estimate(None, None, None, answers, part.size, "no_data")
    value = part.sum() / whole.sum()
    spread = mean(value + (part - value * whole) / whole.mean())
    return Estimate(spread.value, spread.low, spread.high, answers, part.size, spread.reason)


def within(estimate: Estimate) -> Estimate:
    """Return the estimate of a share with its interval kept between 0 and 1.

    Where all learners have all or none of it nothing varies, and chance is told by Wilson's interval of so many.
    """
    value = estimate.value
    if value is not None and estimate.low == estimate.high and min(value, 1 - value) <= 0:
        told = wilson_effective(value, estimate.learners)
        return replace(estimate, low=told.low, high=told.high)
    low, high = (None if end is None else min(1.0, max(0.0, end)) for end in (estimate.low, estimate.high))
    return replace(estimate, low=low, high=high)
