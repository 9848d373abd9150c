"""Scopes: how far each reaches, on every resource and method (1.0.3 Communication 4.2)."""

import json
from typing import Any

import pytest
from flask import Flask

from tests.support.apps import SECRET, admit, store_of
from tests.support.client import Client, in_process
from tests.support.statements import activity, agent, iri, reference, statement, voiding
from tests.support.tables import answers

SCOPES = (
    "all",
    "all/read",
    "statements/read",
    "statements/read/mine",
    "statements/write",
    "state",
    "profile",
    "define",
)
READ_STATEMENTS = {"all", "all/read", "statements/read", "statements/read/mine"}
READ_ALL = {"all", "all/read"}
AGENT = json.dumps(agent())
STATE = {"activityId": iri(), "agent": AGENT, "stateId": "s"}
AGENT_PROFILE = {"agent": AGENT, "profileId": "p"}
ACTIVITY_PROFILE = {"activityId": iri(), "profileId": "p"}
REACH: list[tuple[str, str, dict[str, Any], set[str]]] = [
    ("GET", "statements", {}, READ_STATEMENTS),
    ("HEAD", "statements", {}, READ_STATEMENTS),
    ("POST", "statements", {}, {"all", "statements/write"}),
    ("PUT", "statements", {}, {"all", "statements/write"}),
    *((method, "activities/state", STATE, READ_ALL | {"state"}) for method in ("GET", "HEAD")),
    *((method, "activities/state", STATE, {"all", "state"}) for method in ("PUT", "POST", "DELETE")),
    *((method, "agents/profile", AGENT_PROFILE, READ_ALL | {"profile"}) for method in ("GET", "HEAD")),
    *((method, "agents/profile", AGENT_PROFILE, {"all", "profile"}) for method in ("PUT", "POST", "DELETE")),
    *((method, "activities/profile", ACTIVITY_PROFILE, READ_ALL | {"profile"}) for method in ("GET", "HEAD")),
    *((method, "activities/profile", ACTIVITY_PROFILE, {"all", "profile"}) for method in ("PUT", "POST", "DELETE")),
    ("GET", "about", {}, set(SCOPES)),
]


@pytest.fixture(scope="module")
def tools(app: Flask) -> dict[str, Client]:
    """One tool for each scope."""
    made = {}
    for scope in SCOPES:
        key = "only-" + scope.replace("/", "-")
        admit(store_of(app), key, "2.0.0", scope)
        made[scope] = Client(in_process(app), "2.0.0", key, SECRET)
    return made


@answers("XAPI-00327", "XAPI-00323", "XAPI-00182")
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("method", "path", "params", "reach"), REACH, ids=[f"{m} {p}" for m, p, *_ in REACH])
def test_reach(
    tools: dict[str, Client], *, scope: str, method: str, path: str, params: dict[str, Any], reach: set[str]
) -> None:
    made = statement()
    if (method, path) == ("PUT", "statements"):
        params = {"statementId": made["id"]}
    body = json.dumps(made).encode() if path == "statements" else b"{}"
    answer = tools[scope].request(method, path, params, body=body if method in ("PUT", "POST") else b"")
    if scope not in reach:
        assert answer.status == 403, answer
        if method != "HEAD":
            assert answer.json["error"]
        if path == "statements" and method in ("PUT", "POST"):
            assert tools["all"].get("statements", {"statementId": made["id"]}).status == 404
    else:
        assert answer.status in (200, 204, 404, 409), answer


@pytest.mark.parametrize("path", ["activities", "agents"])
def test_reading_is_enough_for_activities_and_agents(tools: dict[str, Client], path: str) -> None:
    params = {"activityId": iri()} if path == "activities" else {"agent": AGENT}
    for scope in ("all", "all/read", "statements/read"):
        assert tools[scope].get(path, params).status == 200
    for scope in ("statements/write", "state", "define"):
        assert tools[scope].get(path, params).status == 403


@pytest.fixture
def pair(app: Flask, request: pytest.FixtureRequest) -> tuple[Client, Client]:
    """A tool that reads only what it wrote, and another that may do all."""
    key = f"own-{abs(hash(request.node.name))}"
    admit(store_of(app), key, "2.0.0", "statements/write", "statements/read/mine", "define")
    return Client(in_process(app), "2.0.0", key, SECRET), Client(in_process(app), "2.0.0", "new-tool", SECRET)


def test_mine_on_every_route_to_a_statement(pair: tuple[Client, Client]) -> None:
    own, other = pair
    who = agent()
    mine, theirs = statement(actor=who), statement(actor=who)
    own.keep(mine)
    other.keep(theirs)
    assert own.found(agent=who) == [mine["id"]]
    assert own.found(agent=who, related_agents=True, ascending=True) == [mine["id"]]
    assert own.get("statements", {"statementId": theirs["id"]}).status == 404
    assert own.head("statements", {"statementId": theirs["id"]}).status == 404
    assert own.get("statements", {"statementId": mine["id"]}).status == 200
    assert all(one["authority"]["account"]["name"] == own.key for page in own.pages(limit=2) for one in page)


def test_mine_applies_to_voided_statements(pair: tuple[Client, Client]) -> None:
    own, other = pair
    mine, theirs = statement(), statement()
    own.keep(mine)
    other.keep(theirs, voiding(mine["id"]), voiding(theirs["id"]))
    assert own.get("statements", {"voidedStatementId": theirs["id"]}).status == 404
    assert own.get("statements", {"voidedStatementId": mine["id"]}).status == 200


def test_mine_applies_to_what_references_find(pair: tuple[Client, Client]) -> None:
    own, other = pair
    target = statement()
    other.keep(target)
    refers = statement(object=reference(target["id"]))
    own.keep(refers)
    other.keep(statement(object=reference(target["id"])))
    assert own.found(verb=target["verb"]["id"]) == [refers["id"]]


def test_an_id_somebody_else_used_tells_nothing_but_a_conflict(pair: tuple[Client, Client]) -> None:
    own, other = pair
    theirs = statement()
    other.keep(theirs)
    answer = own.post("statements", json_=statement(id=theirs["id"]))
    assert answer.status == 409
    assert theirs["actor"]["mbox"] not in answer.body.decode()


def test_without_define_definitions_are_left_alone(app: Flask, tools: dict[str, Client]) -> None:
    about = activity(name={"en": "Quiz"})
    made = statement(object=about)
    tools["statements/write"].keep(made)
    everything = tools["all"]
    assert everything.get("activities", {"activityId": about["id"]}).json == {
        "objectType": "Activity",
        "id": about["id"],
    }
    assert everything.read(made["id"])["object"] == about
    everything.keep(statement(object=about))
    tools["statements/write"].keep(statement(object={**about, "definition": {"name": {"en": "Changed"}}}))
    assert everything.get("activities", {"activityId": about["id"]}).json == about


@answers("XAPI-00334")
def test_revocation_acts_on_the_next_request(app: Flask) -> None:
    store = store_of(app)
    admit(store, "passing", "2.0.0", "all")
    tool = Client(in_process(app), "2.0.0", "passing", SECRET)
    assert tool.get("statements").status == 200
    assert store.revoke_credential("passing")
    assert tool.get("statements").status == 401
