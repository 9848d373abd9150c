"""What gives a statement its meaning (1.0.3 Data 2.4.6; 2.0.0 4.2.2.5)."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import activity, actor, extensions
from lrs.xapi.iri import check_iri, check_uuid
from lrs.xapi.language import check_tag
from lrs.xapi.version import Version
from lrs.xapi.vocabulary import ACTIVITY_CONTEXTS
from lrs.xapi.wording import refusal
from schemas.statement import (
    Activity,
    Context,
    ContextActivities,
    ContextAgent,
    ContextGroup,
    Statement,
    StatementRef,
)

_contexts = attrgetter(*ACTIVITY_CONTEXTS)


def check(context: Context, path: str, version: Version, *, about_activity: bool) -> None:
    """Refuse a context that breaks a rule; `revision` and `platform` belong to statements about an Activity only."""
    for name, check_part, value in zip(_CHECKS, _CHECKS.values(), _parts(context), strict=True):
        if value is not UNSET:
            check_part(value, f"{path}.{name}")
    if not about_activity:
        _check_no_activity(context, path)
    if context.contextAgents is not UNSET or context.contextGroups is not UNSET:
        _check_around(context, path, version)


def _check_no_activity(context: Context, path: str) -> None:
    for name in ("revision", "platform"):
        if getattr(context, name) is not UNSET:
            raise refusal(f"{path}.{name}", "nothing unless the object is an Activity", getattr(context, name))


def check_activities(activities: ContextActivities, path: str) -> None:
    """Refuse context activities that break a rule."""
    for name, value in zip(ACTIVITY_CONTEXTS, _contexts(activities), strict=True):
        if not value:
            continue
        if not isinstance(value, list):
            activity.check(value, f"{path}.{name}")
            continue
        for index, one in enumerate(value):
            activity.check(one, f"{path}.{name}[{index}]")


def lone_activities(statement: Statement) -> list[tuple[str, ...]]:
    """Return the paths of a statement's and its sub-statement's context activities that are not in an array."""
    found: list[tuple[str, ...]] = []
    if statement.context:
        found += _lone(statement.context)
    if statement.object.context:
        found += (("object", *path) for path in _lone(statement.object.context))
    return found


def _lone(context: Context) -> list[tuple[str, ...]]:
    if not context.contextActivities:
        return []
    pairs = zip(ACTIVITY_CONTEXTS, _contexts(context.contextActivities), strict=True)
    return [("context", "contextActivities", name) for name, value in pairs if isinstance(value, Activity)]


def check_reference(reference: StatementRef, path: str) -> None:
    """Refuse what does not point to a statement."""
    if reference.objectType != "StatementRef":
        raise refusal(f"{path}.objectType", '"StatementRef"', reference.objectType)
    check_uuid(reference.id, f"{path}.id")


def _check_around(context: Context, path: str, version: Version) -> None:
    if version is Version.V1:
        name = "contextGroups" if context.contextAgents is UNSET else "contextAgents"
        raise BadRequest(f"{path}.{name}: no such property in xAPI 1.0.3; send X-Experience-API-Version: 2.0.0")
    for index, one in enumerate(context.contextAgents or ()):
        _check_member(one, f"{path}.contextAgents[{index}]", "contextAgent")
        actor.check_agent(one.agent, f"{path}.contextAgents[{index}].agent")
    for index, group in enumerate(context.contextGroups or ()):
        _check_member(group, f"{path}.contextGroups[{index}]", "contextGroup")
        actor.check_group(group.group, f"{path}.contextGroups[{index}].group")


def _check_member(member: ContextAgent | ContextGroup, path: str, kind: str) -> None:
    if member.objectType != kind:
        raise refusal(f"{path}.objectType", f'"{kind}"', member.objectType)
    if member.relevantTypes is UNSET:
        return
    if not member.relevantTypes:
        raise refusal(f"{path}.relevantTypes", "at least one IRI", [])
    for index, type_ in enumerate(member.relevantTypes):
        check_iri(type_, f"{path}.relevantTypes[{index}]")


_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "registration": check_uuid,
    "instructor": actor.check,
    "team": actor.check_group,
    "contextActivities": check_activities,
    "language": check_tag,
    "statement": check_reference,
    "extensions": extensions.check,
}
_parts = attrgetter(*_CHECKS)
