"""How long until it happens, when for some it has not happened yet.

Times are in any one unit (days), from each person's own origin; an event is 1, a person still waiting when last seen is
0 (censored). Censoring must not depend on what would have happened next: where it may, `survival_bounds` tells how much
could hang on it.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import chdtrc

from analytics.statistics.estimate import (
    AT_RISK,
    LEVEL,
    Estimate,
    Labels,
    Numbers,
    Vector,
    labels,
    normal_quantile,
    vector,
)
from analytics.statistics.proportions import wilson

SURVIVAL: dict[str, pl.DataType | type[pl.DataType]] = {
    "time": pl.Float64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "censored": pl.Int64,
    "survival": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
BOUNDS: dict[str, pl.DataType | type[pl.DataType]] = {"time": pl.Float64, "low": pl.Float64, "high": pl.Float64}
_ROUNDED = 1e-9  # of the largest variance: what is smaller is none
_CANCELLED = 1e-12  # of what it was before it cancelled out: what is smaller is none either


class Table(NamedTuple):
    """What happened at each distinct time."""

    time: Vector
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    censored: NDArray[np.int64]


class LogRank(NamedTuple):
    """A test that groups have one survival: its statistic, degrees of freedom and p-value."""

    chi2: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan-Meier curve (`SURVIVAL`, a row for each distinct time) of `n` people."""

    frame: pl.DataFrame
    n: int

    def at(self, time: float) -> Estimate:
        """Return the share still waiting at a time; none beyond what was observed or under 10 at risk.

        At the time itself 10 people must still have been followed, whether or not it then happened to them.
        """
        known = self.frame.filter(pl.col("time") <= time)
        later = self.frame.filter(pl.col("time") >= time)
        at_risk = later["at_risk"][0] if later.height else 0
        if not self.n or at_risk < AT_RISK:
            return Estimate(None, None, None, self.n, self.n, "few_at_risk" if self.n else "no_data")
        if not known.height:
            return Estimate(1.0, 1 - wilson(0, at_risk).high, 1.0, self.n, self.n)
        last = known.row(-1, named=True)
        return Estimate(last["survival"], last["low"], last["high"], self.n, self.n)

    def step(self, time: float) -> float:
        """Return the plain value of the curve at a time, whatever it rests on."""
        known = self.frame.filter(pl.col("time") <= time)
        return float(known["survival"][-1]) if known.height else 1.0

    @property
    def crossing(self) -> float | None:
        """The first time at which at most half still wait, whatever it rests on; None when more than half still do."""
        return self._first("survival")

    @property
    def median(self) -> Estimate:
        """The median time with its interval, if the curve crosses one half where at least 10 are at risk.

        Source of the interval: Brookmeyer and Crowley (1982), Biometrics 38:29, on the log-log scale; its end is
        open (None) when the upper limit never crosses one half.
        """
        at = self.crossing
        if at is None:
            return Estimate(None, None, None, self.n, self.n, "not_crossed" if self.n else "no_data")
        if self.frame.filter(pl.col("time") == at)["at_risk"][0] < AT_RISK:
            return Estimate(None, None, None, self.n, self.n, "few_at_risk")
        return Estimate(at, self._first("low"), self._first("high"), self.n, self.n)

    def _first(self, column: str) -> float | None:
        crossed = self.frame.filter(pl.col(column) <= 0.5 + 1e-12)["time"]
        return float(crossed[0]) if crossed.len() else None


def kaplan_meier(times: Numbers, events: Numbers, level: float = LEVEL, widen: Vector | None = None) -> Survival:
    """Return the product-limit curve, with Greenwood's error and the log-log interval.

    Before the first event the interval reaches down to Wilson's for 0 of those at risk; where the curve has come to 0
    it reaches up to the limit before: the formula gives no width there, and nobody is that sure.
    Source: Kaplan and Meier (1958), JASA 53:457; Greenwood (1926); Kalbfleisch and Prentice (2002), section 1.4.

    Parameters
    ----------
    widen
        How many times too small Greenwood's variance is at each distinct time (`analytics.statistics.clustering`).

    Raises
    ------
    ValueError
        When a time is negative, an event is neither 0 nor 1, or there are not as many of both.
    """
    table = tabulate(times, events)
    survival: Vector = np.cumprod(1 - table.events / table.at_risk)
    left = table.at_risk - table.events
    parts = np.divide(table.events, table.at_risk * left, out=np.zeros(left.size), where=left > 0)
    greenwood: Vector = np.cumsum(parts) * (1.0 if widen is None else widen)
    low, high = _log_log(survival, greenwood, table.at_risk, level)
    columns = (*table[:4], survival, survival * np.sqrt(greenwood), low, high)
    frame = pl.DataFrame(dict(zip(SURVIVAL, columns, strict=True)), schema=SURVIVAL)
    return Survival(frame, int(np.asarray(times).size))


