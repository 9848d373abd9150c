"""The commands for what organisations bring: `acquis import people …`, `people …`, `draw`, `follow-up`, `user`."""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import click

from lrs.cli import data_option, json_option, sentences
from lrs.errors import BadRequest
from lrs.organisation.asking import ask, listed
from lrs.organisation.chance import draw, follow_up
from lrs.organisation.report import verdict
from schemas.imports import KINDS

_SHOWN = 20  # problems shown on the terminal; --json has them all


def importer(kind: str) -> click.Command:
    """Return the command that brings in files of a kind."""

    @click.command(kind, help=_help(kind), short_help=KINDS[kind].en.partition(":")[0])
    @click.argument("file", required=False)
    @click.option("--dry-run", is_flag=True, help="Say what would become of it; write nothing.")
    @click.option("--mapping", help="Columns as kept under this name; with --map, keep them under it.")
    @click.option("--map", "pairs", multiple=True, metavar="HEADING=COLUMN", help="What a heading of the file is.")
    @click.option("--zone", help="Where the clocks stood that gave the times.  [default: Europe/Paris]")
    @click.option("--template", is_flag=True, help="Write a file to be filled in, to FILE or standard output.")
    @click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="The template's language.")
    @data_option
    @json_option
    @sentences
    def run(file: str | None, data: Path, *, as_json: bool, **given: Any) -> None:
        if given["template"]:
            _write_template(kind, file, given["language"])
            return
        if file is None:
            raise BadRequest(f"FILE is missing; `acquis import {kind} --template` writes one to fill in")
        report = _import(kind, file, data, given)
        click.echo(json.dumps(report, ensure_ascii=False)) if as_json else _show(report, dry=given["dry_run"])
        if report["problems"]:
            sys.exit(2)

    return run


def _help(kind: str) -> str:
    return (
        f"{KINDS[kind].en}.\n\nEncoding, separator, order of dates and decimal mark are detected, and said. All rows "
        "go in, or none: what is wrong is told by row and column. Importing again updates.\n\n"
        f"Example: acquis import {kind} {kind}.csv --dry-run"
    )


def _write_template(kind: str, file: str | None, language: str) -> None:
    from lrs.organisation.template import template  # noqa: PLC0415 -- `--help` need not load it

    content = template(kind, language)
    if file in (None, "-"):
        sys.stdout.buffer.write(content)
    elif Path(str(file)).exists():
        raise BadRequest(f"{file}: is there already; name another file")
    else:
        Path(str(file)).write_bytes(content)


def _import(kind: str, file: str, data: Path, given: dict[str, Any]) -> Any:
    from lrs.transfer.terminal import opened  # noqa: PLC0415 -- `--help` need not load it

    with opened(file) as (source, _):
        content = source.read()
    asked = {"name": "standard input" if file == "-" else Path(file).name}
    asked |= {name: given[name] for name in ("mapping", "zone") if given[name]}
    if given["dry_run"]:
        asked["preview"] = "true"
    if given["pairs"]:
        asked["columns"] = json.dumps(dict(_pair(text) for text in given["pairs"]))
    return ask(data, "POST", f"/api/import/{kind}?{urlencode(asked)}", content, new=True)


def _pair(text: str) -> tuple[str, str]:
    heading, equals, column = text.rpartition("=")
    if not equals:
        raise BadRequest(f"--map {text}: expected HEADING=COLUMN")
    return heading, column


def _show(report: dict[str, Any], *, dry: bool) -> None:
    if report["said"]:
        click.echo(report["said"], err=True)
    if report["ignored"]:
        click.echo(f"columns left out: {', '.join(report['ignored'])}", err=True)
    for note in report["notes"]:
        click.echo(note, err=True)
    for problem in report["problems"][:_SHOWN]:
        click.echo(f"refused: {problem['sentence']}", err=True)
    if len(report["problems"]) > _SHOWN:
        click.echo(f"refused: {len(report['problems']) - _SHOWN} more; --json has them all", err=True)
    if report["problems"]:
        click.echo(verdict(report["refused"], report["rows"]))
        return
    counts = ", ".join(f"{report[name]} {name}" for name in ("added", "changed", "unchanged"))
    statements = f"; {report['statements']} statements" if report["statements"] else ""
    click.echo(f"{'would be: ' if dry else ''}{counts}{statements}")


