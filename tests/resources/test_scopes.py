"""Every scope against every resource and method: the table is written again here, from 1.0.3 Communication 4.2."""

import json
from itertools import product
from typing import Any

import pytest

from lrs.resources.auth import SCOPES

AGENT = json.dumps({"mbox": "mailto:a@example.org"})
STATEMENT = {
    "actor": {"mbox": "mailto:a@example.org"},
    "verb": {"id": "http://example.org/did"},
    "object": {"id": "http://example.org/it"},
}
IRI = "http://example.org/it"
WHERE: dict[str, dict[str, str]] = {
    "statements": {},
    "activities/state": {"activityId": IRI, "agent": AGENT, "stateId": "s"},
    "activities/profile": {"activityId": IRI, "profileId": "p"},
    "agents/profile": {"agent": AGENT, "profileId": "p"},
    "activities": {"activityId": IRI},
    "agents": {"agent": AGENT},
}
READS = {
    "statements": {"all", "all/read", "statements/read", "statements/read/mine"},
    "activities/state": {"all", "all/read", "state"},
    "activities/profile": {"all", "all/read", "profile"},
    "agents/profile": {"all", "all/read", "profile"},
    "activities": {"all", "all/read", "statements/read", "profile"},
    "agents": {"all", "all/read", "statements/read", "profile"},
}
WRITES = {
    "statements": ({"PUT", "POST"}, {"all", "statements/write"}),
    "activities/state": ({"PUT", "POST", "DELETE"}, {"all", "state"}),
    "activities/profile": ({"PUT", "POST", "DELETE"}, {"all", "profile"}),
    "agents/profile": ({"PUT", "POST", "DELETE"}, {"all", "profile"}),
    "activities": (set(), set()),
    "agents": (set(), set()),
}
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH")


@pytest.mark.parametrize("scope", SCOPES)
def test_reach(ask: Any, scope: str) -> None:
    for resource, method in product(WHERE, METHODS):
        check_reach(ask, scope, resource, method)


def check_reach(ask: Any, scope: str, resource: str, method: str) -> None:
    query = dict(WHERE[resource])
    if (resource, method) == ("statements", "PUT"):
        query["statementId"] = "8b8a4b0e-3f1b-4b7e-9c7c-0d6e7d9b2a11"
    body: Any = STATEMENT if resource == "statements" else {"a": 1}
    sent = {"json": body} if method in ("PUT", "POST") else {}
    status = ask(method, f"/xapi/{resource}", scopes=[scope], query_string=query, **sent).status_code
    if method in ("GET", "HEAD"):
        assert (status == 403) == (scope not in READS[resource])
        assert status in (200, 403, 404)
    elif method in WRITES[resource][0]:
        assert (status == 403) == (scope not in WRITES[resource][1])
        assert status in (200, 204, 403)
    else:
        assert status == 405


def test_scopes_add_up(ask: Any) -> None:
    assert ask("GET", "/xapi/statements", scopes=["state", "statements/read"]).status_code == 200
    assert ask("POST", "/xapi/statements", scopes=["state", "statements/read"], json=[]).status_code == 403


def test_mine_on_every_route_to_a_statement(ask: Any, service: Any) -> None:
    id_ = ask("POST", "/xapi/statements", json=STATEMENT).json[0]
    mine = ["statements/read/mine", "statements/write"]
    assert ask("GET", "/xapi/statements", scopes=mine, query_string={"statementId": id_}).status_code == 404
    assert ask("GET", "/xapi/statements", scopes=mine).json["statements"] == []
    for _ in range(2):
        ask("POST", "/xapi/statements", json=STATEMENT)
    more = ask("GET", "/xapi/statements", query_string={"limit": 1}).json["more"]
    assert len(ask("GET", more).json["statements"]) == 1
    assert ask("GET", more, scopes=mine).json["statements"] == []
    assert ask("GET", more, scopes=["state"]).status_code == 403
    assert ask("GET", more, scopes=None).status_code == 401
    void = {**STATEMENT, "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}
    void["object"] = {"objectType": "StatementRef", "id": id_}
    assert ask("POST", "/xapi/statements", json=void).status_code == 200
    assert ask("GET", "/xapi/statements", query_string={"voidedStatementId": id_}).status_code == 200
    assert ask("GET", "/xapi/statements", scopes=mine, query_string={"voidedStatementId": id_}).status_code == 404


def test_only_define_changes_definitions(ask: Any) -> None:
    def told(name: str) -> dict[str, Any]:
        return {**STATEMENT, "object": {"id": IRI, "definition": {"name": {"en": name}}}}

    def name() -> Any:
        return ask("GET", "/xapi/activities", query_string={"activityId": IRI}).json.get("definition")

    assert ask("POST", "/xapi/statements", scopes=["statements/write"], json=told("first")).status_code == 200
    assert name() is None
    assert (
        ask("POST", "/xapi/statements", scopes=["statements/write", "define"], json=told("second")).status_code == 200
    )
    assert name() == {"name": {"en": "second"}}
