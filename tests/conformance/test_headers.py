"""Versions, authentication, HEAD, CORS, errors, the odd doors (1.0.3 Communication 1 to 4; 2.0.0 4.1)."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.apps import SECRET
from tests.support.client import Client, basic
from tests.support.statements import agent, fresh, iri, statement
from tests.support.tables import answers
from tests.support.times import instant

VERSION = "X-Experience-API-Version"
THROUGH = "X-Experience-API-Consistent-Through"
AGENT = json.dumps(agent())
READABLE: list[tuple[str, dict[str, Any]]] = [
    ("statements", {}),
    ("statements", {"limit": 1}),
    ("activities/state", {"activityId": iri(), "agent": AGENT}),
    ("activities/state", {"activityId": iri(), "agent": AGENT, "stateId": "s"}),
    ("activities/profile", {"activityId": iri()}),
    ("agents/profile", {"agent": AGENT}),
    ("activities", {"activityId": iri()}),
    ("agents", {"agent": AGENT}),
    ("about", {}),
]
readable = pytest.mark.parametrize(("path", "params"), READABLE, ids=[f"{p}-{'-'.join(q)}" for p, q in READABLE])

# About and versions ---------------------------------------------------------------------------------------------------


@answers("XAPI-00315", "XAPI-00316", "XAPI-00317", "XAPI-00318", "XAPI-00319", "XAPI-00320")
def test_about(lrs: Client) -> None:
    for headers in (
        {},
        {"Authorization": None},
        {VERSION: None},
        {VERSION: "7.0"},
        {VERSION: None, "Authorization": None},
    ):
        answer = lrs.get("about", headers=headers)
        assert answer.status == 200
        assert answer.headers.get_content_type() == "application/json"
        assert set(answer.json) <= {"version", "extensions"}
        assert isinstance(answer.json.get("extensions", {}), dict)
        old = lrs.version == "1.0.3" and VERSION not in headers
        assert answer.json["version"] == (["1.0.3"] if old else ["1.0.3", "2.0.0"])


@answers("XAPI-00333")
@readable
def test_every_answer_says_the_version(lrs: Client, path: str, params: dict[str, Any]) -> None:
    assert lrs.get(path, params).headers[VERSION] == lrs.version
    assert lrs.get(path, {**params, "unknown": "1"}).headers[VERSION] == lrs.version
    assert lrs.get(path, params, headers={"Authorization": None}).headers[VERSION] == lrs.version


@answers("XAPI-00331", "XAPI-00333")
@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.99", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.5", "2.0.0"),
    ],
)
def test_versions_spoken(lrs: Client, header: str, spoken: str) -> None:
    answer = lrs.get("statements", headers={VERSION: header})
    assert (answer.status, answer.headers[VERSION]) == (200, spoken)


@answers("XAPI-00331", "XAPI-00321")
@pytest.mark.parametrize(
    "header",
    ["0.9", "0.95", "0.9.9", "1", "1.1", "1.1.0", "2", "2.1.0", "3.0.0", "1.0.x", "text", "", "1.0.3, 2.0.0", " "],
)
@readable
def test_versions_refused(lrs: Client, path: str, params: dict[str, Any], header: str) -> None:
    answer = lrs.get(path, params, headers={VERSION: header})
    if path == "about":
        assert answer.status == 200
    else:
        assert answer.status == 400
        assert VERSION in answer.json["error"]


@answers("XAPI-00321", "XAPI-00331")
def test_no_version_is_answered_in_that_of_the_credential(lrs: Client) -> None:
    made = statement()
    for answer in (
        lrs.get("statements", headers={VERSION: None}),
        lrs.post("statements", json_=made, headers={VERSION: None}),
        lrs.put("statements", {"statementId": made["id"]}, json_=made, headers={VERSION: None}),
    ):
        assert (answer.status, answer.headers[VERSION]) == (400, lrs.version)
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


# Authentication -------------------------------------------------------------------------------------------------------

WRONG = {
    "nothing": None,
    "empty": "",
    "unknown": basic("nobody", SECRET),
    "wrong secret": basic("new-tool", "wrong"),
    "empty pair": "Basic Og==",
    "no colon": "Basic bm90aGluZw==",
    "not base64": "Basic !!!",
    "no UTF-8": "Basic //79OnNlY3JldA==",
    "another method": "Digest abc",
    "a bearer": "Bearer abc",
    "too long": "Basic " + "A" * 5000,
}


@answers("XAPI-00334", "XAPI-00335")
@pytest.mark.parametrize("authorization", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_unauthorized(lrs: Client, authorization: str | None, method: str) -> None:
    for path in ("statements", "activities/state", "agents/profile", "activities/profile"):
        if (path, method) == ("statements", "DELETE"):
            continue
        answer = lrs.request(
            method, path, body=b"" if method in ("GET", "HEAD") else b"{}", headers={"Authorization": authorization}
        )
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")


@answers("XAPI-00335")
def test_authorized(lrs: Client) -> None:
    authorization = basic(lrs.key, SECRET)
    for spelling in (
        authorization,
        authorization.replace("Basic", "basic"),
        authorization.replace("Basic ", "BASIC  "),
    ):
        assert lrs.get("statements", headers={"Authorization": spelling}).status == 200


# HEAD -----------------------------------------------------------------------------------------------------------------

VARYING = {"date", "x-experience-api-consistent-through", "content-length"}


@answers("XAPI-00125", "XAPI-00126")
@readable
def test_head_answers_as_get_does_without_a_body(lrs: Client, path: str, params: dict[str, Any]) -> None:
    for asked in (params, {**params, "unknown": "1"}):
        got, head = lrs.get(path, asked), lrs.head(path, asked)
        assert (head.status, head.body) == (got.status, b"")
        kept = [{k.lower(): v for k, v in one.headers.items() if k.lower() not in VARYING} for one in (got, head)]
        assert kept[0] == kept[1]


@answers("XAPI-00125")
def test_head_of_one_statement_and_one_document(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    document = {"activityId": iri(), "agent": agent(), "stateId": "s"}
    lrs.put("activities/state", document, body=b"text", headers={"Content-Type": "text/plain", "If-None-Match": "*"})
    for path, params in (("statements", {"statementId": made["id"]}), ("activities/state", document)):
        got, head = lrs.get(path, params), lrs.head(path, params)
        assert (head.status, head.body) == (200, b"")
        for name in ("Last-Modified", "ETag", "Content-Type"):
            assert head.headers[name] == got.headers[name]


# Consistent-Through ---------------------------------------------------------------------------------------------------


@answers("XAPI-00153", "XAPI-00160")
def test_consistent_through_on_every_statements_answer(lrs: Client) -> None:
    made = statement()
    sent = [
        lrs.post("statements", json_=made),
        lrs.put("statements", {"statementId": fresh()}, json_={**statement(), "id": fresh()}),
        lrs.post("statements", body=b"{"),
        lrs.get("statements"),
        lrs.head("statements"),
        lrs.get("statements", {"statementId": made["id"]}),
        lrs.get("statements", {"statementId": fresh()}),
        lrs.get("statements", {"limit": "text"}),
        lrs.get("statements", headers={"Authorization": None}),
        lrs.get("statements", headers={VERSION: None}),
        lrs.delete("statements"),
    ]
    for answer in sent:
        assert abs(instant(answer.headers[THROUGH]) - datetime.now(UTC)) < timedelta(minutes=1)


@answers("XAPI-00160")
def test_what_was_accepted_is_consistent_at_once(lrs: Client) -> None:
    for _ in range(10):
        made = statement()
        lrs.keep(made)
        answer = lrs.get("statements", {"statementId": made["id"]})
        assert instant(answer.headers[THROUGH]) >= instant(answer.json["stored"])


# CORS -----------------------------------------------------------------------------------------------------------------


@readable
def test_a_preflight_needs_no_credential(lrs: Client, path: str, params: dict[str, Any]) -> None:
    asked = {
        "Origin": "https://course.example.org",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type, if-match, x-experience-api-version",
    }
    answer = lrs.request("OPTIONS", path, params, headers={"Authorization": None, VERSION: None, **asked})
    assert answer.status in (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", asked["Origin"])
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    for name in ("authorization", "content-type", "if-match", "if-none-match", "x-experience-api-version"):
        assert name in allowed
    for method in ("GET", "PUT", "POST", "DELETE"):
        assert method in answer.headers["Access-Control-Allow-Methods"]


@readable
def test_a_page_elsewhere_may_read_what_it_needs(lrs: Client, path: str, params: dict[str, Any]) -> None:
    for headers in ({}, {"Authorization": None}):
        answer = lrs.get(path, params, headers={"Origin": "https://course.example.org", **headers})
        assert answer.headers["Access-Control-Allow-Origin"]
        exposed = answer.headers["Access-Control-Expose-Headers"].lower()
        for name in ("etag", "last-modified", VERSION.lower(), THROUGH.lower()):
            assert name in exposed


# Errors and wrong doors -----------------------------------------------------------------------------------------------


@answers("XAPI-00323")
def test_a_refusal_is_one_sentence_of_json(lrs: Client) -> None:
    refused = [
        (lrs.get("statements", {"limit": "x"}), 400),
        (lrs.get("statements", headers={"Authorization": None}), 401),
        (lrs.get("statements", {"statementId": fresh()}), 404),
        (lrs.get("nowhere"), 404),
        (lrs.delete("statements"), 405),
        (lrs.post("statements", json_={}), 400),
    ]
    for answer, status in refused:
        assert answer.status == status
        assert answer.headers.get_content_type() == "application/json"
        assert answer.headers[VERSION]
        assert isinstance(answer.json["error"], str)
        assert "\n" not in answer.json["error"]


@answers("XAPI-00323")
@pytest.mark.parametrize(
    "path", ["", "/", "nowhere", "statements/nowhere", "activities/other", "agents/profile/x", "ABOUT", "Statements"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_wrong_doors_under_the_mount(lrs: Client, path: str, method: str) -> None:
    answer = lrs.request(method, f"/xapi/{path}" if path else "/xapi", body=b"" if method == "GET" else b"{}")
    assert answer.status == 404
    assert answer.json["error"]
    assert answer.headers[VERSION]


@pytest.mark.parametrize("path", ["/api/nowhere", "/api", "/health/nowhere"])
def test_wrong_doors_beside_it(lrs: Client, path: str) -> None:
    answer = lrs.get(path)
    assert answer.status in (401, 404)
    assert answer.json["error"]
    assert answer.headers[VERSION]


@pytest.mark.parametrize("path", ["/xapi//statements", "/xapi/statements/", "/xapi//statements//"])
def test_slashes_too_many_are_served_without_redirect(lrs: Client, path: str) -> None:
    made = statement()
    assert lrs.get(path, {"limit": 1}).status == 200
    assert lrs.post(path, json_=made).status == 200
    assert lrs.read(made["id"])


def test_slashes_too_many_elsewhere(lrs: Client) -> None:
    assert lrs.get("/xapi/activities/state/", {"activityId": iri(), "agent": agent()}).status == 200
    assert lrs.get("/xapi/about/").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/statements",
        "/xAPI/statements",
        "/lrs/statements",
        "/data/xAPI/statements",
        "/activities/state",
        "/about/statements",
    ],
)
def test_xapi_sent_elsewhere_is_told_the_right_door(lrs: Client, path: str) -> None:
    answer = lrs.post(path, json_=statement())
    assert answer.status == 404
    assert "/xapi" in answer.json["error"]


@answers("XAPI-00323")
@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("statements", ("DELETE", "PATCH")),
        ("activities", ("PUT", "POST", "DELETE")),
        ("agents", ("PUT", "POST", "DELETE")),
        ("about", ("PUT", "POST", "DELETE")),
        ("activities/state", ("PATCH",)),
    ],
)
def test_methods_not_allowed(lrs: Client, path: str, methods: tuple[str, ...]) -> None:
    for method in methods:
        answer = lrs.request(method, path, body=b"{}")
        assert answer.status == 405, (method, answer)
        assert answer.json["error"]


# Bodies ---------------------------------------------------------------------------------------------------------------


def test_a_gzip_body(lrs: Client) -> None:
    made = statement()
    packed = gzip.compress(json.dumps(made).encode())
    answer = lrs.post("statements", body=packed, headers={"Content-Encoding": "gzip"})
    assert answer.status == 200
    assert lrs.read(made["id"])["actor"] == made["actor"]
    assert lrs.post("statements", body=b"not gzip", headers={"Content-Encoding": "gzip"}).status == 400
    assert lrs.post("statements", body=packed[:-9], headers={"Content-Encoding": "gzip"}).status == 400
    assert lrs.post("statements", body=packed, headers={"Content-Encoding": "unheard-of"}).status == 415


@answers("XAPI-00328")
def test_too_large_a_body(lrs: Client) -> None:
    padding = b" " * (65 << 20)
    answer = lrs.post("statements", body=json.dumps(statement()).encode() + padding)
    assert answer.status == 413
    packed = gzip.compress(padding, 1)
    assert lrs.post("statements", body=packed, headers={"Content-Encoding": "gzip"}).status == 413


@answers("XAPI-00127")
@pytest.mark.parametrize(
    "type_",
    ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"],
)
def test_json_under_its_names(lrs: Client, type_: str) -> None:
    assert lrs.post("statements", json_=statement(), headers={"Content-Type": type_}).status == 200
