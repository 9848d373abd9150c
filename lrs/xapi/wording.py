"""How a refusal is worded: the path, what was expected there, what came instead, cut short."""

import json
from typing import Any

from msgspec import UNSET

from lrs.errors import BadRequest

_LONGEST = 60


def shown(value: Any) -> str:
    """Return a value as JSON, cut short; what is absent is "nothing"."""
    if value is UNSET:
        return "nothing"
    if isinstance(value, str) and len(value) > _LONGEST:
        value = value[:_LONGEST] + "…"
    text = json.dumps(value, ensure_ascii=False, default=lambda _: "{…}")
    return text if len(text) <= _LONGEST + 3 else text[:_LONGEST] + "…"


def refusal(path: str, expected: str, got: Any = UNSET) -> BadRequest:
    """Return the refusal of what stands at a path.

    Examples
    --------
    >>> refusal("statement.actor.mbox", "a mailto: IRI", "foo").sentence
    'statement.actor.mbox: expected a mailto: IRI, got "foo"'
    """
    return BadRequest(f"{path}: expected {expected}, got {shown(got)}")


def one_of(values: "frozenset[str] | tuple[str, ...]") -> str:
    """Return a choice in words: `"a", "b" or "c"`."""
    *first, last = (f'"{value}"' for value in (sorted(values) if isinstance(values, frozenset) else values))
    return f"{', '.join(first)} or {last}" if first else last
