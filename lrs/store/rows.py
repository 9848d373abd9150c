"""One statement told as the rows of the record's tables. Pure: seq and stored come later, from the writer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from msgspec import UNSET

from lrs.store.promise import Entry
from lrs.xapi.activity import listed
from lrs.xapi.actor import identifier
from lrs.xapi.vocabulary import VOIDED
from schemas.statement import Activity, Actor, Context, Definition, StatementObject

FIRST, DIRECT, RELATED = 0, 1, 2
KeyOf = Callable[[str], int]
Agent = Actor | StatementObject

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Row:
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
    agents: dict[int | None, int] = field(default_factory=dict)  # key → role
    activities: set[int] = field(default_factory=set)
    names: list[tuple[int, str]] = field(default_factory=list)
    definitions: list[tuple[int, int, Definition]] = field(default_factory=list)  # activity, digest, what it says


def row(entry: Entry, body: bytes, key: KeyOf) -> Row:
    """Tell a statement as rows.

    Parameters
    ----------
    entry
        What was accepted.
    body
        Its text, packed (`lrs.store.codec`).
    key
        Gives the key of an agent's identifier, a verb's or an activity's IRI.
    """
    statement = entry.statement
    authority = key(entry.authority)
    told = Row(entry, body, entry.id.bytes, authority, authority, key(statement.verb.id))
    about = statement.object
    _tell_agents(told, statement.actor, DIRECT, key)
    if about.objectType is UNSET or about.objectType == "Activity":
        told.activity = _tell_activity(told, about, key)
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


def _tell_part(told: Row, part: StatementObject, key: KeyOf) -> None:
    """Tell a sub-statement: everything in it is related, nothing direct."""
    about = part.object
    _tell_agents(told, part.actor, RELATED, key)  # type: ignore[arg-type]  # a valid sub-statement has both
    if about:
        if about.objectType is UNSET or about.objectType == "Activity":
            _tell_activity(told, about, key)
        elif about.objectType != "StatementRef":
            _tell_agents(told, about, RELATED, key)
    if part.context:
        _tell_context(told, part.context, key)


def _tell_context(told: Row, context: Context, key: KeyOf) -> None:
    for actor in _around(context):
        _tell_agents(told, actor, RELATED, key)
    if context.contextActivities:
        around = context.contextActivities
        for activities in (around.parent, around.grouping, around.category, around.other):
            for activity in listed(activities) if activities else ():
                _tell_activity(told, activity, key)


def _around(context: Context) -> Iterator[Actor]:
    if context.instructor:
        yield context.instructor
    if context.team:
        yield context.team
    for one in context.contextAgents or ():
        yield one.agent
    for several in context.contextGroups or ():
        yield several.group


def _tell_agents(told: Row, actor: Agent, role: int, key: KeyOf) -> None:
    """Tell an agent, or a group and its members."""
    name = identifier(actor)
    if name is not None:
        agent = key(name)
        if role < told.agents.get(agent, RELATED + 1):
            told.agents[agent] = role
        if actor.name:
            told.names.append((agent, actor.name))
    if actor.member:
        for member in actor.member:
            _tell_agents(told, member, role, key)


def _tell_activity(told: Row, activity: Activity | StatementObject, key: KeyOf) -> int:
    iri = key(activity.id)  # type: ignore[arg-type]  # a valid activity has an id
    told.activities.add(iri)
    if activity.definition and told.entry.defines:
        told.definitions.append((iri, hash(_encode(activity.definition)), activity.definition))
    return iri


class _Asserted(msgspec.Struct):
    authority: Actor


_asserted = msgspec.json.Decoder(_Asserted)


def _tell_authority(told: Row, key: KeyOf) -> None:
    """Tell the authority the statement came with, if the record keeps it: an agent, or an application and its user."""
    kept = _asserted.decode(f'{told.entry.head}""}}').authority
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
