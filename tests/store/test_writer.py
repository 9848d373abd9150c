"""The group commit: order, refusals of one's own, failures that stay with who caused them."""

import threading
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

from lrs.errors import Conflict, Fault, PreconditionFailed, Refusal, Unavailable
from lrs.store import writer
from lrs.store.duck import DuckStore, Settings, open_store
from lrs.store.promise import Document, DocumentKey
from lrs.store.tasks import Task, Tasks
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

KEY = DocumentKey("state", "x", activity="http://example.org/a", agent="mbox mailto:a@example.org")


@pytest.fixture
def store(tmp_path: Path) -> DuckStore:
    return open_store(tmp_path, Settings(warehouse=False))


def together(works: Sequence[threading.Thread], store: DuckStore) -> None:
    """Let threads hand over their work while the writer stands still, so that one group takes all of it."""
    with store._writer.paused():
        for place, work in enumerate(works):
            work.start()
            while store._writer._queue.qsize() <= place:
                time.sleep(0.001)
    for work in works:
        work.join()


def test_each_change_of_a_group_sees_those_before_it(store: DuckStore) -> None:
    def append(old: Document | None) -> Document:
        return Document((old.content if old else b"") + b"+", "text/plain")

    together([threading.Thread(target=store.change_document, args=(KEY, append)) for _ in range(20)], store)
    kept = store.document(KEY)
    assert kept is not None
    assert kept.content == b"+" * 20
    assert store.metrics()["largest_group"] == 20
    store.close()


class Attempt(threading.Thread):
    """Work in a thread of its own, which keeps what went wrong."""

    error: BaseException | None = None

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        super().__init__()
        self.work, self.arguments = work, arguments

    def run(self) -> None:
        try:
            self.work(*self.arguments)
        except (Refusal, ZeroDivisionError) as error:
            self.error = error


def refuse(_: Document | None) -> Document:
    raise PreconditionFailed("stale")


def fail(_: Document | None) -> Document:
    raise ZeroDivisionError


def test_of_one_group_only_who_is_refused_is_refused(store: DuckStore) -> None:
    id_ = uuid4()
    attempts = [
        Attempt(store.add, [entry(id_)]),
        Attempt(store.add, [entry(id_, actor={"mbox": "mailto:other@example.org"})]),
        Attempt(store.add, [entry(id_)]),
        Attempt(store.add, [entry(), entry()]),
        Attempt(store.change_document, KEY, refuse),
        Attempt(store.change_document, KEY, fail),
        Attempt(store.change_document, KEY, lambda _: Document(b"1", "text/plain")),
    ]
    together(attempts, store)
    errors = [type(attempt.error) for attempt in attempts]
    nothing = type(None)
    assert errors == [nothing, Conflict, nothing, nothing, PreconditionFailed, ZeroDivisionError, nothing]
    assert len(store.statements(StatementQuery()).records) == 3
    store.close()


def test_a_failing_statement_of_sql_is_a_fault_and_leaves_nothing_behind(store: DuckStore) -> None:
    def half(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("INSERT INTO meta VALUES ('half', '1')")
        cursor.execute("SELECT no_such_function()")

    with pytest.raises(Fault):
        store._writer.submit(Tasks(), Task(half))
    assert store.cursor().execute("SELECT * FROM meta WHERE key = 'half'").fetchall() == []
    store.add([entry()])
    assert len(store.statements(StatementQuery()).records) == 1
    store.close()


def test_a_fatal_error_tells_who_waits_and_ends_the_process(tmp_path: Path) -> None:
    ended: list[BaseException] = []
    store = open_store(tmp_path, Settings(warehouse=False, on_fatal=ended.append))

    def fatal(_: duckdb.DuckDBPyConnection) -> None:
        raise duckdb.FatalException("the disk is gone")

    with pytest.raises(Fault):
        store._writer.submit(Tasks(), Task(fatal))
    assert [str(error) for error in ended] == ["the disk is gone"]
    store.close()


def test_what_waits_is_committed_before_closing_and_nothing_is_taken_after(store: DuckStore) -> None:
    threads = [threading.Thread(target=store.add, args=([entry()],)) for _ in range(8)]
    together(threads, store)
    store.close()
    with pytest.raises(Unavailable):
        store.add([entry()])
    again = open_store(store.folder)
    assert len(list(again.scan(StatementQuery()))) == 8
    again.close()


def test_many_threads_lose_nothing_and_never_break_a_batch(store: DuckStore) -> None:
    batches = [[entry() for _ in range(1 + number % 4)] for number in range(60)]
    todo = list(batches)

    def work() -> None:
        while todo:
            try:
                batch = todo.pop()
            except IndexError:
                return
            store.add(batch)
            assert all(store.statement(one.id) is not None for one in batch)

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = list(store.scan(StatementQuery(ascending=True)))
    assert {record.id for record in records} == {one.id for batch in batches for one in batch}
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    assert all(old.stored < new.stored for old, new in pairwise(records))
    places = {record.id: record.seq for record in records}
    for batch in batches:
        seqs = [places[one.id] for one in batch]
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    store.close()


def on_its_own_pages(store: DuckStore) -> bool:
    """Whether every text has left the log, once what was submitted before is done."""
    store._writer.submit(Tasks(), Task(lambda _: None), 0)
    told = store.cursor().execute("SELECT bool_and(persistent) FROM pragma_storage_info('kept')").fetchall()
    return bool(told[0][0])


def test_a_row_group_is_written_once_it_is_nearly_full(store: DuckStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_ROW_GROUP", writer._MOST + 20)
    store.add([entry() for _ in range(20)])
    assert not on_its_own_pages(store)
    store.add([entry()])
    assert on_its_own_pages(store)
    assert len(store.statements(StatementQuery()).records) == 21
    store.close()
