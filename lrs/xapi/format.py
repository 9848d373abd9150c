"""How a statement is told: exact, ids or canonical (1.0.3 Communication 2.1.3).

A statement is taken apart only where something changes; every other member stays the text it was, so that numbers keep
their digits.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from lrs.xapi import language
from lrs.xapi.jsontext import elements, joined, members
from lrs.xapi.query import Format
from lrs.xapi.vocabulary import ACTIVITY_CONTEXTS, COMPONENTS, IDENTIFIERS
from schemas.statement import Activity, Statement

Change = Callable[[bytes], bytes]
"""From a JSON text to another."""

_statement = msgspec.json.Decoder(Statement)
_string = msgspec.json.Decoder(str)


def tell(text: str, format: Format, languages: Sequence[str], definitions: Mapping[str, str]) -> str:  # noqa: A002
    """Return a kept statement in a format.

    Parameters
    ----------
    text
        A kept statement.
    languages
        What the reader prefers (`lrs.xapi.language.preferred`); canonical only.
    definitions
        What is known of activities (`activity_ids`), as JSON text by IRI; canonical only.
    """
    if format == "exact":
        return text
    if format == "ids":
        return _minimal_statement(text.encode()).decode()
    return _Canonical(languages, definitions).statement(text.encode()).decode()


def activity_ids(text: str) -> list[str]:
    """Return the IRIs of the activities whose definitions `canonical` needs to tell a kept statement."""
    statement = _statement.decode(text)
    found = []
    for one in (statement, statement.object):
        thing = one.object
        if thing and thing.id and thing.objectType in (msgspec.UNSET, "Activity"):
            found.append(thing.id)
        activities = one.context.contextActivities if one.context else None
        for name in ACTIVITY_CONTEXTS if activities else ():
            value = getattr(activities, name) or []
            found.extend(one.id for one in ([value] if isinstance(value, Activity) else value))
    return list(dict.fromkeys(found))


def _changed(raw: bytes, changes: Mapping[str, Change]) -> bytes:
    return joined({key: changes[key](value) if key in changes else value for key, value in members(raw).items()})


def _each(change: Change) -> Change:
    """Return a change for an array, or for the one element that stands for it."""

    def changed(raw: bytes) -> bytes:
        if raw[:1] != b"[":
            return change(raw)
        return b"[" + b",".join(change(one) for one in elements(raw)) + b"]"

    return changed


def _kind(parts: Mapping[str, bytes], default: str) -> str:
    raw = parts.get("objectType")
    return default if raw is None else _string.decode(raw)


def _about(activity: Change, agent: Change, statement: Change) -> Change:
    """Return the change for an object, by what it is."""
    by_kind = {"Activity": activity, "Agent": agent, "Group": agent, "SubStatement": statement}

    def changed(raw: bytes) -> bytes:
        kind = _kind(members(raw), "Activity")
        return by_kind[kind](raw) if kind in by_kind else raw

    return changed


def _whole(changes: Mapping[str, Change]) -> Change:
    return lambda raw: _changed(raw, changes)


# ids: what identifies things, and nothing else of them --------------------------------------------------------------


def _minimal_agent(raw: bytes) -> bytes:
    parts = members(raw)
    kept = {key: value for key, value in parts.items() if key in ("objectType", *IDENTIFIERS)}
    if _kind(parts, "Agent") == "Group" and not kept.keys() & set(IDENTIFIERS):
        kept["member"] = _each(_minimal_agent)(parts["member"])
    return joined(kept)


def _only_id(raw: bytes) -> bytes:
    return joined({"id": members(raw)["id"]})


_minimal_context = _whole(
    {
        "instructor": _minimal_agent,
        "team": _minimal_agent,
        "contextActivities": _whole(dict.fromkeys(ACTIVITY_CONTEXTS, _each(_only_id))),
        "contextAgents": _each(_whole({"agent": _minimal_agent})),
        "contextGroups": _each(_whole({"group": _minimal_agent})),
    }
)


def _minimal_statement(raw: bytes) -> bytes:
    return _changed(
        raw,
        {
            "actor": _minimal_agent,
            "authority": _minimal_agent,
            "verb": _only_id,
            "object": _about(_only_id, _minimal_agent, _minimal_statement),
            "context": _minimal_context,
        },
    )


# canonical: what is known of things, in one language ----------------------------------------------------------------


class _Canonical:
    """The changes for one reader."""

    def __init__(self, languages: Sequence[str], definitions: Mapping[str, str]) -> None:
        self._languages = languages
        self._definitions = definitions
        components = _each(_whole({"description": self._one_language}))
        self._definition = _whole(
            {"name": self._one_language, "description": self._one_language} | dict.fromkeys(COMPONENTS, components)
        )
        activities = _whole(dict.fromkeys(ACTIVITY_CONTEXTS, _each(self._activity)))
        self._changes: dict[str, Change] = {
            "verb": _whole({"display": self._one_language}),
            "object": _about(self._activity, _unchanged, self.statement),
            "context": _whole({"contextActivities": activities}),
        }

    def statement(self, raw: bytes) -> bytes:
        """Change a statement or a sub-statement."""
        return _changed(raw, self._changes)

    def _activity(self, raw: bytes) -> bytes:
        parts = members(raw)
        known = self._definitions.get(_string.decode(parts["id"]))
        definition = parts.get("definition") if known is None else known.encode()
        if definition is not None:
            parts["definition"] = self._definition(definition)
        return joined(parts)

    def _one_language(self, raw: bytes) -> bytes:
        return joined(language.chosen(members(raw), self._languages))


def _unchanged(raw: bytes) -> bytes:
    return raw
