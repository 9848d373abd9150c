"""Small worlds whose truth is known, drawn again from a seed."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Covered = bool | None  # None: refused


class Broken(NamedTuple):
    """What one would naively say, and what the product says: whether each holds the truth."""

    naive: bool
    product: Covered


Holding = Callable[[Rng], Covered]
Breaking = Callable[[Rng], Broken]

SHARE = 0.6
FIRST, CUT_OFF = date(2025, 1, 1), date(2026, 6, 30)
_DAYS = (CUT_OFF - FIRST).days
HAZARD = 0.003852
STAYING = float(np.exp(-HAZARD * 90.5))  # leaving falls within a day: who leaves on day 90 has left


def clustered(rng: Rng, answers: NDArray[np.int64], share: float = SHARE) -> tuple[Numbers, NDArray[np.intp]]:
    """Draw so many right and wrong answers of each learner, intracluster correlation .3 (beta-binomial)."""
    weight = 1 / 0.3 - 1
    ability = rng.beta(share * weight, (1 - share) * weight, answers.size)
    who = np.repeat(np.arange(answers.size), answers)
    return (rng.random(who.size) < ability[who]).astype(np.float64), who


def waiting(rng: Rng, n: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """Draw times of a mean of 100, censored evenly between 20 and 300."""
    happens, last = rng.exponential(100, n), rng.uniform(20, 300, n)
    return np.minimum(happens, last), happens <= last


def informative(rng: Rng, n: int) -> tuple[Numbers, NDArray[np.bool_], NDArray[np.bool_]]:
    """Draw times of a mean of 100 of which half are lost from sight just before; all are followed for 150."""
    happens, vanishes = rng.exponential(100, n), rng.random(n) < 0.5
    lost = vanishes & (happens < 150)
    return np.minimum(np.where(vanishes, 0.99 * happens, happens), 150), (happens < 150) & ~lost, lost


def ten_items(rng: Rng, n: int) -> tuple[Numbers, Numbers]:
    """Draw the answers of n people to the first of ten equally hard items, and their totals."""
    ability = rng.normal(size=n)
    right = (rng.normal(size=(10, n)) < ability).astype(np.float64)
    return right[0], right.sum(axis=0)


def silent(rng: Rng, n: int) -> pl.DataFrame:
    """Draw people who begin on any day, are active daily, and leave at `HAZARD` a day without a word."""
    begins = rng.integers(0, _DAYS, n)
    stays = np.round(rng.exponential(1 / HAZARD, n)).astype(np.int64)
    last = np.minimum(begins + stays, _DAYS)
    return _dated(begins, last)


def not_closed(learners: pl.DataFrame, silence: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the times one gets by watching everyone up to the cut-off."""
    left = ((CUT_OFF - learners["last"]).dt.total_days() >= silence).to_numpy()
    until = np.where(left, (learners["last"] - learners["origin"]).dt.total_days().to_numpy(), np.nan)
    watched = (CUT_OFF - learners["origin"]).dt.total_days().to_numpy()
    return np.where(left, until, watched), left


def pausing(rng: Rng, n: int) -> tuple[pl.DataFrame, float]:
    """Draw active days of people who leave at `HAZARD`, a third pausing for 40 to 80 days on the way; and who stays 90.

    The truth is of leaving for good: a pause is none.
    """
    people, days = [], []
    for person in range(n):
        begins, stays = int(rng.integers(0, _DAYS - 200)), round(rng.exponential(1 / HAZARD))
        active = np.arange(begins, begins + stays + 1)
        if rng.random() < 1 / 3:
            pause = begins + int(rng.integers(5, 60))
            active = active[(active < pause) | (active > pause + rng.integers(40, 81)) | (active == begins + stays)]
        active = active[active <= _DAYS]
        people.append(np.full(active.size, person))
        days.append(active)
    when = np.datetime64(FIRST) + np.concatenate(days)
    return pl.DataFrame({"person": np.concatenate(people), "day": when}), STAYING


def with_origin(activity: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """Join the first active day of each person to their last before a silence."""
    first = activity.group_by("person").agg(origin=pl.col("day").min())
    none = pl.lit(None, dtype=pl.Date)
    return last.join(first, on="person").with_columns(left=none, completed=none)


def _dated(begins: NDArray[np.int64], last: NDArray[np.int64]) -> pl.DataFrame:
    """Return learners as `analytics.statistics.spells` takes them."""
    days = {name: np.datetime64(FIRST) + column for name, column in (("origin", begins), ("last", last))}
    none = pl.lit(None, dtype=pl.Date)
    return pl.DataFrame({"person": np.arange(begins.size)} | days).with_columns(left=none, completed=none)
