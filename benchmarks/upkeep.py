"""The parts about the files and the memory: size after a checkpoint, and what supervisor and worker hold."""

from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks.bench import Bench
from benchmarks.corpus import Corpus
from benchmarks.report import Row, at_most
from benchmarks.visit import visit

GIGABYTE = 1e9


def size(folder: Path, corpus: Corpus) -> list[Row]:
    """Compare `record.duckdb` after CHECKPOINT with the bytes that were received."""
    path = folder / "record.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CHECKPOINT")
    figures = {"file_bytes": path.stat().st_size, "received_bytes": corpus.received_bytes, "statements": corpus.rows}
    received = float(corpus.received_bytes)
    row = at_most(0.25, "of the received bytes").row(
        "size", "record.duckdb", figures["file_bytes"], received, measured=figures
    )
    return [row]


def memory(bench: Bench) -> list[Row]:
    """Visit the dashboard once, then weigh supervisor and worker: this one's, and the one's that loaded the corpus."""
    how = visit(bench.server.port)
    now = asdict(bench.server.memory())
    heaviest = max(now["resident"], bench.corpus.memory["resident"])
    figures = {"now": now, "after_loading": bench.corpus.memory, "visit": how}
    return [at_most(GIGABYTE, "bytes").row("memory", "supervisor + worker", heaviest, measured=figures)]
