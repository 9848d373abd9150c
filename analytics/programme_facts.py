"""What each programme is: its people and hours, its path, its activities, its sessions.

A reader sees the programmes their units own, and those their people take part in; of any programme, only their people
are counted.
"""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.estimates import COUNTED, COUNTED_TELLS, SHARE, share
from analytics.guard import Cells, guarded, seeing, without
from analytics.measure import Measure, Schema
from analytics.once import each_of
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import proportion
from analytics.warehouse import Warehouse

_TITLES: Schema = {"programme": pl.String, "title_en": pl.String, "title_fr": pl.String}
_SAID: Schema = {
    "modalities": pl.String,
    "owner_unit": pl.String,
    "requested": pl.Date,
    "designed": pl.Date,
    "live": pl.Date,
    "retired": pl.Date,
    "planned_hours": pl.Float64,
    "valid_months": pl.Int64,
    "lead_days": pl.Int64,
}
_COUNTS: Schema = {"people": pl.Int64, "assigned": pl.Int64, "active": pl.Int64, "hours": pl.Float64}

PROGRAMMES: Schema = {**_TITLES, **_SAID, **_COUNTS, **SHARE}
PATH: Schema = {
    "programme": pl.String,
    "position": pl.Int64,
    "phase": pl.String,
    "modality": pl.String,
    "learners": pl.Int64,
    "hours": pl.Float64,
    "sessions": pl.Int64,
}
ACTIVITIES: Schema = {
    "programme": pl.String,
    "iri": pl.String,
    "name": pl.String,
    "type": pl.String,
    "modality": pl.String,
    "learners": pl.Int64,
    "finished": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
}
_MEETING: Schema = {
    "session": pl.String,
    "programme": pl.String,
    "starts": pl.Datetime("us"),
    "ends": pl.Datetime("us"),
    "site": pl.String,
    "capacity": pl.Int64,
    "planned_hours": pl.Float64,
}
SESSIONS: Schema = {**_MEETING, **SHARE}


