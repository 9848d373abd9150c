"""Several things that can happen first: completion competes with dropout, it does not censor it.

One minus the Kaplan-Meier curve of dropout, completions taken as censored, answers a question nobody asks (how many
would drop out if nobody could complete), and always reads too high.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.statistics.clustered import clustering
from analytics.statistics.estimate import LEVEL, Labels, Numbers, Vector, normal_quantile, vector
from analytics.statistics.proportions import wilson
from analytics.statistics.survival import Table, tabulate

INCIDENCE: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.Int64,
    "time": pl.Float64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "incidence": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def aalen_johansen(times: Numbers, kinds: Numbers, level: float = LEVEL, people: Labels | None = None) -> pl.DataFrame:
    """Return for each kind of event the share to whom it happened first, by each time.

    Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141; error by the delta method (Marubini
    and Valsecchi 1995, section 10.2); interval on the log-log scale (Choudhury 2002, Statistics in Medicine 21:1129).

    Parameters
    ----------
    times
        When it happened, or when last seen.
    kinds
        0 nothing yet (censored); 1, 2, … what happened.
    people
        Whose each row is, when some are there several times: the interval is widened as that of the curve of the same
        events among all who ever were there (`analytics.statistics.clustering`).

    Returns
    -------
    polars.DataFrame
        `INCIDENCE`: for each kind a row for each distinct time. Where nothing of it has happened yet, the interval
        reaches up to Wilson's for 0 of those at risk.
    """
    given, what = vector(times, "times"), vector(kinds, "kinds")
    if given.size != what.size or (what < 0).any() or (what != np.round(what)).any():
        raise ValueError("kinds: as many as times, whole numbers from 0")
    table = tabulate(given, what > 0)
    found = [_incidence(table, given, what, kind, level, people) for kind in np.unique(what[what > 0])]
    return pl.concat(found) if found else pl.DataFrame(schema=INCIDENCE)


def _incidence(  # noqa: PLR0913, PLR0917  # one kind of what `aalen_johansen` was given
    table: Table, given: Vector, what: Vector, kind: float, level: float, people: Labels | None
) -> pl.DataFrame:
    """Return the cumulative incidence of one kind."""
    where = np.searchsorted(table.time, given[what == kind])
    events = np.bincount(where, minlength=table.time.size).astype(np.int64)
    before = np.concatenate(([1.0], np.cumprod(1 - table.events / table.at_risk)[:-1]))
    incidence = np.cumsum(before * events / table.at_risk)
    error = np.sqrt(_variance(table, events, before, incidence) * _widened(table, given, what, kind, people))
    low, high = _log_log(incidence, error, table.at_risk, level)
    columns = (np.full(events.size, int(kind)), table.time, table.at_risk, events, incidence, error, low, high)
    return pl.DataFrame(dict(zip(INCIDENCE, columns, strict=True)), schema=INCIDENCE)


def _widened(table: Table, given: Vector, what: Vector, kind: float, people: Labels | None) -> Vector:
    """Return how many times too small the variance is; whoever ended otherwise stays until the last time."""
    if people is None:
        return np.ones(table.time.size)
    staying = np.where((what > 0) & (what != kind), table.time[-1], given)
    effect = clustering(staying, what == kind, people)
    return effect[np.searchsorted(np.unique(staying), table.time, side="right") - 1]


def _variance(table: Table, events: NDArray[np.int64], before: Vector, incidence: Vector) -> Vector:
    """Return the delta-method variance at each time: three sums over the times up to it.

    Written with sums of powers of the incidence, so that no pair of times is looked at.
    """
    n, left = table.at_risk.astype(np.float64), table.at_risk - table.events
    any_event = np.divide(table.events, n * left, out=np.zeros(n.size), where=left > 0)
    own = before**2 * (n - events) * events / n**3
    both = before * events / n**2
    first = incidence**2 * np.cumsum(any_event) - 2 * incidence * np.cumsum(incidence * any_event)
    first += np.cumsum(incidence**2 * any_event)
    third = incidence * np.cumsum(both) - np.cumsum(incidence * both)
    variance: Vector = np.maximum(0.0, first + np.cumsum(own) - 2 * third)
    return variance


def _log_log(incidence: Vector, error: Vector, at_risk: NDArray[np.int64], level: float) -> tuple[Vector, Vector]:
    """Return F ** exp(-+ z se / (F ln F)), widened where it has no width."""
    inside = (incidence > 0) & (incidence < 1)
    log = np.log(incidence, out=np.full(incidence.size, -1.0), where=inside)
    scale = np.where(inside, incidence * np.abs(log), 1.0)
    width = np.exp(np.minimum(700, normal_quantile(level) * error / scale))
    low, high = np.where(inside, np.exp(log * width), 0.0), np.where(inside, np.exp(log / width), 1.0)
    nothing = incidence <= 0
    high[nothing] = [wilson(0, int(n), level).high for n in at_risk[nothing]]
    everyone = np.flatnonzero(incidence >= 1)
    if everyone.size:
        low[everyone] = low[everyone[0] - 1] if everyone[0] else wilson(at_risk[0], at_risk[0], level).low
    return low, high
