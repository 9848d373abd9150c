"""The application: the record at /xapi, its management at /api, and /health."""

import atexit
import json
import os
import time
from collections.abc import Callable
from multiprocessing.util import Finalize
from pathlib import Path

from flask import Flask

from lrs import settings as settings_table
from lrs.errors import Owned
from lrs.organisation import api as organisation
from lrs.refusals import Refusals
from lrs.resources import answers, doors, management, stall, xapi
from lrs.resources.service import NAME, Service, service_of
from lrs.settings import Settings
from lrs.store.promise import Store
from lrs.transfer import api as transfer

SERVER_FILE = "server.json"
PATIENCE = 15.0  # seconds that whoever owns a folder may take to answer, or to be done
AGAIN = 0.2  # seconds until it is tried anew


def create_app(settings: Settings, store: Store) -> Flask:
    """Return the application around a store: /xapi, /api and /health, no dashboards."""
    app = Flask("lrs", static_folder=None)
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    kept = settings.data / "refusals.jsonl" if settings.data.is_dir() else None
    service = app.extensions[NAME] = Service(settings, store, Refusals(kept))
    app.extensions[f"{NAME}.stop"] = [store.close, service.refusals.close]
    answers.install(app, service)
    xapi.install(app, service)
    app.register_blueprint(transfer.blueprint(store))
    app.register_blueprint(organisation.blueprint(store))
    management.install(app, service)
    doors.install(app, service)
    return app


def on_stop(app: Flask, action: Callable[[], object]) -> None:
    """Have something done when the application stops; the last one registered goes first."""
    app.extensions[f"{NAME}.stop"].append(action)


def stop(app: Flask) -> None:
    """Stop what runs, commit what waits and let go of the files. Harmless when done twice."""
    actions = app.extensions[f"{NAME}.stop"]
    while actions:
        actions.pop()()


def announce(app: Flask) -> None:
    """Tell where this server is and how an administrator's command gets in; called by the worker once all is ready."""
    service = service_of(app)
    settings = service.settings
    stall.watch(settings.stall)
    file = settings.data / SERVER_FILE
    _write_private(file, {"address": f"http://{_reachable(settings)}", "pid": os.getpid(), "token": service.token})
    on_stop(app, lambda: file.unlink(missing_ok=True))
    Finalize(None, stop, args=(app,), exitpriority=100)  # how a multiprocessing child ends
    atexit.register(stop, app)


def create() -> Flask:
    """Make the worker's application: settings from the environment, the store opened, the server announced."""
    settings = settings_table.read()
    app = create_app(settings, open_record(settings))
    announce(app)
    return app


def open_record(settings: Settings) -> Store:
    """Open the record on disk as the settings say; wait some seconds for a command that is at work there.

    Raises
    ------
    Owned
        When that is not done by then, or a server has the folder.
    """
    from lrs.store.database import Limits  # noqa: PLC0415  # the only place that needs DuckDB to be loaded
    from lrs.store.duck import Settings as Opening  # noqa: PLC0415
    from lrs.store.duck import open_store  # noqa: PLC0415

    until = time.monotonic() + PATIENCE
    while True:
        try:
            return open_store(settings.data, Opening(limits=Limits(wal=settings.wal)))
        except Owned:
            if (settings.data / SERVER_FILE).exists() or time.monotonic() > until:
                raise
        time.sleep(AGAIN)


def _reachable(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  # read, not bound
    return f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}"


def _write_private(file: Path, value: object) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(value, opened)
    fresh.replace(file)
