"""How a measure keeps to what its reader may see: counts of people through `analytics.privacy`, lists of people not.

A reader who may not see people asks about one node of the tree of units at a time, yet could subtract one answer from
another. So what is hidden is decided over the whole tree the reader may count, every time the same way, whichever node
was asked about; and what is shown is rounded (`analytics.privacy`), since months, programmes and measures can be played
against each other too. The smallest group shown is the organisation's to choose (`smallest`).
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec

import polars as pl

from analytics.disclosure import Key
from analytics.once import Options, asked_once, once
from analytics.privacy import LARGEST, K, Layout, hide, rounded, showable
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest, Forbidden

P = ParamSpec("P")
Question = Callable[Concatenate[Warehouse, Scope, P], pl.DataFrame]

UNIT, EVERYONE = "unit of the reader", ""


@dataclass(frozen=True, slots=True)
class Cells:
    """What the columns of a measure's frame are to privacy: see `analytics.privacy.Layout`.

    Attributes
    ----------
    people
        The column that counts the people of a row.
    names
        The columns that name a row.
    parts, tells, within, amounts
        As in `Layout`.
    sums
        Of `names`, those whose rows are disjoint and make up a whole that can be known, each with a value none has.
    kept
        Columns that tell nothing of people: they are neither hidden nor rounded.
    untold
        Columns that name somebody: they are null.
    says
        Columns that say in a word what the row's shares do: they are null where one of these is hidden.
    counts
        From what the measure takes to its `names`, `people` and `parts` alone, where these are known much sooner than
        the rest: they say what to hide, and of units that were not asked about nothing else is needed.
    """

    people: str
    names: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    sums: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    counts: Callable[..., pl.DataFrame] | None = None


def guarded(cells: Cells) -> Callable[[Question[P]], Question[P]]:
    """Hide, for a reader who may not see people, what is too small in the frame that a measure returns.

    What is hidden is null; a column `reason` says "hidden". What the measure takes besides, a number, is a limit: such
    a reader is told with the usual one (`as_usual`).
    """

    def around(ask: Question[P]) -> Question[P]:
        every_unit, takes = _Everywhere(ask, cells), signature(ask)
        limits = {name: one.default for name, one in takes.parameters.items() if isinstance(one.default, int | float)}

        @wraps(ask)
        def answer(warehouse: Warehouse, scope: Scope, /, *args: P.args, **options: P.kwargs) -> pl.DataFrame:
            if scope.reader.sees_people:
                return ask(warehouse, scope, *args, **options)
            named = takes.bind(warehouse, scope, *args, **options).arguments
            as_usual(scope, **{name: (named.get(name, usual), usual) for name, usual in limits.items()})
            return every_unit.told(warehouse, scope, tuple(named.items())[2:])

        return answer

    return around


class _Everywhere:
    """A measure in every unit a reader may count, small cells hidden; kept until there is something new to count."""

    def __init__(self, ask: Callable[..., pl.DataFrame], cells: Cells) -> None:
        self._ask, self._cells = ask, cells

    def told(self, warehouse: Warehouse, scope: Scope, options: Options) -> pl.DataFrame:
        """Return the frame of the unit asked about."""
        every = seeing(replace(scope, units=()))
        tree = tree_of(warehouse, every)
        if not set(scope.units) <= tree.keys():
            raise Forbidden("unit: it is none of those you may ask about")
        unit, k = scope.units[0] if scope.units else EVERYONE, smallest(warehouse)
        if self._cells.counts is None:
            told = once(self._concealed, warehouse, every, options=options, k=k)
            return told.filter(pl.col(UNIT) == unit).drop(UNIT)
        shown = once(self._showable, warehouse, every, options=options, k=k)
        own = once(self._ask, warehouse, replace(every, units=scope.units), **dict(options))
        return conceal(own.with_columns(pl.lit(unit).alias(UNIT)), self._cells, {UNIT: tree}, k, shown).drop(UNIT)

    def _concealed(self, warehouse: Warehouse, every: Scope, *, options: Options, k: int) -> pl.DataFrame:
        tree = tree_of(warehouse, every)
        return conceal(_walked(self._ask, warehouse, every, options), self._cells, {UNIT: tree}, k)

    def _showable(self, warehouse: Warehouse, every: Scope, *, options: Options, k: int) -> frozenset[Key]:
        """Return what may be seen of all units, from the counts alone."""
        frame = _walked(self._cells.counts or self._ask, warehouse, every, options)
        whole, layout = _whole(frame, self._cells, {UNIT: tree_of(warehouse, every)})
        return frozenset(showable(whole, layout, k))


def _walked(ask: Callable[..., pl.DataFrame], warehouse: Warehouse, every: Scope, options: Options) -> pl.DataFrame:
    """Ask about everyone and about each unit; `UNIT` names it."""
    frames = [
        ask(warehouse, replace(every, units=(unit,) if unit else ()), **dict(options)).with_columns(
            pl.lit(unit).alias(UNIT)
        )
        for unit in (EVERYONE, *tree_of(warehouse, every))
    ]
    return pl.concat(frames)


def in_detail(why: str) -> Callable[[Question[P]], Question[P]]:
    """Refuse what a measure tells to a reader who may not see people: `why` says what in it is no total."""

    def around(ask: Question[P]) -> Question[P]:
        @wraps(ask)
        def answer(warehouse: Warehouse, scope: Scope, /, *args: P.args, **options: P.kwargs) -> pl.DataFrame:
            if not scope.reader.sees_people:
                raise Forbidden(f"your role sees totals only: {why}")
            return ask(warehouse, scope, *args, **options)

        return answer

    return around


def personal(ask: Question[P]) -> Question[P]:
    """Refuse a list of people to a reader who may not see them."""
    return in_detail("this lists people one by one")(ask)


def smallest(warehouse: Warehouse) -> int:
    """Return how many people the smallest group has that is shown to readers who may not see people."""
    chosen: int | None = asked_once(warehouse, Scope(), "smallest").item()
    return K if chosen is None else min(max(K, chosen), LARGEST)


def smallest_shown(warehouse: Warehouse, _: Scope) -> pl.DataFrame:
    """Tell the same as a frame, `k`, for pages to ask."""
    return pl.DataFrame({"k": [smallest(warehouse)]}, schema={"k": pl.Int64})


def one_of(name: str, word: str, words: Sequence[str]) -> None:
    """Refuse a word that is none of those an option may be.

    Raises
    ------
    BadRequest
        Naming the option and the words; "" is one that is not named.
    """
    if word not in words:
        raise BadRequest(f"{name}: {word[:20]!r} is none of {', '.join(filter(None, words))}")


def without(scope: Scope, *names: str) -> None:
    """Refuse what a measure cannot be narrowed by.

    Raises
    ------
    BadRequest
        Naming it: leaving it out in silence would answer another question.
    """
    given = [name for name in names if getattr(scope, name) is not None]
    if given:
        raise BadRequest(f"{', '.join(given)}: this measure cannot be narrowed by it; leave it out")


def as_usual(scope: Scope, **limits: tuple[object, object]) -> None:
    """Refuse a reader of totals a limit other than the usual one: two limits tell of those who lie between them.

    Parameters
    ----------
    limits
        By name, what was asked for and what is usual.

    Raises
    ------
    Forbidden
        Naming it.
    """
    chosen = [name for name, (asked, usual) in limits.items() if asked != usual]
    if chosen and not scope.reader.sees_people:
        raise Forbidden(f"{', '.join(chosen)}: your role sees totals only, with the usual limits; leave it out")


def seeing(scope: Scope) -> Scope:
    """Return the scope a measure works with inside: the same people, any day; `guarded` hides what comes of it."""
    return replace(scope, reader=replace(scope.reader, sees_people=True))


def tree_of(warehouse: Warehouse, scope: Scope) -> dict[str, str]:
    """Return the parent of each unit a reader may count; of the topmost, `EVERYONE`."""
    return dict(asked_once(warehouse, Scope(reader=seeing(scope).reader), "unit_tree").iter_rows())


def conceal(
    frame: pl.DataFrame,
    cells: Cells,
    trees: Mapping[str, Mapping[str, str]],
    k: int = K,
    shown: Container[Key] | None = None,
) -> pl.DataFrame:
    """Return a frame with what is too small made null and the rest rounded, its columns as they were.

    `trees` are of further names; `shown` is what may be seen, where that was decided from more cells than these.
    """
    whole, layout = _whole(frame, cells, trees)
    seen = (hide(whole, layout, k) if shown is None else hide(frame, layout, k, shown)).head(frame.height)
    told = rounded(seen, layout, k, cells.kept).with_columns(frame[name] for name in cells.kept)
    told = told.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in cells.untold)
    lost = {
        name: frame[name].is_not_null() & told[name].is_null() for name, kind in frame.schema.items() if kind.is_float()
    }
    some = pl.any_horizontal(*lost.values(), pl.lit(value=False))
    told = told.with_columns(pl.when(~some).then(name).alias(name) for name in cells.says)
    return _why(told, lost).select(frame.columns)


def _why(told: pl.DataFrame, lost: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Return what is told with "hidden" as the reason where it is: of the row, or of what a reason is of."""
    reasons = []
    for name in (one for one in told.columns if f"_{one}".endswith("_reason")):
        gone = [where for one, where in lost.items() if f"{one}_".startswith(name.removesuffix("reason"))]
        few = pl.when(pl.any_horizontal(*gone, pl.lit(value=False))).then(pl.lit("hidden"))
        reasons.append(pl.when("hidden").then(pl.lit("hidden")).otherwise(pl.coalesce(name, few)).alias(name))
    return told.with_columns(reasons)


def _whole(frame: pl.DataFrame, cells: Cells, trees: Mapping[str, Mapping[str, str]]) -> tuple[pl.DataFrame, Layout]:
    """Return a frame with the totals that can be known of it below, and what its columns are."""
    names = (*trees, *cells.names)
    whole: dict[str, Mapping[Any, Any]] = {name: trees.get(name, {}) for name in names}
    totals: list[pl.DataFrame] = []
    for name, total in cells.sums.items():
        counts = [pl.col(one).sum() for one in (cells.people, *cells.parts)]
        summed = frame.group_by([one for one in names if one != name]).agg(counts)
        totals.append(summed.with_columns(pl.lit(total).cast(frame.schema[name]).alias(name)))
        whole[name] = {value: total for value in frame[name].to_list() if value != total}
    layout = Layout(cells.people, whole, cells.parts, cells.tells, cells.within, cells.amounts)
    return pl.concat([frame, *totals], how="diagonal") if totals else frame, layout
