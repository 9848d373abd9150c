"""Who changed which line of the ledger when, and from what to what: no figure moves without somebody having said so."""

import polars as pl

from analytics.guard import in_detail
from analytics.measure import Measure, Schema
from analytics.scope import Scope
from analytics.spending import shared_by, view
from analytics.warehouse import Warehouse

LINE_CHANGES: Schema = {
    "happened": pl.Datetime("us"),
    "who": pl.String,
    "kind": pl.String,  # cost, benefit, rate or currency
    "line": pl.String,
    "programme": pl.String,
    "unit": pl.String,
    "changed": pl.String,  # the column; null: the whole line is new
    "was": pl.String,
    "now": pl.String,
    "file": pl.String,
    "position": pl.Int64,
}


@in_detail("this names who changed which line of the ledger")
def line_changes(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what was changed in the ledger, hourly costs, exchange rates and benefits, whenever that was.

    Returns
    -------
    polars.DataFrame
        `LINE_CHANGES`, the newest first: of the scope's units and programmes, and of what is everyone's.
    """
    told = view(warehouse, scope)
    kept = shared_by(told.units)
    if scope.programmes or scope.modality:
        kept = kept & (
            pl.col("programme").is_null() | pl.col("programme").is_in(told.programmes["programme"].to_list())
        )
    return warehouse.ask("line_changes").filter(kept).cast(dict(LINE_CHANGES))  # type: ignore[arg-type]  # names to types


MEASURES: tuple[Measure, ...] = (
    Measure(
        "line_changes",
        {"en": "Who changed the ledger", "fr": "Qui a modifié le registre"},
        {
            "en": "Each value that was changed in costs, benefits, hourly costs and exchange rates: by whom, when, "
            "from what to what.",
            "fr": "Chaque valeur modifiée des coûts, bénéfices, coûts horaires et taux de change : par qui, quand, "
            "l'ancienne et la nouvelle.",
        },
        "changes",
        "what an import or the grid told otherwise than what was kept, value by value",
        "imports of costs, benefits, rates and currencies, and the ledger's grid, as they were brought",
        "a line that was brought or changed",
        LINE_CHANGES,
        line_changes,
    ),
)
