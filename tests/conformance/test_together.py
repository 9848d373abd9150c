"""Many at once, against the live server: the same id, the same document, pollers and pages while others write."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from tests.support.client import Answer, Client, Wire
from tests.support.server import Server
from tests.support.statements import agent, fresh, iri, put_at, statement
from tests.support.times import instant

CROWD = 20


def at_once(live: Client, server: Server, requests: list[Callable[[Client], Answer]]) -> list[int]:
    """Send all requests at the same moment, each on its own connection; return the statuses."""
    ready = threading.Barrier(len(requests))

    def send(request: Callable[[Client], Answer]) -> int:
        with Wire(server.port) as wire:
            tool = live.with_(send=wire)
            assert tool.get("about").status == 200  # the connection is open before the start
            ready.wait(60)
            return request(tool).status

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def test_one_statement_from_everywhere(live: Client, server: Server) -> None:
    made = statement()
    posts: list[Callable[[Client], Answer]] = [lambda tool: tool.post("statements", json_=made)] * (CROWD // 2)
    puts: list[Callable[[Client], Answer]] = [
        lambda tool: tool.put("statements", {"statementId": made["id"]}, json_=made)
    ] * (CROWD // 2)
    statuses = at_once(live, server, posts + puts)
    assert Counter(statuses) == {200: CROWD // 2, 204: CROWD // 2}
    assert live.found(verb=made["verb"]["id"]) == [made["id"]]


def test_one_id_for_different_statements(live: Client, server: Server) -> None:
    made = [statement(id=(id_ := fresh()))] + [statement(id=id_) for _ in range(CROWD - 1)]
    requests = [lambda tool, one=one: tool.post("statements", json_=one) for one in made]
    statuses = at_once(live, server, requests)
    assert Counter(statuses) == {200: 1, 409: CROWD - 1}
    winner = made[statuses.index(200)]
    assert live.read(id_)["actor"] == winner["actor"]


def test_batches_that_share_one_id(live: Client, server: Server) -> None:
    shared = fresh()
    made = [[statement(), statement(id=shared), statement()] for _ in range(CROWD)]
    statuses = at_once(live, server, [lambda tool, one=one: tool.post("statements", json_=one) for one in made])
    assert Counter(statuses) == {200: 1, 409: CROWD - 1}
    for batch, status in zip(made, statuses, strict=True):
        found = [live.get("statements", {"statementId": batch[place]["id"]}).status for place in (0, 2)]
        assert found == ([200, 200] if status == 200 else [404, 404])


DOCUMENTS: list[tuple[str, Callable[[], dict[str, Any]]]] = [
    ("activities/state", lambda: {"activityId": iri(), "agent": agent(), "stateId": "s"}),
    ("agents/profile", lambda: {"agent": agent(), "profileId": "p"}),
    ("activities/profile", lambda: {"activityId": iri(), "profileId": "p"}),
]


def put(path: str, params: dict[str, Any], body: bytes, headers: dict[str, str], tool: Client) -> Answer:
    return tool.put(path, params, body=body, headers=headers)


@pytest.mark.parametrize(("path", "key"), DOCUMENTS, ids=[path for path, _ in DOCUMENTS])
def test_one_winner_for_each_etag(live: Client, server: Server, path: str, key: Callable[[], dict[str, Any]]) -> None:
    params = key()
    condition = {"If-None-Match": "*"}
    for turn in range(3):
        headers = {"Content-Type": "text/plain", **condition}
        bodies = [b"%d-%d" % (turn, place) for place in range(CROWD)]
        statuses = at_once(live, server, [partial(put, path, params, body, headers) for body in bodies])
        assert Counter(statuses) == {204: 1, 412: CROWD - 1}
        got = live.get(path, params)
        assert got.body == bodies[statuses.index(204)]
        condition = {"If-Match": got.etag}


def test_no_merge_is_lost(live: Client, server: Server) -> None:
    path, key = DOCUMENTS[0]
    params = key()
    requests = [lambda tool, n=n: tool.post(path, params, json_={f"k{n}": n}) for n in range(CROWD)]
    assert Counter(at_once(live, server, requests)) == {204: CROWD}
    assert live.get(path, params).json == {f"k{n}": n for n in range(CROWD)}


@contextmanager
def writers(live: Client, server: Server, who: dict[str, Any], count: int) -> Iterator[list[list[str]]]:
    """Write statements about somebody from several threads until the block ends; yields what was acknowledged."""
    kept: list[list[str]] = [[] for _ in range(count)]
    enough = threading.Event()

    def write(place: int) -> None:
        with Wire(server.port) as wire:
            tool = live.with_(send=wire)
            while not enough.is_set():
                kept[place] += tool.keep(*(statement(actor=who) for _ in range(1 + place % 3)))

    with ThreadPoolExecutor(count) as pool:
        started = [pool.submit(write, place) for place in range(count)]
        try:
            yield kept
        finally:
            enough.set()
        for one in started:
            one.result()


def test_a_poller_misses_nothing(live: Client, server: Server) -> None:
    who = agent()
    seen: list[str] = []
    since = "2020-01-01T00:00:00Z"

    def poll() -> None:
        nonlocal since
        for page in live.pages(agent=who, ascending=True, since=since, limit=50):
            seen.extend(one["id"] for one in page)
            since = page[-1]["stored"] if page else since

    with writers(live, server, who, 8) as kept:
        while len(seen) < 300:
            poll()
    poll()
    assert len(seen) == len(set(seen))
    assert set(seen) == {id_ for part in kept for id_ in part}


@pytest.mark.parametrize("ascending", [False, True], ids=["newest first", "oldest first"])
def test_pages_while_others_write(live: Client, server: Server, *, ascending: bool) -> None:
    who = agent()
    before = [id_ for _ in range(6) for id_ in live.keep(*(statement(actor=who) for _ in range(10)))]
    with writers(live, server, who, 4):
        seen = [one for page in live.pages(agent=who, ascending=ascending, limit=7) for one in page]
    everything = [one["id"] for page in live.pages(agent=who, ascending=True, limit=100) for one in page]
    ids = [one["id"] for one in seen]
    assert len(ids) == len(set(ids))
    oldest_first = ids if ascending else ids[::-1]
    assert set(before) <= set(ids)
    assert oldest_first == everything[: len(ids)], "a gap, or something newer than the first page"
    stored = [instant(one["stored"]) for one in (seen if ascending else seen[::-1])]
    assert stored == sorted(stored)


def test_consistent_through_is_never_too_late(live: Client, server: Server) -> None:
    """What is stored before the instant an answer names is in that answer."""
    who = agent()
    with writers(live, server, who, 4):
        answers = [live.get("statements", {"agent": who, "limit": 100}) for _ in range(30)]
    everything = {one["id"]: instant(one["stored"]) for page in live.pages(agent=who, limit=100) for one in page}
    for answer in answers:
        through = instant(answer.headers["X-Experience-API-Consistent-Through"])
        got = {one["id"] for one in answer.json["statements"]}
        oldest = min((everything[id_] for id_ in got), default=through)
        assert {id_ for id_, stored in everything.items() if oldest <= stored < through} <= got


def test_a_spoilt_request_disturbs_nobody(live: Client, server: Server) -> None:
    fine = [statement() for _ in range(CROWD // 2)]
    requests: list[Callable[[Client], Answer]] = []
    for one in fine:
        requests.append(lambda tool, one=one: tool.post("statements", json_=one))
        requests.append(lambda tool: tool.post("statements", json_=put_at(statement(), "verb.id", "no-scheme")))
    assert Counter(at_once(live, server, requests)) == {200: CROWD // 2, 400: CROWD // 2}
    assert all(live.read(one["id"]) for one in fine)
