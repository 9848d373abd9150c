"""One question about statements, frozen, from the request to the store (1.0.3 Communication 2.1.3)."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Format = Literal["ids", "exact", "canonical"]


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """Which statements, in which order, from where on, and told how.

    Agents are given by their inverse functional identifier (`lrs.xapi.actor.identifier`), instants as microseconds
    since 1970 UTC. `limit` is how many a page holds, never 0 here. A page after the first carries `after`, the
    sequence number of the last statement already given (exclusive, in the direction of the order), and `ceiling`, the
    newest sequence number the first page could see; neither is visible to the sender except inside `more`.
    """

    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    related_activities: bool = False
    related_agents: bool = False
    since: int | None = None
    until: int | None = None
    ascending: bool = False
    limit: int = 100
    format: Format = "exact"
    attachments: bool = False
    authority: str | None = None  # `statements/read/mine`: set by the server from the credential, never read from `more`
    after: int | None = None
    ceiling: int | None = None
