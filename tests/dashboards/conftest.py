import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboards.server import compose
from lrs import secrets
from lrs.app import stop
from lrs.settings import Settings
from lrs.store.duck import DuckStore, open_store
from lrs.store.promise import Credential, Put
from lrs.xapi.version import Version
from tests.support.demo import Made, made, opened
from tests.support.once import own

ROLES = ("admin", "group", "manager", "executive")
KEYS = {"tool": "statements/write", "reader": "all/read", "admin": "all"}
SECRET = "a secret a person chose"
KEPT = secrets.keep_generated(SECRET)
UNITS = ("Group", "Water", "Energy")


@dataclass
class Site:
    """The whole application, with keys, three units, and an account for each role (the manager has Water)."""

    app: Flask
    store: DuckStore
    folder: Path

    def visitor(self) -> FlaskClient:
        return self.app.test_client()

    def reader(self, role: str = "admin") -> FlaskClient:
        visitor = self.visitor()
        assert visitor.post("/sign-in", data={"email": f"{role}@example.org", "secret": SECRET}).status_code == 303
        return showing_its_token(visitor)

    def admin(self) -> dict[str, str]:
        """What an administrator's command shows."""
        return {"Authorization": f"Bearer {self.app.extensions['acquis'].token}"}


def showing_its_token(visitor: FlaskClient) -> FlaskClient:
    """Have a browser send its session's token with everything, as Dash does."""
    cookie = visitor.get_cookie("_csrf_token")
    assert cookie is not None
    visitor.environ_base["HTTP_X_CSRFTOKEN"] = cookie.value
    return visitor


def send(site: Site, *statements: dict[str, Any]) -> None:
    """Post statements as a tool does, and wait until the warehouse has them."""
    token = base64.b64encode(f"tool:{SECRET}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": "2.0.0"}
    answer = site.visitor().post("/xapi/statements", json=list(statements), headers=headers)
    assert answer.status_code == 200, answer.text
    rebuilt = site.visitor().post("/api/rebuild", headers=site.admin())
    assert rebuilt.status_code == 200, rebuilt.text


def unit(key: str, parent: str | None) -> dict[str, Any]:
    return {"key": key, "parent": parent, "title_en": key, "title_fr": key, "country": None, "zone": "UTC"}


def credential(key: str, scope: str) -> Credential:
    return Credential(key, f"The {key} key", KEPT, frozenset({scope}), Version.V2, 0)


def account(role: str) -> dict[str, Any]:
    """An account whose password was kept the quick way: a hundred tests sign in."""
    named = {"email": f"{role}@example.org", "role": role, "name": f"The {role}"}
    return {**named, "secret": KEPT, "language": None, "created": datetime(2026, 1, 1)}  # noqa: DTZ001  # as it is kept


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the keys, the units and the accounts, its warehouse made: to be copied."""
    return own(tmp_path_factory, "furnished", _furnish)


def _furnish(folder: Path) -> None:
    folder.mkdir()
    store = open_store(folder)
    for key, scope in KEYS.items():
        store.add_credential(credential(key, scope))
    units = [Put("unit", [unit(key, "Group" if key != "Group" else None)]) for key in UNITS]
    people = [account(role) for role in ROLES]
    managed = [{"email": "manager@example.org", "unit": "Water"}]
    store.organisation.change([*units, Put("account", people), Put("account_unit", managed)])
    stop(compose(Settings(data=folder), store))


@contextmanager
def served(made: Path, folder: Path) -> Iterator[Site]:
    """The whole application on a copy of a data folder."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    store = open_store(folder)
    app = compose(Settings(data=folder), store)
    try:
        yield Site(app, store, folder)
    finally:
        stop(app)


@pytest.fixture
def site(furnished: Path, tmp_path: Path) -> Iterator[Site]:
    with served(furnished, tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The small example organisation, made once for all who look at it."""
    with opened(own(tmp_path_factory, "demo", made)) as one:
        yield one
