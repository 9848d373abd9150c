"""Whether two statements say the same (1.0.3 Data 2.3.1 "Statement Comparison"; 2.0.0 4.2 "Statement Immutability").

Only called when two statements share an id, so it may be slow: both texts are reduced to what counts, and compared.
"""

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from lrs.errors import BadRequest
from lrs.xapi import duration, timestamp
from lrs.xapi.version import Version
from lrs.xapi.vocabulary import ACTIVITY_CONTEXTS

Json: TypeAlias = dict[str, Any]
_IGNORED = ("authority", "stored", "version", "attachments")


def equivalent(old_text: str, new_text: str, version: Version) -> bool:
    """Whether two statements, as text, are equivalent by a version's rules.

    Parameters
    ----------
    old_text, new_text
        Valid statements, kept or just received: what the LRS set does not count, nor does an id or a timestamp that
        only one of them has. A timestamp equal to `stored` was set by the LRS.
    """
    old, new = _read(old_text), _read(new_text)
    for one in (old, new):
        if one.get("timestamp") == one.get("stored"):
            one.pop("timestamp", None)
    for name in ("id", "timestamp"):
        if name not in old or name not in new:
            old.pop(name, None)
            new.pop(name, None)
    return bool(_marked(_statement(old, version)) == _marked(_statement(new, version)))


def _read(text: str) -> Json:
    statement: Json = json.loads(text, parse_float=_number, parse_int=Decimal)
    return statement


def _number(text: str) -> Decimal | tuple[str]:
    """Return a number by its value; one whose exponent no arithmetic holds (`1e-99999999999999999999`) by its text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return (text.lower(),)  # in a tuple, so that it is no string that says the same


def _marked(value: Any) -> Any:
    """Return a value in which `true` is not `1`, as it is to Python."""
    if isinstance(value, dict):
        return {key: _marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    return (bool, value) if isinstance(value, bool) else value


def _changed(value: Json, changes: dict[str, Callable[[Any], Any]]) -> Json:
    return {key: changes[key](one) if key in changes else one for key, one in value.items()}


def _statement(statement: Json, version: Version) -> Json:
    """Reduce a statement or a sub-statement."""
    counts = {key: value for key, value in statement.items() if key not in _IGNORED}
    if version is Version.V2:
        counts.pop("timestamp", None)
    return _changed(
        counts,
        {
            "id": str.lower,
            "actor": _actor,
            "verb": lambda verb: {"id": verb["id"]},
            "object": lambda object_: _object(object_, version),
            "result": lambda result: _result(result, version),
            "context": _context,
            "timestamp": _instant,
        },
    )


def _instant(value: str) -> int | str:
    try:
        return timestamp.read(value)
    except BadRequest:  # nothing invalid is kept, but what another record gave us may be
        return value


def _object(object_: Json, version: Version) -> Json:
    kind = object_.get("objectType", "Activity")
    if kind == "Activity":
        return _activity(object_)
    if kind == "SubStatement":
        return _statement(object_, version)
    if kind == "StatementRef":
        return _changed(object_, {"id": str.lower})
    return _actor(object_)


def _activity(activity: Json) -> Json:
    return {key: value for key, value in activity.items() if key != "definition"}


def _activities(activities: Json | list[Json]) -> list[Json]:
    return [_activity(one) for one in (activities if isinstance(activities, list) else [activities])]


def _actor(actor: Json) -> Json:
    """Reduce an agent or a group: the order of members and the case of mail domains and hashes do not count."""
    return _changed(actor, {"mbox": _mailbox, "mbox_sha1sum": str.lower, "member": _members})


def _mailbox(mbox: str) -> str:
    local, _, domain = mbox.rpartition("@")
    return f"{local}@{domain.lower()}"


def _members(members: list[Json]) -> list[Json]:
    return sorted((_actor(member) for member in members), key=lambda member: json.dumps(member, sort_keys=True))


def _result(result: Json, version: Version) -> Json:
    return _changed(result, {"duration": duration.comparable}) if version is Version.V2 else result


def _context(context: Json) -> Json:
    return _changed(
        context,
        {
            "registration": str.lower,
            "language": str.lower,
            "instructor": _actor,
            "team": _actor,
            "statement": lambda reference: _changed(reference, {"id": str.lower}),
            "contextActivities": lambda of: _changed(of, dict.fromkeys(ACTIVITY_CONTEXTS, _activities)),
            "contextAgents": lambda agents: [_changed(one, {"agent": _actor}) for one in agents],
            "contextGroups": lambda groups: [_changed(one, {"group": _actor}) for one in groups],
        },
    )
