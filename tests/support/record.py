"""A record as the warehouse sees it: statements by number, voids, a generation; nothing else of the store."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
CLICKS = "https://w3id.org/xapi/acquis/ext/clicks"

_TABLES = """
CREATE TABLE statement (seq BIGINT, stored TIMESTAMP, id UUID, payload VARCHAR);
CREATE TABLE void (seq BIGINT, target UUID);
CREATE TABLE meta (key VARCHAR, value VARCHAR);
CREATE TABLE word (key UBIGINT, text VARCHAR, salt UTINYINT);
INSERT INTO meta VALUES ('generation', '1');
"""
_MIGRATIONS = sorted(files("schemas").joinpath("sql", "record").iterdir(), key=lambda one: one.name)
_ORGANISATION = "".join(one.read_text(encoding="utf-8") for one in _MIGRATIONS[1:])  # the first is the store's own


class Record:
    """Just enough of a record for a warehouse to follow."""

    def __init__(self, folder: Path | None = None) -> None:
        self.connection = duckdb.connect(
            ":memory:" if folder is None else str(folder / "record.duckdb"), config={"threads": 1}
        )
        where = ":memory:" if folder is None else str(folder / "warehouse.duckdb")
        self.connection.execute(f"ATTACH '{where}' AS warehouse")
        self.connection.execute(_TABLES + _ORGANISATION if folder is None or not self._known() else "SELECT 1")
        self.last = int(self.connection.execute("SELECT coalesce(max(seq), 0) FROM statement").fetchall()[0][0])

    def _known(self) -> bool:
        told = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'"
        return bool(self.connection.execute(told).fetchall()[0][0])

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.connection.cursor()

    def add(self, *statements: Mapping[str, Any] | str, stored: str = "2026-11-21") -> list[UUID]:
        """Keep statements (or any text) as stored on a day; return their ids."""
        ids = []
        for one in statements:
            self.last += 1
            id_ = UUID(int=self.last) if isinstance(one, str) or "id" not in one else UUID(one["id"])
            text = one if isinstance(one, str) else json.dumps(one)
            self.connection.execute("INSERT INTO statement VALUES (?, ?, ?, ?)", [self.last, stored, id_, text])
            if not isinstance(one, str) and one["verb"]["id"] == VOIDED:
                self.connection.execute("INSERT INTO void VALUES (?, ?)", [self.last, UUID(one["object"]["id"])])
            ids.append(id_)
        return ids

    def organise(self, *changes: str) -> None:
        """Change the organisation in SQL, and its revision."""
        for change in changes:
            self.connection.execute(change)
        self.connection.execute("UPDATE meta SET value = (value::INTEGER + 1)::VARCHAR WHERE key = 'organisation'")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the warehouse holds."""
        tables = self.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse' ORDER BY 1")
        return {name: self.rows(f'FROM warehouse."{name}" ORDER BY ALL') for (name,) in tables}

    def close(self) -> None:
        self.connection.close()


def statement(
    who: str = "ada",
    what: str = "https://example.org/a",
    when: str = "2026-03-02T08:00:00Z",
    *,
    verb: str = "http://adlnet.gov/expapi/verbs/experienced",
    **more: Any,
) -> dict[str, Any]:
    """Return a statement with little in it."""
    told: dict[str, Any] = {
        "actor": {"mbox": f"mailto:{who}@example.org"},
        "verb": {"id": verb},
        "object": {"id": what},
        "timestamp": when,
    }
    return told | more


def void(target: UUID | str) -> dict[str, Any]:
    """Return a statement that voids another."""
    return statement(verb=VOIDED, object={"objectType": "StatementRef", "id": str(target)})


def in_course(course: str, **more: Any) -> dict[str, Any]:
    """Return a context inside a course."""
    return {"context": {"contextActivities": {"grouping": [{"id": course}]}}, **more}


def clicked(number: float) -> dict[str, Any]:
    """Return a result with a click count."""
    return {"result": {"extensions": {CLICKS: number}}}
