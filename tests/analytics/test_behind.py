"""The statements behind figures: whose, which, how many, in pages; and who exactly is in a cell or at a session."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.behind import STATEMENTS, counted, is_told, statements
from analytics.cells import MOVES, Cell, cell_people, read_cell, session_people
from analytics.cohorts import cohorts, growth
from analytics.engagement import summary
from analytics.learners import learner_record
from analytics.programme_facts import programme_sessions
from analytics.scope import Reader, Scope
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene

EVER = Scope()
OWN = Scope(reader=Reader(units=("a",)))
TOTALS = Scope(reader=Reader(sees_people=False))
HOSTILE = "'; DROP TABLE warehouse.fact; -- %_<script>"
ROOM = "https://example.org/room"


@pytest.fixture
def group(scene: Scene) -> Scene:
    """Ada and Al of team a, Bo of team b, each with some statements of every kind; a trainer; a system."""
    scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))])
    people = (("ada", "Ada <b>", "a"), ("al", "Al", "a"), ("bo", "Bo", "b"), ("di", "Di", "a"))
    rows = [{"person": n, "key": key, "name": name, "unit": unit} for n, (key, name, unit) in enumerate(people, 1)]
    scene.put("person", [row | {"role": "trainer" if row["key"] == "di" else "learner"} for row in rows])
    scene.put("programme", [{"programme": "safety", "owner_unit": "group", "modality": "classroom"}])
    scene.put(
        "activity", [{"activity": 1, "iri": ROOM, "name": '{"en": "The room"}'}, {"activity": 2, "iri": "urn:two"}]
    )
    facts = [told(seq, person, minute=seq) for seq, person in enumerate((1, 1, 1, 2, 2, 3, 3, 4), 1)]
    facts[1] |= {"verb": "completed"}
    facts[2] |= {"verb": "waived", "initiated": False}
    facts += [told(20, person, minute=40, verb="attended") for person in (1, 3)]  # a sheet that names both
    scene.put("fact", facts)
    for table, seq in (("assessment", 1), ("evaluation", 2), ("segment", 3), ("contribution", 4)):
        row = {"seq": seq, "person": facts[seq - 1]["person"], "happened": facts[seq - 1]["happened"]}
        further = {"evaluation": {"score": 4.0}, "segment": {"starts": 0, "ends": 1}, "assessment": {"scaled": 0.5}}
        scene.put(table, [row | further.get(table, {})])
    scene.put("help", [{"seq": 5, "helper": 2, "helped": 3, "happened": facts[4]["happened"]}])
    scene.put("attendance", [{"seq": 20, "person": n, "present": n == 1, "seconds": 3600.0} | HELD for n in (1, 3)])
    scene.put("session", [{"session": "one", "programme": "safety", "activity": ROOM, "starts": "2026-03-02 08:00"}])
    scene.put("assigned", [{"person": n, "programme": "safety", "assigned": "2026-01-01"} for n in (1, 2, 3)])
    return scene


HELD = {"happened": "2026-03-02 08:40", "starts": "2026-03-02 08:00", "activity": 1, "programme": "safety"}


def told(seq: int, person: int, minute: int, **more: Any) -> dict[str, Any]:
    when = f"2026-03-02 08:{minute:02}"
    id_ = f"00000000-0000-4000-8000-{seq:012}"
    return {"seq": seq, "person": person, "happened": when, "activity": 1, "programme": "safety", "id": id_} | more


def lines(scene: Scene, scope: Scope = EVER, **options: Any) -> list[tuple[int, str]]:
    frame = statements(scene.star, scope, **options)
    assert frame.schema == pl.Schema(STATEMENTS)
    return [(int(id_[-4:]), key) for id_, key in frame.select("id", "key").iter_rows()]


ALL = [
    (20, "ada"),
    (20, "bo"),
    (8, "di"),
    (7, "bo"),
    (6, "bo"),
    (5, "al"),
    (4, "al"),
    (3, "ada"),
    (2, "ada"),
    (1, "ada"),
]


def test_statements_come_the_newest_first_a_line_for_each_person(group: Scene) -> None:
    assert lines(group) == ALL
    first = statements(group.star, EVER).row(-1, named=True)
    assert (first["who"], first["unit"], first["iri"], first["name"]) == ("Ada <b>", "a", ROOM, '{"en": "The room"}')
    assert (first["happened"], first["scaled"]) == (datetime(2026, 3, 2, 8, 1), 0.5)  # noqa: DTZ001  # UTC
    assert counted(group.star, EVER).row(0) == (9, 4, 10)


def test_pages_meet_without_a_gap_and_end(group: Scene) -> None:
    assert [one for skip in range(0, 12, 3) for one in lines(group, limit=3, skip=skip)] == ALL
    assert lines(group, limit=3, skip=999) == []


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("learned", {1, 2, 4, 5, 6, 7, 20}),
        ("completions", {2, 3, 20}),
        ("tests", {1}),
        ("evaluations", {2}),
        ("videos", {3}),
        ("contributions", {4}),
        ("help", {5}),
        ("attendance", {20}),
    ],
)
def test_each_kind_of_figure_has_its_own(group: Scene, kind: Any, found: set[int]) -> None:
    assert {seq for seq, _ in lines(group, of=kind)} == found
    assert counted(group.star, EVER, of=kind)["statements"].item() == len(found)


def test_those_who_learned_are_those_counted_as_active(group: Scene) -> None:
    active = summary(group.star, EVER)["active"].item()
    assert counted(group.star, EVER, of="learned")["people"].item() == active == 3


def test_they_are_narrowed_by_verb_activity_days_and_person(group: Scene) -> None:
    assert lines(group, did="completed") == [(2, "ada")]
    assert lines(group, replace(EVER, course="urn:two")) == []
    assert len(lines(group, replace(EVER, course=ROOM))) == len(ALL)
    assert lines(group, replace(EVER, until=date(2026, 3, 1))) == []
    assert {key for _, key in lines(group, find="A")} == {"ada", "al"}  # in the names of both, and nobody's key
    assert {key for _, key in lines(group, find="AL")} == {"al"}  # a key, whole
    assert lines(group, find="nobody at all") == lines(group, find=HOSTILE) == lines(group, did=HOSTILE) == []
    assert len(lines(group)) == len(ALL)


def test_a_reader_is_told_of_their_people_only(group: Scene) -> None:
    assert {key for _, key in lines(group, OWN)} == {"ada", "al", "di"}
    assert counted(group.star, OWN)["people"].item() == 3
    foreign: dict[str, Any] = {"find": "bo"}
    assert lines(group, OWN, **foreign) == []
    assert lines(group, replace(OWN, units=("b",))) == []
    assert {key for _, key in lines(group, OWN, session="one", of="attendance")} == {"ada"}


def test_a_reader_of_totals_is_refused(group: Scene) -> None:
    for ask in (statements, counted, cell_people, session_people):
        with pytest.raises(Forbidden):
            ask(group.star, TOTALS)
    with pytest.raises(Forbidden):
        is_told(group.star, TOTALS, person="ada", statement=told(1, 1, 1)["id"])


def test_a_statement_is_told_of_whom_it_is_about_and_one_may_see(group: Scene) -> None:
    sheet = told(20, 1, 1)["id"]
    asked = [(EVER, "ada"), (EVER, "bo"), (EVER, "al"), (OWN, "ada"), (OWN, "bo"), (EVER, HOSTILE)]
    answers = [is_told(group.star, scope, person=person, statement=sheet).item() for scope, person in asked]
    assert answers == [True, True, False, True, False, False]
    for id_ in ("", HOSTILE, "00000000-0000-4000-8000-000000000999"):
        assert not is_told(group.star, EVER, person="ada", statement=id_).item()


def test_a_learners_record_is_the_same_statements(group: Scene) -> None:
    own = learner_record(group.star, EVER, person="ada")["id"].to_list()
    assert own == statements(group.star, EVER, find="ada")["id"].to_list()


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"limit": 10_001}, {"skip": -1}, {"of": "all"}, {"came": "maybe"}, {"cell": "a1"}]
)
def test_what_cannot_be_asked_is_refused(group: Scene, options: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        statements(group.star, EVER, **options)


# Sessions ---------------------------------------------------------------------------------------------------------


def test_a_session_leads_to_exactly_those_it_counts(group: Scene) -> None:
    counts = programme_sessions(group.star, EVER).row(0, named=True)
    people = session_people(group.star, EVER, session="one")
    assert people.select("key", "came", "minutes").rows() == [("ada", True, 60.0), ("bo", False, 60.0)]
    assert (counts["n"], counts["count"]) == (people.height, people["came"].sum())
    for came, who in (("yes", "ada"), ("no", "bo")):
        given: dict[str, Any] = {"of": "attendance", "session": "one", "came": came}
        assert lines(group, **given) == [(20, who)]
        assert lines(group, replace(EVER, since=date(2026, 4, 1)), **given) == []
    assert session_people(group.star, EVER, session=HOSTILE).is_empty()
    assert lines(group, session="none such") == []


def test_a_session_keeps_its_people_whatever_other_sessions_the_period_has(group: Scene) -> None:
    """Two sessions of one activity: each is its day's, even when only one of them is asked about."""
    group.put("session", [{"session": "two", "programme": "safety", "activity": ROOM, "starts": "2026-05-04 08:00"}])
    later = {"happened": "2026-05-04 09:00", "starts": "2026-05-04 08:00"}
    group.put("attendance", [{"seq": 30, "person": n, "present": True} | HELD | later for n in (2, 3)])
    group.put("fact", [told(30, n, 1, verb="attended") | {"happened": later["happened"]} for n in (2, 3)])
    may = Scope(date(2026, 5, 1), date(2026, 5, 31))
    for scope in (EVER, may):
        row = programme_sessions(group.star, scope).filter(session="two").row(0, named=True)
        assert (row["n"], row["count"]) == (2, 2)
    assert session_people(group.star, may, session="two")["key"].to_list() == ["al", "bo"]
    assert {key for _, key in lines(group, session="two")} == {"al", "bo"}
    assert {seq for seq, _ in lines(group, session="one", of="attendance")} == {20}


