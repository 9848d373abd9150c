"""The statements that are there before anything is measured: loaded once through the server, kept, and copied.

A corpus is a data folder and a note about it in `benchmarks/results/` (git-ignored), named by how many statements it
holds and by a hash of what makes them and of the record's schema: another generator or schema makes another one.
"""

import base64
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from benchmarks import generator, world
from benchmarks.acquis import acquis, serve
from benchmarks.drive import drive

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
_INGREDIENTS = ("benchmarks/generator.py", "benchmarks/world.py", "schemas/sql/record/*.sql")
_BATCH = 500
_LOADERS = 4
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


def corpus(rows: int, port: int) -> Corpus:
    """Return the corpus of so many statements, loading it when there is none."""
    folder = RESULTS / f"corpus-{rows}-{_mark()}"
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
    copy = RESULTS / "run"
    shutil.rmtree(copy, ignore_errors=True)
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
    with serve(folder, port) as server:
        whole, rest = divmod(rows, _BATCH)
        parts = [(0, _BATCH, whole)] + ([(whole * _BATCH, rest, 1)] if rest else [])
        loads = [_send(server, authorization, *part) for part in parts if part[2]]
        memory = asdict(server.memory())
    return Corpus(str(folder), rows, received, authorization, loads[0], memory, asked)


def _send(server: Any, authorization: str, first: int, size: int, count: int) -> dict[str, Any]:
    figures = drive(
        server, what="post", path="/xapi/statements", authorization=authorization,
        first=first, size=size, count=count, connections=min(count, _LOADERS),
    )  # fmt: skip
    if figures["failures"]:
        raise RuntimeError(f"loading failed: {figures['refusals']}")
    return figures


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
