"""Whom each row of retention counts, of every unit at once: readers of totals are told what is too small among them.

Only people are counted here. What became of their answers is worked out for the unit that was asked about alone.
"""

import polars as pl

from analytics.apart import of_its_unit
from analytics.guard import UNIT
from analytics.pairing import DELAYED
from analytics.recall import FOOTING, Footing, Recall, followed, ranked, recall_apart
from analytics.retention import sat
from analytics.scope import Scope
from analytics.warehouse import Warehouse

_NAMES = {"supervised": pl.Boolean, "basis": pl.String, "pass_mark": pl.Float64, "lag": pl.String, "by": pl.String}
_COUNTED = {UNIT: pl.String, **_NAMES, "people": pl.Int64, "learners": pl.Int64}


def _at_a_lag(warehouse: Warehouse, scope: Scope, *, lag: str, by: str | None) -> pl.DataFrame:
    apart = () if by is None else (by,)
    found = ranked(recall_apart(warehouse, scope), lag, apart, mixed=True).filter(pl.col("people") > 0)
    if by is not None:
        found = found.unique((UNIT, by), keep="first", maintain_order=True)
    told = found.rename({"mark": "pass_mark"} | dict.fromkeys(apart, "by")).with_columns(lag=pl.lit(lag))
    return _framed([told if apart else told.with_columns(by=pl.lit(None, pl.String))])


def _at_each_lag(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    known = recall_apart(warehouse, scope)
    parts = []
    for footing, units in footed(ranked(known, mixed=True)):
        here = sat(known, footing).join(units, on=UNIT, how="semi")
        people = here.group_by(UNIT).agg(pl.col("person").n_unique().alias("people"))
        parts.append(_named(people.with_columns(learners="people"), footing, "J0"))
        parts += [_due(known, units, footing, lag) for lag in DELAYED]
    return _framed(parts)


at_a_lag = of_its_unit(_at_a_lag)
"""Whom `analytics.knowledge.retained` counts in a scope, by the names of its rows."""
at_each_lag = of_its_unit(_at_each_lag)
"""Whom `analytics.knowledge.retention_lags` counts in a scope, by the names of its rows."""


def footed(found: pl.DataFrame) -> list[tuple[Footing, pl.DataFrame]]:
    """Return the footings there are, each with the units that have answers on it."""
    groups = found.group_by(FOOTING, maintain_order=True)
    return [((supervised, basis, mark), part.select(UNIT)) for (supervised, basis, mark), part in groups]


def _due(known: Recall, units: pl.DataFrame, footing: Footing, lag: str) -> pl.DataFrame:
    """Return how many people were due in each of some units, and how many of them answered."""
    due = followed(known, footing, lag).due.join(units, on=UNIT, how="semi")
    answered = pl.col("person").filter(pl.col("score").is_not_null()).n_unique()
    counted = due.group_by(UNIT).agg(pl.col("person").n_unique().alias("people"), answered.alias("learners"))
    return _named(counted, footing, lag)


def _named(counted: pl.DataFrame, footing: Footing, lag: str) -> pl.DataFrame:
    values = (*footing, lag, None)
    return counted.with_columns(
        pl.lit(value, kind).alias(name) for (name, kind), value in zip(_NAMES.items(), values, strict=True)
    )


def _framed(parts: list[pl.DataFrame]) -> pl.DataFrame:
    told = [part.select(list(_COUNTED)).cast(pl.Schema(_COUNTED)) for part in parts]
    return pl.concat([pl.DataFrame(schema=_COUNTED), *told]).sort(list(_COUNTED))
