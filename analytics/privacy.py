"""Small cells: what a reader who may not see people must not be able to work out. The only place that decides it.

Two rules, and each needs the other. Such a reader asks only about nodes of trees (`refuse_narrow`): a unit, a whole
programme, a calendar period; so that what they can subtract is known. And of what they ask, every count of people under
k is hidden (`hide`), with whatever would give one away:

- by inclusion: a cell less one within it, both shown, is nobody or at least k people;
- by addition: solving all that is shown (a parent is the sum of its children and of those directly in it) for what is
  hidden gives no group of 1 to k - 1 people.

Nobody (0) is shown: it is a statement about a group, not about a person in it. Source: Cox (1980), JASA 75:377, and
Hundepool et al. (2012), Statistical Disclosure Control, chapter 4: primary and complementary suppression. Counts of
different people do not add up exactly over months and programmes (one person is in several); there, only inclusion can
be solved, and both are guarded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from analytics.disclosure import Key, Tree, suppressed
from lrs.errors import Forbidden

K = 5

_ASKED = ("since", "until", "units", "programmes")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a frame of counted cells are.

    Attributes
    ----------
    people
        The column that counts the people of a cell.
    trees
        For each column that names the cell, the parent of each value (units under units, programmes under their total:
        `under`). The frame holds the parents as rows too, and all siblings: what is not there cannot be guarded.
    parts
        Columns that count some of those people, each with the column it is a part of ("completed": "started").
    tells
        For a counting column, those computed from it, hidden with it ("completed": share, low, high).
    """

    people: str
    trees: Mapping[str, Tree]
    parts: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, Sequence[str]] = field(default_factory=dict)


def under(values: Iterable[Any], total: Any) -> dict[Any, Any]:
    """Return the tree of one level: every value under the total."""
    return {value: total for value in values if value != total}


def hide(cells: pl.DataFrame, layout: Layout, k: int = K) -> pl.DataFrame:
    """Return the cells with what must not be seen made null, and `hidden`: whether anything in the row was.

    A row whose people are hidden keeps only its names.

    Raises
    ------
    ValueError
        When two rows name the same cell.
    """
    columns = (layout.people, *layout.parts)
    names = list(layout.trees)
    values: dict[Key, int] = {}
    for row in cells.select(*names, *columns).iter_rows(named=True):
        for column in columns:
            key = (*(row[name] for name in names), column)
            if key in values:
                raise ValueError(f"cells: {key} is there twice")
            values[key] = int(row[column] or 0)
    secret = suppressed(values, (*layout.trees.values(), layout.parts), k)
    shown = [[(*row, column) not in secret for column in columns] for row in cells.select(names).iter_rows()]
    return _blank(cells, layout, {column: [row[at] for row in shown] for at, column in enumerate(columns)})


def _blank(cells: pl.DataFrame, layout: Layout, shown: Mapping[str, list[bool]]) -> pl.DataFrame:
    """Make null what is not shown, and all that tells it."""
    whole = pl.Series(shown[layout.people], dtype=pl.Boolean)
    seen = {name: whole for name in cells.columns if name not in layout.trees}
    for column in shown:
        for told in (column, *layout.tells.get(column, ())):
            seen[told] = seen[told] & pl.Series(shown[column], dtype=pl.Boolean)
    hidden = pl.Series(np.zeros(cells.height, dtype=np.bool_))
    for visible in seen.values():
        hidden = hidden | ~visible
    blank = [pl.when(visible).then(pl.col(name)).alias(name) for name, visible in seen.items()]
    return cells.with_columns(*blank, hidden=hidden)


def refuse_narrow(asked: Mapping[str, Any]) -> None:
    """Refuse a reader who may not see people a question whose answer could be subtracted from another's.

    Parameters
    ----------
    asked
        What the question is narrowed by, by name; None and empty mean not at all. Permitted are `units` and
        `programmes` (one of each) and a period, `since` to `until`, that is a calendar month, quarter or year: these
        form trees, whose differences `hide` knows.

    Raises
    ------
    Forbidden
        Naming what is too narrow.
    """
    for name, value in asked.items():
        if value in (None, "", (), []):
            continue
        if name not in _ASKED:
            raise Forbidden(f"{name}: your role sees totals only, by unit, whole programme and calendar period")
        if name in ("units", "programmes") and len(value) > 1:
            raise Forbidden(f"{name}: your role sees totals only; ask about one at a time")
    since, until = asked.get("since"), asked.get("until")
    if (since or until) and not _calendar(since, until):
        raise Forbidden("since, until: your role sees totals only; ask about a whole calendar month, quarter or year")


def _calendar(since: date | None, until: date | None) -> bool:
    """Whether the days are exactly a month, a quarter or a year of the calendar."""
    if since is None or until is None or since.day != 1 or (until + timedelta(days=1)).day != 1:
        return False
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    return months in (1, 3, 12) and (since.month - 1) % months == 0
