from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboards.server import compose
from lrs import secrets
from lrs.app import stop
from lrs.settings import Settings
from lrs.store.duck import DuckStore, open_store
from lrs.store.promise import Credential
from lrs.xapi.version import Version

KEYS = {"reader": {"all/read"}, "admin": {"all"}, "tool": {"statements/write"}, "mine": {"statements/read/mine"}}
SECRET = "a secret a person chose"


@dataclass
class Site:
    app: Flask
    store: DuckStore
    folder: Path

    def visitor(self) -> FlaskClient:
        return self.app.test_client()

    def reader(self, key: str = "reader") -> FlaskClient:
        visitor = self.visitor()
        assert visitor.post("/sign-in", data={"key": key, "secret": SECRET}).status_code == 303
        return visitor


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The whole application on a new folder, with a key for each kind of reader."""
    store = open_store(tmp_path)
    for key, scopes in KEYS.items():
        kept = secrets.keep_generated(SECRET)
        store.add_credential(Credential(key, f"The {key}", kept, frozenset(scopes), Version.V2, 0))
    app = compose(Settings(data=tmp_path), store)
    yield Site(app, store, tmp_path)
    stop(app)
