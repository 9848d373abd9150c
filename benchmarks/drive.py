"""Ordering a load, and reading the server's clocks right before and right after it."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.server import Server


def drive(server: Server, **order: Any) -> dict[str, Any]:
    """Run one order of `benchmarks.load` against a server; return its figures and what the server spent."""
    order["port"] = server.port
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the load generator has no pipes")
        _say(child.stdin, json.dumps(order))
        if child.stdout.readline() != "ready\n":
            raise RuntimeError("the load generator did not get ready; is the server up?")
        before = server.cpu_seconds()
        _say(child.stdin, "go")
        figures: dict[str, Any] = json.loads(child.stdout.readline())
        figures["server_cpu"] = (server.cpu_seconds() - before) / figures["seconds"]
    return figures


def _say(pipe: Any, line: str) -> None:
    pipe.write(f"{line}\n")
    pipe.flush()
