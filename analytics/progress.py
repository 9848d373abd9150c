"""How far people come: the funnel of what was assigned, and the rates French training reports are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from analytics.apart import apart, members_apart, of_its_unit
from analytics.estimates import COUNTED, COUNTED_TELLS, SHARE, ratio, share, within
from analytics.guard import UNIT, Cells, guarded, without
from analytics.measure import RATE, Measure, Schema
from analytics.once import each_of
from analytics.scope import Scope, zone_of
from analytics.warehouse import Warehouse

STEPS = ("assigned", "registered", "started", "p25", "p50", "p75", "completed", "passed")

FUNNEL: Schema = {
    "step": pl.String,
    **SHARE,
    "previous": pl.Int64,
    "conversion": pl.Float64,
    "conversion_low": pl.Float64,
    "conversion_high": pl.Float64,
    "not_due": pl.Int64,
}
_CAME: Schema = {"came": pl.Int64}  # people, as `previous` counts what they were assigned
RATES: Schema = {"rate": pl.String, **SHARE}

_CONVERSION = ("previous", "conversion", "conversion_low", "conversion_high")


def as_of(scope: Scope) -> date:
    """Return the day a scope is told as of: its last, or today."""
    return scope.until or datetime.now(UTC).astimezone(zone_of(scope.zone)).date()


def funnel(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell how many of those already due have come to each step, of the assignments due in the scope.

    Without a due day an assignment is due from the day it is made. Who came to a step came through those before it;
    only programmes that tell who passed count for "passed".

    Returns
    -------
    polars.DataFrame
        `FUNNEL`, a row for each of `STEPS`: `share` is of all due, `conversion` of those who came to the step before;
        `not_due` are assignments still left out.
    """
    without(scope, "course", "device")
    told = _funnel(warehouse, scope).select(list(FUNNEL))
    lacks = scope.reader.sees_people and told["reason"][0] == "no_assignment"  # others are told of no other months
    return told.with_columns(reason=pl.lit("none_due")) if lacks and _assigned_before(warehouse, scope) else told


