"""The curve of forgetting, drawn over the lags there are answers at and no further, and when half is forgotten.

One point beyond the data is a guess that looks like a measurement: a half-life is told only where three lags with
thirty answers each and a bounded set allow it, and never much beyond the last lag.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analytics.guard import Cells, guarded
from analytics.measure import Schema
from analytics.recall import Footing, Recall, followed, footings, looked_at, recall, tells_passes
from analytics.retention import FEW
from analytics.scope import Scope
from analytics.statistics import LEARNERS, Interval, not_enough, proportion_clustered
from analytics.statistics.forgetting import Curve, Forgetting, ebbinghaus_fit, exponential, power, weibull
from analytics.warehouse import Warehouse

CURVE: Schema = {
    "supervised": pl.Boolean,
    "basis": pl.String,
    "days": pl.Float64,
    "retained": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "power": pl.Float64,
    "exponential": pl.Float64,
    "ebbinghaus": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "lags": pl.Int64,
    "shape": pl.Float64,
    "half_life": pl.Float64,
    "half_life_low": pl.Float64,
    "half_life_high": pl.Float64,
    "more_than": pl.Float64,
    "half_life_reason": pl.String,
    "retest": pl.Float64,
    "retest_low": pl.Float64,
    "retest_high": pl.Float64,
    "weibull_r2": pl.Float64,
    "power_r2": pl.Float64,
    "exponential_r2": pl.Float64,
    "ebbinghaus_r2": pl.Float64,
    "reason": pl.String,
}
GRID = (1, 2, 3, 5, 7, 10, 14, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 225, 270, 320, 365, 456)
LAGS_NEEDED, ANSWERS_NEEDED = 3, 30  # of a half-life
BEYOND = 2.0  # times the longest lag: how far the interval of a half-life may reach


@dataclass(frozen=True)
class Drawn:
    """A fitted curve and what it rests on.

    Attributes
    ----------
    fit
        With the number of tests in between as its only effect where `has_retests`: it is drawn for none.
    points
        A row for each lag with enough answers: lag, days, share, low, n, is_thin (under half of those due answered).
    answers
        Each answer, with `days` since training.
    """

    fit: Forgetting
    points: pl.DataFrame
    answers: pl.DataFrame
    has_retests: bool

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most days since training of any answer."""
        days = self.answers["days"].to_numpy()
        return float(days.min()), float(days.max())


