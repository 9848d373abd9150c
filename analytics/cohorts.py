"""Who comes back: cohorts by the period they first came, and how the number of active learners grows or shrinks.

Periods are months, or weeks from Monday, of the scope's time zone. One that is not over yet is masked.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

import polars as pl

from analytics.cut_off import cut_off, last_over
from analytics.guard import Cells, guarded, one_of, seeing, smallest, without
from analytics.measure import ACTIVE_SOURCE, Measure, Schema
from analytics.once import of_unit
from analytics.privacy import fewest
from analytics.scope import Scope
from analytics.statistics import ANSWERS, classic_retention, cohort_shares, rolling_retention
from analytics.statistics import growth as growth_of
from analytics.warehouse import Warehouse

Kind = Literal["classic", "rolling"]
Grain = Literal["month", "week"]
KINDS, GRAINS = get_args(Kind), get_args(Grain)
LONGEST = 24  # periods a cohort is followed
YEAR = 12  # for readers of totals
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


class Bounds(NamedTuple):
    """Of periods numbered one apart: the last that is over, the last that began, the first the scope asks for."""

    last: int
    begun: int
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
    if scope.reader.sees_people:
        wide, periods = (
            _followed(active_periods(warehouse, scope, grain=grain), bounds_of(warehouse, scope, grain), kind),
            LONGEST,
        )
    else:
        wide, periods = _followed_of(warehouse, scope, kind=kind, grain=grain), YEAR
    long = wide.unpivot([f"after_{period}" for period in range(periods + 1)], index=list(_WIDE), value_name="active")
    long = long.with_columns(period=pl.col("variable").str.extract(r"(\d+)$").cast(pl.Int64))
    told = long.filter(pl.col("period") <= pl.col("begun")).with_columns(complete=pl.col("period") <= pl.col("over"))
    told = cohort_shares(told.with_columns(active=pl.when("complete").then("active")).drop("reason"))
    least = 0 if scope.reader.sees_people else fewest(smallest(warehouse))
    few = pl.col("share").is_not_null() & (pl.col("size") < least)
    hidden = pl.col("complete") & (few | pl.any_horizontal(pl.col("active", "size").is_null()))
    told = told.with_columns(
        *(pl.when(~few).then(name).alias(name) for name in ("share", "low", "high")),
        _starts(pl.col("cohort"), grain),
        reason=pl.when(hidden).then(pl.lit("hidden")).otherwise("reason"),
    ).rename({"active": "returned"})
    return told.sort("cohort", "period").select(list(COHORTS)).cast(pl.Schema(COHORTS))


_WIDE: Schema = {"cohort": pl.Int64, "size": pl.Int64, "over": pl.Int64, "begun": pl.Int64, "reason": pl.String}
_AFTER = [f"after_{period}" for period in range(LONGEST + 1)]


@guarded(Cells("size", ("cohort",), dict.fromkeys(_AFTER[: YEAR + 1], "size"), kept=("over", "begun")))
def _followed_of(warehouse: Warehouse, scope: Scope, *, kind: Kind, grain: Grain) -> pl.DataFrame:
    told = _followed(of_unit(active_periods, warehouse, scope, grain=grain), bounds_of(warehouse, scope, grain), kind)
    return told.select(*_WIDE, *_AFTER[: YEAR + 1])


def _followed(active: pl.DataFrame, bounds: Bounds, kind: Kind) -> pl.DataFrame:
    """Count each cohort a row: its size, and who was active in each period after it; `over` are over, `begun` began."""
    count = classic_retention if kind == "classic" else rolling_retention
    long = count(active, bounds.last).filter(pl.col("after") <= LONGEST)
    if bounds.first is not None:
        long = long.filter(pl.col("cohort") >= bounds.first)
    names = long.with_columns(name=pl.format("after_{}", "after"))
    wide = names.pivot("name", on_columns=_AFTER, index=["cohort", "size"], values="active")
    told = wide.with_columns(
        over=bounds.last - pl.col("cohort"), begun=bounds.begun - pl.col("cohort"), reason=pl.lit(None, pl.String)
    )
    return told.select(*_WIDE, *_AFTER).cast(pl.Schema({**_WIDE, **dict.fromkeys(_AFTER, pl.Int64)})).sort("cohort")


def growth(warehouse: Warehouse, scope: Scope, *, grain: Grain = "month") -> pl.DataFrame:
    """Tell for each period who is new, retained from the one before, or back after a pause, and how many were lost.

    Returns
    -------
    polars.DataFrame
        `GROWTH`; the quick ratio is (new + returned) / lost, null when nobody was lost, the period is not over, or
        fewer than 20 people came or were lost.
    """
    _check("classic", grain)
    if scope.reader.sees_people:
        told = _moves(active_periods(warehouse, scope, grain=grain), bounds_of(warehouse, scope, grain))
    else:
        told = _moves_of(warehouse, scope, grain=grain)
    seen = pl.all_horizontal(pl.col(*_PARTS, "either").is_not_null())
    told = told.with_columns(pl.when(seen).then(name).alias(name) for name in (*_PARTS, "active", "quick_ratio"))
    return told.with_columns(_starts(pl.col("starts"), grain)).select(list(GROWTH)).cast(pl.Schema(GROWTH))


_PARTS = ("new", "retained", "returned", "lost")


@guarded(Cells("either", ("starts",), dict.fromkeys(_PARTS, "either"), kept=("complete",)))
def _moves_of(warehouse: Warehouse, scope: Scope, *, grain: Grain) -> pl.DataFrame:
    return _moves(of_unit(active_periods, warehouse, scope, grain=grain), bounds_of(warehouse, scope, grain))


def _moves(active: pl.DataFrame, bounds: Bounds) -> pl.DataFrame:
    """Count the people active in a period or the one before (`either`), each in one of four parts."""
    told = growth_of(active, bounds.last).rename({"period": "starts"})
    if bounds.first is not None:
        told = told.filter(pl.col("starts") >= bounds.first)
    return told.with_columns(
        either=pl.col("active") + pl.col("lost"),
        quick_ratio=pl.when(pl.col("complete") & (pl.sum_horizontal("new", "returned", "lost") >= ANSWERS)).then(
            "quick_ratio"
        ),
        reason=pl.lit(None, pl.String),
    )


def active_periods(warehouse: Warehouse, scope: Scope, *, grain: Grain) -> pl.DataFrame:
    """Return the active periods of a scope's learners since ever: whoever came before its first day is not new."""
    without(scope, "course")
    ever = seeing(replace(scope, since=None, until=cut_off(warehouse, scope) or scope.until))
    found = warehouse.ask("person_periods", ever.parameters() | {"grain": grain})
    return found.select("person", period=_number(pl.col("period"), grain))


