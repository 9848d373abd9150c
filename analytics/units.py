"""Units beside each other: each against what chance alone would do with as many people. No ranking."""

from dataclasses import replace
from math import ceil, sqrt
from typing import Any

import numpy as np
import polars as pl

from analytics.answers import WHATS, answers, members
from analytics.breakdown import below
from analytics.estimates import ratio, within
from analytics.guard import Cells, guarded, seeing, tree_of, without
from analytics.measure import Measure, Schema
from analytics.once import once
from analytics.scope import Scope
from analytics.statistics import Estimate, Interval, funnel_limits, mean, proportion, proportion_clustered
from analytics.statistics.estimate import normal_quantile
from analytics.warehouse import Warehouse

LIMIT, FAR = 0.95, 0.998
_TINY = 1e-9
UNITS: Schema = {
    "unit": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "size": pl.Int64,
    "what": pl.String,
    "counted": pl.Int64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "expected": pl.Float64,
    "limit_low": pl.Float64,
    "limit_high": pl.Float64,
    "far_low": pl.Float64,
    "far_high": pl.Float64,
    "place": pl.String,
    "reason": pl.String,
}
_TELLS = {"counted": ("value", "low", "high", "place")}


@guarded(Cells("learners", ("unit", "title_en", "title_fr", "what"), {"counted": "learners"}, _TELLS, says=("place",)))
def units_compared(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell each of the units just below those of a scope, and between which limits chance alone would keep it.

    Returns
    -------
    polars.DataFrame
        `UNITS`, units from the one with most learners employed (`size`) on; `expected` is the value of all people in
        the scope together. `place` is "within" the 95 % limits, "low" or "high" outside them, "below" or "above"
        outside those of 99.8 %; limits are for the unit's number of people.
    """
    without(scope, "course", "device")
    scope = seeing(scope)
    units = below(tree_of(warehouse, scope), scope.units)
    titles = {unit: given for unit, *given in warehouse.ask("unit_titles").iter_rows()}
    every = once(answers, warehouse, scope)
    who = members(warehouse, units)
    rows = []
    for unit in units:
        own = every.join(who[unit], on="person", how="semi")
        size = own.filter(pl.col("what") == "access").height
        named = dict(zip(("unit", "title_en", "title_fr"), (unit, *titles[unit]), strict=True))
        rows += [named | {"size": size} | _row(what, _of(own, what), _of(every, what)) for what in WHATS]
    order = {what: place for place, what in enumerate(WHATS)}
    rows.sort(key=lambda row: (-row["size"], row["unit"], order[row["what"]]))
    return pl.DataFrame(rows, schema=UNITS)


def _of(frame: pl.DataFrame, what: str) -> pl.DataFrame:
    return frame.filter(pl.col("what") == what)


def _row(what: str, own: pl.DataFrame, every: pl.DataFrame) -> dict[str, Any]:
    """Return what a unit is beside everyone."""
    found = estimate(what, own)
    told = {name: getattr(found, name) for name in ("value", "low", "high", "n", "learners", "reason")}
    counted = own.filter(pl.col("part") > 0)["person"].n_unique() if WHATS[what].yes else None
    row = {"what": what, "counted": counted, **told}
    total = float(every["whole"].sum())
    if found.value is None or total <= 0:
        return row
    expected = float(every["part"].sum()) / total
    near, far = (_limits(what, every, expected, found.learners, level) for level in (LIMIT, FAR))
    limits = {"limit_low": near.low, "limit_high": near.high, "far_low": far.low, "far_high": far.high}
    return row | {"expected": expected, **limits, "place": _place(found.value, near, far)}


def estimate(what: str, own: pl.DataFrame) -> Estimate:
    """Return the share or mean of some people's answers (`analytics.answers`) to what is compared."""
    people = own["person"].n_unique()
    if not WHATS[what].share:
        found = mean(own["part"].to_numpy())
        return found if found.low is None else replace(found, low=max(0.0, found.low))
    if not WHATS[what].yes:
        return within(ratio(own["part"], own["whole"]))
    if people == own.height:
        return proportion(int(own["part"].sum()), own.height, people)
    return proportion_clustered(own["part"].to_numpy(), own["person"].to_numpy())


def _limits(what: str, every: pl.DataFrame, expected: float, people: int, level: float) -> Interval:
    """Return between which values chance keeps so many people.

    Of yes and no, the exact limits of one answer a person: with several they are wider than they need be, never
    narrower. Of amounts, the normal ones. Source: Spiegelhalter (2005), Statistics in Medicine 24:1185, appendix A.
    """
    if WHATS[what].yes:
        ends = (ceil(end * people - _TINY) / people for end in funnel_limits(expected, people, level))
        return Interval(*ends)  # the last counts within: between counts nobody can be, and all of few is no surprise
    each = every.group_by("person").agg(pl.col("part", "whole").sum())
    moved = (each["part"] - expected * each["whole"]).to_numpy() / float(each["whole"].to_numpy().mean())
    half = normal_quantile(level) * float(np.std(moved)) / sqrt(people)
    return Interval(max(0.0, expected - half), min(1.0, expected + half) if WHATS[what].share else expected + half)


def _place(value: float, near: Interval, far: Interval) -> str:
    for limits, low, high in ((far, "below", "above"), (near, "low", "high")):
        if limits.excludes(value):
            return low if value < limits.low else high
    return "within"


MEASURES: tuple[Measure, ...] = (
    Measure(
        "units_compared",
        {"en": "Units beside each other", "fr": "Les entités côte à côte"},
        {
            "en": "Which units differ from the whole by more than chance would make them, given how many people they "
            "have.",
            "fr": "Quelles entités s'écartent de l'ensemble plus que le hasard ne le ferait, vu leur nombre de "
            "personnes.",
        },
        "share, or hours per learner",
        "each unit's share or mean with its interval; funnel limits of 95 % and 99.8 % around the value of all: "
        "binomial for as many people, of hours and attendance normal",
        "learners employed and active, active hours, standing, enrolments, tests, attendance",
        "20 answers from 10 learners in a unit; with fewer, counts only",
        UNITS,
        units_compared,
    ),
)
