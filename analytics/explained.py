"""How the amounts of a scope came about: each line of the ledger with what of it counted, its file and its row."""

from decimal import Decimal

import polars as pl

from analytics.exchange import Row
from analytics.scope import Scope
from analytics.spending import View, paid_out, spent, view
from analytics.warehouse import Warehouse
from analytics.working import Input, Origin, Result, Working

COST = "sum of the amounts of each line in the scope's months, units and programmes, and of hours x hourly cost"
BENEFIT = "sum over lines of amount x share x confidence, for the scope's months"


def cost_of(warehouse: Warehouse, scope: Scope, nature: str = "actual", *, cash: bool = False) -> Result:
    """Return what a scope cost with its working: the fully loaded cost, or what was paid out.

    The sum is that of `analytics.costs.costs`, to the cent. Learners' time is one input, `learner_time`.
    """
    told = view(warehouse, scope)
    pieces = spent(told.books.costs).filter(pl.col("nature") == nature)
    return _sum(warehouse, told, pieces.filter(paid_out()) if cash else pieces, "ledger_cost", COST)


def benefit_of(warehouse: Warehouse, scope: Scope, kind: str = "cashable") -> Result:
    """Return what a scope brought of a kind, with its working."""
    told = view(warehouse, scope)
    pieces = told.books.benefits.filter(pl.col("kind") == kind)
    return _sum(warehouse, told, pieces, "ledger_benefit", BENEFIT)


def _sum(warehouse: Warehouse, told: View, pieces: pl.DataFrame, table: str, formula: str) -> Result:
    lines = {row["line"]: row for row in warehouse.ask(table).to_dicts()}
    sums = pieces.group_by("line").agg(pl.col("cents").sum()).sort("line", nulls_last=True)
    inputs = tuple(
        Input(line or "learner_time", Decimal(cents) / 100, told.books.base, _origin(lines.get(line), told))
        for line, cents in sums.iter_rows()
    )
    reason = "missing_rate" if told.books.untold.height else None if inputs else "no_data"
    value = Decimal(int(sums["cents"].sum())) / 100 if inputs else None
    return Result(value, told.books.base, Working(formula, inputs), reason)


def _origin(line: Row | None, told: View) -> Origin:
    if line is None:
        seconds = int(told.books.hours["seconds"].sum()) - int(told.books.unpriced["seconds"].sum())
        return Origin("measure", "learner_time", n=seconds // 3600)
    where = f"{line['file']}:{line['position']}"
    source = f"{line['source']}, {where}" if line["source"] else where
    return Origin("line", line["line"], source, line["valid_from"], low=line["low"], high=line["high"])
