"""Tables into the record: rows told as statements by a recipe."""

from collections.abc import Callable
from pathlib import Path

from lrs.errors import BadRequest
from lrs.recipes.telling import Source, Untold, sources
from lrs.transfer.delivery import Delivery
from schemas.recipe import Recipe

_STEP = 1000


def import_tables(
    path: Path,
    recipe: Recipe,
    delivery: Delivery,
    say: Callable[[str], None],
    progress: Callable[[int], None],
) -> None:
    """Tell every row of a file, or of a folder's files, and bring the statements to the record.

    Parameters
    ----------
    path, recipe
        What to tell, and how.
    delivery
        The way in; the caller closes it.
    say
        Told how each file was read, and which files the folder does not have.
    progress
        Told how many more statements there are.
    """
    found, absent = sources(recipe, path)
    for name in absent:
        say(f"{name or 'a file'}: not in {path}, passed over")
    for source in found:
        say(source.table.said())
        _tell(source, delivery, progress)


def _tell(source: Source, delivery: Delivery, progress: Callable[[int], None]) -> None:
    number = 0
    for told in source.tell():
        number += 1
        if isinstance(told, Untold):
            where = {"file": told.file, "row": told.row, "column": told.column}
            delivery.refuse(where, told.reason, told.text)
        else:
            delivery.give({"file": told.file, "row": told.row, "column": ""}, told.statement.encode())
        if number % _STEP == 0:
            progress(_STEP)
    progress(number % _STEP)
    if not number:
        raise BadRequest(f"{source.table.path}: there is no row under the headings")
