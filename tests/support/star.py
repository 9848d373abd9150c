"""A warehouse filled by hand: the tables of the star in memory, and the same `ask` that measures use.

>>> star = Star()
>>> star.add("unit", [{"unit": "group"}, {"unit": "team", "parent": "group"}])
>>> star.add("person", [{"person": 1, "unit": "team"}])
>>> star.add("fact", [{"person": 1, "verb": "completed", "happened": "2026-03-02 08:00"}])

What a row leaves out has a default; people a fact names and nobody described are learners of no unit; what is below
each unit follows from `parent`, memberships from a person's `unit`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import duckdb

from analytics.warehouse import Warehouse
from tests.support.record import Record

DEFAULTS: dict[str, dict[str, Any]] = {
    "person": {"role": "learner", "known": True},
    "unit": {"depth": 0, "zone": "UTC"},
    "assigned": {"mandatory": True, "exempt": False},
    "belongs": {"whole": True},
    "fact": {"verb": "experienced", "initiated": True},
    "assessment": {"question": False, "attempt": 1, "activity": 1},
    "attendance": {"present": True, "activity": 1},
    "segment": {"activity": 1},
    "contribution": {"kind": "post"},
    "evaluation": {"stage": "hot", "item": "overall", "top": 5.0, "bottom": 1.0, "activity": 1},
    "competency_event": {"kind": "acquired"},
    "session_time": {"rule": "gaps"},
    "rollup": {"statements": 1, "seconds": 0.0, "initiated": 1},
    "part_of": {"place": "grouping"},
    "programme_phase": {"phase": "during", "position": 1},
    "cost": {
        "component": "design",
        "basis": "fixed",
        "nature": "actual",
        "alternative": False,
        "currency": "EUR",
        "file": "ledger.csv",
        "position": 2,
    },
    "hourly": {"currency": "EUR", "valid_from": "2020-01-01", "file": "rates.csv", "position": 2},
    "exchange": {"base": "EUR"},
    "indicator": {"denominator": 1, "better": "down", "file": "indicators.csv", "position": 2},
    "aim": {},
    "drawn": {"drawn": "2020-01-01 08:00", "who": "administrator", "seed": "1"},
    "rollout": {},
    "follow_up": {"lag": "J90", "unit": "", "one_in": 2, "after": 10, "drawn": "2020-01-01 08:00"}
    | {"who": "administrator", "seed": "1"},
    "benefit": {"kind": "cashable", "title": "gain", "evidence": "controlled", "currency": "EUR", "share": 1}
    | {"confidence": 1, "file": "benefits.csv", "position": 2},
}
SAME: dict[str, dict[str, str]] = {  # a column left out that follows another of its row
    "person": {"key": "person"},
    "unit": {"title_en": "unit", "title_fr": "unit"},
    "programme": {"title_en": "programme", "title_fr": "programme"},
    "activity": {"iri": "activity"},
    "agent": {"identifier": "agent", "person": "agent"},
    "fact": {"agent": "person"},
    "milestone": {"latest": "happened"},
    "session_time": {"ends": "starts", "began": "starts"},
}
PEOPLE = ("person", "helper", "helped", "instructor")


class Star(Warehouse):
    """The tables of the star, empty until `add`."""

    def __init__(self) -> None:
        self.record = Record()
        super().__init__(self.record)
        self._seq = 0
        self._known: dict[str, list[str]] = {}

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor, for what `add` does not do."""
        with self._cursor() as cursor:
            yield cursor
            cursor.execute(_NEWS)

    def add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows to a table by the names of their columns."""
        with self._cursor() as cursor:
            for given in rows:
                row = self._whole(table, dict(given), self._columns(cursor, table))
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
                into = f"INSERT INTO warehouse.{table} ({names})"  # our own names
                cursor.execute(f"{into} VALUES ({marks})", list(row.values()))
                if table != "person":
                    _meet(cursor, {row[name] for name in PEOPLE if name in row and row[name] is not None})
            if table == "unit":
                cursor.execute(_UNDER)
            if table == "person":
                cursor.execute(_MEMBERS)
            cursor.execute(_NEWS)

    def close(self) -> None:
        """End it."""
        self.record.close()

    def _columns(self, cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
        """Return a table's columns, asked for once: to ask takes longer than to write a row."""
        if table not in self._known:
            told = cursor.execute(
                "SELECT column_name FROM duckdb_columns() WHERE database_name = 'warehouse' AND table_name = ?", [table]
            )
            self._known[table] = [name for (name,) in told.fetchall()]
        return self._known[table]

    def _whole(self, table: str, row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
        self._seq += 1
        row = DEFAULTS.get(table, {}) | row
        for name, other in SAME.get(table, {}).items():
            if name not in row and other in row:
                row[name] = row[other]
        if "seq" in columns:
            row.setdefault("seq", self._seq)
            if "id" in columns:
                row.setdefault("id", UUID(int=row["seq"]))
        return row


def _meet(cursor: duckdb.DuckDBPyConnection, people: Iterable[int]) -> None:
    for one in people:
        cursor.execute(
            "INSERT INTO warehouse.person (person, key, role, known) "
            "SELECT $1, $1::VARCHAR, 'learner', TRUE WHERE $1 NOT IN (SELECT person FROM warehouse.person)",
            [one],
        )


_NEWS = "UPDATE warehouse.state SET revision = uuid()"  # kept answers are told anew
_UNDER = """
DELETE FROM warehouse.under;
INSERT INTO warehouse.under
WITH RECURSIVE way (ancestor, unit) AS (
    SELECT unit, unit FROM warehouse.unit
    UNION
    SELECT way.ancestor, u.unit FROM way JOIN warehouse.unit u ON u.parent = way.unit
)
SELECT ancestor, unit FROM way;
"""
_MEMBERS = """
INSERT INTO warehouse.membership
SELECT person, unit FROM warehouse.person p
WHERE unit IS NOT NULL AND (person, unit) NOT IN (SELECT (person, unit) FROM warehouse.membership);
"""
