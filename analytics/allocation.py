"""Amounts told apart by month, programme and unit, to the cent. Pure.

An amount is first spread over the months it covers, each by how much of it is covered; then each month over programmes
and units, by a key: learners active that month, hours, enrolments. Where a month has none, the key of all the months
the amount covers is taken, then that of all time; where there is none at all, the amount stays with nobody.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from analytics.money import NOTHING, cents, share_out

_DAYS = 28 * 29 * 30 * 31  # parts of a month that every length of month divides


class Cell(NamedTuple):
    """Where an amount stands: a programme and a unit; None where it is nobody's."""

    programme: str | None
    unit: str | None


NOBODY = Cell(None, None)
Weights = Mapping[Cell, int]


def month_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(first: date, last: date | None, amortised: int | None) -> date:
    """Return the last day an amount covers: its months', else its own, else its first."""
    return later(first, amortised) - timedelta(days=1) if amortised else last or first


def covered(first: date, last: date) -> dict[date, int]:
    """Return how much of each month some days cover; a whole month is as much as any other."""
    found, month = {}, month_of(first)
    while month <= last:
        length = monthrange(month.year, month.month)[1]
        end = month.replace(day=length)
        days = (min(end, last) - max(month, first)).days + 1
        found[month] = days * (_DAYS // length)
        month = end + timedelta(days=1)
    return found


def in_months(weights: Mapping[date, int]) -> Decimal:
    """Return how many months some weights of `covered` are."""
    return Decimal(sum(weights.values())) / _DAYS


def spread(amount: Decimal, first: date, last: date) -> dict[date, Decimal]:
    """Return what of an amount falls into each month it covers."""
    weights = covered(first, last)
    return dict(zip(weights, share_out(amount, list(weights.values())), strict=True))


@dataclass(frozen=True)
class Key:
    """What amounts are shared out by: how much of it each programme and unit had each month."""

    months: Mapping[date, Weights] = field(default_factory=dict)

    @cached_property
    def ever(self) -> Weights:
        """Of all time."""
        return _sum(self.months.values())

    def of(self, month: date, span: Iterable[date], programme: str | None, units: frozenset[str] | None) -> Weights:
        """Return the weights of a month, of one programme or all, of some units or all; see the module for the rest."""
        among = (programme, units)
        return (
            self._among(month, among)
            or _sum(self._among(one, among) for one in span)
            or _only(self.ever, programme, units)
        )

    def _among(self, month: date, among: tuple[str | None, frozenset[str] | None]) -> Weights:
        if (month, among) not in self._found:
            self._found[month, among] = _only(self.months.get(month, {}), *among)
        return self._found[month, among]

    @cached_property
    def _found(self) -> dict[Any, Weights]:
        return {}


def _only(weights: Weights, programme: str | None, units: frozenset[str] | None) -> Weights:
    return {
        cell: weight
        for cell, weight in weights.items()
        if weight > 0 and programme in (None, cell.programme) and (units is None or cell.unit in units)
    }


def _sum(some: Iterable[Weights]) -> Weights:
    found: dict[Cell, int] = defaultdict(int)
    for weights in some:
        for cell, weight in weights.items():
            found[cell] += weight
    return found


def share(amount: Decimal, weights: Weights, other: Cell = NOBODY) -> dict[Cell, Decimal]:
    """Return what of an amount each cell gets; all of it stays with `other` when there are none."""
    if not weights:
        return {other: amount}
    cells = sorted(weights, key=lambda cell: (cell.programme or "", cell.unit or ""))
    return dict(zip(cells, share_out(amount, [weights[cell] for cell in cells]), strict=True))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an amount is: a programme or all (`programme` None), a unit or everyone, and the units at or below it."""

    programme: str | None
    unit: str | None
    units: frozenset[str] | None


def apart(amount: Decimal, first: date, last: date, owner: Owner, key: Key) -> dict[tuple[date, Cell], Decimal]:
    """Return an amount told apart by month and cell; the parts sum to it to the cent.

    What has a unit stays with it; what has none is shared out over the units, what has no programme over programmes.
    """
    found: dict[tuple[date, Cell], Decimal] = defaultdict(lambda: NOTHING)
    months = spread(cents(amount), first, last)
    for month, part in months.items():
        if owner.programme and owner.unit:
            found[month, Cell(owner.programme, owner.unit)] += part
            continue
        weights = key.of(month, months, owner.programme, owner.units)
        for cell, piece in share(part, weights, Cell(owner.programme, owner.unit)).items():
            found[month, Cell(cell.programme, owner.unit or cell.unit)] += piece
    return dict(found)
