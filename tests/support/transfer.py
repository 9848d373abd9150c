"""What the tests of imports and exports share: a record with everything in it, another on the network, comparisons."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.serving import make_server

from lrs.door import InProcess
from lrs.transfer.delivery import Delivery, RefusedFile, Tally
from tests.support.apps import CREDENTIALS, SECRET
from tests.support.client import Client, in_process

VERSION = "2.0.0"
both_stores = pytest.mark.parametrize("here", ["duckdb", "memory"], indirect=True)
HOUR = "2026-03-02T{:02}:00:00Z"


def uuid(number: int) -> str:
    return str(UUID(int=(0x4 << 76) | (0x8 << 60) | number))


def tool(app: Flask, version: str = VERSION) -> Client:
    return Client(in_process(app), version, CREDENTIALS[version], SECRET)


class Serving:
    """An application on a port of this machine; `trouble` may answer in its place, once for each call."""

    def __init__(self, app: Flask) -> None:
        self.asked: list[str] = []
        self.trouble: Callable[[str], tuple[int, dict[str, str], Iterable[bytes]] | None] = lambda _path: None
        self._app = app
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}/xapi"

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", "")
        self.asked.append(path)
        instead = self.trouble(path)
        if instead is None:
            return self._app(environ, start)
        status, headers, body = instead
        start(f"{status} Trouble", list(headers.items()))
        return body

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def delivered(door: InProcess, refused: Path, bring: Callable[[Delivery], None], **options: str) -> Tally:
    """Bring something in and return what became of it."""
    with Delivery(door, RefusedFile(refused), **options) as delivery:
        bring(delivery)
    return delivery.tally


def statement(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": uuid(number),
        "actor": {"mbox": f"mailto:p{number % 3}@exemple.fr", "name": f"P {number % 3}"},
        "verb": {"id": f"https://v.example/{number % 2}", "display": {"en": "did", "fr": "a fait"}},
        "object": {
            "id": f"https://a.example/{number % 4}",
            "definition": {"name": {"en": f"Activity as of {number}", "fr": "Activité"}, "type": "https://t.example/t"},
        },
        "timestamp": HOUR.format(number % 24),
        **changes,
    }


def reference(number: int) -> dict[str, str]:
    return {"objectType": "StatementRef", "id": uuid(number)}


def void(number: int, target: int) -> dict[str, Any]:
    return statement(number, verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object=reference(target))


BYTES = "une pièce jointe é\r\n--\x00".encode()
SHA2 = hashlib.sha256(BYTES).hexdigest()
ATTACHMENT = {
    "usageType": "https://u.example/photo",
    "display": {"fr": "Photo"},
    "contentType": "image/png",
    "length": len(BYTES),
    "sha2": SHA2,
}


def fill(app: Flask) -> None:
    """Give a record some of everything: voids before and after their targets, references, groups, both versions."""
    old, new = tool(app, "1.0.3"), tool(app)
    new.keep(*(statement(number) for number in range(1, 9)))
    new.keep(void(20, 2), void(21, 30))  # 30 comes later
    new.keep(void(22, 20))  # voids a voiding statement: no effect
    new.keep(statement(30), statement(31, object=reference(3)), statement(32, object=reference(31)))
    old.keep(
        statement(40, result={"score": {"raw": 3.50, "min": 0, "max": 5}, "duration": "PT1H"}),
        statement(41, actor={"objectType": "Group", "member": [{"mbox": "mailto:p1@exemple.fr"}]}),
        statement(42, object={"objectType": "Agent", "mbox": "mailto:p2@exemple.fr"}),
    )
    new.keep(
        statement(
            43,
            context={
                "registration": uuid(900),
                "contextActivities": {
                    "grouping": [{"id": "https://a.example/1"}],
                    "other": {"id": "https://a.example/9"},
                },
                "contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:p0@exemple.fr"}}],
            },
        )
    )
    nested = {key: value for key, value in statement(5).items() if key != "id"}
    new.keep(statement(44, object={"objectType": "SubStatement", **nested}))
    new.keep(void(45, 4), void(46, 999))  # 999 never comes
    keep_attached(new, statement(50, attachments=[ATTACHMENT]))
    new.keep(statement(51, attachments=[{**ATTACHMENT, "sha2": "ab" * 32, "fileUrl": "https://f.example/x"}]))


def keep_attached(client: Client, value: dict[str, Any]) -> None:
    parts = (
        b"--frontier\r\nContent-Type: application/json\r\n\r\n" + json.dumps(value).encode(),
        b"--frontier\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: "
        + SHA2.encode() + b"\r\n\r\n" + BYTES,
        b"--frontier--\r\n",
    )  # fmt: skip
    answer = client.post(
        "statements", body=b"\r\n".join(parts), headers={"Content-Type": "multipart/mixed; boundary=frontier"}
    )
    assert answer.status == 200, answer


FILTERS: tuple[dict[str, Any], ...] = (
    {},
    *(
        {"agent": {"mbox": f"mailto:p{number}@exemple.fr"}, **related}
        for number in range(3)
        for related in ({}, {"related_agents": True})
    ),
    *({"verb": f"https://v.example/{number}"} for number in range(2)),
    {"verb": "http://adlnet.gov/expapi/verbs/voided"},
    *(
        {"activity": f"https://a.example/{number}", **related}
        for number in (0, 1, 9)
        for related in ({}, {"related_activities": True})
    ),
    {"registration": uuid(900)},
    {"agent": {"mbox": "mailto:p1@exemple.fr"}, "verb": "https://v.example/1", "activity": "https://a.example/3"},
)
SHAPES: tuple[dict[str, Any], ...] = ({}, {"format": "ids", "ascending": True}, {"format": "canonical", "limit": 3})


def answers(app: Flask) -> list[Any]:
    """Everything a record answers, `stored` apart: every filter in every shape, page by page, then one by one."""
    client = tool(app)
    told: list[Any] = []
    for filters in FILTERS:
        for shape in SHAPES:
            told += [[without_stored(one) for one in page] for page in client.pages(**filters, **shape)]
    for number in (2, 3, 4, 20, 22, 30, 45, 50):
        for name in ("statementId", "voidedStatementId"):
            answer = client.get("statements", {name: uuid(number)})
            told.append((number, name, answer.status, without_stored(answer.json) if answer.status == 200 else None))
    for number in (0, 1, 2, 3, 9):
        told.append(client.get("activities", {"activityId": f"https://a.example/{number}"}).json)
    told.append(client.get("agents", {"agent": {"mbox": "mailto:p1@exemple.fr"}}).json)
    attached = client.get("statements", {"statementId": uuid(50), "attachments": True})
    return [*told, BYTES in attached.body]


def without_stored(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if name != "stored"}
