"""How long it takes to make a programme: from the request, by the design, to the first day it can be followed."""

import polars as pl

from analytics.guard import without
from analytics.measure import Measure, Schema
from analytics.scope import Scope
from analytics.statistics import median_interval
from analytics.warehouse import Warehouse

STAGES = {"design": "to_design", "launch": "to_live", "whole": "days"}

LEAD_TIMES: Schema = {
    "programme": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "requested": pl.Date,
    "designed": pl.Date,
    "live": pl.Date,
    "to_design": pl.Int64,
    "to_live": pl.Int64,
    "days": pl.Int64,
}
LEAD_TIME: Schema = {
    "stage": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "reason": pl.String,
}


def lead_times(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell the days each programme took, of those that went live in the scope's period (`LEAD_TIMES`)."""
    without(scope, "course", "device")
    period = {"since": scope.since, "until": scope.until}
    found = warehouse.ask("lead_times", scope.parameters() | period)
    return found.cast(pl.Schema(LEAD_TIMES))


def lead_time(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell the median days of each stage over programmes (`LEAD_TIME`); from fewer than 6 there is no interval."""
    each = lead_times(warehouse, scope)
    rows = []
    for stage, column in STAGES.items():
        days = each[column].drop_nulls()
        ends = median_interval(days.to_list())
        row = {"stage": stage, "n": days.len(), "value": days.median(), "reason": None if days.len() else "no_data"}
        rows.append(row | {"low": ends.low if ends else None, "high": ends.high if ends else None})
    return pl.DataFrame(rows, schema=LEAD_TIME)


_SOURCE = "the days the organisation gave each programme"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "lead_time",
        {"en": "Lead time of programmes", "fr": "Délai de réalisation des formations"},
        {
            "en": "How many days pass from a request to a programme people can follow.",
            "fr": "Combien de jours s'écoulent entre une demande et une formation que l'on peut suivre.",
        },
        "days",
        "median over programmes of the days between requested, designed and live; Hettmansperger-Sheather interval",
        _SOURCE,
        "one programme with two of its days; an interval needs 6",
        LEAD_TIME,
        lead_time,
    ),
    Measure(
        "lead_times",
        {"en": "Lead time, programme by programme", "fr": "Délai de réalisation, formation par formation"},
        {
            "en": "How many days each programme took from the request to being followed.",
            "fr": "Combien de jours chaque formation a demandé, de la demande à l'ouverture.",
        },
        "days",
        "days between requested, designed and live",
        _SOURCE,
        "one programme with two of its days",
        LEAD_TIMES,
        lead_times,
    ),
)
