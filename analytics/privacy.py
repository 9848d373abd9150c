"""Small cells: what a reader who may not see people must not be able to work out. The only place that decides it.

Three rules, and each needs the others. Such a reader asks only about nodes of trees (`refuse_narrow`): a unit, a whole
programme, a calendar period. Of what they ask, every count of people under k is hidden (`hide`), with whatever would
give one away within one answer told for the whole tree of units:

- by inclusion: a cell less one within it, both shown, is nobody or at least k people;
- by addition: solving all that is shown (a parent is the sum of its children and of those directly in it) for what is
  hidden gives no group of 1 to k - 1 people.

And what is left is rounded (`rounded`): counts of people to multiples of k, everything else to what k of those people
make of it. That is for answers that meet nowhere: a year and eleven of its months, all programmes and all but one, two
measures, the same question before and after a statement arrives. Any two of them differ by nobody or by k, and between
what such a difference may stand for lie always nobody, or k people and more. Three posts are of three people at most,
however many read them: what counts things is as coarse as what counts people. And a share, a mean, an interval of so
few people that rounding makes halves of it (of fewer than 6k) is hidden: eight in ten would be told as all.

Nobody (0) is shown: it is a statement about a group, not about a person in it, and nothing else is told as 0 things.
Source: Cox (1980), JASA 75:377, and Hundepool et al. (2012), Statistical Disclosure Control, chapters 4 and 5:
suppression, and deterministic rounding.

Two things are told as they are. The ledger's own amounts, but for learners' hours in them (`analytics.spending.exact`):
they are of no people. And what the business is judged by (`analytics.reported`), where enough people were there
(`of_few`). Those are figures of a place and a month, made of nothing in the record, so that no measure can be played
against them; rounded, accidents would be halved or doubled, and no effect could be worked out again. Those of a few
people are not told, and enter no effect that such a reader is told, nor any benefit of the ledger, which is the same
for everybody: whatever is subtracted is made of the others' figures alone, since figures of places that hold each other
are refused where they come in.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.disclosure import Key, Tree, suppressed
from lrs.errors import Forbidden

K, LARGEST = 5, 50  # the smallest group shown: as it is if nobody chose, and the most an organisation may choose
_LEGIBLE = 6  # times the smallest group: of fewer people rounding leaves little of a share

_NICE = (1.0, 2.0, 5.0, 10.0)
_TINY = 1e-9
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
    within
        For a counting column, shares, means and their intervals that are of its people alone; all others are of the
        people of the row.
    amounts
        Columns that add up (hours), or are of what is nobody's (money, lines of a ledger, activities there are): of few
        people they are rounded, never hidden.
    """

    people: str
    trees: Mapping[str, Tree]
    parts: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    amounts: Sequence[str] = ()


def under(values: Iterable[Any], total: Any) -> dict[Any, Any]:
    """Return the tree of one level: every value under the total."""
    return {value: total for value in values if value != total}


def hide(cells: pl.DataFrame, layout: Layout, k: int = K, shown: Container[Key] | None = None) -> pl.DataFrame:
    """Return the cells with what must not be seen made null, and `hidden`: whether anything in the row was.

    A row whose people are hidden keeps only its names.

    Parameters
    ----------
    shown
        What `showable` said of these cells and all others; left out, these are all there are. Nobody is always shown.
    """
    columns = (layout.people, *layout.parts)
    found = showable(cells, layout, k) if shown is None else shown
    names = cells.select(list(layout.trees)).rows()
    seen = {
        column: [not count or (*name, column) in found for name, count in zip(names, cells[column], strict=True)]
        for column in columns
    }
    return _blank(cells, layout, seen)


