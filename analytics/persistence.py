"""Who stays: how long enrolments last, who drops out and who completes, and whether groups differ.

Completion competes with dropout, it does not censor it: whoever completed will never drop out, and stays among those
counted until the books close (Fine and Gray 1999, JASA 94:496, section 3.2, where every closing day is known). So the
curve of `survival` is one less the share who have dropped out, and its tests compare those shares.
"""

from typing import Any

import polars as pl

from analytics.enrolment import Asked, enrolments, silence_of, spells_of
from analytics.guard import Cells, guarded
from analytics.measure import Measure, Schema
from analytics.scope import Scope
from analytics.statistics import AT_RISK, COMPLETED, DROPPED, LEARNERS, aalen_johansen, kaplan_meier, log_rank
from analytics.warehouse import Warehouse

SILENCE: Schema = {
    "days": pl.Int64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "share_returning": pl.Float64,
    "reason": pl.String,
    "source": pl.String,
}
SURVIVAL: Schema = {
    "by": pl.String,
    "time": pl.Int64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "censored": pl.Int64,
    "survival": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "median": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}
OUTCOMES: Schema = {
    "kind": pl.String,
    "time": pl.Int64,
    "incidence": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
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
KINDS = {"dropout": DROPPED, "completion": COMPLETED}


@guarded(Cells("learners", kept=("days", "source")))
def silence_threshold(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell after how many silent days a learner is taken to have left, and what says so.

    Returns
    -------
    polars.DataFrame
        `SILENCE`, one row: from the data when at most a tenth come back within 180 days of so long a silence.
    """
    told = silence_of(warehouse, scope, enrolments(warehouse, scope, Asked()))
    row = {"days": told.days, "n": told.n, "learners": told.learners, "share_returning": told.returning}
    return pl.DataFrame([row | {"reason": told.reason, "source": told.source}], schema=SILENCE)


def survival(
    warehouse: Warehouse,
    scope: Scope,
    *,
    by: str | None = None,
    silence: int | None = None,
    clock: str = "entered",
) -> pl.DataFrame:
    """Tell what share of enrolments has not been dropped, by days since they began.

    Parameters
    ----------
    by
        Told apart by "unit", "modality", "programme" or "country"; who has none is left out.
    silence
        Days of silence taken for leaving; 0 counts only those who said so; None takes the threshold.
    clock
        "entered": days since each registered or first did something, not before the programme opened; "opening": days
        since the programme opened, for all alike.

    Returns
    -------
    polars.DataFrame
        `SURVIVAL`, for each group a row for each day something ended; nothing is estimated with fewer than 10 at risk.
    """
    each = _spells(warehouse, scope, Asked(by, silence, clock))
    rows = [_curve(part, value) for (value,), part in _groups(each, by)]
    return pl.concat(rows) if rows else pl.DataFrame(schema=SURVIVAL)


def _spells(warehouse: Warehouse, scope: Scope, asked: Asked) -> pl.DataFrame:
    found = enrolments(warehouse, scope, asked)
    silence = silence_of(warehouse, scope, found).days if asked.silence is None else asked.silence
    return spells_of(found, silence)


def _groups(each: pl.DataFrame, by: str | None) -> Any:
    told = (
        each.with_columns(value=pl.lit(None, pl.String)) if by is None else each.filter(pl.col("value").is_not_null())
    )
    return told.sort("value").group_by("value", maintain_order=True)


def _staying(each: pl.DataFrame) -> pl.DataFrame:
    """Return the times of dropping out, whoever completed at risk until the books close."""
    completed = pl.col("kind") == COMPLETED
    return each.with_columns(
        time=pl.when(completed).then("staying").otherwise("time"), event=(pl.col("kind") == DROPPED).cast(pl.Int64)
    )


def _curve(each: pl.DataFrame, value: str | None) -> pl.DataFrame:
    staying = _staying(each)
    curve = kaplan_meier(staying["time"].to_numpy(), staying["event"].to_numpy())
    learners = each["learner"].n_unique()
    enough = pl.col("at_risk") >= AT_RISK
    reason = pl.lit("few_learners" if learners < LEARNERS else "few_at_risk")
    told = curve.frame.with_columns(
        pl.when(enough & (learners >= LEARNERS)).then(name).alias(name) for name in ("survival", "low", "high")
    )
    return told.select(
        pl.lit(value, pl.String).alias("by"),
        *(name for name in SURVIVAL if name in curve.frame.columns),
        median=pl.lit(curve.median.value, pl.Float64),
        n=pl.lit(curve.n),
        learners=pl.lit(learners),
        reason=pl.when(pl.col("survival").is_null()).then(reason),
    ).cast(pl.Schema(SURVIVAL))


def outcomes(warehouse: Warehouse, scope: Scope, *, silence: int | None = None, clock: str = "entered") -> pl.DataFrame:
    """Tell what share of enrolments has been dropped and what share completed, by days since they began.

    Returns
    -------
    polars.DataFrame
        `OUTCOMES`, for "dropout" and "completion" a row for each day something ended.
    """
    each = _spells(warehouse, scope, Asked(None, silence, clock))
    told = aalen_johansen(each["time"].to_numpy(), each["kind"].to_numpy())
    learners = each["learner"].n_unique()
    enough = (pl.col("at_risk") >= AT_RISK) & (learners >= LEARNERS)
    reason = pl.lit("few_learners" if learners < LEARNERS else "few_at_risk")
    kinds = {number: kind for kind, number in KINDS.items()}
    return told.select(
        pl.col("kind").replace_strict(kinds, return_dtype=pl.String),
        "time",
        *(pl.when(enough).then(name).alias(name) for name in ("incidence", "low", "high")),
        "at_risk",
        "events",
        n=pl.lit(each.height),
        learners=pl.lit(learners),
        reason=pl.when(~enough).then(reason),
    ).cast(pl.Schema(OUTCOMES))


@guarded(Cells("learners"))
def survival_compared(
    warehouse: Warehouse, scope: Scope, *, by: str = "unit", silence: int | None = None, clock: str = "entered"
) -> pl.DataFrame:
    """Test whether groups drop out alike (log-rank test, of one row).

    Returns
    -------
    polars.DataFrame
        `COMPARED`: p is the probability of differences at least as great if all groups were alike.
    """
    each = _spells(warehouse, scope, Asked(by, silence, clock)).filter(pl.col("value").is_not_null())
    staying = _staying(each)
    row: dict[str, Any] = {"groups": each["value"].n_unique(), "n": each.height, "learners": each["learner"].n_unique()}
    test = log_rank(staying["time"].to_numpy(), staying["event"].to_numpy(), staying["value"].to_list())
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
        "Kaplan-Meier of dropping out, log-log interval, whoever completed kept at risk until the books close: "
        "one less the share who dropped out; closed at the end of the data less the silence threshold",
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
        "Aalen-Johansen: dropout and completion as competing events, log-log interval; "
        "closed at the end of the data less the silence threshold",
        _SPELLS,
        "10 people still followed",
        OUTCOMES,
        outcomes,
    ),
    Measure(
        "survival_compared",
        {"en": "Do groups stay alike?", "fr": "Les groupes restent-ils autant ?"},
        {
            "en": "Whether units, modalities or countries differ in how their enrolments are dropped, beyond chance.",
            "fr": "Si les unités, les modalités ou les pays diffèrent dans leurs abandons, au-delà du hasard.",
        },
        "p-value",
        "log-rank test of dropping out between groups, whoever completed kept at risk until the books close; "
        "not a randomised comparison",
        _SPELLS,
        "10 learners in two groups, and one dropout",
        COMPARED,
        survival_compared,
    ),
)
