"""Which places can be followed over which months: those that report on both sides of a start, the same in each. Pure.

A group's figure is the sum over its places. When one of them stops to report, begins to, or skips a month, that sum
changes though nothing happened to anybody; so a place counts in every month that is read, or in none. No figure is
known here, only that there is one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEARLY = 0.9  # of the months of either side, those a place has to report in
WHOLE = 0.75  # of those months, what must be left when months that a place skipped are left out; else that place is
LEFT = 0.2  # of the places of those with it, and of those without: more left out than that is another organisation
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Place:
    """What figures are told of: a unit, a site, or a unit's people at a site; and its months with a figure."""

    key: str
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """Places that got a programme together, or not.

    Attributes
    ----------
    key
        Of the unit, or of the unit and the site.
    starts
        The day they got it; None: not yet.
    places
        Those with figures.
    """

    key: str
    starts: date | None
    places: tuple[Place, ...]

    @property
    def last_before(self) -> int | None:
        """The last month without it."""
        return None if self.starts is None else number(self.starts) - 1

    @property
    def first_after(self) -> int | None:
        """The first whole month with it."""
        return None if self.starts is None else number(self.starts) + (self.starts.day > 1)

    @property
    def reports(self) -> bool:
        """Whether any of its places ever has a figure."""
        return any(place.months for place in self.places)


@dataclass(frozen=True, slots=True)
class Followed:
    """Who can be followed over some months.

    Attributes
    ----------
    sides
        The keys of the groups of each side that have a place left.
    places, left
        The keys of the places that are followed, and of those that report in some of the months, but not as they must.
    before, after
        The months in which every place that is followed reports.
    enough
        Whether no side lost more of its places than `LEFT`.
    """

    sides: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    left: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    enough: bool


class Panel:
    """The places of some groups by the months they report in."""

    def __init__(self, groups: Sequence[Group]) -> None:
        told = [(at, place) for at, group in enumerate(groups) for place in group.places if place.months]
        self._groups = [group.key for group in groups]
        self._of = np.array([at for at, _ in told], dtype=int)
        self._keys = np.array([place.key for _, place in told], dtype=object)
        self._begin = np.array([min(place.months) for _, place in told], dtype=int)
        self._end = np.array([max(place.months) for _, place in told], dtype=int)
        self.first = int(self._begin.min(initial=number(date.max)))
        self.last = int(self._end.max(initial=0))
        self._there = np.zeros((len(told), max(0, self.last - self.first + 1)), dtype=bool)
        for row, (_, place) in enumerate(told):
            self._there[row, [one - self.first for one in place.months]] = True

    def begins(self, groups: Iterable[bool], low: int, high: int) -> list[int]:
        """Return the months within two ends in which a place of some groups reports for the first time."""
        return self._within(self._begin, groups, low, high)

    def ends(self, groups: Iterable[bool], low: int, high: int) -> list[int]:
        """Return the months within two ends in which a place of some groups reports for the last time."""
        return self._within(self._end, groups, low, high)

    def _within(self, months: NDArray[Any], groups: Iterable[bool], low: int, high: int) -> list[int]:
        own = months[_marks(groups)[self._of]]
        return sorted({int(one) for one in own if low <= one <= high})

    def follow(self, sides: Sequence[Sequence[bool]], before: range, after: range) -> Followed:
        """Return who can be followed over the months before and after.

        Parameters
        ----------
        sides
            Of those with it, and of those without: for each group whether it is one.
        """
        theirs = [_marks(side)[self._of] for side in sides]
        own = np.logical_or.reduce(theirs)
        spans = [slice(max(0, one.start - self.first), max(0, one.stop - self.first)) for one in (before, after)]
        parts = [self._there[:, span] for span in spans]
        told = [part[own].any(axis=0) for part in parts]
        parts = [part[:, some] for part, some in zip(parts, told, strict=True)]
        kept = own & _steady(parts, own)
        shared = [part[kept].all(axis=0) for part in parts]
        reporting = own & np.logical_or.reduce([part.any(axis=1) for part in parts])
        left = reporting & ~kept
        months = [
            tuple(int(one) for one in (np.flatnonzero(some) + self.first + span.start)[common])
            for some, common, span in zip(told, shared, spans, strict=True)
        ]
        return Followed(
            tuple(self._named(kept & side) for side in theirs),
            tuple(self._keys[kept]),
            tuple(self._keys[left]),
            months[0],
            months[1],
            all((left & side).sum() <= LEFT * (reporting & side).sum() for side in theirs),
        )

    def _named(self, rows: Marks) -> tuple[str, ...]:
        return tuple(self._groups[at] for at in dict.fromkeys(self._of[rows]))


def _marks(groups: Iterable[bool]) -> Marks:
    return np.fromiter(groups, dtype=bool)


def _steady(parts: Sequence[Marks], own: Marks) -> Marks:
    """Mark who reports in nearly all months of each side, and in all but those that most of these skip."""
    nearly: Marks = np.logical_and.reduce([part.sum(axis=1) >= NEARLY * part.shape[1] for part in parts])
    always = [part[:, _shared(part[own & nearly])].all(axis=1) for part in parts]
    steady: Marks = np.logical_and.reduce([nearly, *always])
    return steady


def _shared(part: Marks) -> NDArray[Any]:
    """Return the months of a side to keep: those that are skipped most go, as far as `WHOLE` allows."""
    skipped = (~part).sum(axis=0)
    spare = int((1 - WHOLE) * part.shape[1])
    last = np.argsort(-skipped, kind="stable")[:spare]
    return np.setdiff1d(np.arange(part.shape[1]), last[skipped[last] > 0])


def number(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * 12 + day.month - 1


def month(number: int) -> date:
    """Return the first day of a month by its number."""
    return date(number // 12, number % 12 + 1, 1)
