"""Agents and groups (1.0.3 Data 2.4.2), their identifiers, and the Person they add up to (Communication 2.4)."""

import re
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import jsontext
from lrs.xapi.iri import check_iri, check_irl
from lrs.xapi.version import Version
from lrs.xapi.vocabulary import IDENTIFIERS
from lrs.xapi.wording import refusal
from schemas.statement import Actor, StatementObject

_MBOX = re.compile(r'mailto:(?!//)[^\s@<>"\\,;:?()\[\]]+@[^\s@<>"\\,;:?()\[\]/#&]+')
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_identifiers = attrgetter(*IDENTIFIERS)
_ONE_OF = "exactly one of mbox, mbox_sha1sum, openid or account"
_decoder = msgspec.json.Decoder(Actor)


def check(actor: Actor | StatementObject, path: str) -> None:
    """Refuse what is neither a valid Agent nor a valid Group."""
    kind = actor.objectType
    if kind == "Group":
        _check_group(actor, path)
    elif kind is UNSET or kind == "Agent":
        check_agent(actor, path)
    else:
        raise refusal(f"{path}.objectType", '"Agent" or "Group"', kind)


def check_agent(actor: Actor | StatementObject, path: str) -> None:
    """Refuse what is not an Agent."""
    if actor.objectType is not UNSET and actor.objectType != "Agent":
        raise refusal(f"{path}.objectType", '"Agent"', actor.objectType)
    if actor.member is not UNSET:
        raise refusal(f"{path}.member", 'no members: only a Group (objectType "Group") has them', actor.member)
    if _check_identifiers(actor, path) == 0:
        raise BadRequest(f"{path}: expected {_ONE_OF} to identify the Agent, got {_lone(actor)}")


def check_group(actor: Actor, path: str) -> None:
    """Refuse what is not a Group."""
    if actor.objectType is not UNSET and actor.objectType != "Group":
        raise refusal(f"{path}.objectType", '"Group"', actor.objectType)
    _check_group(actor, path)


def _check_group(actor: Actor | StatementObject, path: str) -> None:
    identified = _check_identifiers(actor, path)
    if actor.member is not UNSET:
        for index, member in enumerate(actor.member):
            check_agent(member, f"{path}.member[{index}]")
    if not identified and not actor.member:
        raise BadRequest(f"{path}: expected {_ONE_OF} to identify the Group, or its member list, got {_lone(actor)}")


def check_authority(actor: Actor, path: str) -> None:
    """Refuse what cannot assert a statement: an Agent can, and an anonymous Group of an application and its user."""
    if actor.objectType != "Group":
        check(actor, path)
        return
    _check_group(actor, path)
    if any(value is not UNSET for value in _identifiers(actor)) or len(actor.member or ()) != 2:
        raise BadRequest(f"{path}: expected an Agent, or a Group of exactly two Agents and no identifier (OAuth)")
    if all(member.account is UNSET for member in actor.member or ()):
        raise BadRequest(f"{path}: expected one of the two Agents to be the OAuth consumer, identified by account")


def _lone(actor: Actor | StatementObject) -> str:
    return "nothing" if actor.name is UNSET else "only a name"


def _check_identifiers(actor: Actor | StatementObject, path: str) -> int:
    """Check the identifiers that are there, at most one; return how many."""
    mbox, sha1, openid, account = found = _identifiers(actor)
    if found.count(UNSET) < 3:
        names = [name for name, value in zip(IDENTIFIERS, found, strict=True) if value is not UNSET]
        raise BadRequest(f"{path}: expected {_ONE_OF}, got {' and '.join(names)}")
    if mbox is not UNSET:
        if _MBOX.fullmatch(mbox) is None:
            raise refusal(f"{path}.mbox", "a mailto: IRI, such as mailto:ada@example.org", mbox)
    elif account is not UNSET:
        check_irl(account.homePage, f"{path}.account.homePage")
    elif sha1 is not UNSET:
        if _SHA1.fullmatch(sha1) is None:
            raise refusal(f"{path}.mbox_sha1sum", "the 40 hexadecimal digits of a SHA-1", sha1)
    elif openid is not UNSET:
        check_iri(openid, f"{path}.openid")
    else:
        return 0
    return 1


def identifier(actor: Actor | StatementObject) -> str | None:
    """Return the canonical text of an actor's identifier, equal for equal actors; None for an anonymous group.

    The domain of a mail address and the digits of a hash are lower-cased: their case does not matter (2.4.2.3).
    """
    mbox, sha1, openid, account = _identifiers(actor)
    if mbox is not UNSET:
        local, _, domain = mbox.rpartition("@")
        return f"mbox {local}@{domain.lower()}"
    if account is not UNSET:
        return f"account {account.homePage} {account.name}"
    if sha1 is not UNSET:
        return f"mbox_sha1sum {sha1.lower()}"
    return None if openid is UNSET else f"openid {openid}"


def agent_object(identifier: str) -> dict[str, Any]:
    """Return the JSON object of the agent an identifier names."""
    kind, _, value = identifier.partition(" ")
    if kind != "account":
        return {"objectType": "Agent", kind: value}
    page, _, name = value.partition(" ")
    return {"objectType": "Agent", "account": {"homePage": page, "name": name}}


def person(identifier: str, names: Iterable[str]) -> dict[str, Any]:
    """Return the Person object: every property an array (Communication 2.4)."""
    told: dict[str, Any] = {"objectType": "Person"}
    known = list(names)
    if known:
        told["name"] = known
    agent = agent_object(identifier)
    del agent["objectType"]
    return told | {key: [value] for key, value in agent.items()}


def read_agent(text: str, parameter: str, version: Version) -> Actor:  # noqa: ARG001 -- both versions agree; callers need not know
    """Return the agent (or identified group) that a query parameter holds as JSON.

    Raises
    ------
    BadRequest
        Naming the parameter and the property.
    """
    actor = jsontext.read(text.encode("utf-8", "surrogatepass"), _decoder, parameter)
    check(actor, parameter)
    if identifier(actor) is None:
        raise BadRequest(f"{parameter}: expected an identified agent or group: an anonymous group cannot be asked for")
    return actor
