"""What `acquis demo` has done in processes of their own: the supervisor may not load DuckDB, nor wait for itself."""

import json
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dashboards.demo.organisation import write
from lrs.door import door
from lrs.transfer.cli import import_table

READY = "demo.json"
_PATIENCE = 120
_STATEMENT = {
    "actor": {"mbox": "mailto:you@example.org", "name": "You"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
    "object": {"id": "https://example.org/my-first-course", "definition": {"name": {"en": "My first course"}}},
}


def prepare(folder: Path) -> None:
    """Fill a folder with the example organisation, by the importers; a second time adds nothing."""
    with tempfile.TemporaryDirectory() as files:
        for file, recipe, parameters in write(Path(files), datetime.now(UTC).date()):
            click.echo(f"importing {file.name}", err=True)
            given = [word for parameter in parameters for word in ("--set", parameter)]
            import_table.main(
                [str(file), "--recipe", recipe, *given, "--data", str(folder), "--json"], standalone_mode=False
            )
    with door(folder) as way:

        def make(path: str, wish: dict[str, Any]) -> dict[str, Any]:
            body, kind = json.dumps(wish).encode(), {"Content-Type": "application/json"}
            made: dict[str, Any] = way.request("POST", path, headers=kind, data=body).expect().json()
            return made

        key = make("/api/credentials", {"label": "Demo", "scopes": ["all"]})
        account = make("/api/users", {"email": "admin@example.org", "role": "admin", "name": "Demo"})
    kept = folder / READY
    told = {"key": key["key"], "secret": key["secret"], "email": account["email"], "password": account["password"]}
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        json.dump(told, opened)


def announce(folder: Path, address: str, link: str) -> None:
    """Print how to look and how to send, as soon as the server answers."""
    if not _answers(address):
        return
    told = json.loads((folder / READY).read_text())
    click.echo(
        f"""
The example organisation is served. Stop it with Ctrl+C.

  look           {address}{link}
                 (signs in once; afterwards {address} with the address and password)
  address        {told["email"]}
  password       {told["password"]}
  xAPI endpoint  {address}/xapi
  key            {told["key"]}
  secret         {told["secret"]}

Send a statement:

  curl {address}/xapi/statements -u {told["key"]}:{told["secret"]} \\
    -H 'Content-Type: application/json' -H 'X-Experience-API-Version: 2.0.0' \\
    -d '{json.dumps(_STATEMENT)}'
"""
    )


def _answers(address: str) -> bool:
    """Wait for the server; False when it does not come."""
    parent = os.getppid()
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and os.getppid() == parent:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):  # noqa: S310  # our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


if __name__ == "__main__":
    task, given = sys.argv[1], sys.argv[2:]
    if task == "prepare":
        prepare(Path(given[0]))
    else:
        announce(Path(given[0]), *given[1:])
