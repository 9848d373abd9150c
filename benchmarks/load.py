"""The load generator's own process: an order in JSON on standard input, what came of it in JSON on standard output.

It makes its requests, connects, writes "ready", waits for a line, runs, and writes the outcome: so the side that
ordered it can read the server's clocks right before and right after.
"""

import itertools
import json
import random
import resource
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks import generator
from benchmarks.client import Crowd, Tally

VERSION = "1.0.3"


def request(method: str, path: str, authorization: str, body: bytes = b"") -> bytes:
    """Return one HTTP/1.1 request."""
    head = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: {authorization}",
        f"X-Experience-API-Version: {VERSION}",
    ]
    if method == "POST":
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def requests(order: dict[str, Any]) -> Iterator[bytes]:
    """Return the requests an order asks for.

    `what` is "post" (statements `first`, …, `size` at a time, `count` times), "repeat" (a few such posts, over and
    over), "ids" (statements drawn from the first `rows`, one each time), "each" (the `count` statements from `first`,
    one each time) or "paths" (a list of paths, over and over).
    """
    return _MAKERS[order["what"]](order)


def _posts(order: dict[str, Any]) -> Iterator[bytes]:
    first, size = order["first"], order["size"]
    bodies = (generator.batch(first + turn * size, size) for turn in range(order["count"]))
    return iter([request("POST", order["path"], order["authorization"], body) for body in bodies])


def _repeat(order: dict[str, Any]) -> Iterator[bytes]:
    return itertools.cycle(_posts(order))


def _get(order: dict[str, Any], number: int) -> bytes:
    query = urlencode({"statementId": generator.identifier(number)})
    return request("GET", f"{order['path']}?{query}", order["authorization"])


def _ids(order: dict[str, Any]) -> Iterator[bytes]:
    chance = random.Random(order["count"])  # noqa: S311 - which statements to read is no secret
    return iter([_get(order, chance.randrange(order["rows"])) for _ in range(order["count"])])


def _each(order: dict[str, Any]) -> Iterator[bytes]:
    return iter([_get(order, order["first"] + turn) for turn in range(order["count"])])


def _paths(order: dict[str, Any]) -> Iterator[bytes]:
    made = [request("GET", path, order["authorization"]) for path in order["paths"]]
    return itertools.islice(itertools.cycle(made), order["count"])


_MAKERS = {"post": _posts, "repeat": _repeat, "ids": _ids, "each": _each, "paths": _paths}


def percentile(ordered: list[float], share: float) -> float:
    """Return a percentile, in milliseconds, of ordered seconds: the value that share of them do not exceed."""
    if not ordered:
        return float("nan")
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def outcome(tally: Tally, size: int) -> dict[str, Any]:
    """Return the figures of a run, in milliseconds and per second."""
    ordered = sorted(tally.latencies)
    kept = sum(count for status, count in tally.statuses.items() if status < 300)
    return {
        "requests": len(ordered),
        "size": size,
        "answered_well": kept,
        "failures": len(ordered) - kept + tally.broken,
        "refusals": tally.refusals,
        "seconds": tally.seconds,
        "per_second": kept / tally.seconds,
        "statements_per_second": kept * size / tally.seconds,
        "mean_ms": 1000 * sum(ordered) / max(1, len(ordered)),
        "p50_ms": percentile(ordered, 0.50),
        "p95_ms": percentile(ordered, 0.95),
        "p99_ms": percentile(ordered, 0.99),
        "max_ms": percentile(ordered, 1.0),
        "received_bytes": tally.received,
        "client_cpu": tally.cpu_seconds / tally.seconds,
    }


def main() -> None:
    """Run one order."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    order = json.loads(sys.stdin.readline())
    made = requests(order)
    crowd = Crowd(order["port"], order["connections"], order.get("each"))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    tally = crowd.run(made, order.get("seconds"))
    crowd.close()
    json.dump(outcome(tally, order.get("size", 1)), sys.stdout)


if __name__ == "__main__":
    main()
