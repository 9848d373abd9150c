"""The commands that bring statements in and out: `acquis import …` and `acquis export …`."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from lrs.cli import data_option, json_option, sentences
from lrs.errors import BadRequest
from lrs.transfer.delivery import RefusedFile
from lrs.transfer.terminal import bar, delivery, opened, summary

_authority = click.option(
    "--authority",
    type=click.Choice(["keep", "mine"]),
    default="keep",
    show_default=True,
    help="keep the authority a statement brings, or write the import's own (mine).",
)
_refused = click.option(
    "--refused",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Where what is refused is written, each with its place and the reason.",
)


@click.group("import")
def import_() -> None:
    """Bring statements in: from a file, another record store, or any table."""


@click.group()
def export() -> None:
    """Bring statements out."""


@import_.command("statements")
@click.argument("file")
@click.option("--xapi", default="2.0.0", show_default=True, help="The version of statements that do not say theirs.")
@click.option(
    "--attachments",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="A folder of attachments named by their hash, as export writes it.",
)
@_authority
@_refused
@data_option
@json_option
@sentences
def import_statements(file: str, data: Path, *, as_json: bool, **given: Any) -> None:
    """Bring in a file of statements, one JSON object a line; `-` reads standard input.

    Run it again whenever you like: nothing is doubled. Statements keep their ids; one without an id gets an id made
    from its text (a UUIDv5), so the same line, letter for letter, is always the same statement. `stored` is when this
    record stored it; refused lines go to FILE.refused.jsonl with their number and the reason.

    Ends with 0 when all went in, 1 when some lines were refused, 2 when nothing could be done.

    Example: acquis import statements export.jsonl --attachments export.files
    """
    from lrs.transfer.statements import import_statements as bring  # noqa: PLC0415 -- `--help` need not load it

    with opened(file) as (source, size):
        refused = RefusedFile(given["refused"] or Path(f"{'stdin' if file == '-' else file}.refused.jsonl"))
        with bar(size, "bytes") as progress, delivery(data, refused, given) as way_in:
            bring(source, file, way_in, given["attachments"], progress)
    summary(way_in.tally, refused, as_json=as_json)


@import_.command("lrs")
@click.argument("url")
@click.option("--key", required=True, help="A key that may read statements there.")
@click.option("--secret", required=True, envvar="ACQUIS_SECRET", help="Its secret; or set $ACQUIS_SECRET.")
@click.option("--from-start", is_flag=True, help="Ask for everything again instead of what is new.")
@_authority
@_refused
@data_option
@json_option
@sentences
def import_lrs(url: str, data: Path, *, as_json: bool, from_start: bool, **given: Any) -> None:
    """Move from another record store: every statement, voided ones and attachments too, in its order.

    Run it again after an interruption, or every night: it goes on from where it was (the data folder
    keeps a note).

    Example: acquis import lrs https://lrs.example/xapi --key K --secret S
    """
    from lrs.transfer.moving import Cursor, Move  # noqa: PLC0415 -- `--help` need not load it
    from lrs.transfer.remote import Remote  # noqa: PLC0415

    remote = Remote(url, given["key"], given["secret"], say=lambda sentence: click.echo(sentence, err=True))
    given["xapi"] = remote.negotiate().value
    refused = RefusedFile(given["refused"] or Path("lrs.refused.jsonl"))
    with bar(None, "statements") as progress, delivery(data, refused, given) as way_in:
        cursor = Cursor.of(data, remote.endpoint, given["key"], afresh=from_start)
        Move(remote, way_in, cursor, progress).run()
    summary(way_in.tally, refused, as_json=as_json, nothing="there is nothing new there")


@import_.command("table")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--recipe", required=True, help="A recipe's name (acquis import recipes lists them), or a .toml file.")
@click.option("--set", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter the recipe asks for.")
@_refused
@data_option
@json_option
@sentences
def import_table(path: Path, data: Path, recipe: str, *, as_json: bool, **given: Any) -> None:
    """Bring in any table, told as statements by a recipe. PATH is a CSV file, or the folder a recipe names files of.

    Encoding (UTF-8, Windows-1252, UTF-16), separator, decimal mark and order of dates are detected, and said. A row
    that cannot be told is reported with file, row, column and reason; the rest goes in. Ids are made from the recipe's
    name and the row, so a second import adds nothing.

    Example: acquis import table presence.csv --recipe attendance --set session=https://lms.example/session/421
    """
    from lrs.recipes.recipe import load  # noqa: PLC0415 -- `--help` need not load it
    from lrs.transfer.tables import import_tables  # noqa: PLC0415

    loaded = load(recipe, dict(_pair(text) for text in given["parameters"]))
    named = path if path.name not in ("", "..") else path.resolve()  # `.` has no name of its own
    refused = RefusedFile(given["refused"] or named.parent / f"{named.name}.refused.jsonl")
    with bar(None, "statements") as progress, delivery(data, refused, given) as way_in:
        import_tables(path, loaded, way_in, lambda text: click.echo(text, err=True), progress)
    summary(way_in.tally, refused, as_json=as_json)


@import_.command("recipes")
@json_option
@sentences
def list_recipes(*, as_json: bool) -> None:
    """List the recipes that ship with Acquis.

    Example: acquis import recipes
    """
    from lrs.recipes.recipe import described, names  # noqa: PLC0415 -- `--help` need not load it

    found = [described(name) for name in names()]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['name']}: {one['title']}")
        for name, about in one["parameters"].items():
            click.echo(f"    --set {name}=…  {about}")


@export.command("statements")
@click.argument("out")
@click.option("--since", help="Stored after this instant.")
@click.option("--until", help="Stored at this instant or before.")
@click.option("--agent", help="An agent as JSON, or an e-mail address.")
@click.option("--verb", help="The IRI of a verb.")
@click.option("--activity", help="The IRI of an activity.")
@click.option("--registration", help="A registration.")
@click.option("--related-activities", is_flag=True, help="The activity may stand anywhere in the statement.")
@click.option("--related-agents", is_flag=True, help="The agent may stand anywhere in the statement.")
@click.option("--voided/--no-voided", default=None, help="Voided statements too.  [default: in JSONL only]")
@click.option("--attachments", type=click.Path(path_type=Path, file_okay=False), help="A folder for the attachments.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@data_option
@json_option
@sentences
def export_statements(out: str, data: Path, *, as_json: bool, force: bool, **given: Any) -> None:
    """Write statements to OUT.jsonl, OUT.csv or OUT.parquet; `-` writes JSON lines to standard output.

    JSON lines hold everything, voided statements and what voids them included, so that importing them makes the same
    record. CSV and Parquet are for counting: they leave voided statements out unless told otherwise.

    Example: acquis export statements 2026.jsonl --since 2026-01-01T00:00:00Z --attachments 2026.files
    """
    from lrs.door import door  # noqa: PLC0415 -- `--help` need not load it
    from lrs.transfer import export as exporting  # noqa: PLC0415

    path = None if out == "-" else Path(out)
    if path is not None:
        _check_out(path, list(exporting.WRITERS), force=force)
    with door(data, new=False) as way, bar(None, "statements") as progress:
        statements = exporting.exported(way, _filters(given, lines=path is None or path.suffix.lower() == ".jsonl"))
        if given["attachments"] is not None:
            statements = exporting.beside(statements, way, given["attachments"])
        counted = _counting(statements, progress)
        count = exporting.write(counted, path) if path else exporting.write_lines(counted, sys.stdout.buffer)
    if path is not None:
        click.echo(json.dumps({"exported": count}) if as_json else f"{count} statements written to {out}")


def _filters(given: dict[str, Any], *, lines: bool) -> dict[str, str]:
    """Return the filters of GET /statements, and whether voided statements are wanted."""
    names = ("since", "until", "verb", "activity", "registration")
    filters = {name: given[name] for name in names if given[name] is not None}
    filters |= {name: "true" for name in ("related_activities", "related_agents") if given[name]}
    if (agent := given["agent"]) is not None:
        mail = "mailto:" + agent.removeprefix("mailto:")
        filters["agent"] = agent if agent.lstrip().startswith("{") else json.dumps({"mbox": mail})
    voided = lines if given["voided"] is None else given["voided"]
    return filters | {"voided": "true" if voided else "false"}


def _check_out(path: Path, endings: list[str], *, force: bool) -> None:
    if path.suffix.lower() not in endings:
        raise BadRequest(f"{path}: the name must end in {', '.join(endings)}, which says the format")
    if not path.parent.is_dir():
        raise BadRequest(f"{path}: there is no folder {path.parent}")
    if path.exists() and not force:
        raise BadRequest(f"{path}: is there already; --force replaces it")


def _counting(statements: Iterator[bytes], progress: Callable[[int], None]) -> Iterator[bytes]:
    for text in statements:
        yield text
        progress(1)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadRequest(f"--set {text}: expected NAME=VALUE")
    return name, value
