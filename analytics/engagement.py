"""Who is learning: the measures of engagement. Each takes a warehouse and a scope and promises the columns it returns.

Only what learners did themselves counts: what a system says about them (launched, satisfied, waived, abandoned,
assigned, imported), absences and voided statements are left out (`schemas/sql/warehouse/vocabulary.sql`).
"""

from datetime import date, timedelta
from typing import Literal

import polars as pl

from analytics.guard import Cells, guarded
from analytics.measure import ACTIVE_SOURCE, ANY, Measure, Schema
from analytics.once import once
from analytics.scope import Scope
from analytics.warehouse import Warehouse

Grain = Literal["day", "week", "month"]

ACTIVE: Schema = {"starts": pl.Date, "active": pl.Int64, "complete": pl.Boolean}
ACTIVE_DAYS: Schema = {"days": pl.Int64, "learners": pl.Int64}
ACTIVITIES: Schema = {
    "iri": pl.String,
    "name": pl.String,
    "type": pl.String,
    "learners": pl.Int64,
    "statements": pl.Int64,
    "clicks": pl.Float64,
}
WEEKLY: Schema = {
    "week": pl.Int64,
    "starts": pl.Date,
    "active": pl.Int64,
    "median_clicks": pl.Float64,
    "p75_clicks": pl.Float64,
    "mean_active_days": pl.Float64,
    "complete": pl.Boolean,
    "reason": pl.String,
}
SUMMARY: Schema = {
    "active": pl.Int64,
    "statements": pl.Int64,
    "activities": pl.Int64,
    "first": pl.Date,
    "last": pl.Date,
}

_FILLED = timedelta(days=20 * 366)  # beyond it a clock went wrong, and a million empty days would help nobody
_STEP: dict[Grain, str] = {"day": "1d", "week": "1w", "month": "1mo"}


@guarded(Cells("active", ("starts",), kept=("complete",)))
def active(warehouse: Warehouse, scope: Scope, grain: Grain) -> pl.DataFrame:
    """Count the people active in each day, week (from Monday) or month; one without activity counts 0.

    Returns
    -------
    polars.DataFrame
        `ACTIVE`: first day, people, and whether the whole of it lies within the scope.
    """
    seen = warehouse.ask("active", scope.parameters() | {"grain": grain}).cast({"active": pl.Int64, "starts": pl.Date})
    reach = once(summary, warehouse, scope).row(0, named=True)
    if seen.is_empty() or reach["first"] is None:
        return pl.DataFrame(schema=ACTIVE)
    first, last = scope.since or reach["first"], scope.until or reach["last"]
    if last - first <= _FILLED:
        every = pl.date_range(_start(first, grain), last, interval=_STEP[grain], eager=True).alias("starts").to_frame()
        seen = every.join(seen, on="starts", how="left").with_columns(pl.col("active").fill_null(0))
    ends = pl.col("starts").dt.offset_by(_STEP[grain]) - pl.duration(days=1)
    return seen.with_columns(complete=(pl.col("starts") >= first) & (ends <= last)).sort("starts")


