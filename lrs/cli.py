"""The commands around the record: serve, credential, refusals, backup, restore, check."""

import functools
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from lrs import settings as settings_table
from lrs.errors import AcquisError, BadRequest

DATA_VARIABLE = "ACQUIS_DATA"
Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """Give a command `--data`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Path(os.environ.get(DATA_VARIABLE) or "./acquis-data"),
        show_default=f"${DATA_VARIABLE} or ./acquis-data",
        help="The folder that holds everything.",
    )(command)


def json_option(command: Command) -> Command:
    """Give a command `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def sentences(command: Command) -> Command:
    """Have whatever goes wrong in a command end it with one sentence and status 2."""

    @functools.wraps(command)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except AcquisError as error:
            click.echo(f"acquis: {error.sentence}", err=True)
            sys.exit(2)
        except BrokenPipeError:  # whoever reads has read enough, as `head` does: no fault, and click knows what to do
            raise
        except OSError as error:
            click.echo(f"acquis: {error.filename or 'the system'}: {(error.strerror or str(error)).lower()}", err=True)
            sys.exit(2)

    return cast("Command", told)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="acquis")
def acquis() -> None:
    """Acquis, a learning record store that proves what learning is worth."""


@acquis.command()
@data_option
@click.option("--host", default=None, help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="The port to listen on.  [default: 8080]")
@click.option("--no-dashboards", is_flag=True, help="Serve the record alone.")
@sentences
def serve(data: Path, host: str | None, port: int | None, *, no_dashboards: bool) -> None:
    """Serve the record, and the dashboards with it.

    Example: acquis serve --data ./acquis-data --port 8080
    """
    from lrs.serve import serve as serve_until_stopped  # noqa: PLC0415  # only this command needs the server

    data.mkdir(parents=True, exist_ok=True)
    settings = settings_table.read(data=data, host=host, port=port, dashboards=False if no_dashboards else None)
    click.echo(f"Acquis: http://{settings.host}:{settings.port} (xAPI endpoint: /xapi), data in {data}")
    serve_until_stopped(settings)


@acquis.group()
def credential() -> None:
    """Make, list and revoke the keys tools sign in with."""


@credential.command()
@click.argument("name")
@click.option("--key", default=None, help="The key; made for you unless given.")
@click.option("--secret", default=None, help="The secret; 256 random bits unless given.")
@click.option("--scope", "scopes", multiple=True, help="How far it reaches; may stand several times.  [default: all]")
@click.option("--xapi", default="2.0.0", show_default=True, help="The version a request without one is answered in.")
@data_option
@json_option
@sentences
def add(name: str, data: Path, *, as_json: bool, scopes: tuple[str, ...], **wish: str | None) -> None:
    """Make a credential for a tool and print its secret, once.

    Example: acquis credential add "Moodle" --scope statements/write --scope state
    """
    body = {"label": name, "key": wish["key"], "secret": wish["secret"], "version": wish["xapi"]}
    made = _ask(data, "POST", "/api/credentials", body | {"scopes": list(scopes) or ["all"]})
    if as_json:
        click.echo(json.dumps(made))
        return
    click.echo(f"key     {made['key']}\nsecret  {made['secret']}\nscopes  {', '.join(made['scopes'])}")
    click.echo("The secret is not kept and cannot be shown again.", err=True)


@credential.command("list")
@data_option
@json_option
@sentences
def list_(data: Path, *, as_json: bool) -> None:
    """List the credentials, without their secrets.

    Example: acquis credential list
    """
    _print(_ask(data, "GET", "/api/credentials"), as_json, "{key}  {label}  {scopes}  xAPI {version}  since {created}")


@credential.command()
@click.argument("key")
@data_option
@sentences
def revoke(key: str, data: Path) -> None:
    """Revoke a credential; its very next request is refused.

    Example: acquis credential revoke 5f2c8a1b0e9d4c7a6b3f1e2d
    """
    _ask(data, "DELETE", f"/api/credentials/{_quoted(key)}")
    click.echo(f"revoked {key}")


@acquis.command()
@click.argument("name", required=False)
@data_option
@json_option
@sentences
def refusals(name: str | None, data: Path, *, as_json: bool) -> None:
    """Tell why nothing arrives: the last refusals, of every key or of one (by key or name).

    Example: acquis refusals Moodle
    """
    path = "/api/refusals" if name is None else f"/api/refusals?key={_quoted(name)}"
    _print(_ask(data, "GET", path), as_json, "{time}  {key}  {status}  {method} {path}\n  {reason}")


@acquis.command()
@click.argument("folder", type=click.Path(path_type=Path))
@data_option
@sentences
def backup(folder: Path, data: Path) -> None:
    """Write a consistent copy of everything into a new folder; the server may go on.

    Example: acquis backup /backups/2026-11-21
    """
    _ask(data, "POST", "/api/backup", {"folder": str(folder.resolve())})
    click.echo(f"backed up {data} to {folder}")


@acquis.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@data_option
@sentences
def restore(folder: Path, data: Path) -> None:
    """Make a data folder out of a backup.

    Example: acquis restore /backups/2026-11-21 --data ./acquis-data
    """
    if not (folder / "record.duckdb").is_file():
        raise BadRequest(f"{folder} holds no record.duckdb; name a folder that `acquis backup` wrote")
    if data.exists() and any(data.iterdir()):
        raise BadRequest(f"{data} is not empty; restore into a new folder")
    arriving = data.with_name(data.name + ".restoring")
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.copytree(folder, arriving)
    if data.exists():
        data.rmdir()
    arriving.replace(data)
    click.echo(f"restored {folder} to {data}")


@acquis.command()
@data_option
@json_option
@sentences
def check(data: Path, *, as_json: bool) -> None:
    """Print a health report.

    Example: acquis check
    """
    report = _ask(data, "GET", "/api/check")
    if as_json:
        click.echo(json.dumps(report))
        return
    for name, value in report.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


def _ask(data: Path, method: str, path: str, body: object = None) -> Any:
    """Ask the record's owner, whoever that is, and return what it answers."""
    from lrs.door import door  # noqa: PLC0415  # `--help` need not wait for DuckDB

    sent = None if body is None else json.dumps(body).encode()
    with door(data, new=method == "POST" and path == "/api/credentials") as way:
        answer = way.request(method, path, headers={"Content-Type": "application/json"}, data=sent).expect()
        return answer.json() if answer.status != 204 else None


def _print(rows: list[dict[str, Any]], as_json: bool, line: str) -> None:  # noqa: FBT001  # a flag of the command line
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        told = {name: ",".join(value) if isinstance(value, list) else value for name, value in row.items()}
        click.echo(line.format(**told))
    if not rows:
        click.echo("none", err=True)


def _quoted(text: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415

    return quote(text, safe="")
