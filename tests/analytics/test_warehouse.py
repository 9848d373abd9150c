from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from analytics import warehouse as module
from analytics.warehouse import Warehouse
from tests.support.record import Record, statement, void


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def facts(record: Record, columns: str = "id") -> list[tuple[object, ...]]:
    return record.rows(f"SELECT {columns} FROM warehouse.fact ORDER BY seq")  # noqa: S608  # columns of ours


def ledger(record: Record) -> dict[str, int]:
    return {
        str(kind): int(count)
        for kind, count in record.rows("SELECT kind, count(*) FROM warehouse.outcome GROUP BY kind")
    }


def test_a_statement_becomes_a_fact(record: Record) -> None:
    record.add(
        statement(
            "Ada",
            "https://example.org/a",
            "2026-03-02T10:30:00+02:00",
            result={"extensions": {"https://w3id.org/xapi/acquis/ext/clicks": 7}},
            context={
                "contextActivities": {
                    "category": [{"id": "https://w3id.org/xapi/acquis/modality/video"}],
                    "grouping": {"id": "https://example.org/course", "definition": {"name": {"fr": "Cours"}}},
                }
            },
        )
    )
    Warehouse(record).catch_up()
    told = facts(record, "happened::VARCHAR, agent, verb, activity, modality, clicks, initiated")
    assert told == [("2026-03-02 08:30:00", 1, "experienced", 1, "video", 7.0, True)]
    assert record.rows("SELECT identifier FROM warehouse.agent") == [("mbox mailto:Ada@example.org",)]
    assert record.rows("SELECT iri, name FROM warehouse.course") == [("https://example.org/course", '{"fr":"Cours"}')]


def test_following_twice_adds_nothing(record: Record) -> None:
    record.add(statement(), statement("bob"))
    follower = Warehouse(record)
    follower.catch_up()
    before = record.content()
    assert follower.follow() == 0
    assert record.content() == before


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_voids_before_and_after_their_target_take_it_away(record: Record, batch: int) -> None:
    early, late = UUID(int=1001), UUID(int=1002)
    record.add(void(early), statement(id=str(early)), statement(id=str(late)), statement("bob"), void(late))
    Warehouse(record, batch).catch_up()
    assert facts(record, "seq") == [(4,)]


def test_presence_stays_when_more_is_told_of_the_same_session_in_a_later_step(record: Record) -> None:
    attended = "http://adlnet.gov/expapi/verbs/attended"
    record.add(statement(verb=attended, result={"duration": "PT2H"}))
    follower = Warehouse(record)
    follower.catch_up()
    record.add(statement(when="2026-03-02T10:00:00Z", verb="http://adlnet.gov/expapi/verbs/completed"))
    follower.catch_up()
    assert record.rows("SELECT rule, seconds FROM warehouse.session_time WHERE rule = 'attendance'") == [
        ("attendance", 7200.0)
    ]


def test_a_late_void_is_honoured_in_a_later_step(record: Record) -> None:
    (target,) = record.add(statement(context={"contextActivities": {"grouping": {"id": "https://example.org/c"}}}))
    follower = Warehouse(record)
    follower.catch_up()
    assert len(facts(record)) == 1
    record.add(void(target))
    follower.catch_up()
    assert facts(record) == []
    assert record.rows("SELECT * FROM warehouse.part_of") == []
    assert ledger(record) == {"voided": 1, "voids another": 1}


def test_what_a_system_says_is_kept_but_not_initiated(record: Record) -> None:
    verbs = [
        "http://adlnet.gov/expapi/verbs/launched",
        "https://w3id.org/xapi/adl/verbs/satisfied",
        "https://w3id.org/xapi/adl/verbs/waived",
        "https://w3id.org/xapi/adl/verbs/abandoned",
        "http://adlnet.gov/expapi/verbs/imported",
    ]
    record.add(*(statement(verb=verb) for verb in verbs))
    Warehouse(record).catch_up()
    assert facts(record, "initiated") == [(False,)] * 5
    assert ledger(record) == {"by a system": 5}


@pytest.mark.parametrize(
    ("result", "there"),
    [
        ({"completion": True, "duration": "PT7H"}, True),
        ({"completion": False}, False),
        ({"completion": False, "duration": "PT2H"}, True),  # came for a part of it
        ({}, True),
    ],
)
def test_an_absence_is_no_activity(record: Record, result: dict[str, object], *, there: bool) -> None:
    record.add(statement(verb="http://adlnet.gov/expapi/verbs/attended", result=result))
    Warehouse(record).catch_up()
    assert facts(record, "initiated") == [(there,)]


def test_every_member_of_a_group_did_it_once(record: Record) -> None:
    ada, bob = {"mbox": "mailto:ada@example.org"}, {"mbox": "mailto:bob@example.org", "name": "Bob"}
    record.add(statement(actor={"objectType": "Group", "member": [ada, bob, ada]}))
    record.add(statement(actor={"objectType": "Group", "mbox": "mailto:team@example.org"}))
    Warehouse(record).catch_up()
    assert facts(record, "seq, agent") == [(1, 1), (1, 2)]
    assert ledger(record) == {"understood": 1, "nobody": 1}


