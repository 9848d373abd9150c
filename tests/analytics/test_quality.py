from collections.abc import Iterator
from datetime import date
from uuid import UUID

import polars as pl
import pytest

from analytics.engagement import active_per_day, summary
from analytics.quality import data_quality
from analytics.scope import Scope
from analytics.upkeep import freshness
from analytics.warehouse import Warehouse
from tests.support.record import Record, statement

ADL = "http://adlnet.gov/expapi/verbs"
OWN = "https://example.org/verbs/own"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def test_each_figure_says_what_it_rests_on(record: Record) -> None:
    record.organise(
        "INSERT INTO organisation.person (person, key, role) VALUES (1, 'A', 'learner')",
        "INSERT INTO organisation.person_identifier VALUES ('mbox mailto:ada@example.org', 1)",
        "INSERT INTO organisation.programme (key, title_en, title_fr) VALUES ('P', 'p', 'p')",
        "INSERT INTO organisation.programme_activity VALUES ('P', 'https://example.org/', TRUE)",
    )
    record.add(statement("ada", when="2026-10-20T12:00:00Z"), stored="2026-10-20")
    record.add(
        statement("ada", when="2026-11-20T12:00:00Z", verb=OWN),
        statement("ada", when="2026-11-20T12:00:00Z", verb=f"{ADL}/passed"),
        statement("bob", when="2026-11-01T12:00:00Z", verb=f"{ADL}/passed", result={"score": {"scaled": 1}}),
    )
    warehouse = Warehouse(record)
    warehouse.catch_up()
    rows = data_quality(warehouse, Scope()).rows()
    told = {(kind, figure): (amount, total) for kind, figure, _, amount, total, *_ in rows}
    assert told == {
        ("late arrival", "active people"): (1, 2),
        ("late arrival", "completions"): (1, 2),
        ("late arrival", "scores"): (1, 2),
        ("late arrival", "statements"): (1, 4),
        ("no score", "completions"): (1, 2),
        ("no score", "scores"): (1, 2),
        ("no score", "statements"): (1, 4),
        ("unknown person", "active people"): (1, 2),
        ("unknown person", "completions"): (1, 2),
        ("unknown person", "scores"): (1, 2),
        ("unknown person", "statements"): (1, 4),
        ("unmapped verb", "statements"): (1, 4),
    }


def test_hours_rest_on_the_statements_of_their_sittings(record: Record) -> None:
    """A sitting of an hour and one of three, told by tools; something is amiss with a statement of the shorter one."""
    record.organise(
        "INSERT INTO organisation.person (person, key, role) VALUES (1, 'A', 'learner')",
        "INSERT INTO organisation.person_identifier VALUES ('mbox mailto:ada@example.org', 1)",
    )
    for who, day, hours in (("ada", "2026-11-02", 1), ("bob", "2026-11-03", 3)):
        told = {"verb": f"{ADL}/terminated", "result": {"duration": f"PT{hours}H"}}
        registered = {"registration": str(UUID(int=hours)), "extensions": {SESSION: who}}
        record.add(
            statement(who, when=f"{day}T12:00:00Z", verb=f"{ADL}/initialized", context=registered),
            statement(who, when=f"{day}T12:30:00Z", verb=f"{ADL}/passed", context=registered),
            statement(who, when=f"{day}T1{2 + hours}:00:00Z", context=registered, **told),
        )
    warehouse = Warehouse(record)
    warehouse.catch_up()
    hours = data_quality(warehouse, Scope()).filter(pl.col("figure") == "hours")
    told = {kind: (learners, amount, total, share) for kind, _, learners, amount, total, share, _ in hours.iter_rows()}
    assert told["unknown person"] == (1, 3, 4, 0.75)
    assert told["no score"] == (2, 4, 4, 1)
    assert "no duration" not in told
    assert data_quality(warehouse, Scope(course="https://example.org/")).filter(pl.col("figure") == "hours").is_empty()


def test_a_statement_with_a_word_nobody_knows_is_not_understood(record: Record) -> None:
    """Until somebody says what the word means."""
    strange = {"id": "https://example.org/x", "definition": {"type": OWN}}
    record.add(statement("ada"), statement("ada", verb=OWN), statement("ada", object=strange), statement(verb=OWN))
    warehouse = Warehouse(record)
    warehouse.catch_up()
    told = freshness(warehouse, Scope()).row(0, named=True)
    assert (told["read"], told["understood"]) == (4, 1)
    kinds = "SELECT kind, sum(statements) FROM warehouse.ledger WHERE kind IN ('understood', 'unmapped') GROUP BY kind"
    assert dict(record.rows(kinds)) == {"understood": 1, "unmapped": 3}


def test_history_that_was_brought_in_is_not_late(record: Record) -> None:
    """What happened before its sender was first heard; another sender's beginning says nothing of it."""
    one, other = ({"authority": {"mbox": f"mailto:{name}@example.org"}} for name in ("old", "new"))
    record.add(statement("ada", when="2026-03-02T08:00:00Z", **one), stored="2026-03-02")
    record.add(
        statement("ada", when="2026-10-02T08:00:00Z", **one),
        statement("ada", when="2026-10-02T08:00:00Z", **other),
        statement("ada", when="2026-11-20T08:00:00Z", **other),
        stored="2026-11-20T09:00:00Z",
    )
    Warehouse(record).catch_up()
    ledger = (
        "SELECT kind, detail, statements FROM warehouse.ledger WHERE kind IN ('history', 'late arrival') ORDER BY ALL"
    )
    assert record.rows(ledger) == [("history", None, 1), ("late arrival", "over 30 days", 1)]


IMPOSSIBLE = [
    "9999-12-31T23:59:59-14:00",  # year 10000
    "9999-12-31T23:59:59Z",  # which year 10000 is in Paris
    "0001-01-01T00:00:00+14:00",  # year 0
    "1900-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",  # a clock that was never set
    "2150-01-01T00:00:00Z",
]


def test_what_cannot_have_happened_then_is_told_of_when_it_was_stored(record: Record) -> None:
    record.add(*(statement("ada", when=when) for when in [*IMPOSSIBLE, "1985-03-02T08:00:00Z", "2027-11-01T08:00:00Z"]))
    warehouse = Warehouse(record)
    warehouse.catch_up()
    days = [date(1985, 3, 2), date(2026, 11, 21), date(2027, 11, 1)]
    told = active_per_day(warehouse, Scope(zone="Europe/Paris")).filter(pl.col("active") > 0)
    assert told["starts"].to_list() == days
    assert summary(warehouse, Scope(zone="Europe/Paris"))["last"].item() == days[-1]
    counted = "SELECT statements FROM warehouse.ledger WHERE kind = 'no time'"
    assert record.rows(counted) == [(len(IMPOSSIBLE),)]


@pytest.mark.parametrize("until", ["99999-01-01", "0000-01-01", "9999-12-31", "never", 5])
def test_a_last_day_of_validity_that_calendars_lack_is_none(record: Record, until: object) -> None:
    extensions = {"http://id.tincanapi.com/extension/valid-until": until}
    record.add(statement("ada", context={"extensions": extensions}))
    Warehouse(record).catch_up()
    expected = date(9999, 12, 31) if until == "9999-12-31" else None
    assert record.rows("SELECT expires FROM warehouse.told") == [(expected,)]