def retention_curve(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell how knowledge fades between the first and the last lag there are answers at.

    Returns
    -------
    polars.DataFrame
        `CURVE`, a row for each day of a grid, of supervised and of other tests; `half_life` or, with the reason why
        there is none, `more_than`: half is surely still known after that many days. `retest` is what a test in between
        does to the hazard of forgetting, and the curve is that of people not tested in between; without it, of people
        tested as they were. Where no curve can be drawn there is one row without days.
    """
    curve = _curve(warehouse, scope)
    is_hidden = pl.col("reason").eq_missing(pl.lit("hidden"))
    hidden = curve.filter(is_hidden).unique(["supervised", "basis"], keep="first", maintain_order=True)
    no_days = {"days": pl.lit(None, pl.Float64), "half_life_reason": pl.lit("hidden")}
    return pl.concat([curve.filter(~is_hidden), hidden.with_columns(**no_days)])


@guarded(
    Cells(
        "learners",
        ("supervised", "basis", "days"),
        tells={"learners": ("n", "retained", "low", "high")},
        kept=("lags",),
    )
)
def _curve(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    known = recall(warehouse, scope)
    rows: list[dict[str, Any]] = []
    for footing in best(known):
        named = {"supervised": footing[0], "basis": footing[1]}
        drawn = draw(known, footing)
        rows += [named | row for row in ([_none(known)] if drawn is None else _rows(drawn))]
    return pl.DataFrame(rows or [{"supervised": False, "basis": "items"} | _none(known)], schema=CURVE)


def best(known: Recall) -> list[Footing]:
    """Return the first footing of supervised tests and of others; no curve goes through passing and failing."""
    found: dict[bool, Footing] = {}
    for footing in footings(known):
        if not tells_passes(footing[1]):
            found.setdefault(footing[0], footing)
    return list(found.values())


def draw(known: Recall, footing: Footing) -> Drawn | None:
    """Return the curve of one footing; None with fewer than two lags with enough answers."""
    frames, points = [], []
    for lag in looked_at(known):
        found = followed(known, footing, lag)
        given, cases = found.due.filter(pl.col("score").is_not_null()), found.cases
        if not_enough(given.height, given["person"].n_unique()):
            continue
        share = proportion_clustered(given["score"].to_numpy(), given["person"].to_numpy())
        is_thin = int(cases["answered"].sum()) < FEW * cases.height
        told = {"lag": lag, "days": given["days"].mean(), "share": share.value, "low": share.low, "n": given.height}
        points.append(told | {"is_thin": is_thin})
        frames.append(given)
    if len(points) < 2:
        return None
    answers = pl.concat(frames).with_columns(again=(pl.col("earlier") > 0).cast(pl.Float64))
    told_apart = _told_apart(answers, points)
    besides = [answers["again"].to_numpy()] if told_apart else []
    fit = weibull(answers["days"].to_numpy(), answers["score"].to_numpy(), None, answers["person"].to_numpy(), *besides)
    return None if fit is None else Drawn(fit, pl.DataFrame(points), answers, told_apart)


def _told_apart(answers: pl.DataFrame, points: list[dict[str, Any]]) -> bool:
    """Whether at one lag some were tested in between and some were not, enough of both."""
    within = answers.with_columns(lag=_window(answers, points))
    sizes = within.group_by("lag", "again").agg(pl.col("person").n_unique().alias("learners"))
    both = sizes.filter(pl.col("learners") >= LEARNERS).group_by("lag").len()
    return bool((both["len"] > 1).any())


def _window(answers: pl.DataFrame, points: list[dict[str, Any]]) -> pl.Series:
    """Return for each answer the number of the lag whose mean day is nearest."""
    centres = np.log([point["days"] for point in points])
    apart = np.abs(np.log(answers["days"].to_numpy())[:, None] - centres[None, :])
    return pl.Series("lag", apart.argmin(axis=1))


def _none(known: Recall) -> dict[str, Any]:
    changed = known.later.height and not footings(known)
    reason = "supervision_changed" if changed else "few_lags" if known.later.height else "not_tested_twice"
    return {"n": 0, "learners": 0, "lags": 0, "half_life_reason": reason, "reason": reason}


def _rows(drawn: Drawn) -> list[dict[str, Any]]:
    first, last = drawn.span
    grid = [float(day) for day in GRID if first <= day <= last]
    fit, points = drawn.fit, drawn.points
    others = _compared(points)
    resting: dict[str, Any] = {
        "n": drawn.answers.height,
        "learners": drawn.answers["person"].n_unique(),
        "lags": points.height,
    }
    resting |= {"shape": fit.shape, **_half_life(drawn), **_retest(drawn), "weibull_r2": _r2(drawn)}
    resting |= {f"{name}_r2": None if curve is None else curve.r2 for name, curve in others.items()}
    rows = []
    for day in grid:
        at = fit.interval(day)
        row: dict[str, Any] = {"days": day, "retained": fit.kept(day), "low": at.low, "high": at.high}
        told = {name: None if curve is None else _share(name, curve, day) for name, curve in others.items()}
        rows.append(resting | row | told)
    return rows or [_empty(resting)]


def _empty(resting: dict[str, Any]) -> dict[str, Any]:
    return resting | {"reason": "few_lags"}


def _compared(points: pl.DataFrame) -> dict[str, Curve | None]:
    days, shares = points["days"].to_numpy(), points["share"].to_numpy()
    return {
        "power": power(days, shares),
        "exponential": exponential(days, shares),
        "ebbinghaus": ebbinghaus_fit(days * 1440, shares),
    }


def _share(name: str, curve: Curve, day: float) -> float:
    at = float(curve.at([day * 1440 if name == "ebbinghaus" else day])[0])
    return min(1.0, max(0.0, at))


def _r2(drawn: Drawn) -> float | None:
    """Return how well the curve meets the shares at the lags, with as many as the curves it is compared with."""
    shares = drawn.points["share"].to_numpy()
    spread = float(((shares - shares.mean()) ** 2).sum())
    if shares.size < LAGS_NEEDED or not spread:
        return None
    told = np.array([drawn.fit.kept(day) for day in drawn.points["days"]])
    return 1 - float(((shares - told) ** 2).sum()) / spread


def _retest(drawn: Drawn) -> dict[str, Any]:
    if not drawn.has_retests:
        return {}
    ratio, interval = drawn.fit.effect(0)
    return {"retest": ratio, "retest_low": interval.low, "retest_high": interval.high}


def _half_life(drawn: Drawn) -> dict[str, Any]:
    """Return when half is forgotten, or why that is not told and for how long half is surely known."""
    found = drawn.fit.half_life()
    ends = found.fieller if found else None
    reason = _untold(drawn, ends)
    if reason or found is None or ends is None:
        return {"half_life_reason": reason, "more_than": _surely(drawn.points)}
    return {"half_life": found.days, "half_life_low": ends.low, "half_life_high": ends.high}


def _untold(drawn: Drawn, ends: Interval | None) -> str | None:
    """Return why a half-life is not told; None when it is."""
    enough = drawn.points.filter(pl.col("n") >= ANSWERS_NEEDED)
    if enough.height < LAGS_NEEDED:
        return "few_lags"
    if drawn.points["is_thin"].any():
        return "low_response"
    if ends is None:
        return "not_bounded"
    return "beyond_lags" if ends.high > BEYOND * drawn.span[1] else None


def _surely(points: pl.DataFrame) -> float | None:
    """Return the longest lag at which the whole interval says that more than half is known, enough having answered."""
    found = points.filter(pl.col("low") > 0.5, ~pl.col("is_thin"))["lag"].to_list()
    return max((float(lag[1:]) for lag in found), default=None)
