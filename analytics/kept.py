"""Answers kept for as long as they stay true, so that what several parts of a page ask is worked out once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")
_UNASKED = object()
_LEAST = 1 << 10  # bytes any answer is taken to weigh


class _Answer:
    __slots__ = ("turn", "value", "weight")

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.value: Any = _UNASKED
        self.weight = _LEAST


class Kept:
    """The answers that hold at one mark; a new mark forgets them all. Safe from any thread.

    When they weigh more than `most` bytes together, those not asked for the longest are forgotten first. Who asks while
    somebody works the same answer out waits for it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._mark: Hashable = None
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()

    def answer(self, mark: Hashable, key: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer kept under a key, or ask. What is raised is not kept."""
        one = self._place(mark, key)
        with one.turn:
            if one.value is _UNASKED:
                one.value = ask()
                one.weight = max(_LEAST, weight(one.value))
                self._make_room()
            kept: T = one.value
            return kept

    def _place(self, mark: Hashable, key: Hashable) -> _Answer:
        with self._lock:
            if mark != self._mark:
                self._mark = mark
                self._answers.clear()
            one = self._answers.setdefault(key, _Answer())
            self._answers.move_to_end(key)
            return one

    def _make_room(self) -> None:
        with self._lock:
            over = sum(one.weight for one in self._answers.values()) - self._most
            while over > 0 and self._answers:
                over -= self._answers.popitem(last=False)[1].weight


def weight(answer: Any) -> int:
    """Return about how many bytes the frames of an answer take."""
    if isinstance(answer, pl.DataFrame | pl.Series):
        return int(answer.estimated_size())
    if is_dataclass(answer):
        return sum(weight(getattr(answer, field.name)) for field in fields(answer))
    if isinstance(answer, tuple | list):
        return sum(map(weight, answer))
    return 0
