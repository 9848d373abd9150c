"""Why nothing arrives: kept, bounded, without secrets, there after a restart."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

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


def test_tools_that_share_a_label_are_all_told_under_it(ask: Any, service: Any) -> None:
    for number, key in enumerate(("one", "two")):
        service.store.add_credential(made(Wish("Moodle", key=key))[0])
        service.refusals.keep(refused(key, number))
    told = ask("GET", "/api/refusals", scopes=None, headers=admin(service), query_string={"key": "Moodle"}).json
    assert [one["key"] for one in told] == ["two", "one"]


def admin(service: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {service.token}"}


def test_unknown_keys_are_kept_as_sent_and_no_secret_is(ask: Any, service: Any) -> None:
    headers = {"Authorization": basic("typo", "hunter2-hunter2")}
    assert ask("POST", "/xapi/statements", json=[], headers=headers).status_code == 401
    [kept] = service.refusals.of("typo")
    assert (kept.known, kept.status, kept.body) == (False, 401, "[]")
    assert "hunter2" not in repr(kept)


@pytest.mark.parametrize("query", ["verb=%ff", "limit=1&limit=1", "method=GET&verb=x", "method=FOO"])
def test_what_is_refused_at_a_glance_is_its_senders_too(ask: Any, service: Any, query: str) -> None:
    credential, secret = made(Wish("tool"))
    service.store.add_credential(credential)
    headers = {"Authorization": basic(credential.key, secret)}
    assert ask("POST", f"/xapi/statements?{query}", headers=headers).status_code == 400
    assert [(one.key, one.known) for one in service.refusals.all()] == [(credential.key, True)]


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


def test_a_secret_in_place_of_a_key_is_told_and_not_kept(ask: Any, service: Any) -> None:
    _, secret = made(Wish("tool"))
    answer = ask("GET", "/xapi/statements", headers={"Authorization": basic(secret, secret)})
    assert (answer.status_code, "looks like a secret" in answer.json["error"]) == (401, True)
    [kept] = service.refusals.all()
    assert kept.key == f"{secret[:4]}…"
    assert secret not in repr(kept)


def test_the_secret_a_call_shows_is_kept_nowhere_else(ask: Any, service: Any) -> None:
    secret = "pässword + word"
    credential, _ = made(Wish("tool", key="tool", secret=secret))
    service.store.add_credential(credential)
    header = basic("tool", secret)
    path = "/xapi/statements?" + urlencode({"auth": header, "user": secret, "endpoint": f"https://tool:{secret}@lrs"})
    sent = {"actor": secret, "verb": header.split()[1], "object": quote(secret)}
    assert ask("POST", path, json=sent, headers={"Authorization": header}).status_code == 400
    [kept] = service.refusals.all()
    for written in ("ssword", header.split()[1]):
        assert written not in unquote_plus(repr(kept))


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
        "/xapi/statements?limit=1&basic_pass=c2VjcmV0c2VjcmV0",
        "password=c2VjcmV0c2VjcmV0&user=a",
        "/xapi/statements?client_secret=c2VjcmV0c2VjcmV0",
        "endpoint=https://key:c2VjcmV0c2VjcmV0@lrs.example/xapi",
        "endpoint=https%3A%2F%2Fkey%3Ac2VjcmV0c2VjcmV0%40lrs.example",
    ],
)
def test_secrets_are_struck_out(text: str) -> None:
    assert "c2VjcmV0c2VjcmV0" not in without_secrets(text)
    assert "***" in without_secrets(text)


def test_what_is_no_secret_stays() -> None:
    told = "/xapi/statements?verb=https://e.example/passed&since=2026-01-01T10:00:00Z&agent=%7B%22mbox%22%3A%22mailto:a@b.c%22%7D"
    assert without_secrets(told, ["passe", "2026"]) == told
    assert (
        without_secrets('{"id":"https://lms.example:8080/a@b","object":"c:d@e"}')
        == '{"id":"https://lms.example:8080/a@b","object":"c:d@e"}'
    )


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
