"""Which statements each agent is in, sorted by agent, in memory.

A scan from the newest on finds the statements of a busy agent at once, but reads every row before it has those of a
rare one. An index on disk would cost every commit, and a start must not read the record. So the rows of `unit` are read
when somebody first asks for an agent, beside whoever asks, who are answered by scans until then: 1 s and 20 MB for a
million and a half of them.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lrs.store.database import Cursor, Database
from lrs.store.questions import sql

ROWS = 1 << 17  # of a run
_SHAPE = {"seq": np.int64, "role": np.uint8, "agent": np.uint64, "verb": np.uint64, "activity": np.uint64}
_SAID = ("verb", "activity")
_log = logging.getLogger(__name__)
Rows = dict[str, NDArray[Any]]


class Asked(NamedTuple):
    """Keys that a row must have. `direct`: the agent is the actor or the object, not merely related."""

    agent: int
    verb: int | None
    activity: int | None
    direct: bool


class _Coded(NamedTuple):
    """A column of few values, each told by its place among them."""

    values: NDArray[np.uint64]
    places: NDArray[Any]

    def equal(self, value: int, part: slice) -> NDArray[np.bool_]:
        at = int(np.searchsorted(self.values, np.uint64(value)))
        found = at < self.values.size and int(self.values[at]) == value
        return self.places[part] == at if found else np.zeros(part.stop - part.start, np.bool_)


class _Run(NamedTuple):
    """Rows sorted by agent; those of `agents[i]` begin at `starts[i]`."""

    agents: NDArray[np.uint64]
    starts: NDArray[np.int64]
    seqs: NDArray[np.int64]
    roles: NDArray[np.uint8]
    said: Mapping[str, _Coded]  # of `_SAID`

    def find(self, asked: Asked, low: int, high: int) -> NDArray[np.int64]:
        at = int(np.searchsorted(self.agents, np.uint64(asked.agent)))
        if at == self.agents.size or int(self.agents[at]) != asked.agent:
            return self.seqs[:0]
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return _met(
            asked, (low, high), self.seqs[part], self.roles[part], lambda name, key: self.said[name].equal(key, part)
        )


def _met(
    asked: Asked,
    bounds: tuple[int, int],
    seqs: NDArray[np.int64],
    roles: NDArray[np.uint8],
    equal: Callable[[str, int], NDArray[np.bool_]],
) -> NDArray[np.int64]:
    """Return the seqs of the rows of an agent that are as asked; `equal` tells which say a key."""
    met = (seqs > bounds[0]) & (seqs <= bounds[1])
    if asked.direct:
        met &= roles <= 1
    for name in _SAID:
        key = getattr(asked, name)
        if key is not None:
            met &= equal(name, key)
    found: NDArray[np.int64] = seqs[met]
    return found


def _sorted(rows: Rows) -> _Run:
    order = np.argsort(rows["agent"], kind="stable")
    agents, starts = np.unique(rows["agent"][order], return_index=True)
    said = {name: _coded(rows[name][order]) for name in _SAID}
    return _Run(agents, np.append(starts, order.size), rows["seq"][order], rows["role"][order], said)


def _coded(column: NDArray[np.uint64]) -> _Coded:
    values, places = np.unique(column, return_inverse=True)
    return _Coded(values, places.astype(np.min_scalar_type(values.size)))


class _Newest:
    """The rows that are in no run yet: the writer adds at the end, then says that they count."""

    def __init__(self) -> None:
        self.room = ROWS
        self.columns: Rows = {name: np.empty(self.room, kind) for name, kind in _SHAPE.items()}
        self.count = 0

    def add(self, rows: Rows) -> Rows:
        """Take as many rows as there is room for; return the others."""
        left = self.room - self.count
        upto = self.count + min(rows["seq"].size, left)
        for name, column in self.columns.items():
            column[self.count : upto] = rows[name][:left]
        self.count = upto
        return {name: column[left:] for name, column in rows.items()}

    def find(self, asked: Asked, low: int, high: int) -> NDArray[np.int64]:
        count = self.count  # once: the writer may add meanwhile
        own = self.columns["agent"][:count] == np.uint64(asked.agent)
        rows = {name: column[:count][own] for name, column in self.columns.items()}
        return _met(asked, (low, high), rows["seq"], rows["role"], lambda name, key: rows[name] == np.uint64(key))


class _Held:
    """All rows so far. Only one thread adds at a time; any may find."""

    def __init__(self) -> None:
        self._parts: tuple[tuple[_Run, ...], _Newest] = (), _Newest()

    def add(self, rows: Rows) -> None:
        while rows["seq"].size:
            runs, newest = self._parts
            rows = newest.add(rows)
            if newest.count == newest.room:
                self._parts = (*runs, _sorted(newest.columns)), _Newest()

    def find(self, asked: Asked, low: int, high: int) -> list[NDArray[np.int64]]:
        runs, newest = self._parts
        return [newest.find(asked, low, high), *(run.find(asked, low, high) for run in runs)]


class Postings:
    """The rows of `unit`, found by agent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._reading: threading.Thread | None = None
        self._later: _Held | None = None  # what was written since the reading began; of both, rows may be in either
        self._read: _Held | None = None
        self._ended = False

    def find(self, asked: Asked, bounds: tuple[int, int], most: int, *, ascending: bool) -> list[int] | None:
        """Return the first seqs in (low, high] of rows as asked, each once; None when that is not known yet."""
        if 0 in (asked.agent, asked.activity):  # what nothing is said of is told by 0 here
            return None
        read, later = self._read, self._later
        if read is None or later is None:
            self.begin()
            return None
        found = np.unique(np.concatenate([*read.find(asked, *bounds), *later.find(asked, *bounds)]))
        chosen: list[int] = (found[:most] if ascending else found[::-1][:most]).tolist()
        return chosen

    def add(self, batch: pa.RecordBatch | None) -> None:
        """Take rows that were committed. Only the writer's thread comes here."""
        later = self._later
        if later is not None and batch is not None:
            later.add(_columns(batch))

    def forget(self) -> None:
        """Let go of everything: the record is another. Nobody reads it meanwhile (`Database.exchange`)."""
        with self._lock:
            self._read = self._later = self._reading = None

    def wait(self) -> None:
        """Wait until what somebody asked for is read."""
        reading = self._reading
        if reading is not None:
            reading.join()

    def close(self) -> None:
        """Stop reading."""
        self._ended = True
        self.wait()

    def begin(self) -> None:
        """Have the rows read, if nobody has."""
        with self._lock:
            if self._reading is None and not self._ended:
                self._later = _Held()
                self._reading = threading.Thread(target=self._take, name="acquis-postings", daemon=True)
                self._reading.start()

    def _take(self) -> None:
        """Read what is on disk: all that was committed before `_later` was there to be added to, and maybe more."""
        with self._database.reading() as cursor:
            try:
                self._read = self._all(cursor)
            except duckdb.Error:
                _log.exception("the rows of agents could not be read: scans find them")
            finally:
                if self._read is None:
                    self._later = None  # nobody would look there

    def _all(self, cursor: Cursor) -> _Held | None:
        held = _Held()
        for batch in cursor.sql(sql("postings")).to_arrow_reader(ROWS):
            if self._ended:
                return None
            held.add(_columns(batch))
        return held


def _columns(batch: pa.RecordBatch) -> Rows:
    """Return the columns, nothing told by 0."""
    return {name: batch[name].fill_null(0).to_numpy(zero_copy_only=False) for name in _SHAPE}
