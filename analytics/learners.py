"""People one by one: who there is, what one of them did, and what they were assigned. Never for readers of totals."""

import polars as pl

from analytics.guard import personal, without
from analytics.measure import ANY, ASSIGNED, Measure, Schema
from analytics.once import once
from analytics.progress import as_of
from analytics.risk import at_risk, states_of
from analytics.rules import overdue
from analytics.scope import Scope
from analytics.up_to_date import HELD, due_on, standing, status_of
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

MOST = 10_000  # statements of one person told at once
OF_ONE = {"person": "is told of one person; name their key"}

WHO: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "job_family": pl.String,
    "country": pl.String,
}
SAID: Schema = {
    "programme": pl.String,
    "modality": pl.String,
    "seconds": pl.Float64,
    "scaled": pl.Float64,
    "success": pl.Boolean,
    "id": pl.String,
}
"""What a statement tells besides who did what: `id` is its own."""
RECORD: Schema = {
    "happened": pl.Datetime("us"),
    "verb": pl.String,
    "activity": pl.String,
    "name": pl.String,
    **SAID,
}
ASSIGNMENTS: Schema = {
    "programme": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "assigned": pl.Date,
    "due": pl.Date,
    "mandatory": pl.Boolean,
    "status": pl.String,
    "late": pl.Boolean,
    "done": pl.Date,
    "expires": pl.Date,
    "step": pl.String,
    "started": pl.Date,
    "last_active": pl.Date,
    "contacted": pl.Date,
}
PEOPLE: Schema = {
    **WHO,
    "assigned": pl.Int64,
    "completed": pl.Int64,
    "up_to_date": pl.Boolean,
    "overdue": pl.Int64,
    "active_days": pl.Int64,
    "last_active": pl.Date,
    "minutes": pl.Float64,
    "rules": pl.String,
}


def who_they_are(warehouse: Warehouse, scope: Scope, found: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return rows of people (`person`) as a schema with `WHO`, by their names: of those a reader may see."""
    told = warehouse.ask("people_of", scope.parameters() | {"whom": found["person"].unique().to_list()})
    joined = told.join(found, on="person", how="inner", maintain_order="left_right")
    return joined.select(list(schema)).cast(pl.Schema(schema))


@personal
def people_list(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the learners of a scope with what they did in its period, and where they stand at its end.

    Returns
    -------
    polars.DataFrame
        `PEOPLE`: `up_to_date` in all they must keep up and that is due, null when nothing is; `overdue` counts the
        programmes assigned, to be kept up or not, that are; `rules` are the warnings that hold, separated by spaces.
    """
    without(scope, "course", "device")
    asked = scope.parameters() | {"asof": as_of(scope), "since": scope.since}
    due = due_on(standing(warehouse, scope), as_of(scope))
    states = once(states_of, warehouse, scope)
    told = warehouse.ask("people_list", asked)
    for part in (
        due.group_by("person").agg(up_to_date=HELD.all()),
        states.group_by("person").agg(overdue=overdue(pl.col("judged")).sum().cast(pl.Int64)),
        at_risk(warehouse, scope)
        .group_by("person")
        .agg(rules=pl.col("rule").unique(maintain_order=True).str.join(" ")),
    ):
        told = told.join(part, on="person", how="left", maintain_order="left")
    told = told.with_columns(pl.col("overdue").fill_null(0), pl.col("rules").fill_null(""))
    return told.select(list(PEOPLE)).cast(pl.Schema(PEOPLE))


@personal
def learner_record(warehouse: Warehouse, scope: Scope, *, person: str = "", limit: int = 1000) -> pl.DataFrame:
    """Tell what one person did in a scope, the newest first.

    Parameters
    ----------
    person
        The key of the person; nobody is told of one the reader may not count.
    limit
        How many statements at most.

    Returns
    -------
    polars.DataFrame
        `RECORD`: `activity` is an IRI, `name` its language map as JSON, `id` that of the statement.
    """
    if not 1 <= limit <= MOST:
        raise BadRequest(f"limit: expected 1 to {MOST}, got {limit}")
    told = warehouse.ask("learner_record", scope.parameters() | {"person": person, "limit": limit})
    return told.select(list(RECORD)).cast(pl.Schema(RECORD))


@personal
def learner_assignments(warehouse: Warehouse, scope: Scope, *, person: str = "") -> pl.DataFrame:
    """Tell what one person was assigned and where they stand in it, as of the last day of a scope.

    Returns
    -------
    polars.DataFrame
        `ASSIGNMENTS`: `status` as in `analytics.up_to_date`; `step` the furthest they came, null for nowhere.
    """
    without(scope, "course", "device")
    asof = as_of(scope)
    told = warehouse.ask("learner_assignments", scope.parameters() | {"person": person, "asof": asof})
    return status_of(told, asof).select(list(ASSIGNMENTS)).cast(pl.Schema(ASSIGNMENTS))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "people_list",
        {"en": "People", "fr": "Personnes"},
        {
            "en": "Each learner: what they were assigned and completed, when they were last active, what to look at.",
            "fr": "Chaque apprenant : ce qui lui est affecté et ce qu'il a terminé, sa dernière activité, "
            "ce qu'il faut regarder.",
        },
        "people",
        "assigned and completed programmes; overdue: past due and never done, or no longer valid; active days and "
        "minutes of the period; warnings at its end",
        "the organisation's people and assignments; statements a learner initiated; active time",
        "one learner in the scope",
        PEOPLE,
        people_list,
    ),
    Measure(
        "learner_record",
        {"en": "One learner's record", "fr": "L'historique d'un apprenant"},
        {
            "en": "What one learner did, statement by statement, the newest first.",
            "fr": "Ce qu'un apprenant a fait, trace par trace, la plus récente d'abord.",
        },
        "statements",
        "every statement about the person in the scope, with its score and duration as told",
        "statements about one person",
        ANY,
        RECORD,
        learner_record,
        OF_ONE,
    ),
    Measure(
        "learner_assignments",
        {"en": "One learner's assignments", "fr": "Les affectations d'un apprenant"},
        {
            "en": "What one learner was assigned, how far they came, and until when it holds.",
            "fr": "Ce qui est affecté à un apprenant, jusqu'où il en est, et jusqu'à quand c'est valide.",
        },
        "programmes",
        "the last time it was done, and that day plus the months of validity; the furthest step",
        "the organisation's assignments; first instants of each step",
        ASSIGNED,
        ASSIGNMENTS,
        learner_assignments,
        OF_ONE,
    ),
)
