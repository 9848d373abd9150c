"""The example organisation brought into a folder, by the doors anyone would use; whole, or not there at all.

It is made in a folder of its own beside the one asked for, which takes its name when everything is in it: a first run
that was interrupted leaves nothing that could be taken for an example, and the next one begins again.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboards.demo import example, files
from dashboards.demo.kept import READY, recipe
from dashboards.demo.organisation import GROUP, UNITS, Wish
from dashboards.measures import alone
from lrs.app import SERVER_FILE
from lrs.door import Door, OverHttp, door
from lrs.errors import Fault
from lrs.transfer.delivery import Delivery, RefusedFile
from lrs.transfer.statements import import_statements

ACCOUNTS: tuple[dict[str, Any], ...] = (
    {"email": "admin@ondrelle.example", "role": "admin", "name": "Administrator"},
    {"email": "group@ondrelle.example", "role": "group", "name": "Group learning manager"},
    {
        "email": "france@ondrelle.example",
        "role": "manager",
        "name": f"Learning manager, {UNITS[0].en}",
        "units": [UNITS[0].key],
        "language": "fr",
    },
    {"email": "executive@ondrelle.example", "role": "executive", "name": "Executive"},
)
Progress = Callable[[str, float], None]
"""Told what is being done, and how far it all is, from 0 to 1."""


def make(folder: Path, wish: Wish, progress: Progress) -> dict[str, Any]:
    """Make the example in a folder that is not there, is empty, or holds an older example.

    Returns
    -------
    dict
        What `demo.json` holds: the recipe, the accounts with their passwords, a key and a secret.

    Raises
    ------
    Fault
        When something else lies there.
    """
    refuse_others(folder)
    fresh = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    told = _fill(fresh, wish, progress)
    with os.fdopen(os.open(fresh / READY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(told, opened)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return told


def refuse_others(folder: Path) -> None:
    """Refuse a folder that holds something an example may not replace."""
    if folder.exists() and any(folder.iterdir()) and not (folder / READY).exists():
        raise Fault(f"{folder} holds something that is no example organisation; name another folder with --data")
    if (folder / SERVER_FILE).exists():
        with door(folder) as way:
            if isinstance(way, OverHttp):
                raise Fault(f"{folder} is being served; stop that server first, or name another folder with --data")


def _fill(folder: Path, wish: Wish, progress: Progress) -> dict[str, Any]:
    progress("living thirty months", 0.0)
    made = example.tell(wish)
    with tempfile.TemporaryDirectory() as given:
        brought = example.write(made, Path(given))
        del made
        with door(folder) as way:
            wanted: list[dict[str, Any]] = [*files.tools(), {"label": "Demo"}]
            keys = [_ask(way, "/api/credentials", one) for one in wanted]
            for kind, path in brought[:-1]:
                progress(f"bringing in {path.name}", 0.1)
                way.request("POST", f"/api/import/{kind}?name={path.name}", data=path.read_bytes()).expect()
            accounts = [_account(way, account) for account in ACCOUNTS]
            _send(way, brought[-1][1], folder, lambda share: progress("sending statements", 0.15 + 0.6 * share))
    progress("deriving facts", 0.8)
    _derive(folder)
    progress("ready", 1.0)
    own = {"last": wish.last.isoformat(), "group": GROUP, "email": ACCOUNTS[0]["email"]}
    return {**recipe(wish), **own, "accounts": accounts, "key": keys[-1]["key"], "secret": keys[-1]["secret"]}


def _ask(way: Door, path: str, wanted: dict[str, Any]) -> dict[str, Any]:
    kind = {"Content-Type": "application/json"}
    answer: dict[str, Any] = way.request("POST", path, headers=kind, data=json.dumps(wanted).encode()).expect().json()
    return answer


def _account(way: Door, wanted: dict[str, Any]) -> dict[str, Any]:
    made = _ask(way, "/api/users", wanted)
    return {name: made[name] for name in ("email", "role", "name", "password")}


def _send(way: Door, path: Path, folder: Path, progress: Callable[[float], None]) -> None:
    """Bring in the file of statements, as `acquis import statements` does."""
    size, done = path.stat().st_size, 0

    def read(more: int) -> None:
        nonlocal done
        done += more
        progress(done / size)

    refused = RefusedFile(folder.parent / f"{folder.name}.refused.jsonl")
    with path.open("rb") as opened, Delivery(way, refused) as delivery:
        import_statements(opened, path.name, delivery, None, read)
    if delivery.tally.refused:
        raise Fault(f"{delivery.tally.refused} statements of the example were refused; {refused.path} says why")


def _derive(folder: Path) -> None:
    """Have the warehouse follow to the end, so that the first page need not wait."""
    with door(folder, alone) as way:
        way.request("GET", "/health").expect()
