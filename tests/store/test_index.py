"""The index follows what is kept: a little later, but never too late for whoever asks."""

import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lrs.errors import Fault
from lrs.store import writer
from lrs.store.duck import DuckStore, Settings, open_store
from lrs.store.promise import Entry
from lrs.store.questions import sql
from lrs.xapi.query import StatementQuery
from lrs.xapi.vocabulary import VOIDED
from tests.support.entries import entry

DID = StatementQuery(verb="http://example.org/verbs/did", limit=100)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A record whose index is never written for want of work."""
    monkeypatch.setattr(writer, "_LULL", 3600.0)
    store = open_store(tmp_path, Settings(warehouse=False))
    store.add([entry()])  # the first of an authority
    yield store
    store.close()


def indexed(store: DuckStore) -> int:
    """How many statements the index on disk tells of."""
    counted = store.cursor().execute("SELECT count(DISTINCT source) FROM unit").fetchall()
    return int(counted[0][0])


def test_it_waits_until_it_is_asked(store: DuckStore) -> None:
    for _ in range(3):
        store.add([entry()])
    assert (store._index.waiting, indexed(store)) == (4, 0)
    assert len(store.statements(StatementQuery(limit=100)).records) == 4  # the newest: needs none
    assert indexed(store) == 0
    assert len(store.statements(DID).records) == 4
    assert (store._index.waiting, indexed(store)) == (0, 4)


@pytest.mark.parametrize(
    "question",
    [
        lambda store: store.person("mbox mailto:learner@example.org"),
        lambda store: store.activity("http://example.org/activities/a"),
        lambda store: list(store.scan(DID)),
        lambda store: store.replace_identity("mbox mailto:nobody@example.org", "mbox mailto:no@example.org"),
    ],
    ids=["person", "activity", "scan", "erasure"],
)
def test_whoever_needs_it_has_it_written(store: DuckStore, question: Any) -> None:
    question(store)
    assert indexed(store) == 1


def test_a_void_does_not_wait(store: DuckStore) -> None:
    victim = entry()
    store.add([victim])
    store.add([entry(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(victim.id)})])
    assert store._index.waiting == 0
    assert store.statement(victim.id) is None


def test_what_was_voided_before_it_came_does_not_wait(store: DuckStore) -> None:
    victim = entry()
    store.add([entry(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(victim.id)})])
    store.add([victim])
    assert store.statement(victim.id) is None


def test_much_of_it_is_written_among_other_work(store: DuckStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_MANY", 10)
    for _ in range(12):
        store.add([entry()])
    with store._writer.paused():
        pass
    assert indexed(store) == 13


def test_it_is_written_at_a_lull(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    store.add([entry()])
    waited = time.monotonic() + 20
    while store._index.waiting and time.monotonic() < waited:
        time.sleep(0.01)
    assert indexed(store) == 1
    store.close()


def referring(target: Entry) -> Entry:
    """Somebody else's statement about a statement."""
    about = {"objectType": "StatementRef", "id": str(target.id)}
    return entry(actor={"mbox": "mailto:coach@example.org"}, object=about)


@pytest.mark.parametrize("hash_", [None, lambda _, salt: salt], ids=["usual", "one key for all"])
def test_what_a_target_says_is_told_again_from_its_text(tmp_path: Path, hash_: Any) -> None:
    """Through a chain, with a chain in one batch, and when none of its words is in mind any more."""
    store = open_store(tmp_path, Settings(warehouse=False, hash_=hash_))
    target = entry(context={"contextActivities": {"parent": [{"id": "http://example.org/activities/course"}]}})
    store.add([target])
    store.statements(DID)  # written
    store._learning.keys.forget(dict(store.cursor().execute(sql("words_salted")).fetchall()), {})
    first = referring(target)
    second = referring(first)
    store.add([second, first])
    last = referring(second)
    store.add([last])
    learner = StatementQuery(agent="mbox mailto:learner@example.org", limit=100)
    course = StatementQuery(activity="http://example.org/activities/course", related_activities=True, limit=100)
    everyone = {one.id for one in (target, first, second, last)}
    for question in (learner, course):
        assert {record.id for record in store.statements(question).records} == everyone
    store.close()


def test_when_it_cannot_be_written_nothing_is_lost(
    store: DuckStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(store._index, "write", full)
        with pytest.raises(Fault, match="the disk is full"):
            store.statements(DID)
        with pytest.raises(Fault, match="nothing was replaced"):
            store.replace_identity("mbox mailto:learner@example.org", "mbox mailto:other@example.org")
        store.add([entry()])
    assert "the disk is full" in capsys.readouterr().err
    assert len(store.statements(DID).records) == 2
