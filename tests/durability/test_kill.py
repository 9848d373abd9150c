"""A 200 means durable: the server is killed under load, again and again, and held to every promise it made.

`ACQUIS_KILL_ROUNDS` sets how often (a few by default). Half of the rounds run with a write-ahead log that is
checkpointed every 256 KiB, so that kills land inside checkpoints.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.durability.ledger import Ledger, Load, counted, hold
from tests.support.server import Server, add_credential, alive, gone

ROUNDS = int(os.environ.get("ACQUIS_KILL_ROUNDS", "4"))
CLIENTS = 6
CREDENTIAL = ("2.0.0", "load", "a-secret-for-tests")
SMALL_LOG = {"ACQUIS_WAL": "256KB"}
VICTIMS = ("worker", "supervisor", "group")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on one folder that lives through all rounds; each round starts it."""
    data = tmp_path_factory.mktemp("killed") / "data"
    version, key, secret = CREDENTIAL
    add_credential(data, key, secret, version)
    made = Server(data)
    yield made
    made.kill_group()


@pytest.fixture(scope="module")
def promises() -> list[Ledger]:
    """What was promised in all rounds so far."""
    return []


def kill(server: Server, victim: str) -> None:
    """Kill, and see that nothing of the server is left."""
    (worker,) = server.workers()
    if victim == "group":
        server.kill_group()
    else:
        os.kill(worker if victim == "worker" else server.pid, signal.SIGKILL)
    assert server.ended() != 0
    assert gone(worker), "the worker lives on, holding the lock"


def every_attachment_is_whole(data: Path) -> None:
    """Whatever lies in the attachments folder under a hash has that hash, whenever the kill came."""
    named = [file for file in Path(data, "attachments").rglob("*") if file.is_file() and len(file.name) == 64]
    assert named
    assert [file for file in named if sha256(file.read_bytes()).hexdigest() != file.name] == []


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_killed_under_load(server: Server, promises: list[Ledger], turn: int) -> None:
    chance = random.Random(turn)  # noqa: S311 - which moment, not a secret
    server.env = SMALL_LOG if turn % 2 else {}
    server.start()
    loads = [Load(server.client(*CREDENTIAL), seed=turn * 100 + place) for place in range(CLIENTS)]
    promises += [load.ledger for load in loads]
    moving = threading.Semaphore(0)
    threads = [threading.Thread(target=load.run, args=(server.port, moving)) for load in loads]
    for thread in threads:
        thread.start()
    for _ in range(20 * CLIENTS):  # all are at work
        assert moving.acquire(timeout=60)
    time.sleep(chance.uniform(0, 1.5))
    kill(server, VICTIMS[turn % len(VICTIMS)])
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    server.start()
    hold(server.client(*CREDENTIAL), promises)
    print(", ".join(counted(promises)))  # noqa: T201 - shown with -s
    assert server.stop() == 0
    assert not any(alive(pid) for pid in server.workers())
    every_attachment_is_whole(server.data)


def test_a_stop_keeps_every_promise(server: Server) -> None:
    """SIGTERM under load: whoever got an answer can rely on it."""
    server.env = {}
    server.start()
    loads = [Load(server.client(*CREDENTIAL), seed=9000 + place) for place in range(CLIENTS)]
    moving = threading.Semaphore(0)
    threads = [threading.Thread(target=load.run, args=(server.port, moving)) for load in loads]
    for thread in threads:
        thread.start()
    for _ in range(20 * CLIENTS):
        assert moving.acquire(timeout=60)
    assert server.stop() == 0
    for thread in threads:
        thread.join(60)
    server.start()
    hold(server.client(*CREDENTIAL), [load.ledger for load in loads])
    assert server.stop() == 0
