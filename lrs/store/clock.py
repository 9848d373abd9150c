"""Time as the record tells it: strictly forward, whatever the machine's clock does."""

import threading
import time
from collections.abc import Callable

from lrs.store.promise import Instant


def machine_time() -> Instant:
    """Return what the machine's clock says."""
    return time.time_ns() // 1000


class Clock:
    """Instants that never repeat and never go back, across clock jumps and (given the last one) restarts."""

    def __init__(self, last: Instant = 0, source: Callable[[], Instant] = machine_time) -> None:
        self._last = last
        self._source = source
        self._lock = threading.Lock()
        self._pending: Instant | None = None

    def take(self, count: int = 1) -> Instant:
        """Return the first of `count` consecutive instants nobody was given or promised before."""
        with self._lock:
            first = max(self._source(), self._last + 1)
            self._last = first + count - 1
            return first

    def begin(self) -> None:
        """Note that whatever is taken from now on cannot be read until `end`."""
        with self._lock:
            self._last = max(self._source(), self._last)
            self._pending = self._last

    def end(self) -> None:
        """Note that everything taken can be read, or never will be."""
        with self._lock:
            self._pending = None

    def settled(self) -> Instant:
        """Return an instant at or before which nothing new will ever be taken, nor is waiting to be read."""
        with self._lock:
            if self._pending is None:
                self._last = max(self._source(), self._last)
                return self._last
            return self._pending
