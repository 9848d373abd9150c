"""What a statement is about (1.0.3 Data 2.4.4): an Activity, an Agent, a Group, a statement, or one that might be."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import activity, actor
from lrs.xapi.iri import check_uuid
from lrs.xapi.vocabulary import IDENTIFIERS
from lrs.xapi.wording import one_of, refusal
from schemas.statement import StatementObject

_ACTOR = ("name", *IDENTIFIERS, "member")
_STATEMENT = ("actor", "verb", "object", "result", "context", "timestamp", "attachments")
_ALLOWED = {
    "Activity": ("id", "definition"),
    "Agent": _ACTOR,
    "Group": _ACTOR,
    "StatementRef": ("id",),
    "SubStatement": _STATEMENT,
}
_EVERY = ("id", "definition", *_ACTOR, *_STATEMENT)


def _others(kind: str) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    names = tuple(name for name in _EVERY if name not in _ALLOWED[kind])
    return attrgetter(*names), names


_FORBIDDEN = {kind: _others(kind) for kind in _ALLOWED}
_NOTHING = {kind: (UNSET,) * len(names) for kind, (_, names) in _FORBIDDEN.items()}


def check_kind(thing: StatementObject, path: str) -> str:
    """Return which kind of object this is; refuse an unknown kind, and properties of another kind."""
    kind = "Activity" if thing.objectType is UNSET else thing.objectType
    if kind not in _ALLOWED:
        raise refusal(f"{path}.objectType", one_of(tuple(_ALLOWED)), kind)
    values, names = _FORBIDDEN[kind]
    if values(thing) != _NOTHING[kind]:
        _refuse_property(thing, kind, names, path)
    return kind


def check(thing: StatementObject, path: str, kind: str) -> None:
    """Refuse an object of any kind but SubStatement that breaks a rule."""
    if kind == "Activity":
        activity.check_object(thing, path)
    elif kind == "StatementRef":
        if thing.id is UNSET:
            raise refusal(f"{path}.id", "the UUID of a statement")
        check_uuid(thing.id, f"{path}.id")
    else:
        actor.check(thing, path)


def _refuse_property(thing: StatementObject, kind: str, names: tuple[str, ...], path: str) -> None:
    name = next(name for name in names if getattr(thing, name) is not UNSET)
    article = "an" if kind[0] == "A" else "a"
    hint = "" if thing.objectType else " (objectType was left out)"
    raise BadRequest(f"{path}.{name}: {article} {kind} has no such property{hint}")
