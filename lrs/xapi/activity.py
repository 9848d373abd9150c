"""Activities and their definitions (1.0.3 Data 2.4.4.1)."""

import json
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from lrs.xapi import extensions
from lrs.xapi.iri import check_iri, check_irl
from lrs.xapi.language import check_map
from lrs.xapi.vocabulary import COMPONENTS, INTERACTIONS
from lrs.xapi.wording import one_of, refusal
from schemas.statement import Activity, Definition, InteractionComponent, StatementObject

_interaction = attrgetter("interactionType", "correctResponsesPattern", *COMPONENTS)
_NO_INTERACTION = (UNSET,) * (2 + len(COMPONENTS))


def listed(activities: Activity | list[Activity] | UnsetType) -> list[Activity]:
    """Return context activities as a list: one alone stands for a list of one (2.4.6.2)."""
    if isinstance(activities, list):
        return activities
    return [activities] if activities else []


def check(activity: Activity, path: str) -> None:
    """Refuse an activity that breaks a rule."""
    if activity.objectType is not UNSET and activity.objectType != "Activity":
        raise refusal(f"{path}.objectType", '"Activity"', activity.objectType)
    check_iri(activity.id, f"{path}.id")
    if activity.definition:
        check_definition(activity.definition, f"{path}.definition")


def check_object(activity: StatementObject, path: str) -> None:
    """Refuse an activity as a statement's object that breaks a rule."""
    if activity.id is UNSET:
        raise refusal(f"{path}.id", "the activity's IRI")
    check_iri(activity.id, f"{path}.id")
    if activity.definition:
        check_definition(activity.definition, f"{path}.definition")


_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "name": check_map,
    "description": check_map,
    "type": check_iri,
    "moreInfo": check_irl,
    "extensions": extensions.check,
}
_parts = attrgetter(*_CHECKS)


def check_definition(definition: Definition, path: str) -> None:
    """Refuse an activity definition that breaks a rule."""
    for name, check_part, value in zip(_CHECKS, _CHECKS.values(), _parts(definition), strict=True):
        if value is not UNSET:
            check_part(value, f"{path}.{name}")
    if _interaction(definition) != _NO_INTERACTION:
        _check_interaction(definition, path)


def _check_interaction(definition: Definition, path: str) -> None:
    kind = definition.interactionType
    if kind not in INTERACTIONS:
        raise refusal(f"{path}.interactionType", one_of(INTERACTIONS), kind)
    for name, kinds in COMPONENTS.items():
        components = getattr(definition, name)
        if components is UNSET:
            continue
        if kind not in kinds:
            raise refusal(f"{path}.{name}", f"nothing: interactionType {one_of(kinds)} has {name}, {kind} has not", [])
        _check_components(components, f"{path}.{name}")


def _check_components(components: list[InteractionComponent], path: str) -> None:
    seen: set[str] = set()
    for index, component in enumerate(components):
        if component.id in seen:
            raise refusal(f"{path}[{index}].id", "ids that differ within the list", component.id)
        seen.add(component.id)
        if component.description:
            check_map(component.description, f"{path}[{index}].description")


def merge(old: str | None, new: Definition) -> str:
    """Return what is known of an activity once a new definition was seen, as JSON text.

    What the new one says replaces what the old one said, property by property; languages and extensions add up, so a
    tool that speaks one language does not silence the others.
    """
    merged: dict[str, Any] = {} if old is None else json.loads(old)
    for key, value in msgspec.to_builtins(new).items():
        kept = merged.get(key)
        merged[key] = {**kept, **value} if isinstance(value, dict) and isinstance(kept, dict) else value
    return json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
