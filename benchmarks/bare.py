"""What the server is judged by (b): DuckDB alone, durably inserting unique ids and zstd bodies, 1,000 at once."""

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import generator

PER_TRANSACTION = 1_000
_SCHEMA = "CREATE TABLE statement (id UUID UNIQUE, body VARCHAR USING COMPRESSION zstd)"


def insert(folder: Path, rows: int) -> dict[str, Any]:
    """Insert statements into a new file beside the record, so on the same disk; the making of them is not counted."""
    tables = [_table(first) for first in range(0, rows, PER_TRANSACTION)]
    with TemporaryDirectory(dir=folder) as made:
        connection = duckdb.connect(str(Path(made, "bare.duckdb")), config={"wal_autocheckpoint": "256MB"})
        connection.execute(_SCHEMA)
        before, begin = _cpu(), time.perf_counter()
        pauses = [_insert(connection, table) for table in tables]
        seconds, spent = time.perf_counter() - begin, _cpu() - before
        connection.close()
    pauses.sort()
    return {
        "statements_per_second": len(tables) * PER_TRANSACTION / seconds,
        "p50_ms": 1000 * pauses[len(pauses) // 2],
        "max_ms": 1000 * pauses[-1],
        "seconds": seconds,
        "server_cpu": spent / seconds,
    }


def _table(first: int) -> pa.Table:
    numbers = range(first, first + PER_TRANSACTION)
    return pa.table({"id": [*map(generator.identifier, numbers)], "body": [*map(generator.statement, numbers)]})


def _insert(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> float:
    begin = time.perf_counter()
    connection.register("batch", table)
    connection.execute("INSERT INTO statement SELECT id::UUID, body FROM batch")
    return time.perf_counter() - begin


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime
