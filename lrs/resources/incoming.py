"""Statements on their way in: as JSON, or as multipart/mixed with the bytes of their attachments.

Attachment bytes go to disk under their hash before the statements that name them are kept; whatever a refused request
leaves there, the store sweeps later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lrs.errors import BadRequest, TooLarge
from lrs.resources.multipart import Part, Parts, boundary_of
from lrs.resources.request import Call
from lrs.store.promise import Attachments
from lrs.xapi.attachment import attachments, expected, signatures
from lrs.xapi.signature import verify
from lrs.xapi.statement import Received, read_statement, read_statements

JSON = "application/json"
MIXED = "multipart/mixed"
SIGNATURE_BYTES = 1 << 20  # far above any signed statement


@dataclass(frozen=True, slots=True)
class Incoming:
    """Valid statements, to be taken once, and the hashes (lower-case) of the bytes that came along.

    What is wrong with a statement is found when it is taken, what is wrong with all of them after the last: nothing may
    be kept before that.
    """

    statements: Iterator[Received]
    brought: frozenset[str] = frozenset()

    def brought_by(self, received: Received) -> tuple[str, ...]:
        """Return the hashes of what came along for one of the statements."""
        if not self.brought:
            return ()
        return tuple({one.sha2.lower() for one in attachments(received.statement)} & self.brought)


def receive(call: Call, *, one: bool = False) -> Incoming:
    """Read what a call carries.

    Raises
    ------
    BadRequest
        When any of it breaks a rule, now or when the statements are taken.
    """
    media_type = call.media_type
    if media_type == JSON:
        return Incoming(_alone(_read(call, call.body.read(), one=one)))
    if media_type == MIXED:
        return _mixed(call, one=one)
    raise BadRequest(f"Content-Type: expected {JSON} or {MIXED}, got {call.content_type[:60]!r}")


def _read(call: Call, body: bytes, *, one: bool) -> Iterator[Received]:
    return iter([read_statement(body, call.version)]) if one else read_statements(body, call.version)


def _alone(statements: Iterable[Received]) -> Iterator[Received]:
    """Yield statements that came without attachments; refuse them if some are missed."""
    taken: list[Received] = []
    for received in statements:
        taken.append(received)
        yield received
    if any(one.statement.attachments or one.statement.object.attachments for one in taken):
        expected(one.statement for one in taken).check(())


def _mixed(call: Call, *, one: bool) -> Incoming:
    parts = iter(Parts(call.body.pieces(), boundary_of(call.content_type)))
    first = next(parts, None)
    if first is None or first.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadRequest(f"body: the first part of {MIXED} holds the statements and has Content-Type {JSON}")
    statements = list(_read(call, first.read(call.service.settings.body_bytes), one=one))
    wanted = expected([received.statement for received in statements])
    kept = call.service.store.attachments
    brought = _keep(parts, kept, wanted.allowed, call.service.settings.attachments_bytes)
    wanted.check(brought)
    _verify(call, statements, brought)
    return Incoming(iter(statements), brought)


def _keep(parts: Iterable[Part], kept: Attachments, allowed: frozenset[str], limit: int) -> frozenset[str]:
    brought: set[str] = set()
    left = limit
    for part in parts:
        sha2 = _hash_of(part, allowed)
        left -= _stream(part, kept, sha2, left)
        brought.add(sha2)
    return frozenset(brought)


def _hash_of(part: Part, allowed: frozenset[str]) -> str:
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise BadRequest("body: a part's Content-Transfer-Encoding is missing or not `binary`")
    sha2 = part.headers.get("x-experience-api-hash", "").lower()
    if not sha2:
        raise BadRequest("body: a part has no X-Experience-API-Hash")
    if sha2 not in allowed:
        raise BadRequest(f"X-Experience-API-Hash: {sha2[:128]!r} is the sha2 of no attachment of these statements")
    return sha2


def _stream(part: Part, kept: Attachments, sha2: str, limit: int) -> int:
    """Stream one part to disk; return its size."""
    size = 0
    sink = kept.sink()
    try:
        for piece in part.pieces:
            size += len(piece)
            if size > limit:
                raise TooLarge("body: the attachments hold more than one request may; send fewer at a time")
            sink.write(piece)
        sink.seal(sha2)
    finally:
        sink.discard()
    return size


def _verify(call: Call, statements: list[Received], brought: frozenset[str]) -> None:
    """Verify the signatures whose bytes came along."""
    kept = call.service.store.attachments
    for received in statements:
        for sha2 in signatures(received.statement):
            if sha2 not in brought:
                continue
            if (kept.size(sha2) or 0) > SIGNATURE_BYTES:
                raise BadRequest(f"attachment {sha2}: is far too large for a signature")
            verify(received.text, b"".join(kept.read(sha2)), call.version)
