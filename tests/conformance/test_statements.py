"""The Statement Resource: storing one, several, none; reading one (1.0.3 Communication 2.1; 2.0.0 4.1.6.1)."""

from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.statements import activity, agent, fresh, full, group, statement, sub_statement
from tests.support.tables import answers
from tests.support.times import instant

LATEST = {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}


@answers("XAPI-00143", "XAPI-00144", "XAPI-00139", "XAPI-00140", "XAPI-00156", "XAPI-00158", "XAPI-00159")
def test_put_and_read(lrs: Client) -> None:
    made = statement()
    answer = lrs.put("statements", {"statementId": made["id"]}, json_=made)
    assert (answer.status, answer.body) == (204, b"")
    got = lrs.read(made["id"])
    assert {name: got[name] for name in made} == made


@answers("XAPI-00144")
def test_put_takes_the_id_from_the_parameter(lrs: Client) -> None:
    made = statement()
    id_ = made.pop("id")
    assert lrs.put("statements", {"statementId": id_}, json_=made).status == 204
    assert lrs.read(id_)["id"] == id_


@answers("XAPI-00144", "XAPI-00145")
def test_put_refused(lrs: Client) -> None:
    made = statement()
    assert lrs.put("statements", json_=made).status == 400
    assert lrs.put("statements", {"statementId": "text"}, json_=made).status == 400
    assert lrs.put("statements", {"statementId": fresh()}, json_=made).status == 400
    assert lrs.put("statements", {"statementId": made["id"]}, json_=[made]).status == 400
    assert lrs.put("statements", {"statementId": made["id"]}).status == 400
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


@answers("XAPI-00146", "XAPI-00147")
def test_post_answers_the_ids_in_order(lrs: Client) -> None:
    made = [statement() for _ in range(5)]
    del made[2]["id"]
    answer = lrs.post("statements", json_=made)
    assert answer.status == 200
    assert answer.headers.get_content_type() == "application/json"
    ids = answer.json
    assert [ids[n] for n in (0, 1, 3, 4)] == [made[n]["id"] for n in (0, 1, 3, 4)]
    assert lrs.read(ids[2])["actor"] == made[2]["actor"]


@answers("XAPI-00146")
def test_post_of_one_answers_one_id(lrs: Client) -> None:
    made = statement()
    answer = lrs.post("statements", json_=made)
    assert (answer.status, answer.json) == (200, [made["id"]])


def test_post_of_none(lrs: Client) -> None:
    answer = lrs.post("statements", json_=[])
    assert (answer.status, answer.json) == (200, [])


@answers("XAPI-00326", "XAPI-00182")
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_batch_is_all_or_nothing(lrs: Client, place: int) -> None:
    made = [statement() for _ in range(3)]
    spoilt = [*made]
    spoilt[place] = {**made[place], "verb": {"id": "no-scheme"}}
    answer = lrs.post("statements", json_=spoilt)
    assert answer.status == 400
    assert f"statement[{place}].verb.id" in answer.body.decode()
    assert [lrs.get("statements", {"statementId": one["id"]}).status for one in made] == [404] * 3


def test_an_id_twice_in_a_batch(lrs: Client) -> None:
    made = statement()
    assert lrs.post("statements", json_=[made, made]).status == 400
    assert lrs.post("statements", json_=[made, statement(id=made["id"].upper())]).status == 400
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


@answers("XAPI-00156", "XAPI-00170", "XAPI-00002")
def test_what_comes_back_is_what_was_sent(lrs: Client) -> None:
    made = full()
    lrs.keep(made)
    got = lrs.read(made["id"])
    assert instant(got.pop("timestamp")) == instant(made.pop("timestamp"))
    assert {name: got[name] for name in made} == made
    assert set(got) - set(made) == {"stored", "authority", "version"}


