"""`python -m benchmarks`: measure, judge, print JSON.

python -m benchmarks                               everything, on a million statements
python -m benchmarks --quick                       everything, on 20,000
python -m benchmarks --only post_one,get_by_id     some parts
python -m benchmarks --ten-million                 the restart on ten million as well
"""

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import answers
from benchmarks.acquis import serve, serve_nothing
from benchmarks.bench import Bench, say
from benchmarks.corpus import KEPT, Corpus, copied, corpus
from benchmarks.pause import checkpoint
from benchmarks.reading import agent_verb, get_by_id, pages
from benchmarks.report import Row
from benchmarks.restart import restart
from benchmarks.upkeep import memory, size
from benchmarks.writing import clients, post_batches, post_one

LIVE: dict[str, Callable[[Bench], list[Row]]] = {
    "get_by_id": get_by_id,
    "agent_verb": agent_verb,
    "pages": pages,
    "memory": memory,
    "post_one": post_one,
    "clients": clients,
    "post_batches": post_batches,
    "checkpoint": checkpoint,
}
ALONE: dict[str, Callable[[Path, Corpus], list[Row]]] = {
    "measures": answers.measures,
    "pages_data": answers.pages,
    "follow": answers.follow,
}
PARTS = ("size", *LIVE, *ALONE, "restart")


def main() -> None:
    """Read the command line, measure, tell."""
    options = _options()
    made = corpus(options.rows, options.port, options.kept)
    rows = [row for part in _measure(made, options) for row in part]
    told = json.dumps(_told(made, options, rows), indent=1)
    if options.output:
        options.output.write_text(f"{told}\n")
    print(told)


def _measure(made: Corpus, options: argparse.Namespace) -> list[list[Row]]:
    """Run the parts asked for on a copy of the corpus."""
    found = []
    live = [name for name in LIVE if name in options.only]
    alone = [name for name in ALONE if name in options.only]
    if live or "size" in options.only:
        with copied(made) as folder:
            if "size" in options.only:
                found.append(_one("size", partial(size, folder, made)))
            found += _serving(folder, made, options, live) if live else []
    if alone:
        with copied(made) as folder:
            found += [_one(name, partial(ALONE[name], folder, made)) for name in alone]
    if options.ten_million:
        found.append(_one("restart", partial(restart, made, options.port)))
    return found


def _serving(folder: Path, made: Corpus, options: argparse.Namespace, live: list[str]) -> list[list[Row]]:
    with serve(folder, options.port) as server, serve_nothing(options.port + 1) as nothing:
        bench = Bench(server, nothing, folder, made, options.seconds, sent=made.rows)
        return [_one(name, partial(LIVE[name], bench)) for name in live]


def _one(name: str, part: Callable[[], list[Row]]) -> list[Row]:
    say(f"{name} …")
    rows = part()
    for row in rows:
        quotient = f"{row.value:.4g} / {row.judged_by:.4g} = {row.ratio:.3g}"
        say(f"  {'met   ' if row.met else 'MISSED'} {row.name}: {quotient} ({row.target})")
    return rows


def _told(made: Corpus, options: argparse.Namespace, rows: list[Row]) -> dict[str, Any]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "load_average": os.getloadavg(),
            "python": platform.python_version(),
            **{name: version(name) for name in ("duckdb", "flask", "granian", "msgspec")},
        },
        "statements": made.rows,
        "bytes_per_statement": made.received_bytes / made.rows,
        "seconds": options.seconds,
        "loading": made.load,
        "rows": [row.told() for row in rows],
        "met": all(row.met for row in rows),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"parts, with commas: {', '.join(PARTS)}")
    parser.add_argument("--rows", type=int, help="statements stored before anything is measured (1,000,000)")
    parser.add_argument("--quick", action="store_true", help="20,000 statements, two seconds a load")
    parser.add_argument("--seconds", type=float, help="how long each timed load lasts (10)")
    parser.add_argument("--ten-million", action="store_true", help="also restart on ten million statements")
    parser.add_argument("--port", type=int, default=8131, help="this one and the next are used")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where loaded statements are kept for the next run")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="also write the JSON there")
    options = parser.parse_args()
    options.rows = options.rows or (20_000 if options.quick else 1_000_000)
    options.seconds = options.seconds or (2.0 if options.quick else 10.0)
    return options


def _parts(text: str) -> list[str]:
    asked = text.split(",")
    unknown = sorted(set(asked) - set(PARTS))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: no such part; there are {', '.join(PARTS)}")
    return asked


if __name__ == "__main__":
    main()
