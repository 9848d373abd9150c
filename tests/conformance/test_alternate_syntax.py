"""The alternate request syntax (1.0.3 Communication 1.3), which 2.0.0 no longer has."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.support.apps import SECRET
from tests.support.client import Answer, Client, basic
from tests.support.statements import agent, fresh, iri, statement
from tests.support.tables import answers

FORM = "application/x-www-form-urlencoded"


def send(tool: Client, path: str, method: str, form: dict[str, Any], type_: str = FORM) -> Answer:
    """Send everything in a form, with no header but its type."""
    fields = {"Authorization": basic(tool.key, SECRET), "X-Experience-API-Version": "1.0.3", **form}
    body = urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items() if v is not None})
    headers = {"Authorization": None, "X-Experience-API-Version": None, "Content-Type": type_}
    return tool.post(f"{path}?method={method}", body=body.encode(), headers=headers)


@answers("XAPI-00336")
@pytest.mark.parametrize("type_", [FORM, f"{FORM}; charset=UTF-8", "text/plain;charset=UTF-8"])
def test_put(v1: Client, type_: str) -> None:
    made = statement(actor=agent(name="Zoë & co + 100 %"))
    form = {"statementId": made["id"], "content": made, "Content-Type": "application/json"}
    answer = send(v1, "statements", "PUT", form, type_)
    assert (answer.status, answer.body) == (204, b"")
    assert v1.read(made["id"])["actor"] == made["actor"]


@answers("XAPI-00336")
def test_post(v1: Client) -> None:
    made = [statement(), statement()]
    answer = send(v1, "statements", "POST", {"content": made})
    assert (answer.status, answer.json) == (200, [one["id"] for one in made])


@answers("XAPI-00148", "XAPI-00336")
def test_get(v1: Client) -> None:
    made = statement()
    v1.keep(made)
    answer = send(v1, "statements", "GET", {"agent": made["actor"], "limit": "1", "content": None})
    assert (answer.status, [one["id"] for one in answer.json["statements"]]) == (200, [made["id"]])
    assert send(v1, "statements", "GET", {"statementId": made["id"]}).json["id"] == made["id"]


@answers("XAPI-00336")
def test_documents(v1: Client) -> None:
    key = {"agent": agent(), "profileId": "p"}
    form = {**key, "content": "été", "Content-Type": "text/plain"}
    assert send(v1, "agents/profile", "PUT", {**form, "If-None-Match": "*"}).status == 204
    answer = send(v1, "agents/profile", "GET", key)
    assert answer.body.decode() == "été"
    assert answer.headers.get_content_type() == "text/plain"
    assert send(v1, "agents/profile", "PUT", {**form, "If-Match": '"' + "0" * 40 + '"'}).status == 412
    assert send(v1, "agents/profile", "DELETE", {**key, "If-Match": answer.etag}).status == 204
    assert v1.get("agents/profile", key).status == 404


@answers("XAPI-00336")
def test_headers_may_stay_headers(v1: Client) -> None:
    made = statement()
    body = urlencode({"statementId": made["id"], "content": json.dumps(made)}).encode()
    assert v1.post("statements?method=PUT", body=body, headers={"Content-Type": FORM}).status == 204


@answers("XAPI-00336", "XAPI-00324")
def test_refused(v1: Client) -> None:
    made = statement()
    form = {"statementId": made["id"], "content": made}
    assert send(v1, "statements", "PUT", {**form, "Authorization": None}).status == 401
    assert send(v1, "statements", "PUT", {**form, "Authorization": basic(v1.key, "wrong")}).status == 401
    assert send(v1, "statements", "PUT", {**form, "X-Experience-API-Version": "0.9"}).status == 400
    assert send(v1, "statements", "PUT", {"statementId": made["id"]}).status == 400
    assert send(v1, "statements", "BREW", form).status == 400
    assert send(v1, "statements", "PUT&statementId=" + made["id"], form).status == 400
    assert send(v1, "statements", "GET", {"unknown": "1"}).status == 400
    raw = json.dumps(form).encode()
    assert v1.post("statements?method=PUT", body=raw, headers={"Content-Type": FORM}).status == 400
    assert v1.put("statements?method=PUT", body=urlencode(form).encode(), headers={"Content-Type": FORM}).status == 400
    assert v1.get("statements?method=GET").status == 400
    assert v1.get("statements", {"statementId": made["id"]}).status == 404


def test_gone_in_2(v2: Client) -> None:
    made = statement()
    form = {"statementId": made["id"], "content": made, "X-Experience-API-Version": "2.0.0"}
    answer = send(v2, "statements", "PUT", form)
    assert answer.status == 400
    body = urlencode({"limit": "1"}).encode()
    assert v2.post("statements?method=GET", body=body, headers={"Content-Type": FORM}).status == 400
    assert v2.get("statements", {"statementId": made["id"]}).status == 404


def test_the_secret_in_a_form_is_never_kept(v1: Client) -> None:
    secret = iri()
    answer = send(v1, "statements", "PUT", {"Authorization": basic("somebody", secret), "statementId": fresh()})
    assert answer.status == 401
    kept = v1.get("/api/refusals").body.decode()
    assert secret not in kept
    assert basic("somebody", secret).split()[1] not in kept
