"""The thread in which the warehouse follows the record."""

import logging
import threading
import time

from analytics.warehouse import TROUBLE, Warehouse

PAUSE = 1.0  # seconds between looks at a record
_POURING = 100  # statements a second: somebody sends as fast as they can
_REST = 4  # times as long as a step took, which grows with the record
_PATIENCE = 30.0, 20  # seconds, and times as long as a step took: how long it waits for the end of a flood
_LARGE, _A_SECOND = 500_000, 10_000  # statements: how many are many, and how many more are worth a second
_STILL = 300.0  # seconds it stands still for readers at most

_log = logging.getLogger(__name__)


class Follower:
    """Follows the record in a thread of its own until told to stop.

    A step costs about as much for one statement as for hundreds, so it looks once a second at most and rests longer
    than it works. While statements pour in it leaves the machine to them, for a while, and catches up afterwards.

    What pages tell of a large record takes seconds to work out, and is kept until the next statement is followed. So it
    stands still for a while after somebody began to read: 50 seconds at a million, five minutes at most.
    """

    def __init__(self, warehouse: Warehouse, pause: float = PAUSE) -> None:
        self._warehouse = warehouse
        self._pause = pause
        self._looked: tuple[float, int] | None = None  # when, and which statement was the newest
        self._patient_until = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warehouse", daemon=True)

    def start(self) -> "Follower":
        """Begin."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the batch in hand, then end."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                is_patient = self._is_flooded() and time.monotonic() < self._patient_until
                rest = self._pause if is_patient or self._is_read() else self._step()
            except TROUBLE:  # a full disk, a store that closes: the next look tries again from the watermark
                _log.exception("the warehouse could not follow; it tries again")
                rest = self._pause
            self._stop.wait(rest)

    def _step(self) -> float:
        """Follow once; return the seconds to rest."""
        started = time.monotonic()
        is_behind = self._warehouse.follow() == self._warehouse.batch
        took = time.monotonic() - started
        least, times = _PATIENCE
        self._patient_until = time.monotonic() + max(least, times * took)
        return 0.0 if is_behind else max(self._pause, _REST * took)

    def _is_flooded(self) -> bool:
        """Tell whether statements have poured in since the last look."""
        looked, self._looked = self._looked, (time.monotonic(), self._warehouse.newest())
        if looked is None:
            return False
        passed, arrived = self._looked[0] - looked[0], self._looked[1] - looked[1]
        return arrived >= max(self._pause, passed) * _POURING

    def _is_read(self) -> bool:
        """Tell whether somebody began to read of a large record a short while ago, with little that is newer."""
        began = self._warehouse.kept.began
        if began is None:
            return False
        still = min(_STILL, (self._warehouse.newest() - _LARGE) / _A_SECOND)
        return time.monotonic() - began < still and self._warehouse.is_nearly_there()
