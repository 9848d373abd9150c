"""`python -m benchmarks.coverage --seeds 2000`: how often each nominal 95 % interval holds the truth.

Two tables. HOLDS: worlds in which an estimator's assumptions are true; it must cover within 93 to 97 %. BREAKS: worlds
in which they are not; what one would naively do covers less than that, and what the product does covers, bounds the
truth or refuses. One JSON object per row; the exit code is 1 when a row fails.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from analytics import statistics as s
from benchmarks import effects, memory, worlds
from benchmarks.worlds import Breaking, Broken, Covered, Holding, Rng

WITHIN = (0.93, 0.97)


def _holds(interval: tuple[float, float] | None, truth: float) -> Covered:
    return None if interval is None else bool(interval[0] <= truth <= interval[1])


def _estimate(told: s.Estimate, truth: float) -> Covered:
    if told.value is None:
        return None
    low, high = -np.inf if told.low is None else told.low, np.inf if told.high is None else told.high
    return bool(low <= truth <= high)


def wilson(rng: Rng) -> Covered:
    """20 to 200 answers of as many learners, any share."""
    n, p = int(rng.integers(20, 201)), rng.uniform(0.05, 0.95)
    return _holds(s.wilson(int(rng.binomial(n, p)), n), p)


def wilson_clustered(rng: Rng) -> Covered:
    """10 to 60 learners answer 3 to 9 times each, shares of .2 to .9; intracluster correlation .3."""
    share = rng.uniform(0.2, 0.9)
    answers, learners = worlds.clustered(rng, rng.integers(3, 10, int(rng.integers(10, 61))), share)
    return _estimate(s.proportion_clustered(answers, learners), share)


def newcombe(rng: Rng) -> Covered:
    """Two groups of 20 to 200."""
    (n1, n2), (p1, p2) = rng.integers(20, 201, 2).tolist(), rng.uniform(0.05, 0.95, 2)
    return _holds(s.newcombe_difference(rng.binomial(n1, p1), n1, rng.binomial(n2, p2), n2), p1 - p2)


def student(rng: Rng) -> Covered:
    """12 normal values."""
    return _holds(s.t_interval(rng.normal(3, 2, 12)), 3)


def student_clustered(rng: Rng) -> Covered:
    """30 learners, 1 to 8 values each, half of the variance between learners."""
    learners = np.repeat(np.arange(30), rng.integers(1, 9, 30))
    return _holds(s.t_interval(rng.normal(size=30)[learners] + rng.normal(size=learners.size), learners), 0)


def welch(rng: Rng) -> Covered:
    """10 values against 30 of three times the spread."""
    told = s.mean_difference(rng.normal(1, 1, 10), rng.normal(0, 3, 30))
    return None if told is None else _holds(told.interval, 1)


def median(rng: Rng) -> Covered:
    """25 durations, log-normal."""
    return _holds(s.median_interval(rng.lognormal(0, 1, 25)), 1)


def bootstrap(rng: Rng) -> Covered:
    """Average 60 values of a moderately skewed distribution (gamma, shape 4)."""
    return _holds(s.bca(rng.gamma(4, 1, 60), seed=int(rng.integers(2**31))), 4)


def bootstrap_clustered(rng: Rng) -> Covered:
    """Average 50 learners with 1 to 6 values each, half of the variance between learners."""
    learners = np.repeat(np.arange(50), rng.integers(1, 7, 50))
    values = rng.normal(size=50)[learners] + rng.normal(size=learners.size)
    return _holds(s.bca(values, learners, seed=int(rng.integers(2**31))), 0)


def kaplan_meier(rng: Rng) -> Covered:
    """80 people, constant hazard, censored evenly: the curve where it is truly .6."""
    times, events = worlds.waiting(rng, 80)
    return _estimate(s.kaplan_meier(times, events).at(-100 * np.log(0.6)), 0.6)


def kaplan_meier_median(rng: Rng) -> Covered:
    """Read the median of such a curve."""
    times, events = worlds.waiting(rng, 150)
    return _estimate(s.kaplan_meier(times, events).median, 100 * np.log(2))


def aalen_johansen(rng: Rng) -> Covered:
    """100 people drop out at a rate of .004 a day and complete at .006: dropout by day 100."""
    both = rng.exponential(100, 100)
    last = rng.uniform(50, 300, 100)
    kinds = np.where(both > last, 0, np.where(rng.random(100) < 0.4, 1, 2))
    told = s.aalen_johansen(np.minimum(both, last), kinds).filter(kind=1)
    row = told.row(int((told["time"] <= 100).sum()) - 1, named=True)
    return _holds((row["low"], row["high"]), 0.4 * (1 - np.exp(-1)))


def log_rank(rng: Rng) -> Covered:
    """Two groups with one survival: not told apart at .05."""
    times, events = worlds.waiting(rng, 80)
    told = s.log_rank(times, events, np.arange(80) % 2)
    return None if told is None else told.p >= 0.05


def mantel_haenszel(rng: Rng) -> Covered:
    """6 units of different level and make-up; a difference of .1 in each."""
    level, n1, n2 = rng.uniform(0.2, 0.7, 6), rng.integers(10, 80, 6), rng.integers(10, 80, 6)
    strata = np.stack([rng.binomial(n1, level + 0.1), n1, rng.binomial(n2, level), n2], axis=1)
    told = s.mantel_haenszel(strata.tolist())
    return None if told is None else _holds(told.interval, 0.1)


def mantel_haenszel_odds(rng: Rng) -> Covered:
    """6 units; an odds ratio of 2 in each."""
    odds, n1, n2 = rng.uniform(0.3, 2, 6), rng.integers(10, 80, 6), rng.integers(10, 80, 6)
    one, two = rng.binomial(n1, 2 * odds / (1 + 2 * odds)), rng.binomial(n2, odds / (1 + odds))
    told = s.mantel_haenszel(np.stack([one, n1, two, n2], axis=1).tolist())
    return None if told is None else _holds(told.odds_interval, 2)


def funnel(rng: Rng) -> Covered:
    """Place a unit of 30 to 300 people with the common share: inside the limits."""
    n, p = int(rng.integers(30, 301)), float(rng.uniform(0.1, 0.9))
    return _holds(s.funnel_limits(p, n), rng.binomial(n, p) / n)


def discrimination(rng: Rng) -> Covered:
    """Judge an item of a test of 10, answered by 100 people."""
    item, total = worlds.ten_items(rng, 100)
    return _estimate(s.point_biserial(item, total), _discrimination())


@cache
def _discrimination() -> float:
    item, total = worlds.ten_items(np.random.default_rng(7), 1_000_000)
    return float(np.corrcoef(item, total - item)[0, 1])


def closing(rng: Rng) -> Covered:
    """500 people leave at a constant rate and are known to have left by their silence; books closed in time."""
    told = s.spells(worlds.silent(rng, 500), worlds.CUT_OFF, 28)
    return _estimate(s.kaplan_meier(told["time"].to_numpy(), told["kind"].to_numpy()).at(90), worlds.STAYING)


def answers_of_few_learners(rng: Rng) -> Broken:
    """10 competencies each, correlation .3, taken as independent; the product uses the effective size."""
    answers, learners = worlds.clustered(rng, np.full(40, 10))
    naive = s.wilson(int(answers.sum()), answers.size)
    told = s.proportion_clustered(answers, learners)
    return Broken(bool(_holds(naive, worlds.SHARE)), _estimate(told, worlds.SHARE))


def books_not_closed(rng: Rng) -> Broken:
    """People stay at risk to the cut-off, though nobody can be found silent in the last days; the product closes."""
    told = worlds.silent(rng, 500)
    times, events = worlds.not_closed(told, 90)
    naive = _estimate(s.kaplan_meier(times, events).at(90), worlds.STAYING)
    closed = s.spells(told, worlds.CUT_OFF, 90)
    curve = s.kaplan_meier(closed["time"].to_numpy(), closed["kind"].to_numpy())
    return Broken(bool(naive), _estimate(curve.at(90), worlds.STAYING))


def lost_before_leaving(rng: Rng) -> Broken:
    """Half of those about to leave are lost from sight just before; the product bounds what they may have done."""
    times, events, lost = worlds.informative(rng, 200)
    naive = _estimate(s.kaplan_meier(times, events).at(60), np.exp(-0.6))
    return Broken(bool(naive), _bounded(times, events, lost, 60, float(np.exp(-0.6))))


def pauses_taken_for_leaving(rng: Rng) -> Broken:
    """Let a third pause longer than the threshold and come back; the product bounds with and without them."""
    days, staying = worlds.pausing(rng, 200)
    last = s.last_before_silence(days, worlds.CUT_OFF, 28)
    told = s.spells(worlds.with_origin(days, last), worlds.CUT_OFF, 28)
    dropped = told["kind"].to_numpy() == 1
    naive = _estimate(s.kaplan_meier(told["time"].to_numpy(), dropped).at(90), staying)
    return Broken(bool(naive), _bounded(told["time"].to_numpy(), dropped, told["doubtful"].to_numpy(), 90, staying))


def completion_as_censoring(rng: Rng) -> Broken:
    """One minus Kaplan-Meier with completions censored, against competing events."""
    both = rng.exponential(100, 200)
    kinds = np.where(rng.random(200) < 0.4, 1, 2)
    truth = 0.4 * (1 - np.exp(-1.5))
    naive = s.kaplan_meier(both, kinds == 1).at(150)
    told = s.aalen_johansen(both, kinds).filter(kind=1)
    row = told.row(int((told["time"] <= 150).sum()) - 1, named=True)
    low, high = 1 - (naive.high or 1), 1 - (naive.low or 0)
    return Broken(bool(low <= truth <= high), _holds((row["low"], row["high"]), truth))


def nine_learners(rng: Rng) -> Broken:
    """Fifty answers of nine learners; the product tells counts only."""
    answers, learners = worlds.clustered(rng, np.full(9, 6))
    naive = s.wilson(int(answers.sum()), answers.size)
    return Broken(bool(_holds(naive, worlds.SHARE)), _estimate(s.proportion_clustered(answers, learners), worlds.SHARE))


def _bounded(times: Any, events: Any, doubtful: Any, at: float, truth: float) -> Covered:
    """Whether the truth lies between the bounds, each with its sampling error."""
    unsure = np.asarray(doubtful) > 0
    longest = np.where(unsure, np.max(times), times)
    low = s.kaplan_meier(times, np.where(unsure, 1, events)).at(at).low
    high = s.kaplan_meier(longest, np.where(unsure, 0, events)).at(at).high
    return None if low is None or high is None else bool(low <= truth <= high)


HOLDS: tuple[Holding, ...] = (
    wilson,
    wilson_clustered,
    newcombe,
    student,
    student_clustered,
    welch,
    median,
    bootstrap,
    bootstrap_clustered,
    kaplan_meier,
    kaplan_meier_median,
    aalen_johansen,
    log_rank,
    mantel_haenszel,
    mantel_haenszel_odds,
    funnel,
    discrimination,
    closing,
    *memory.HOLDS,
    *effects.HOLDS,
)
BREAKS: tuple[Breaking, ...] = (
    answers_of_few_learners,
    books_not_closed,
    lost_before_leaving,
    pauses_taken_for_leaving,
    completion_as_censoring,
    nine_learners,
    *memory.BREAKS,
    *effects.BREAKS,
)


def measure(seeds: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each world: how often the truth was held."""
    for holding in HOLDS:
        told = [holding(np.random.default_rng([seed, 1])) for seed in range(seeds)]
        share = _share(told)
        row = {"world": holding.__name__, "is": holding.__doc__, "coverage": share, "refused": told.count(None) / seeds}
        yield row | {"seeds": seeds, "ok": share is not None and WITHIN[0] <= share <= WITHIN[1]}
    for breaking in BREAKS:
        pairs = [breaking(np.random.default_rng([seed, 2])) for seed in range(seeds)]
        naive, product = _share([pair.naive for pair in pairs]), _share([pair.product for pair in pairs])
        row = {"world": breaking.__name__, "is": breaking.__doc__, "naive": naive, "product": product}
        row["refused"] = sum(pair.product is None for pair in pairs) / seeds
        yield row | {"seeds": seeds, "ok": (naive or 0) < WITHIN[0] and (product is None or product >= WITHIN[0])}


def _share(told: list[Covered]) -> float | None:
    """Return the share covered of those that were not refused."""
    answered = [one for one in told if one is not None]
    return round(sum(answered) / len(answered), 4) if answered else None


def main() -> int:
    """Read the command line, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2_000, help="worlds drawn for each row (default 2000)")
    rows = []
    for row in measure(parser.parse_args().seeds):
        print(f"{row['world']:28} {row.get('coverage', row.get('product'))}", file=sys.stderr, flush=True)
        rows.append(row)
    print(json.dumps(rows, indent=1))
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
