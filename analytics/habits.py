"""How people learn: regularity, intensity, breadth and contribution side by side; when; live or later; unasked.

There is no index that mixes them: a mean of ranks averages one half in every group by construction, and cannot move.
"""

from dataclasses import replace

import polars as pl

from analytics.estimates import COUNTED, COUNTED_TELLS, ESTIMATE, SHARE, share, told
from analytics.guard import Cells, guarded, personal, seeing, without
from analytics.measure import ACTIVE_SOURCE, ANY, RATE, Measure, Schema
from analytics.once import each_of
from analytics.scope import Scope
from analytics.statistics import Estimate, mean, median
from analytics.warehouse import Warehouse

PROFILE: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "active_weeks": pl.Int64,
    "weeks": pl.Int64,
    "regularity": pl.Float64,
    "minutes": pl.Float64,
    "intensity": pl.Float64,
    "touched": pl.Int64,
    "assigned": pl.Int64,
    "breadth": pl.Float64,
    "contributions": pl.Int64,
}
ASPECTS: Schema = {"aspect": pl.String, "statistic": pl.String, "unit": pl.String, **ESTIMATE}
RHYTHM: Schema = {"weekday": pl.Int64, "hour": pl.Int64, "learners": pl.Int64, "statements": pl.Int64}
WAYS: Schema = {"way": pl.String, **SHARE}


