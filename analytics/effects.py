"""The figures of a design: what changed, between which ends, and its worth in a year. The design is fixed already.

Each place weighs what its denominators did before it began, in every month: where a place grows or shrinks, what all of
them counted together changes though nobody does anything otherwise. (Direct standardisation: Rothman, Greenland and
Lash, Modern Epidemiology, chapter 3.)
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.designs import Design, headline
from analytics.panel import month
from analytics.statistics.impact import Compared, Shift, difference_in_differences, interrupted, slope, trend

WARNINGS: Mapping[str, Mapping[str, str]] = {
    "regression": {
        "en": "Nothing is compared with: what was unusually bad gets better by itself (regression to the mean).",
        "fr": "Rien n'est comparé : ce qui allait exceptionnellement mal s'améliore seul (retour à la moyenne).",
    },
    "not_parallel": {
        "en": "The units with it and those without were drifting apart before it began.",
        "fr": "Les entités qui l'ont et les autres s'écartaient déjà avant son début.",
    },
}
_PARALLEL, _DRIFTING = 6, 0.05  # months before that a drift can be seen in, and how unlikely chance has to be
_YEAR = 12
_RATE = pl.col("numerator") / pl.col("denominator")
_AT_SIZE = (pl.col("rate") * pl.col("size")).sum() / pl.col("size").sum()


def row(design: Design, points: pl.DataFrame, better: str) -> dict[str, Any]:
    """Return what is known by a design: a row of `analytics.impact.EFFECT`, without its names.

    Parameters
    ----------
    points
        As in `analytics.rollouts.Figures`.
    better
        Whether up or down is better.
    """
    told = {
        "design": design.name,
        "decided": design.decided,
        "chosen": design.chosen,
        "headline": headline(design),
        "test": design.test,
        "treated": len(design.treated),
        "untreated": len(design.untreated),
        "places": len(design.places),
        "left_out": len(design.left),
        "left_places": " | ".join(design.left) or None,
        "before": len(design.before),
        "after": len(design.after),
        "starts": design.starts,
        "until": month(design.after[-1]) if design.after else None,
        "reason": design.reason,
    }
    if not design.computable:
        return told
    own = _sized(design, points)
    found = _compared(design, own) if design.untreated else _shifted(design, own)
    return told | found | _judged(found, better) | _worth(found, better, design, own)


def _compared(design: Design, told: pl.DataFrame) -> dict[str, Any]:
    """Return the difference of differences; the interval is left out where it would be no test."""
    was = _levels(told, design.before)
    found = _difference(design, told)
    whole = {"was": sum(was[key] for key in design.treated) / len(design.treated), "effect": found.value}
    if not design.test:
        return whole
    return whole | _ends(found) | {"p": found.p, "warning": _drift(design, told)}


def _difference(design: Design, told: pl.DataFrame, volumes: Mapping[str, float] | None = None) -> Compared:
    """Return the difference of the groups' changes; of those with it, each counts alike, or by its volume."""
    was, now = (_levels(told, side) for side in (design.before, design.after))
    keys = (*design.treated, *design.untreated)
    weights = None if volumes is None else [volumes[key] for key in design.treated]
    had = [key in design.treated for key in keys]
    return difference_in_differences([now[key] - was[key] for key in keys], had, weights=weights)


def _sized(design: Design, points: pl.DataFrame) -> pl.DataFrame:
    """Return the points of a design's places, with `size`: what the place's denominators were before, together."""
    own = points.filter(pl.col("place").is_in(design.places))
    before = own.filter(pl.col("at").is_in(design.before))
    return own.join(before.group_by("place").agg(size=pl.col("denominator").sum()), on="place", maintain_order="left")


