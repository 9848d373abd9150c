"""The quick way to read a statement: parts that came before are not read again.

Tools repeat themselves: the same actor, verb, object and context activities come again, byte for byte. So a statement
is first cut into those parts, and a part whose bytes were decoded and checked before is simply taken: 7 µs a statement
instead of 15. Results and extensions, hardly two of which are alike, are decoded while it is cut. Whatever is unusual
in any way is left to the slow way, which gives every verdict and words every refusal: this one only ever says "valid",
or nothing. A property test compares the two.

Parts are shared between statements: nobody may change one.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType

from lrs.errors import BadRequest
from lrs.xapi import actor, context, extensions, jsontext, result, timestamp, verb
from lrs.xapi import object as object_
from lrs.xapi.iri import check_uuid
from lrs.xapi.language import check_tag
from lrs.xapi.remembered import Remembered
from schemas.statement import (
    Activity,
    Actor,
    Context,
    ContextActivities,
    Extensions,
    Result,
    Statement,
    StatementObject,
    Verb,
)

Part = TypeVar("Part")
_ESCAPED_COLON = b"\\u003"  # of \\u003a and \\u003A, what they share
_WITHIN = 2  # objects that a part may be in: the statement, its context
_ACTIVITY = (UNSET, "Activity")


class _Context(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """What most contexts consist of."""

    registration: str | UnsetType = UNSET
    instructor: Raw | UnsetType = UNSET
    team: Raw | UnsetType = UNSET
    contextActivities: Raw | UnsetType = UNSET  # noqa: N815 -- the standard's spelling
    platform: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET


class _Sketch(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """What most statements consist of."""

    actor: Raw
    verb: Raw
    object: Raw
    id: str | UnsetType = UNSET
    result: Result | UnsetType = UNSET
    context: _Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    version: str | UnsetType = UNSET


class _Unusual(Exception):  # noqa: N818 -- not an error
    """Something the slow way has to look at."""


class _Parts(Generic[Part]):
    """The parts of one kind that were decoded and checked, by their bytes, each with the colons it holds.

    Colons tell duplicate keys (`jsontext.colons`): every member of an object has one of its own.
    """

    def __init__(self, shape: type[Part], check: Callable[[Part], None]) -> None:
        self._decode = msgspec.json.Decoder(shape).decode
        self._check = check
        self._remembered: Remembered[bytes, tuple[Part, int]] = Remembered()

    def read(self, raw: Raw) -> tuple[Part, int]:
        """Return a part, and its colons."""
        data = bytes(raw)
        known = self._remembered.known.get(data)
        return self._read(data) if known is None else known

    def _read(self, data: bytes) -> tuple[Part, int]:
        decoded = self._decode(data)
        colons = jsontext.colons(data, decoded)
        if colons is None or not jsontext.is_shallow(data, within=_WITHIN):
            raise _Unusual
        self._check(decoded)
        known = decoded, colons
        self._remembered.keep(data, known, len(data))
        return known


def _check_object(thing: StatementObject) -> None:
    kind = object_.check_kind(thing, "")
    if kind == "SubStatement":
        raise _Unusual
    object_.check(thing, "", kind)


def _check_context_activities(around: ContextActivities) -> None:
    if any(isinstance(one, Activity) for one in (around.parent, around.grouping, around.category, around.other)):
        raise _Unusual
    context.check_activities(around, "")


_actors = _Parts(Actor, lambda one: actor.check(one, ""))
_teams = _Parts(Actor, lambda one: actor.check_group(one, ""))
_verbs = _Parts(Verb, lambda one: verb.check(one, ""))
_objects = _Parts(StatementObject, _check_object)
_surroundings = _Parts(ContextActivities, _check_context_activities)
_sketch = msgspec.json.Decoder(_Sketch).decode
_encode = msgspec.json.Encoder().encode
_absent: tuple[UnsetType, int] = UNSET, 0  # a context that is not there


def read(element: bytes) -> Statement | None:
    """Return a statement all parts of which are certainly valid, or None when the slow way has to tell.

    Its `id` and `version`, and what depends on several parts, are left to check.
    """
    try:
        return _read(element)
    except (_Unusual, BadRequest, msgspec.DecodeError, RecursionError):
        return None


def _read(element: bytes) -> Statement:
    if b"\\" in element and _ESCAPED_COLON in element:
        raise _Unusual
    sketch = _sketch(element)
    who, colons = _actors.read(sketch.actor)
    did, more = _verbs.read(sketch.verb)
    what, most = _objects.read(sketch.object)
    around, others = _read_context(sketch.context) if sketch.context else _absent
    if colons + more + most + others + _colons_around(sketch) != element.count(b":"):
        raise _Unusual
    if around and around.platform is not UNSET and what.objectType not in _ACTIVITY:
        raise _Unusual
    if sketch.result:
        result.check(sketch.result, "")
    if sketch.timestamp is not UNSET:
        timestamp.check(sketch.timestamp, "")
    return Statement(who, did, what, sketch.id, sketch.result, around, sketch.timestamp, version=sketch.version)


def _colons_around(sketch: _Sketch) -> int:
    """Return the colons of a statement that are in none of its parts but its result."""
    colons = 3
    if sketch.result:
        colons += 1 + _colons_of(sketch.result)
    for text in (sketch.id, sketch.timestamp, sketch.version):
        if text is not UNSET:
            colons += 1 + text.count(":")
    return colons


def _colons_of(decoded: Result | Extensions) -> int:
    """Return the colons that what was decoded had, if each key stood there once."""
    text = _encode(decoded)
    if not jsontext.is_plain(text, _WITHIN):
        raise _Unusual
    return text.count(b":")


def _read_context(sketch: _Context) -> tuple[Context, int]:
    told = Context(sketch.registration, platform=sketch.platform, language=sketch.language)
    colons = 1
    if sketch.registration is not UNSET:
        check_uuid(sketch.registration, "")
        colons += 1
    if sketch.platform is not UNSET:
        colons += 1 + sketch.platform.count(":")
    if sketch.language is not UNSET:
        check_tag(sketch.language, "")
        colons += 1
    if sketch.instructor is not UNSET:
        told.instructor, more = _actors.read(sketch.instructor)
        colons += more + 1
    if sketch.team is not UNSET:
        told.team, more = _teams.read(sketch.team)
        colons += more + 1
    if sketch.contextActivities is not UNSET:
        told.contextActivities, more = _surroundings.read(sketch.contextActivities)
        colons += more + 1
    if sketch.extensions is not UNSET:
        told.extensions = sketch.extensions
        extensions.check(told.extensions, "")
        colons += _colons_of(told.extensions) + 1
    return told, colons
