"""Spells as curves: who stays and what comes of enrolments, day by day, or at a few days for readers of totals."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.apart import apart, members_apart, of_its_unit
from analytics.breakdown import narrowed, values
from analytics.enrolment import Asked, silence_of, silences, spells_of, staying
from analytics.guard import UNIT, Cells, as_usual, guarded, seeing
from analytics.measure import Schema
from analytics.once import of_unit
from analytics.scope import Scope
from analytics.statistics import AT_RISK, COMPLETED, DROPPED, LEARNERS, aalen_johansen, clustering, kaplan_meier
from analytics.warehouse import Warehouse
from lrs.errors import Forbidden

DAYS = (30, 90, 180, 365)  # what readers of totals are told of
KINDS = {"dropout": DROPPED, "completion": COMPLETED}

SURVIVAL: Schema = {
    "by": pl.String,
    "time": pl.Int64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "censored": pl.Int64,
    "survival": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "median": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}
OUTCOMES: Schema = {
    "kind": pl.String,
    "time": pl.Int64,
    "incidence": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}


def curve(each: pl.DataFrame, value: str | None) -> pl.DataFrame:
    """Return the share of spells not dropped out of (`SURVIVAL`), a row for each day something ended."""
    told = staying(each)
    times, events = told["time"].to_numpy(), told["event"].to_numpy()
    found = kaplan_meier(times, events, widen=clustering(times, events, told["person"].to_numpy()))
    estimated = ("survival", "low", "high")
    return (
        _enough(found.frame, each, estimated)
        .select(
            pl.lit(value, pl.String).alias("by"),
            *("time", "at_risk", "events", "censored", *estimated),
            median=pl.lit(found.median.value, pl.Float64),
            **_resting(each),
        )
        .cast(pl.Schema(SURVIVAL))
    )


def incidence(each: pl.DataFrame) -> pl.DataFrame:
    """Return the shares of spells dropped out of and completed (`OUTCOMES`), a row for each day something ended."""
    told = aalen_johansen(each["time"].to_numpy(), each["kind"].to_numpy(), people=each["person"].to_numpy())
    names = {number: kind for kind, number in KINDS.items()}
    return (
        _enough(told, each, ("incidence", "low", "high"))
        .select(
            pl.col("kind").replace_strict(names, return_dtype=pl.String),
            *("time", "incidence", "low", "high", "at_risk", "events"),
            **_resting(each),
        )
        .cast(pl.Schema(OUTCOMES))
    )


def _enough(told: pl.DataFrame, each: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Keep estimates of days at least 10 spells were followed to, of at least 10 learners; say why where not.

    Followed are those whose books were still open, whatever had come of them by then.
    """
    few = each["person"].n_unique() < LEARNERS
    followed = _followed(each, told["time"])
    why = pl.lit("few_learners" if few else "few_at_risk")
    seen = (followed >= AT_RISK) & (not few)
    told = told.with_columns(seen=seen)
    kept = (pl.when("seen").then(name).alias(name) for name in names)
    return told.with_columns(*kept, reason=pl.when(~pl.col("seen")).then(why))


def _followed(each: pl.DataFrame, days: pl.Series) -> pl.Series:
    """Return how many spells were followed to each day at least."""
    closes = each["staying"].sort()
    return each.height - closes.search_sorted(days.cast(closes.dtype), side="left").cast(pl.Int64)


