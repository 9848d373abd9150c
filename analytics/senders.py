"""Which tools send: per authority, since when, until when and how much. For who keeps the tools, not about people."""

from datetime import datetime, timedelta

import polars as pl

from analytics.scope import Scope
from analytics.warehouse import Warehouse

SENDERS = {
    "authority": pl.String,
    "first": pl.Datetime("us"),
    "last": pl.Datetime("us"),
    "day": pl.Int64,
    "week": pl.Int64,
    "statements": pl.Int64,
}


def senders(warehouse: Warehouse, _scope: Scope, now: datetime) -> pl.DataFrame:
    """Return `SENDERS`: each authority's first and last statement as stored, how many in the last day, week and ever.

    Parameters
    ----------
    now
        The instant to count back from, UTC without a zone.
    """
    back = {"day": now - timedelta(days=1), "week": now - timedelta(days=7)}
    return warehouse.ask("senders", back).cast(SENDERS)  # type: ignore[arg-type]  # polars types its own schemas wider