@answers("XAPI-00332", "XAPI-00101", "XAPI-00099")
def test_what_the_server_sets(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    got = lrs.read(made["id"])
    assert got["version"] == LATEST[lrs.version]
    assert got["timestamp"] == got["stored"]
    assert got["authority"]["account"]["name"] == lrs.key


@answers("XAPI-00097", "XAPI-00023")
def test_stored_is_replaced(lrs: Client) -> None:
    made = statement(stored="2001-01-01T00:00:00Z")
    lrs.keep(made)
    assert lrs.read(made["id"])["stored"] > "2020"
    for wrong in ("yesterday", "", 1, None):
        assert lrs.post("statements", json_=statement(stored=wrong)).status == 400


@answers("XAPI-00099", "XAPI-00024")
def test_authority_is_replaced(lrs: Client) -> None:
    made = statement(authority=agent(name="somebody else"))
    lrs.keep(made)
    assert lrs.read(made["id"])["authority"]["account"]["name"] == lrs.key


OAUTH = {"account": {"homePage": "https://example.org/oauth/token", "name": "consumer"}}


@answers("XAPI-00024", "XAPI-00098", "XAPI-00100")
@pytest.mark.parametrize(
    "authority",
    [
        "text",
        {},
        None,
        activity(),
        group(agent()),
        group(agent(), agent()),
        group(agent(), agent(), OAUTH),
        group(OAUTH, agent(), mbox="mailto:a@example.org"),
        {"objectType": "Group", "mbox": "mailto:a@example.org"},
    ],
    ids=str,
)
def test_authority_refused(lrs: Client, authority: Any) -> None:
    answer = lrs.post("statements", json_=statement(authority=authority))
    assert answer.status == 400
    assert "authority" in answer.body.decode()


@answers("XAPI-00024", "XAPI-00098")
def test_an_authority_of_two_agents_is_accepted(lrs: Client) -> None:
    lrs.keep(statement(authority=group(OAUTH, agent())))


@answers("XAPI-00123", "XAPI-00122", "XAPI-00022")
@pytest.mark.parametrize(
    "timestamp",
    [
        "2026-03-01T09:00:00Z",
        "2026-03-01T09:00:00.123Z",
        "2026-03-01T09:00:00.123+02:00",
        "2026-03-01T09:00:00.5-11:30",
        "2026-03-01T00:00:00.001+14:00",
    ],
)
def test_a_timestamp_comes_back_as_the_same_instant(lrs: Client, timestamp: str) -> None:
    made = statement(timestamp=timestamp)
    lrs.keep(made)
    assert instant(lrs.read(made["id"])["timestamp"]) == instant(timestamp)


def test_a_timestamp_ahead_of_the_clock_is_accepted(lrs: Client) -> None:
    lrs.keep(statement(timestamp="2099-01-01T00:00:00Z"))


def test_a_precise_duration_is_not_rounded(lrs: Client) -> None:
    made = statement(result={"duration": "PT1.23999S"})
    lrs.keep(made)
    assert lrs.read(made["id"])["result"]["duration"] in ("PT1.23S", "PT1.23999S")


@answers("XAPI-00096", "XAPI-00094")
def test_one_context_activity_comes_back_as_an_array(lrs: Client) -> None:
    one = activity()
    places = dict.fromkeys(("parent", "grouping", "category", "other"), one)
    made = statement(context={"contextActivities": places}, object=sub_statement(context={"contextActivities": places}))
    lrs.keep(made)
    for form in ("exact", "canonical"):
        got = lrs.read(made["id"], format=form)
        assert got["context"]["contextActivities"] == {name: [one] for name in places}
        assert got["object"]["context"]["contextActivities"] == {name: [one] for name in places}


@answers("XAPI-00015")
def test_any_script(lrs: Client) -> None:
    name = "Zoë 张伟 محمد \U0001f393 \u0000 \u2028"
    made = statement(actor=agent(name=name), verb={"id": "https://example.org/été/看", "display": {"zh": "看"}})
    lrs.keep(made)
    got = lrs.read(made["id"])
    assert got["actor"]["name"] == name
    assert lrs.found(verb=made["verb"]["id"])[0] == made["id"]


def test_last_modified_is_stored(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    answer = lrs.get("statements", {"statementId": made["id"]})
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == instant(answer.json["stored"]).replace(
        microsecond=0
    )


def test_last_modified_of_a_list_is_the_largest_stored(lrs: Client) -> None:
    who = agent()
    lrs.keep(statement(actor=who))
    lrs.keep(statement(actor=who))
    for order in (False, True):
        answer = lrs.get("statements", {"agent": who, "ascending": order})
        largest = max(instant(one["stored"]) for one in answer.json["statements"])
        assert parsedate_to_datetime(answer.headers["Last-Modified"]) == largest.replace(microsecond=0)


def test_stored_grows_with_every_statement(lrs: Client) -> None:
    who = agent()
    ids = lrs.keep(*(statement(actor=who) for _ in range(20)))
    got = lrs.get("statements", {"agent": who, "ascending": True}).json["statements"]
    assert [one["id"] for one in got] == ids
    stored = [instant(one["stored"]) for one in got]
    assert stored == sorted(set(stored))


@answers("XAPI-00156")
def test_an_unknown_id(lrs: Client) -> None:
    for name in ("statementId", "voidedStatementId"):
        answer = lrs.get("statements", {name: fresh()})
        assert answer.status == 404
        assert answer.headers["X-Experience-API-Consistent-Through"]


@answers("XAPI-00150", "XAPI-00151", "XAPI-00157", "XAPI-00012")
def test_single_statement_parameters(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    extra = {
        "agent": agent(),
        "verb": "https://example.org/v",
        "activity": "https://example.org/a",
        "registration": fresh(),
        "related_activities": True,
        "related_agents": True,
        "since": "2020-01-01T00:00:00Z",
        "until": "2099-01-01T00:00:00Z",
        "limit": 1,
        "ascending": True,
    }
    for name in ("statementId", "voidedStatementId"):
        for other, value in extra.items():
            assert lrs.get("statements", {name: made["id"], other: value}).status == 400, other
        assert lrs.get("statements", {name: "text"}).status == 400
    assert lrs.get("statements", {"statementId": made["id"], "voidedStatementId": made["id"]}).status == 400
    assert lrs.get("statements", {"statementId": made["id"], "format": "ids", "attachments": False}).status == 200


@answers("XAPI-00330", "XAPI-00332")
def test_a_statement_crosses_versions_unconverted(v1: Client, v2: Client) -> None:
    new = statement(context={"contextAgents": [{"objectType": "contextAgent", "agent": agent()}]}, version="2.0.0")
    old = statement()
    v2.keep(new)
    v1.keep(old)
    got = v1.read(new["id"])
    assert got["version"] == "2.0.0"
    assert got["context"] == new["context"]
    assert v2.read(old["id"])["version"] == "1.0.0"


@answers("XAPI-00101", "XAPI-00332")
@pytest.mark.parametrize(
    ("header", "own", "status"),
    [
        ("1.0.3", "1.0", 200),
        ("1.0.3", "1.0.0", 200),
        ("1.0.3", "1.0.9", 200),
        ("1.0.3", "1.1.0", 400),
        ("1.0.3", "0.9.9", 400),
        ("1.0.3", "1", 400),
        ("1.0.3", "", 400),
        ("1.0.3", "2.0.0", 400),
        ("2.0.0", "2.0.0", 200),
        ("2.0.0", "2.0.7", 200),
        ("2.0.0", "1.0.0", 200),
        ("2.0.0", "1.0.9", 200),
        ("2.0.0", "1.1.0", 400),
        ("2.0.0", "2.1.0", 400),
        ("2.0.0", "0.9.9", 400),
    ],
)
def test_version_of_a_statement(v1: Client, v2: Client, header: str, own: str, status: int) -> None:
    tool = v1 if header == "1.0.3" else v2
    made = statement(version=own)
    answer = tool.post("statements", json_=made)
    assert answer.status == status, answer
    if status == 200:
        assert tool.read(made["id"])["version"] == own
