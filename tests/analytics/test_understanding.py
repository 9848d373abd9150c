"""What tools say, understood: every modality of the catalogue, time never told twice, what each recipe's sheet says."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from analytics.scope import Scope
from analytics.up_to_date import standing
from analytics.warehouse import Warehouse
from tests.recipes.test_shipped import told
from tests.support.record import Record, statement

ADL = "http://adlnet.gov/expapi"
TINCAN = "http://id.tincanapi.com"
P = "https://w3id.org/xapi/acquis/modality"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
PLAYED = "https://w3id.org/xapi/video/extensions/played-segments"


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.close()


def follow(record: Record, *statements: dict[str, Any]) -> None:
    record.add(*statements)
    Warehouse(record).catch_up()


def typed(kind: str | None, number: int, **more: Any) -> dict[str, Any]:
    definition = {"definition": {"type": kind}} if kind else {}
    return statement(object={"id": f"https://example.org/{number}"} | definition, **more)


MODALITIES = {  # methods.md 7.1: what an activity's type alone says
    "http://activitystrea.ms/schema/1.0/event": "classroom",
    "http://activitystrea.ms/event": "classroom",
    "http://xapi.jisc.ac.uk/event_timetabled": "classroom",
    "http://xapi.jisc.ac.uk/event_non-timetable": "classroom",
    "https://w3id.org/xapi/acrossx/activities/face-to-face-discussion": "classroom",
    f"{ADL}/activities/meeting": "classroom",
    "https://w3id.org/xapi/virtual-classroom/activity-types/virtual-classroom": "virtual-class",
    f"{TINCAN}/activitytype/webinar": "webinar",
    "https://w3id.org/xapi/video/activity-type/video": "video",
    "https://w3id.org/xapi/acrossx/activities/video": "video",
    "https://w3id.org/xapi/acrossx/activities/learning-plan": "blended",
    "https://w3id.org/xapi/cmi5/activitytype/block": "e-learning",
    f"{ADL}/activities/lesson": "e-learning",
    f"{ADL}/activities/module": "e-learning",
    f"{ADL}/activities/course": None,
    "https://w3id.org/xapi/seriousgames/activity-types/serious-game": "serious-game",
    "http://w3id.org/xapi/seriousgames/activity-types/level": "serious-game",
    f"{ADL}/activities/simulation": "simulation",
    f"{TINCAN}/activitytype/tutor-session": "peer-help",
    f"{TINCAN}/activitytype/conference-session": "barcamp",
    "http://activitystrea.ms/place": "learning-expedition",
    f"{TINCAN}/activitytype/project": "hackathon",
    f"{TINCAN}/activitytype/forum-topic": "community",
    f"{TINCAN}/activitytype/document": "job-aid",
    "https://example.org/types/own": None,
}


def test_every_type_says_its_modality_and_a_category_says_it_better(record: Record) -> None:
    categories = [f"{P}/{slug}" for (slug,) in _shipped(record)]
    said = [{"context": {"contextActivities": {"category": [{"id": category}]}}} for category in categories]
    follow(
        record,
        *(typed(kind, number) for number, kind in enumerate(MODALITIES)),
        *(typed(f"{ADL}/activities/lesson", 1000 + number, **one) for number, one in enumerate(said)),
    )
    found = [modality for (modality,) in record.rows("SELECT modality FROM warehouse.fact ORDER BY seq")]
    assert dict(zip(MODALITIES, found, strict=False)) == MODALITIES
    assert found[len(MODALITIES) :] == [category.rpartition("/")[2] for category in categories]
    assert len(categories) == 19


def _shipped(record: Record) -> list[tuple[Any, ...]]:
    Warehouse(record)
    return record.rows("SELECT modality FROM warehouse.modality ORDER BY 1")


def test_a_replay_is_a_video_of_a_webinar(record: Record) -> None:
    webinar = {"id": "https://example.org/w", "definition": {"type": f"{TINCAN}/activitytype/webinar"}}
    follow(
        record,
        typed(
            "https://w3id.org/xapi/video/activity-type/video", 1, context={"contextActivities": {"parent": [webinar]}}
        ),
    )
    assert record.rows("SELECT modality FROM warehouse.fact") == [("replay",)]


def test_every_slug_has_names_and_every_alias_a_slug(record: Record) -> None:
    Warehouse(record)
    for table in ("verb", "type"):
        assert not record.rows(f"FROM warehouse.{table} WHERE name_en = '' OR name_fr = ''")
        assert not record.rows(f"FROM warehouse.{table}_alias ANTI JOIN warehouse.{table} USING ({table})")
        aliases = [iri for iri, *_ in record.rows(f"FROM warehouse.{table}_alias")]
        assert len(set(aliases)) == len(aliases)
        assert not record.rows(f"FROM warehouse.{table} ANTI JOIN warehouse.{table}_alias USING ({table})")
    assert not record.rows("FROM warehouse.type t WHERE modality NOT IN (SELECT modality FROM warehouse.modality)")


def at(minute: int, verb: str, seconds: Any = None, **more: Any) -> dict[str, Any]:
    result = {} if seconds is None else {"duration": f"PT{seconds}S"}
    when = f"2026-03-02T{8 + minute // 60:02}:{minute % 60:02}:00Z"
    return statement(when=when, verb=f"{ADL}/verbs/{verb}", result=result | more.pop("result", {}), **more)


def times(record: Record) -> list[tuple[Any, ...]]:
    return record.rows("SELECT seconds, rule FROM warehouse.session_time ORDER BY starts, seconds")


def test_the_durations_of_one_session_are_never_added(record: Record) -> None:
    context = {"context": {"extensions": {SESSION: "one"}}}
    follow(
        record,
        at(0, "launched", **context),
        at(0, "initialized", **context),
        at(9, "completed", 540, **context),
        at(9, "passed", 540, **context),
        at(10, "terminated", 600, **context),
    )
    assert times(record) == [(600.0, "cmi5")]


def test_a_video_lasts_as_long_as_what_was_played_of_it(record: Record) -> None:
    """The video profile's own example: 31 seconds played, 28 different ones."""
    context = {"context": {"extensions": {"https://w3id.org/xapi/video/extensions/session-id": "one"}}}
    played = {"result": {"extensions": {PLAYED: "0.000[.]12.000[,]14.000[.]21.000[,]18.000[.]30.000"}}}
    follow(record, at(0, "initialized", **context), at(3, "experienced", **context, **played))
    assert times(record) == [(28.0, "video")]
    raw = record.rows("SELECT sum(ends - starts), count(*) FROM warehouse.segment")
    assert raw == [(31.0, 3)]


