"""Whom each comparison of two ways of learning counts, of every unit at once (see `analytics.knowledge_counts`)."""

from dataclasses import replace

import polars as pl

from analytics.guard import UNIT
from analytics.knowledge_counts import footed, own
from analytics.once import once
from analytics.progress import as_of
from analytics.recall import Recall, apart, followed, members_apart, ranked, recall_apart
from analytics.scope import Scope
from analytics.warehouse import Warehouse

_PAIR = ("first", "second")
_COUNTED = {
    UNIT: pl.String,
    "competency": pl.String,
    "outcome": pl.String,
    **dict.fromkeys(_PAIR, pl.String),
    **dict.fromkeys(("people", "learners_first", "learners_second"), pl.Int64),
}


def compared_counts(
    warehouse: Warehouse, scope: Scope, *, competency: str | None = None, outcome: str = "retained"
) -> pl.DataFrame:
    """Return whom `analytics.modalities_compared` counts in a scope, by the names of its rows."""
    everywhere = replace(scope, units=())
    return own(once(_compared, warehouse, everywhere, competency=competency, outcome=outcome), scope)


def answers_that_count(known: Recall, outcome: str, scored: pl.DataFrame) -> pl.DataFrame:
    """Return the answers an outcome is judged by: results of tests on the day, or what was asked again of one footing.

    Parameters
    ----------
    scored
        What was due at 90 days on the footing of those who ask; empty where there is none.
    """
    if outcome == "passed":
        tests = known.answers.filter(~pl.col("question"), pl.col("lag") == "J0", pl.col("success").is_not_null())
        return tests.with_columns(score=pl.col("success").cast(pl.Float64))
    return scored.filter(pl.col("score").is_not_null())


def _compared(warehouse: Warehouse, scope: Scope, *, competency: str | None, outcome: str) -> pl.DataFrame:
    taught = warehouse.ask("programmes_taught", scope.parameters()).select("programme", "modality", "competency")
    if competency is not None:
        taught = taught.filter(pl.col("competency") == competency)
    pairs = _pairs(_each(warehouse, scope, outcome, taught).unique())
    told = pairs.with_columns(
        pl.lit(outcome).alias("outcome"), people=pl.col("learners_first") + pl.col("learners_second")
    )
    return told.select(list(_COUNTED)).cast(pl.Schema(_COUNTED))


def _each(warehouse: Warehouse, scope: Scope, outcome: str, taught: pl.DataFrame) -> pl.DataFrame:
    """Return unit, competency, modality and person of each answer that counts."""
    if outcome == "completed":
        asked = scope.parameters() | {"asof": as_of(scope), "since": scope.since}
        told, on = apart(warehouse.ask("enrolments", asked), members_apart(warehouse, scope)), ["programme"]
    else:
        known, on = recall_apart(warehouse, scope), ["programme", "competency"]
        due = [
            followed(known, footing, "J90").due.join(units, on=UNIT, how="semi")
            for footing, units in footed(ranked(known).unique(UNIT, keep="first", maintain_order=True))
        ]
        told = answers_that_count(known, outcome, pl.concat(due) if due else known.answers.clear())
    return told.join(taught, on=on).select(UNIT, "competency", "modality", "person")


def _pairs(each: pl.DataFrame) -> pl.DataFrame:
    """Return, for each two ways of a unit and competency, how many learned in one alone, and how many in the other."""
    group = [UNIT, "competency"]
    sizes = each.group_by(*group, "modality").agg(pl.len().cast(pl.Int64).alias("size"))
    second = pl.col("modality_right").alias("second")
    pairs = sizes.join(sizes, on=group).filter(pl.col("modality") < pl.col("modality_right"))
    both = each.join(each, on=[*group, "person"]).filter(pl.col("modality") < pl.col("modality_right"))
    shared = both.group_by(*group, "modality", "modality_right").agg(pl.len().cast(pl.Int64).alias("both"))
    told = pairs.join(shared, on=[*group, "modality", "modality_right"], how="left").with_columns(
        pl.col("both").fill_null(0)
    )
    return told.select(
        *group,
        pl.col("modality").alias("first"),
        second,
        learners_first=pl.col("size") - pl.col("both"),
        learners_second=pl.col("size_right") - pl.col("both"),
    )
