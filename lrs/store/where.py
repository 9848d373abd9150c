"""A StatementQuery told as clauses over the record's tables. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lrs.store.postings import Asked
from lrs.xapi.query import StatementQuery

_UNIT_FILTERS = {
    "verb": "unit.verb = $verb",
    "activity": "unit.activity = $activity",
    "registration": "unit.registration = $registration",
}
_AGENT = {
    "direct": "unit.agent = $agent AND unit.role <= 1",
    "related": "unit.agent = $agent",
    "asserting": "(unit.agent = $agent OR unit.authority = $agent)",
    "anyone": "unit.role = 0",
}
_RELATED_ACTIVITY = "related_activity.activity = $activity"
_SAME_UNIT = (
    "EXISTS (FROM unit"
    " WHERE unit.seq = related_activity.seq AND unit.source = related_activity.source AND {conditions})"
)
_MINE = "seq IN (FROM kept SELECT seq WHERE authority = $authority)"


@dataclass(slots=True)
class Where:
    """Which table to read and what must hold in it; `parameters` hold keys, not texts."""

    table: str
    conditions: list[str]
    parameters: dict[str, Any] = field(default_factory=dict)
    asked: Asked | None = None  # what says the same to `Postings`, if anything does

    def text(self) -> str:
        """Return the conditions as one."""
        return " AND ".join(self.conditions) or "true"


def filters(query: StatementQuery) -> bool:
    """Tell whether a query asks for what statements say, and not just for the newest of them."""
    return any(getattr(query, name) is not None for name in ("agent", *_UNIT_FILTERS))


def where(query: StatementQuery, key: Callable[[str], int | None], asserts: Callable[[int], bool]) -> Where | None:
    """Return what finds the statements that meet the filters references carry, or None when nothing can.

    Parameters
    ----------
    query
        `since`, `until`, `after` and `ceiling` are told elsewhere, as bounds of seq.
    key
        Gives the key of a text, None when the record never met it.
    asserts
        Whether a key is that of an agent that ever was an authority.
    """
    parameters: dict[str, Any] = {}
    for name in ("agent", "verb", "activity", "authority"):
        text = getattr(query, name)
        if text is not None:
            parameters[name] = key(text)
    if None in parameters.values():
        return None
    if query.registration is not None:
        parameters["registration"] = query.registration
    found = _tables(query, parameters, asserts)
    if query.authority is not None:
        found.conditions.append(_MINE)
    elif found.table == "unit" and query.agent is not None and query.registration is None:
        found.asked = _asked(query, parameters, asserts)
    return found


def _asked(query: StatementQuery, parameters: dict[str, Any], asserts: Callable[[int], bool]) -> Asked | None:
    agent: int = parameters["agent"]
    if query.related_agents and asserts(agent):
        return None
    return Asked(agent, parameters.get("verb"), parameters.get("activity"), direct=not query.related_agents)


def _tables(query: StatementQuery, parameters: dict[str, Any], asserts: Callable[[int], bool]) -> Where:
    related = query.activity is not None and query.related_activities
    conditions = [
        clause
        for name, clause in _UNIT_FILTERS.items()
        if getattr(query, name) is not None and not (related and name == "activity")
    ]
    conditions += [] if query.agent is None else [_agent(query, parameters["agent"], asserts)]
    if related:
        inner = [_SAME_UNIT.format(conditions=" AND ".join(conditions))] if conditions else []
        return Where("related_activity", [_RELATED_ACTIVITY, *inner], parameters)
    if not conditions:
        return Where("kept", [], parameters)
    return Where("unit", conditions if query.agent is not None else [*conditions, _AGENT["anyone"]], parameters)


def _agent(query: StatementQuery, agent: int, asserts: Callable[[int], bool]) -> str:
    if not query.related_agents:
        return _AGENT["direct"]
    return _AGENT["asserting" if asserts(agent) else "related"]