def _rates(told: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return `rate` by some columns: the places' own, each weighing its size."""
    own = told.group_by("place", "size", *by).agg(pl.col("numerator", "denominator").sum()).with_columns(rate=_RATE)
    return own.sort("place").group_by(by).agg(rate=_AT_SIZE).sort(by)


def _levels(told: pl.DataFrame, months: tuple[int, ...]) -> dict[str, float]:
    """Return each group's level over some months."""
    return dict(_rates(told.filter(pl.col("at").is_in(months)), "group").iter_rows())


def _drift(design: Design, told: pl.DataFrame) -> str | None:
    """Warn when the groups were drifting apart before it began, which the difference takes for an effect."""
    if len(design.before) < _PARALLEL:
        return None
    before = _rates(told.filter(pl.col("at").is_in(design.before)), "group", "at")
    slopes = {key: slope(part["rate"].to_numpy(), part["at"].to_numpy()) for (key,), part in before.group_by("group")}
    found = difference_in_differences(list(slopes.values()), [key in design.treated for key in slopes])
    return "not_parallel" if found.p is not None and found.p < _DRIFTING else None


def _shifted(design: Design, told: pl.DataFrame) -> dict[str, Any]:
    """Return the change of the series of the groups that began together."""
    found = _shift(design, told)
    was = _levels(told.with_columns(group=pl.lit("")), design.before)[""]
    warning = None if design.decided == "draw" else "regression"
    return {"was": was, "effect": found.value, "autocorrelation": found.memory, "warning": warning} | _ends(found)


def _shift(design: Design, told: pl.DataFrame) -> Shift:
    months = (*design.before, *design.after)
    whole = _rates(told.filter(pl.col("at").is_in(months)), "at")
    estimate = interrupted if design.name == "series" else trend
    return estimate(whole["rate"].to_numpy(), whole["at"].to_numpy(), design.after[0])


def _ends(found: Compared | Shift) -> dict[str, Any]:
    low, high = found.interval or (None, None)
    return {"low": low, "high": high, "freedom": found.freedom}


def _judged(found: Mapping[str, Any], better: str) -> dict[str, Any]:
    """Say whether things got better, when the whole interval is on one side."""
    low, high = found.get("low"), found.get("high")
    if low is None or high is None or low <= 0 <= high:
        return {"better_by": None}
    return {"better_by": (low > 0) == (better == "up")}


def _worth(found: Mapping[str, Any], better: str, design: Design, told: pl.DataFrame) -> dict[str, Any]:
    """Return what a year of the change is worth, over what the units with it had in the last months.

    Where units are compared, each counts by that: a change in small ones is not worth as much as in large ones.
    """
    last = design.after[-_YEAR:]
    own = told.filter(pl.col("at").is_in(last) & pl.col("group").is_in(design.treated))
    if own["worth"].null_count() or own.is_empty():
        return {}
    volumes: dict[str, float] = dict(own.group_by("group").agg(pl.col("worth").sum()).iter_rows())
    if design.untreated and any(volumes.values()):
        weighed = _difference(design, told, volumes)
        found = {"effect": weighed.value} | (_ends(weighed) if design.test else {})
    yearly = sum(volumes.values()) * _YEAR / len(last) * (1 if better == "up" else -1)
    ends = [None if found.get(name) is None else _money(found[name] * yearly) for name in ("low", "high")]
    low, high = ends if better == "up" else ends[::-1]
    return {"worth": _money(found["effect"] * yearly), "worth_low": low, "worth_high": high}


def drawn(design: Design, told: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the months of both arms, as a chart shows them: rows of `analytics.impact.SERIES`, without their names."""
    rows: list[dict[str, Any]] = []
    told = _sized(design, told)
    for arm, keys in (("treated", design.treated), ("untreated", design.untreated)):
        own = told.filter(pl.col("group").is_in(keys) & pl.col("at").is_between(design.before[0], design.after[-1]))
        every = own.filter(pl.len().over("at") == own["place"].n_unique())  # between the sides some may skip a month
        counted = every.group_by("at").agg(pl.col("numerator", "denominator").sum())
        for at, part, whole, value in counted.join(_course(design, every), on="at").sort("at").iter_rows():
            after = True if at in design.after else False if at in design.before else None
            named = {"arm": arm, "month": month(at), "numerator": part, "denominator": whole, "after": after}
            rows.append(named | {"value": value, "expected": None})
    expected = _expected(design, told, rows)
    for row in rows:
        if row["arm"] == "treated":
            row["expected"] = expected.get(row["month"])
    return rows


def _course(design: Design, told: pl.DataFrame) -> pl.DataFrame:
    """Return `rate` by month: of groups that are compared, each counts alike, as it does where they are."""
    if not design.untreated:
        return _rates(told, "at")
    return _rates(told, "group", "at").group_by("at").agg(pl.col("rate").mean())


def _expected(design: Design, told: pl.DataFrame, rows: list[dict[str, Any]]) -> dict[date, float]:
    """Return what those with it would have had without: what the others have, as far apart as before; or the line."""
    if not design.untreated:
        own = told.filter(pl.col("group").is_in(design.treated))
        return dict(zip(map(month, design.after), _shift(design, own).expected.tolist(), strict=True))
    was = _levels(told, design.before)
    means = [sum(was[key] for key in keys) / len(keys) for keys in (design.treated, design.untreated)]
    others = {row["month"]: row["value"] for row in rows if row["arm"] == "untreated" and row["after"]}
    return {at: value + means[0] - means[1] for at, value in others.items()}


def _money(amount: float) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))
