"""The one writer: a thread that takes all that waits, commits it once and wakes those who wait.

Each kind of work has a handler, which writes its requests of one group in the order they arrived and decides each: what
it refuses refuses that request only. When a whole group fails, its requests are tried again one by one, so that none
sinks another.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, Protocol

import duckdb

from lrs.errors import Fault, Unavailable
from lrs.store import tables
from lrs.store.clock import Clock

Cursor = duckdb.DuckDBPyConnection
Settle = Callable[[], None]
_MOST = 10_000  # rows in a group, about: bounds how long the first of them waits
_MANY = 9_000  # deferred rows that are written even if there is other work: who comes meanwhile waits some 0.1 s
_LULL = 0.25  # seconds without work after which the deferred is done: longer than a client takes between batches
_ROW_GROUP = 122_880  # rows of a table DuckDB keeps together
_UNUSABLE = (duckdb.FatalException, duckdb.InternalException)


class Request:
    """Work that waits for its commit."""

    __slots__ = ("_done", "error", "handler", "outcome", "weight", "work")

    def __init__(self, handler: "Handler", work: Any, weight: int) -> None:
        self.handler = handler
        self.work = work
        self.weight = weight
        self.outcome: Any = None
        self.error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def wake(self) -> None:
        """Let the thread that waits go on."""
        self._done.release()

    def wait(self) -> Any:
        """Return the outcome once it is on disk, or raise what went wrong.

        The error lets go of this: its traceback leads back here, and the work would stay until garbage is looked for.
        """
        self._done.acquire()
        error, self.error = self.error, None
        if error is None:
            return self.outcome
        try:
            raise error
        finally:
            del error


class Handler(Protocol):
    """Writes one kind of work."""

    order: int

    def apply(self, cursor: Cursor, requests: Sequence[Request]) -> Settle | None:
        """Write inside the open transaction; set each request's outcome or error.

        May be called again with the same requests after a rollback. Returns what to do once it is committed.
        """


class Deferred(Protocol):
    """Work that can wait a little: until there is much of it, or nothing else to do."""

    @property
    def waiting(self) -> int:
        """How much of it there is."""

    def request(self) -> Request:
        """Return what does all of it."""


class Stop:
    """The last thing a writer takes."""


@dataclass(slots=True)
class Pause:
    """Asks the writer to stand still, between commits, until told to go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


def end_process(error: BaseException) -> None:
    """Leave at once: the database cannot be used any more, and a restart reads back everything that was promised."""
    print(f"acquis: the record cannot go on: {error}", file=sys.stderr, flush=True)  # noqa: T201 -- the last words
    os._exit(70)


