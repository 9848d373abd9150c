"""A star that many tests fill in turn: rows of a table at once, and everything gone again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import polars as pl

from tests.support.star import _MEMBERS, _UNDER, DEFAULTS, SAME, Star

_FURTHER = {
    "claim",
    "contact",
    "gathered",
    "grouped",
    "help",
    "membership",
    "milestone",
    "programme_competency",
    "question",
    "session",
    "threshold",
    "under",
}

_FILLED = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse' AND estimated_size > 0"


class Scene:
    """Tables of the star, filled in bulk."""

    def __init__(self) -> None:
        self.star = Star()

    def clear(self) -> None:
        with self.star.cursor() as cursor:
            filled = {table for (table,) in cursor.execute(_FILLED).fetchall()}
            for table in sorted(filled & (DEFAULTS.keys() | SAME.keys() | _FURTHER)):
                cursor.execute(f"DELETE FROM warehouse.{table}")  # noqa: S608  # our own names

    def put(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows by the names of their columns, with the defaults of the star."""
        with self.star.cursor() as cursor:
            columns = self.star._columns(cursor, table)
            whole = [self.star._whole(table, dict(row), columns) for row in rows]
            if not whole:
                return
            told = [{name: _plain(value) for name, value in row.items()} for row in whole]
            names = list(dict.fromkeys(name for row in told for name in row))
            frame = pl.DataFrame([{name: row.get(name) for name in names} for row in told], infer_schema_length=None)
            cursor.register("given", frame.to_arrow())
            cursor.execute(f"INSERT INTO warehouse.{table} BY NAME SELECT * FROM given")  # noqa: S608  # our own names
            cursor.unregister("given")
            for after, text in (("unit", _UNDER), ("person", _MEMBERS)):
                if table == after:
                    cursor.execute(text)

    def close(self) -> None:
        self.star.close()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def several(n: int, **row: Any) -> list[dict[str, Any]]:
    """Return a row for each of the people 1 to n."""
    return [{"person": person, **row} for person in range(1, n + 1)]