def test_gaps_are_capped_and_half_an_hour_ends_a_session(record: Record) -> None:
    follow(
        record,
        at(0, "experienced"),
        at(2, "experienced"),
        at(22, "experienced"),  # 20 minutes away count for five
        at(53, "experienced"),  # 31 minutes: another session
        at(54, "experienced", 0.0, object={"objectType": "Agent", "mbox": "mailto:bob@example.org"}),
    )
    assert times(record) == [(420.0, "gaps"), (60.0, "gaps")]


def test_an_attendance_sheet_becomes_presence(record: Record) -> None:
    follow(record, *told("attendance")[0])
    found = record.rows("SELECT present, count(*), sum(seconds) FROM warehouse.attendance GROUP BY 1 ORDER BY 1")
    sheet = told("attendance")[0]
    came = [one for one in sheet if one["result"]["completion"]]
    assert [(present, count) for present, count, _ in found] == [(False, len(sheet) - len(came)), (True, len(came))]
    assert found[0][2] == 0
    assert record.rows("SELECT sum(seconds), min(rule), max(rule) FROM warehouse.session_time") == [
        (found[1][2], "attendance", "attendance")
    ]
    assert {modality for (modality,) in record.rows("SELECT DISTINCT modality FROM warehouse.fact")} == {"classroom"}


def test_who_left_a_webinar_was_there_as_long_as_told(record: Record) -> None:
    statements = told("webinar")[0]
    follow(record, *statements)
    left = [one for one in statements if one["verb"]["id"].endswith("leave")]
    minutes: Counter[str] = Counter()
    for one in left:
        minutes[one["actor"]["mbox"]] += int(one["result"]["duration"].removeprefix("PT").removesuffix("M"))
    found = record.rows("SELECT present, seconds / 60 FROM warehouse.attendance ORDER BY seconds")
    assert found == [(True, stayed) for stayed in sorted(minutes.values())]
    assert len(left) > len(found)  # who came back is one attendance


