"""The alternate request syntax of 1.0.3, as the standard writes it and as Articulate Storyline sends it."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from lrs.resources.credentials import Wish, made
from tests.resources.conftest import basic

ID = "8b8a4b0e-3f1b-4b7e-9c7c-0d6e7d9b2a11"
STATEMENT = {
    "actor": {"mbox": "mailto:a@example.org", "name": "Zoë & Co + 1"},
    "verb": {"id": "http://example.org/did"},
    "object": {"id": "http://example.org/it"},
}
FORM = "application/x-www-form-urlencoded"
STATE = {"activityId": "http://example.org/it", "agent": json.dumps({"mbox": "mailto:a@example.org"}), "stateId": "s"}


@pytest.fixture
def authorization(service: Any) -> str:
    credential, secret = made(Wish("storyline"))
    service.store.add_credential(credential)
    return basic(credential.key, secret)


def fields(authorization: str, **more: str) -> dict[str, str]:
    return {"Authorization": authorization, "X-Experience-API-Version": "1.0.3", **more}


def send(ask: Any, resource: str, method: str, form: dict[str, str], *, kind: str = FORM) -> Any:
    sent = {"data": urlencode(form), "content_type": kind}
    return ask("POST", f"/xapi/{resource}?method={method}", scopes=None, version=None, **sent)


@pytest.mark.parametrize("kind", [FORM, "text/plain;charset=UTF-8"])
def test_a_statement_there_and_back(ask: Any, authorization: str, kind: str) -> None:
    content = json.dumps(STATEMENT, ensure_ascii=False)
    more = {"statementId": ID, "content": content, "Content-Type": "application/json"}
    assert send(ask, "statements", "PUT", fields(authorization, **more), kind=kind).status_code == 204
    answer = send(ask, "statements", "GET", fields(authorization, statementId=ID), kind=kind)
    assert answer.json["actor"]["name"] == STATEMENT["actor"]["name"]
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    head = send(ask, "statements", "HEAD", fields(authorization, statementId=ID), kind=kind)
    assert (head.status_code, head.data, head.headers["Last-Modified"]) == (200, b"", answer.headers["Last-Modified"])
    none = send(ask, "statements", "HEAD", fields(authorization, statementId=ID.replace("8", "9")), kind=kind)
    assert (none.status_code, none.data) == (404, b"")


def test_a_document_with_its_precondition(ask: Any, authorization: str) -> None:
    put = fields(authorization, **STATE, content="a b", **{"Content-Type": "text/plain"})
    assert send(ask, "activities/state", "PUT", put).status_code == 204
    answer = send(ask, "activities/state", "GET", fields(authorization, **STATE))
    assert (answer.data, answer.content_type) == (b"a b", "text/plain")
    stale = {**put, "If-Match": '"0000000000000000000000000000000000000000"'}
    assert send(ask, "activities/state", "PUT", stale).status_code == 412
    assert send(ask, "activities/state", "DELETE", fields(authorization, **STATE)).status_code == 204
    assert send(ask, "activities/state", "GET", fields(authorization, **STATE)).status_code == 404


def test_refused(ask: Any, authorization: str) -> None:
    put = fields(authorization, statementId=ID, content=json.dumps(STATEMENT))
    assert send(ask, "statements", "BREW", put).status_code == 400
    assert send(ask, "statements", f"PUT&statementId={ID}", put).status_code == 400
    assert send(ask, "statements", "PUT", put, kind="application/json").status_code == 400
    assert send(ask, "statements", "PUT", {**put, "unknown": "x"}).status_code == 400
    assert send(ask, "statements", "PUT", {**put, "X-Experience-API-Version": "2.0.0"}).status_code == 400
    wrong = {**put, "Authorization": basic("nobody", "nothing")}
    assert send(ask, "statements", "PUT", wrong).status_code == 401
    assert send(ask, "statements", "GET", fields(authorization)).json["statements"] == []


def test_it_ended_with_1_0_3(ask: Any) -> None:
    answer = ask("POST", "/xapi/statements?method=GET", version="2.0.0", data="", content_type=FORM)
    assert answer.status_code == 400


def test_its_refusal_is_kept_without_the_secret(ask: Any, service: Any, authorization: str) -> None:
    bad = fields(authorization, statementId=ID, content="{}")
    assert send(ask, "statements", "PUT", bad).status_code == 400
    [kept] = service.refusals.all()
    assert kept.method == "PUT"
    assert "statementId" in kept.body
    assert authorization.removeprefix("Basic ") not in repr(kept)
    assert authorization.removeprefix("Basic ").rstrip("=") not in repr(kept)
