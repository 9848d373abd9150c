"""The LRS in the test's own process, on a store of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flask import Flask

from lrs import secrets
from lrs.settings import Settings
from lrs.store.promise import Credential, Store
from lrs.xapi.version import Version

SECRET: Final = "a-secret-for-tests"
CREDENTIALS: Final = {"1.0.3": "old-tool", "2.0.0": "new-tool"}


def _duckdb(folder: Path) -> Store:
    from lrs.store.duck import open_store  # noqa: PLC0415 - tests that need no DuckDB start without it

    return open_store(folder, warehouse=False)


def _memory(_: Path) -> Store:
    from lrs.store.memory import MemoryStore  # noqa: PLC0415 - as above

    return MemoryStore()


_STORES = {"duckdb": _duckdb, "memory": _memory}


@contextmanager
def build(kind: str, folder: Path) -> Iterator[Flask]:
    """Open a store, give it a credential for each version, and serve it in this process."""
    from lrs.app import create_app, stop  # noqa: PLC0415 - tests that need no application start without it

    store = _STORES[kind](folder)
    try:
        for version, key in CREDENTIALS.items():
            admit(store, key, version, "all")
        app = create_app(Settings(data=folder, dashboards=False), store)
        app.extensions["tests.store"] = store
        try:
            yield app
        finally:
            stop(app)
    finally:
        store.close()


def admit(store: Store, key: str, version: str, *scopes: str) -> None:
    """Add a credential with the secret all tests use."""
    store.add_credential(
        Credential(key, f"tool {key}", secrets.keep_generated(SECRET), frozenset(scopes), Version(version), created=0)
    )


def store_of(app: Flask) -> Store:
    store: Store = app.extensions["tests.store"]
    return store