def active_per_day(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count the people active in each day (`ACTIVE`)."""
    return active(warehouse, scope, "day")


def active_per_week(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count the people active in each week, from Monday (`ACTIVE`)."""
    return active(warehouse, scope, "week")


def active_per_month(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count the people active in each month (`ACTIVE`)."""
    return active(warehouse, scope, "month")


@guarded(Cells("learners", ("days",), sums={"days": -1}))
def active_days(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count people by the number of days they were active on (`ACTIVE_DAYS`)."""
    return warehouse.ask("active_days", scope.parameters()).cast(pl.Schema(ACTIVE_DAYS))


@guarded(Cells("learners", ("iri", "name", "type"), amounts=("clicks",)))
def activities(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the activities used, by most people first (`ACTIVITIES`); `name` is a language map as JSON text."""
    return warehouse.ask("activities", scope.parameters()).cast(pl.Schema(ACTIVITIES))


@guarded(Cells("active", ("week", "starts"), kept=("complete",)))
def weekly(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Describe each week of clicking: people, their median and 75th percentile of clicks, their mean active days.

    Weeks are of seven days from the first day of the scope on, or from the first click. A week counts the people who
    clicked in it; percentiles interpolate linearly between the two nearest people (Hyndman and Fan 1996, type 7).

    Returns
    -------
    polars.DataFrame
        `WEEKLY`, a week without clicks left out; `complete` says whether all seven days lie within the scope.
    """
    reach = once(summary, warehouse, scope).row(0, named=True)
    if reach["first"] is None:
        return pl.DataFrame(schema=WEEKLY)
    origin, last = scope.since or reach["first"], scope.until or reach["last"]
    each = warehouse.ask("weekly", scope.parameters() | {"origin": origin})
    told = each.group_by("week").agg(
        active=pl.len(),
        median_clicks=pl.col("clicks").median(),
        p75_clicks=pl.col("clicks").quantile(0.75, "linear"),
        mean_active_days=pl.col("days").mean(),
    )
    starts = pl.lit(origin) + pl.duration(days=pl.col("week").cast(pl.Int64) * 7)
    told = told.with_columns(starts=starts).with_columns(
        complete=pl.col("starts") + pl.duration(days=6) <= last, reason=pl.lit(None)
    )
    return told.select(list(WEEKLY)).cast(pl.Schema(WEEKLY)).sort("week")


@guarded(Cells("active", amounts=("activities",)))
def summary(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell a scope in one row: people active, statements, activities, first and last active day (`SUMMARY`)."""
    return warehouse.ask("summary", scope.parameters()).cast(pl.Schema(SUMMARY))


def _start(day: date, grain: Grain) -> date:
    """Return the first day of the week or month a day is in."""
    back = {"day": 0, "week": day.weekday(), "month": day.day - 1}[grain]
    return day - timedelta(days=back)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "active_per_day",
        {"en": "Active people per day", "fr": "Personnes actives par jour"},
        {
            "en": "How many different people learned something each day.",
            "fr": "Combien de personnes différentes ont appris quelque chose chaque jour.",
        },
        "people",
        "distinct people with at least one statement that day, in the zone",
        ACTIVE_SOURCE,
        ANY,
        ACTIVE,
        active_per_day,
    ),
    Measure(
        "active_per_week",
        {"en": "Active people per week", "fr": "Personnes actives par semaine"},
        {
            "en": "How many different people learned something each week, from Monday to Sunday.",
            "fr": "Combien de personnes différentes ont appris quelque chose chaque semaine, du lundi au dimanche.",
        },
        "people",
        "distinct people with at least one statement that week, in the zone",
        ACTIVE_SOURCE,
        ANY,
        ACTIVE,
        active_per_week,
    ),
    Measure(
        "active_per_month",
        {"en": "Active people per month", "fr": "Personnes actives par mois"},
        {
            "en": "How many different people learned something each month.",
            "fr": "Combien de personnes différentes ont appris quelque chose chaque mois.",
        },
        "people",
        "distinct people with at least one statement that month, in the zone",
        ACTIVE_SOURCE,
        ANY,
        ACTIVE,
        active_per_month,
    ),
    Measure(
        "active_days",
        {"en": "Active days per person", "fr": "Jours actifs par personne"},
        {
            "en": "On how many different days each person learned something.",
            "fr": "Pendant combien de jours différents chaque personne a appris quelque chose.",
        },
        "people",
        "people by their number of distinct days with at least one statement",
        ACTIVE_SOURCE,
        ANY,
        ACTIVE_DAYS,
        active_days,
    ),
    Measure(
        "activities",
        {"en": "Most used activities", "fr": "Activités les plus utilisées"},
        {
            "en": "Which activities most people used.",
            "fr": "Quelles activités le plus de personnes ont utilisées.",
        },
        "people",
        "distinct people, statements and clicks per activity; courses themselves left out",
        ACTIVE_SOURCE,
        ANY,
        ACTIVITIES,
        activities,
    ),
    Measure(
        "weekly_clicks",
        {"en": "Clicks per week", "fr": "Clics par semaine"},
        {
            "en": "How much the people who clicked in a week clicked, and on how many days.",
            "fr": "Combien ont cliqué, chaque semaine, les personnes qui ont cliqué, et pendant combien de jours.",
        },
        "clicks",
        "weeks of seven days from the first day of the period; "
        "median and 75th percentile (linear) of each person's sum",
        "result extension https://w3id.org/xapi/acquis/ext/clicks",
        "one statement with a click count in the scope",
        WEEKLY,
        weekly,
    ),
    Measure(
        "summary",
        {"en": "Active people", "fr": "Personnes actives"},
        {
            "en": "How many different people learned something in the period.",
            "fr": "Combien de personnes différentes ont appris quelque chose pendant la période.",
        },
        "people",
        "distinct people, statements and activities; first and last active day",
        ACTIVE_SOURCE,
        ANY,
        SUMMARY,
        summary,
    ),
)
