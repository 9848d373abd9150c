"""Credentials: made, verified, revoked."""

from typing import Any

import pytest

from lrs.secrets import Verifier, generate, keep_chosen, keep_generated
from tests.resources.conftest import basic


def test_a_kept_secret_is_salted_and_verified() -> None:
    verifier, secret = Verifier(), generate()
    assert len(secret) >= 43  # 256 bits in base64
    kept = keep_generated(secret)
    assert secret not in kept
    assert kept != keep_generated(secret)
    assert verifier.verify(kept, secret)
    assert not verifier.verify(kept, secret + "x")


def test_a_chosen_secret_is_slow_once(monkeypatch: pytest.MonkeyPatch) -> None:
    verifier, kept = Verifier(), keep_chosen("correct horse")
    assert not verifier.verify(kept, "battery staple")
    assert verifier.verify(kept, "correct horse")
    calls: list[str] = []
    monkeypatch.setitem(
        Verifier.verify.__globals__["_METHODS"], "scrypt", lambda secret, _: calls.append(secret) or b""
    )
    assert verifier.verify(kept, "correct horse")
    assert calls == []
    assert not verifier.verify(kept, "battery staple")
    verifier.forget()
    assert not verifier.verify(kept, "correct horse")
    assert calls == ["battery staple", "correct horse"]


def admin(service: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {service.token}"}


@pytest.mark.parametrize("chosen", [None, "a chosen secret"])
def test_revocation_acts_on_the_next_request(ask: Any, service: Any, chosen: str | None) -> None:
    wish = {"label": "Moodle", "key": "moodle", "scopes": ["statements/write"], "version": "1.0.3"}
    told = ask("POST", "/api/credentials", scopes=None, headers=admin(service), json=wish | {"secret": chosen})
    assert told.status_code == 201
    signed = {"Authorization": basic("moodle", told.json["secret"])}
    assert ask("POST", "/xapi/statements", headers=signed, json=[]).status_code == 200
    [listed] = ask("GET", "/api/credentials", scopes=None, headers=admin(service)).json
    assert "secret" not in listed
    assert (listed["key"], listed["scopes"], listed["version"]) == ("moodle", ["statements/write"], "1.0.3")
    again = ask("POST", "/api/credentials", scopes=None, headers=admin(service), json=wish)
    assert again.status_code == 409
    assert ask("DELETE", "/api/credentials/moodle", scopes=None, headers=admin(service)).status_code == 204
    assert ask("POST", "/xapi/statements", headers=signed, json=[]).status_code == 401
    assert ask("DELETE", "/api/credentials/moodle", scopes=None, headers=admin(service)).status_code == 404


BAD = [
    {"label": ""},
    {"label": "x", "key": "a:b"},
    {"label": "x", "key": ""},
    {"label": "x\ny"},
    {"label": "x", "secret": "short"},
    {"label": "x", "scopes": []},
    {"label": "x", "scopes": ["everything"]},
    {"label": "x", "version": "3.0"},
    {"label": "x", "unknown": 1},
    {},
    [],
]


@pytest.mark.parametrize("wish", BAD)
def test_what_cannot_be_is_named(ask: Any, service: Any, wish: Any) -> None:
    answer = ask("POST", "/api/credentials", scopes=None, headers=admin(service), json=wish)
    assert answer.status_code == 400
    assert ":" in answer.json["error"]
    assert service.store.credentials() == []


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/credentials"), ("POST", "/api/backup"), ("GET", "/api/check")]
)
def test_only_for_administrators(ask: Any, method: str, path: str) -> None:
    assert ask(method, path).status_code == 401
    assert ask(method, path, headers={"Authorization": "Bearer guess"}).status_code == 401
