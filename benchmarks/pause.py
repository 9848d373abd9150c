"""The part that waits for a checkpoint: how long any POST stands still while DuckDB writes its log into its file."""

import threading
from pathlib import Path
from typing import Self

from benchmarks.bench import Bench
from benchmarks.report import Figures, Row, at_most

_BATCH, _ROUND, _ROUNDS = 500, 40_000, 12
_APART = 50_000_000  # numbers of the single statements: far from all others
_BLINK = 0.02


class LogWatch:
    """Counts how often a write-ahead log is emptied while the block runs: each time is a checkpoint."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.checkpoints = 0
        self.largest = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        before = 0
        while not self._over.wait(_BLINK):
            now = self._log.stat().st_size if self._log.exists() else 0
            self.checkpoints += now < before // 2
            self.largest = max(self.largest, now)
            before = now


def checkpoint(bench: Bench) -> list[Row]:
    """Fill the log with batches until it is emptied, while others post one at a time; tell the longest wait of all."""
    loads: list[Figures] = []
    with LogWatch(bench.folder / "record.duckdb.wal") as watch:
        for turn in range(_ROUNDS):
            loads += _round(bench, turn)
            if watch.checkpoints:
                break
    longest = max(figures["max_ms"] for figures in loads)
    measured = {
        "checkpoints": watch.checkpoints,
        "log_bytes": watch.largest,
        "statements": sum(figures["answered_well"] * figures["size"] for figures in loads),
        "failures": sum(figures["failures"] for figures in loads),
        "singles": loads[-1],
    }
    if not watch.checkpoints:
        longest = float("inf")  # what was not seen is not promised
    return [at_most(1_000, "ms").row("checkpoint", "longest pause of any POST", longest, measured=measured)]


def _round(bench: Bench, turn: int) -> list[Figures]:
    """Post batches and single statements at the same time."""
    batches: list[Figures] = []
    singles: list[Figures] = []

    def post_batches() -> None:
        batches.append(bench.post(4, size=_BATCH, count=_ROUND // _BATCH))

    thread = threading.Thread(target=post_batches)
    thread.start()
    while thread.is_alive():
        first = _APART + (turn * 100 + len(singles)) * _ROUND
        order = {"what": "post", "size": 1, "first": first, "count": 8_000, "connections": 8, "seconds": 1.0}
        singles.append(bench.drive(**order))
    thread.join()
    return [*batches, *singles]
