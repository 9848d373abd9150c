"""How the amounts of a scope came about: each line of the ledger with what of it counted, its file and its row.

What a reader of totals is told of learners' time is what the rounded amount they see leaves of the ledger's own lines:
never an exact hour of anybody.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import polars as pl

from analytics.costs import costs
from analytics.exchange import Row
from analytics.investment import decision
from analytics.judged import judged
from analytics.scope import Scope
from analytics.spending import View, paid_out, spent, view
from analytics.warehouse import Warehouse
from analytics.working import Input, Left, Origin, Result, Working

COST = "sum of the amounts of each line in the scope's months, units and programmes, and of hours x hourly cost"
SPEND = "sum of the amounts of each line in the scope's months, units and programmes; learners' time is no spending"
ALTERNATIVE = "sum over the alternative's lines of price x how often it would have been due, or of their amounts"
BENEFIT = "sum over lines of amount x share x confidence, for the scope's months"
LEARNER_TIME, EFFECT = "learner_time", "effect"
"""The measures an amount may rest on besides the lines it is told by."""


def cost_of(warehouse: Warehouse, scope: Scope, nature: str = "actual", *, cash: bool = False) -> Result:
    """Return what a scope cost with its working: the fully loaded cost, or what was paid out.

    The sum is that of `analytics.costs.costs`, to the cent. Learners' time is one input, `learner_time`.
    """
    told = view(warehouse, scope)
    pieces = spent(told.books.costs).filter(pl.col("nature") == nature)
    found = _sum(told, pieces.filter(paid_out()) if cash else pieces, _costs(warehouse), COST)
    if scope.reader.sees_people or cash or nature != "actual":
        return found
    return _rounded(found, costs(warehouse, replace(scope, programmes=())), "loaded", scope)


def judged_cost_of(warehouse: Warehouse, scope: Scope) -> Result:
    """Return what a programme cost as `analytics.investment.decision` judges it, and what of it is left out and why."""
    told = view(warehouse, scope)
    stood = judged(spent(told.books.costs), told.books.replaced)
    lines = _costs(warehouse)
    found = replace(_sum(told, stood.cost, lines, COST), left=_left(told, stood.left, lines))
    if scope.reader.sees_people:
        return found
    found = replace(found, left=tuple(one for one in found.left if one.input.name != LEARNER_TIME))
    return _rounded(found, decision(warehouse, replace(scope, programmes=())), "cost", scope)


def spend_of(warehouse: Warehouse, scope: Scope, nature: str = "actual") -> Result:
    """Return what is budgeted, committed or paid, with its working: that of `analytics.costs.spend`."""
    told = view(warehouse, scope, ahead=True)
    bought = (pl.col("nature") == nature) & (pl.col("component") != LEARNER_TIME)
    return _sum(told, spent(told.books.costs).filter(bought), _costs(warehouse), SPEND)


def alternative_of(warehouse: Warehouse, scope: Scope) -> Result:
    """Return what the alternative of a scope's programmes would have cost, with its working."""
    told = view(warehouse, scope)
    return _sum(told, told.books.costs.filter("alternative"), _costs(warehouse), ALTERNATIVE)


def benefit_of(warehouse: Warehouse, scope: Scope, kind: str = "cashable") -> Result:
    """Return what a scope brought of a kind, with its working."""
    told = view(warehouse, scope)
    pieces = told.books.benefits.filter(pl.col("kind") == kind)
    return _sum(told, pieces, told.books.brought, BENEFIT)


def _rounded(found: Result, shown: pl.DataFrame, column: str, scope: Scope) -> Result:
    """Return a result as readers of totals see the measure it is of."""
    key = scope.programmes[0] if scope.programmes else None
    rows = shown.filter(pl.col("programme").eq_missing(pl.lit(key, pl.String)))
    value = rows[column][0] if rows.height else None
    if value is None:
        return Result(None, found.unit, Working(found.working.formula), found.reason or "hidden")
    lines = tuple(one for one in found.working.inputs if one.name != LEARNER_TIME)
    if len(lines) == len(found.working.inputs):
        return found
    paid = sum((one.value for one in lines), Decimal(0))
    time = max(Decimal(0), value - paid)
    inputs = (*lines, Input(LEARNER_TIME, time, found.unit, Origin("measure", LEARNER_TIME)))
    return replace(found, value=paid + time, working=Working(found.working.formula, inputs))


def _costs(warehouse: Warehouse) -> list[Row]:
    return list(warehouse.ask("ledger_cost").to_dicts())


def _sum(told: View, pieces: pl.DataFrame, rows: Iterable[Row], formula: str) -> Result:
    lines = {row["line"]: row for row in rows}
    sums = pieces.group_by("line").agg(pl.col("cents").sum()).sort("line", nulls_last=True)
    inputs = tuple(_input(told, line, cents, lines) for line, cents in sums.iter_rows())
    reason = "missing_rate" if told.books.untold.height else None if inputs else "no_data"
    value = Decimal(int(sums["cents"].sum())) / 100 if inputs else None
    return Result(value, told.books.base, Working(formula, inputs), reason)


def _left(told: View, pieces: pl.DataFrame, rows: Iterable[Row]) -> tuple[Left, ...]:
    lines = {row["line"]: row for row in rows}
    sums = pieces.group_by("line", "why").agg(pl.col("cents").sum()).sort("line", "why", nulls_last=True)
    return tuple(Left(_input(told, line, cents, lines), why) for line, why, cents in sums.iter_rows())


def _input(told: View, line: str | None, cents: int, lines: dict[str, Row]) -> Input:
    return Input(line or LEARNER_TIME, Decimal(cents) / 100, told.books.base, _origin(lines.get(line or ""), told))


def _origin(line: Row | None, told: View) -> Origin:
    if line is None:
        seconds = int(told.books.hours["seconds"].sum()) - int(told.books.unpriced["seconds"].sum())
        return Origin("measure", LEARNER_TIME, n=seconds // 3600)
    where = f"{line['file']}:{line['position']}"
    source = f"{line['source']}, {where}" if line["source"] else where
    ends = {name: line[name] for name in ("low", "high")}
    last = (line["valid_from"], line["who"] or "", line["told"])
    if line.get("indicator"):
        return Origin("measure", EFFECT, f"{line['indicator']}, {where}", *last, **ends)
    return Origin("line", line["line"], source, *last, **ends)
