"""What clients sent and what the server promised, to be held against it after a kill."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.client import HTTPException
from typing import Any

from tests.support import multipart
from tests.support.client import Client, Wire
from tests.support.multipart import TYPE, attachment_part, statements_part
from tests.support.statements import agent, attachment, iri, statement, voiding

Json = dict[str, Any]
GONE = b""
"""The content of a document that was deleted; none that is written is empty."""


@dataclass
class Document:
    """One document, written by one client only: what was promised last, and what was under way."""

    path: str
    params: Json
    promised: bytes = GONE
    under_way: bytes | None = None


@dataclass
class Ledger:
    """Everything one client did."""

    statements: dict[str, Json] = field(default_factory=dict)
    """Acknowledged, by id."""
    batches: list[list[str]] = field(default_factory=list)
    """Sent, acknowledged or not."""
    voided: set[str] = field(default_factory=set)
    """Targets of acknowledged voids."""
    perhaps_voided: set[str] = field(default_factory=set)
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    """Content of the attachment of each statement sent with one, acknowledged or not."""
    documents: list[Document] = field(default_factory=list)


class Load:
    """A client that does a bit of everything until the server is gone."""

    def __init__(self, client: Client, seed: int) -> None:
        self.ledger = Ledger()
        self._client = client
        self._chance = random.Random(seed)  # noqa: S311 - a load, not a secret

    def run(self, port: int, moving: threading.Semaphore) -> None:
        """Work until the connection breaks; `moving` is released at each answer."""
        try:
            with Wire(port) as wire:
                tool = self._client.with_(send=wire)
                while True:
                    self._chance.choice(DEEDS)(self, tool)
                    moving.release()
        except (OSError, HTTPException):
            return

    # Deeds: each notes what it is about to send, sends it, and notes the promise ------------------------------------

    def post_one(self, tool: Client) -> None:
        self._send(tool, [statement()])

    def post_batch(self, tool: Client) -> None:
        self._send(tool, [statement() for _ in range(self._chance.randint(2, 40))])

    def put_one(self, tool: Client) -> None:
        made = statement()
        self.ledger.batches.append([made["id"]])
        expect(tool.put("statements", {"statementId": made["id"]}, json_=made).status, 204)
        self.ledger.statements[made["id"]] = made

    def void(self, tool: Client) -> None:
        open_ = [id_ for id_ in self.ledger.statements if id_ not in self.ledger.voided]
        if not open_:
            return
        target = self._chance.choice(open_)
        if self.ledger.statements[target]["object"].get("objectType") == "StatementRef":
            return
        self.ledger.perhaps_voided.add(target)
        self._send(tool, [voiding(target)])
        self.ledger.voided.add(target)

    def attach(self, tool: Client) -> None:
        content = self._chance.randbytes(self._chance.choice((1, 1000, 200_000)))
        made = statement(attachments=[attachment(content)])
        self.ledger.bytes_of[made["id"]] = content
        self.ledger.batches.append([made["id"]])
        body = multipart.write([statements_part(made), attachment_part(content)])
        expect(tool.post("statements", body=body, headers={"Content-Type": TYPE}).status, 200)
        self.ledger.statements[made["id"]] = made

    def write_document(self, tool: Client) -> None:
        document = self._document()
        content = json.dumps({"n": self._chance.random(), "pad": "x" * self._chance.randint(0, 3000)}).encode()
        document.under_way = content
        expect(tool.put(document.path, document.params, body=content, headers=condition(document)).status, 204)
        document.promised, document.under_way = content, None

    def delete_document(self, tool: Client) -> None:
        document = self._document()
        if document.promised == GONE:
            return
        document.under_way = GONE
        expect(tool.delete(document.path, document.params, headers=condition(document)).status, 204)
        document.promised, document.under_way = GONE, None

    def _send(self, tool: Client, made: list[Json]) -> None:
        self.ledger.batches.append([one["id"] for one in made])
        expect(tool.post("statements", json_=made).status, 200)
        self.ledger.statements.update({one["id"]: one for one in made})

    def _document(self) -> Document:
        documents = self.ledger.documents
        if len(documents) < 6:
            kind, make = self._chance.choice(KINDS)
            documents.append(Document(kind, make()))
        return self._chance.choice(documents)


KINDS: tuple[tuple[str, Callable[[], Json]], ...] = (
    ("activities/state", lambda: {"activityId": iri(), "agent": agent(), "stateId": "s"}),
    ("agents/profile", lambda: {"agent": agent(), "profileId": "p"}),
    ("activities/profile", lambda: {"activityId": iri(), "profileId": "p"}),
)
DEEDS = (
    Load.post_one,
    Load.post_one,
    Load.post_batch,
    Load.put_one,
    Load.void,
    Load.attach,
    Load.write_document,
    Load.write_document,
    Load.delete_document,
)


def expect(status: int, wanted: int) -> None:
    if status == 503:  # the server is on its way out: no promise was made
        raise ConnectionError
    assert status == wanted


def condition(document: Document) -> dict[str, str]:
    if document.promised == GONE:
        return {"If-None-Match": "*"}
    return {"If-Match": f'"{sha1(document.promised).hexdigest()}"'}  # noqa: S324 - the standard's ETag


# Holding the server to it ---------------------------------------------------------------------------------------------


def hold(tool: Client, ledgers: list[Ledger]) -> None:
    """Compare what the server has with what it promised."""
    kept = {one["id"]: one for page in tool.pages(limit=1000, ascending=True) for one in page}
    for ledger in ledgers:
        missing = [id_ for id_ in ledger.statements if id_ not in kept and id_ not in ledger.perhaps_voided]
        assert not missing, f"{len(missing)} acknowledged statements are lost"
        for id_, made in ledger.statements.items():
            if id_ in kept:
                assert {name: kept[id_][name] for name in made} == made
        for id_ in ledger.perhaps_voided:
            assert kept_as(tool, id_) == ("voided" if id_ in ledger.voided else kept_as(tool, id_)) != "lost"
        gone = kept.keys() | ledger.perhaps_voided
        torn = [batch for batch in ledger.batches if 0 < sum(id_ in gone for id_ in batch) < len(batch)]
        assert not torn, "half of a batch was kept"
        for id_, content in ledger.bytes_of.items():
            if id_ in kept:
                assert attached(tool, id_) == content
        for document in ledger.documents:
            settle(tool, document)


def kept_as(tool: Client, id_: str) -> str:
    for name, told in (("statementId", "open"), ("voidedStatementId", "voided")):
        if tool.get("statements", {name: id_}).status == 200:
            return told
    return "lost"


def attached(tool: Client, id_: str) -> bytes:
    answer = tool.get("statements", {"statementId": id_, "attachments": True})
    _, part = multipart.read(answer.headers["Content-Type"], answer.body)
    assert part.headers["X-Experience-API-Hash"] == sha256(part.content).hexdigest()
    return part.content


def settle(tool: Client, document: Document) -> None:
    """A document is what was promised last, or what was under way; what it is now counts from here on."""
    answer = tool.get(document.path, document.params)
    now = answer.body if answer.status == 200 else GONE
    assert answer.status in (200, 404)
    assert now in (document.promised, document.under_way)
    document.promised, document.under_way = now, None


def counted(ledgers: list[Ledger]) -> Iterator[str]:
    """Tell how much was promised, for the curious (`pytest -s`)."""
    yield f"{sum(len(ledger.statements) for ledger in ledgers)} statements"
    yield f"{sum(len(ledger.voided) for ledger in ledgers)} voids"
    yield f"{sum(len(ledger.bytes_of) for ledger in ledgers)} attachments"
    yield f"{sum(len(ledger.documents) for ledger in ledgers)} documents"
