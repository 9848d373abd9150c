"""One agent replaced by another wherever JSON text names it. Pure.

The text is taken apart and written again only where the agent occurs; numbers keep the digits they came with.
"""

import json
from typing import Any

import msgspec

from lrs.xapi.actor import agent_object, identifier
from schemas.statement import Actor

_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


class _Digits(str):
    """A number as it was written."""

    __slots__ = ()


def replaced(text: str, old: str, new: str) -> str | None:
    """Return JSON text in which every agent `old` has become `new`, or None when it is not there.

    Parameters
    ----------
    text
        Any JSON.
    old, new
        Identifiers as `lrs.xapi.actor.identifier` writes them. The name `old` went by goes with it; a group keeps
        its members.
    """
    replacement = agent_object(new)
    found = False

    def swap(thing: dict[str, Any]) -> dict[str, Any]:
        nonlocal found
        if _identifier(thing) != old:
            return thing
        found = True
        named = {name: value for name, value in replacement.items() if name != "objectType"}
        return named | {name: thing[name] for name in ("objectType", "member") if name in thing}

    value = json.loads(text, parse_float=_Digits, parse_int=_Digits, parse_constant=_Digits, object_hook=swap)
    return _written(value) if found else None


def replaced_bytes(content: bytes, old: str, new: str) -> bytes | None:
    """Return what `replaced` makes of a document, or None when it is not JSON or does not name the agent."""
    try:
        text = replaced(content.decode(), old, new)
    except (ValueError, RecursionError):
        return None
    return None if text is None else text.encode()


def _identifier(thing: dict[str, Any]) -> str | None:
    named = {name: thing[name] for name in _IDENTIFIERS if name in thing}
    if not named:
        return None
    try:
        return identifier(msgspec.convert(named, Actor))
    except (msgspec.ValidationError, ValueError):
        return None  # something else that happens to use the word


def _written(value: Any) -> str:
    if isinstance(value, _Digits):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_written(name)}:{_written(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
