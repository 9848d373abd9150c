"""Slowing down whoever guesses."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Throttle:
    """Counts wrong attempts by who makes them; after a few, each further one has to wait twice as long."""

    free: int = 5
    longest: float = 900.0
    most: int = 10_000
    _wrong: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, *who: str, now: float) -> float:
        """Return the seconds any of these still has to wait."""
        with self._lock:
            return max(0.0, *(self._wrong.get(one, (0, 0.0))[1] - now for one in who))

    def wrong(self, *who: str, now: float) -> None:
        """Note a wrong attempt."""
        with self._lock:
            for one in who:
                count = self._wrong.pop(one, (0, 0.0))[0] + 1
                pause = min(self.longest, 2.0 ** (count - self.free)) if count >= self.free else 0.0
                self._wrong[one] = (count, now + pause)
                if len(self._wrong) > self.most:
                    self._wrong.popitem(last=False)

    def right(self, *who: str) -> None:
        """Forget the wrong attempts of those who made it."""
        with self._lock:
            for one in who:
                self._wrong.pop(one, None)
