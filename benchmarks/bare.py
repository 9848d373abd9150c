"""What the server is judged by (b): DuckDB alone, durably inserting unique ids and zstd bodies, 1,000 at once."""

import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import generator

PER_TRANSACTION = 1_000
_SCHEMA = "CREATE TABLE statement (id UUID UNIQUE, body VARCHAR USING COMPRESSION zstd)"


def insert(folder: Path, rows: int) -> dict[str, Any]:
    """Insert statements into a new file beside the record, so on the same disk; the making of them is not counted.

    The checkpoint at the end is: before it, no body is packed, and the server packs what it keeps.
    """
    with TemporaryDirectory(dir=folder) as made:
        connection = duckdb.connect(str(Path(made, "bare.duckdb")), config={"wal_autocheckpoint": "256MB"})
        connection.execute(_SCHEMA)
        timed = [_timed(_insert, connection, table) for table in map(_table, range(0, rows, PER_TRANSACTION))]
        timed.append(_timed(connection.execute, "CHECKPOINT"))
        connection.close()
    seconds, spent = (sum(figures) for figures in zip(*timed, strict=True))
    pauses = sorted(pause for pause, _ in timed)
    return {
        "statements_per_second": (len(timed) - 1) * PER_TRANSACTION / seconds,
        "p50_ms": 1000 * pauses[len(pauses) // 2],
        "max_ms": 1000 * pauses[-1],
        "seconds": seconds,
        "server_cpu": spent / seconds,
    }


def _timed(deed: Callable[..., object], *given: object) -> tuple[float, float]:
    """Do something; return the seconds it took, and those of processor time."""
    before, begin = _cpu(), time.perf_counter()
    deed(*given)
    return time.perf_counter() - begin, _cpu() - before


def _table(first: int) -> pa.Table:
    numbers = range(first, first + PER_TRANSACTION)
    return pa.table({"id": [*map(generator.identifier, numbers)], "body": [*map(generator.statement, numbers)]})


def _insert(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    connection.register("batch", table)
    connection.execute("INSERT INTO statement SELECT id::UUID, body FROM batch")


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime
