"""What `acquis demo` has done in processes of their own: the supervisor may not load DuckDB, nor wait for itself."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import click

from dashboards.demo.kept import READY
from dashboards.demo.making import make
from dashboards.demo.organisation import Wish
from lrs.errors import AcquisError, Refusal

_PATIENCE = 120
_WIDTH = 30
_STATEMENT = {
    "actor": {"mbox": "mailto:you@example.org", "name": "You"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
    "object": {"id": "https://example.org/my-first-course", "definition": {"name": {"en": "My first course"}}},
}


def prepare(folder: Path, last: str, people: str, broken: str) -> None:
    """Make the example organisation, and show how far it is."""
    wish = Wish(date.fromisoformat(last), int(people), frozenset(filter(None, broken.split(","))))
    try:
        make(folder, wish, _bar if sys.stderr.isatty() else _Lines().say)
    except (AcquisError, Refusal) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if sys.stderr.isatty():
        click.echo(err=True)


def _bar(what: str, share: float) -> None:
    full = round(share * _WIDTH)
    click.echo(f"\r  [{'#' * full}{'-' * (_WIDTH - full)}] {share:4.0%} {what:<28}", nl=False, err=True)


class _Lines:
    """How far it is, where no terminal can show a bar: a line for each thing done."""

    def __init__(self) -> None:
        self._said = ""

    def say(self, what: str, _share: float) -> None:
        """Say what is being done, once."""
        if what != self._said:
            click.echo(what, err=True)
        self._said = what


def announce(folder: Path, address: str, link: str) -> None:
    """Print how to look and how to send, as soon as the server answers."""
    if not _answers(address):
        return
    told = json.loads((folder / READY).read_text())
    broken = f"\n  broken on purpose: {', '.join(told['broken'])}" if told["broken"] else ""
    accounts = "\n".join(f"  {one['name']:<32} {one['email']:<28} {one['password']}" for one in told["accounts"])
    click.echo(
        f"""
The example organisation, {told["people"]} people until {told["last"]}, is served. Stop it with Ctrl+C.{broken}

  look           {address}{link}
                 (signs the administrator in once; afterwards {address} with an address and a password)

{accounts}

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
    task, folder, *given = sys.argv[1:]
    if task == "prepare":
        prepare(Path(folder), *given)
    else:
        announce(Path(folder), *given)
