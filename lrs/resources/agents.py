"""Agents (1.0.3 Communication 2.4): one agent and every name it went by, as a Person."""

from flask import Response

from lrs.errors import BadRequest
from lrs.resources.answers import answer
from lrs.resources.request import Call
from lrs.xapi.actor import identifier, person, read_agent


def get(call: Call) -> Response:
    """Answer with a Person, also when nobody spoke of the agent."""
    call.only("agent")
    found = identifier(read_agent(call.need("agent"), "agent", call.version))
    if found is None:
        raise BadRequest("agent: has no identifier; expected mbox, mbox_sha1sum, openid or account")
    seen = call.service.store.person(found)
    return answer(person(found, () if seen is None else seen.names))


METHODS = {"GET": get, "HEAD": get}
