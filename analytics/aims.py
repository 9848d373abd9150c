"""The indicators that programmes are meant to move, each with its figures by the groups of the programme's roll-out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.exchange import Exchange
from analytics.programme_facts import seen
from analytics.progress import as_of
from analytics.rollouts import Figures, Rollouts, points
from analytics.scope import Scope
from analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Aim:
    """A programme, an indicator it is meant to move, and that indicator's figures by the programme's groups."""

    programme: dict[str, Any]
    indicator: str
    better: str
    figures: Figures


def aims(warehouse: Warehouse, scope: Scope, exchange: Exchange) -> Iterator[Aim]:
    """Give the aims of a scope's programmes that its reader may see, those without a figure left out."""
    told = {row["programme"]: row for row in seen(warehouse, scope).to_dicts()}
    meant = warehouse.ask("indicator_aims").filter(pl.col("programme").is_in(list(told)))
    if meant.is_empty():
        return
    figures = points(warehouse, scope, as_of(scope), _rates(warehouse, exchange))
    rollouts = Rollouts(warehouse, scope)
    for key, indicator in meant.iter_rows():
        own = figures.filter(pl.col("indicator") == indicator)
        if own.height:
            yield Aim(told[key], indicator, own["better"][0], rollouts.figures(told[key], own))


def _rates(warehouse: Warehouse, exchange: Exchange) -> dict[tuple[str, date], float]:
    priced = warehouse.ask("indicator_money").select("currency", "month").unique().iter_rows()
    found = {(currency, day): exchange.rate(currency, day) for currency, day in priced}
    return {at: float(rate) for at, rate in found.items() if rate is not None}
