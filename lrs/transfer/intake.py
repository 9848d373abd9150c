"""Lines of statements on their way into a record, each judged on its own."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import UNSET

from lrs.errors import BadRequest, Refusal
from lrs.resources.incoming import SIGNATURE_BYTES
from lrs.store.promise import Entry, Store
from lrs.xapi.attachment import attachments, signatures
from lrs.xapi.signature import verify
from lrs.xapi.statement import Received, complete, read_statement
from lrs.xapi.version import Version

NAMESPACE = UUID("0b3a52fe-6c0e-5a0a-8f43-59f1c6b0b6d3")
"""A statement without an id gets the UUIDv5 of its text in this namespace: imported twice, it is kept once."""

_NAME = "import"


class _Versioned(msgspec.Struct):
    version: Any = None


class Intake:
    """Reads, checks, completes and keeps statements that no tool sends itself.

    Parameters
    ----------
    store
        Where they go.
    home
        The home page of the authority an import writes.
    version
        The version of a statement that does not say its own, or that breaks the rules of the one it says.
    keep_authority
        Whether the authority a statement brings stays.
    """

    def __init__(self, store: Store, home: str, version: Version, *, keep_authority: bool) -> None:
        agent = {"objectType": "Agent", "name": "Acquis import", "account": {"homePage": home, "name": _NAME}}
        self._store, self._version, self._keeps = store, version, keep_authority
        self._authority = json.dumps(agent, separators=(",", ":"))
        self._identifier = f"account {home} {_NAME}"

    def keep(self, lines: Iterable[bytes]) -> dict[str, Any]:
        """Keep what can be kept.

        Returns
        -------
        dict
            How many were `kept`, how many were `present` already, the `refused` as index and reason, and how many
            attachments' bytes are `missing`.
        """
        refused: list[dict[str, Any]] = []
        entries: list[Entry] = []
        places: list[int] = []
        for index, line in enumerate(lines):
            try:
                entries.append(self.entry(line))
                places.append(index)
            except Refusal as refusal:
                refused.append({"index": index, "reason": refusal.sentence})
        outcomes = self._store.add_each(entries) if entries else []
        for index, outcome in zip(places, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                refused.append({"index": index, "reason": outcome.sentence})
        return {
            "kept": sum(outcome is True for outcome in outcomes),
            "present": sum(outcome is False for outcome in outcomes),
            "refused": sorted(refused, key=lambda one: int(one["index"])),
            "missing": sum(_missing(entry) for entry in entries),
        }

    def entry(self, line: bytes) -> Entry:
        """Read, check and complete one statement.

        Raises
        ------
        BadRequest
            Naming the property that is wrong.
        """
        received, version = self._received(line)
        brought = self._brought(received, version)
        return complete(
            received,
            id=UUID(received.statement.id) if received.statement.id else uuid5(NAMESPACE, received.text),
            authority=self._authority,
            authority_identifier=self._identifier,
            version=version,
            attachments=brought,
            keep_authority=self._keeps,
        )

    def _received(self, line: bytes) -> tuple[Received, Version]:
        """Return a statement and the version it is judged by: the one it says, or else that of the import.

        What says 1.0.x may have been received under 2.0, by its rules.
        """
        version = self._version_of(line)
        try:
            return _without_stored(read_statement(line, version)), version
        except BadRequest:
            if version is not self._version:
                with suppress(BadRequest):
                    return _without_stored(read_statement(line, self._version)), self._version
            raise

    def _version_of(self, line: bytes) -> Version:
        """Return the version a statement says it has; what is malformed is left for the reader to refuse."""
        if b'"version"' not in line:
            return self._version
        try:
            said = msgspec.json.decode(line, type=_Versioned).version
        except (msgspec.DecodeError, RecursionError):
            return self._version
        if not isinstance(said, str):
            return self._version
        return Version.V1 if said.startswith("1.") else Version.V2

    def _brought(self, received: Received, version: Version) -> tuple[str, ...]:
        """Return the hashes of the statement's attachments whose bytes are kept, its signature verified."""
        if not (received.statement.attachments or received.statement.object.attachments):
            return ()
        kept = self._store.attachments
        for sha2 in signatures(received.statement):
            size = kept.size(sha2)
            if size is not None and size > SIGNATURE_BYTES:
                raise BadRequest(f"attachment {sha2}: is far too large for a signature")
            if size is not None:
                verify(received.text, b"".join(kept.read(sha2)), version)
        hashes = {one.sha2.lower() for one in attachments(received.statement)}
        return tuple(sorted(sha2 for sha2 in hashes if kept.size(sha2) is not None))


_STORED = re.compile(r',"stored":"[^"\\]*"(?=[,}])')


def _without_stored(received: Received) -> Received:
    """Take out what another record says it stored a statement at, where a glance is enough to find it.

    Whoever exports writes it in one way; looking for it by reading the text letter by letter, as `complete` does for
    every other way, takes longer than all the rest. Where the name stands once and nothing is escaped, it is the one.
    """
    text = received.text
    if not received.statement.stored or "\\u" in text or text.count('"stored"') != 1:
        return received
    text, found = _STORED.subn("", text)
    if not found:
        return received
    return Received(text.encode(), msgspec.structs.replace(received.statement, stored=UNSET), received.lone)


def _missing(entry: Entry) -> int:
    """Count the attachments that have neither bytes here nor an address of their own."""
    return sum(not one.fileUrl and one.sha2.lower() not in entry.attachments for one in attachments(entry.statement))
