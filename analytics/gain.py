"""One row of what was gained: what is known at 90 days, less what the same learners knew before where enough is known.

A case is a learner, a competency and a training; `before` and `after` are the shares right, of `before_n` and `after_n`
answers.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from analytics.follow_ups import doubled, followed_up
from analytics.retention import FEW
from analytics.statistics import (
    Estimate,
    doubled_mean,
    doubled_share,
    effective_size,
    mean,
    not_enough,
    proportion_clustered,
    wilson_effective,
)


def row_of(cases: pl.DataFrame) -> dict[str, Any]:
    """Return one kind of test's row: net where enough were tested both before and after, else gross."""
    answered = cases.filter(pl.col("after").is_not_null())
    before = cases.filter(pl.col("before").is_not_null())
    both = answered.filter(pl.col("before").is_not_null())
    gross = bool(_known(both).reason)
    used, due = (answered, cases) if gross else (both, before)
    came = followed_up(due, pl.col("after_n"))
    told = _by_follow_up(due, gross=gross) if came.reason is None else _by_answers(used, due, gross=gross)
    return {
        "gross": gross,
        "people": due["person"].n_unique(),
        "due": due.height,
        "answered": used.height,
        "response": _response(due),
        "before_n": before.height,
        **told,
        **came.told(),
        "bounds_first": came.reason is not None and due.height > 0 and used.height < FEW * due.height,
        "competencies": due["competency"].n_unique(),
        "programmes": due["programme"].unique().sort().to_list(),
    }


def _by_answers(used: pl.DataFrame, due: pl.DataFrame, *, gross: bool) -> dict[str, Any]:
    """Return what those who answered know and gained, and what it would be had the others forgotten, or kept, all."""
    after = _known(used)
    gain = after if gross else _difference(used["after"], used)
    bounds = [_bounded(due, end, gross=gross) if after.value is not None else None for end in (0.0, 1.0)]
    bound = None if after.value is None else float(due["after"].fill_null(0.0).to_numpy().mean())
    before = None if gross else used["before"].mean()
    return _told(used, before, after, gain, bounds) | {"after_bound": bound, "least": bounds[0]}


def _by_follow_up(due: pl.DataFrame, *, gross: bool) -> dict[str, Any]:
    """Return what everyone due knows and gained, from who answered unasked and those drawn of the others.

    The least there may be leaves room for chance, and for those drawn who did not answer either.
    """
    shares = due.with_columns(score="after")
    after, forgot = doubled_share(doubled(shares)), doubled(shares, pl.lit(0.0)).value
    known = pl.lit(0.0) if gross else pl.col("before")
    gains = due.with_columns(score=pl.col("after") - known)
    gain = after if gross else doubled_mean(doubled(gains))
    low, high = (doubled(gains, end - known).value for end in (0.0, 1.0))
    told = low if gain.value is None else gain.value
    bounds = [min(low, told), max(high, told)]  # what the silent held before is in the ends alone
    held = pl.when(pl.col("after").is_not_null()).then("before")
    before = None if gross else doubled(due.with_columns(score=held)).value
    least = {"after_bound": _least(forgot, after.low), "least": _least(bounds[0], gain.low)}
    counted = due.filter(pl.col("after").is_not_null(), ~pl.col("silent") | pl.col("one_in").is_not_null())
    return _told(counted, before, after, gain, bounds) | least


def _least(bound: float, low: float | None) -> float:
    return bound if low is None else min(bound, low)


def _told(
    counted: pl.DataFrame, before: Any, after: Estimate, gain: Estimate, bounds: Sequence[float | None]
) -> dict[str, Any]:
    """Return what was found as columns; `counted` are the cases whose answers it rests on."""
    return {
        "n": int(counted["after_n"].sum() or 0),
        "learners": counted["person"].n_unique(),
        "before": before,
        "after": after.value,
        "after_low": after.low,
        "after_high": after.high,
        "gained": gain.value,
        "low": gain.low,
        "high": gain.high,
        "bound_low": bounds[0],
        "bound_high": bounds[1],
        "reason": gain.reason,
    }


def _known(cases: pl.DataFrame) -> Estimate:
    """Return the mean share right of some cases, where their answers, several to a case, are enough to tell it."""
    answers, people = int(cases["after_n"].sum()), cases["person"]
    reason = not_enough(answers, people.n_unique())
    if reason:
        return Estimate(None, None, None, answers, people.n_unique(), reason)
    shares = cases["after"].to_numpy()
    share = float(shares.mean())
    ends = wilson_effective(share, effective_size(shares, people.to_numpy()))
    return Estimate(share, ends.low, ends.high, answers, people.n_unique())


def _response(due: pl.DataFrame) -> float | None:
    answered = due["after"].is_not_null().cast(pl.Float64)
    return proportion_clustered(answered.to_numpy(), due["person"].to_numpy()).value


def _difference(after: pl.Series, cases: pl.DataFrame) -> Estimate:
    return mean((after - cases["before"]).to_numpy(), cases["person"].to_numpy())


def _bounded(due: pl.DataFrame, end: float, *, gross: bool) -> float | None:
    """Return what is gained if all who did not answer know nothing, or everything."""
    supposed = due["after"].fill_null(end)
    return float(supposed.to_numpy().mean()) if gross else _difference(supposed, due).value
