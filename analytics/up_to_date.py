"""Who is up to date in what they must keep up, on any day.

A programme done holds for its months of validity, to the day; without any, for good. Statuses are as of the last day
of the scope, or today.
"""

from datetime import date
from typing import Any

import polars as pl

from analytics.estimates import COUNTED, COUNTED_TELLS, SHARE, share
from analytics.guard import Cells, guarded, personal, without
from analytics.measure import Measure, Schema
from analytics.once import each_of
from analytics.progress import as_of
from analytics.rules import overdue
from analytics.scope import Scope
from analytics.warehouse import Warehouse

HOLDS = ("valid", "expires_90", "expires_60", "expires_30")
STATUSES = (*HOLDS, "expired", "never", "exempt")
HELD = pl.col("status").is_in(HOLDS).alias("held")

_PROGRAMME: Schema = {"programme": pl.String, "title_en": pl.String, "title_fr": pl.String}
STANDING: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    **_PROGRAMME,
    "status": pl.String,
    "late": pl.Boolean,
    "due": pl.Date,
    "done": pl.Date,
    "expires": pl.Date,
}
UP_TO_DATE: Schema = {**_PROGRAMME, **SHARE}
STATUS: Schema = {**_PROGRAMME, "people": pl.Int64, **dict.fromkeys(STATUSES, pl.Int64), "reason": pl.String}

# From the best to the worst; over several programmes a person stands where they stand worst.
_ORDER = ("exempt", *STATUSES[:-1])


@personal
def standing(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell where each person stands in each programme they must keep up (`STANDING`).

    `late` is whoever is overdue (`analytics.rules.overdue`).
    """
    return _standing(warehouse, scope)


def _standing(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    without(scope, "course", "device")
    asof = as_of(scope)
    each = each_of(warehouse, scope, "standing", asof=asof)
    return status_of(each, asof).select(list(STANDING)).cast(pl.Schema(STANDING))


def status_of(each: pl.DataFrame, asof: date) -> pl.DataFrame:
    """Add where each row stands on a day, and whether it is late, from `exempt`, `due`, `done` and `expires`."""
    left = (pl.col("expires") - pl.lit(asof)).dt.total_days()
    told = each.with_columns(
        status=pl.when("exempt")
        .then(pl.lit("exempt"))
        .when(pl.col("done").is_null())
        .then(pl.lit("never"))
        .when(left <= 0)
        .then(pl.lit("expired"))
        .when(left <= 30)
        .then(pl.lit("expires_30"))
        .when(left <= 60)
        .then(pl.lit("expires_60"))
        .when(left <= 90)
        .then(pl.lit("expires_90"))
        .otherwise(pl.lit("valid"))
    )
    return told.with_columns(late=~pl.col("exempt") & overdue(pl.lit(asof)))


def due_on(each: pl.DataFrame, asof: date) -> pl.DataFrame:
    """Return the rows of `STANDING` already due on a day; without a due day, from the day they are assigned."""
    return each.filter((pl.col("status") != "exempt") & (pl.col("due").is_null() | (pl.col("due") <= asof)))


@guarded(Cells("learners", tuple(_PROGRAMME), COUNTED, COUNTED_TELLS))
def up_to_date(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what share of the people already due is up to date, in everything they must keep up and in each programme.

    Returns
    -------
    polars.DataFrame
        `UP_TO_DATE`: the first row, without programme, counts a person once, up to date in all that is due.
    """
    each = _standing(warehouse, scope).with_columns(HELD)
    asof = as_of(scope)
    due = due_on(each, asof)
    reason = "none_mandatory" if each.is_empty() else "not_due" if due.is_empty() else None
    people = due.group_by("person", maintain_order=True).agg(pl.col("held").all())
    rows: list[dict[str, Any]] = [share(people["held"], people["person"], reason)]
    for key, part in each.group_by(list(_PROGRAMME), maintain_order=True):
        asked = due_on(part, asof)
        rows.append(dict(zip(_PROGRAMME, key, strict=True)) | share(asked["held"], asked["person"]))
    return pl.DataFrame(rows, schema=UP_TO_DATE)


@guarded(Cells("people", tuple(_PROGRAMME), dict.fromkeys(STATUSES, "people")))
def up_to_date_status(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count people by where they stand, altogether (where they stand worst) and in each programme.

    Returns
    -------
    polars.DataFrame
        `STATUS`: the first row, without programme, counts each person once.
    """
    each = _standing(warehouse, scope)
    if each.is_empty():
        return pl.DataFrame([{"reason": "none_mandatory"}], schema=STATUS)
    rows = [_counts(worst_of(each))]
    for key, part in each.group_by(list(_PROGRAMME), maintain_order=True):
        rows.append(dict(zip(_PROGRAMME, key, strict=True)) | _counts(part))
    return pl.DataFrame(rows, schema=STATUS)


def worst_of(each: pl.DataFrame) -> pl.DataFrame:
    """Return each person's row of `STANDING` where they stand worst, and in how many `programmes` they stand so."""
    rank = pl.col("status").replace_strict(list(_ORDER), list(range(len(_ORDER))), return_dtype=pl.Int64)
    worst = each.filter(rank == rank.max().over("person"))
    counted = worst.with_columns(programmes=pl.len().over("person"))
    return counted.sort("expires", "due", "programme", nulls_last=True).unique(
        "person", keep="first", maintain_order=True
    )


def _counts(each: pl.DataFrame) -> dict[str, Any]:
    return {"people": each.height} | {status: int((each["status"] == status).sum()) for status in STATUSES}


_SOURCE = (
    "the organisation's mandatory assignments; statements of having completed the whole or been there, and of a test "
    "passed before that, yet not before the rest was begun; months of validity"
)
_ASSIGNED = "a mandatory assignment in the scope"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "up_to_date",
        {"en": "Up to date", "fr": "À jour"},
        {
            "en": "What share of the people already due is up to date in what they must keep up.",
            "fr": "Quelle part des personnes déjà arrivées à échéance est à jour de ses formations obligatoires.",
        },
        "share of people due",
        "people due who did it and for whom it has not expired, over people due, exempt ones left out; Wilson interval",
        _SOURCE,
        "a mandatory assignment in the scope, and 20 people due; with fewer, counts only",
        UP_TO_DATE,
        up_to_date,
    ),
    Measure(
        "up_to_date_status",
        {"en": "Valid, expiring, expired, never done", "fr": "Valide, bientôt expirée, expirée, jamais faite"},
        {
            "en": "How many people hold a valid training, one that expires within 30, 60 or 90 days, "
            "an expired one, or none.",
            "fr": "Combien de personnes ont une formation valide, qui expire sous 30, 60 ou 90 jours, "
            "expirée, ou jamais faite.",
        },
        "people",
        "people assigned by days left: expired 0 or less, up to 30, 60, 90, then valid; the first row by the worst",
        _SOURCE,
        _ASSIGNED,
        STATUS,
        up_to_date_status,
    ),
    Measure(
        "standing",
        {"en": "Up to date, person by person", "fr": "À jour, personne par personne"},
        {
            "en": "Where each person stands in each programme they must keep up, and until when.",
            "fr": "Où en est chaque personne de chaque formation obligatoire, et jusqu'à quand.",
        },
        "people",
        "the last time it was done, and that day plus the months of validity",
        _SOURCE,
        _ASSIGNED,
        STANDING,
        standing,
    ),
)
