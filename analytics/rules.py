"""The rules of early warning: each a row of a table that says when it holds, since when, and why, in plain words.

Nothing is learned from the data and nothing is weighed: whoever is named is named for a reason they could be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.thresholds import THRESHOLDS

_BEFORE = 3  # active days in a fortnight, below which fewer say nothing


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to look after a learner.

    Attributes
    ----------
    name, sentence
        In English and French: what it is called, and why a learner is named, with `{value}` and `{limit}`, and
        the form of a word that goes with either, `{value:day|days}`.
    holds
        Whether it does, of a row of `assignment_states` whose column `limit` is the threshold.
    value
        What is compared with the limit.
    since
        The day it began to hold.
    warns
        Whether it can hold before the assignment is due.
    """

    name: Mapping[str, str]
    sentence: Mapping[str, str]
    holds: pl.Expr
    value: pl.Expr
    since: pl.Expr
    warns: bool = True


def _days(since: pl.Expr, until: pl.Expr) -> pl.Expr:
    return (until - since).dt.total_days()


def _later(day: pl.Expr, days: pl.Expr | int) -> pl.Expr:
    return day + pl.duration(days=days)


def overdue(day: pl.Expr) -> pl.Expr:
    """Tell what a day finds overdue, of `due`, `done` and `expires`: past due and never done, or no longer valid."""
    missed = pl.col("done").is_null() & (pl.col("due") < day)
    return missed.fill_null(value=False) | (pl.col("expires") <= day).fill_null(value=False)


_ASSIGNED, _DUE, _JUDGED, _LIMIT = pl.col("assigned"), pl.col("due"), pl.col("judged"), pl.col("limit")
_OPEN = pl.col("done").is_null()
_EXPIRED = (pl.col("expires") <= _JUDGED).fill_null(value=False)
_STARTED = pl.col("started").is_not_null()
_LAST = pl.max_horizontal("last_active", "started")
_SILENT = _days(_LAST, _JUDGED)
_LAST_DAY = pl.when(_EXPIRED).then(_later(pl.col("expires"), -1)).otherwise("due")  # the last it was in order
_PAST = _days(_LAST_DAY, _JUDGED)

RULES: Mapping[str, Rule] = {
    "not_started": Rule(
        THRESHOLDS["not_started"].name,
        {
            "en": "Assigned {value} {value:day|days} ago and not begun (limit: {limit} {limit:day|days}).",
            "fr": "Affectée il y a {value} {value:jour|jours} et pas commencée (limite : {limit} {limit:jour|jours}).",
        },
        _OPEN & ~_STARTED & (_days(_ASSIGNED, _JUDGED) >= _LIMIT),
        _days(_ASSIGNED, _JUDGED),
        _later(_ASSIGNED, _LIMIT),
    ),
    "silent": Rule(
        THRESHOLDS["silent"].name,
        {
            "en": "Began, and has done nothing for {value} {value:day|days} (limit: {limit} {limit:day|days}).",
            "fr": "A commencé, et n'a rien fait depuis {value} {value:jour|jours} "
            "(limite : {limit} {limit:jour|jours}).",
        },
        _OPEN & _STARTED & (_SILENT >= _LIMIT),
        _SILENT,
        _later(_LAST, _LIMIT),
    ),
    "disengaging": Rule(
        THRESHOLDS["disengaging"].name,
        {
            "en": "In two weeks, {value} of the active days of the two weeks before (limit: {limit}).",
            "fr": "En deux semaines, {value} des jours actifs des deux semaines précédentes (limite : {limit}).",
        },
        _OPEN & (pl.col("days_before") >= _BEFORE) & (pl.col("days_now") <= _LIMIT * pl.col("days_before")),
        pl.col("days_now") / pl.col("days_before"),
        _later(_LAST, 1),
    ),
    "struggling": Rule(
        THRESHOLDS["struggling"].name,
        {
            "en": "{value} failed tests, not passed since (limit: {limit}).",
            "fr": "{value} {value:test échoué, non réussi|tests échoués, non réussis} depuis (limite : {limit}).",
        },
        _OPEN & (pl.col("failures") >= _LIMIT),
        pl.col("failures"),
        pl.col("last_failure"),
    ),
    "due_soon": Rule(
        THRESHOLDS["due_soon"].name,
        {
            "en": "Due in {value} {value:day|days} and not half done (limit: {limit} {limit:day|days}).",
            "fr": "À faire sous {value} {value:jour|jours} et pas à moitié faite "
            "(limite : {limit} {limit:jour|jours}).",
        },
        _OPEN & ~pl.col("is_half") & _days(_JUDGED, _DUE).is_between(0, _LIMIT),
        _days(_JUDGED, _DUE),
        pl.max_horizontal(_ASSIGNED, _later(_DUE, -_LIMIT)),
    ),
    "late": Rule(
        THRESHOLDS["late"].name,
        {
            "en": "Days past due, or since it expired: {value} (limit: {limit}).",
            "fr": "Jours depuis l'échéance ou la fin de validité : {value} (limite : {limit}).",
        },
        overdue(_JUDGED) & (_PAST > _LIMIT),
        _PAST,
        _later(_LAST_DAY, _LIMIT + 1),
        warns=False,
    ),
    "expiring": Rule(
        THRESHOLDS["expiring"].name,
        {
            "en": "No longer valid in {value} {value:day|days} (limit: {limit} {limit:day|days}).",
            "fr": "N'est plus valide dans {value} {value:jour|jours} (limite : {limit} {limit:jour|jours}).",
        },
        ~_EXPIRED & (_days(_JUDGED, pl.col("expires")) <= _LIMIT),
        _days(_JUDGED, pl.col("expires")),
        _later(pl.col("expires"), -_LIMIT),
        warns=False,
    ),
}


def raised(states: pl.DataFrame) -> pl.DataFrame:
    """Return the states with a row for each rule that holds: `rule`, `value`, `limit`, `since`, and `due`.

    What is done is due again on the day it expires.
    """
    found = []
    for name, rule in RULES.items():
        told = states.with_columns(limit=pl.col(f"limit_{name}").fill_null(THRESHOLDS[name].default))
        expires = pl.lit(value=True) if name == "expiring" else _EXPIRED
        due = pl.when(expires).then("expires").otherwise("due")
        held = told.filter(rule.holds.fill_null(value=False)).with_columns(
            rule=pl.lit(name),
            value=rule.value.cast(pl.Float64),
            limit=pl.col("limit").cast(pl.Float64),
            since=rule.since.cast(pl.Date),
            due=due,
        )
        found.append(held)
    return pl.concat(found)
