"""Who and what one statement speaks of, read straight from the wording of the standard (1.0.3 Communication 2.1.3).

The naive store and the tests ask here. `lrs.store.rows` answers the same questions quickly, and must agree.
"""

from collections.abc import Iterator
from uuid import UUID

from msgspec import UNSET

from lrs.xapi.activity import listed
from lrs.xapi.actor import identifier
from lrs.xapi.query import StatementQuery
from schemas.statement import Activity, Actor, Context, Statement, StatementObject

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
Part = Statement | StatementObject


def reference(statement: Statement) -> UUID | None:
    """Return the id of the statement this one targets."""
    return UUID(statement.object.id) if statement.object.objectType == "StatementRef" else None  # type: ignore[arg-type]  # a valid reference has an id


def voids(statement: Statement) -> UUID | None:
    """Return the id of the statement this one voids, if that one does not itself void."""
    return reference(statement) if statement.verb.id == VOIDED else None


def is_activity(thing: StatementObject) -> bool:
    """Tell whether an object is an activity: the type that may be left unsaid."""
    return thing.objectType in (UNSET, "Activity")


def is_actor(thing: StatementObject) -> bool:
    """Tell whether an object is an agent or a group."""
    return thing.objectType in ("Agent", "Group")


def with_members(actor: Actor | StatementObject) -> Iterator[Actor | StatementObject]:
    """Yield an actor and, for a group, its members."""
    yield actor
    yield from actor.member or ()


def direct_agents(part: Part) -> Iterator[Actor | StatementObject]:
    """Yield the actor and the object of a statement or sub-statement, members too."""
    if part.actor:
        yield from with_members(part.actor)
    if part.object and is_actor(part.object):
        yield from with_members(part.object)


def context_agents(context: Context) -> Iterator[Actor | StatementObject]:
    """Yield the instructor, the team, and 2.0's context agents and groups."""
    for actor in (context.instructor, context.team):
        if actor:
            yield from with_members(actor)
    for one in context.contextAgents or ():
        yield from with_members(one.agent)
    for several in context.contextGroups or ():
        yield from with_members(several.group)


def parts(statement: Statement) -> Iterator[Part]:
    """Yield a statement, then the sub-statement it may hold."""
    yield statement
    if statement.object.objectType == "SubStatement":
        yield statement.object


def spoken_of(statement: Statement) -> Iterator[Actor | StatementObject]:
    """Yield every agent and group a statement itself speaks of, in a fixed order."""
    for part in parts(statement):
        yield from direct_agents(part)
        if part.context:
            yield from context_agents(part.context)


def every_agent(statement: Statement) -> Iterator[Actor | StatementObject]:
    """Yield every agent and group anywhere in a statement, its authority too."""
    yield from spoken_of(statement)
    if statement.authority:
        yield from with_members(statement.authority)


def every_activity(statement: Statement) -> Iterator[Activity | StatementObject]:
    """Yield every activity anywhere in a statement, in a fixed order."""
    for part in parts(statement):
        if part.object and is_activity(part.object):
            yield part.object
        if part.context and part.context.contextActivities:
            around = part.context.contextActivities
            for some in (around.parent, around.grouping, around.category, around.other):
                yield from listed(some)


def meets(statement: Statement, query: StatementQuery) -> bool:
    """Tell whether a statement, taken alone, meets the filters that references carry."""
    return all(answer(statement, query) for answer in (_meets_agent, _meets_verb, _meets_activity, _meets_registration))


def _meets_agent(statement: Statement, query: StatementQuery) -> bool:
    agents = every_agent if query.related_agents else direct_agents
    return query.agent is None or any(identifier(one) == query.agent for one in agents(statement))


def _meets_verb(statement: Statement, query: StatementQuery) -> bool:
    return query.verb is None or statement.verb.id == query.verb


def _meets_activity(statement: Statement, query: StatementQuery) -> bool:
    if query.related_activities:
        return query.activity is None or any(one.id == query.activity for one in every_activity(statement))
    return query.activity is None or (is_activity(statement.object) and statement.object.id == query.activity)


def _meets_registration(statement: Statement, query: StatementQuery) -> bool:
    registration = statement.context.registration if statement.context else UNSET
    if query.registration is None or not registration:
        return query.registration is None
    return UUID(registration) == query.registration
