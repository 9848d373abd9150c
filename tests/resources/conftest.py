"""The application around the naive store, and callers with every scope."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from lrs.app import create_app, stop
from lrs.resources.credentials import Wish, made
from lrs.resources.service import Service, service_of
from lrs.settings import Settings
from lrs.store.memory import MemoryStore

Ask = Callable[..., TestResponse]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    built = create_app(Settings(data=tmp_path, body=1), MemoryStore())
    yield built
    stop(built)


@pytest.fixture
def service(app: Flask) -> Service:
    return service_of(app)


@pytest.fixture
def ask(app: Flask, service: Service) -> Ask:
    """Send a request with a new credential of the given scopes; `version=None` sends no version header."""
    client = Client(app)

    def asked(
        method: str, path: str, *, scopes: Any = ("all",), version: str | None = "2.0.0", **more: Any
    ) -> TestResponse:
        headers = dict(more.pop("headers", {}))
        if scopes is not None and "Authorization" not in headers:
            credential, secret = made(Wish("tool", scopes=list(scopes)))
            service.store.add_credential(credential)
            headers["Authorization"] = basic(credential.key, secret)
        if version is not None:
            headers["X-Experience-API-Version"] = version
        return client.open(path, method=method, headers=headers, **more)

    return asked


def basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
