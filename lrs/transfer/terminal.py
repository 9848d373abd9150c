"""What a person at a terminal sees of an import or an export, and what a program gets."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from lrs.errors import BadRequest
from lrs.transfer.delivery import Delivery, RefusedFile, Tally

_SHOWN = 10  # refusals shown on the terminal; all are in the file


@contextmanager
def opened(file: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """Open a file for reading; tell its size where it has one."""
    if file == "-":
        yield sys.stdin.buffer, None
        return
    try:
        with Path(file).open("rb") as opened:
            yield opened, Path(file).stat().st_size
    except FileNotFoundError:
        raise BadRequest(f"{file}: there is no such file") from None
    except (IsADirectoryError, PermissionError) as error:
        raise BadRequest(f"{file}: cannot be read ({error.strerror})") from None


@contextmanager
def delivery(data: Path, refused: RefusedFile, given: dict[str, Any]) -> Iterator[Delivery]:
    """Open the door and gather what goes through it."""
    from lrs.door import door  # noqa: PLC0415 -- `--help` need not load it

    options = {name: given[name] for name in ("authority", "xapi") if name in given}
    with door(data) as way, Delivery(way, refused, **options) as delivery:
        delivery.on_refused = _shower(delivery.tally)
        yield delivery


def _shower(tally: Tally) -> Callable[[Any, str], None]:
    """Return what shows the first refusals on the terminal."""

    def show(where: Any, reason: str) -> None:
        if tally.refused <= _SHOWN:
            place = ", ".join(f"{name} {value}" for name, value in where.items() if value != "")
            click.echo(f"refused: {place}: {reason}", err=True)
        elif tally.refused == _SHOWN + 1:
            click.echo("refused: more; the file has them all", err=True)

    return show


@contextmanager
def bar(length: int | None, unit: str) -> Iterator[Callable[[int], None]]:
    """Show how far we are, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    with _progressbar(length, unit) as shown:
        yield cast("Callable[[int], None]", shown.update)


def _progressbar(length: int | None, unit: str) -> Any:
    return click.progressbar(length=length, label=unit, file=sys.stderr, show_pos=True)


def summary(tally: Tally, refused: RefusedFile, *, as_json: bool, nothing: str = "") -> None:
    """Say what became of it all, and leave with the status that says it to a program."""
    told = {"kept": tally.kept, "present": tally.present, "refused": tally.refused, "missing": tally.missing}
    if as_json:
        click.echo(json.dumps(told | ({"refused_file": str(refused.path)} if refused.count else {})))
    elif not tally.seen:
        click.echo(nothing or "nothing was found to bring in")
    else:
        click.echo(f"{tally.kept} kept, {tally.present} were here already, {tally.refused} refused")
        if tally.missing:
            click.echo(f"{tally.missing} attachments came without their bytes; the statements are kept all the same")
        if refused.count:
            click.echo(f"{refused.path} says why each was refused")
    if tally.refused:
        sys.exit(1 if tally.kept + tally.present else 2)
