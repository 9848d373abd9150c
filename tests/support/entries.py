"""Entries for a store, made the way a request makes them."""

import json
from typing import Any
from uuid import UUID, uuid4

from lrs.store.promise import Entry
from lrs.xapi.actor import agent_object
from lrs.xapi.statement import complete, read_statement
from lrs.xapi.version import Version

TOOL = "account https://example.org/keys tool"


def entry(id_: UUID | None = None, authority: str = TOOL, attachments: tuple[str, ...] = (), **more: Any) -> Entry:
    """One statement about something, with these properties."""
    statement: dict[str, Any] = {
        "actor": {"mbox": "mailto:learner@example.org"},
        "verb": {"id": "http://example.org/verbs/did"},
        "object": {"id": "http://example.org/activities/a"},
        **more,
    }
    text = json.dumps(statement).replace("\\\\u", "\\u")  # an escape spelled out arrives as one
    return complete(
        read_statement(text.encode(), Version.V1),
        id=id_ or uuid4(),
        authority=json.dumps(agent_object(authority)),
        authority_identifier=authority,
        version=Version.V1,
        attachments=attachments,
    )
