"""The warehouse: facts that follow the record, and the only door to them.

It lives in `warehouse.duckdb`, attached to the record's DuckDB as `warehouse`, and is derived: delete the file and it
is built again. It follows by sequence number, in batches. A batch's facts and the watermark that says it is done move
in one transaction, so a crash between two batches loses nothing and doubles nothing. `schemas/sql/warehouse` has the
tables, `analytics/sql/follow` how a batch of statements becomes rows.
"""

import hashlib
import logging
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, cast

import duckdb
import polars as pl

from analytics import steps
from analytics.kept import Kept

BATCH = 20_000
_KEPT = 256 << 20  # bytes of answers: a page of a large organisation rests on some 150 MB

# What a statement's content can make DuckDB raise; anything else is the disk's or ours, and is tried again.
_CONTENT = (duckdb.DataError, duckdb.InvalidInputException, duckdb.NotSupportedError)

TROUBLE = duckdb.Error  # whatever a disk, or a store that closes, makes of a question

# Rows taken from a cursor are copied once more: 10 ms of a million rows.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

_log = logging.getLogger(__name__)


class Cursors(Protocol):
    """What the warehouse needs of a store: cursors on the record with the warehouse attached."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a new cursor, to be used by one thread and closed."""


@cache
def _sql(path: str) -> str:
    return files("analytics").joinpath("sql", f"{path}.sql").read_text(encoding="utf-8")


@cache
def _table_sql(name: str) -> str:
    return files("schemas").joinpath("sql", "warehouse", f"{name}.sql").read_text(encoding="utf-8")


