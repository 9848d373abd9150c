"""What a request brought is gone with it: garbage is looked for too seldom (`lrs.serve`) to wait for bodies."""

import gc
import io
import json
import weakref
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from lrs.app import create_app, stop
from lrs.resources.credentials import Wish, made
from lrs.resources.service import service_of
from lrs.settings import Settings
from lrs.store.duck import open_store
from tests.resources.conftest import basic

PROFILE = "/xapi/activities/profile?activityId=http://example.org/it&profileId=p"


class Input(io.BytesIO):
    """A body that can be told to be gone."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on the record on disk: its writer is another thread."""
    built = create_app(Settings(data=tmp_path), open_store(tmp_path))
    yield built
    stop(built)


@pytest.fixture
def no_garbage() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def asked(app: Flask, authorization: str, method: str, address: str, sent: tuple[bytes, str]) -> tuple[str, bool]:
    """Return the status of an answer, and whether the body of what was asked is still there."""
    (body, kind), (path, _, query) = sent, address.partition("?")
    headers = {"Authorization": authorization, "X-Experience-API-Version": "2.0.0", "Content-Type": kind}
    environ = EnvironBuilder(path=path, query_string=query, method=method, headers=headers).get_environ()
    environ |= {"wsgi.input": Input(body), "CONTENT_LENGTH": str(len(body))}
    left, said = weakref.ref(environ["wsgi.input"]), [""]
    for _ in app(environ, lambda status, *_: said.append(status)):
        pass
    del environ
    return said[-1][:3], left() is not None


@pytest.mark.usefixtures("no_garbage")
def test_nothing_of_a_request_waits_for_garbage(app: Flask) -> None:
    credential, secret = made(Wish("tool"))
    service_of(app).store.add_credential(credential)
    same, other, broken = (batch("a"), batch("b"), batch("a")[:-1])
    for method, address, body, kind, status in (
        ("POST", "/xapi/statements", same, "application/json", "200"),
        ("POST", "/xapi/statements", same, "application/json", "200"),
        ("POST", "/xapi/statements", other, "application/json", "409"),
        ("POST", "/xapi/statements", broken, "application/json", "400"),
        ("PUT", PROFILE, b"x", "text/plain", "204"),
        ("PUT", PROFILE, b"x", "text/plain", "409"),
        ("GET", f"/xapi/statements?statementId={uuid4()}", b"", "", "404"),
        ("GET", "/xapi/nowhere", b"", "", "404"),
        ("POST", "/api/import/people", b"key", "text/csv", "401"),
    ):
        answer = asked(app, basic(credential.key, secret), method, address, (body, kind))
        assert answer == (status, False), f"{method} {address}"


ID = str(uuid4())


def batch(response: str) -> bytes:
    one = {
        "id": ID,
        "actor": {"mbox": "mailto:ada@example.org"},
        "verb": {"id": "http://example.org/did"},
        "object": {"id": "http://example.org/it"},
        "result": {"response": response},
    }
    return json.dumps([one]).encode()
