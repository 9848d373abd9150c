"""Amounts in the organisation's own currency, at the rate of each amount's own day; and what an hour of work costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from analytics.money import EXACT

Row = Mapping[str, Any]


def holds(row: Row, day: date) -> bool:
    """Tell whether a row holds on a day."""
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"]))


@dataclass(frozen=True)
class Exchange:
    """The rates that the organisation gave.

    Attributes
    ----------
    base
        The currency everything is told in; empty when there is no amount at all.
    rows
        Rows of `warehouse.exchange`.
    constant
        A day whose rates are taken for every amount: a view of its own, to be labelled. None: each amount's own day.
    """

    base: str
    rows: tuple[Row, ...] = ()
    constant: date | None = None

    def rate(self, currency: str, day: date) -> Decimal | None:
        """Return what one of a currency is worth on a day; None when nobody said."""
        if currency == self.base:
            return Decimal(1)
        on = self.constant or day
        return next((row["rate"] for row in self._of.get(currency, ()) if holds(row, on)), None)

    def told(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """Return an amount in the base, unrounded; None when there is no rate."""
        rate = self.rate(currency, day)
        return None if rate is None else EXACT.multiply(amount, rate)

    @cached_property
    def _of(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row["currency"], []).append(row)
        return found


def base_of(exchange: Iterable[Row], *others: Iterable[Row]) -> str:
    """Return the organisation's own currency: that of its rates, else the first that an amount is in."""
    bases = (row["base"] for row in exchange)
    first = (row["currency"] for rows in others for row in rows if row["currency"])
    return str(next(bases, None) or next(first, ""))


@dataclass(frozen=True)
class Hourly:
    """What an hour costs, by job family and unit: the nearest unit upwards first, at each the job family first."""

    rows: tuple[Row, ...]
    parents: Mapping[str, str | None]
    exchange: Exchange

    def of(self, job_family: str | None, unit: str | None, day: date) -> Decimal | None:
        """Return the cost of an hour in the base, unrounded; None when nobody said."""
        return next((price for row, price in self._told(job_family, unit) if holds(row, day)), None)

    def _told(self, job_family: str | None, unit: str | None) -> list[tuple[Row, Decimal | None]]:
        """Return what was said of a job family in a unit with its price, what holds before all else first."""
        if (job_family, unit) not in self._found:
            places = (
                (family, at) for at in (*self._upwards(unit), None) for family in dict.fromkeys((job_family, None))
            )
            rows = [row for place in places for row in self._of.get(place, ())]
            prices = (self.exchange.told(row["amount"], row["currency"], row["valid_from"]) for row in rows)
            self._found[job_family, unit] = list(zip(rows, prices, strict=True))
        return self._found[job_family, unit]

    @cached_property
    def _found(self) -> dict[tuple[str | None, str | None], list[tuple[Row, Decimal | None]]]:
        return {}

    def _upwards(self, unit: str | None) -> list[str]:
        found: list[str] = []
        while unit is not None and unit not in found:
            found.append(unit)
            unit = self.parents.get(unit)
        return found

    @cached_property
    def _of(self) -> dict[tuple[str | None, str | None], list[Row]]:
        found: dict[tuple[str | None, str | None], list[Row]] = {}
        for row in self.rows:
            found.setdefault((row["job_family"], row["unit"]), []).append(row)
        return found