WEBINAR = {"id": "https://example.org/w", "definition": {"type": f"{TINCAN}/activitytype/webinar"}}
AN_HOUR = {f"{TINCAN}/extension/planned-duration": "PT1H", SESSION: "room"}


def in_room(*minutes: int, who: str = "ada", day: str = "2026-03-02") -> list[dict[str, Any]]:
    """Join, leave, join, leave … at those minutes of a webinar planned for an hour."""
    verbs = ("http://activitystrea.ms/join", "http://activitystrea.ms/leave")
    where: dict[str, Any] = {"object": WEBINAR, "context": {"extensions": AN_HOUR}}
    return [
        statement(who, verb=verbs[index % 2], when=f"{day}T08:{minute:02}:00Z", **where)
        for index, minute in enumerate(minutes)
    ]


def live(record: Record) -> None:
    record.organise(
        "INSERT INTO organisation.programme (key, title_en, title_fr, modality) VALUES ('W', 'w', 'w', 'webinar')",
        "INSERT INTO organisation.programme_activity VALUES ('W', 'https://example.org/w', FALSE)",
    )


CAME = "SELECT present, seconds FROM warehouse.attendance ORDER BY person DESC"
DONE = "SELECT happened::VARCHAR FROM warehouse.milestone WHERE step = 'completed'"


def test_half_of_the_planned_time_in_a_room_is_attendance(record: Record) -> None:
    """Methods 7.1: all the coming and going together; and no more than that time is counted."""
    live(record)
    follow(record, *in_room(0, 10, 31, 51), *in_room(0, 29, who="bob"))
    assert record.rows(CAME) == [(True, 1800.0), (False, 1740.0)]
    assert record.rows(DONE) == [("2026-03-02 08:51:00",)]
    assert times(record) == [(1740.0, "attendance"), (1800.0, "attendance")]
    assert record.rows("SELECT sum(seconds) FROM warehouse.rollup") == [(3540.0,)]


def test_a_sheet_of_the_day_goes_before_the_room(record: Record) -> None:
    live(record)
    follow(record, *in_room(0, 50))
    assert record.rows(DONE) != []
    absent: dict[str, Any] = {"object": WEBINAR, "result": {"completion": False}}
    follow(record, statement(verb=f"{ADL}/verbs/attended", when="2026-03-02T09:00:00Z", **absent))
    assert (record.rows(CAME), record.rows(DONE)) == ([(False, 0.0)], [])


def test_each_time_in_a_room_renews(record: Record) -> None:
    live(record)
    record.organise(
        "INSERT INTO organisation.person (person, key, role) VALUES (1, 'A', 'learner')",
        "INSERT INTO organisation.person_identifier VALUES ('mbox mailto:ada@example.org', 1)",
        "INSERT INTO organisation.assignment VALUES ('W', 'A', NULL, NULL, '2026-03-01', NULL, TRUE, 1, FALSE)",
    )
    for day in ("2026-03-02", "2026-04-02", "2026-05-04"):
        follow(record, *in_room(0, 50, day=day))
    told = standing(Warehouse(record), Scope(until=date(2026, 4, 10)))
    assert told.select("done", "status").rows() == [(date(2026, 4, 2), "expires_30")]


def test_leaving_without_joining_tells_no_time(record: Record) -> None:
    live(record)
    follow(record, in_room(0, 50)[1])
    assert record.rows(CAME) == [(False, None)]


def test_who_came_for_a_part_only_has_not_completed(record: Record) -> None:
    live(record)
    part: dict[str, Any] = {"object": WEBINAR, "result": {"completion": False, "duration": "PT40M"}}
    follow(record, statement(verb=f"{ADL}/verbs/attended", **part))
    assert (record.rows(CAME), record.rows(DONE)) == ([(True, 2400.0)], [])