@personal
def learner_profile(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell each learner active in a scope: how regularly, how intensely, how broadly, how much they contributed.

    Returns
    -------
    polars.DataFrame
        `PROFILE`: regularity is active weeks over weeks elapsed, intensity active minutes per active week, breadth
        assigned programmes touched over assigned, null where nothing is.
    """
    return _profile(warehouse, scope)


def _profile(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    without(scope, "course")
    last = scope.until or warehouse.ask("reach", scope.parameters())["last"].item()
    ever = seeing(replace(scope, since=None))
    asked = {"ever": ever.parameters()["scope"], "since": scope.since, "last": last}
    each = warehouse.ask("learner_profile", scope.parameters() | asked)
    return (
        each.with_columns(
            regularity=pl.col("active_weeks") / pl.col("weeks"),
            intensity=pl.col("minutes") / pl.col("active_weeks"),
            breadth=pl.when(pl.col("assigned") > 0).then(pl.col("touched") / pl.col("assigned")),
        )
        .select(list(PROFILE))
        .cast(pl.Schema(PROFILE))
    )


@guarded(Cells("learners", ("aspect", "statistic", "unit")))
def engagement_profile(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Estimate the four aspects of engagement over the learners active in a scope, one row each (`ASPECTS`)."""
    each = _profile(warehouse, scope)
    breadth = mean(each["breadth"].drop_nulls().to_numpy())
    if breadth.n == 0:
        breadth = Estimate(None, None, None, 0, 0, "no_assignment")
    found = (
        ("regularity", "mean", "share of weeks", mean(each["regularity"].to_numpy())),
        ("intensity", "median", "minutes per active week", median(each["intensity"].to_numpy())),
        ("breadth", "mean", "share of assigned programmes", breadth),
        ("contribution", "mean", "contributions per learner", mean(each["contributions"].to_numpy())),
    )
    rows = [{"aspect": one, "statistic": how, "unit": unit} | told(value) for one, how, unit, value in found]
    return pl.DataFrame(rows, schema=ASPECTS)


@guarded(Cells("learners", ("weekday", "hour")))
def rhythm(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count learners active in each hour of each weekday, local time: 168 rows, Monday is 1 (`RHYTHM`)."""
    without(scope, "course")
    seen = warehouse.ask("rhythm", scope.parameters()).cast(pl.Schema(RHYTHM))
    hours = pl.DataFrame({"hour": range(24)}, schema={"hour": pl.Int64})
    week = pl.DataFrame({"weekday": range(1, 8)}, schema={"weekday": pl.Int64}).join(hours, how="cross")
    filled = week.join(seen, on=["weekday", "hour"], how="left")
    return filled.with_columns(pl.col("learners", "statements").fill_null(0)).sort("weekday", "hour")


@guarded(Cells("learners", ("way",), COUNTED, COUNTED_TELLS))
def live_replay(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell who followed webinars live only, in replay only, or both, of those who followed any (`WAYS`)."""
    without(scope, "course")
    each = each_of(warehouse, scope, "live_replay")
    ways = (
        ("live", pl.col("live") & ~pl.col("replay")),
        ("replay", ~pl.col("live") & pl.col("replay")),
        ("both", pl.col("live") & pl.col("replay")),
    )
    found = each.select("person", *(which.cast(pl.Boolean).alias(way) for way, which in ways))
    return pl.DataFrame([{"way": way} | share(found[way], found["person"]) for way, _ in ways], schema=WAYS)


@guarded(Cells("learners", (), COUNTED, COUNTED_TELLS))
def self_initiated(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Estimate what share of the occasions of learning was about nothing the learner had to do.

    An occasion is a learner, a day and a programme (or none). Where nobody has anything assigned nothing is told:
    everything would be unasked.

    Returns
    -------
    polars.DataFrame
        `SHARE`, one row; several occasions of one learner count as a cluster.
    """
    occasions = warehouse.ask("occasions", scope.parameters())
    assigned = warehouse.ask("assigned_people", scope.parameters())["people"].item()
    found = share(~occasions["assigned"], occasions["person"], None if assigned else "no_assignment")
    return pl.DataFrame([found], schema=SHARE)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "engagement_profile",
        {"en": "Regularity, intensity, breadth, contribution", "fr": "Régularité, intensité, étendue, contribution"},
        {
            "en": "How regularly, how long and how broadly active people learn, and how much they contribute.",
            "fr": "Avec quelle régularité, combien de temps et sur quelle étendue "
            "les personnes actives apprennent, et combien elles contribuent.",
        },
        "one for each aspect",
        "active weeks / weeks elapsed; active minutes / active week; assigned programmes touched / assigned; "
        "contributions; means with Student's t interval, the median of minutes with Hettmansperger-Sheather's",
        ACTIVE_SOURCE,
        "10 active learners; breadth: an assignment",
        ASPECTS,
        engagement_profile,
    ),
    Measure(
        "learner_profile",
        {"en": "Engagement of each learner", "fr": "Engagement de chaque apprenant"},
        {
            "en": "How regularly, how long and how broadly each active person learned, and how much they contributed.",
            "fr": "Avec quelle régularité, combien de temps et sur quelle étendue "
            "chaque personne active a appris, et combien elle a contribué.",
        },
        "one for each aspect",
        "active weeks / weeks elapsed; active minutes / active week; assigned programmes touched / assigned; "
        "contributions",
        ACTIVE_SOURCE,
        ANY,
        PROFILE,
        learner_profile,
    ),
    Measure(
        "rhythm",
        {"en": "Hours and weekdays", "fr": "Heures et jours de la semaine"},
        {
            "en": "At what hour of which weekday people learn.",
            "fr": "À quelle heure de quel jour de la semaine les personnes apprennent.",
        },
        "people",
        "distinct people with at least one statement in that hour of that weekday, in the zone",
        ACTIVE_SOURCE,
        ANY,
        RHYTHM,
        rhythm,
    ),
    Measure(
        "live_replay",
        {"en": "Webinars live and in replay", "fr": "Webinaires en direct et en différé"},
        {
            "en": "Of the people who followed a webinar, how many did so live, in replay, or both.",
            "fr": "Parmi les personnes qui ont suivi un webinaire, combien l'ont fait en direct, "
            "en différé, ou les deux.",
        },
        "share of people",
        "people by the modalities of their webinar statements, over people with any; Wilson interval",
        ACTIVE_SOURCE,
        RATE,
        WAYS,
        live_replay,
    ),
    Measure(
        "self_initiated",
        {"en": "Self-initiated learning", "fr": "Apprentissage spontané"},
        {
            "en": "What share of the occasions of learning was about nothing people had been assigned.",
            "fr": "Quelle part des occasions d'apprendre ne portait sur rien qui ait été affecté.",
        },
        "share of occasions",
        "learner-day-programmes without an assignment that day over all; Wilson interval, clustered by learner",
        "statements a learner initiated; the organisation's assignments",
        "an assignment in the scope, and 20 answers from 10 learners; with fewer, counts only",
        SHARE,
        self_initiated,
    ),
)
