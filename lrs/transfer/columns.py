"""A statement as the row of a table, for those who count rather than read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from lrs.xapi import timestamp
from lrs.xapi.actor import identifier
from schemas.statement import Activity, ContextActivities, Result, Score, Statement

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_decode = msgspec.json.Decoder(Statement).decode


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its Arrow type, what it takes from a statement (None where that is absent)."""

    name: str
    kind: str
    take: Callable[[Statement], Any]
    of: tuple[str, ...] = ()


def row(text: bytes) -> list[Any]:
    """Return the cells of one statement; the last is its whole text."""
    statement = _decode(text)
    return [*(column.take(statement) for column in COLUMNS[:-1]), text.decode()]


def _instant(value: Any) -> datetime | None:
    """Return an instant, or None for one whose year in UTC no calendar of ours has (`9999-12-31T23:00:00-02:00`)."""
    try:
        return _EPOCH + timedelta(microseconds=timestamp.read(value)) if value else None
    except OverflowError:
        return None


def _result(statement: Statement) -> Result:
    return statement.result or Result()


def _score(statement: Statement) -> Score:
    return _result(statement).score or Score()


def _given(value: Any) -> Any:
    """Return a value, or None for one that is absent."""
    return None if value is msgspec.UNSET else value


def _one_language(words: dict[str, str] | msgspec.UnsetType) -> str | None:
    return next(iter(words.values()), None) if words else None


def _course(statement: Statement) -> str | None:
    """Return the first activity of `grouping`: by convention, the course."""
    around = (statement.context.contextActivities if statement.context else None) or ContextActivities()
    grouping = around.grouping or []
    first = grouping if isinstance(grouping, Activity) else next(iter(grouping), None)
    return first.id if first else None


def _object(statement: Statement) -> str | None:
    """Return what the statement is about: an IRI, a statement's id, or an agent's identifier."""
    return statement.object.id or identifier(statement.object)


def _type(statement: Statement) -> str | None:
    return (statement.object.definition.type or None) if statement.object.definition else None


def _name(statement: Statement) -> str | None:
    if statement.object.definition:
        return _one_language(statement.object.definition.name)
    return statement.object.name or None


_TIME = ("us", "UTC")

COLUMNS = (
    Column("id", "string", lambda s: _given(s.id)),
    Column("stored", "timestamp", lambda s: _instant(s.stored), _TIME),
    Column("timestamp", "timestamp", lambda s: _instant(s.timestamp), _TIME),
    Column("actor", "string", lambda s: identifier(s.actor)),
    Column("actor_name", "string", lambda s: _given(s.actor.name)),
    Column("verb", "string", lambda s: s.verb.id),
    Column("object", "string", _object),
    Column("object_type", "string", lambda s: s.object.objectType or "Activity"),
    Column("activity_type", "string", _type),
    Column("object_name", "string", _name),
    Column("success", "bool_", lambda s: _given(_result(s).success)),
    Column("completion", "bool_", lambda s: _given(_result(s).completion)),
    Column("score_scaled", "float64", lambda s: _given(_score(s).scaled)),
    Column("score_raw", "float64", lambda s: _given(_score(s).raw)),
    Column("score_min", "float64", lambda s: _given(_score(s).min)),
    Column("score_max", "float64", lambda s: _given(_score(s).max)),
    Column("response", "string", lambda s: _given(_result(s).response)),
    Column("duration", "string", lambda s: _given(_result(s).duration)),
    Column("registration", "string", lambda s: _given(s.context.registration) if s.context else None),
    Column("course", "string", _course),
    Column("authority", "string", lambda s: identifier(s.authority) if s.authority else None),
    Column("version", "string", lambda s: _given(s.version)),
    Column("statement", "string", lambda _: None),
)
