"""The same id again: equivalent or in conflict (1.0.3 Data 2.3.1, Communication 2.1.1; 2.0.0 4.2)."""

from copy import deepcopy
from typing import Any

import pytest

from tests.support import multipart
from tests.support.client import Answer, Client
from tests.support.multipart import TYPE, attachment_part, statements_part
from tests.support.statements import activity, agent, attachment, full, group, put_at, statement, sub_statement
from tests.support.tables import answers

Json = dict[str, Any]


def again(lrs: Client, made: Json) -> tuple[int, int]:
    """Return what POST and PUT of a statement answer."""
    return lrs.post("statements", json_=made).status, lrs.put(
        "statements", {"statementId": made["id"]}, json_=made
    ).status


@answers("XAPI-00142", "XAPI-00182")
def test_the_very_same(lrs: Client) -> None:
    made = full()
    lrs.keep(made)
    kept = lrs.get("statements", {"statementId": made["id"]}).body
    assert again(lrs, made) == (200, 204)
    assert lrs.get("statements", {"statementId": made["id"]}).body == kept


def backwards(value: Any) -> Any:
    """Write every object's members in the opposite order."""
    if isinstance(value, dict):
        return {name: backwards(value[name]) for name in reversed(value)}
    return [backwards(one) for one in value] if isinstance(value, list) else value


BASE = full()
ALIKE: dict[str, Json] = {
    "members in another order": put_at(BASE, "actor.member", BASE["actor"]["member"][::-1]),
    "properties in another order": backwards(BASE),
    "another display": put_at(BASE, "verb.display", {"de": "tat"}),
    "no display": {**BASE, "verb": {"id": BASE["verb"]["id"]}},
    "another definition": put_at(BASE, "object.definition", {"name": {"de": "Quiz"}}),
    "no definition": {**BASE, "object": {"objectType": "Activity", "id": BASE["object"]["id"]}},
    "an authority": {**BASE, "authority": agent()},
    "a stored": {**BASE, "stored": "2026-01-01T00:00:00Z"},
    "another attachment": {**BASE, "attachments": [attachment(b"x", fileUrl="https://example.org/x")]},
    "no attachment": {k: v for k, v in BASE.items() if k != "attachments"},
    "one context activity alone": put_at(
        BASE, "context.contextActivities.parent", BASE["context"]["contextActivities"]["parent"][0]
    ),
    "the same instant elsewhere": {**BASE, "timestamp": "2026-03-01T10:00:00.123+01:00"},
    "no timestamp": {k: v for k, v in BASE.items() if k != "timestamp"},
    "the id in capitals": {**BASE, "id": BASE["id"].upper()},
    "the registration in capitals": put_at(BASE, "context.registration", BASE["context"]["registration"].upper()),
    "the mail domain in capitals": put_at(
        BASE, "actor.member.1.mbox", BASE["actor"]["member"][1]["mbox"].replace("example.org", "EXAMPLE.ORG")
    ),
}


@answers("XAPI-00142")
@pytest.mark.parametrize("other", ALIKE.values(), ids=ALIKE)
def test_alike(lrs: Client, other: Json) -> None:
    made = deepcopy(BASE)
    lrs.keep(made)
    kept = lrs.get("statements", {"statementId": made["id"]}).body
    assert again(lrs, other) == (200, 204)
    assert lrs.get("statements", {"statementId": made["id"]}).body == kept


def test_a_version_of_its_own(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    version = "1.0.0" if lrs.version < "2" else "2.0.0"
    assert again(lrs, {**made, "version": version}) == (200, 204)


DIFFERENT: dict[str, Json] = {
    "actor": {**BASE, "actor": agent()},
    "actor's name": put_at(BASE, "actor.name", "another"),
    "one member less": put_at(BASE, "actor.member", BASE["actor"]["member"][:1]),
    "verb": put_at(BASE, "verb.id", "https://example.org/other"),
    "verb in capitals": put_at(BASE, "verb.id", BASE["verb"]["id"].upper()),
    "object": {**BASE, "object": activity()},
    "object an agent": {**{k: v for k, v in BASE.items() if k != "context"}, "object": agent()},
    "success": put_at(BASE, "result.success", value=False),
    "no result": {k: v for k, v in BASE.items() if k != "result"},
    "score": put_at(BASE, "result.score.raw", 6),
    "response's case": put_at(BASE, "result.response", "A[,]B"),
    "duration": put_at(BASE, "result.duration", "PT1H2M4.5S"),
    "result extension": put_at(BASE, "result.extensions", {"https://example.org/x/tries": [1, None]}),
    "registration": put_at(BASE, "context.registration", "d1eec41e-1e93-41e6-acbf-5c4bd0c24269"),
    "a parent more": put_at(
        BASE, "context.contextActivities.parent", [*BASE["context"]["contextActivities"]["parent"], activity()]
    ),
    "a parent elsewhere": put_at(
        BASE, "context.contextActivities.other", BASE["context"]["contextActivities"]["parent"]
    ),
    "platform": put_at(BASE, "context.platform", "Player"),
    "no context": {k: v for k, v in BASE.items() if k != "context"},
}


@answers("XAPI-00142", "XAPI-00182")
@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT)
def test_different(lrs: Client, other: Json) -> None:
    made = deepcopy(BASE)
    lrs.keep(made)
    kept = lrs.get("statements", {"statementId": made["id"]}).body
    assert again(lrs, other) == (409, 409)
    assert lrs.get("statements", {"statementId": made["id"]}).body == kept


