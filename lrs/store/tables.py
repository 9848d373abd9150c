"""Columns of Python values on their way into DuckDB, by Arrow: one INSERT a table, whatever the number of rows."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from lrs.store.questions import sql

Cursor = duckdb.DuckDBPyConnection
SEQ = pa.int64()
KEY = pa.uint64()
INSTANT = pa.timestamp("us")
TEXT = pa.string()
BYTES = pa.binary()
SMALL = pa.uint8()
FLAG = pa.bool_()


def ids(values: Sequence[bytes | None]) -> pa.Array:
    """Return a column of UUIDs, given their 16 bytes each."""
    return pa.ExtensionArray.from_storage(pa.uuid(), pa.array(values, pa.binary(16)))


def insert(cursor: Cursor, question: str, **columns: pa.Array) -> int:
    """Run an INSERT that reads `incoming`; return how many rows it kept."""
    cursor.register("incoming", pa.table(columns))
    try:
        (count,) = cursor.execute(sql(question)).fetchall()[0]
    finally:
        cursor.unregister("incoming")
    return int(count)


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return a column."""
    return pa.array(values, kind)
