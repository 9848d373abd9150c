"""What several measures rest on, or every unit of a tree, asked once.

A reader of totals is told what is too small over the whole tree of units (`analytics.guard`), so the same measure is
asked for each of them. What takes long in it is asked for everybody, kept until there is something new, and divided.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import polars as pl

from analytics.scope import Scope
from analytics.warehouse import Mark, Warehouse

Options = tuple[tuple[str, Any], ...]
News = tuple[datetime, Mark]
T = TypeVar("T")
_asking: ContextVar[tuple[Warehouse, News] | None] = ContextVar("asking", default=None)
"""What an answer that is being worked out is an answer to: what it rests on is asked of the same."""


def of_unit(ask: Callable[..., pl.DataFrame], warehouse: Warehouse, scope: Scope, **options: Any) -> pl.DataFrame:
    """Return the rows of the people of a scope's units, out of those of everyone the reader may count.

    Parameters
    ----------
    ask
        From a warehouse, a scope and the options to a frame with a column `person`, whose rows do not depend on who
        else is in the scope.
    """
    every = once(ask, warehouse, replace(scope, units=()), **options)
    if not scope.units:
        return every
    return every.join(people_of(warehouse, scope.units), on="person", how="semi", maintain_order="left")


def people_of(warehouse: Warehouse, units: tuple[str, ...]) -> pl.DataFrame:
    """Return the people of some units and those below, as a frame with a column `person`."""
    return once(_people_of, warehouse, Scope(), units=units)


def _people_of(warehouse: Warehouse, _: Scope, *, units: tuple[str, ...]) -> pl.DataFrame:
    members = asked_once(warehouse, Scope(), "members")
    return members.filter(pl.col("unit").is_in(units)).select("person").unique()


def once(ask: Callable[..., T], warehouse: Warehouse, scope: Scope, **options: Any) -> T:
    """Return an answer, kept until there is something new: several parts of a page, or measures, rest on it.

    Parameters
    ----------
    options
        What is asked besides, as values that can be told apart (`hash`).
    """
    key = (ask, scope, tuple(sorted(options.items())))
    asking = _asking.get()
    now = asking[1] if asking is not None and asking[0] is warehouse else news(warehouse)

    def asked() -> T:
        token = _asking.set((warehouse, now))
        try:
            return ask(warehouse, scope, **options)
        finally:
            _asking.reset(token)

    return warehouse.kept.answer(now, key, asked)


def asked_once(warehouse: Warehouse, scope: Scope, question: str) -> pl.DataFrame:
    """Return what a question of `analytics/sql` tells of a scope, kept until there is something new."""
    return once(_each, warehouse, scope, question=question)


def each_of(warehouse: Warehouse, scope: Scope, question: str, **asked: Any) -> pl.DataFrame:
    """Return what a question of `analytics/sql` tells of each person of a scope's units.

    Parameters
    ----------
    question, asked
        Its name and its values besides those of the scope; what it tells of a person (column `person`) does not depend
        on who else is in the scope.
    """
    return of_unit(_each, warehouse, scope, question=question, **asked)


def _each(warehouse: Warehouse, scope: Scope, *, question: str, **asked: Any) -> pl.DataFrame:
    return warehouse.ask(question, scope.parameters() | asked)


def news(warehouse: Warehouse) -> News:
    """Return what a kept answer is an answer to: all there is to count, and the hour, since "today" ends at some."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0), warehouse.mark()
