"""One statement told as the rows of the record's tables. Pure: seq and stored come later, from the writer."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET

from lrs.store.promise import Entry
from lrs.xapi.activity import listed
from lrs.xapi.actor import identifier
from lrs.xapi.remembered import Remembered
from lrs.xapi.vocabulary import VOIDED
from schemas.statement import Activity, Actor, Context, ContextActivities, Definition, StatementObject

FIRST, DIRECT, RELATED = 0, 1, 2
KeyOf = Callable[[str], int]
Agent = Actor | StatementObject
Part = TypeVar("Part")
Fact = TypeVar("Fact")
_Named = tuple[str, str | None]  # an agent's identifier, and the name it goes by
_Defined = tuple[str, int, Definition | None]  # an activity's IRI, a digest of its definition, and that

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
    activities: set[int] = msgspec.field(default_factory=set)
    names: list[tuple[int, str]] = msgspec.field(default_factory=list)
    definitions: list[tuple[int, int, Definition]] = msgspec.field(default_factory=list)  # activity, digest, …


class _Facts(Generic[Part, Fact]):
    """What is told of parts of one kind, each once: `lrs.xapi.quick` gives a part that came before as the same object.

    A part that is kept here lives on, so that no other has its address.
    """

    def __init__(self, tell: Callable[[Part], Iterator[Fact]]) -> None:
        self._tell = tell
        self._remembered: Remembered[int, tuple[Part, tuple[Fact, ...]]] = Remembered()

    def __call__(self, part: Part) -> tuple[Fact, ...]:
        """Return the facts of a part."""
        known = self._remembered.known.get(id(part))
        return self._told(part) if known is None else known[1]

    def _told(self, part: Part) -> tuple[Fact, ...]:
        facts = tuple(self._tell(part))
        self._remembered.keep(id(part), (part, facts), len(_encode(part)))
        return facts


def _agents_in(actor: Agent) -> Iterator[_Named]:
    """Yield an agent, or a group and its members: those who have an identifier."""
    name = identifier(actor)
    if name is not None:
        yield name, actor.name or None
    for member in actor.member or ():
        yield from _agents_in(member)


def _activity_in(activity: Activity | StatementObject) -> Iterator[_Defined]:
    told = activity.definition or None
    yield activity.id, hash(_encode(told)) if told else 0, told  # type: ignore[misc]  # a valid activity has an id


def _activities_in(around: ContextActivities) -> Iterator[_Defined]:
    for some in (around.parent, around.grouping, around.category, around.other):
        for activity in listed(some):
            yield from _activity_in(activity)


_agents: _Facts[Agent, _Named] = _Facts(_agents_in)
_activity: _Facts[Activity | StatementObject, _Defined] = _Facts(_activity_in)
_activities: _Facts[ContextActivities, _Defined] = _Facts(_activities_in)


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
        told.activity = key(about.id)  # type: ignore[arg-type]  # a valid activity has an id
        _tell_activities(told, _activity(about), key)
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
            _tell_activities(told, _activity(about), key)
        elif about.objectType != "StatementRef":
            _tell_agents(told, about, RELATED, key)
    if part.context:
        _tell_context(told, part.context, key)


def _tell_context(told: Row, context: Context, key: KeyOf) -> None:
    for actor in _around(context):
        _tell_agents(told, actor, RELATED, key)
    if context.contextActivities:
        _tell_activities(told, _activities(context.contextActivities), key)


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
    for identified, name in _agents(actor):
        agent = key(identified)
        if role < told.agents.get(agent, RELATED + 1):
            told.agents[agent] = role
        if name is not None:
            told.names.append((agent, name))


def _tell_activities(told: Row, activities: tuple[_Defined, ...], key: KeyOf) -> None:
    for iri, digest, definition in activities:
        activity = key(iri)
        told.activities.add(activity)
        if definition is not None and told.entry.defines:
            told.definitions.append((activity, digest, definition))


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