def test_timestamps_that_differ(v1: Client, v2: Client) -> None:
    other = "2026-03-01T09:00:01Z"
    for tool, expected in ((v1, (409, 409)), (v2, (200, 204))):
        made = statement(timestamp="2026-03-01T09:00:00Z")
        tool.keep(made)
        assert again(tool, {**made, "timestamp": other}) == expected


@pytest.mark.parametrize(
    ("first", "second", "old", "new"),
    [
        ("PT1H", "PT60M", (409, 409), None),
        ("PT1S", "PT1.00S", (409, 409), (200, 204)),
        ("PT1.239S", "PT1.23S", (409, 409), (200, 204)),
        ("PT1.24S", "PT1.23S", (409, 409), (409, 409)),
    ],
)
def test_durations(v1: Client, v2: Client, *, first: str, second: str, old: Any, new: Any) -> None:
    for tool, expected in ((v1, old), (v2, new)):
        made = statement(result={"duration": first})
        tool.keep(made)
        if expected:
            assert again(tool, {**made, "result": {"duration": second}}) == expected


def test_numbers_compare_as_numbers(lrs: Client) -> None:
    made = statement(result={"score": {"raw": 1}})
    lrs.keep(made)
    assert again(lrs, put_at(made, "result.score.raw", 1.0)) == (200, 204)


def test_sub_statements_compare_alike(lrs: Client) -> None:
    inner = sub_statement(
        actor=group(agent(), agent()), object=activity(name={"en": "Quiz"}), timestamp="2026-03-01T09:00:00Z"
    )
    made = statement(object=inner)
    lrs.keep(made)
    other = put_at(made, "object.actor.member", inner["actor"]["member"][::-1])
    assert again(lrs, put_at(other, "object.object.definition", {})) == (200, 204)
    assert again(lrs, put_at(made, "object.verb.id", "https://example.org/other")) == (409, 409)


@answers("XAPI-00142", "XAPI-00326")
def test_a_conflict_refuses_the_whole_batch(lrs: Client) -> None:
    made, fine = statement(), statement()
    lrs.keep(made)
    answer = lrs.post("statements", json_=[fine, {**made, "verb": {"id": "https://example.org/other"}}])
    assert answer.status == 409
    assert made["id"] in answer.json["error"]
    assert lrs.get("statements", {"statementId": fine["id"]}).status == 404


def test_a_known_one_among_new_ones(lrs: Client) -> None:
    made, fine = statement(), statement()
    lrs.keep(made)
    assert lrs.keep(made, fine) == [made["id"], fine["id"]]
    assert lrs.found(verb=made["verb"]["id"]) == [made["id"]]
    assert lrs.read(fine["id"])


@answers("XAPI-00142")
def test_a_conflict_changes_no_definition(lrs: Client) -> None:
    about = activity(name={"en": "Quiz"})
    made = statement(object=about)
    lrs.keep(made)
    spoilt = put_at({**made, "actor": agent()}, "object.definition.name", {"en": "Changed"})
    assert lrs.post("statements", json_=spoilt).status == 409
    assert lrs.get("activities", {"activityId": about["id"]}).json == about


def test_a_duplicate_with_attachments_keeps_them(lrs: Client) -> None:
    made = statement(attachments=[attachment(b"proof")])

    def post(whole: Json) -> Answer:
        body = multipart.write([statements_part(whole), attachment_part(b"proof")])
        return lrs.post("statements", body=body, headers={"Content-Type": TYPE})

    assert post(made).status == 200
    assert post(made).status == 200
    assert post({**made, "actor": agent()}).status == 409
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == b"proof"
