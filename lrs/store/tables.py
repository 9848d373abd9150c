"""Columns of Python values on their way into DuckDB, by Arrow: one INSERT a table, whatever the number of rows."""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

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


_EMPTY = pa.table({"seq": pa.array([], SEQ)})  # a table needs a column


class _Incoming:
    """What a cursor reads as `incoming`. Registered once: registering anew costs as much as the INSERT itself.

    `prepared` holds the questions that need not be parsed and planned again, which costs as much once more.
    """

    def __init__(self) -> None:
        self.table = _EMPTY
        self.prepared: set[str] = set()

    def __arrow_c_schema__(self) -> object:
        return self.table.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


_incoming: WeakKeyDictionary[Cursor, _Incoming] = WeakKeyDictionary()


def prepare(cursor: Cursor) -> _Incoming:
    """Give a cursor its `incoming`. Outside any transaction: a rollback would take it away again."""
    incoming = _incoming[cursor] = _Incoming()
    cursor.register("incoming", incoming)
    return incoming


def insert(cursor: Cursor, question: str, **columns: pa.Array) -> list[tuple[Any, ...]]:
    """Run an INSERT that reads `incoming`, on a prepared cursor; return its rows: a count, or `RETURNING`."""
    incoming = _incoming[cursor]
    incoming.table = pa.table(dict(sorted(columns.items())))  # planned by place: each time in the same order
    if question not in incoming.prepared:
        cursor.execute(f"PREPARE {question} AS {sql(question)}")
        incoming.prepared.add(question)
    told = cursor.execute(f"EXECUTE {question}").fetchall()
    incoming.table = _EMPTY  # let go of the bytes
    return told


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return a column."""
    return pa.array(values, kind)
