"""The product as a user runs it: its command, its server with the settings it has when nobody sets any."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.server import Server

STATEMENTS = "/xapi/statements"
_BARE = Path(__file__).parent / "bare"
_NOOP = (sys.executable, "-m", "benchmarks.noop")


def run_bare(code: str) -> tuple[str, ...]:
    """Return the command that runs code as where only what Acquis needs is installed."""
    return (sys.executable, "-c", f"import sys; sys.path.insert(0, {str(_BARE)!r}); {code}")


COMMAND = run_bare("from dashboards.cli import main; main()")
"""What the `acquis` script of an installed package runs."""
_EACH = run_bare(
    "import json; from dashboards.cli import acquis; "
    "[acquis.main(one, standalone_mode=False) for one in json.load(sys.stdin)]"
)


def acquis(*arguments: str) -> str:
    """Run a command of `acquis` to its end; return what it printed."""
    return subprocess.run([*COMMAND, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def acquis_each(commands: Iterable[Sequence[str]]) -> None:
    """Run commands of `acquis` one after the other in one process, which starts once."""
    subprocess.run(_EACH, check=True, input=json.dumps(list(commands)), stdout=subprocess.PIPE, text=True)


def serve(folder: Path, port: int, *options: str) -> Server:
    """Return a server of a data folder."""
    command = [*COMMAND, "serve", "--data", str(folder), "--port", str(port), *options]
    return Server(command, port, health="/health")


def serve_nothing(port: int) -> Server:
    """Return the no-op server, on the very settings `acquis serve` has."""
    return Server([*_NOOP, str(port)], port, health="/noop")
