"""The command `acquis`: everything around the record, and what the dashboards add: demo, measure, rebuild."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import click

from dashboards.demo.organisation import PEOPLE, Wish
from dashboards.demo.truth import BREAKS
from dashboards.reports.cli import report
from lrs import settings as settings_table
from lrs.cli import acquis, data_option, json_option, sentences
from lrs.errors import BadRequest, Fault
from lrs.organisation import cli as organisation
from lrs.transfer.cli import export, import_

if TYPE_CHECKING:
    from analytics.measure import Measure

DEMO = "./acquis-demo"


@acquis.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(DEMO),
    show_default=True,
    help="Its folder.",
)
@click.option(
    "--people",
    type=click.IntRange(60, 20_000),
    default=None,
    help=f"How many people.  [default: as in the folder, else {PEOPLE}]",
)
@click.option(
    "--break",
    "broken",
    multiple=True,
    type=click.Choice(list(BREAKS)),
    help="Break an assumption of the estimators; several times for several. `dashboards/demo/truth.py` says how.",
)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The last day.  [default: as in the folder for three weeks, else today]",
)
@click.option("--host", default=None, help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="The port to listen on.  [default: 8080]")
@sentences
def demo(data: Path, host: str | None, port: int | None, **wanted: Any) -> None:
    """Serve an example organisation; print the address, a key for tools, and a line that posts a statement.

    The folder is made at the first start, which takes minutes for 2,000 people, and served at once afterwards, with
    the same four logins. It is made anew when another example is asked for, by another version, and when its last day
    is three weeks ago.

    Example: acquis demo --people 200 --port 8080
    """
    from dashboards.signing import make_link  # noqa: PLC0415  # `--help` need not load it
    from lrs.serve import probe, serve  # noqa: PLC0415

    settings = settings_table.read(data=data, host=host, port=port, dashboards=True)
    probe(settings)
    told = _example(data, **wanted)
    link = make_link(data, told["email"])
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # shown, not bound
    _task("announce", str(data), f"http://{shown}:{settings.port}", link)
    serve(settings)


def _example(data: Path, people: int | None, broken: tuple[str, ...], day: datetime | None) -> dict[str, Any]:
    """Return what the folder holds, made when it has to be. Where nothing is asked for, what is there is meant."""
    from dashboards.demo.kept import Kept  # noqa: PLC0415  # the same

    last = day.date() if day else datetime.now(UTC).date()
    kept = Kept.of(data)
    wish = Wish(last, people or PEOPLE, frozenset(broken))
    if kept and not (people or broken or day):
        wish = kept.wish(last)
    if kept is None or not kept.serves(wish, exactly=day is not None):
        told = (last.isoformat(), str(wish.people), ",".join(sorted(wish.broken)))
        made = _task("prepare", str(data), *told).wait()
        kept = Kept.of(data)
        if made or kept is None:
            raise Fault(f"the example organisation could not be made in {data}")
    return kept.told


def _task(*words: str) -> subprocess.Popen[bytes]:
    """Start a task of the demo in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "dashboards.demo", *words])  # noqa: S603  # our own module


