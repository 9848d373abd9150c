"""Whom each comparison of two ways of learning counts, of every unit at once (see `analytics.apart`)."""

import polars as pl

from analytics.apart import apart, members_apart, of_its_unit
from analytics.guard import UNIT
from analytics.modalities_footings import answered_on, each_followed, shared
from analytics.once import each_of
from analytics.progress import as_of
from analytics.recall import Recall, recall_apart, results
from analytics.scope import Scope
from analytics.warehouse import Warehouse

_PERSON = (UNIT, "competency", "modality", "person")
_COUNTED = {
    UNIT: pl.String,
    "competency": pl.String,
    "outcome": pl.String,
    **dict.fromkeys(("first", "second"), pl.String),
    "people": pl.Int64,
    **dict.fromkeys(("people_first", "people_second", "learners_first", "learners_second"), pl.Int64),
}


def entries(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return who entered which programme in a scope, and whether they completed it."""
    return each_of(warehouse, scope, "enrolments", asof=as_of(scope), since=scope.since)


def _compared(
    warehouse: Warehouse, scope: Scope, *, competency: str | None = None, outcome: str = "retained"
) -> pl.DataFrame:
    taught = warehouse.ask("programmes_taught", scope.parameters()).select("programme", "modality", "competency")
    if competency is not None:
        taught = taught.filter(pl.col("competency") == competency)
    each = _each(warehouse, scope, outcome, taught).group_by(_PERSON).agg(pl.col("answered").any())
    told = _pairs(each).with_columns(
        pl.lit(outcome).alias("outcome"), people=pl.col("people_first") + pl.col("people_second")
    )
    return told.select(list(_COUNTED)).cast(pl.Schema(_COUNTED))


compared_counts = of_its_unit(_compared)
"""Whom `analytics.modalities_compared` counts in a scope, by the names of its rows."""


def _each(warehouse: Warehouse, scope: Scope, outcome: str, taught: pl.DataFrame) -> pl.DataFrame:
    """Return unit, competency, modality and person of all that was due, and whether it was answered."""
    if outcome == "completed":
        entered = apart(entries(warehouse, scope), members_apart(warehouse, scope))
        return entered.join(taught, on="programme").select(*_PERSON, answered=pl.lit(value=True))
    known = recall_apart(warehouse, scope)
    told = [results(known).with_columns(score=pl.lit(1.0))] if outcome == "passed" else _due(known, taught)
    scored = pl.concat(told) if told else known.answers.clear()
    each = scored.join(taught, on=["programme", "competency"])
    return each.select(*_PERSON, answered=pl.col("score").is_not_null())


def _due(known: Recall, taught: pl.DataFrame) -> list[pl.DataFrame]:
    """Return what was due again at 90 days, each competency of each unit on the footing it is compared on."""
    groups = [UNIT, "competency"]
    found = shared(answered_on(known), taught, groups, "modality")
    return [due.due.join(own, on=groups, how="semi") for _, due, own in each_followed(known, found)]


def _pairs(each: pl.DataFrame) -> pl.DataFrame:
    """Return, for each two ways of a unit and competency, who learned in one alone, and in the other, and answered."""
    group = [UNIT, "competency"]
    counts = [pl.len().alias("people"), pl.col("answered").sum().alias("learners")]
    sizes = each.group_by(*group, "modality").agg(counts)
    pairs = sizes.join(sizes, on=group).filter(pl.col("modality") < pl.col("modality_right"))
    both = each.join(each, on=[*group, "person"]).filter(pl.col("modality") < pl.col("modality_right"))
    twice = both.group_by(*group, "modality", "modality_right").agg(
        pl.len().alias("both"),
        pl.col("answered").sum().alias("learners_both"),
        pl.col("answered_right").sum().alias("learners_both_right"),
    )
    told = pairs.join(twice, on=[*group, "modality", "modality_right"], how="left").with_columns(
        pl.col("both", "learners_both", "learners_both_right").fill_null(0)
    )
    return told.select(
        *group,
        pl.col("modality").alias("first"),
        pl.col("modality_right").alias("second"),
        people_first=pl.col("people").cast(pl.Int64) - pl.col("both"),
        people_second=pl.col("people_right").cast(pl.Int64) - pl.col("both"),
        learners_first=pl.col("learners").cast(pl.Int64) - pl.col("learners_both"),
        learners_second=pl.col("learners_right").cast(pl.Int64) - pl.col("learners_both_right"),
    )
