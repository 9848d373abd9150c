"""`stored` never goes back, and what is said to be settled is."""

import threading
from pathlib import Path

from lrs.store.clock import Clock
from lrs.store.duck import Settings, open_store
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry


def test_strictly_forward_when_the_machine_goes_back() -> None:
    machine = iter([1000, 400, 400, 2000])
    clock = Clock(last=10, source=lambda: next(machine))
    assert [clock.take(5), clock.take(), clock.take(), clock.take()] == [1000, 1005, 1006, 2000]


def test_nothing_is_taken_at_or_before_what_was_said_to_be_settled() -> None:
    machine = iter([1000, 900, 900, 900])
    clock = Clock(source=lambda: next(machine))
    assert clock.settled() == 1000
    assert clock.take() == 1001


def test_what_is_being_written_is_not_settled() -> None:
    clock = Clock(source=lambda: 1000)
    clock.begin()
    first = clock.take(3)
    assert clock.settled() < first
    clock.end()
    assert clock.settled() >= first + 2


def test_forward_across_a_restart_with_a_clock_behind(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    store._clock._source = lambda: 4_000_000_000_000_000  # the machine believed it was 2096
    store.add([entry()])
    store.close()
    again = open_store(tmp_path, Settings(warehouse=False))
    again.add([entry()])
    old, new = again.scan(StatementQuery(ascending=True))
    assert new.stored == old.stored + 1
    assert again.consistent_through() >= new.stored
    again.close()


def test_a_poller_by_stored_misses_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    writing = threading.Event()

    def write() -> None:
        for _ in range(40):
            store.add([entry(), entry()])
        writing.set()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    polled: list[int] = []
    since = None
    while True:
        over = not any(thread.is_alive() for thread in threads)
        page = store.statements(StatementQuery(since=since, ascending=True, limit=7))
        polled += [record.seq for record in page.records]
        since = page.records[-1].stored if page.records else since
        if over and not page.records:
            break
    assert polled == list(range(1, 241))
    store.close()
