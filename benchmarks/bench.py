"""What every part of the benchmark works with: the servers, the corpus, statements not sent before."""

import json
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.acquis import STATEMENTS
from benchmarks.corpus import Corpus
from benchmarks.drive import drive
from benchmarks.load import VERSION
from benchmarks.report import Figures
from benchmarks.server import Server

_NEWEST = 4_400  # two of the largest batches
_COMMIT = timedelta(milliseconds=1)
_PER_SECOND = 6_000  # more single posts than any server here answers


@dataclass(slots=True)
class Bench:
    """One run on one machine.

    Attributes
    ----------
    server, nothing
        The product on a copy of the corpus, and the no-op server beside it (idle while the other is measured).
    seconds
        How long each timed load lasts.
    sent
        How many statements the server has acknowledged, the corpus included; also the number of the next one.
    """

    server: Server
    nothing: Server
    folder: Path
    corpus: Corpus
    seconds: float
    sent: int
    _noops: dict[tuple[str, int], Figures] = field(default_factory=dict)

    def drive(self, **order: Any) -> Figures:
        """Load the product once it rests; anything but success fails the benchmark, with the server's own words."""
        self.server.rest()
        order = {"path": STATEMENTS, "authorization": self.corpus.authorization} | order
        figures = drive(self.server, **order)
        if figures["failures"]:
            say(f"  {figures['failures']} failures, such as {figures['refusals']}")
        return figures

    def post(self, connections: int, *, size: int = 1, count: int | None = None, **order: Any) -> Figures:
        """Post statements that were never sent before: `count` requests, or as many as the time allows."""
        first, timed = self.sent, {} if count else {"seconds": self.seconds}
        count = count or int(self.seconds * _PER_SECOND)
        self.sent += size * count
        posted = {"what": "post", "first": first, "size": size, "count": count, "connections": connections}
        figures = self.drive(**posted, **timed, **order)
        figures["statements_per_commit"] = statements_per_commit(self.newest(size * figures["answered_well"]))
        self.sent = first + size * figures["answered_well"] if timed else self.sent
        return figures

    def newest(self, most: int) -> list[str]:
        """Return `stored` of the newest statements, newest first: at most so many, and at most two large batches."""
        headers = {"Authorization": self.corpus.authorization, "X-Experience-API-Version": VERSION}
        path, stored = f"{STATEMENTS}?limit=100", list[str]()
        while path and len(stored) < min(most, _NEWEST):
            page = json.loads(self.server.get(path, headers)[1])
            stored += [statement["stored"] for statement in page["statements"]]
            path = page["more"]
        return stored[:most]

    def noop(self, method: str, connections: int) -> Figures:
        """Return what the no-op server does with the same requests (a); measured once for each kind."""
        if (method, connections) not in self._noops:
            self.server.rest()
            order = {"what": "repeat", "first": 0, "size": 1, "count": 2_000}
            if method == "GET":
                order = {"what": "paths", "paths": ["/noop"], "count": 10_000_000}
            common = {"path": "/noop", "authorization": self.corpus.authorization, "seconds": self.seconds}
            self._noops[method, connections] = drive(self.nothing, connections=connections, **common, **order)
        return self._noops[method, connections]

    @property
    def batch_budget(self) -> int:
        """How many statements the loads of batches send."""
        return min(150_000, max(2_200, self.corpus.rows // 2))


def statements_per_commit(stored: list[str]) -> float:
    """Return how many statements share a commit, told from outside by when they were stored, newest first.

    Those of one commit get their instants at once; between two commits lies the time a disk takes.
    """
    instants = [datetime.fromisoformat(instant) for instant in stored]
    gaps = sum(newer - older > _COMMIT for newer, older in pairwise(instants))
    return len(instants) / (gaps + 1)


def say(line: str) -> None:
    """Tell progress, beside the JSON."""
    print(line, file=sys.stderr, flush=True)
