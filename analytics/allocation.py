"""Amounts told apart by month, programme and unit, to the cent. Pure.

An amount is first spread over the months it covers, each by how much of it is covered; then each month over programmes
and units, by a key: learners active that month, hours, enrolments. Where a month has none, the key of all the months
the amount covers is taken, then that of all time; where there is none at all, the amount stays with nobody.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from analytics.money import CENT, NOTHING, cents, share_out

_DAYS = 28 * 29 * 30 * 31  # parts of a month that every length of month divides


class Cell(NamedTuple):
    """Where an amount stands: a programme and a unit; None where it is nobody's."""

    programme: str | None
    unit: str | None


NOBODY = Cell(None, None)
Weights = Mapping[Cell, int]
_Among = tuple[str | None, frozenset[str] | None]


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
        """Return the weights of a month, of one programme or all, of some units or all; see the module for the rest.

        They are in the order of their cells, which decides who gets a cent that is left over.
        """
        among = (programme, units)
        return self._among(month, among) or self._spanned(tuple(span), among) or self._among(None, among)

    def _among(self, month: date | None, among: _Among) -> Weights:
        """Return the weights of a month, or of all time."""
        programme, units = among
        if month not in self._apart:
            self._apart[month] = _by_programme(self.ever if month is None else self.months.get(month, {}))
        found = self._apart[month].get(programme, {})
        if units is None:
            return found
        if (month, among) not in self._spans:
            own = {cell: weight for cell, weight in found.items() if cell.unit in units}
            self._spans[month, among] = own
        return self._spans[month, among]

    def _spanned(self, months: tuple[date, ...], among: _Among) -> Weights:
        if (months, among) not in self._spans:
            self._spans[months, among] = _ordered(_sum(self._among(one, among) for one in months))
        return self._spans[months, among]

    @cached_property
    def _apart(self) -> dict[date | None, Mapping[str | None, Weights]]:
        return {}

    @cached_property
    def _spans(self) -> dict[tuple[tuple[date, ...] | date | None, _Among], Weights]:
        return {}


def _by_programme(weights: Weights) -> Mapping[str | None, Weights]:
    """Return the weights of each programme, and of all of them (None), those of nothing left out."""
    found: dict[str | None, dict[Cell, int]] = defaultdict(dict)
    for cell, weight in _ordered(weights).items():
        if weight > 0:
            found[cell.programme][cell] = weight
    return dict(found) | {None: {cell: weight for part in found.values() for cell, weight in part.items()}}


def _ordered(weights: Weights) -> Weights:
    return dict(sorted(weights.items(), key=lambda one: (one[0].programme or "", one[0].unit or "")))


def _sum(some: Iterable[Weights]) -> Weights:
    found: dict[Cell, int] = defaultdict(int)
    for weights in some:
        for cell, weight in weights.items():
            found[cell] += weight
    return found


def share(amount: Decimal, weights: Weights, other: Cell = NOBODY) -> dict[Cell, Decimal]:
    """Return what of an amount each cell gets, by weights of `Key.of`; all of it stays with `other` without any."""
    if not weights:
        return {other: amount}
    return dict(zip(weights, share_out(amount, list(weights.values())), strict=True))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an amount is: a programme or all (`programme` None), a unit or everyone, and the units at or below it."""

    programme: str | None
    unit: str | None
    units: frozenset[str] | None


class Part(NamedTuple):
    """What of an amount falls into a month, in cents, and what it is shared out by.

    Attributes
    ----------
    weights
        As of `Key.of`; where there are none it stays with `other`.
    owner
        The unit that each share of it is, whoever's the weights are; None where they say.
    """

    month: date
    cents: int
    weights: Weights
    other: Cell
    owner: str | None = None


def parts(amount: Decimal, first: date, last: date, owner: Owner, key: Key) -> Iterator[Part]:
    """Give an amount month by month, each with what it is shared out by.

    What has a unit stays with it; what has none is shared out over the units, what has no programme over programmes.
    """
    months, whose = spread(cents(amount), first, last), Cell(owner.programme, owner.unit)
    for month, part in months.items():
        weights = {} if owner.programme and owner.unit else key.of(month, months, owner.programme, owner.units)
        yield Part(month, int(part * 100), weights, whose, owner.unit)


def apart(amount: Decimal, first: date, last: date, owner: Owner, key: Key) -> dict[tuple[date, Cell], Decimal]:
    """Return an amount told apart by month and cell; the pieces sum to it to the cent.

    Of one amount, piece by piece: what `analytics.ledger_rows` says of all of them together is judged by it.
    """
    found: dict[tuple[date, Cell], Decimal] = defaultdict(lambda: NOTHING)
    for part in parts(amount, first, last, owner, key):
        for cell, piece in share(part.cents * CENT, part.weights, part.other).items():
            found[part.month, Cell(cell.programme, owner.unit) if owner.unit else cell] += piece
    return dict(found)
