"""The record on disk gives the answers the naive one gives, whatever happened to them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lrs.errors import PreconditionFailed, Refusal
from lrs.store import postings, writer
from lrs.store.duck import Settings, open_store
from lrs.store.keys import hashed
from lrs.store.memory import MemoryStore
from lrs.store.promise import Document, DocumentKey, DocumentScope, Record, Store
from lrs.xapi import timestamp
from lrs.xapi.query import StatementQuery
from tests.support import histories
from tests.support.histories import Step

few_keys = Settings(warehouse=False, hash_=lambda text, salt: hashed(text, salt) % 3 + 3 * salt)
usual = Settings(warehouse=False)


def told(record: Record | None) -> tuple[Any, ...] | None:
    """What a record says, but for when it was stored."""
    if record is None:
        return None
    when = timestamp.text(record.stored)
    assert f'"stored":"{when}"' in record.text
    return record.seq, record.id, record.text.replace(when, "")


def change(way: str) -> Callable[[Document | None], Document | None]:
    def changed(old: Document | None) -> Document | None:
        if way == "refuse":
            raise PreconditionFailed("no")
        if way == "keep":
            return old
        return None if way == "delete" else Document((old.content if old else b"") + b"+", "text/plain")

    return changed


def happen(store: Store, step: Step) -> Any:
    """Let a step happen; return what can be told of it."""
    try:
        if step.name == "add":
            return store.add(*step.arguments)
        if step.name == "add_each":
            return [str(one) if isinstance(one, Refusal) else one for one in store.add_each(*step.arguments)]
        if step.name == "document":
            key, way = step.arguments
            return store.change_document(key, change(way))
        if step.name == "replace":
            return store.replace_identity(*step.arguments)
        return store.delete_documents(*step.arguments)
    except Refusal as refusal:
        return str(refusal)


def bytes_of(store: Store, key: DocumentKey) -> tuple[bytes, str] | None:
    document = store.document(key)
    return None if document is None else (document.content, document.content_type)


def walked(store: Store, query: StatementQuery) -> list[Any]:
    """Every page of a question, one after the other."""
    pages = [store.statements(query)]
    while pages[-1].after is not None:
        pages.append(store.statements(replace(query, after=pages[-1].after, ceiling=pages[-1].ceiling)))
    return [[told(record) for record in page.records] for page in pages]


def between(store: Store, query: StatementQuery, span: tuple[int, int]) -> StatementQuery:
    """The same question about the span between two statements, by their place."""
    every = [record.stored for record in store.scan(StatementQuery(ascending=True), voided=True)]
    since, until = (every[place % len(every)] if every and place else None for place in span)
    return replace(query, since=since, until=until)


def answers(store: Store, questions: list[tuple[StatementQuery, tuple[int, int]]]) -> list[Any]:
    """Everything a store can be asked."""
    found: list[Any] = [walked(store, between(store, query, span)) for query, span in questions]
    found += [[told(one) for one in store.scan(query, voided=True)] for query, _ in questions]
    for id_ in histories.IDS:
        for voided in (False, True):
            askers = (None, *histories.AUTHORITIES)
            found += [told(store.statement(id_, voided=voided, authority=one)) for one in askers]
    found += [store.person(one) for one in (*histories.AGENTS, *histories.AUTHORITIES)]
    found += [store.activity(one) for one in histories.ACTIVITIES]
    found.append(store.activities([*histories.ACTIVITIES, "http://example.org/unseen"]))
    for agent in histories.AGENTS[:2]:
        for registration in (None, ""):
            scope = DocumentScope("state", histories.ACTIVITIES[0], agent, registration)
            found.append([id_ for id_, _ in store.document_ids(scope)])
    return found


@dataclass(frozen=True)
class Way:
    """How a record is opened, and how it ends before it is opened again."""

    settings: Settings
    lull: float  # seconds without work after which the index is written
    many: int  # statements it waits for
    crashes: bool
    sorts: bool  # has the rows of agents sorted from the beginning, in runs of three

    def open(self, folder: Path) -> Store:
        store = open_store(folder, self.settings)
        if self.sorts:
            store._postings.begin()
            store._postings.wait()
        return store

    def reopen(self, store: Any, folder: Path) -> Store:
        """Open it again: closed first, or as a crash would leave it, with what the index has not written."""
        if self.crashes:
            left = folder.with_name(f"{folder.name}-left")
            shutil.copytree(folder, left, ignore=shutil.ignore_patterns("spill"))
        store.close()
        if self.crashes:
            shutil.rmtree(folder)
            left.rename(folder)
        return self.open(folder)


WAYS = {
    "usual": Way(usual, 0.05, 8_000, crashes=False, sorts=True),
    "colliding-keys": Way(few_keys, 0.0, 1, crashes=False, sorts=True),
    "crashes": Way(few_keys, 60.0, 2_000, crashes=True, sorts=False),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Way:
    way: Way = request.param
    monkeypatch.setattr(writer, "_LULL", way.lull)
    monkeypatch.setattr(writer, "_MANY", way.many)
    monkeypatch.setattr(postings, "ROWS", 3)
    return way


@settings(
    max_examples=16,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example opens a folder: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(
    history=st.lists(histories.steps, max_size=8),
    questions=st.lists(
        st.tuples(histories.queries, st.tuples(st.integers(0, 4), st.integers(0, 4))), min_size=6, max_size=6
    ),
)
def test_same_history_same_answers(opened: Way, history: list[Step], questions: list[Any]) -> None:
    judge = MemoryStore()
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        store = opened.open(folder)
        try:
            for step in history:
                if step.name == "reopen":
                    store = opened.reopen(store, folder)
                    continue
                assert happen(store, step) == happen(judge, step), step
                key = step.arguments[0] if step.name == "document" else None
                if key is not None:
                    assert bytes_of(store, key) == bytes_of(judge, key)
            assert answers(store, questions) == answers(judge, questions)
        finally:
            store.close()
            judge.close()
