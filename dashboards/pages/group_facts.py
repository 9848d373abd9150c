"""What the page Group knows for one choice of filters, and how it says it."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from analytics.answers import WHATS
from dashboards.pages.asked import Asked

Row = dict[str, Any]
OUTSIDE = {"low": -1, "high": 1, "below": -1, "above": 1}


class Facts(Asked):
    """The units beside each other, and what changed."""

    @cached_property
    def units(self) -> pl.DataFrame:
        """Units by what is compared; where some people are chosen, those that any of them is in."""
        units = self.ask("units_compared")
        if self.chosen.group or self.chosen.country or self.chosen.language:
            return units.filter(pl.col("size").is_null() | (pl.col("size") > 0))
        return units

    @cached_property
    def changes(self) -> pl.DataFrame:
        """What changed since the time before."""
        return self.ask("changes")

    @property
    def clear(self) -> list[Row]:
        """The changes that stand out, those of everyone first, then the largest units'."""
        order = {unit: place for place, unit in enumerate(self.units["unit"].unique(maintain_order=True))}
        found = self.changes.filter(pl.col("clear")).rows(named=True)
        return sorted(found, key=lambda row: (row["unit"] is not None, order.get(row["unit"], 0)))

    @property
    def outside(self) -> list[Row]:
        """What lies beyond the 99.8 % limits."""
        return self.units.filter(pl.col("place").is_in(["below", "above"])).rows(named=True)

    def whole(self, what: str) -> Row:
        """Return the row of everyone together."""
        return self.changes.row(by_predicate=pl.col("unit").is_null() & (pl.col("what") == what), named=True)

    def title(self, row: Mapping[str, Any]) -> str:
        """Return the title of a row's unit in the reader's language; of everyone's row, that it is."""
        if row["unit"] is None:
            return self.words("Everyone here")
        return super().title(row)

    def what(self, key: str) -> str:
        """Return the name of what is compared."""
        return self.words.of(WHATS[key].name)

    def defined(self, key: str) -> str:
        """Return what it is, in one sentence."""
        return self.words.of(WHATS[key].sentence)

    def value(self, what: str, value: float | None) -> str:
        """Write a value as it is meant: a share, or hours."""
        if value is None:
            return "—"
        if WHATS[what].share:
            return self.words.share(value, 1)
        return self.words("{n} h", n=self.words.number(value, 1))

    def between(self, what: str, low: float, high: float) -> str:
        """Say an interval in few words."""
        if WHATS[what].share:
            low, high = 100 * low, 100 * high
            ends = {"low": self.words.number(low), "high": self.words.number(high)}
            return self.words("{low} to {high}%", **ends)
        ends = {"low": self.words.number(low, 1), "high": self.words.number(high, 1)}
        return self.words("{low} to {high} h", **ends)

    def moved(self, row: Row) -> str:
        """Say a change: by how much, and between what, counted in its direction."""
        low, high = (row["low"], row["high"]) if row["change"] > 0 else (-row["high"], -row["low"])
        words, what = self.words, row["what"]
        if WHATS[what].share:
            ends = {"low": words.number(100 * low, 1), "high": words.number(100 * high, 1)}
            by = words.many("{n} point", "{n} points", 100 * abs(row["change"]), 1)
        else:
            ends = {"low": words.number(low, 1), "high": words.number(high, 1)}
            by = words("{n} h", n=words.number(abs(row["change"]), 1))
        if row["change"] > 0:
            return words("{by} more (between {low} and {high})", by=by, **ends)
        return words("{by} fewer (between {low} and {high})", by=by, **ends)

    def to(self, path: str, unit: str, fields: Iterable[str]) -> str:
        """Return the address of another page about a unit, all else kept that it has controls for."""
        return path + self.chosen.within(fields).search(units=(unit,), more=())

    def without_units(self) -> str:
        """Return this address without units."""
        return self.chosen.search(units=(), more=()) or "?"
