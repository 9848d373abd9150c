"""One question about statements, frozen, from the request to the store (1.0.3 Communication 2.1.3)."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from typing import Any, Literal
from uuid import UUID

import msgspec

from lrs.errors import BadRequest
from lrs.xapi import actor, timestamp
from lrs.xapi.iri import check_iri, check_uuid
from lrs.xapi.version import Version
from lrs.xapi.wording import one_of, refusal

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
    authority: str | None = (
        None  # `statements/read/mine`: set by the server from the credential, never read from `more`
    )
    after: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class SingleQuery:
    """The question for one statement by its id."""

    id: UUID
    voided: bool
    format: Format = "exact"
    attachments: bool = False


LARGEST_PAGE = 100
_FORMATS = ("ids", "exact", "canonical")
_SINGLE = {"statementId": False, "voidedStatementId": True}
_BESIDE_SINGLE = frozenset({"format", "attachments"})


def _boolean(value: str, name: str) -> bool:
    if value not in ("true", "false"):
        raise refusal(name, one_of(("true", "false")), value)
    return value == "true"


def _iri(value: str, name: str) -> str:
    check_iri(value, name)
    return value


def _uuid(value: str, name: str) -> UUID:
    check_uuid(value, name)
    return UUID(value)


def _limit(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise refusal(name, "a whole number, 0 for as many as the server gives at once", value)
    return int(value)


def _format(value: str, name: str) -> str:
    if value not in _FORMATS:
        raise refusal(name, one_of(_FORMATS), value)
    return value


_READERS: dict[str, Callable[[str, str], Any]] = {
    "statementId": _uuid,
    "voidedStatementId": _uuid,
    "verb": _iri,
    "activity": _iri,
    "registration": _uuid,
    "related_activities": _boolean,
    "related_agents": _boolean,
    "since": timestamp.read,
    "until": timestamp.read,
    "limit": _limit,
    "format": _format,
    "attachments": _boolean,
    "ascending": _boolean,
}
PARAMETERS = ("agent", *_READERS)
"""Every parameter of GET /statements, the same in both versions."""


def check_names(params: Mapping[str, str], allowed: "tuple[str, ...] | frozenset[str]") -> None:
    """Refuse a parameter that is not one of those allowed, or is one but for its case."""
    for name in params:
        if name in allowed:
            continue
        for known in allowed:
            if known.lower() == name.lower():
                raise BadRequest(f"{name[:60]}: expected the parameter {known}; the case of a name matters")
        raise BadRequest(f"{name[:60]}: no such parameter here; expected {one_of(tuple(sorted(allowed)))}")


def read_query(
    params: Mapping[str, str], version: Version, *, largest: int = LARGEST_PAGE
) -> StatementQuery | SingleQuery:
    """Return the question that the parameters of GET /statements ask.

    Parameters
    ----------
    params
        Names and values, decoded.
    largest
        How many statements a page may hold: what `limit` 0, no `limit` and greater ones come to.

    Raises
    ------
    BadRequest
        Naming the parameter.
    """
    check_names(params, PARAMETERS)
    values = {name: read(params[name], name) for name, read in _READERS.items() if name in params}
    if "agent" in params:
        values["agent"] = actor.identifier(actor.read_agent(params["agent"], "agent", version))
    for name, voided in _SINGLE.items():
        if name in values:
            return _single(name, voided, values)
    values["limit"] = min(values.get("limit") or largest, largest)
    return StatementQuery(**values)


def _single(name: str, voided: bool, values: dict[str, Any]) -> SingleQuery:  # noqa: FBT001 -- a row of _SINGLE
    for other in values:
        if other != name and other not in _BESIDE_SINGLE:
            raise BadRequest(f"{other}: not allowed beside {name}, which takes only format and attachments")
    return SingleQuery(values[name], voided, values.get("format", "exact"), values.get("attachments", False))


_CARRIED = tuple(field.name for field in fields(StatementQuery) if field.name != "authority")
_DIGEST = 6


def more(query: StatementQuery, after: int, ceiling: int) -> str:
    """Return the token that continues a question: its whole state, URL-safe, without the authority."""
    state = replace(query, after=after, ceiling=ceiling)
    first = StatementQuery()
    carried = {
        index: value.bytes if isinstance(value, UUID) else value
        for index, name in enumerate(_CARRIED)
        if (value := getattr(state, name)) != getattr(first, name)
    }
    packed = msgspec.msgpack.encode(carried)
    return base64.urlsafe_b64encode(_digest(packed) + packed).rstrip(b"=").decode()


def _digest(packed: bytes) -> bytes:
    """Return a checksum: a token cut short in a log or a mail is noticed. It is no secret, and need not be one."""
    return blake2b(packed, digest_size=_DIGEST).digest()


class _Carried(msgspec.Struct):
    """What a token may hold, checked again: anyone can write one."""

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
    after: int | None = None
    ceiling: int | None = None


def resume(token: str) -> StatementQuery:
    """Return the question a token continues.

    Raises
    ------
    BadRequest
        When it is not a token we gave.
    """
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        digest, packed = data[:_DIGEST], data[_DIGEST:]
        carried = msgspec.msgpack.decode(packed if digest == _digest(packed) else b"", type=dict[int, Any])
        named = {_CARRIED[index]: value for index, value in carried.items()}
        if "registration" in named:
            named["registration"] = UUID(bytes=named["registration"])
        checked = msgspec.convert(named, _Carried)
    except (ValueError, TypeError, IndexError, binascii.Error, msgspec.MsgspecError):
        raise refusal("more", "the address that an earlier answer gave", token) from None
    return StatementQuery(**{name: getattr(checked, name) for name in _CARRIED})
