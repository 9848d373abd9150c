"""Which statements each agent is in, sorted by agent, in memory.

A scan from the newest on finds the statements of a busy agent at once, but reads every row before it has those of a
rare one. An index on disk would cost every commit, and a start must not read the record. So the rows of `unit` are read
when somebody first asks for an agent, beside whoever asks, who are answered by scans until then: 1 s and 20 MB for a
million and a half of them.
"""

import logging
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lrs.store.database import Database
from lrs.store.questions import sql

ROWS = 1 << 17  # of a run
_SHAPE = {"seq": np.int64, "role": np.uint8, "agent": np.uint64, "verb": np.uint64, "activity": np.uint64}
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
    verbs: _Coded
    activities: _Coded

    def find(self, asked: Asked, low: int, high: int) -> NDArray[np.int64]:
        at = int(np.searchsorted(self.agents, np.uint64(asked.agent)))
        if at == self.agents.size or int(self.agents[at]) != asked.agent:
            return self.seqs[:0]
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        met = (self.seqs[part] > low) & (self.seqs[part] <= high)
        if asked.direct:
            met &= self.roles[part] <= 1
        if asked.verb is not None:
            met &= self.verbs.equal(asked.verb, part)
        if asked.activity is not None:
            met &= self.activities.equal(asked.activity, part)
        found: NDArray[np.int64] = self.seqs[part][met]
        return found


def _sorted(rows: Rows) -> _Run:
    order = np.argsort(rows["agent"], kind="stable")
    agents, starts = np.unique(rows["agent"][order], return_index=True)
    verbs, activities = (_coded(rows[name][order]) for name in ("verb", "activity"))
    return _Run(agents, np.append(starts, order.size), rows["seq"][order], rows["role"][order], verbs, activities)


def _coded(column: NDArray[np.uint64]) -> _Coded:
    values, places = np.unique(column, return_inverse=True)
    return _Coded(values, places.astype(np.min_scalar_type(values.size)))


class _Newest:
    """The rows that are in no run yet: the writer adds at the end, then says that they count."""

    def __init__(self, rows: int) -> None:
        self.columns: Rows = {name: np.empty(rows, kind) for name, kind in _SHAPE.items()}
        self.count = 0

    def add(self, rows: Rows) -> Rows:
        """Take as many rows as there is room for; return the others."""
        size, room = rows["seq"].size, self.columns["seq"].size - self.count
        for name, column in self.columns.items():
            column[self.count : self.count + min(size, room)] = rows[name][:room]
        self.count += min(size, room)
        return {name: column[room:] for name, column in rows.items()}

    def find(self, asked: Asked, low: int, high: int) -> NDArray[np.int64]:
        count = self.count  # once: the writer may add meanwhile
        rows = {name: column[:count] for name, column in self.columns.items()}
        met = (rows["agent"] == np.uint64(asked.agent)) & (rows["seq"] > low) & (rows["seq"] <= high)
        if asked.direct:
            met &= rows["role"] <= 1
        for name in ("verb", "activity"):
            if getattr(asked, name) is not None:
                met &= rows[name] == np.uint64(getattr(asked, name))
        found: NDArray[np.int64] = rows["seq"][met]
        return found


class _Held:
    """All rows so far. Only one thread adds at a time; any may find."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._parts: tuple[tuple[_Run, ...], _Newest] = (), _Newest(rows)

    def add(self, rows: Rows) -> None:
        while rows["seq"].size:
            runs, newest = self._parts
            rows = newest.add(rows)
            if newest.count == self._rows:
                self._parts = (*runs, _sorted(newest.columns)), _Newest(self._rows)

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

    def add(self, columns: Sequence[Sequence[int | None]]) -> None:
        """Take committed rows as columns: seq, role, agent, verb, activity. Only the writer's thread comes here."""
        later = self._later
        if later is not None and columns:
            pairs = zip(columns, _SHAPE.items(), strict=True)
            later.add({name: np.array([one or 0 for one in told], kind) for told, (name, kind) in pairs})

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
                self._later = _Held(ROWS)
                self._reading = threading.Thread(target=self._take, name="acquis-postings", daemon=True)
                self._reading.start()

    def _take(self) -> None:
        """Read what is on disk: all that was committed before `_later` was there to be added to, and maybe more."""
        held = _Held(ROWS)
        try:
            with self._database.reading() as mine:
                cursor = mine.cursor()
                for batch in cursor.sql(sql("postings")).to_arrow_reader(ROWS):
                    if self._ended:
                        return
                    held.add(_columns(batch))
                self._read = held
        except duckdb.Error:
            _log.exception("the rows of agents could not be read: scans find them")


def _columns(batch: pa.RecordBatch) -> Rows:
    """Return the columns, nothing told by 0."""
    return {name: batch[name].fill_null(0).to_numpy(zero_copy_only=False) for name in _SHAPE}
