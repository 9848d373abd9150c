"""The shape of an xAPI statement, 1.0.3 and 2.0.0.

Names are the standard's. An absent property is `msgspec.UNSET` (falsy); `null` is never a value outside extensions.
Actors and objects are one structure each, because `objectType` may be left out of both; what may stand in which is
checked by `lrs.xapi`.
"""

from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

LanguageMap: TypeAlias = dict[str, str]
Extensions: TypeAlias = dict[str, Any]


class Shape(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What every structure here shares: an unknown property is refused. None can hold itself: no cycles to collect."""


class Account(Shape):
    """An account on an existing system (1.0.3 Data 2.4.2.4)."""

    homePage: str
    name: str


class Actor(Shape):
    """An Agent or a Group (2.4.2)."""

    objectType: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    mbox: str | UnsetType = UNSET
    mbox_sha1sum: str | UnsetType = UNSET
    openid: str | UnsetType = UNSET
    account: Account | UnsetType = UNSET
    member: list["Actor"] | UnsetType = UNSET


class Verb(Shape):
    """What the actor did (2.4.3)."""

    id: str
    display: LanguageMap | UnsetType = UNSET


class InteractionComponent(Shape):
    """One choice, scale point, source, target or step (2.4.4.1)."""

    id: str
    description: LanguageMap | UnsetType = UNSET


class Definition(Shape):
    """What an activity is (2.4.4.1)."""

    name: LanguageMap | UnsetType = UNSET
    description: LanguageMap | UnsetType = UNSET
    type: str | UnsetType = UNSET
    moreInfo: str | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET
    interactionType: str | UnsetType = UNSET
    correctResponsesPattern: list[str] | UnsetType = UNSET
    choices: list[InteractionComponent] | UnsetType = UNSET
    scale: list[InteractionComponent] | UnsetType = UNSET
    source: list[InteractionComponent] | UnsetType = UNSET
    target: list[InteractionComponent] | UnsetType = UNSET
    steps: list[InteractionComponent] | UnsetType = UNSET


class Activity(Shape):
    """Something to interact with (2.4.4.1), as an object or in a context."""

    id: str
    objectType: str | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET


class StatementRef(Shape):
    """A pointer to another statement (2.4.4.3)."""

    objectType: str
    id: str


class Score(Shape):
    """How well (2.4.5.1)."""

    scaled: float | UnsetType = UNSET
    raw: float | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET


class Result(Shape):
    """The measured outcome (2.4.5)."""

    score: Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: str | UnsetType = UNSET
    duration: str | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET


class ContextActivities(Shape):
    """Activities around this one; one alone stands for an array of one (2.4.6.2)."""

    parent: Activity | list[Activity] | UnsetType = UNSET
    grouping: Activity | list[Activity] | UnsetType = UNSET
    category: Activity | list[Activity] | UnsetType = UNSET
    other: Activity | list[Activity] | UnsetType = UNSET


class ContextAgent(Shape):
    """2.0: an agent around the statement and why it is there."""

    objectType: str
    agent: Actor
    relevantTypes: list[str] | UnsetType = UNSET


class ContextGroup(Shape):
    """2.0: a group around the statement and why it is there."""

    objectType: str
    group: Actor
    relevantTypes: list[str] | UnsetType = UNSET


class Context(Shape):
    """What gives a statement its meaning (2.4.6)."""

    registration: str | UnsetType = UNSET
    instructor: Actor | UnsetType = UNSET
    team: Actor | UnsetType = UNSET
    contextActivities: ContextActivities | UnsetType = UNSET
    contextAgents: list[ContextAgent] | UnsetType = UNSET
    contextGroups: list[ContextGroup] | UnsetType = UNSET
    revision: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    statement: StatementRef | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET


class Attachment(Shape):
    """A file beside the statement (2.4.11)."""

    usageType: str
    display: LanguageMap
    contentType: str
    length: int
    sha2: str
    description: LanguageMap | UnsetType = UNSET
    fileUrl: str | UnsetType = UNSET


class StatementObject(Shape):
    """An Activity, Agent, Group, StatementRef or SubStatement (2.4.4); without `objectType`, an Activity."""

    objectType: str | UnsetType = UNSET
    id: str | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET
    name: str | UnsetType = UNSET
    mbox: str | UnsetType = UNSET
    mbox_sha1sum: str | UnsetType = UNSET
    openid: str | UnsetType = UNSET
    account: Account | UnsetType = UNSET
    member: list[Actor] | UnsetType = UNSET
    actor: Actor | UnsetType = UNSET
    verb: Verb | UnsetType = UNSET
    object: "StatementObject | UnsetType" = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET


class Statement(Shape):
    """One statement (2.4)."""

    actor: Actor
    verb: Verb
    object: StatementObject
    id: str | UnsetType = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    stored: str | UnsetType = UNSET
    authority: Actor | UnsetType = UNSET
    version: str | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET
