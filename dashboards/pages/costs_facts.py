"""What the page Costs knows for one choice of filters."""

from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics.breakdown import by
from analytics.catalog import MEASURES
from dashboards.components import workings
from dashboards.money import told
from dashboards.pages.asked import Asked

Row = dict[str, Any]
PAGE = "costs"


class Facts(Asked):
    """Budget, commitment and actual; what programmes cost, and per what."""

    @cached_property
    def spend(self) -> Row:
        """Budget, commitment and actual of everything chosen."""
        return self.ask("spend").row(0, named=True)

    @cached_property
    def months(self) -> pl.DataFrame:
        """The same, month by month."""
        return self.ask("spend_months")

    @cached_property
    def units(self) -> pl.DataFrame:
        """The same for each unit below those chosen that has a budget, the furthest over it first."""
        found = self.site.ask(by, self.scope, measure=MEASURES["spend"], dimension="unit")
        titles = self.titles("units")
        names = [titles.get(key, key) for key in found["by"]]
        named = found.with_columns(pl.Series("name", names, dtype=pl.String))
        return named.filter(pl.col("budget") > 0).sort("variance", descending=True)

    @cached_property
    def costs(self) -> pl.DataFrame:
        """What each programme costs; the first row is everything together."""
        return self.ask("costs")

    @cached_property
    def components(self) -> pl.DataFrame:
        """What is spent on what."""
        return self.ask("cost_components")

    @property
    def empty(self) -> bool:
        """Whether the ledger has nothing in this choice."""
        return self.months.is_empty() and self.components.is_empty()

    @property
    def whole(self) -> Row:
        """All programmes together."""
        return self.costs.row(0, named=True)

    @property
    def currency(self) -> str | None:
        """The currency of every amount."""
        found: str | None = self.spend["currency"]
        return found

    def money(self, value: Decimal | float | None, digits: int = 0) -> str:
        """Write an amount."""
        return told(self.words, value, self.currency, digits)

    def opens(self, what: str, text: str, label: str, programme: str = "") -> Any:
        """Return an amount that opens into its working."""
        return workings.amount(PAGE, what, text, label, programme)