def test_a_session_tells_nobody_of_another_unit(group: Scene) -> None:
    assert session_people(group.star, OWN, session="one")["key"].to_list() == ["ada"]


# Cells ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def school() -> Iterator[Scene]:
    """Forty people of two units who come in some of ten months, each in their own."""
    made = Scene()
    made.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in ("a", "b"))])
    made.put("person", [{"person": n, "unit": "ab"[n % 2], "country": "FR" if n % 3 else "DE"} for n in range(1, 41)])
    days = [date(2025, 1, 6) + timedelta(days=11 * k) for k in range(28)]
    came = [(n, day) for n in range(1, 41) for k, day in enumerate(days) if k >= n % 7 and (n * 7 + k * k) % 5 < 2]
    rows = [{"person": n, "quarter": f"{day} 08:00", "modality": "video" if n % 4 else "spoc"} for n, day in came]
    made.put("rollup", rows)
    made.put(
        "fact", [{"person": n, "happened": f"{day} 08:00", "modality": "video" if n % 4 else "spoc"} for n, day in came]
    )
    yield made
    made.close()


SCOPES = {
    "all": EVER,
    "a unit": replace(EVER, units=("a",)),
    "a reader's": Scope(reader=Reader(units=("b",))),
    "a country": replace(EVER, country="DE"),
    "a modality": replace(EVER, modality="video"),
    "up to a day": replace(EVER, until=date(2025, 8, 20)),
}


