"""Who stays: how long enrolments last, who drops out and who completes, and whether groups differ.

Completion competes with dropout, it does not censor it: whoever completed will never drop out, and stays among those
counted until the books close (Fine and Gray 1999, JASA 94:496, section 3.2, where every closing day is known). So the
curve of `survival` is one less the share who have dropped out, and its tests compare those shares.
"""

from typing import Any

import polars as pl

from analytics.curves import OUTCOMES, SURVIVAL, curve, incidence, outcomes_at, silence_at, survival_at
from analytics.enrolment import Asked, silence_of, silences, spells_of, staying, told_apart
from analytics.guard import Cells, guarded
from analytics.measure import Measure, Schema
from analytics.once import of_unit, once
from analytics.scope import Scope
from analytics.statistics import LEARNERS, log_rank_clustered
from analytics.warehouse import Warehouse

SILENCE: Schema = {
    "days": pl.Int64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "share_returning": pl.Float64,
    "reason": pl.String,
    "source": pl.String,
}
COMPARED: Schema = {
    "groups": pl.Int64,
    "chi2": pl.Float64,
    "df": pl.Int64,
    "p": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}


@guarded(Cells("learners", kept=("days", "source")))
def silence_threshold(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell after how many silent days a learner is taken to have left, and what says so.

    Returns
    -------
    polars.DataFrame
        `SILENCE`, one row: from the data when at most a tenth come back within 180 days of so long a silence.
    """
    told = silence_of(warehouse, scope, of_unit(silences, warehouse, scope, clock="started"))
    row = {"days": told.days, "n": told.n, "learners": told.learners, "share_returning": told.returning}
    return pl.DataFrame([row | {"reason": told.reason, "source": told.source}], schema=SILENCE)


def survival(
    warehouse: Warehouse,
    scope: Scope,
    *,
    by: str | None = None,
    silence: int | None = None,
    clock: str = "started",
) -> pl.DataFrame:
    """Tell what share of enrolments has not been dropped, by days since they began.

    Parameters
    ----------
    by
        Told apart by "unit", "modality", "programme" or "country"; who has none is left out.
    silence
        Days of silence taken for leaving; 0 counts only those who said so; None takes the threshold.
    clock
        "started": days since each first did something, not before the programme opened, of those who did; "entered":
        since they registered, of all; "opening": since the programme opened, for all alike.

    Returns
    -------
    polars.DataFrame
        `SURVIVAL`, for each group a row for each day something ended; nothing is estimated with fewer than 10 at risk.
        Readers of totals are told of days 30, 90, 180 and 365 only, apart by unit or programme.
    """
    asked = Asked(by, silence, clock)
    if not scope.reader.sees_people:
        return survival_at(warehouse, scope, asked)
    each = once(spells_of, warehouse, scope, silence=silence, clock=clock)
    if by is None:
        return curve(each, None)
    apart = told_apart(warehouse, scope, each, by)
    groups = apart.sort("value").group_by("value", maintain_order=True)
    return pl.concat([pl.DataFrame(schema=SURVIVAL), *(curve(part, value) for (value,), part in groups)])


def outcomes(warehouse: Warehouse, scope: Scope, *, silence: int | None = None, clock: str = "started") -> pl.DataFrame:
    """Tell what share of enrolments has been dropped and what share completed, by days since they began.

    Returns
    -------
    polars.DataFrame
        `OUTCOMES`, for "dropout" and "completion" a row for each day something ended; for readers of totals as
        `survival`.
    """
    asked = Asked(None, silence, clock)
    if not scope.reader.sees_people:
        return outcomes_at(warehouse, scope, asked)
    return incidence(once(spells_of, warehouse, scope, silence=silence, clock=clock))


def survival_compared(
    warehouse: Warehouse, scope: Scope, *, by: str = "unit", silence: int | None = None, clock: str = "started"
) -> pl.DataFrame:
    """Test whether groups drop out alike (log-rank test, of one row).

    Returns
    -------
    polars.DataFrame
        `COMPARED`: p is the probability of differences at least as great if all groups were alike.
    """
    asked = Asked(by, silence, clock)
    if not scope.reader.sees_people:
        return _compared_of(warehouse, scope, by=by, silence=silence_at(warehouse, scope, asked), clock=clock)
    each = once(spells_of, warehouse, scope, silence=silence, clock=clock)
    return _compared(told_apart(warehouse, scope, each, by))


@guarded(Cells("learners", amounts=("groups", "df")))
def _compared_of(warehouse: Warehouse, scope: Scope, *, by: str, silence: int, clock: str) -> pl.DataFrame:
    each = of_unit(spells_of, warehouse, scope, silence=silence, clock=clock)
    return _compared(told_apart(warehouse, scope, each, by))


def _compared(apart: pl.DataFrame) -> pl.DataFrame:
    told = staying(apart)
    row: dict[str, Any] = {"groups": told["value"].n_unique(), "n": told.height, "learners": told["person"].n_unique()}
    test = log_rank_clustered(*(told[name].to_list() for name in ("time", "event", "value", "person")))
    if row["learners"] < LEARNERS:
        row["reason"] = "few_learners" if row["learners"] else "no_data"
    elif test is None:
        row["reason"] = "one_group"
    else:
        row |= test._asdict()
    return pl.DataFrame([row], schema=COMPARED)


_SPELLS = "first instants of each step; days with a statement a learner initiated; the silence threshold"
_ENOUGH = "10 people still followed; the median: more than half left while 10 are followed"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "silence_threshold",
        {"en": "Silence taken for leaving", "fr": "Silence tenu pour un abandon"},
        {
            "en": "After how many silent days someone is taken to have left a programme, and what says so.",
            "fr": "Après combien de jours de silence une personne est tenue pour partie d'une formation, "
            "et ce qui le dit.",
        },
        "days",
        "the shortest silence after which at most 10 % come back within 180 days, one silence of each learner drawn "
        "at random; 28 days where the record cannot tell",
        "days with a statement a learner initiated, between entering a programme and completing it",
        "10 learners silent that long, and 180 days of record after it",
        SILENCE,
        silence_threshold,
    ),
    Measure(
        "survival",
        {"en": "Who stays", "fr": "Qui reste"},
        {
            "en": "What share of enrolments has not been dropped, by days since they began.",
            "fr": "Quelle part des inscriptions n'est pas abandonnée, selon les jours écoulés depuis leur début.",
        },
        "share of enrolments",
        "Kaplan-Meier of dropping out, log-log interval clustered by learner, whoever completed kept at risk until "
        "the books close: one less the share who dropped out; closed at the end of the data less the silence threshold",
        _SPELLS,
        _ENOUGH,
        SURVIVAL,
        survival,
    ),
    Measure(
        "outcomes",
        {"en": "Dropout and completion", "fr": "Abandon et achèvement"},
        {
            "en": "What share of enrolments has been dropped and what share completed, by days since they began.",
            "fr": "Quelle part des inscriptions est abandonnée et quelle part achevée, "
            "selon les jours écoulés depuis leur début.",
        },
        "share of enrolments",
        "Aalen-Johansen: dropout and completion as competing events, log-log interval by learner; "
        "closed at the end of the data less the silence threshold",
        _SPELLS,
        "10 people still followed",
        OUTCOMES,
        outcomes,
    ),
    Measure(
        "survival_compared",
        {"en": "Do groups stay alike?", "fr": "Les groupes restent-ils autant ?"},
        {
            "en": "Whether units, modalities or countries differ in how their enrolments are dropped, beyond chance.",
            "fr": "Si les entités, les modalités ou les pays diffèrent dans leurs abandons, au-delà du hasard.",
        },
        "p-value",
        "log-rank test of dropping out between groups, clustered by learner, whoever completed kept at risk until the "
        "books close; not a randomised comparison",
        _SPELLS,
        "10 learners in two groups, and one dropout",
        COMPARED,
        survival_compared,
    ),
)
