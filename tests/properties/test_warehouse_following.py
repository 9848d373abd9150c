"""Following step by step, in steps of any size, equals building from nothing at the end."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.warehouse import Warehouse
from tests.support.record import Record, statement, void

PEOPLE = ("ada", "bob", "eve")
ACTIVITIES = tuple(f"https://example.org/{name}" for name in "abc")
VERBS = (
    "http://adlnet.gov/expapi/verbs/experienced",
    "http://adlnet.gov/expapi/verbs/launched",
    "http://adlnet.gov/expapi/verbs/attended",
)
TYPES = ("http://adlnet.gov/expapi/activities/course", "http://id.tincanapi.com/activitytype/lms", None)


@st.composite
def told(draw: st.DrawFn, number: int) -> dict[str, object] | str:
    kind = draw(st.sampled_from(["statement", "statement", "statement", "void", "text"]))
    if kind == "text":
        return draw(st.sampled_from(["{", "null", "[]", '{"actor":{}}', '"x"']))
    if kind == "void":
        target = UUID(int=draw(st.integers(1, 24)))
        return void(target)
    kind_of = draw(st.sampled_from(TYPES))
    definition: dict[str, object] = {"name": {"en": f"name {number}"}} if draw(st.booleans()) else {}
    activity = {
        "id": draw(st.sampled_from(ACTIVITIES)),
        "definition": definition | ({"type": kind_of} if kind_of else {}),
    }
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3))
    members = [{"mbox": f"mailto:{who}@example.org", "name": f"{who} {number}"} for who in people]
    actor = members[0] if len(members) == 1 else {"objectType": "Group", "member": members}
    around = {
        place: [{"id": draw(st.sampled_from(ACTIVITIES))}]
        for place in draw(st.sets(st.sampled_from(["parent", "grouping"])))
    }
    return statement(
        verb=draw(st.sampled_from(VERBS)),
        when=f"2026-03-{number % 28 + 1:02}T08:00:00Z",
        actor=actor,
        object=activity,
        result={"completion": draw(st.booleans())},
        context={"contextActivities": around},
    )


@st.composite
def histories(draw: st.DrawFn) -> list[list[dict[str, object] | str]]:
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    number, steps = 0, []
    for size in sizes:
        step = []
        for _ in range(size):
            number += 1
            step.append(draw(told(number)))
        steps.append(step)
    return steps


@settings(max_examples=20, deadline=None)
@given(histories(), st.integers(2, 5))
def test_step_by_step_equals_from_nothing(steps: list[list[dict[str, object] | str]], batch: int) -> None:
    record = Record()
    follower = Warehouse(record, batch)
    for step in steps:
        record.add(*step)
        follower.catch_up()
    followed = record.content()
    again = Warehouse(record, 1000)
    again.rebuild()
    again.catch_up()
    assert record.content() == followed
    record.close()
