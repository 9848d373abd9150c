"""What the organisation says of itself, in DuckDB: whole rows in, whole rows out, judged elsewhere."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from lrs.errors import Conflict
from lrs.store.database import Database
from lrs.store.promise import Put, Rows
from lrs.store.questions import sql
from lrs.store.tasks import Task, Tasks
from lrs.store.writer import Cursor, Writer
from schemas.organisation import NOT_FOLLOWED, TABLES

_TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us"),
    "money": pa.decimal128(18, 4),
    "rate": pa.decimal128(18, 8),
    "share": pa.decimal128(9, 6),
}
MOVED = "the organisation changed meanwhile: look again, then import again"


class Organisation:
    """The organisation's tables (`lrs.store.promise.Organisation`)."""

    def __init__(self, database: Database, writer: Writer, tasks: Tasks) -> None:
        self._database = database
        self._writer = writer
        self._tasks = tasks

    def revision(self) -> int:
        """Return a number that grows with every change that matters to what is derived."""
        with self._database.reading() as cursor:
            return _revision(cursor)

    def rows(self, table: str, **where: Any) -> Rows:
        """Return the rows of a table whose columns have these values, in the order they were written."""
        names = list(TABLES[table])
        clauses = " AND ".join(f"{names[names.index(name)]} = ${name}" for name in where) or "true"
        with self._database.reading() as cursor:
            cursor.execute(sql("organisation_rows").format(table=table, where=clauses), where)
            found = [name for name, *_ in cursor.description or ()]
            return [dict(zip(found, row, strict=True)) for row in cursor.fetchall()]

    def change(self, puts: Sequence[Put], revision: int | None = None) -> int:
        """Make all of these changes or none; return the revision after them."""

        def run(cursor: Cursor) -> int:
            now = _revision(cursor)
            if revision not in (None, now):
                raise Conflict(MOVED)
            for put in puts:
                _remove(cursor, put)
                _insert(cursor, put)
            if any(put.table not in NOT_FOLLOWED for put in puts):
                now += 1
                cursor.execute(sql("organisation_set_revision"), {"revision": now})
            return now

        after: int = self._writer.submit(self._tasks, Task(run))
        return after


def _revision(cursor: Cursor) -> int:
    return int(cursor.execute(sql("organisation_revision")).fetchall()[0][0])


def _remove(cursor: Cursor, put: Put) -> None:
    if put.gone:
        gone = {name: [key[index] for key in put.gone] for index, name in enumerate(put.by)}
        alike = " AND ".join(f"gone.{name} IS NOT DISTINCT FROM {put.table}.{name}" for name in put.by)
        _with(cursor, "gone", put.table, gone, sql("organisation_remove").format(table=put.table, alike=alike))


def _insert(cursor: Cursor, put: Put) -> None:
    if put.rows:
        columns = {name: [row.get(name) for row in put.rows] for name in TABLES[put.table]}
        _with(cursor, "brought", put.table, columns, sql("organisation_insert").format(table=put.table))


def _with(cursor: Cursor, name: str, table: str, columns: dict[str, list[Any]], question: str) -> None:
    """Run a question that reads some columns under a name."""
    shape = TABLES[table]
    cursor.register(name, pa.table({key: pa.array(values, _TYPES[shape[key]]) for key, values in columns.items()}))
    try:
        cursor.execute(question)
    finally:
        cursor.unregister(name)
