"""Paths, methods, headers: what every answer has in common."""

import json
from typing import Any

import pytest

JSON_PATHS = ("/xapi", "/xapi/", "/xapi/nothing", "/xapi/statements/nothing", "/api/nothing", "/api", "/health/nothing")


@pytest.mark.parametrize("path", JSON_PATHS)
def test_nothing_here_is_json(ask: Any, path: str) -> None:
    answer = ask("GET", path)
    assert answer.status_code == 404
    assert answer.content_type == "application/json"
    assert answer.headers["X-Experience-API-Version"] == "2.0.0"
    assert answer.json["error"]


@pytest.mark.parametrize("path", ["/xapi/statements", "/xapi/about", "/health", "/api/refusals", "/xapi/agents"])
def test_wrong_method_is_json(ask: Any, path: str) -> None:
    answer = ask("PATCH", path)
    assert answer.status_code == 405
    assert "GET" in answer.json["error"]
    assert answer.headers["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize("path", ["//xapi/statements", "/xapi//statements", "/xapi/statements/", "/xapi//statements//"])
def test_slashes_are_served_without_redirect(ask: Any, path: str) -> None:
    as_sent = {"environ_overrides": {"PATH_INFO": path}}
    assert ask("GET", "/", **as_sent).status_code == 200
    assert ask("POST", "/", json=[], **as_sent).json == []


def test_head_has_the_headers_and_no_body(ask: Any) -> None:
    for path in ("/xapi/statements", "/xapi/about", "/xapi/nothing", "/health"):
        answer = ask("HEAD", path)
        assert answer.data == b""
        assert answer.headers["X-Experience-API-Version"] == "2.0.0"
    answer = ask("HEAD", "/xapi/statements", query_string={"attachments": "true"})
    assert answer.status_code == 200
    assert answer.data == b""
    assert answer.headers["Content-Type"].startswith("multipart/mixed")


@pytest.mark.parametrize(
    "path", ["/xapi/statements", "/xapi/activities/state", "/xapi/about", "/api/refusals", "/xapi"]
)
def test_preflight_needs_no_credential(ask: Any, path: str) -> None:
    headers = {"Origin": "https://lms.example.org", "Access-Control-Request-Method": "PUT"}
    answer = ask("OPTIONS", path, scopes=None, version=None, headers=headers)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    for name in ("authorization", "x-experience-api-version", "if-match", "if-none-match", "content-type"):
        assert name in allowed


def test_what_a_browser_may_read(ask: Any) -> None:
    exposed = ask("GET", "/xapi/statements").headers["Access-Control-Expose-Headers"].lower()
    names = ("etag", "last-modified", "x-experience-api-version", "x-experience-api-consistent-through")
    assert all(name in exposed for name in names)


@pytest.mark.parametrize(
    ("method", "query", "status"),
    [("GET", {}, 200), ("GET", {"limit": "x"}, 400), ("GET", {"statementId": "x"}, 400), ("DELETE", {}, 405)],
)
def test_consistent_through_on_every_answer(ask: Any, method: str, query: dict[str, str], status: int) -> None:
    answer = ask(method, "/xapi/statements", query_string=query)
    assert answer.status_code == status
    assert answer.headers["X-Experience-API-Consistent-Through"].endswith("Z")
    assert ask(method, "/xapi/statements", scopes=None).headers["X-Experience-API-Consistent-Through"]


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_no_version_is_answered_in_the_credentials(ask: Any, service: Any, version: str) -> None:
    from lrs.resources.credentials import Wish, made  # noqa: PLC0415  # only here
    from tests.resources.conftest import basic  # noqa: PLC0415

    credential, secret = made(Wish("tool", version=version))
    service.store.add_credential(credential)
    headers = {"Authorization": basic(credential.key, secret)}
    for sent in (None, "0.9.5", "1.1.0", "3.0.0", "2.0.0.0", ""):
        answer = ask("GET", "/xapi/statements", version=sent, headers=headers)
        assert answer.status_code == 400
        assert answer.headers["X-Experience-API-Version"] == version
        assert "X-Experience-API-Version" in answer.json["error"]


@pytest.mark.parametrize(
    ("asked", "told"), [("1.0", "1.0.3"), ("1.0.9", "1.0.3"), ("2.0", "2.0.0"), ("2.0.7", "2.0.0")]
)
def test_versions_that_mean_ours(ask: Any, asked: str, told: str) -> None:
    answer = ask("GET", "/xapi/statements", version=asked)
    assert (answer.status_code, answer.headers["X-Experience-API-Version"]) == (200, told)


@pytest.mark.parametrize(
    "path",
    [
        "/statements",
        "/",
        "/data/xAPI/statements",
        "/xAPI/activities/state",
        "/lrs/statements/",
        "/xapi2/statements",
        "/api/statements",
        "/api/xapi/activities/state",
        "/health/statements",
    ],
)
def test_xapi_at_a_wrong_door(ask: Any, service: Any, path: str) -> None:
    answer = ask("POST", path, json=[], headers={"X-Experience-API-Version": "1.0.3"})
    assert answer.status_code == 404
    assert "http://localhost/xapi" in answer.json["error"]
    assert answer.headers["X-Experience-API-Version"]
    [kept] = service.refusals.all()
    assert (kept.status, kept.path, kept.known) == (404, path, True)


def test_a_browser_at_a_wrong_door_may_ask_and_hear_so(ask: Any) -> None:
    for path in ("/statements", "/api/statements"):
        assert ask("OPTIONS", path, scopes=None, version=None).status_code == 204


def test_below_the_endpoint_it_is_named(ask: Any, service: Any) -> None:
    answer = ask("POST", "/xapi/statements/statements", json=[])
    assert "the endpoint is http://localhost/xapi, and has statements, " in answer.json["error"]
    assert [one.status for one in service.refusals.all()] == [404]


def test_what_administers_is_no_wrong_door(ask: Any, service: Any) -> None:
    assert [ask("GET", path, version=None).status_code for path in ("/api", "/api/nothing")] == [404, 404]
    assert ask("GET", "/api/export/statements", version=None).status_code == 401
    assert service.refusals.all() == []


def test_a_page_visited_is_no_wrong_door(ask: Any, service: Any) -> None:
    assert ask("GET", "/statements", scopes=None, version=None).content_type.startswith("text/html")
    assert service.refusals.all() == []


def test_a_parameter_twice_or_in_the_wrong_case(ask: Any) -> None:
    assert ask("GET", "/xapi/statements", query_string="limit=1&limit=2").status_code == 400
    assert ask("GET", "/xapi/statements", query_string="Limit=1").status_code == 400
    assert ask("GET", "/xapi/agents", query_string={"Agent": json.dumps({"mbox": "mailto:a@b.c"})}).status_code == 400
    assert ask("GET", "/xapi/statements", query_string="verb=%ff").status_code == 400
    assert ask("POST", "/xapi/statements?statementId=x", json=[]).json["error"].endswith("resource; it knows none")