def bounds_of(warehouse: Warehouse, scope: Scope, grain: Grain) -> Bounds:
    """Return which periods of a scope are over, and which it begins with."""
    first = None if scope.since is None else number_of(scope.since, grain)
    cut = cut_off(warehouse, scope)
    if cut is None:
        return Bounds(0, 0, first)
    day = last_over(cut, scope)
    is_over = number_of(day + timedelta(days=1), grain) != number_of(day, grain)
    return Bounds(number_of(day, grain) - (not is_over), number_of(cut, grain), first)


def _number(day: pl.Expr, grain: Grain) -> pl.Expr:
    if grain == "month":
        return day.dt.year().cast(pl.Int64) * 12 + day.dt.month() - 1
    return (day - pl.lit(_EPOCH)).dt.total_days() // 7


def number_of(day: date, grain: Grain) -> int:
    """Return the number of the period a day is in: one apart, whatever the year."""
    return day.year * 12 + day.month - 1 if grain == "month" else (day - _EPOCH).days // 7


def _starts(number: pl.Expr, grain: Grain) -> pl.Expr:
    if grain == "month":
        return pl.date(number // 12, number % 12 + 1, 1).alias(number.meta.output_name())
    return (pl.lit(_EPOCH) + pl.duration(days=7 * number)).alias(number.meta.output_name())


def start_of(number: int, grain: Grain) -> date:
    """Return the first day of a period of that number."""
    if grain == "month":
        return date(number // 12, number % 12 + 1, 1)
    return _EPOCH + timedelta(days=7 * number)


def _check(kind: str, grain: str) -> None:
    one_of("kind", kind, KINDS)
    one_of("grain", grain, GRAINS)


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
        "one active person; for the quick ratio, 20 people who came or were lost",
        GROWTH,
        growth,
    ),
)