@pytest.mark.parametrize(("recipe", "stage"), [("evaluation-hot", "hot"), ("evaluation-cold", "cold")])
def test_an_evaluation_becomes_opinions_and_no_test(record: Record, recipe: str, stage: str) -> None:
    statements = told(recipe)[0]
    follow(record, *statements)
    rated = [one for one in statements if "score" in one.get("result", {})]
    found = record.rows("SELECT score, top, bottom, stage FROM warehouse.evaluation WHERE bottom <> 0 OR top = 10")
    expected = [
        (one["result"]["score"]["raw"], one["result"]["score"]["max"], one["result"]["score"]["min"]) for one in rated
    ]
    assert sorted((score, top, low) for score, top, low, _ in found) == sorted(expected)
    assert record.rows("SELECT DISTINCT stage FROM warehouse.evaluation") == [(stage,)]
    assert record.rows("FROM warehouse.assessment") == []
    if stage == "cold":
        applied = record.rows("SELECT score, top FROM warehouse.evaluation WHERE item = 'applied'")
        assert {top for _, top in applied} == {1}


def test_helping_and_writing_are_told_apart(record: Record) -> None:
    topic = {"id": "https://example.org/topic", "definition": {"type": f"{TINCAN}/activitytype/forum-topic"}}
    post = UUID(int=77)
    follow(
        record,
        statement(
            verb=f"{TINCAN}/verb/mentored",
            object={"objectType": "Agent", "mbox": "mailto:bob@example.org"},
            result={"duration": "PT20M"},
        ),
        statement(verb="https://w3id.org/xapi/acrossx/verbs/posted", id=str(post), object=topic),
        statement(
            "bob",
            verb=f"{TINCAN}/verb/replied",
            object=topic,
            context={"statement": {"objectType": "StatementRef", "id": str(post)}},
        ),
        statement("eve", verb="https://w3id.org/xapi/acrossx/verbs/liked", object=topic),
    )
    assert record.rows("SELECT helper, helped, seconds FROM warehouse.help") == [(-1, -2, 1200.0)]
    found = record.rows("SELECT kind, answers FROM warehouse.contribution ORDER BY seq")
    assert found == [("post", None), ("reply", post), ("reaction", None)]
    assert (1200.0, "attendance") in times(record)


def test_one_human_is_one_person_whatever_the_tool_calls_them(record: Record) -> None:
    record.organise(
        "INSERT INTO organisation.person (person, key, role) VALUES (1, 'A', 'learner'), (2, 'B', 'learner')",
        "INSERT INTO organisation.person_identifier VALUES ('mbox mailto:ada@example.org', 1),"
        " ('account https://lms.example 7', 2)",
        "INSERT INTO organisation.person_merge VALUES ('2026-03-03', 'x', 1, 2, FALSE)",
    )
    hashed = record.rows("SELECT sha1('mailto:ada@example.org')")[0][0]
    record.add(
        statement(actor={"mbox": "mailto:ada@EXAMPLE.org"}),
        statement(actor={"mbox_sha1sum": hashed.upper()}),
        statement(actor={"account": {"homePage": "https://lms.example", "name": "7"}}),
        statement(actor={"account": {"homePage": "https://lms.example", "name": "8"}}),
    )
    warehouse = Warehouse(record)
    warehouse.catch_up()
    people = "SELECT person FROM warehouse.fact ORDER BY seq"
    assert record.rows(people) == [(1,), (1,), (1,), (-4,)]
    record.organise("UPDATE organisation.person_merge SET undone = TRUE")
    warehouse.catch_up()
    assert record.rows(people) == [(1,), (1,), (2,), (-4,)]