@pytest.mark.parametrize("grain", ["month", "week"])
@pytest.mark.parametrize("kind", ["classic", "rolling"])
@pytest.mark.parametrize("name", SCOPES)
def test_a_cell_of_the_cohorts_leads_to_exactly_those_it_counts(
    school: Scene, name: str, kind: Any, grain: Any
) -> None:
    scope = SCOPES[name]
    cells = cohorts(school.star, scope, kind=kind, grain=grain)
    assert cells.height > 10
    for cell in cells.gather_every(9 if grain == "week" else 2).iter_rows(named=True):
        people = cell_people(school.star, scope, cell=str(Cell(grain, kind, cell["cohort"], cell["period"])))
        came = people["came"].sum() if cell["complete"] else None
        assert (people.height, came) == (cell["size"], cell["returned"])
        assert cell["complete"] or people["came"].null_count() == people.height


@pytest.mark.parametrize("grain", ["month", "week"])
@pytest.mark.parametrize("name", SCOPES)
def test_each_part_of_who_came_and_went_leads_to_exactly_those(school: Scene, name: str, grain: Any) -> None:
    for row in growth(school.star, SCOPES[name], grain=grain).gather_every(3).iter_rows(named=True):
        for part in MOVES:
            assert cell_people(school.star, SCOPES[name], cell=f"{grain}-{part}-{row['starts']}").height == row[part]


def test_the_statements_of_who_came_back_are_of_that_period(school: Scene) -> None:
    cell = read_cell("month-classic-2025-01-01-3")
    scope = replace(EVER, since=cell.period[0], until=cell.period[1])
    people = cell_people(school.star, EVER, cell=str(cell))
    came = people.filter("came")["key"].to_list()
    told = statements(school.star, scope, of="learned", cell=str(cell), came="yes")
    assert sorted(told["key"].unique()) == sorted(came)
    assert statements(school.star, scope, of="learned", cell=str(cell), came="no").is_empty()
    away = statements(school.star, EVER, cell=str(cell), came="no")
    assert sorted(away["key"].unique()) == sorted(people.filter(~pl.col("came"))["key"])


def test_a_cell_is_written_as_it_is_read() -> None:
    for text in ("month-classic-2026-03-01-2", "week-rolling-2026-03-02-0", "month-lost-2026-03-01"):
        assert str(read_cell(text)) == text
    assert read_cell("month-classic-2025-11-01-2").period == (date(2026, 1, 1), date(2026, 1, 31))
    assert read_cell("week-lost-2026-03-02").period == (date(2026, 3, 2), date(2026, 3, 8))


@pytest.mark.parametrize(
    "text",
    [
        "month-classic-2026-03-01",
        "month-lost-2026-03-01-2",
        "month-classic-2026-03-02-1",
        "week-classic-2026-03-01-1",
        "day-classic-2026-03-01-1",
        "month-classic-2026-13-01-1",
        "month-classic-9999-12-01-1",
        "month-classic-9998-12-01-999",
        HOSTILE,
    ],
)
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="cell"):
        read_cell(text).period  # noqa: B018  # its end must be a day, too


def test_no_cell_is_nobody(school: Scene) -> None:
    assert cell_people(school.star, EVER).is_empty()