@acquis.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="List the measures.")
@click.option("--since", default=None, help="The first day, YYYY-MM-DD.")
@click.option("--until", default=None, help="The last day, YYYY-MM-DD.")
@click.option("--unit", multiple=True, help="The key of a unit, all below it included; several times for any of them.")
@click.option("--programme", multiple=True, help="The key of a programme; several times for any of them.")
@click.option("--modality", default=None, help="How people learn: classroom, e-learning, video, ...")
@click.option("--group", default=None, help="The key of a saved group of people.")
@click.option("--country", default=None, help="The country of the people.")
@click.option("--language", default=None, help="The language of the people: fr, en, ...")
@click.option("--device", default=None, help="The device of the statements.")
@click.option("--course", default=None, help="The IRI of a course.")
@click.option("--zone", default=None, help="The time zone of days.  [default: UTC]")
@click.option(
    "--by",
    default=None,
    help="Tell it apart by unit, country, language, device, programme or modality; what is retained, by competency.",
)
@click.option("--with", "besides", metavar="NAME=VALUE", multiple=True, help="What it takes besides: kind=rolling.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@data_option
@json_option
@sentences
def measure(name: str | None, data: Path, *, listed: bool, as_json: bool, as_csv: bool, **asked: Any) -> None:
    """Print a measure, or list what can be measured; with --json, how each is defined too.

    Example: acquis measure up_to_date --unit Water --until 2026-09-30 --csv
    """
    besides = asked.pop("besides")
    if as_json and as_csv:
        raise BadRequest("--json, --csv: what is printed is one or the other; leave one out")
    if listed or name is None:
        _print(_measures(whole=as_json), as_json=as_json, as_csv=as_csv)
        return
    given = urlencode({key: value for key, value in asked.items() if value} | _besides(name, besides), doseq=True)
    _print(_ask(data, "GET", f"/api/measures/{name}?{given}"), as_json=as_json, as_csv=as_csv)


def _besides(name: str, given: tuple[str, ...]) -> dict[str, str]:
    """Return what a measure takes besides a scope, as it was typed."""
    from analytics.catalog import measure as find  # noqa: PLC0415
    from dashboards.measures import takes  # noqa: PLC0415

    known = takes(find(name))
    told = {key: value for key, _, value in (one.partition("=") for one in given)}
    for key, value in told.items():
        if key not in known or not value:
            raise BadRequest(f"--with {key}: expected NAME=VALUE; {name} takes {', '.join(known) or 'nothing'} besides")
    return told


def _measures(*, whole: bool) -> list[dict[str, Any]]:
    """Return what can be measured, a family after the other; its whole definition, in both languages, or a line."""
    from analytics.catalog import FAMILIES  # noqa: PLC0415
    from dashboards.measures import takes  # noqa: PLC0415

    return [
        {"key": one.key, "family": family, "name": one.name["en"], "sentence": one.sentence["en"], "unit": one.unit}
        | (_definition(one) | {"takes": list(takes(one))} if whole else {})
        for family, rows in FAMILIES.items()
        for one in rows
    ]


def _definition(one: "Measure") -> dict[str, Any]:
    french = {"name_fr": one.name["fr"], "sentence_fr": one.sentence["fr"]}
    known = {"formula": one.formula, "source": one.source, "enough": one.enough, "columns": list(one.schema)}
    return french | known | {"needs": list(one.needs)}


@acquis.command()
@data_option
@json_option
@sentences
def rebuild(data: Path, *, as_json: bool) -> None:
    """Build the warehouse again from the record; nothing that was received is touched.

    Example: acquis rebuild
    """
    _print(_ask(data, "POST", "/api/rebuild"), as_json=as_json, as_csv=False)


def _ask(data: Path, method: str, path: str) -> Any:
    from dashboards.measures import alone  # noqa: PLC0415
    from lrs.door import door  # noqa: PLC0415

    with door(data, alone, new=False) as way:
        return way.request(method, path).expect().json()


def _print(rows: list[dict[str, Any]], *, as_json: bool, as_csv: bool) -> None:
    import polars as pl  # noqa: PLC0415

    from dashboards.downloads import csv_of  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif as_csv:
        click.echo(csv_of(pl.DataFrame(rows, infer_schema_length=None)), nl=False)
    elif rows:
        width = {key: max(len(key), *(len(str(row[key])) for row in rows)) for key in rows[0]}
        for row in (dict(zip(width, width, strict=True)), *rows):
            click.echo("  ".join(f"{row[key]!s:<{width[key]}}" for key in width).rstrip())
    else:
        click.echo("none", err=True)


acquis.add_command(import_)
acquis.add_command(report)
acquis.add_command(export)
organisation.add_to(acquis, import_)


def main() -> None:
    """Run the command line."""
    acquis()