def test_one_unreadable_row_never_stops_it(record: Record) -> None:
    record.add(statement(), '{"actor": SECRET', statement("bob"), "", statement("eve", when="not a time"))
    Warehouse(record).catch_up()
    assert facts(record, "seq") == [(1,), (3,), (5,)]
    unreadable = record.rows("SELECT * FROM warehouse.unreadable ORDER BY seq")
    assert [seq for seq, _ in unreadable] == [2, 4]
    assert not any("SECRET" in str(reason) for _, reason in unreadable)
    assert ledger(record) == {"understood": 2, "no time": 1}


def test_what_is_not_the_statements_fault_is_not_set_aside(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.add(statement(), statement("bob"))
    follower = Warehouse(record)
    real = module._run

    def full_disk(cursor: duckdb.DuckDBPyConnection, *names: str) -> None:
        for name in names:
            if name == "derive_rollup":
                raise duckdb.IOException("no space left on device")
            real(cursor, name)

    monkeypatch.setattr(module, "_run", full_disk)
    with pytest.raises(duckdb.IOException):
        follower.follow()
    assert facts(record) == []
    assert record.rows("SELECT watermark FROM warehouse.state") == [(0,)]
    monkeypatch.undo()
    follower.catch_up()
    assert len(facts(record)) == 2


def test_a_new_generation_is_read_again_from_nothing(record: Record) -> None:
    record.add(statement(), statement("bob"))
    follower = Warehouse(record)
    follower.catch_up()
    record.connection.execute("UPDATE statement SET payload = replace(payload, 'bob', 'gone')")
    record.connection.execute("UPDATE meta SET value = '2' WHERE key = 'generation'")
    follower.catch_up()
    assert record.rows("SELECT identifier FROM warehouse.agent ORDER BY agent") == [
        ("mbox mailto:ada@example.org",),
        ("mbox mailto:gone@example.org",),
    ]


def test_new_rules_are_applied_from_nothing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.add(statement())
    Warehouse(record).catch_up()
    record.connection.execute("DELETE FROM warehouse.fact")
    monkeypatch.setattr(module, "rules", lambda: "other")
    Warehouse(record).catch_up()
    assert len(facts(record)) == 1


def test_a_deleted_file_is_built_again(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.add(statement(), statement("bob"))
    Warehouse(record).catch_up()
    before = record.content()
    record.close()
    (tmp_path / "warehouse.duckdb").unlink()
    again = Record(tmp_path)
    Warehouse(again).catch_up()
    assert again.content() == before
    again.close()


def test_a_kept_file_is_not_read_again(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.add(statement())
    Warehouse(record).catch_up()
    record.close()
    again = Record(tmp_path)
    assert Warehouse(again).follow() == 0
    assert len(facts(again)) == 1
    again.close()


def test_names_and_types_are_the_last_ones_told(record: Record) -> None:
    def named(name: str | None, kind: str | None) -> dict[str, object]:
        definition = {"name": {"en": name}} if name else {}
        return {"id": "https://example.org/a", "definition": definition | ({"type": kind} if kind else {})}

    course = "http://adlnet.gov/expapi/activities/course"
    record.add(*(statement(object=named(*one)) for one in (("Old", course), ("New", None), (None, None))))
    record.add(statement(actor={"mbox": "mailto:ada@example.org", "name": "Ada L."}))
    Warehouse(record, 2).catch_up()
    assert record.rows("SELECT type, name FROM warehouse.activity") == [("course", '{"en":"New"}')]
    assert record.rows("SELECT name FROM warehouse.agent") == [("Ada L.",)]


def test_a_platform_is_no_course(record: Record) -> None:
    site = {"id": "https://lms.example", "definition": {"type": "http://id.tincanapi.com/activitytype/lms"}}
    record.add(statement(context={"contextActivities": {"grouping": [site, {"id": "https://example.org/c"}]}}))
    Warehouse(record).catch_up()
    assert record.rows("SELECT iri FROM warehouse.course") == [("https://example.org/c",)]


def test_an_object_that_is_no_activity_is_still_something_done(record: Record) -> None:
    record.add(statement(object={"objectType": "Agent", "mbox": "mailto:bob@example.org"}))
    Warehouse(record).catch_up()
    assert facts(record, "activity, initiated") == [(None, True)]


def test_what_facts_are_not_made_of_leaves_them(record: Record) -> None:
    """A threshold, a privacy choice, a name: read at once, and no fact is derived again; an identifier is more."""
    record.organise("INSERT INTO organisation.person (person, key, name, role) VALUES (1, 'A', 'Ada', 'learner')")
    record.add(statement("ada"), statement("bob"))
    warehouse = Warehouse(record)
    warehouse.catch_up()
    record.connection.execute("UPDATE warehouse.fact SET device = 'seen'")
    record.organise(
        "INSERT INTO organisation.kept VALUES ('threshold', 'silent', '10', '2026-03-03', 'x')",
        "UPDATE organisation.person SET name = 'Ada L.'",
    )
    warehouse.catch_up()
    assert record.rows("SELECT name, value FROM warehouse.threshold") == [("silent", 10.0)]
    assert record.rows("SELECT name FROM warehouse.person WHERE known") == [("Ada L.",)]
    assert record.rows("SELECT DISTINCT device FROM warehouse.fact") == [("seen",)]
    record.organise("INSERT INTO organisation.person_identifier VALUES ('mbox mailto:ada@example.org', 1)")
    warehouse.catch_up()
    assert record.rows("SELECT DISTINCT device FROM warehouse.fact") == [(None,)]
    assert record.rows("SELECT count(*) FROM warehouse.fact WHERE person = 1") == [(1,)]
