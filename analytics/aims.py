"""The indicators that programmes are meant to move, each with its figures by the groups of the programme's roll-out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from analytics.designs import Design, designs
from analytics.exchange import Exchange
from analytics.programme_facts import seen
from analytics.rollouts import Figures, Rollouts, points
from analytics.scope import Scope
from analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Aim:
    """A programme, an indicator it is meant to move, and that indicator's figures by the programme's groups.

    `few` counts the places whose figures, of some month or all, are of a few people: of a reader who may not see those,
    these months are in nothing.
    """

    programme: dict[str, Any]
    indicator: str
    better: str
    figures: Figures
    few: int

    def designs(self) -> list[Design]:
        """Return every way to read the effect, the one fixed beforehand marked."""
        told = designs(self.figures.decided, self.figures.groups)
        if self.few and not self.figures.groups:
            return [replace(one, reason="few_people") for one in told]
        return told


def aims(warehouse: Warehouse, scope: Scope, exchange: Exchange, *, few: bool = True) -> Iterator[Aim]:
    """Give the aims of a scope's programmes that its reader may see, those without a figure left out.

    Parameters
    ----------
    few
        Whether figures of a few people count, for a reader who may see people; for others they never do.
    """
    told = {row["programme"]: row for row in seen(warehouse, scope).to_dicts()}
    meant = warehouse.ask("indicator_aims").filter(pl.col("programme").is_in(list(told)))
    if meant.is_empty():
        return
    figures = points(warehouse, scope, _rates(warehouse, exchange), few=few)
    rollouts = Rollouts(warehouse, scope)
    for key, indicator in meant.iter_rows():
        own = figures.filter(pl.col("indicator") == indicator)
        if own.height:
            small = own.filter("few").select("unit", "site").n_unique()
            shown = own.filter(pl.col("denominator").is_not_null())
            yield Aim(told[key], indicator, own["better"][0], rollouts.figures(told[key], shown), small)


def _rates(warehouse: Warehouse, exchange: Exchange) -> dict[tuple[str, date], float]:
    priced = warehouse.ask("indicator_money").select("currency", "month").unique().iter_rows()
    found = {(currency, day): exchange.rate(currency, day) for currency, day in priced}
    return {at: float(rate) for at, rate in found.items() if rate is not None}
