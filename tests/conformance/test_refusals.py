"""Why does nothing arrive from my tool: refusals are kept, and read where they belong."""

import pytest
from flask import Flask

from tests.support.apps import SECRET, admit, store_of
from tests.support.client import Client, basic
from tests.support.statements import agent, put_at, statement

REASONS = [
    ("actor.mbox", "ada@example.org", "actor.mbox"),
    ("verb.id", "no-scheme", "verb.id"),
    ("object.definition.interactionType", "compound", "object.definition.interactionType"),
    ("context.contextActivities.parent", [{"id": "a-bare-name"}], "context.contextActivities.parent[0].id"),
    ("result.score.scaled", 1.5, "result.score.scaled"),
    ("extra", 1, "extra"),
]


@pytest.mark.parametrize(("path", "value", "named"), REASONS)
def test_a_refusal_names_the_property(lrs: Client, path: str, value: object, named: str) -> None:
    made = [statement(actor=agent()), put_at(statement(), path, value)]
    answer = lrs.post("statements", json_=made)
    assert answer.status == 400
    assert answer.json["error"].startswith(f"statement[1].{named}")
    assert "XX" not in answer.json["error"]


def test_a_tool_reads_its_own_refusals(lrs: Client, app: Flask) -> None:
    for number in range(2):
        admit(store_of(app), f"own-{number}-{lrs.version}", lrs.version, "statements/write")
    mine, other = (lrs.with_(key=f"own-{number}-{lrs.version}", secret=SECRET) for number in range(2))
    assert mine.get("/api/refusals").json == []
    assert mine.post("statements", json_=statement(verb={"id": "no-scheme"})).status == 400
    assert mine.get("statements").status == 403
    answer = mine.get("/api/refusals")
    assert answer.status == 200
    newest, oldest = answer.json
    assert (oldest["status"], newest["status"]) == (400, 403)
    assert "verb.id" in oldest["reason"]
    assert "no-scheme" in oldest["body"]
    assert other.get("/api/refusals").json == []


def test_refusals_need_a_credential(lrs: Client) -> None:
    assert lrs.get("/api/refusals", headers={"Authorization": None}).status == 401
    assert lrs.get("/api/refusals", headers={"Authorization": basic(lrs.key, "wrong")}).status == 401


def test_no_secret_is_ever_kept(lrs: Client) -> None:
    secret = "a-very-secret-thing"
    lrs.get("statements", headers={"Authorization": basic(lrs.key, secret)})
    lrs.post("statements", body=b'{"Authorization": "' + basic(lrs.key, secret).encode() + b'"}')
    kept = lrs.get("/api/refusals").body.decode()
    assert secret not in kept
    assert basic(lrs.key, secret).split()[1] not in kept


def test_a_long_body_is_cut(lrs: Client) -> None:
    lrs.post("statements", json_=statement(extra="x" * 100_000))
    assert len(lrs.get("/api/refusals").body) < 50_000


def test_what_is_accepted_is_no_refusal(lrs: Client, app: Flask) -> None:
    admit(store_of(app), f"good-{lrs.version}", lrs.version, "all")
    tool = lrs.with_(key=f"good-{lrs.version}", secret=SECRET)
    tool.keep(statement())
    assert tool.get("/api/refusals").json == []
