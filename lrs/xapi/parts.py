"""What a statement and a sub-statement both consist of (1.0.3 Data 2.4, 2.4.4.3)."""

from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import actor, attachment, context, result, timestamp, verb
from lrs.xapi import object as object_
from lrs.xapi.version import Version
from lrs.xapi.wording import refusal
from schemas.statement import Statement, StatementObject


def check(statement: Statement | StatementObject, path: str, version: Version) -> None:
    """Refuse a statement, or a sub-statement that has an actor, a verb and an object, when a part breaks a rule."""
    if statement.actor:
        actor.check(statement.actor, f"{path}.actor")
    if statement.verb:
        verb.check(statement.verb, f"{path}.verb")
    kind = _check_object(statement, path, version)
    if statement.result:
        result.check(statement.result, f"{path}.result")
    if statement.context:
        context.check(statement.context, f"{path}.context", version, about_activity=kind == "Activity")
    if statement.timestamp is not UNSET:
        timestamp.check(statement.timestamp, f"{path}.timestamp")
    if statement.attachments:
        for index, one in enumerate(statement.attachments):
            attachment.check(one, f"{path}.attachments[{index}]")


def _check_object(statement: Statement | StatementObject, path: str, version: Version) -> str | None:
    thing = statement.object
    if thing is UNSET:
        return None
    kind = object_.check_kind(thing, f"{path}.object")
    if kind != "SubStatement":
        object_.check(thing, f"{path}.object", kind)
    elif isinstance(statement, StatementObject):
        raise BadRequest(f"{path}.object.objectType: a SubStatement cannot contain another")
    else:
        _check_sub_statement(thing, f"{path}.object", version)
    return kind


def _check_sub_statement(thing: StatementObject, path: str, version: Version) -> None:
    for name in ("actor", "verb", "object"):
        if getattr(thing, name) is UNSET:
            raise refusal(f"{path}.{name}", "an object: every SubStatement has one")
    check(thing, path, version)