def tabulate(times: Numbers, events: Numbers) -> Table:
    """Count those at risk, events and censored at each distinct time; one censored at a time is at risk at it."""
    given, happened = vector(times, "times"), vector(events, "events")
    if given.size != happened.size or (given < 0).any() or not np.isin(happened, (0, 1)).all():
        raise ValueError("times, events: as many of each, times not negative, events 0 or 1")
    distinct, where = np.unique(given, return_inverse=True)
    total = np.bincount(where, minlength=distinct.size)
    did = np.bincount(where, weights=happened, minlength=distinct.size).astype(np.int64)
    at_risk = given.size - np.cumsum(total) + total
    return Table(distinct, at_risk.astype(np.int64), did, (total - did).astype(np.int64))


def _log_log(survival: Vector, greenwood: Vector, at_risk: NDArray[np.int64], level: float) -> tuple[Vector, Vector]:
    """Return exp(-exp(ln(-ln S) -+ z se)), widened where it has no width."""
    inside = (survival > 0) & (survival < 1)
    log = np.log(survival, out=np.full(survival.size, -1.0), where=inside)
    width = np.exp(normal_quantile(level) * np.sqrt(greenwood) / np.abs(log))
    low = np.where(inside, np.exp(log * width), 0.0)
    high = np.where(inside, np.exp(log / width), 1.0)
    whole = survival >= 1
    low[whole] = [1 - wilson(0, int(n), level).high for n in at_risk[whole]]
    gone = np.flatnonzero(survival <= 0)
    if gone.size:
        high[gone] = high[gone[0] - 1] if gone[0] else wilson(0, int(at_risk[0]), level).high
    return low, high


def log_rank(
    times: Numbers, events: Numbers, groups: Labels, weights: Literal["log-rank", "gehan"] = "log-rank"
) -> LogRank | None:
    """Test whether groups have one survival; None with fewer than two groups or no event to compare.

    Source: Mantel (1966), Cancer Chemotherapy Reports 50:163; with `gehan`, early events weigh more (Gehan 1965,
    Biometrika 52:203, with the hypergeometric variance). Klein and Moeschberger (2003), section 7.3.
    """
    pooled = tabulate(times, events)
    given, happened = vector(times, "times"), vector(events, "events")
    who, when = labels(groups, given.size, "groups"), np.searchsorted(pooled.time, given)
    shape = (int(who.max()) + 1 if who.size else 0, pooled.time.size)
    if shape[0] < 2:
        return None
    present, did = np.zeros(shape), np.zeros(shape)
    np.add.at(present, (who, when), 1)
    np.add.at(did, (who, when), happened)
    at_risk = present[:, ::-1].cumsum(axis=1)[:, ::-1]
    n, d = pooled.at_risk, pooled.events
    weight = n if weights == "gehan" else np.ones(n.size)
    apart = ((did - at_risk * d / n) * weight).sum(axis=1)
    spread = np.divide(d * (n - d), n - 1, out=np.zeros(n.size), where=n > 1) * weight**2
    share = at_risk / n
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return judged(apart, variance, float(spread.sum()))


def judged(apart: Vector, variance: Vector, whole: float) -> LogRank | None:
    """Weigh how far groups lie apart against its variance; None where nothing varies.

    The differences add up to nothing, so that one direction has no variance; nor has any where one group alone was left
    when something happened. What rounding leaves of it depends on the processor, and is far more than the smallest
    number NumPy would take for zero.

    Parameters
    ----------
    whole
        How large a variance would be of which nothing cancels out.
    """
    spread, ways = np.linalg.eigh(variance)
    real = spread > max(_ROUNDED * spread[-1], _CANCELLED * whole)
    df = int(real.sum())
    if not df:
        return None
    chi2 = float(((ways[:, real].T @ apart) ** 2 / spread[real]).sum())
    return LogRank(chi2, df, float(chdtrc(df, chi2)))


def survival_bounds(times: Numbers, events: Numbers, doubtful: Numbers) -> pl.DataFrame:
    """Bound a curve by what may have happened to the doubtful ones (1): all of it at once, or none of it ever.

    Doubtful are people lost from sight, whose leaving may depend on what was to come, and events that may be mistaken
    (a silence that ended). The truth for everyone lies between, whatever they did; sampling error comes on top.
    Source: Peterson (1976), PNAS 73:11, reduced to those in doubt; Manski (1990), American Economic Review 80:319.

    Returns
    -------
    polars.DataFrame
        `BOUNDS`: at each distinct time the lowest and the highest curve.
    """
    given, happened, unsure = vector(times, "times"), vector(events, "events"), vector(doubtful, "doubtful") > 0
    worst = kaplan_meier(given, np.where(unsure, 1, happened))
    last = float(given.max()) if given.size else 0.0
    best = kaplan_meier(np.where(unsure, last, given), np.where(unsure, 0, happened))
    told = worst.frame.select("time", low="survival").join_asof(best.frame.select("time", high="survival"), on="time")
    return told.with_columns(pl.col("high").fill_null(1.0)).cast(pl.Schema(BOUNDS))
