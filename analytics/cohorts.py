"""Who comes back: cohorts by the period they first came, and how the number of active learners grows or shrinks.

Periods are months, or weeks from Monday, of the scope's time zone. One that is not over yet is masked.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

import polars as pl

from analytics.cut_off import cut_off, last_over
from analytics.guard import Cells, guarded, seeing, without
from analytics.measure import ACTIVE_SOURCE, Measure, Schema
from analytics.scope import Scope
from analytics.statistics import classic_retention, proportion, rolling_retention
from analytics.statistics import growth as growth_of
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

Kind = Literal["classic", "rolling"]
Grain = Literal["month", "week"]
KINDS, GRAINS = get_args(Kind), get_args(Grain)
LONGEST = 24  # periods a cohort is followed
_EPOCH = date(1970, 1, 5)  # a Monday

COHORTS: Schema = {
    "cohort": pl.Date,
    "size": pl.Int64,
    "period": pl.Int64,
    "returned": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "complete": pl.Boolean,
    "reason": pl.String,
}
GROWTH: Schema = {
    "starts": pl.Date,
    "active": pl.Int64,
    "new": pl.Int64,
    "retained": pl.Int64,
    "returned": pl.Int64,
    "lost": pl.Int64,
    "quick_ratio": pl.Float64,
    "complete": pl.Boolean,
    "reason": pl.String,
}
_ESTIMATE = pl.Struct({name: COHORTS[name] for name in ("share", "low", "high", "reason")})


class Activity(NamedTuple):
    """In which periods people were active, numbered one apart; the last that is over; the first the scope asks for."""

    frame: pl.DataFrame
    last: int
    first: int | None


def cohorts(warehouse: Warehouse, scope: Scope, *, kind: Kind = "classic", grain: Grain = "month") -> pl.DataFrame:
    """Tell how many of those who first came in a period were active so many periods after.

    Whoever was active before the first day of the scope is of no cohort in it.

    Parameters
    ----------
    kind
        "classic": active in exactly that period; "rolling": in it or any later one.
    grain
        "month" or "week".

    Returns
    -------
    polars.DataFrame
        `COHORTS`, a row for each cohort and period from 0; `returned` is null while the period is not over.
    """
    _check(kind, grain)
    wide = _followed(warehouse, scope, grain=grain)
    if wide.is_empty():
        return pl.DataFrame(schema=COHORTS)
    columns = [_column(kind, period) for period in range(LONGEST + 1)]
    long = wide.unpivot(columns, index=["cohort", "size", "over", "reason"], value_name="returned").with_columns(
        period=pl.col("variable").str.extract(r"(\d+)$").cast(pl.Int64)
    )
    told = long.filter(pl.col("period") <= pl.col("over") + 1).with_columns(complete=pl.col("period") <= pl.col("over"))
    told = told.with_columns(returned=pl.when("complete").then("returned"), why="reason").drop("reason")
    shares = pl.struct("returned", "size", "complete").map_elements(_share, return_dtype=_ESTIMATE, skip_nulls=False)
    return (
        told.with_columns(told=shares)
        .unnest("told")
        .sort("cohort", "period")
        .select(list(COHORTS))
        .cast(pl.Schema(COHORTS))
    )


def _share(cell: dict[str, int | None]) -> dict[str, float | str | None]:
    """Estimate the share of one cell; a masked one has none."""
    nothing: dict[str, float | str | None] = {"share": None, "low": None, "high": None, "reason": None}
    if not cell["complete"]:
        return nothing
    if cell["returned"] is None or cell["size"] is None:
        return nothing | {"reason": "hidden"}
    found = proportion(cell["returned"], cell["size"])
    return {"share": found.value, "low": found.low, "high": found.high, "reason": found.reason}


def _column(kind: str, period: int) -> str:
    return f"{kind}_{period}"


def _within() -> dict[str, str]:
    """Return what each count is a part of: whoever is active in a period is so in it or later, and was before."""
    within: dict[str, str] = {}
    for period in range(LONGEST + 1):
        within[_column("rolling", period)] = _column("rolling", period - 1) if period else "size"
        within[_column("classic", period)] = _column("rolling", period)
    return within


@guarded(Cells("size", ("cohort",), _within(), kept=("over",)))
def _followed(warehouse: Warehouse, scope: Scope, *, grain: Grain) -> pl.DataFrame:
    """Count each cohort a row: its size, and for both kinds how many were active in each period; `over` of them are."""
    told = _activity(warehouse, scope, grain)
    names = {"cohort": pl.Date, "size": pl.Int64, "over": pl.Int64, "reason": pl.String}
    columns = [_column(kind, period) for kind in KINDS for period in range(LONGEST + 1)]
    schema: Schema = {**names, **dict.fromkeys(columns, pl.Int64)}
    frame = pl.DataFrame(schema={"cohort": pl.Int64, "size": pl.Int64})
    for kind, count in (("classic", classic_retention), ("rolling", rolling_retention)):
        long = count(told.frame, told.last).filter(pl.col("after") <= LONGEST)
        wide = long.with_columns(name=pl.format(kind + "_{}", "after")).pivot(
            "name", index=["cohort", "size"], values="active"
        )
        frame = wide if frame.is_empty() else frame.join(wide, on=["cohort", "size"], how="left")
    if told.first is not None:
        frame = frame.filter(pl.col("cohort") >= told.first)
    missing = [pl.lit(None, pl.Int64).alias(name) for name in columns if name not in frame.columns]
    starts = pl.col("cohort").map_elements(lambda number: _starts(number, grain), return_dtype=pl.Date)
    return (
        frame.with_columns(*missing, over=told.last - pl.col("cohort"), reason=pl.lit(None, pl.String))
        .with_columns(cohort=starts)
        .select(list(schema))
        .cast(pl.Schema(schema))
        .sort("cohort")
    )


def growth(warehouse: Warehouse, scope: Scope, *, grain: Grain = "month") -> pl.DataFrame:
    """Tell for each period who is new, retained from the one before, or back after a pause, and how many were lost.

    Returns
    -------
    polars.DataFrame
        `GROWTH`; the quick ratio is (new + returned) / lost, null when nobody was lost or the period is not over.
    """
    _check("classic", grain)
    told = _moves(warehouse, scope, grain=grain)
    parts = ("new", "retained", "returned", "lost")
    seen = pl.all_horizontal(pl.col(*parts, "either").is_not_null())
    told = told.with_columns(pl.when(seen).then(name).alias(name) for name in (*parts, "active", "quick_ratio"))
    return told.select(list(GROWTH)).cast(pl.Schema(GROWTH))


@guarded(
    Cells(
        "either",
        ("starts",),
        {"new": "either", "retained": "either", "returned": "either", "lost": "either"},
        kept=("complete",),
    )
)
def _moves(warehouse: Warehouse, scope: Scope, *, grain: Grain) -> pl.DataFrame:
    """Count the people active in a period or the one before (`either`), each in one of four parts."""
    activity = _activity(warehouse, scope, grain)
    told = growth_of(activity.frame, activity.last)
    if activity.first is not None:
        told = told.filter(pl.col("period") >= activity.first)
    starts = pl.col("period").map_elements(lambda number: _starts(number, grain), return_dtype=pl.Date)
    return told.with_columns(
        starts=starts,
        either=pl.col("active") + pl.col("lost"),
        quick_ratio=pl.when("complete").then("quick_ratio"),
        reason=pl.lit(None, pl.String),
    ).select("starts", "either", *list(GROWTH)[1:])


def _activity(warehouse: Warehouse, scope: Scope, grain: Grain) -> Activity:
    """Return the active periods of a scope's learners since ever: whoever came before its first day is not new."""
    without(scope, "course")
    cut = cut_off(warehouse, scope)
    ever = seeing(replace(scope, since=None, until=cut or scope.until))
    found = warehouse.ask("person_periods", ever.parameters() | {"grain": grain})
    frame = found.select("person", period=_number(pl.col("period"), grain))
    first = None if scope.since is None else _number_of(scope.since, grain)
    if cut is None:
        return Activity(frame, 0, first)
    day = last_over(cut, scope)
    is_over = _number_of(day + timedelta(days=1), grain) != _number_of(day, grain)
    return Activity(frame, _number_of(day, grain) - (not is_over), first)


