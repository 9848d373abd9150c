"""How long people learn: sessions, active time, and how much of it is digital.

Active time is what `warehouse.session_time` holds: durations told by cmi5, seconds of video played, attendance, and
else the time between statements with long gaps cut. A session's durations are never added twice.
"""

import polars as pl

from analytics.engagement import Grain
from analytics.estimates import ESTIMATE, ratio, told, within
from analytics.guard import Cells, guarded, without
from analytics.measure import Measure, Schema
from analytics.once import each_of
from analytics.scope import Scope
from analytics.statistics import median
from analytics.warehouse import Warehouse

GAPS = (15, 30, 60)  # minutes; 30 is what sessions are cut by
ALL, UNKNOWN = "all", "unknown"

TIME: Schema = {"modality": pl.String, "sessions": pl.Int64, "hours": pl.Float64, **ESTIMATE}
TIME_OVER: Schema = {"starts": pl.Date, "learners": pl.Int64, "sessions": pl.Int64, "hours": pl.Float64}
SESSION_GAPS: Schema = {"minutes": pl.Int64, "learners": pl.Int64, "sessions": pl.Int64}
DIGITAL: Schema = {
    "hours": pl.Float64,
    "digital_hours": pl.Float64,
    "unknown_hours": pl.Float64,
    **ESTIMATE,
}


@guarded(Cells("learners", ("modality",), amounts=("hours",)))
def active_time(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell sessions and active time of a scope, altogether and by modality.

    Returns
    -------
    polars.DataFrame
        `TIME`: `value` is the median of the minutes of each learner who has any; the first row is "all".
    """
    without(scope, "course")
    whole = each_of(warehouse, scope, "time_all")
    each = each_of(warehouse, scope, "time_each")
    rows = [_row(ALL, whole)]
    rows += [_row(str(name), part) for (name,), part in each.group_by(["modality"], maintain_order=True)]
    return pl.DataFrame(rows, schema=TIME)


def _row(modality: str, each: pl.DataFrame) -> dict[str, object]:
    minutes = each["seconds"].cast(pl.Float64).to_numpy() / 60
    totals = {"sessions": int(each["sessions"].sum()), "hours": float(minutes.sum() / 60)}
    return {"modality": modality} | totals | told(median(minutes))


@guarded(Cells("learners", ("starts",), amounts=("hours",)))
def active_time_over(warehouse: Warehouse, scope: Scope, grain: Grain = "week") -> pl.DataFrame:
    """Tell sessions and active time of each day, week or month, where there was any (`TIME_OVER`)."""
    without(scope, "course")
    return warehouse.ask("time_over", scope.parameters() | {"grain": grain}).cast(pl.Schema(TIME_OVER))


@guarded(Cells("learners", ("minutes",)))
def session_gaps(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count sessions as they would be if pauses of 15, 30 or 60 minutes ended one (`SESSION_GAPS`)."""
    return warehouse.ask("session_gaps", scope.parameters() | {"minutes": list(GAPS)}).cast(pl.Schema(SESSION_GAPS))


@guarded(Cells("learners", amounts=("hours", "digital_hours", "unknown_hours")))
def digital_share(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Estimate what share of learning hours is digital, of the hours whose modality is known.

    Returns
    -------
    polars.DataFrame
        `DIGITAL`, one row; `n` counts sessions, `unknown_hours` the hours left out.
    """
    without(scope, "course")
    each = each_of(warehouse, scope, "time_each")
    known = each.filter(pl.col("digital").is_not_null())
    people = known.group_by("person").agg(
        digital=pl.col("seconds").filter(pl.col("digital")).sum(), seconds=pl.col("seconds").sum()
    )
    found = within(ratio(people["digital"], people["seconds"], n=int(known["sessions"].sum())))
    hours = {
        "hours": _hours(known),
        "digital_hours": _hours(known.filter("digital")),
        "unknown_hours": _hours(each) - _hours(known),
    }
    return pl.DataFrame([hours | told(found)], schema=DIGITAL)


def _hours(each: pl.DataFrame) -> float:
    return float(each["seconds"].sum() / 3600)


_TIME_SOURCE = "cmi5 durations, then video seconds played, then attendance, then gaps of at most 5 minutes (tests 15)"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "active_time",
        {"en": "Active time", "fr": "Temps actif"},
        {
            "en": "How long people learned, and in how many sessions, altogether and by modality.",
            "fr": "Combien de temps les personnes ont appris, et en combien de sessions, au total et par modalité.",
        },
        "minutes per learner",
        "median over learners of their active minutes, Hettmansperger-Sheather interval; total hours and sessions",
        _TIME_SOURCE,
        "10 learners with active time; with fewer, totals only",
        TIME,
        active_time,
    ),
    Measure(
        "active_time_over",
        {"en": "Active time per week", "fr": "Temps actif par semaine"},
        {
            "en": "How many hours people learned each week, in how many sessions.",
            "fr": "Combien d'heures les personnes ont appris chaque semaine, et en combien de sessions.",
        },
        "hours",
        "sum of active seconds of the sessions that started that week, over 3600",
        _TIME_SOURCE,
        "one session in the scope",
        TIME_OVER,
        active_time_over,
    ),
    Measure(
        "session_gaps",
        {"en": "Sessions by pause", "fr": "Sessions selon la pause"},
        {
            "en": "How many sessions there would be if a pause of 15, 30 or 60 minutes ended one.",
            "fr": "Combien de sessions il y aurait si une pause de 15, 30 ou 60 minutes en terminait une.",
        },
        "sessions",
        "runs of a learner's statements without a longer pause; a session or registration told by a tool is one",
        "statements a learner initiated",
        "one statement in the scope",
        SESSION_GAPS,
        session_gaps,
    ),
    Measure(
        "digital_share",
        {"en": "Digital share of learning hours", "fr": "Part digitale des heures de formation"},
        {
            "en": "What share of the hours people learned was digital.",
            "fr": "Quelle part des heures de formation a été digitale.",
        },
        "share of hours",
        "digital hours over the hours whose modality is known; Student's t interval of the ratio over learners",
        _TIME_SOURCE,
        "10 learners with active time of a known modality",
        DIGITAL,
        digital_share,
    ),
)