@click.group()
def people() -> None:
    """List people; find that two of them are one human, or are not."""


@people.command("list")
@data_option
@json_option
@sentences
def list_people(data: Path, *, as_json: bool) -> None:
    """List everyone with units and identifiers.

    Example: acquis people list
    """
    listed(ask(data, "GET", "/api/people"), _person_line, as_json=as_json)


def _person_line(one: dict[str, Any]) -> str:
    also = f"  also {', '.join(one['also'])}" if one["also"] else ""
    return f"{one['key']}  {one['name'] or ''}  [{'; '.join(one['units'])}]  {', '.join(one['identifiers'])}{also}"


@people.command()
@click.argument("first")
@click.argument("second")
@data_option
@sentences
def merge(first: str, second: str, data: Path) -> None:
    """Have the second person count as the first: one human, known by two keys or addresses.

    Nothing of either is changed; `acquis people split` undoes it.

    Example: acquis people merge M1042 zoe@example.com
    """
    told = ask(data, "POST", "/api/people/merge", json.dumps({"first": first, "second": second}).encode())
    click.echo(f"{told['merged']} counts as {told['kept']}")


@people.command()
@click.argument("first")
@click.argument("second")
@data_option
@sentences
def split(first: str, second: str, data: Path) -> None:
    """Undo a merge of two persons, or take one identifier away from a person.

    Example: acquis people split M1042 zoe@example.com
    """
    told = ask(data, "POST", "/api/people/split", json.dumps({"first": first, "second": second}).encode())
    click.echo(f"{told['split']} no longer counts as {told['kept']}")


@click.group()
def user() -> None:
    """Make, list and remove the accounts people sign in with."""


@user.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(["admin", "group", "manager", "executive"]))
@click.option("--unit", "units", multiple=True, help="A unit they answer for, all below it included; several times.")
@click.option("--name", help="What to call them.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="The language they read.")
@click.option("--password", help="The password.  [default: asked for on a terminal, else made]")
@data_option
@json_option
@sentences
def add(email: str, data: Path, *, as_json: bool, **given: Any) -> None:
    """Make an account. A password made here is printed, once; left empty at the prompt, one is made.

    Example: acquis user add manager@example.org --role manager --unit "Group > France"
    """
    if given["password"] is None and sys.stdin.isatty():
        given["password"] = click.prompt(
            "Password (empty: have one made)", default="", hide_input=True, confirmation_prompt=True, show_default=False
        )
    wish = {"email": email, **given, "units": list(given["units"]), "password": given["password"] or None}
    made = ask(data, "POST", "/api/users", json.dumps(wish).encode(), new=True)
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False))
        return
    click.echo(f"{made['email']}  {made['role']}  {'; '.join(made['units'])}".rstrip())
    if "password" in made:
        click.echo(f"password  {made['password']}")
        click.echo("The password is not kept and cannot be shown again.", err=True)


@user.command("list")
@data_option
@json_option
@sentences
def list_users(data: Path, *, as_json: bool) -> None:
    """List the accounts.

    Example: acquis user list
    """
    listed(ask(data, "GET", "/api/users"), _account_line, as_json=as_json)


def _account_line(one: dict[str, Any]) -> str:
    return f"{one['email']}  {one['role']}  {'; '.join(one['units'])}  since {one['created']}"


@user.command()
@click.argument("email")
@data_option
@sentences
def remove(email: str, data: Path) -> None:
    """Remove an account.

    Example: acquis user remove manager@example.org
    """
    ask(data, "DELETE", f"/api/users/{quote(email, safe='')}")
    click.echo(f"removed {email}")


def add_to(acquis: click.Group, import_: click.Group) -> None:
    """Put these commands where they belong."""
    for kind in KINDS:
        import_.add_command(importer(kind))
    acquis.add_command(draw)
    acquis.add_command(follow_up)
    acquis.add_command(people)
    acquis.add_command(user)
