"""When the warehouse follows, and when it waits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from analytics.follower import Follower
from analytics.kept import Kept
from analytics.warehouse import Warehouse
from tests.support.record import Record, statement


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def facts(record: Record) -> list[tuple[object, ...]]:
    return record.rows("SELECT id FROM warehouse.fact")


def test_the_follower_follows_and_stops(record: Record) -> None:
    follower = Follower(Warehouse(record), pause=0.01).start()
    record.add(statement())
    end = time.monotonic() + 30
    while not facts(record) and time.monotonic() < end:
        time.sleep(0.01)
    follower.stop()
    assert len(facts(record)) == 1


class _Pouring:
    """A record that grows by so many statements at every look, so many looks long; each step takes some time."""

    batch = 20_000
    kept = Kept(0)

    def __init__(self, looks: int) -> None:
        self.looks = looks
        self.seen = 0
        self.followed: list[int] = []  # at which look

    def newest(self) -> int:
        self.seen += 1
        return 1_000 * min(self.seen, self.looks)

    def follow(self) -> int:
        self.followed.append(self.seen)
        time.sleep(0.02)
        return 1


def test_the_follower_waits_for_the_end_of_a_flood() -> None:
    record = _Pouring(looks=12)
    follower = Follower(record, pause=0.01).start()  # type: ignore[arg-type]  # all it needs of a warehouse
    end = time.monotonic() + 30
    while len(record.followed) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    follower.stop()
    first, second, *_ = record.followed
    assert first == 1
    assert second > 12  # after the last that poured in, long before its patience was over


def test_the_follower_survives_a_fault(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(record)
    faults = [duckdb.IOException("disk")]
    real = warehouse.follow

    def once() -> int:
        if faults:
            raise faults.pop()
        return real()

    monkeypatch.setattr(warehouse, "follow", once)
    record.add(statement())
    follower = Follower(warehouse, pause=0.01).start()
    end = time.monotonic() + 30
    while not facts(record) and time.monotonic() < end:
        time.sleep(0.01)
    follower.stop()
    assert not faults
    assert len(facts(record)) == 1


@dataclass
class _Read:
    """A record that somebody began to read."""

    statements: int
    nearly: bool
    kept: Any

    def newest(self) -> int:
        return self.statements

    def is_nearly_there(self) -> bool:
        return self.nearly


@pytest.mark.parametrize(
    ("statements", "ago", "nearly", "waits"),
    [
        (400_000, 0, True, False),  # a small one is told anew at once
        (1_000_000, None, True, False),
        (1_000_000, 10, True, True),
        (1_000_000, 60, True, False),
        (1_000_000, 10, False, False),
        (10_000_000, 60, True, True),
        (100_000_000, 310, True, False),  # never longer than five minutes
    ],
)
def test_it_stands_still_while_much_is_read(statements: int, ago: float | None, nearly: bool, waits: bool) -> None:  # noqa: FBT001 -- a table of cases
    began = None if ago is None else time.monotonic() - ago
    read = _Read(statements, nearly, SimpleNamespace(began=began))
    assert Follower(read)._is_read() is waits  # type: ignore[arg-type]  # all it needs of a warehouse


def test_reading_begins_with_the_first_answer_at_a_mark() -> None:
    kept = Kept(1 << 20)
    assert kept.began is None
    kept.answer(1, "one", lambda: 1)
    began = kept.began
    kept.answer(1, "two", lambda: 2)
    assert kept.began == began
    kept.answer(2, "one", lambda: 3)
    assert began is not None
    assert kept.began is not None
    assert kept.began > began


def test_nearly_there_is_less_than_a_batch_behind_of_what_the_organisation_says_now(record: Record) -> None:
    warehouse = Warehouse(record, batch=2)
    record.add(statement())
    assert not warehouse.is_nearly_there()  # it never read the organisation
    warehouse.catch_up()
    record.add(statement())
    assert warehouse.is_nearly_there()
    record.add(statement())
    assert not warehouse.is_nearly_there()
    warehouse.catch_up()
    record.organise("INSERT INTO organisation.contact VALUES (1, NULL, '2026-03-02', 'mia', NULL)")
    assert not warehouse.is_nearly_there()
    warehouse.catch_up()
    assert warehouse.is_nearly_there()
    record.connection.execute("UPDATE meta SET value = (value::INTEGER + 1)::VARCHAR WHERE key = 'generation'")
    assert not warehouse.is_nearly_there()
