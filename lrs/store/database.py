"""The DuckDB instance: its file, its settings, its cursors."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import duckdb
import pyarrow as pa
from duckdb import sqltypes

from lrs.errors import Owned, Unavailable
from lrs.store import recovery

Cursor = duckdb.DuckDBPyConnection
Unpack = Callable[[UUID, int, bytes], str]

_INDEX = 80  # bytes of index for each statement: 54 measured


@dataclass(frozen=True, slots=True)
class Limits:
    """What the database may use."""

    memory: int = 384  # megabytes, besides what the indexes of the record hold
    threads: int = 2
    spill: str = "4GB"
    wal: str = "64MB"  # how much is written ahead before a checkpoint moves it into the file (and writes wait)


def connect(path: Path, limits: Limits) -> Cursor:
    """Open a database file with our settings; nothing is locked yet.

    Raises
    ------
    Unavailable
        When another process has it, or it cannot be read.
    """
    spill = path.parent / "spill"
    config: dict[str, Any] = {
        "memory_limit": f"{limits.memory}MB",
        "threads": limits.threads,
        "temp_directory": str(spill),
        "max_temp_directory_size": limits.spill,
        "wal_autocheckpoint": limits.wal,
        "max_vacuum_tasks": 1,  # of a table at a checkpoint: else a late one may write the whole record anew
        "dynamic_or_filter_threshold": 2048,  # lists of up to as many keys go through the index; 50 is the default
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    try:
        return duckdb.connect(str(path), config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise Owned(f"{path} is in use by another process") from error
        raise Unavailable(f"{path} cannot be opened: {error}") from error
    except duckdb.Error as error:
        if not recovery.repair(path.with_name(path.name + ".wal"), str(error)):
            raise Unavailable(f"{path} cannot be read, restore a backup: {error}") from error
    return duckdb.connect(str(path), config=config)


def make_room(connection: Cursor, limits: Limits, statements: int) -> None:
    """Let the database hold its indexes beside everything else: DuckDB keeps all that was touched of them in memory."""
    connection.execute(f"SET memory_limit = '{limits.memory + statements * _INDEX // 1_000_000}MB'")


def lock(connection: Cursor) -> None:
    """Let no query reach files or change settings from now on, but for `make_room`."""
    connection.execute("SET allowed_configs = ['memory_limit']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def teach(connection: Cursor, unpack: Unpack) -> None:
    """Let SQL read packed texts: `told(CAST(id AS VARCHAR), epoch_us(stored), body)`."""

    def told(ids: pa.ChunkedArray, stored: pa.ChunkedArray, bodies: pa.ChunkedArray) -> pa.Array:
        return pa.array(map(unpack, map(UUID, ids.to_pylist()), stored.to_pylist(), bodies.to_pylist()), pa.string())

    types: list[Any] = [sqltypes.VARCHAR, sqltypes.BIGINT, sqltypes.BLOB]
    connection.create_function("told", told, types, sqltypes.VARCHAR, type=cast("Any", "arrow"))


def migrate(connection: Cursor) -> None:
    """Bring the tables to the newest shape, one numbered file at a time; never reads the record."""
    known = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'").fetchall()[0][0]
    at = int(connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()[0][0]) if known else 0
    folder = files("schemas").joinpath("sql", "record")
    for step in sorted(one.name for one in folder.iterdir() if one.name.endswith(".sql")):
        number = int(step.split("_")[0])
        if number > at:
            connection.execute("BEGIN")
            connection.execute(folder.joinpath(step).read_text(encoding="utf-8"))
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [str(number)])
            connection.execute("COMMIT")


class Database:
    """One connection and the cursors drawn from it, which can all be exchanged for those of another file."""

    def __init__(self, connection: Cursor) -> None:
        self._connection = connection
        self._local = threading.local()
        self._readers = 0
        self._gate = threading.Condition()
        self._exchanging = False

    def cursor(self) -> Cursor:
        """Return a new cursor; the caller's own."""
        return self._connection.cursor()

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """Hold this thread's cursor; the file is not exchanged meanwhile."""
        depth = getattr(self._local, "depth", 0)
        with self._gate:
            while self._exchanging and not depth:  # who reads already is waited for, and must get on
                self._gate.wait()
            self._readers += 1
        self._local.depth = depth + 1
        try:
            yield self._mine()
        finally:
            self._local.depth = depth
            with self._gate:
                self._readers -= 1
                if self._exchanging:
                    self._gate.notify_all()

    @contextmanager
    def exchange(self) -> Iterator[None]:
        """Wait for the readers, and hold new ones back; inside, give the new connection to `use`."""
        with self._gate:
            self._exchanging = True
            while self._readers:
                self._gate.wait()
        try:
            yield
        finally:
            with self._gate:
                self._exchanging = False
                self._gate.notify_all()

    def use(self, connection: Cursor) -> None:
        """Draw cursors from another connection from now on."""
        self._connection = connection

    def close(self) -> None:
        """Close the connection and every cursor drawn from it."""
        self._connection.close()

    def _mine(self) -> Cursor:
        if getattr(self._local, "connection", None) is not self._connection:
            self._local.connection = self._connection
            self._local.cursor = self._connection.cursor()
        cursor: Cursor = self._local.cursor
        return cursor
