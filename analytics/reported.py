"""What the business is judged by, as whoever asks may read it: figures of a few people, if they may see people."""

from datetime import date

import polars as pl

from analytics.guard import smallest
from analytics.once import asked_once
from analytics.privacy import of_few
from analytics.scope import Scope
from analytics.warehouse import Warehouse

FIGURE = ("numerator", "denominator")


def reported(warehouse: Warehouse, scope: Scope, asof: date, *, few: bool = True) -> pl.DataFrame:
    """Return the figures of a scope's units until a day: the columns of the table `indicator`, and `few`.

    `few` tells those of a few people (`analytics.privacy.of_few`); they are null where `few` is not wanted, and for a
    reader who may not see people.
    """
    found = warehouse.ask("indicator_points", scope.parameters() | {"asof": asof})
    counted = asked_once(warehouse, Scope(), "indicator_people")
    told = found.join(counted, on=["unit", "site", "month"], how="left", nulls_equal=True, maintain_order="left")
    small = of_few(told["people"], told["declared"], smallest(warehouse))
    shown = pl.lit(few and scope.reader.sees_people) | ~pl.col("few")
    told = told.with_columns(small).with_columns(pl.when(shown).then(name).alias(name) for name in FIGURE)
    return told.drop("people", "declared")