class Writer:
    """The thread and the queue in front of it."""

    def __init__(self, cursor: Cursor, clock: Clock, on_fatal: Callable[[BaseException], None] = end_process) -> None:
        tables.prepare(cursor)
        self._cursor = cursor
        self._clock = clock
        self._on_fatal = on_fatal
        self._queue: SimpleQueue[Request | Pause | Stop] = SimpleQueue()
        self._counts: Counter[str] = Counter()
        self._deferred: Deferred | None = None
        self._ahead = 0  # rows written since the last checkpoint
        self._closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="acquis-writer", daemon=True)
        self._thread.start()

    def submit(self, handler: Handler, work: Any, weight: int = 1) -> Any:
        """Hand work over, so many rows of it, and wait until it is on disk."""
        request = Request(handler, work, weight)
        with self._closing:
            if self._closed:
                raise Unavailable("the record is being closed")
            self._queue.put(request)
        return request.wait()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stand still between two commits. Work that arrives meanwhile waits."""
        pause = Pause()
        with self._closing:
            if self._closed:
                raise Unavailable("the record is being closed")
            self._queue.put(pause)
        pause.reached.wait()
        try:
            yield
        finally:
            pause.over.set()

    def close(self) -> None:
        """Commit what waits, then end."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(Stop())
        self._thread.join()

    def defer(self, work: Deferred) -> None:
        """Name the work that can wait. It is done at a lull, when there is much of it, at a pause and at the end."""
        self._deferred = work

    def metrics(self) -> dict[str, float]:
        """Return how many groups and requests were committed, the largest group, and the seconds spent committing."""
        return dict(self._counts)

    def use(self, cursor: Cursor) -> None:
        """Write through another cursor from now on. Only while paused."""
        tables.prepare(cursor)
        self._cursor = cursor

    def _run(self) -> None:
        while True:
            first = self._next()
            requests, command = self._take(first)
            if requests:
                self._commit_measured(requests)
            self._catch_up(least=_MANY if command is None else 1)
            self._checkpoint()
            if isinstance(command, Pause):
                command.reached.set()
                command.over.wait()
            elif isinstance(command, Stop):
                return

    def _next(self) -> Request | Pause | Stop:
        """Return the next to come; do at a lull what was deferred."""
        if self._deferred is not None and self._deferred.waiting:
            try:
                return self._queue.get(timeout=_LULL)
            except Empty:
                self._catch_up(least=1)
        return self._queue.get()

    def _catch_up(self, least: int) -> None:
        if self._deferred is None or self._deferred.waiting < least:
            return
        request = self._deferred.request()
        self._commit([request])
        if request.error is not None:  # it waits on: whoever needs it done is told why it cannot be
            print(f"acquis: what was deferred could not be written: {request.error}", file=sys.stderr)  # noqa: T201

    def _checkpoint(self) -> None:
        """Move what was written ahead into the file before it is more than a row group.

        A checkpoint begins new row groups, and later ones write those anew that would fit into fewer: nearly full ones
        are written once. DuckDB checkpoints by itself when much was written that is no rows.
        """
        if self._ahead + _MOST <= _ROW_GROUP:
            return
        self._ahead = 0
        try:
            self._cursor.execute("CHECKPOINT")
        except _UNUSABLE as error:
            self._on_fatal(error)
        except duckdb.Error as error:  # it is all in the log, and DuckDB tries again
            print(f"acquis: the log could not be moved into the record: {error}", file=sys.stderr)  # noqa: T201

    def _take(self, first: Request | Pause | Stop) -> tuple[list[Request], Pause | Stop | None]:
        """Return all the requests that wait, up to a command among them."""
        requests: list[Request] = []
        item, weight = first, 0
        while isinstance(item, Request):
            requests.append(item)
            weight += item.weight
            if weight >= _MOST:
                return requests, None
            try:
                item = self._queue.get_nowait()
            except Empty:
                return requests, None
        return requests, item

    def _commit_measured(self, requests: list[Request]) -> None:
        started = perf_counter()
        try:
            self._commit(requests)
        finally:
            for request in requests:
                request.wake()
        self._ahead += sum(request.weight for request in requests)
        self._counts["groups"] += 1
        self._counts["requests"] += len(requests)
        self._counts["largest_group"] = max(self._counts["largest_group"], len(requests))
        self._counts["seconds"] += perf_counter() - started  # type: ignore[assignment]  # a Counter adds up anything

    def _commit(self, requests: list[Request]) -> None:
        self._clock.begin()
        try:
            self._write(requests)
        except _UNUSABLE as error:
            self._fail(requests, error)
            self._on_fatal(error)
        except Exception as error:  # noqa: BLE001 -- whatever it was, it belongs to one of the requests
            self._rollback()
            if len(requests) > 1:
                self._clock.end()
                for request in requests:
                    self._commit([request])
            else:
                self._fail(requests, error)
        finally:
            self._clock.end()

    def _write(self, requests: list[Request]) -> None:
        groups: dict[Handler, list[Request]] = {}
        for request in requests:
            request.outcome = request.error = None
            groups.setdefault(request.handler, []).append(request)
        self._cursor.execute("BEGIN")
        settled = [
            handler.apply(self._cursor, groups[handler]) for handler in sorted(groups, key=lambda one: one.order)
        ]
        self._cursor.execute("COMMIT")
        for settle in settled:
            if settle is not None:
                settle()

    def _rollback(self) -> None:
        try:
            self._cursor.execute("ROLLBACK")
        except duckdb.TransactionException:
            return  # it was over already
        except duckdb.Error as error:
            self._on_fatal(error)

    @staticmethod
    def _fail(requests: list[Request], error: BaseException) -> None:
        for request in requests:
            if isinstance(error, duckdb.Error):
                request.error = Fault(f"the record could not be written: {error}")
                request.error.__cause__ = error
            else:
                request.error = error