def seen(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return the programmes of a scope that its reader may see, `owned` by the units asked about or not."""
    days = (pl.col("live") - pl.col("requested")).dt.total_days()
    return warehouse.ask("programmes_seen", scope.parameters()).with_columns(lead_days=days)


def programmes(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell each programme of a scope: what it is, its people, hours, and how many of those who entered completed it.

    Of units, the programmes they own and those their people take part in.

    Returns
    -------
    polars.DataFrame
        `PROGRAMMES`, by most people first: `people` were assigned it or came to any step of it, `active` and `hours`
        are of the period; the share is that of `rates`, "completion", programme by programme.
    """
    without(scope, "course", "device")
    told = _programmes(warehouse, scope)
    taken = pl.col("people").is_null() | (pl.col("people") > 0)
    kept = told.filter(taken | pl.col("owned")).sort("people", "programme", descending=[True, False], nulls_last=True)
    return kept.select(list(PROGRAMMES))


_PARTS = {"assigned": "people", "active": "people", "learners": "people", "counted": "learners"}
_TELLS = {"active": ("hours",), "learners": ("n", "reason"), **COUNTED_TELLS}


@guarded(
    Cells(
        "people",
        ("programme",),
        _PARTS,
        _TELLS,
        {"active": ("hours",), "learners": ("n", "count", "share", "low", "high")},
        amounts=("hours",),
        kept=("title_en", "title_fr", *_SAID, "owned"),
    )
)
def _programmes(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    asof = as_of(scope)
    people = each_of(warehouse, scope, "programme_people", asof=asof)
    counted = people.group_by("programme").agg(
        people=pl.len(), assigned=pl.col("assigned").sum(), active=pl.col("active").sum(), hours=pl.col("hours").sum()
    )
    found = seen(warehouse, scope).join(counted, on="programme", how="left", maintain_order="left")
    found = found.with_columns(pl.col(list(_COUNTS)).fill_null(0))
    entered = each_of(warehouse, scope, "enrolments", asof=asof, since=scope.since)
    of = {key: part for (key,), part in entered.group_by("programme")}
    none = entered.clear()
    rows = [_completed(of.get(key, none)) for key in found["programme"]]
    told = pl.concat([found, pl.DataFrame(rows, schema=SHARE)], how="horizontal")
    return told.select([*PROGRAMMES, "owned"]).cast(pl.Schema({**PROGRAMMES, "owned": pl.Boolean}))


def _completed(entered: pl.DataFrame) -> dict[str, Any]:
    return share(entered["completed"], entered["person"])


def theirs(warehouse: Warehouse, scope: Scope, told: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of programmes that the reader of a scope may see."""
    known = seen(warehouse, seeing(replace(scope, units=(), modality=None)))
    return told.join(known.select("programme"), on="programme", how="semi", maintain_order="left")


def programme_path(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell the modalities each programme is made of, before, during and after, and who learned in each (`PATH`).

    `sessions` are those of `programme_sessions`. A reader of totals is told them of programmes that the units asked
    about own: of another's, their number would tell that somebody was expected, be it one person.
    """
    without(scope, "course", "device")
    told = _path(warehouse, scope)
    if not scope.reader.sees_people:
        told = told.with_columns(sessions=pl.when("owned").then("sessions"))
    return told.select(list(PATH)).cast(pl.Schema(PATH))


@guarded(
    Cells(
        "learners",
        ("programme", "position", "phase", "modality"),
        tells={"learners": ("hours",)},
        amounts=("hours",),
        kept=("sessions", "owned"),
    )
)
def _path(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    return theirs(warehouse, scope, warehouse.ask("programme_path", scope.parameters()))


@guarded(
    Cells(
        "learners",
        ("programme", "iri", "name", "type", "modality"),
        {"finished": "learners"},
        {"finished": ("share", "low", "high")},
    )
)
def programme_activities(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List what people did in each programme, by most people first, and what share finished it (`ACTIVITIES`).

    `name` is a language map; `finished` is null where nothing ever says that somebody finished it.
    """
    found = warehouse.ask("programme_activities", scope.parameters())
    rows = [row | _finished(row["finished"], row["learners"]) for row in found.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=ACTIVITIES)


def _finished(finished: int | None, learners: int) -> dict[str, Any]:
    if finished is None:
        return {"reason": "not_finished"}
    told = proportion(finished, learners)
    return {"share": told.value, "low": told.low, "high": told.high, "reason": told.reason}


def programme_sessions(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell each session planned in the period, and what share of those expected came (`SESSIONS`).

    Of some units, or some people, the sessions where one of them was expected; and where nobody was yet, those of
    programmes the units own. A reader of totals is not told of a session where too few of them were.
    """
    without(scope, "course", "device")
    told = _sessions(warehouse, scope)
    return told.filter(pl.col("owned") | pl.col("learners").is_not_null()).select(list(SESSIONS))


@guarded(Cells("learners", ("session", "programme"), COUNTED, COUNTED_TELLS, kept=(*tuple(_MEETING)[2:], "owned")))
def _sessions(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    schema = {**_MEETING, "owned": pl.Boolean}
    each = theirs(warehouse, scope, warehouse.ask("programme_sessions", scope.parameters()))
    rows = []
    for _, part in each.group_by("session", maintain_order=True):
        expected = part.filter(pl.col("person").is_not_null())
        rows.append(part.select(list(schema)).row(0, named=True) | share(expected["present"], expected["person"]))
    return pl.DataFrame(rows, schema=schema | SHARE)


_PEOPLE = "the organisation's programmes and assignments; first instants of each step; active time"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "programmes",
        {"en": "Programmes", "fr": "Formations"},
        {
            "en": "Each programme: how it is learned, who it is for, who completed it, how long it took to make.",
            "fr": "Chaque formation : comment on l'apprend, pour qui, qui l'a terminée, combien de temps elle a pris.",
        },
        "programmes",
        "people assigned it or who came to any step; hours of active time in the period; completed / entered, without "
        "those who have time left; Wilson interval",
        _PEOPLE,
        "one programme in the scope; a share needs 20 answers from 10 learners",
        PROGRAMMES,
        programmes,
    ),
    Measure(
        "programme_path",
        {"en": "Path of a programme", "fr": "Parcours d'une formation"},
        {
            "en": "What a programme is made of, before, during and after, and how many people learned in each part.",
            "fr": "De quoi une formation est faite, avant, pendant et après, "
            "et combien de personnes ont appris dans chaque partie.",
        },
        "people",
        "distinct learners and hours of active time in the period, by programme and modality; sessions planned in it",
        _PEOPLE,
        "one programme in the scope",
        PATH,
        programme_path,
    ),
    Measure(
        "programme_activities",
        {"en": "Activities of a programme", "fr": "Activités d'une formation"},
        {
            "en": "What people did in a programme, and how many finished each activity.",
            "fr": "Ce que les personnes ont fait dans une formation, et combien ont terminé chaque activité.",
        },
        "people",
        "distinct learners per activity of a programme, and those of them who completed, passed or attended it; Wilson "
        "interval; questions and surveys left out",
        "statements about the activities a programme claims",
        "one row to count; a share needs 20 people, and that anybody ever finished the activity",
        ACTIVITIES,
        programme_activities,
    ),
    Measure(
        "programme_sessions",
        {"en": "Sessions and attendance", "fr": "Sessions et présences"},
        {
            "en": "Which sessions were planned, and what share of the people expected came.",
            "fr": "Quelles sessions étaient prévues, et quelle part des personnes attendues est venue.",
        },
        "share of people expected",
        "people present / people on the attendance sheet; Wilson interval; of some units, the sessions where one "
        "of their people was expected, and where nobody was yet, those of programmes they own",
        "the organisation's sessions; attendance statements",
        "one session in the period; a share needs 20 answers from 10 learners",
        SESSIONS,
        programme_sessions,
    ),
)
