"""The command `acquis report`."""

from pathlib import Path
from urllib.parse import urlencode

import click

from lrs.cli import data_option, sentences

FORMATS = ("html", "pdf", "xlsx")


@click.group()
def report() -> None:
    """Write a report for people who decide."""


@report.command()
@click.argument("programme", required=False)
@click.option("--format", "kind", type=click.Choice(FORMATS), default=None, help="[default: as FILE ends, else html]")
@click.option("--lang", default="en", show_default=True, help="The language: en or fr.")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file."
)
@click.option("--unit", multiple=True, help="The key of a unit, all below it included; several times for any of them.")
@click.option("--since", default=None, help="The first day, YYYY-MM-DD; whole months are told.")
@click.option("--until", default=None, help="The last day, YYYY-MM-DD.")
@data_option
@sentences
def investment(
    programme: str | None, data: Path, kind: str | None, file: Path, **asked: str | tuple[str, ...] | None
) -> None:
    """Write what a PROGRAMME, or all of them, cost and bring: one page, two at most.

    PDF needs Chromium; the HTML prints the same. The workbook has live formulas.

    Example: acquis report investment SAFE-01 --format pdf --lang fr -o report.pdf
    """
    from dashboards.reports.paper import browser, pdf  # noqa: PLC0415  # `--help` need not load it

    ending = kind or (file.suffix[1:] if file.suffix[1:] in FORMATS else "html")
    chromium = browser() if ending == "pdf" else ""
    given = {"programme": programme, "format": "html" if ending == "pdf" else ending, **asked}
    body = _ask(data, urlencode({name: value for name, value in given.items() if value}, doseq=True))
    file.write_bytes(pdf(body, chromium) if ending == "pdf" else body)
    click.echo(f"wrote {file}")


def _ask(data: Path, query: str) -> bytes:
    """Ask the folder's owner, or be it."""
    from dashboards.reports.serving import alone  # noqa: PLC0415  # the same
    from lrs.door import door  # noqa: PLC0415

    with door(data, alone, new=False) as way:
        return way.request("GET", f"/api/report/investment?{query}").expect().body
