"""How far figures can be relied on: the share of each that rests on statements something is amiss with."""

import polars as pl

from analytics.guard import Cells, guarded
from analytics.measure import ANY, Measure, Schema
from analytics.scope import Scope
from analytics.warehouse import Warehouse

QUALITY: Schema = {
    "kind": pl.String,
    "figure": pl.String,
    "learners": pl.Int64,
    "amount": pl.Int64,
    "total": pl.Int64,
    "share": pl.Float64,
    "reason": pl.String,
}


@guarded(Cells("learners", ("kind", "figure")))
def data_quality(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what is amiss (`schemas/sql/warehouse/facts.sql`, `remark`) and what of each figure would go with it.

    Returns
    -------
    polars.DataFrame
        `QUALITY`, one row for each kind and figure that meet: statements, active people, completions, scores, hours.
    """
    told = warehouse.ask("resting", scope.parameters()).with_columns(reason=pl.lit(None))
    return told.cast(pl.Schema(QUALITY))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "data_quality",
        {"en": "What figures rest on", "fr": "Sur quoi reposent les chiffres"},
        {
            "en": "Which share of each figure comes from statements that are late, unmapped or of unknown people.",
            "fr": "Quelle part de chaque chiffre vient de traces tardives, non reconnues ou de personnes inconnues.",
        },
        "share",
        "what would go with the statements concerned, over the whole; a person goes when nothing else of theirs stays, "
        "and with a statement at most the hours of its session",
        "every statement about a person, by what is amiss with it",
        ANY,
        QUALITY,
        data_quality,
    ),
)
