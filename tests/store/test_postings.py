"""The rows of agents, sorted in memory: the same answers as a scan, whenever they are read and whatever comes then."""

import itertools
import logging
import threading
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from lrs.store import postings
from lrs.store.duck import DuckStore, Settings, open_store
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

PEOPLE = [f"mailto:p{number}@example.org" for number in range(6)]
VERBS = [f"http://example.org/verbs/{name}" for name in ("did", "read", "said")]
PLACES = [f"http://example.org/activities/{name}" for name in "ab"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(postings, "ROWS", 20)
    store = open_store(tmp_path, Settings(warehouse=False))
    yield store
    store.close()


def drawn(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # who says what, no secret


def said(store: DuckStore, chance: Random, number: int) -> None:
    """Let some people say some things, of whom some refer to what was said before, or to what comes later."""
    made: list[Any] = []
    for _ in range(number):
        more: dict[str, Any] = {"actor": {"mbox": chance.choice(PEOPLE)}, "verb": {"id": chance.choice(VERBS)}}
        if chance.random() < 0.3:
            more["context"] = {"instructor": {"mbox": chance.choice(PEOPLE)}}
        if chance.random() < 0.1:
            more["object"] = {"mbox": chance.choice(PEOPLE), "objectType": "Agent"}
        elif made and chance.random() < 0.2:
            more["object"] = {"objectType": "StatementRef", "id": str(chance.choice(made).id)}
        else:
            more["object"] = {"id": chance.choice(PLACES)}
        made.append(entry(**more))
    late = made[::7]  # those that refer to these come before them
    store.add([one for one in made if one not in late])
    store.add(late)


def found(store: DuckStore) -> list[list[int]]:
    """What every question about an agent finds, page after page."""
    seqs = []
    choices = itertools.product(PEOPLE[:3], (None, *VERBS[:2]), (None, PLACES[0]), (False, True), (False, True))
    for agent, verb, activity, related, ascending in choices:
        asked: dict[str, Any] = {"agent": f"mbox {agent}", "verb": verb, "activity": activity, "limit": 9}
        query = StatementQuery(related_agents=related, ascending=ascending, **asked)
        first = store.statements(query)
        seqs.append([one.seq for one in first.records])
        if verb is None:
            seqs.append([one.seq for one in store.scan(query, voided=True)])
    return seqs


def scanned(store: DuckStore, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What they find without the rows in memory."""
    with monkeypatch.context() as without:
        without.setattr(postings.Postings, "find", lambda *_, **__: None)
        return found(store)


@pytest.mark.parametrize("seed", range(2))
def test_the_same_is_found_as_by_a_scan(store: DuckStore, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = drawn(seed)
    said(store, chance, 90)
    store.statements(StatementQuery(agent=f"mbox {PEOPLE[0]}"))  # whoever asks first has them read
    store._postings.wait()
    assert found(store) == scanned(store, monkeypatch)
    said(store, chance, 40)  # 20 a run: some begin, some are filled
    assert found(store) == scanned(store, monkeypatch)
    store.replace_identity(f"mbox {PEOPLE[1]}", f"mbox {PEOPLE[0]}")
    assert found(store) == scanned(store, monkeypatch)
    store._postings.wait()
    assert found(store) == scanned(store, monkeypatch)


def test_what_is_written_while_they_are_read_is_found(store: DuckStore, monkeypatch: pytest.MonkeyPatch) -> None:
    said(store, drawn(1), 50)
    begun = threading.Thread(target=lambda: [said(store, drawn(seed), 5) for seed in range(20)])
    begun.start()
    for _ in range(10):
        store.statements(StatementQuery(agent=f"mbox {PEOPLE[0]}"))
    begun.join()
    store._postings.wait()
    assert found(store) == scanned(store, monkeypatch)


def test_nothing_is_read_before_somebody_asks_for_an_agent(store: DuckStore) -> None:
    said(store, drawn(1), 50)
    store.statements(StatementQuery(verb=VERBS[0]))
    assert store._postings._reading is None
    assert store._postings._later is None  # nor is anything kept for it


def test_when_they_cannot_be_read_scans_find_them(
    store: DuckStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said(store, drawn(1), 50)

    def fails(_: str) -> str:
        raise duckdb.IOException("the disk is gone")

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(postings, "sql", fails)
        store._postings.begin()
        store._postings.wait()
    assert "the disk is gone" in caplog.text
    assert store._postings._later is None  # nothing is gathered for nobody
    assert found(store) == scanned(store, monkeypatch)
