"""How many people are active: over the last day, 7 and 28 days, and how often those who come come back.

Days are those of the scope's time zone. Trainers and administrators are left out; a person of two units is one person
in the unit above both.
"""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from analytics.estimates import ESTIMATE, told
from analytics.guard import Cells, guarded, seeing, without
from analytics.measure import ACTIVE_SOURCE, ANY, Measure, Schema
from analytics.once import each_of
from analytics.scope import Scope
from analytics.statistics import LEARNERS, mean
from analytics.warehouse import Warehouse

DAY, WEEK, MONTH = 1, 7, 28

ROLLING: Schema = {
    "day": pl.Date,
    "active_1": pl.Int64,
    "active_7": pl.Int64,
    "active_28": pl.Int64,
    "stickiness": pl.Float64,
    "weekday_stickiness": pl.Float64,
    "complete": pl.Boolean,
    "reason": pl.String,
}
STICKINESS: Schema = {"days": pl.String, "since": pl.Date, "until": pl.Date, **ESTIMATE}

_FILLED = 20 * 366  # days: beyond it a clock went wrong, and a million empty days would help nobody


@guarded(
    Cells(
        "active_28",
        ("day",),
        {"active_7": "active_28", "active_1": "active_7"},
        {"active_1": ("stickiness", "weekday_stickiness")},
        kept=("complete",),
    )
)
def active_rolling(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count the people active in the 1, 7 and 28 days ending each day.

    Stickiness is the mean of the first over those 28 days, as a share of the last; of fewer than ten people only counts
    are told. The days before the scope are looked at too, where they are needed.

    Returns
    -------
    polars.DataFrame
        `ROLLING`; `complete` says whether the record reaches 28 days back from there.
    """
    without(scope, "course")
    ever = seeing(replace(scope, since=None))
    reach = warehouse.ask("reach", ever.parameters()).row(0, named=True)
    if reach["first"] is None:
        return pl.DataFrame(schema=ROLLING)
    first, last = scope.since or reach["first"], scope.until or reach["last"]
    back = seeing(replace(scope, since=max(first, date(1900, 2, 1)) - timedelta(days=MONTH - 1)))
    frame = _days(first, last)
    if frame.is_empty():
        return pl.DataFrame(schema=ROLLING)
    for weekdays in (False, True):
        changes = warehouse.ask("person_days", back.parameters() | _asking(weekdays=weekdays))
        frame = frame.join(_counted(changes, frame["day"], weekdays=weekdays), on="day", how="left")
    return (
        _sticky(frame)
        .filter(pl.col("day") >= first)
        .with_columns(complete=pl.col("day") - pl.duration(days=MONTH - 1) >= reach["first"], reason=_few())
        .select(list(ROLLING))
        .cast(pl.Schema(ROLLING))
    )


def _asking(*, weekdays: bool) -> dict[str, object]:
    return {"weekdays": weekdays, "widths": [MONTH] if weekdays else [DAY, WEEK, MONTH]}


def _days(first: date, last: date) -> pl.DataFrame:
    """Return every day from 27 before the first, one a row; of an absurd length, its last part."""
    start = date.fromordinal(max(1, first.toordinal() - MONTH + 1, last.toordinal() - _FILLED))
    return pl.date_range(start, last, eager=True).alias("day").to_frame()


def _counted(changes: pl.DataFrame, days: pl.Series, *, weekdays: bool) -> pl.DataFrame:
    """Return for each day how many people are within each width, from the changes."""
    told = days.to_frame()
    for width in changes["width"].unique().to_list():
        name = f"weekday_active_{width}" if weekdays else f"active_{width}"
        one = changes.filter(pl.col("width") == width).select("day", name=pl.col("change").cum_sum())
        told = told.join_asof(one.sort("day").rename({"name": name}), on="day")
    return told


def _sticky(frame: pl.DataFrame) -> pl.DataFrame:
    """Add both kinds of stickiness; of days when fewer than ten people were active for 28, none."""
    names = ("active_1", "active_7", "active_28", "weekday_active_28")
    missing = [pl.lit(0).alias(name) for name in names if name not in frame.columns]
    frame = frame.with_columns(*missing).with_columns(pl.col(names).fill_null(0))
    working = pl.when(pl.col("day").dt.weekday() < 6).then("active_1")
    return frame.with_columns(
        stickiness=_share(pl.col("active_1").rolling_sum(MONTH) / MONTH, "active_28"),
        weekday_stickiness=_share(working.otherwise(0).rolling_sum(MONTH) / (MONTH * 5 // 7), "weekday_active_28"),
    )


def _share(part: pl.Expr, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) >= LEARNERS).then(part / pl.col(whole))


def _few() -> pl.Expr:
    """Say why there is no stickiness of a day that somebody came in the 28 up to it."""
    untold = pl.any_horizontal(pl.col("stickiness", "weekday_stickiness").is_null())
    return pl.when((pl.col("active_28") > 0) & untold).then(pl.lit("few_learners"))


@guarded(Cells("learners", ("days",)))
def stickiness(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Estimate stickiness over the last 28 days of a scope: on what share of them a person active then was active.

    Returns
    -------
    polars.DataFrame
        `STICKINESS`, a row for all days and one for weekdays only: the mean over people, each counted once.
    """
    without(scope, "course")
    until = scope.until or warehouse.ask("reach", scope.parameters())["last"].item()
    if until is None:
        until = date(1970, 1, 28)  # nothing was done at any time: any 28 days say so
    since = until - timedelta(days=MONTH - 1)
    window = seeing(replace(scope, since=since, until=until))
    rows = []
    for name, weekdays, length in (("all", False, MONTH), ("weekdays", True, MONTH * 5 // 7)):
        days = each_of(warehouse, window, "days_each", weekdays=weekdays)["days"]
        rows.append({"days": name, "since": since, "until": until} | told(mean((days / length).to_numpy())))
    return pl.DataFrame(rows, schema=STICKINESS)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "active_rolling",
        {"en": "Active people over 1, 7 and 28 days", "fr": "Personnes actives sur 1, 7 et 28 jours"},
        {
            "en": "How many different people learned something in the day, the 7 days and the 28 days ending each day.",
            "fr": "Combien de personnes différentes ont appris quelque chose le jour même, "
            "en 7 jours et en 28 jours, pour chaque jour.",
        },
        "people",
        "distinct people with at least one statement in the 1, 7 and 28 days ending that day, in the zone",
        ACTIVE_SOURCE,
        f"{ANY}; stickiness: 10 people active in those 28 days",
        ROLLING,
        active_rolling,
    ),
    Measure(
        "stickiness",
        {"en": "Stickiness", "fr": "Assiduité d'usage"},
        {
            "en": "On what share of the last 28 days someone active in them was active.",
            "fr": "Quelle part des 28 derniers jours une personne active a été active.",
        },
        "share of days",
        "mean over the people active in the last 28 days of their active days out of 28 (weekdays only: out of 20); "
        "the same as mean daily over 28-day active people; Student's t interval over people",
        ACTIVE_SOURCE,
        "10 people active in those 28 days",
        STICKINESS,
        stickiness,
    ),
)