def _resting(each: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return the columns that say what an estimate rests on."""
    return {"n": pl.lit(each.height), "learners": pl.lit(each["person"].n_unique()), "reason": pl.col("reason")}


def survival_at(warehouse: Warehouse, scope: Scope, asked: Asked) -> pl.DataFrame:
    """Return the curves for a reader of totals: a row for each of `DAYS`, small groups hidden.

    Raises
    ------
    Forbidden
        When they are told apart by anything but unit and programme.
    """
    if asked.by not in {None, "unit", "programme"}:
        raise Forbidden("by: your role sees totals only; tell them apart by unit or programme")
    apart = values(warehouse, scope, asked.by) if asked.by else [None]
    frames = [pl.DataFrame(schema=SURVIVAL)]
    for value in apart:
        within = scope if asked.by is None or value is None else narrowed(scope, asked.by, value)
        told = _stays_at(warehouse, within, silence=silence_at(warehouse, scope, asked), clock=asked.clock)
        frames.append(told.with_columns(by=pl.lit(value, pl.String)).select(list(SURVIVAL)))
    return pl.concat(frames)


def silence_at(warehouse: Warehouse, scope: Scope, asked: Asked) -> int:
    """Return one threshold for every unit: with several, the parts would not make up the whole."""
    if asked.silence == 0:  # those who said so: no limit, another question
        return asked.silence
    as_usual(scope, silence=(asked.silence, None))
    every = seeing(replace(scope, units=()))
    return silence_of(warehouse, every, of_unit(silences, warehouse, every, clock="started")).days


def _counted_apart(warehouse: Warehouse, scope: Scope, *, silence: int, clock: str) -> pl.DataFrame:
    """Return whom the curves of every unit at once count, up to each of `DAYS` (`counted`: of the kind that ended)."""
    each = apart(spells_of(warehouse, scope, silence=silence, clock=clock), members_apart(warehouse, scope))
    people = pl.col("person")
    whole = each.group_by(UNIT).agg(people.n_unique().alias("learners"))
    ended = [
        each.filter(pl.col("kind") == number, pl.col("time") <= day)
        .group_by(UNIT)
        .agg(people.n_unique().alias("counted"))
        .with_columns(kind=pl.lit(kind), time=pl.lit(day, pl.Int64))
        for kind, number in KINDS.items()
        for day in DAYS
    ]
    named = pl.DataFrame([(kind, day) for kind in KINDS for day in DAYS], schema=_NAMED, orient="row")
    told = whole.join(named, how="cross").join(pl.concat(ended), on=[UNIT, *_NAMED], how="left")
    return told.with_columns(pl.col("counted").fill_null(0))


_NAMED: Schema = {"kind": pl.String, "time": pl.Int64}
_both = of_its_unit(_counted_apart)


def _staying(warehouse: Warehouse, scope: Scope, **options: Any) -> pl.DataFrame:
    return _both(warehouse, scope, **options).filter(pl.col("kind") == "dropout").drop("kind")


_CURVE = {"counted": ("events", "survival", "low", "high", "median")}


@guarded(Cells("learners", ("time",), {"counted": "learners"}, _CURVE, counts=_staying))
def _stays_at(warehouse: Warehouse, scope: Scope, *, silence: int, clock: str) -> pl.DataFrame:
    each = of_unit(spells_of, warehouse, scope, silence=silence, clock=clock)
    return _at(curve(each, None), each, DROPPED)


def outcomes_at(warehouse: Warehouse, scope: Scope, asked: Asked) -> pl.DataFrame:
    """Return the shares of outcomes for a reader of totals, as `survival_at`."""
    told = _comes_at(warehouse, scope, silence=silence_at(warehouse, scope, asked), clock=asked.clock)
    return told.select(list(OUTCOMES)).cast(pl.Schema(OUTCOMES))


_ESTIMATED = ("survival", "incidence", "low", "high")
_INCIDENCE = {"counted": ("events", "incidence", "low", "high")}


@guarded(Cells("learners", ("kind", "time"), {"counted": "learners"}, _INCIDENCE, counts=_both))
def _comes_at(warehouse: Warehouse, scope: Scope, *, silence: int, clock: str) -> pl.DataFrame:
    each = of_unit(spells_of, warehouse, scope, silence=silence, clock=clock)
    told = incidence(each)
    parts = [_at(told.filter(pl.col("kind") == kind), each, number) for kind, number in KINDS.items()]
    return pl.concat([part.with_columns(kind=pl.lit(kind)) for kind, part in zip(KINDS, parts, strict=True)])


def _at(told: pl.DataFrame, each: pl.DataFrame, kind: int) -> pl.DataFrame:
    """Return the last row up to each of `DAYS`, its counts added up so far; `counted` are the people they are of."""
    rows: list[dict[str, Any]] = []
    resting = {"n": each.height, "learners": each["person"].n_unique()}
    for day in DAYS:
        so_far = told.filter(pl.col("time") <= day)
        followed = int(_followed(each, pl.Series([day])).item())
        row = so_far.row(-1, named=True) if so_far.height else _nothing(followed)
        if followed < AT_RISK:
            row |= dict.fromkeys(_ESTIMATED) | {"reason": row["reason"] or "few_at_risk"}
        happened = each.filter((pl.col("kind") == kind) & (pl.col("time") <= day))
        row |= {"time": day, "events": happened.height, "counted": happened["person"].n_unique()} | resting
        rows.append({name: row.get(name) for name in (*told.columns, "counted")})
    return pl.DataFrame(rows, schema={**told.schema, "counted": pl.Int64})


def _nothing(followed: int) -> dict[str, Any]:
    """Return the estimates before anything ended."""
    return {"survival": 1.0, "incidence": 0.0, "at_risk": followed, "censored": 0, "reason": None}
