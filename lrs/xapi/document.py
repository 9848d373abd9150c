"""Documents (1.0.3 Communication 2.2, 3.1; 2.0.0 4.1.4): when they may be written, and how JSON ones merge."""

from collections.abc import Callable
from hashlib import sha1
from typing import Any, Literal

import msgspec

from lrs.errors import BadRequest, Conflict, PreconditionFailed
from lrs.xapi import jsontext
from lrs.xapi.version import Version

Kind = Literal["state", "agent_profile", "activity_profile"]
Precondition = Callable[[str | None], None]
"""Given the ETag of what is kept (None when nothing is), let a write pass or raise its refusal."""

_anything = msgspec.json.Decoder(Any)
_NAMES = {"state": "state document", "agent_profile": "agent profile", "activity_profile": "activity profile"}


def etag(content: bytes) -> str:
    """Return a document's ETag: its SHA-1, lower-case, quoted."""
    return f'"{sha1(content, usedforsecurity=False).hexdigest()}"'


def precondition(
    method: str, kind: Kind, version: Version, if_match: str | None, if_none_match: str | None
) -> Precondition:
    """Return the check that a write must pass inside its transaction.

    A PUT that says nothing about what it expects to find:

    ==========  ==============  =================  ==================
    what is     1.0.3 state     1.0.3 profiles     2.0.0, all three
    ==========  ==============  =================  ==================
    absent      passes          400                passes
    present     passes          409                409
    ==========  ==============  =================  ==================
    """

    def check(kept: str | None) -> None:
        if if_match is not None and not _matches(if_match, kept):
            raise PreconditionFailed(f"If-Match: the {_NAMES[kind]} is {_state(kept)}, not {if_match[:80]}")
        if if_none_match is not None and _matches(if_none_match, kept):
            raise PreconditionFailed(f"If-None-Match: there is such a {_NAMES[kind]} already: {_state(kept)}")
        if method == "PUT" and if_match is None and if_none_match is None:
            _check_blind(kind, version, kept)

    return check


def _check_blind(kind: Kind, version: Version, kept: str | None) -> None:
    if version is Version.V1 and kind == "state":
        return
    if kept is not None:
        raise Conflict(
            f"If-Match: expected the ETag of the {_NAMES[kind]} to replace, or If-None-Match; "
            f"read what is there first: its ETag is {kept}"
        )
    if version is Version.V1:
        raise BadRequest(
            f"If-None-Match: expected * to create a {_NAMES[kind]}, or If-Match to replace one; xAPI 1.0.3 asks for it"
        )


def _state(kept: str | None) -> str:
    return "absent" if kept is None else kept


def _matches(header: str, kept: str | None) -> bool:
    """Whether a header's list of ETags, or `*`, names what is kept; quotes and a weakness mark are optional."""
    if kept is None:
        return False
    tags = [tag.strip() for tag in header.split(",")]
    return "*" in tags or kept.strip('"') in (tag.removeprefix("W/").strip('"') for tag in tags)


def is_closed(content: bytes) -> bool:
    """Tell whether content is a JSON object or array: no part of one is, so that none of it is missing."""
    try:
        return isinstance(_anything.decode(content), (dict, list))
    except (msgspec.DecodeError, RecursionError):
        return False


def merge_json(old: bytes, new: bytes) -> bytes:
    """Return a JSON object with the members of another laid over it, one level deep (2.2).

    The members' own texts are kept: numbers keep their digits.

    Raises
    ------
    BadRequest
        When one of the two is not a JSON object.
    """
    return jsontext.joined(_members(old, "the document that is there") | _members(new, "document"))


def _members(content: bytes, path: str) -> dict[str, bytes]:
    if not isinstance(jsontext.read(content, _anything, path), dict):
        raise BadRequest(f"{path}: expected a JSON object: only objects are merged by POST")
    return jsontext.members(content)
