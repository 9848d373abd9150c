"""Following step by step, in steps of any size, equals building from nothing at the end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.warehouse import Warehouse
from tests.support.record import Record, statement, void

PEOPLE = ("ada", "bob", "eve")
ACTIVITIES = tuple(f"https://example.org/{name}" for name in ("a", "b", "course", "course/1"))
ADL = "http://adlnet.gov/expapi/verbs"
VERBS = (
    f"{ADL}/experienced",
    f"{ADL}/launched",
    f"{ADL}/attended",
    f"{ADL}/registered",
    f"{ADL}/terminated",
    f"{ADL}/completed",
    f"{ADL}/passed",
    f"{ADL}/answered",
    f"{ADL}/commented",
    "http://activitystrea.ms/join",
    "http://activitystrea.ms/schema/1.0/leave",
    "http://id.tincanapi.com/verb/mentored",
    "http://id.tincanapi.com/verb/rated",
    "https://w3id.org/xapi/tla/verbs/achieved",
    "https://example.org/verbs/own",
)
TYPES = (
    "http://adlnet.gov/expapi/activities/course",
    "http://adlnet.gov/expapi/activities/assessment",
    "http://id.tincanapi.com/activitytype/webinar",
    "http://id.tincanapi.com/activitytype/survey",
    "https://w3id.org/xapi/tla/activity-types/competency",
    "https://example.org/types/own",
    None,
    None,
)
BEGIN = datetime(2026, 3, 2, 8)  # noqa: DTZ001  # read as UTC
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
PLAYED = "https://w3id.org/xapi/video/extensions/played-segments"
PLANNED = "http://id.tincanapi.com/extension/planned-duration"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def trim(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


activities = st.builds(
    lambda iri, kind: {"id": iri, "definition": trim({"type": kind, "name": {"en": f"{iri} {kind}"}})},
    st.sampled_from(ACTIVITIES),
    st.sampled_from(TYPES),
)
agents = st.sampled_from(PEOPLE).map(lambda who: {"mbox": f"mailto:{who}@example.org", "name": who})
results = st.fixed_dictionaries(
    {},
    optional={
        "completion": st.booleans(),
        "success": st.booleans(),
        "duration": st.sampled_from(["PT0S", "PT40S", "PT2H", "P9999999Y"]),
        "score": st.sampled_from([{"scaled": 0.5}, {"raw": 3, "min": 1, "max": 5}, {"raw": 2}]),
        "response": st.sampled_from(["true", "b"]),
        "extensions": st.sampled_from([{PLAYED: "0[.]10[,]5[.]12.5[,]x[.]9"}, {PROGRESS: 60}]),
    },
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.sampled_from([str(UUID(int=900)), str(UUID(int=901))]),
        "instructor": agents,
        "extensions": st.sampled_from([{SESSION: "one"}, {SESSION: "two"}, {SESSION: "one", PLANNED: "PT1H"}]),
        "contextActivities": st.dictionaries(st.sampled_from(["parent", "grouping", "other"]), activities, max_size=2),
    },
)


@st.composite
def told(draw: st.DrawFn, number: int) -> dict[str, object] | str:
    kind = draw(st.sampled_from(["statement"] * 6 + ["void", "text"]))
    if kind == "text":
        return draw(st.sampled_from(["{", "null", "[]", '{"actor":{}}', '"x"']))
    if kind == "void":
        return void(UUID(int=draw(st.integers(1, number + 2))))
    members = draw(st.lists(agents, min_size=1, max_size=2))
    when = BEGIN + timedelta(minutes=draw(st.sampled_from([0, 1, 4, 20, 29, 31, 58, 90, 1439, 1460])))
    return statement(
        verb=draw(st.sampled_from(VERBS)),
        when=f"{when.isoformat()}Z",
        actor=members[0] if len(members) == 1 else {"objectType": "Group", "member": members},
        object=draw(activities | activities | agents.map(lambda one: one | {"objectType": "Agent"})),
        result=draw(results),
        context=draw(contexts),
    )


_CHANGES = """
INSERT INTO organisation.unit VALUES ('g', NULL, 'g', 'g', 'FR', 'UTC'), ('t', 'g', 't', 't', NULL, 'UTC');
INSERT INTO organisation.person (person, key, name, role, joined, job_family)
    VALUES (1, 'A', 'Ada', 'learner', '2026-03-01', 'x'), (2, 'B', 'Bob', 'trainer', NULL, NULL);
