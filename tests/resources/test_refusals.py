"""Why nothing arrives: kept, bounded, without secrets, there after a restart."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from lrs.refusals import ENTRIES, KEYS, Refusals, Refused, without_secrets
from lrs.resources.credentials import Wish, made
from tests.resources.conftest import basic


def refused(key: str, number: int = 0, *, known: bool = True) -> Refused:
    return Refused(f"2026-11-21T18:33:{number:02}.000Z", key, known, 400, f"reason {number}", "POST", "/xapi", "body")


def test_a_tool_reads_its_own(ask: Any, service: Any) -> None:
    (one, secret), (other, _) = made(Wish("one")), made(Wish("other"))
    for credential in (one, other):
        service.store.add_credential(credential)
    mine = {"Authorization": basic(one.key, secret)}
    bad = [{}, {}, {}, {"actor": {"mbox": "nobody"}}]
    answer = ask("POST", "/xapi/statements", json=bad, headers=mine)
    assert answer.status_code == 400
    assert "statement[" in answer.json["error"]
    service.refusals.keep(refused(other.key))
    [kept] = ask("GET", "/api/refusals", version=None, headers=mine).json
    assert kept["reason"] == answer.json["error"]
    assert (kept["key"], kept["status"], kept["method"], kept["path"]) == (one.key, 400, "POST", "/xapi/statements")
    assert json.loads(kept["body"]) == bad
    assert len(ask("GET", "/api/refusals", scopes=None, headers=admin(service)).json) == 2
    named = ask("GET", "/api/refusals", scopes=None, headers=admin(service), query_string={"key": "other"}).json
    assert [one["key"] for one in named] == [other.key]


def admin(service: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {service.token}"}


def test_unknown_keys_are_kept_as_sent_and_no_secret_is(ask: Any, service: Any) -> None:
    headers = {"Authorization": basic("typo", "hunter2-hunter2")}
    assert ask("POST", "/xapi/statements", json=[], headers=headers).status_code == 401
    [kept] = service.refusals.of("typo")
    assert (kept.known, kept.status, kept.body) == (False, 401, "[]")
    assert "hunter2" not in repr(kept)


def test_half_a_surrogate_pair_can_be_quoted(ask: Any, service: Any) -> None:
    sent = rb'{"actor":{"mbox":"mailto:a@example.org"},"verb":["\ud800"]}'
    answer = ask("POST", "/xapi/statements", data=sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"] == r'statement.verb: expected an object, got ["\ud800"]'
    assert [one.reason for one in service.refusals.all()] == [answer.json["error"]]


def test_key_and_secret_swapped_are_told_and_not_kept(ask: Any, service: Any) -> None:
    credential, secret = made(Wish("tool"))
    service.store.add_credential(credential)
    answer = ask("GET", "/xapi/statements", headers={"Authorization": basic(secret, credential.key)})
    assert answer.status_code == 401
    assert "swapped" in answer.json["error"]
    [kept] = service.refusals.all()
    assert kept.key == credential.key
    assert secret not in repr(kept)


@pytest.mark.parametrize(
    "header",
    [None, "", "Basic", "Basic !!!", "Bearer x", "Basic " + base64.b64encode(b"nocolon").decode(), "Basic /w=="],
)
def test_no_credential(ask: Any, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = ask("GET", "/xapi/statements", scopes=None, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    "text",
    [
        "method=PUT&Authorization=Basic%20c2VjcmV0c2VjcmV0&content=x",
        "authorization=Basic+c2VjcmV0c2VjcmV0",
        '{"Authorization": "Basic c2VjcmV0c2VjcmV0", "a": 1}',
        '{"secret":"c2VjcmV0c2VjcmV0',
        "Authorization: Basic c2VjcmV0c2VjcmV0",
    ],
)
def test_secrets_are_struck_out(text: str) -> None:
    assert "c2VjcmV0c2VjcmV0" not in without_secrets(text)
    assert "***" in without_secrets(text)


def test_bounded_and_strangers_cannot_push_out_tools() -> None:
    kept = Refusals(None)
    for number in range(ENTRIES + 30):
        kept.keep(refused("tool", number % 60))
    for number in range(KEYS * 2):
        kept.keep(refused(f"made up {number}", known=False))
    assert len(kept.of("tool")) == ENTRIES
    assert len(kept.all()) == ENTRIES + KEYS


def test_they_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "refusals.jsonl"
    first = Refusals(file)
    for number in range(3):
        first.keep(refused("tool", number))
    first.close()
    with file.open("a") as torn:
        torn.write('{"time": "2026')
    second = Refusals(file)
    assert [one.reason for one in second.of("tool")] == ["reason 2", "reason 1", "reason 0"]
    second.close()


def test_the_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrs.refusals.FILE_BYTES", 20_000)
    file = tmp_path / "refusals.jsonl"
    kept = Refusals(file)
    for _ in range(40):
        for number in range(50):
            kept.keep(refused("tool", number))
        kept.close()
        kept = Refusals(file)
    kept.close()
    assert file.stat().st_size < 60_000


def test_a_disk_that_is_full_does_not_matter(tmp_path: Path) -> None:
    kept = Refusals(tmp_path / "gone" / "refusals.jsonl")
    kept.keep(refused("tool"))
    kept.close()
    assert len(kept.of("tool")) == 1
