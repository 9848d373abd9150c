"""What the commands ask the record's owner for, and how they list what it answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def ask(data: Path, method: str, path: str, body: bytes | None = None, *, new: bool = False) -> Any:
    """Ask the record's owner; the report of a file that was refused is an answer too.

    `new` as of `door`: whether what is asked may be the first of a record.
    """
    from lrs.door import Answer, door  # noqa: PLC0415 -- `--help` need not load it

    kind = "text/csv" if path.startswith("/api/import/") else "application/json"
    with door(data, new=new) as way:
        answer = way.request(method, path, headers={"Content-Type": kind}, data=body)
        content = answer.body
    told = json.loads(content) if content else None
    if not (isinstance(told, dict) and "problems" in told):
        Answer(answer.status, answer.headers, iter([content])).expect()
    return told


def listed(found: list[dict[str, Any]], line: Callable[[dict[str, Any]], str], *, as_json: bool) -> None:
    """Print what was found, a line for each, or as JSON."""
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(line(one))
    if not found:
        click.echo("none", err=True)
