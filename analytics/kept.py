"""Answers kept for as long as they stay true, so that what several parts of a page ask is worked out once."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")
_UNASKED = object()
_LEAST = 1 << 10  # bytes any answer is taken to weigh
_LIGHT = 1000  # an answer of which so many may be kept is light


class _Answer:
    __slots__ = ("turn", "value", "weight")

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.value: Any = _UNASKED
        self.weight = _LEAST


class Kept:
    """The answers that hold at one mark; a new mark forgets them all. Safe from any thread.

    When they weigh more than `most` bytes together, those not asked for the longest are forgotten first: of those that
    weigh something, since a light one makes no room, and may have taken as long. Who asks while somebody works the same
    answer out waits for it.

    Attributes
    ----------
    began
        When the first was asked for at this mark (`time.monotonic`); None before any was.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._mark: Hashable = None
        self.began: float | None = None
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._weight = 0

    def answer(self, mark: Hashable, key: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer kept under a key, or ask. What is raised is not kept."""
        one = self._place(mark, key)
        with one.turn:
            if one.value is _UNASKED:
                one.value = ask()
                self._weigh(key, one)
            kept: T = one.value
            return kept

    def _place(self, mark: Hashable, key: Hashable) -> _Answer:
        with self._lock:
            if mark != self._mark:
                self._mark, self.began = mark, time.monotonic()
                self._forget()
            one = self._answers.get(key)
            if one is None:
                one = self._answers[key] = _Answer()
                self._weight += one.weight  # what is asked in vain weighs too, else it would never make room
            self._answers.move_to_end(key)
            return one

    def forget(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._answers.clear()
        self._weight = 0

    def _weigh(self, key: Hashable, one: _Answer) -> None:
        """Count what an answer weighs, and make room for it; one that was forgotten meanwhile counts for nothing."""
        heavy = max(_LEAST, weight(one.value))
        with self._lock:
            if self._answers.get(key) is one:
                self._weight += heavy - one.weight
                one.weight = heavy
            while self._weight > self._most and self._answers:
                self._weight -= self._answers.pop(self._oldest()).weight

    def _oldest(self) -> Hashable:
        """Return which answer is forgotten next."""
        some = (key for key, one in self._answers.items() if one.weight * _LIGHT > self._most)
        return next(some, next(iter(self._answers)))


def weight(answer: Any) -> int:
    """Return about how many bytes the frames of an answer take."""
    if isinstance(answer, pl.DataFrame | pl.Series):
        return int(answer.estimated_size())
    if is_dataclass(answer):
        return sum(weight(getattr(answer, field.name)) for field in fields(answer))
    if isinstance(answer, tuple | list):
        return sum(map(weight, answer))
    return 0
