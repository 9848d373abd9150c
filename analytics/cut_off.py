"""Where what is known ends: the last day that may be judged."""

from datetime import UTC, date, datetime, timedelta

from analytics.scope import Scope, zone_of
from analytics.warehouse import Warehouse


def cut_off(warehouse: Warehouse, scope: Scope) -> date | None:
    """Return the last day of the data in a scope: its own last, but not after the last recorded one, nor after today.

    A record nobody feeds any more says nothing of the days since: silence then is not leaving. None: nothing recorded.
    """
    recorded: date | None = warehouse.ask("last_day", scope.parameters())["day"].item()
    if recorded is None:
        return None
    return min(scope.until or recorded, recorded, today(scope))


def last_over(cut: date, scope: Scope) -> date:
    """Return the last day that is over; the last recorded one may be going on."""
    return min(cut, today(scope) - timedelta(days=1))


def today(scope: Scope) -> date:
    """Return the day it is in the scope's zone."""
    return datetime.now(UTC).astimezone(zone_of(scope.zone)).date()
