"""The lines of the ledger that a scope's amounts come from, as they were told."""

import polars as pl

from analytics.measure import Measure, Schema
from analytics.scope import Scope
from analytics.spending import PROGRAMME, view
from analytics.warehouse import Warehouse

LINES: Schema = {
    "line": pl.String,
    **PROGRAMME,
    "component": pl.String,
    "basis": pl.String,
    "nature": pl.String,
    "alternative": pl.Boolean,
    "amount": pl.Decimal(18, 4),
    "currency": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "amortised_months": pl.Int64,
    "unit": pl.String,
    "allocation": pl.String,
    "low": pl.Decimal(18, 4),
    "high": pl.Decimal(18, 4),
    "credits": pl.String,
    "source": pl.String,
    "file": pl.String,
    "position": pl.Int64,
    "counted": pl.Boolean,
}


def cost_lines(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the lines of the ledger that a scope's amounts come from, as they were told (`LINES`).

    `counted` is false for a line in a currency without a rate: it is in no amount.
    """
    told = view(warehouse, scope, ahead=True)
    found = set(told.books.costs["line"].drop_nulls()) | set(told.books.untold["line"])
    lines = warehouse.ask("ledger_cost").filter(pl.col("line").is_in(list(found)))
    titles = warehouse.ask("cost_programmes", Scope(zone=scope.zone).parameters())
    untold = pl.col("line").is_in(told.books.untold["line"].to_list())
    joined = lines.join(titles.select(list(PROGRAMME)), on="programme", how="left").with_columns(counted=~untold)
    return joined.select(list(LINES)).cast(pl.Schema(LINES)).sort("line")


MEASURES: tuple[Measure, ...] = (
    Measure(
        "cost_lines",
        {"en": "Lines of the ledger", "fr": "Lignes du registre"},
        {
            "en": "The lines that the amounts come from, with the file and the row that told them.",
            "fr": "Les lignes d'où viennent les montants, avec le fichier et la ligne qui les ont donnés.",
        },
        "money",
        "lines with an amount in the scope's months, units and programmes, as they were told",
        "the ledger as it was brought in",
        "one line of the ledger in the scope",
        LINES,
        cost_lines,
    ),
)
