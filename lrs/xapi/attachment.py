"""Attachments (1.0.3 Data 2.4.11): their headers, and which of their bytes must come along."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi.iri import check_iri, check_irl
from lrs.xapi.language import check_map
from lrs.xapi.vocabulary import SIGNATURE, SIGNATURE_TYPE
from lrs.xapi.wording import refusal
from schemas.statement import Attachment, Statement

_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*;.*)?", re.DOTALL)


def check(attachment: Attachment, path: str) -> None:
    """Refuse an attachment that breaks a rule."""
    check_iri(attachment.usageType, f"{path}.usageType")
    check_map(attachment.display, f"{path}.display")
    if attachment.description:
        check_map(attachment.description, f"{path}.description")
    if _TYPE.fullmatch(attachment.contentType) is None:
        raise refusal(f"{path}.contentType", "an Internet media type, such as image/png", attachment.contentType)
    if attachment.length < 0:
        raise refusal(f"{path}.length", "a number of bytes", attachment.length)
    if not attachment.sha2:
        raise refusal(f"{path}.sha2", "the hexadecimal digits of a SHA-224, 256, 384 or 512", attachment.sha2)
    if attachment.fileUrl is not UNSET:
        check_irl(attachment.fileUrl, f"{path}.fileUrl")
    if attachment.usageType == SIGNATURE and attachment.contentType != SIGNATURE_TYPE:
        raise refusal(f"{path}.contentType", f'"{SIGNATURE_TYPE}" for a signature', attachment.contentType)


def attachments(statement: Statement) -> Iterator[Attachment]:
    """Yield the attachments of a statement and of its sub-statement."""
    yield from statement.attachments or ()
    yield from statement.object.attachments or ()


@dataclass(frozen=True, slots=True)
class Expected:
    """Hashes (lower-case) whose bytes must come with a request, each with the path that asks, and those that may."""

    required: Mapping[str, str]
    allowed: frozenset[str]

    def check(self, received: Iterable[str]) -> None:
        """Refuse a request that brought other bytes than it speaks of, or not all it must bring.

        Raises
        ------
        BadRequest
            Naming the hash, or where the bytes are missed.
        """
        came = {sha2.lower() for sha2 in received}
        for sha2 in sorted(came - self.allowed):
            raise BadRequest(f"X-Experience-API-Hash {sha2}: no attachment of these statements has this sha2")
        for path in (path for sha2, path in self.required.items() if sha2 not in came):
            raise BadRequest(f"{path}: expected a fileUrl, or its bytes in a multipart/mixed request")


def expected(statements: Statement | Iterable[Statement]) -> Expected:
    """Return which bytes must and may come with these statements: an attachment without `fileUrl` brings its own."""
    all_ = [statements] if isinstance(statements, Statement) else list(statements)
    required: dict[str, str] = {}
    allowed = set()
    for index, statement in enumerate(all_):
        for path, attachment in _placed(statement, "statement" if len(all_) == 1 else f"statement[{index}]"):
            allowed.add(attachment.sha2.lower())
            if attachment.fileUrl is UNSET:
                required.setdefault(attachment.sha2.lower(), path)
    return Expected(required, frozenset(allowed))


def _placed(statement: Statement, path: str) -> Iterator[tuple[str, Attachment]]:
    for place, owner in ((path, statement), (f"{path}.object", statement.object)):
        for index, attachment in enumerate(owner.attachments or ()):
            yield f"{place}.attachments[{index}]", attachment


def signatures(statement: Statement) -> list[str]:
    """Return the hashes (lower-case) of the attachments that sign a statement."""
    return [one.sha2.lower() for one in statement.attachments or () if one.usageType == SIGNATURE]
