"""What a scope costs, what its alternatives would cost and what it brings, put together as Decision judges it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from analytics.judged import Judged, judged
from analytics.scope import Scope
from analytics.spending import View, paid_out, spent, view
from analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Pieces:
    """The amounts of a scope, in cents.

    Attributes
    ----------
    told
        The part of the ledger they are from.
    stood
        Of each programme what was paid and what is foreseen until it is; and what no programme took up. Learners' time
        is a cost without a line.
    """

    told: View
    stood: Judged

    @property
    def cost(self) -> pl.DataFrame:
        """What counts as cost."""
        return self.stood.cost

    @property
    def benefit(self) -> pl.DataFrame:
        """What programmes bring, of every kind, isolated."""
        return self.told.books.benefits

    @property
    def alternative(self) -> pl.DataFrame:
        """What the alternatives would cost."""
        return self.told.books.costs.filter("alternative")

    @property
    def compared(self) -> pl.DataFrame:
        """The cost of the programmes that have an alternative: nothing else may be compared with one."""
        return self.cost.filter(pl.col("programme").is_in(self.with_alternative))

    @cached_property
    def with_alternative(self) -> list[str]:
        """The programmes somebody told the cost of an alternative of."""
        return sorted(self.alternative["programme"].drop_nulls().unique())

    @property
    def paid(self) -> pl.DataFrame:
        """The part of the cost that is cash."""
        return self.cost.filter(paid_out())

    @property
    def cashable(self) -> pl.DataFrame:
        """The benefits that are cash."""
        return self.benefit.filter(pl.col("kind") == "cashable")

    @cached_property
    def span(self) -> list[date]:
        """Every month from the first to the last in which cash is paid or comes in."""
        found = [month for frame in (self.paid, self.cashable) for month in frame["month"].to_list()]
        return pl.date_range(min(found), max(found), "1mo", eager=True).to_list() if found else []

    @property
    def months(self) -> int:
        """How many months the amounts are of."""
        return len({month for frame in (self.cost, self.benefit) for month in frame["month"].to_list()})


def pieces_of(warehouse: Warehouse, scope: Scope) -> Pieces:
    """Return the amounts of a scope."""
    told = view(warehouse, scope)
    return Pieces(told, judged(spent(told.books.costs), told.books.replaced))


def ends(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return each line's cents with the least and the most they may be, lines without a name left out."""
    each = [frame.select("line", "cents", "low", "high") for frame in frames]
    return pl.concat(each).drop_nulls("line").group_by("line").agg(pl.all().sum()).sort("line")