def test_a_rule_reaches_whoever_is_below_from_the_day_they_joined(record: Record) -> None:
    record.organise(
        "INSERT INTO organisation.unit VALUES ('g', NULL, 'g', 'g', NULL, 'UTC'), ('t', 'g', 't', 't', NULL, 'UTC')",
        "INSERT INTO organisation.person (person, key, role, joined, left_on) VALUES (1, 'A', 'learner', NULL, NULL),"
        " (2, 'B', 'learner', '2026-02-11', NULL), (3, 'C', 'learner', NULL, '2025-12-31'),"
        " (4, 'D', 'learner', NULL, NULL)",
        "INSERT INTO organisation.membership VALUES (1, 't', 0), (2, 't', 0), (3, 't', 0)",
        "INSERT INTO organisation.programme (key, title_en, title_fr, valid_months) VALUES ('P', 'p', 'p', 12)",
        "INSERT INTO organisation.assignment"
        " VALUES ('P', NULL, 'g', NULL, '2026-02-01', '2026-02-28', TRUE, NULL, FALSE)",
        "INSERT INTO organisation.assignment VALUES ('P', 'A', NULL, NULL, '2026-01-01', NULL, FALSE, NULL, FALSE)",
    )
    Warehouse(record).catch_up()
    found = record.rows(
        "SELECT person, assigned::VARCHAR, due::VARCHAR, mandatory, valid_months FROM warehouse.assigned ORDER BY ALL"
    )
    assert found == [(1, "2026-01-01", None, True, 12), (2, "2026-02-11", "2026-03-10", True, 12)]


def test_steps_of_a_programme(record: Record) -> None:
    record.organise(
        "INSERT INTO organisation.programme (key, title_en, title_fr, modality) VALUES ('P', 'p', 'p', 'path')",
        "INSERT INTO organisation.programme_activity SELECT 'P', 'https://example.org/' || i, FALSE FROM range(4) r(i)",
    )
    lesson = f"{ADL}/activities/lesson"
    follow(
        record,
        statement(verb=f"{ADL}/verbs/registered", what="https://w3id.org/xapi/acquis/local/course/P"),
        *(
            typed(lesson, number, verb=f"{ADL}/verbs/completed", when=f"2026-03-0{3 + number}T08:00:00Z")
            for number in range(4)
        ),
    )
    found = record.rows("SELECT step, happened::DATE::VARCHAR FROM warehouse.milestone ORDER BY happened, step")
    assert found == [
        ("registered", "2026-03-02"),
        ("begun", "2026-03-03"),
        ("p25", "2026-03-03"),
        ("started", "2026-03-03"),
        ("p50", "2026-03-04"),
        ("p75", "2026-03-05"),
        ("completed", "2026-03-06"),
    ]


@pytest.mark.parametrize(
    ("claims", "trained", "passed", "accomplished"),
    [
        ("'https://example.org/', TRUE", "2026-03-04", [], []),  # known already, then taught
        ("'https://example.org/', TRUE", "2026-03-02", ["2026-03-03"], ["2026-03-03"]),
        ("'https://example.org/', TRUE", None, ["2026-03-03"], ["2026-03-03"]),  # tested out
        ("'https://example.org/2', FALSE", "2026-03-04", ["2026-03-03"], ["2026-03-03"]),  # an examination, as claimed
    ],
)
def test_a_test_passed_before_the_training_completes_nothing(
    record: Record, claims: str, trained: str | None, passed: list[str], accomplished: list[str]
) -> None:
    record.organise(
        "INSERT INTO organisation.programme (key, title_en, title_fr, modality) VALUES ('P', 'p', 'p', 'e-learning')",
        f"INSERT INTO organisation.programme_activity VALUES ('P', {claims})",  # noqa: S608  # our own
        "INSERT INTO organisation.programme_activity VALUES ('P', 'https://example.org/1', FALSE)",
        "INSERT INTO organisation.programme_activity VALUES ('P', 'https://example.org/3', FALSE)",
    )
    lesson, test = f"{ADL}/activities/lesson", f"{ADL}/activities/assessment"
    told = [(typed(test, 2, verb=f"{ADL}/verbs/passed", when="2026-03-03T08:00:00Z"), "2026-03-03")]
    if trained:
        told.append((typed(lesson, 1, verb=f"{ADL}/verbs/completed", when=f"{trained}T08:00:00Z"), trained))
    for one, _ in sorted(told, key=lambda pair: pair[1]):
        follow(record, one)
    days = "SELECT DISTINCT happened::DATE::VARCHAR FROM warehouse.{}"
    assert record.rows(days.format("milestone WHERE step = 'passed'")) == [(day,) for day in passed]
    assert record.rows(days.format("accomplished")) == [(day,) for day in accomplished]
