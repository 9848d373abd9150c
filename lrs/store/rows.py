"""One statement told as the rows of the record's tables. Pure: seq and stored come later, from the writer."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from lrs.store.keys import Activities, Agents, Draft
from lrs.store.promise import Entry
from lrs.xapi.activity import listed
from lrs.xapi.actor import identifier
from lrs.xapi.vocabulary import VOIDED
from schemas.statement import Activity, Actor, Context, ContextActivities, Definition, StatementObject

FIRST, DIRECT, RELATED = 0, 1, 2
Agent = Actor | StatementObject
_Defined = tuple[str, Definition | None]  # an activity's IRI, and its definition

_encode = msgspec.json.Encoder().encode


class Row(msgspec.Struct, gc=False):
    """What the record's tables say of one statement."""

    entry: Entry
    body: bytes  # its text, packed
    id: bytes
    authority: int  # whose credential wrote it
    asserter: int | None  # the agent that asserts it
    verb: int
    activity: int | None = None
    registration: bytes | None = None
    reference: UUID | None = None
    voids: bool = False
    agents: dict[int | None, int] = msgspec.field(default_factory=dict)  # key → role
    activities: frozenset[int] = frozenset()
    names: tuple[tuple[int, str], ...] = ()
    definitions: tuple[tuple[int, int, Definition], ...] = ()  # activity, digest, …


def _agents(actor: Agent, key: Draft) -> Agents:
    """Return what is told of an agent, or of a group and its members."""
    known = key.facts.agents.known.get(id(actor))
    if known is not None:
        return known[1]
    named = list(_agents_in(actor))
    keys = tuple(key(text) for text, _ in named)
    told = keys, tuple((agent, name) for agent, (_, name) in zip(keys, named, strict=True) if name)
    if key.certain(text for text, _ in named):
        key.facts.agents.keep(id(actor), (actor, told), len(_encode(actor)))
    return told


def _agents_in(actor: Agent) -> Iterator[tuple[str, str | None]]:
    """Yield the identifier and the name of an agent, or of a group and its members: of those who have an identifier."""
    name = identifier(actor)
    if name is not None:
        yield name, actor.name or None
    for member in actor.member or ():
        yield from _agents_in(member)


def _activities(
    part: Activity | StatementObject | ContextActivities, each: Callable[[Any], Iterator[_Defined]], key: Draft
) -> Activities:
    """Return what is told of the activities of a part."""
    known = key.facts.activities.known.get(id(part))
    if known is not None:
        return known[1]
    found = list(each(part))
    told = (
        frozenset(key(iri) for iri, _ in found),
        tuple((key(iri), hash(_encode(definition)), definition) for iri, definition in found if definition),
    )
    if key.certain(iri for iri, _ in found):
        key.facts.activities.keep(id(part), (part, told), len(_encode(part)))
    return told


def _activity_in(activity: Activity | StatementObject) -> Iterator[_Defined]:
    yield activity.id, activity.definition or None  # type: ignore[misc]  # a valid activity has an id


def _activities_in(around: ContextActivities) -> Iterator[_Defined]:
    for some in (around.parent, around.grouping, around.category, around.other):
        for activity in listed(some):
            yield from _activity_in(activity)


def row(entry: Entry, body: bytes, key: Draft) -> Row:
    """Tell a statement as rows.

    Parameters
    ----------
    entry
        What was accepted.
    body
        Its text, packed (`lrs.store.codec`).
    key
        Gives texts their keys.
    """
    statement, about = entry.statement, entry.statement.object
    authority = key(entry.authority)
    told = Row(entry, body, entry.id.bytes, authority, authority, key(statement.verb.id))
    _tell_agents(told, statement.actor, DIRECT, key)
    if about.objectType is UNSET or about.objectType == "Activity":
        told.activity = key(about.id)  # type: ignore[arg-type]  # a valid activity has an id
        _tell_activities(told, _activities(about, _activity_in, key))
    elif about.objectType == "StatementRef":
        told.reference = UUID(about.id)  # type: ignore[arg-type]  # a valid reference has an id
        told.voids = statement.verb.id == VOIDED
    elif about.objectType != "SubStatement":
        _tell_agents(told, about, DIRECT, key)
    if statement.context:
        if statement.context.registration:
            told.registration = bytes.fromhex(statement.context.registration.replace("-", ""))
        _tell_context(told, statement.context, key)
    if about.objectType == "SubStatement":
        _tell_part(told, about, key)
    if statement.authority:
        _tell_authority(told, key)
    _mark_first(told)
    return told


def _tell_part(told: Row, part: StatementObject, key: Draft) -> None:
    """Tell a sub-statement: everything in it is related, nothing direct."""
    about = part.object
    _tell_agents(told, part.actor, RELATED, key)  # type: ignore[arg-type]  # a valid sub-statement has both
    if about:
        if about.objectType is UNSET or about.objectType == "Activity":
            _tell_activities(told, _activities(about, _activity_in, key))
        elif about.objectType != "StatementRef":
            _tell_agents(told, about, RELATED, key)
    if part.context:
        _tell_context(told, part.context, key)


def _tell_context(told: Row, context: Context, key: Draft) -> None:
    if context.instructor:
        _tell_agents(told, context.instructor, RELATED, key)
    if context.team:
        _tell_agents(told, context.team, RELATED, key)
    for one in context.contextAgents or ():
        _tell_agents(told, one.agent, RELATED, key)
    for several in context.contextGroups or ():
        _tell_agents(told, several.group, RELATED, key)
    if context.contextActivities:
        _tell_activities(told, _activities(context.contextActivities, _activities_in, key))


def _tell_agents(told: Row, actor: Agent, role: int, key: Draft) -> None:
    """Tell an agent, or a group and its members."""
    agents, names = _agents(actor, key)
    if names:
        told.names += names
    for agent in agents:
        if role < told.agents.get(agent, RELATED + 1):
            told.agents[agent] = role


def _tell_activities(told: Row, activities: Activities) -> None:
    keys, definitions = activities
    told.activities |= keys
    if told.entry.defines:
        told.definitions += definitions


class _Asserted(msgspec.Struct):
    authority: Actor


_asserted = msgspec.json.Decoder(_Asserted)


def _tell_authority(told: Row, key: Draft) -> None:
    """Tell the authority the statement came with, if the record keeps it: an agent, or an application and its user."""
    kept = _asserted.decode(told.entry.head + b'""}').authority
    name = identifier(kept)
    told.asserter = None if name is None else key(name)
    for member in kept.member or ():
        agent = identifier(member)
        if agent is not None:
            told.agents.setdefault(key(agent), RELATED)


def _mark_first(told: Row) -> None:
    """Let exactly one agent row stand for the statement, so that queries without an agent find it once."""
    for agent, role in told.agents.items():
        if role == DIRECT:
            told.agents[agent] = FIRST
            return
    told.agents[None] = FIRST
