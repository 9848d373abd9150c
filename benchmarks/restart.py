"""The part about a start: ready, and the first answer, on ten times what was loaded.

Nine copies of every row are added inside DuckDB under the real schema, with new sequence numbers, instants and ids: the
same files a server would have written, in minutes instead of an hour.
"""

import json
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import duckdb

from benchmarks.acquis import STATEMENTS, serve
from benchmarks.bench import say
from benchmarks.corpus import Corpus, copied
from benchmarks.load import VERSION
from benchmarks.report import Row, at_most

_TIMES = 10
_MOVED = "SELECT * REPLACE (seq + $shift AS seq, source + $shift AS source)"
_COPIES = (
    """INSERT INTO kept
    SELECT seq + $shift, stored + to_days(400 * $turn), md5(concat(id, $turn))::UUID, authority, body
    FROM kept WHERE seq <= $rows""",
    f"INSERT INTO unit {_MOVED} FROM unit WHERE seq <= $rows",
    f"INSERT INTO related_activity {_MOVED} FROM related_activity WHERE seq <= $rows",
)


def restart(corpus: Corpus, port: int) -> list[Row]:
    """Start on ten times the corpus; look one statement up at once."""
    with copied(corpus) as folder:
        wanted = _multiply(folder / "record.duckdb", corpus.rows)
        with serve(folder, port, "--no-dashboards") as server:
            begin = time.perf_counter()
            status, body = server.get(
                f"{STATEMENTS}?{urlencode({'statementId': wanted})}",
                {"Authorization": corpus.authorization, "X-Experience-API-Version": VERSION},
            )
            lookup = time.perf_counter() - begin
        size = (folder / "record.duckdb").stat().st_size
    measured = {"ready_seconds": server.ready_seconds, "lookup_seconds": lookup, "status": status, "file_bytes": size}
    name = f"restart on {_TIMES * corpus.rows:,}"
    found = status == 200 and "id" in json.loads(body)
    return [
        at_most(3.0, "s").row("restart", f"{name}: ready", server.ready_seconds, measured=measured),
        at_most(0.1, "s").row("restart", f"{name}: first lookup", lookup if found else float("inf"), measured=measured),
    ]


def _multiply(record: Path, rows: int) -> UUID:
    """Multiply what a record holds; return the id of one of its statements."""
    with duckdb.connect(str(record), config={"wal_autocheckpoint": "1GB"}) as connection:
        for turn in range(1, _TIMES):
            say(f"  copy {turn} of {_TIMES - 1} …")
            for copy in _COPIES:
                bound = {"turn": turn, "shift": turn * rows, "rows": rows}
                connection.execute(copy, {name: value for name, value in bound.items() if f"${name}" in copy})
        connection.execute("CHECKPOINT")
        found = connection.execute("SELECT id FROM kept WHERE seq = $seq", {"seq": 5 * rows + rows // 3}).fetchone()
    if found is None:
        raise RuntimeError("the record holds less than it should")
    wanted: UUID = found[0]
    return wanted