INSERT INTO organisation.person_identifier
    VALUES ('mbox mailto:ada@example.org', 1), ('mbox mailto:bob@example.org', 2);
INSERT INTO organisation.membership VALUES (1, 't', 0), (2, 'g', 0), (2, 't', 1);
INSERT INTO organisation.person_merge VALUES ('2026-03-03', 'x', 1, 2, FALSE);
UPDATE organisation.person_merge SET undone = TRUE;
INSERT INTO organisation.programme (key, title_en, title_fr, modality) VALUES ('P', 'p', 'p', 'classroom');
INSERT INTO organisation.programme (key, title_en, title_fr, modality) VALUES ('Q', 'q', 'q', 'path');
INSERT INTO organisation.programme_activity
    VALUES ('P', 'https://example.org/a', FALSE), ('P', 'https://example.org/b', FALSE);
INSERT INTO organisation.programme_activity VALUES ('Q', 'https://example.org/course', TRUE);
DELETE FROM organisation.programme_activity WHERE activity = 'https://example.org/b';
INSERT INTO organisation.programme_competency VALUES ('P', 'b');
INSERT INTO organisation.assignment VALUES ('P', NULL, 'g', NULL, '2026-03-02', '2026-03-20', TRUE, NULL, FALSE);
INSERT INTO organisation.assignment VALUES ('P', 'A', NULL, NULL, '2026-03-01', NULL, FALSE, 12, FALSE);
INSERT INTO organisation.session VALUES ('s', 'Q', 'https://example.org/b', NULL, NULL, NULL, NULL, NULL, 3);
INSERT INTO organisation.question (key, competency) VALUES ('https://example.org/a', 'k');
INSERT INTO organisation.contact VALUES (2, NULL, '2026-03-03', 'x', NULL);
INSERT INTO organisation.kept
    VALUES ('vocabulary', 'https://example.org/verbs/own', '{"kind": "verb", "slug": "completed"}', '2026-03-03', 'x');
INSERT INTO organisation.kept
    VALUES ('vocabulary', 'https://example.org/types/own', '{"kind": "type", "slug": "course"}', '2026-03-03', 'x');
INSERT INTO organisation.kept
    VALUES ('group', 'mine', '{"people": ["A"], "units": ["t"]}', '2026-03-03', 'x')
"""
CHANGES = _CHANGES.split(";\n")


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[dict[str, object] | str], list[str]]]:
    sizes = draw(st.lists(st.integers(1, 8), min_size=2, max_size=4))
    number, steps = 0, []
    for size in sizes:
        step = []
        for _ in range(size):
            number += 1
            step.append(draw(told(number)))
        steps.append((step, draw(st.lists(st.sampled_from(CHANGES), max_size=8, unique=True))))
    return steps


@settings(max_examples=10)
@given(histories(), st.integers(3, 9))
def test_step_by_step_equals_from_nothing(
    steps: list[tuple[list[dict[str, object] | str], list[str]]], batch: int
) -> None:
    record = Record()
    follower = Warehouse(record, batch)
    done: set[str] = set()
    for some, changes in steps:
        record.add(*some)
        for change in changes:
            if change not in done:
                record.organise(change)
                done.add(change)
        follower.catch_up()
    followed = record.content()
    again = Warehouse(record, 1000)
    again.rebuild()
    again.catch_up()
    built = record.content()
    record.close()
    for table, rows in built.items():
        assert followed[table] == rows, table