def showable(cells: pl.DataFrame, layout: Layout, k: int = K) -> set[Key]:
    """Return which counts of people may be seen: the names of each cell and, last, the counting column.

    Raises
    ------
    ValueError
        When two rows name the same cell.
    """
    columns = (layout.people, *layout.parts)
    values: dict[Key, int] = {}
    for row in cells.select(*layout.trees, *columns).iter_rows(named=True):
        for column in columns:
            key = (*(row[name] for name in layout.trees), column)
            if key in values:
                raise ValueError(f"cells: {key} is there twice")
            values[key] = int(row[column] or 0)
    some = {key for key, count in values.items() if count}
    return some - suppressed(values, (*layout.trees.values(), layout.parts), k)


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


def fewest(k: int = K) -> int:
    """Return of how many people a share, a mean or an interval is told at least."""
    return _LEGIBLE * k


def rounded(cells: pl.DataFrame, layout: Layout, k: int = K, exact: Iterable[str] = ()) -> pl.DataFrame:
    """Return the cells with every number as coarse as k of the people it is of make it, or null.

    Counts of people become multiples of k. Of other whole numbers and of amounts, k people of n make k/n: they are
    rounded to a step (1, 2 or 5 times a power of ten) of at least that, what people did of at least k; shares, and
    whatever lies within 1, to k/n itself, so that no share tells which whole numbers it is made of. Intervals only get
    wider. What is neither counted nor an amount is null where it is of too few.

    Parameters
    ----------
    exact
        Columns that tell nothing of people; what names a row is left as it is too.
    """
    counts = {layout.people, *layout.parts}
    skipped = {*layout.trees, *exact}
    names = [name for name, kind in cells.schema.items() if kind.is_numeric() and name not in skipped]
    told = []
    for name in names:
        people = _people(cells, name, layout)
        column = _coarse(cells[name], people, k, counted=name in counts, done=name not in layout.amounts)
        if column.dtype.is_float() and name not in layout.amounts:
            column = column.set(pl.Series(people < fewest(k)), None)
        told.append(column)
    return cells.with_columns(told)


def _people(cells: pl.DataFrame, name: str, layout: Layout) -> NDArray[np.float64]:
    """Return of how many people a column is, row by row."""
    of = [column for column, told in layout.within.items() if name in told] or [layout.people]
    return cells.select(pl.min_horizontal(pl.col(of).fill_null(0))).to_series().to_numpy().astype(float)


def _coarse(column: pl.Series, people: NDArray[np.float64], k: int, *, counted: bool, done: bool = True) -> pl.Series:
    """Return a column as coarse as k of its people make it; whole numbers of what they have `done` of at least k."""
    values = column.cast(pl.Float64).fill_null(0).to_numpy()
    own = np.where(people > 0, people, 1.0)
    if column.dtype.is_integer():
        each = np.maximum(1.0 if done else 0.0, np.abs(values) / own)
        step = k * (np.ones_like(values) if counted else _nice(each))
        found = np.where(values == 0, 0, np.maximum(step if done else 0, _nearest(values / step) * step))
    else:
        step = _nice(k / own * np.maximum(1.0, np.abs(values)))
        found = _way(column.name)(values / step) * step
    return pl.Series(column.name, np.round(found, 9)).cast(column.dtype).set(column.is_null(), None)


def _way(name: str) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return how a column is rounded: the ends of an interval outwards, all else to the nearest."""
    ends = {"low": np.floor, "high": np.ceil}
    return ends.get(name.rpartition("_")[2], _nearest)


def _nearest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.floor(values + 0.5)


def _nice(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least of 1, 2 and 5 times a power of ten that is no less; below 1 stays below."""
    power = 10.0 ** np.floor(np.log10(np.maximum(values, _TINY)))
    place = np.searchsorted(np.array(_NICE) * (1 + _TINY), values / power)
    found: NDArray[np.float64] = np.array(_NICE)[place] * power
    return found


def of_few(people: pl.Series, declared: pl.Series, k: int = K) -> pl.Series:
    """Tell of figures of places and months whether they are of so few people that they are hidden.

    Where the organisation declares nobody at all, it cannot be told how many a place has: its figures are told.

    Parameters
    ----------
    people, declared
        How many of those it declares of the place were there in the month, and how many it declares, whenever.
    """
    return ((people < k) & (declared > 0)).alias("few")


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