@guarded(
    Cells(
        "learners",
        ("step",),
        {"counted": "came", "came": "learners"},
        {"counted": (*COUNTED_TELLS["counted"], *_CONVERSION), "came": _CONVERSION},
        {"came": _CONVERSION},
    )
)
def _funnel(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    each = each_of(warehouse, scope, "funnel", asof=as_of(scope), since=scope.since)
    due = each.filter("is_due")
    reason = "no_assignment" if each.is_empty() else "not_due" if due.is_empty() else None
    waiting = None if each.is_empty() else each.height - due.height
    rows = []
    for position, step in enumerate(STEPS):
        rows.append(_step(counted_for(due, step), position, reason) | {"step": step, "not_due": waiting})
    return pl.DataFrame(rows, schema=FUNNEL | _CAME)


def counted_for(due: pl.DataFrame, step: str) -> pl.DataFrame:
    """Return the assignments due that a step is counted of: only programmes that tell who passed count for "passed"."""
    return due.filter("assessed") if step == "passed" else due


def _assigned_before(warehouse: Warehouse, scope: Scope) -> bool:
    """Whether something was assigned that was due before the scope's days."""
    if scope.since is None:
        return False
    return not each_of(warehouse, replace(scope, since=None), "funnel", asof=as_of(scope), since=None).is_empty()


def _step(due: pl.DataFrame, position: int, reason: str | None) -> dict[str, Any]:
    told = share(due["position"] >= position, due["person"], reason)
    if position == 0:
        return told | {"came": told["learners"]}
    before = due.filter(pl.col("position") >= position - 1)
    on = share(before["position"] >= position, before["person"], reason)
    return told | {
        "previous": None if reason else on["n"],
        "came": on["learners"],
        "conversion": on["share"],
        "conversion_low": on["low"],
        "conversion_high": on["high"],
    }


def _each(warehouse: Warehouse, scope: Scope) -> dict[str, pl.DataFrame]:
    """Return of each rate its answers: `person`, and whether it `is_so`; of attendance, the hours of each person."""
    asked = {"asof": as_of(scope), "since": scope.since}
    entered = each_of(warehouse, scope, "enrolments", **asked)
    started = entered.filter("started")
    return {
        "completion": entered.select("person", is_so="completed"),
        "completion_started": started.select("person", is_so="completed"),
        "success": each_of(warehouse, scope, "tests_taken").select("person", is_so="passed"),
        "dropout": started.select("person", is_so="dropped"),
        "attendance": each_of(warehouse, scope, "hours_attended").with_columns(is_so=pl.lit(None, pl.Boolean)),
        "access": each_of(warehouse, scope, "headcount", **asked).select("person", is_so="learned"),
    }


def _counted_apart(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return whom each rate counts, of every unit at once."""
    members = members_apart(warehouse, scope)
    counts = {"learners": pl.lit(value=True), "counted": pl.col("is_so").cast(pl.Boolean)}
    told = [pl.col("person").filter(which).n_unique().alias(name) for name, which in counts.items()]
    return pl.concat(
        apart(each, members).group_by(UNIT).agg(told).with_columns(rate=pl.lit(rate))
        for rate, each in _each(warehouse, scope).items()
    )


@guarded(Cells("learners", ("rate",), COUNTED, COUNTED_TELLS, counts=of_its_unit(_counted_apart)))
def rates(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell the rates of training reports, one row each (`RATES`).

    "completion" is of those who entered a programme, "completion_started" of those who began it, "success" of tests
    taken, "dropout" of those who began, "attendance" of hours planned, "access" of the learners employed.
    """
    without(scope, "course", "device")
    rows = [
        {"rate": rate} | (_attended(each) if rate == "attendance" else share(each["is_so"], each["person"]))
        for rate, each in _each(warehouse, scope).items()
    ]
    return pl.DataFrame(rows, schema=RATES)


def _attended(each: pl.DataFrame) -> dict[str, Any]:
    """Return hours attended over hours planned; its answers are sessions, and none is right or wrong."""
    found = within(ratio(each["seconds"], each["planned"], n=int(each["sessions"].sum() or 0)))
    told = {name: getattr(found, name) for name in ("n", "learners", "low", "high", "reason")}
    return told | {"share": found.value, "count": None, "counted": None}


MEASURES: tuple[Measure, ...] = (
    Measure(
        "funnel",
        {"en": "From assigned to passed", "fr": "De l'affectation à la réussite"},
        {
            "en": "Of the people already due, how many registered, started, came half way, completed and passed.",
            "fr": "Parmi les personnes déjà arrivées à échéance, combien se sont inscrites, ont commencé, "
            "sont à mi-parcours, ont terminé et réussi.",
        },
        "share of assignments due",
        "assignments due in the period whose person has come to the step or beyond, over all of them, and over those "
        "at the step before; exempt people and those who left before left out; Wilson interval, clustered by learner",
        "the organisation's assignments; first instants of each step",
        "an assignment in the scope, and 20 answers from 10 learners; with fewer, counts only",
        FUNNEL,
        funnel,
    ),
    Measure(
        "rates",
        {
            "en": "Completion, success, dropout, attendance, access",
            "fr": "Complétion, réussite, abandon, assiduité, accès",
        },
        {
            "en": "The rates of a training report: who completed, passed, dropped out, was there, had access.",
            "fr": "Les taux d'un bilan de formation : qui a terminé, réussi, abandonné, "
            "était présent, a eu accès à la formation.",
        },
        "share",
        "completed / entered and completed / started; tests passed / taken; dropped / started; "
        "hours attended / planned; learners who learned / learners employed; "
        "Wilson interval, clustered by learner; of hours, Student's t",
        "first instants of each step; tests; attendance; the organisation's people",
        RATE,
        RATES,
        rates,
    ),
)
