"""How far the eyes of whoever is signed in reach: the only place that turns a role into a `Reader`.

========== =============================================================================================
admin      everything
group      every unit and its people; the pages of the group, and of tools
manager    only their units and below, people included; in them programmes, thresholds and imports
executive  numbers of units, programmes and months; never a person
========== =============================================================================================

A role nobody knows sees as little as an executive.
"""

from analytics.scope import Reader
from lrs.organisation.accounts import Account

EVERYWHERE = frozenset({"admin", "group"})
ROLES: dict[str, str] = {
    "admin": "Administrator: everything",
    "group": "Group manager: every unit and its people",
    "manager": "Learning manager: own units and all below them",
    "executive": "Executive: totals by unit, programme and calendar period, never a person",
}
MESSAGES = tuple(ROLES.values())


def reader_of(account: Account) -> Reader:
    """Return how far an account sees."""
    if account.role in EVERYWHERE:
        return Reader()
    if account.role == "manager":
        return Reader(account.units)
    return Reader(account.units or None, sees_people=False)
