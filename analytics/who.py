"""Who exactly came to a step of the funnel, and who stands where in what they must keep up.

The people told are those that `funnel` and `up_to_date_status` count: both are made of the same rows.
"""

import polars as pl

from analytics.guard import one_of, personal, without
from analytics.learners import WHO, who_they_are
from analytics.measure import Measure, Schema
from analytics.once import each_of
from analytics.progress import STEPS, as_of, counted_for
from analytics.scope import Scope
from analytics.up_to_date import STATUSES, standing, worst_of
from analytics.warehouse import Warehouse

STEP_PEOPLE: Schema = {
    **WHO,
    "programme": pl.String,
    "came": pl.Boolean,
    "furthest": pl.String,
    "reached": pl.Date,
    "assigned": pl.Date,
    "due": pl.Date,
}
STATUS_PEOPLE: Schema = {
    **WHO,
    "programme": pl.String,
    "programmes": pl.Int64,
    "status": pl.String,
    "late": pl.Boolean,
    "done": pl.Date,
    "expires": pl.Date,
    "due": pl.Date,
}


@personal
def step_people(warehouse: Warehouse, scope: Scope, *, step: str = "") -> pl.DataFrame:
    """Tell whom a step of the funnel counts, and who of them came to it or beyond.

    Parameters
    ----------
    step
        One of `STEPS`; of none, nobody is told.

    Returns
    -------
    polars.DataFrame
        `STEP_PEOPLE`, a row for each assignment due; `furthest` is the last step the person came to, `reached` the day.
    """
    without(scope, "course", "device")
    if not step:
        return pl.DataFrame(schema=STEP_PEOPLE)
    one_of("step", step, STEPS)
    each = each_of(warehouse, scope, "funnel", asof=as_of(scope), since=scope.since)
    counted = counted_for(each.filter("is_due"), step).with_columns(
        came=pl.col("position") >= STEPS.index(step),
        furthest=pl.col("position").replace_strict(dict(enumerate(STEPS)), return_dtype=pl.String),
    )
    return who_they_are(warehouse, scope, counted, STEP_PEOPLE)


@personal
def status_people(warehouse: Warehouse, scope: Scope, *, status: str = "") -> pl.DataFrame:
    """Tell who stands so in what they must keep up, on the last day of the scope, or today.

    Parameters
    ----------
    status
        One of `analytics.up_to_date.STATUSES`; of none, nobody is told.

    Returns
    -------
    polars.DataFrame
        `STATUS_PEOPLE`. Over several programmes a person is told once, by where they stand worst: of the `programmes`
        they stand so in, the one that expired, or expires, first.
    """
    if not status:
        return pl.DataFrame(schema=STATUS_PEOPLE)
    one_of("status", status, STATUSES)
    each = worst_of(standing(warehouse, scope)).filter(pl.col("status") == status)
    return who_they_are(warehouse, scope, each.drop("key", "name", "unit"), STATUS_PEOPLE)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "step_people",
        {"en": "Who came to a step", "fr": "Qui est arrivé à une étape"},
        {
            "en": "Of the people already due, who came to a step and who did not, and how far each came.",
            "fr": "Parmi les personnes déjà arrivées à échéance, qui est arrivé à une étape, qui non, "
            "et jusqu'où chacune est allée.",
        },
        "people",
        "the assignments due in the period that one step of the funnel counts; a person came to a step when they came "
        "to it or beyond",
        "the organisation's assignments; first instants of each step",
        "an assignment due in the scope",
        STEP_PEOPLE,
        step_people,
        {"step": f"is told of one step; name it: {', '.join(STEPS)}"},
    ),
    Measure(
        "status_people",
        {"en": "Who stands where", "fr": "Qui en est où"},
        {
            "en": "Who holds a valid training, one that expires soon, an expired one, none, or is exempt.",
            "fr": "Qui a une formation valide, bientôt expirée, expirée, jamais faite, ou en est dispensé.",
        },
        "people",
        "the people whom one status of up to date counts; over several programmes each once, by the worst",
        "the organisation's mandatory assignments; statements of having completed or passed it; months of validity",
        "a mandatory assignment in the scope",
        STATUS_PEOPLE,
        status_people,
        {"status": f"is told of one status; name it: {', '.join(STATUSES)}"},
    ),
)
