"""Worlds in which a programme's effect on the business is known: what the estimators of effects must cover.

`benchmarks.coverage` runs them with the others.
"""

import numpy as np
import polars as pl
from scipy.special import ndtri

from analytics import designs, effects
from analytics.panel import Group, Place, month
from analytics.rollouts import gathered
from analytics.statistics import impact
from benchmarks.worlds import Breaking, Broken, Covered, Holding, Rng

EFFECT = -1.0
_BEFORE, _AFTER = 18, 12


def _lasting(rng: Rng, points: int, memory: float, groups: int = 1) -> np.ndarray:
    """Return shocks of unit size, each of which leaves a share of itself in the next month; a row for each group."""
    drawn = rng.normal(size=(groups, points))
    for at in range(1, points):
        drawn[:, at] = memory * drawn[:, at - 1] + np.sqrt(1 - memory**2) * drawn[:, at]
    return drawn


def _groups(rng: Rng, treated: int, untreated: int, memory: float) -> tuple[np.ndarray, np.ndarray]:
    """Return each group's months, and which of the groups got the programme, with its effect in them."""
    had = np.arange(treated + untreated) < treated
    months = _lasting(rng, _BEFORE + _AFTER, memory, had.size) + rng.normal(0, 2, (had.size, 1))
    months += np.sin(np.arange(_BEFORE + _AFTER))
    months[had, _BEFORE:] += EFFECT
    return months, had


def _changes(months: np.ndarray) -> np.ndarray:
    told: np.ndarray = months[:, _BEFORE:].mean(axis=1) - months[:, :_BEFORE].mean(axis=1)
    return told


def _within(interval: tuple[float, float] | None, truth: float = EFFECT) -> Covered:
    return None if interval is None else bool(interval[0] <= truth <= interval[1])


def donald_lang(rng: Rng) -> Covered:
    """5 units with it, 5 without, shocks that last (.7 a month), a season they share."""
    months, had = _groups(rng, 5, 5, 0.7)
    return _within(impact.difference_in_differences(_changes(months), had).interval)


def series(rng: Rng) -> Covered:
    """One series of 30 months, shocks that last a little (.5 a month)."""
    return _within(_interrupted(rng, 0.5).interval)


def _interrupted(rng: Rng, memory: float) -> impact.Shift:
    months = np.arange(_BEFORE + _AFTER)
    values = _lasting(rng, months.size, memory)[0] + 0.05 * months + EFFECT * (months >= _BEFORE)
    return impact.interrupted(values, months, _BEFORE)


def shocks_that_last(rng: Rng) -> Broken:
    """One series whose shocks last (.6 a month): Newey and West's interval, against the average over memories."""
    told = _interrupted(rng, 0.6)
    return Broken(bool(_within(told.hac)), _within(told.interval))


def months_taken_for_units(rng: Rng) -> Broken:
    """Every month of every unit taken as a row of its own, against one change for each unit."""
    months, had = _groups(rng, 4, 4, 0.7)
    one, other = months[had], months[~had]
    value = float(_changes(one).mean() - _changes(other).mean())
    spread = sum(
        float(side[:, part].var(ddof=1)) / side[:, part].size
        for side in (one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True))
        for part in (slice(None, _BEFORE), slice(_BEFORE, None))
    )
    half = float(-ndtri(0.025)) * spread**0.5
    return Broken(value - half <= EFFECT <= value + half, _within(_product(months, had)))


def one_treated_unit(rng: Rng) -> Broken:
    """One unit of six got it: the cluster-robust z of the change, against what is told: a comparison, no interval."""
    months, had = _groups(rng, 1, 5, 0.5)
    changes = _changes(months)
    value, rest = float(changes[0] - changes[1:].mean()), changes[1:] - changes[1:].mean()
    half = float(-ndtri(0.025)) * float((rest**2).sum() / 25 * 6 / 5) ** 0.5  # its own residual is 0 by construction
    return Broken(value - half <= EFFECT <= value + half, _within(_product(months, had)))


def places_that_fall_silent(rng: Rng) -> Broken:
    """5 units with it, 5 without, of five places each; of the former, the worst places fall silent and the next halve.

    Every month's sum over whatever reported, against the places that report in the same months, at the sizes they had.
    """
    had, first = np.arange(10) < 5, 2024 * 12
    levels = 5 + np.arange(5.0)
    rates = (
        _lasting(rng, _BEFORE + _AFTER, 0.5, 50).reshape(10, 5, -1)
        + levels[:, None]
        + EFFECT * (had[:, None, None] & (np.arange(_BEFORE + _AFTER) >= _BEFORE))
    )
    sizes = np.full(rates.shape, 10.0)
    sizes[had, 4, _BEFORE:] = 0
    sizes[had, 3, _BEFORE:] /= 2
    summed = (rates * sizes).sum(axis=1) / sizes.sum(axis=1)
    naive = impact.difference_in_differences(_changes(summed), had).interval
    points = _points(rates, sizes, first)
    starts = month(first + _BEFORE)
    groups = gathered(points, {str(at): starts if one else None for at, one in enumerate(had)})
    told = effects.row(next(one for one in designs.designs("rule", groups) if one.untreated), points, "down")
    return Broken(bool(_within(naive)), _within((told["low"], told["high"])))


def _points(rates: np.ndarray, sizes: np.ndarray, first: int) -> pl.DataFrame:
    """Return figures by group, place and month as the product has them (`analytics.rollouts.Figures`)."""
    group, place, months = sizes.nonzero()
    told = {"group": group.astype(str), "place": [f"{one}.{other}" for one, other in zip(group, place, strict=True)]}
    counted = {"numerator": (rates * sizes)[group, place, months], "denominator": sizes[group, place, months]}
    return pl.DataFrame({**told, "at": first + months, **counted}).with_columns(worth=pl.lit(None, pl.Float64))


def _product(months: np.ndarray, had: np.ndarray) -> tuple[float, float] | None:
    """Return the interval of a difference of differences, where the criteria call it a test."""
    there = frozenset(range(2024 * 12, 2024 * 12 + months.shape[1]))
    starts = month(2024 * 12 + _BEFORE)
    groups = [Group(str(at), starts if one else None, (Place(str(at), there),)) for at, one in enumerate(had)]
    compared = next(one for one in designs.designs("rule", groups) if one.untreated)
    if not compared.test:
        return None
    return impact.difference_in_differences(_changes(months), had).interval


HOLDS: tuple[Holding, ...] = (donald_lang, series)
BREAKS: tuple[Breaking, ...] = (
    shocks_that_last,
    months_taken_for_units,
    one_treated_unit,
    places_that_fall_silent,
)
