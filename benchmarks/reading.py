"""The parts that read: by id, by agent and verb, and page after page to the end."""

import http.client
import json
import re
import time
from urllib.parse import urlencode

from benchmarks import world
from benchmarks.acquis import STATEMENTS
from benchmarks.bench import Bench
from benchmarks.load import VERSION, percentile
from benchmarks.report import Figures, Row, at_least, at_most

_PAGE = 100
_WINDOW = 20  # pages at either end whose median counts
_MORE = re.compile(rb'"more"\s*:\s*"([^"]*)"')
_STORED = re.compile(rb'"stored"\s*:\s*"')


def get_by_id(bench: Bench) -> list[Row]:
    """GET single statements drawn at random from all of them."""
    figures = _by_id(bench, 32)
    nothing = bench.noop("GET", 32)
    return [
        at_least(0.25, "of a no-op handler").row(
            "get_by_id", "GET by id, 32 connections", figures["per_second"], nothing["per_second"],
            measured=figures, baseline=nothing,
        )
    ]  # fmt: skip


def _by_id(bench: Bench, connections: int) -> Figures:
    count = int(bench.seconds * 5_000)
    return bench.drive(what="ids", rows=bench.sent, count=count, connections=connections, seconds=bench.seconds)


def agent_verb(bench: Bench) -> list[Row]:
    """GET the newest 50 statements of an agent and a verb: busiest, median, rarest; then with related agents."""
    alone = _by_id(bench, 1)
    rows = []
    for related in (False, True):
        for activity, asked in bench.corpus.asked.items():
            paths = [_question(agent, verb, related=related) for agent, verb, _ in asked]
            rows.append(_asked(bench, f"{activity} agent{', related' if related else ''}", paths, alone))
    paths = [_question(agent, verb) for agent, _, _ in bench.corpus.asked["busiest"] for verb in world.REFERRING]
    return [*rows, _asked(bench, "busiest agent, verbs that refer", paths, alone)]


def _asked(bench: Bench, name: str, paths: list[str], alone: Figures) -> Row:
    figures = bench.drive(what="paths", paths=paths, count=100_000, connections=1, seconds=bench.seconds)
    name = f"agent + verb, newest 50: {name}"
    return at_most(15, "x p95 of GET by id at 1 connection").row(
        "agent_verb", name, figures["p95_ms"], alone["p95_ms"], measured=figures, baseline=alone
    )


def _question(agent: int, verb: str, *, related: bool = False) -> str:
    asked = {"agent": world.agent(agent), "verb": world.verb_iri(verb), "limit": "50"}
    return f"{STATEMENTS}?{urlencode(asked | ({'related_agents': 'true'} if related else {}))}"


def pages(bench: Bench) -> list[Row]:
    """Follow `more` from the newest statement to the oldest."""
    headers = {"Authorization": bench.corpus.authorization, "X-Experience-API-Version": VERSION}
    connection = http.client.HTTPConnection("127.0.0.1", bench.server.port, timeout=120)
    path, seconds, seen = f"{STATEMENTS}?limit={_PAGE}", [], 0
    while path:
        begin = time.perf_counter()
        connection.request("GET", path, headers=headers)
        body = connection.getresponse().read()
        seconds.append(time.perf_counter() - begin)
        path = json.loads(b'"%s"' % _MORE.findall(body)[-1])
        seen += len(_STORED.findall(body))
    connection.close()
    window = max(1, min(_WINDOW, len(seconds) // 2))
    first, last = sorted(seconds[:window]), sorted(seconds[-window - 1 : -1] or seconds)
    measured = _page_figures(seconds) | {"statements": seen}
    return [
        at_most(2, "x the first pages").row(
            "pages",
            f"pages of {_PAGE} to the end: last",
            percentile(last, 0.5),
            percentile(first, 0.5),
            measured=measured,
        ),
        at_least(1, "of all").row("pages", "pages to the end: statements seen", seen, bench.sent, measured=measured),
    ]


def _page_figures(seconds: list[float]) -> Figures:
    ordered = sorted(seconds)
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}
    return {"pages": len(seconds), "seconds": sum(seconds)} | {
        name: percentile(ordered, share) for name, share in shares.items()
    }