@cache
def rules() -> str:
    """Return a mark of the files that make the warehouse: when they change, it is built again."""
    texts = [_table_sql(name) for name in steps.TABLES] + [_sql(f"follow/{name}") for name in steps.EVERY]
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the warehouse has followed, of which generation and organisation of the record, by which rules."""

    watermark: int
    generation: str
    revision: str
    rules: str


class Warehouse:
    """The derived facts of one record."""

    def __init__(self, store: Cursors, batch: int = BATCH) -> None:
        self._store = store
        self.batch = batch
        self.kept = Kept(_KEPT)  # what `analytics.once` asked
        self._one_at_a_time = threading.Lock()
        with self._cursor() as cursor:
            self._prepare(cursor)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._store.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def ask(self, question: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """Answer a question of `analytics/sql` by name.

        Parameters
        ----------
        question
            The name of the file, without `.sql`.
        parameters
            Values of its `$names`; a name the question does not use is left out.
        """
        text = _sql(question)
        used = {name: value for name, value in (parameters or {}).items() if f"${name}" in text}
        with self._cursor() as cursor:
            # Not `sql()`, which has a question bound twice: of most, that was a quarter of what they cost.
            told = cursor.execute(text, used).to_arrow_table()
            return cast("pl.DataFrame", pl.from_arrow(told, rechunk=False))

    def mark(self) -> Mark:
        """Return how far it has followed, and of what: as long as that stays, so does every answer."""
        with self._cursor() as cursor:
            return _state(cursor)

    def follow(self) -> int:
        """Read the next batch of the record; return how many sequence numbers the watermark moved."""
        with self._one_at_a_time, self._cursor() as cursor:
            mark = self._prepare(cursor)
            if mark.revision != (revision := _revision(cursor)):
                _organise(cursor, revision)
            upto = min(_newest(cursor), mark.watermark + self.batch)
            self._move(cursor, mark.watermark, upto)
            return max(0, upto - mark.watermark)

    def newest(self) -> int:
        """Return the sequence number of the newest statement of the record."""
        with self._cursor() as cursor:
            return _newest(cursor)

    def is_nearly_there(self) -> bool:
        """Tell whether all it lacks is less than a batch of statements, of the organisation as it says it is now."""
        with self._cursor() as cursor:
            mark = _state(cursor)
            told = (_generation(cursor), _revision(cursor))
            return _newest(cursor) - mark.watermark < self.batch and told == (mark.generation, mark.revision)

    def catch_up(self) -> None:
        """Follow until nothing new is left."""
        while self.follow():
            pass

    def rebuild(self) -> None:
        """Forget every derived row; following builds them again."""
        with self._one_at_a_time, self._cursor() as cursor:
            _create(cursor)

    def _prepare(self, cursor: duckdb.DuckDBPyConnection) -> Mark:
        mark = _mark(cursor)
        if mark is not None and (mark.generation, mark.rules) == (_generation(cursor), rules()):
            return mark
        return _create(cursor)

    def _move(self, cursor: duckdb.DuckDBPyConnection, after: int, upto: int) -> None:
        """Move the watermark from one statement to another; halve the way until what cannot be read stands alone."""
        if upto <= after:
            return
        try:
            _move_together(cursor, {"after": after, "upto": upto})
        except _CONTENT as problem:
            if upto - after == 1:
                _set_aside(cursor, upto, str(problem))
                return
            half = (after + upto) // 2
            self._move(cursor, after, half)
            self._move(cursor, half, upto)


def _one(cursor: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = cursor.execute(query).fetchone()
    return row[0] if row else None


def _newest(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(_one(cursor, "SELECT coalesce(max(seq), 0) FROM statement"))


def _run(cursor: duckdb.DuckDBPyConnection, *names: str) -> None:
    for name in names:
        cursor.execute(_sql(f"follow/{name}"))


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def _generation(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(_one(cursor, "SELECT value FROM meta WHERE key = 'generation'") or "")


def _revision(cursor: duckdb.DuckDBPyConnection) -> str:
    """Return a mark of what the organisation says of itself; contacts have no revision and are few."""
    revision = _one(cursor, "SELECT value FROM meta WHERE key = 'organisation'")
    contacts = _one(cursor, "SELECT count(*) FROM organisation.contact")
    return f"{revision} {contacts}"


def _mark(cursor: duckdb.DuckDBPyConnection) -> Mark | None:
    known = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'warehouse' AND table_name = 'state'"
    if not _one(cursor, known):
        return None
    return _state(cursor)


def _state(cursor: duckdb.DuckDBPyConnection) -> Mark:
    (row,) = cursor.execute("SELECT watermark, generation, revision, rules FROM warehouse.state").fetchall()
    return Mark(*row)


def _create(cursor: duckdb.DuckDBPyConnection) -> Mark:
    """Make every table anew, empty."""
    mark = Mark(0, _generation(cursor), "", rules())
    with _transaction(cursor):
        for kind, name in cursor.execute(_sql(f"follow/{steps.WHAT_IS_THERE}")).fetchall():
            cursor.execute(f'DROP {kind} IF EXISTS warehouse."{name}"')
        for part in steps.TABLES:
            cursor.execute(_table_sql(part))
        values = [mark.watermark, mark.generation, mark.revision, mark.rules]
        cursor.execute("INSERT INTO warehouse.state VALUES (?, ?, ?, ?)", values)
    return mark


def _organise(cursor: duckdb.DuckDBPyConnection, revision: str) -> None:
    """Read the organisation again, in one transaction; derive every fact anew if what they are made of changed."""
    old = str(_one(cursor, "SELECT revision FROM warehouse.state"))
    with _transaction(cursor):
        if old.partition(" ")[0] == revision.partition(" ")[0]:
            _run(cursor, steps.CONTACTS)
        else:
            before = _made_of(cursor)
            _run(cursor, *steps.ORGANISE)
            if _made_of(cursor) != before:
                _run(cursor, *steps.ANEW)
                _derive(cursor)
        cursor.execute("UPDATE warehouse.state SET revision = ?", [revision])


def _made_of(cursor: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = cursor.execute(_sql(f"follow/{steps.MADE_OF}")).fetchall()
    return found


def _move_together(cursor: duckdb.DuckDBPyConnection, bounds: Mapping[str, int]) -> None:
    """Read a batch, then write its rows and the watermark in one transaction."""
    cursor.execute(_sql(f"follow/{steps.BEGIN}"), dict(bounds))
    _run(cursor, *steps.READ)
    with _transaction(cursor):
        _run(cursor, *steps.KEEP)
        _derive(cursor)
        cursor.execute("UPDATE warehouse.state SET watermark = ?", [bounds["upto"]])


def _derive(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make anew what the marked statements touch. To plan a step costs time, so what would find nothing is left out."""
    _run(cursor, *steps.DERIVE)
    needed = {name for (name,) in cursor.execute(_sql(f"follow/{steps.NEEDED}")).fetchall()}
    _run(cursor, *(name for name in steps.AS_NEEDED if name in needed), *steps.COUNT)


def _set_aside(cursor: duckdb.DuckDBPyConnection, seq: int, reason: str) -> None:
    """Count a statement that cannot be read, and step over it. DuckDB's reason quotes the statement: leave that out."""
    reason = reason.partition("Input:")[0].strip()
    _log.warning("statement %d cannot be read: %s", seq, reason)
    with _transaction(cursor):
        cursor.execute("INSERT INTO warehouse.unreadable VALUES (?, ?)", [seq, reason[:500]])
        cursor.execute("UPDATE warehouse.state SET watermark = ?", [seq])