def _number(day: pl.Expr, grain: Grain) -> pl.Expr:
    if grain == "month":
        return day.dt.year().cast(pl.Int64) * 12 + day.dt.month() - 1
    return (day - pl.lit(_EPOCH)).dt.total_days() // 7


def _number_of(day: date, grain: Grain) -> int:
    return day.year * 12 + day.month - 1 if grain == "month" else (day - _EPOCH).days // 7


def _starts(number: int, grain: Grain) -> date:
    return date(number // 12, number % 12 + 1, 1) if grain == "month" else _EPOCH + timedelta(days=7 * number)


def _check(kind: str, grain: str) -> None:
    for name, given, allowed in (("kind", kind, KINDS), ("grain", grain, GRAINS)):
        if given not in allowed:
            raise BadRequest(f"{name}: {given[:20]!r} is none of {', '.join(allowed)}")


MEASURES: tuple[Measure, ...] = (
    Measure(
        "cohorts",
        {"en": "Cohorts", "fr": "Cohortes"},
        {
            "en": "Of the people who first came in a month, how many were active one, two, three months later.",
            "fr": "Parmi les personnes venues pour la première fois un mois donné, combien étaient actives "
            "un, deux, trois mois après.",
        },
        "share of the cohort",
        "people active in a period (classic), or in it or later (rolling), over those first active in the cohort's; "
        "periods not over masked; Wilson interval",
        ACTIVE_SOURCE,
        "20 people in the cohort; with fewer, counts only",
        COHORTS,
        cohorts,
    ),
    Measure(
        "growth",
        {"en": "New, retained, back, lost", "fr": "Nouveaux, restés, revenus, perdus"},
        {
            "en": "How many active learners are new, were there the month before, came back, and how many were lost.",
            "fr": "Combien d'apprenants actifs sont nouveaux, étaient là le mois d'avant, sont revenus, "
            "et combien sont perdus.",
        },
        "people",
        "active = new + retained + returned; lost = active of the period before less retained; "
        "quick ratio = (new + returned) / lost",
        ACTIVE_SOURCE,
        "one active person",
        GROWTH,
        growth,
    ),
)
