"""What those ask who keep the record in order: how fresh it is, who sends, what is amiss, which words are understood.

None of it is about people's learning. Each is asked with a scope like a measure, and keeps to whom its reader may count
where it tells what people did.
"""

from datetime import datetime, timedelta

import polars as pl

from analytics.measure import Schema
from analytics.once import once
from analytics.scope import Scope
from analytics.warehouse import Warehouse

COURSES: Schema = {"iri": pl.String, "name": pl.String, "statements": pl.Int64}
SENDERS: Schema = {
    "authority": pl.String,
    "first": pl.Datetime("us"),
    "last": pl.Datetime("us"),
    "day": pl.Int64,
    "week": pl.Int64,
    "statements": pl.Int64,
}
LEDGER: Schema = {"kind": pl.String, "detail": pl.String, "statements": pl.Int64}
CHOICES: Schema = {
    "kind": pl.String,
    "value": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "parent": pl.String,
}
CONCEPTS: Schema = {"kind": pl.String, "slug": pl.String, "name_en": pl.String, "name_fr": pl.String}


def freshness(warehouse: Warehouse, _scope: Scope) -> pl.DataFrame:
    """Return one row: how far the warehouse has read, what waits, and how much of it was understood."""
    return pl.concat([warehouse.ask("freshness"), once(_understood, warehouse, Scope())], how="horizontal")


def _understood(warehouse: Warehouse, _scope: Scope) -> pl.DataFrame:
    return warehouse.ask("understood")


def courses(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return `COURSES`: those the people of a scope did something in, the most used first."""
    return warehouse.ask("courses", scope.parameters()).select(*COURSES).cast(COURSES)  # type: ignore[arg-type]  # polars types its own schemas narrower


def senders(warehouse: Warehouse, _scope: Scope, now: datetime) -> pl.DataFrame:
    """Return `SENDERS`: each authority's first and last statement as stored, how many in the last day, week and ever.

    Parameters
    ----------
    now
        The instant to count back from, UTC without a zone.
    """
    back = {"day": now - timedelta(days=1), "week": now - timedelta(days=7)}
    return warehouse.ask("senders", back).cast(SENDERS)  # type: ignore[arg-type]  # as above


def ledger(warehouse: Warehouse, _scope: Scope) -> pl.DataFrame:
    """Return `LEDGER`: what became of the statements read, and what is amiss with them, counted."""
    return warehouse.ask("ledger").select(*LEDGER).cast(LEDGER)  # type: ignore[arg-type]  # as above


def concepts(warehouse: Warehouse, _scope: Scope) -> pl.DataFrame:
    """Return `CONCEPTS`: the verbs and types that the IRIs of tools may be understood as."""
    return warehouse.ask("concepts").cast(CONCEPTS)  # type: ignore[arg-type]  # as above


def choices(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return `CHOICES`: what filters offer, by kind (a field of `Scope`), for the people of a scope."""
    return once(_choices, warehouse, scope)


def _choices(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    return warehouse.ask("choices", scope.parameters()).select(*CHOICES).cast(CHOICES)  # type: ignore[arg-type]  # as above
