"""The statements that are there before anything is measured: loaded once through the server, kept, and copied.

A corpus is a data folder and a note about it in `benchmarks/results/` (git-ignored), named by how many statements it
holds and by a hash of what makes them, what packs them and the record's schema: change one, and it is another one.
"""

import base64
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from benchmarks import generator, organisation, warehouse, world
from benchmarks.acquis import STATEMENTS, acquis, serve
from benchmarks.drive import drive
from benchmarks.report import Figures
from benchmarks.server import Server

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).parent / "results"
_INGREDIENTS = (
    "benchmarks/business.py",
    "benchmarks/generator.py",
    "benchmarks/organisation.py",
    "benchmarks/schooling.py",
    "benchmarks/world.py",
    "lrs/store/codec.py",
    "schemas/sql/record/*.sql",
)
_BATCH = 500
_LOADERS = 4
_ROUND = 50_000
_ASKED = 12  # how many agents of each activity are asked about


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was loaded.

    Attributes
    ----------
    received_bytes
        Of the statements as they were sent, brackets and commas apart.
    asked
        For the busiest, the median and the rarest agents: `[rank, verb, how many statements]`.
    """

    folder: str
    rows: int
    received_bytes: int
    authorization: str
    load: dict[str, Any]
    memory: dict[str, Any]
    asked: dict[str, list[tuple[int, str, int]]]


def corpus(rows: int, port: int, kept: Path = KEPT) -> Corpus:
    """Return the corpus of so many statements among those that are kept, loading it when it is not there."""
    folder = kept.resolve() / f"corpus-{rows}-{_mark()}"
    note = folder.with_suffix(".json")
    if note.exists():
        return Corpus(**json.loads(note.read_text()))
    shutil.rmtree(folder, ignore_errors=True)
    made = _load(folder, rows, port)
    note.write_text(json.dumps(asdict(made)))
    return made


@contextmanager
def copied(made: Corpus) -> Iterator[Path]:
    """Lend a copy of a corpus, so that measuring leaves no trace in it."""
    copy = Path(made.folder).with_name(f"run-{os.getpid()}")
    shutil.copytree(made.folder, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _mark() -> str:
    digest = blake2b(digest_size=6)
    for pattern in _INGREDIENTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _load(folder: Path, rows: int, port: int) -> Corpus:
    print(f"loading {rows:,} statements into {folder.name} …", file=sys.stderr)
    folder.mkdir(parents=True)
    asked, received = _census(rows)
    authorization = _credential(folder)
    organisation.bring(folder, people=rows)
    with serve(folder, port) as server:
        loads = [_send(server, authorization, first, min(_ROUND, rows - first)) for first in range(0, rows, _ROUND)]
        memory = asdict(server.memory())
    behind = warehouse.caught_up(folder)  # so that no run follows while it measures something else
    load = {"rounds": loads, "seconds_to_catch_up": behind}
    return Corpus(str(folder), rows, received, authorization, load, memory, asked)


def _send(server: Server, authorization: str, first: int, rows: int) -> Figures:
    """Send some statements in batches; a round is as many as fit well into the load generator's memory."""
    size = min(_BATCH, rows)
    order = {"what": "post", "path": STATEMENTS, "authorization": authorization, "connections": _LOADERS}
    figures = drive(server, first=first, size=size, count=rows // size, **order)
    if rows % size:
        drive(server, first=first + rows - rows % size, size=rows % size, count=1, **order)
    if figures["failures"]:
        raise RuntimeError(f"loading failed: {figures['refusals']}")
    print(f"  {first + rows:,}: {figures['statements_per_second']:,.0f}/s", file=sys.stderr, flush=True)
    return {name: figures[name] for name in ("statements_per_second", "p50_ms", "p99_ms", "server_cpu")}


def _credential(folder: Path) -> str:
    told = json.loads(acquis("credential", "add", "benchmark", "--data", str(folder), "--json"))
    return "Basic " + base64.b64encode(f"{told['key']}:{told['secret']}".encode()).decode()


def _census(rows: int) -> tuple[dict[str, list[tuple[int, str, int]]], int]:
    """Count who did what, and the bytes it takes to say so."""
    done: Counter[tuple[int, str]] = Counter()
    received = 0
    for number in range(rows):
        it = generator.draw(number)
        done[it.agent, it.verb] += 1
        received += len(generator.tell(it).encode())
    people: Counter[int] = Counter()
    for (agent, _), count in done.items():
        people[agent] += count
    ranking = [agent for agent, _ in people.most_common()]
    middle = len(ranking) // 2
    chosen = {"busiest": ranking[:_ASKED], "median": ranking[middle : middle + _ASKED], "rarest": ranking[-_ASKED:]}
    return {name: [_favourite(agent, done) for agent in agents] for name, agents in chosen.items()}, received


def _favourite(agent: int, done: Counter[tuple[int, str]]) -> tuple[int, str, int]:
    count, verb = max((done[agent, verb], verb) for verb in _verbs() if (agent, verb) in done)
    return agent, verb, count


def _verbs() -> set[str]:
    return {verb for kind in world.KINDS for verb in kind.verbs} | set(world.REFERRING)
