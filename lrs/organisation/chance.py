"""The commands that have chance decide, written down beforehand: `acquis draw`, `acquis follow-up`."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from lrs.cli import data_option, json_option, sentences
from lrs.errors import BadRequest
from lrs.organisation.asking import ask, listed


@click.command()
@click.argument("programme", required=False)
@click.option("--unit", "units", multiple=True, help="A unit, by key, title or path; several times.")
@click.option("--start", "starts", multiple=True, metavar="DAY", help="A wave's first day, after today; several times.")
@click.option("--waiting", type=int, default=0, help="How many units, the last drawn, get no day.  [default: 0]")
@click.option("--by", help="Who has it drawn, written down beside it.")
@data_option
@json_option
@sentences
def draw(programme: str | None, data: Path, *, as_json: bool, **given: Any) -> None:
    """Draw at random, and write down beforehand, in which order units get a programme; without one, list the draws.

    What it changes is then known as by an experiment: chance said who got it first. A programme is drawn once.

    Example: acquis draw SECU-1 --unit Lyon --unit Nantes --unit Lille --unit Brest --start 2027-01-04 --waiting 2
    """
    if programme is None:
        listed(ask(data, "GET", "/api/draws"), _draw_line, as_json=as_json)
        return
    starts = [_day(text) for text in given["starts"]]
    wish = {"programme": programme, "units": given["units"], "starts": starts, "waiting": given["waiting"]}
    query = f"?{urlencode({'by': given['by']})}" if given["by"] else ""
    told = ask(data, "POST", f"/api/draws{query}", json.dumps(wish).encode())
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _draw_line(told))
    if not told["test"]:
        click.echo("fewer than 4 units on a side: what is found will be a comparison, not a test", err=True)


def _draw_line(one: dict[str, Any]) -> str:
    units = "".join(f"\n  {unit['starts'] or 'waits     '}  {unit['unit']}" for unit in one["units"])
    return f"{one['programme']}  drawn {one['drawn']} by {one['who']}, seed {one['seed']}{units}"


@click.command("follow-up")
@click.argument("programme", required=False)
@click.option("--lag", default="J90", help="Of which delayed tests: J30, J90, J180 or J365.  [default: J90]")
@click.option("--unit", help="Of whose people, by key, title or path.  [default: everyone's]")
@click.option("--one-in", type=int, default=2, help="One in how many of those silent is drawn.  [default: 2]")
@click.option("--after", type=int, default=10, help="Days to answer unasked, before it begins.  [default: 10]")
@click.option("--start", "starts", metavar="DAY", help="The first day, after today.  [default: tomorrow]")
@click.option("--by", help="Who decides it, written down beside it.")
@data_option
@json_option
@sentences
def follow_up(programme: str | None, data: Path, *, as_json: bool, **given: Any) -> None:
    """Write down beforehand whom to ask once more of those who do not answer a delayed test; without one, list them.

    Chance says who: what all of them still know is then told from those drawn, and returns no longer suppose that
    whoever stayed silent forgot. `acquis measure follow_up_list` lists whom to ask.

    Example: acquis follow-up SECU-1 --lag J90 --unit Lyon --one-in 3 --start 2027-01-04
    """
    if programme is None:
        listed(ask(data, "GET", "/api/follow-ups"), _follow_up_line, as_json=as_json)
        return
    by = given.pop("by")
    if given["starts"] is not None:
        given["starts"] = _day(given["starts"])
    wish = {"programme": programme, **{name: value for name, value in given.items() if value is not None}}
    query = f"?{urlencode({'by': by})}" if by else ""
    told = ask(data, "POST", f"/api/follow-ups{query}", json.dumps(wish).encode())
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _follow_up_line(told))


def _day(text: str) -> str:
    """Return a day as it was written, of those that are one."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadRequest(f"start: {text[:20]!r} is not a day; write it as 2027-01-04") from None


def _follow_up_line(one: dict[str, Any]) -> str:
    rule = f"one in {one['one_in']} of those silent after {one['after']} days, from {one['starts']}"
    of = f"{one['programme']}  {one['lag']}  {one['unit'] or 'everyone'}"
    return f"{of}  {rule}, written down {one['drawn']} by {one['who']}, seed {one['seed']}"
