"""A learning tool as the tests play it: one credential, one version, and a way to send."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from typing import Any, Self
from urllib.parse import urlencode

from flask import Flask

MOUNT = "/xapi"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def __repr__(self) -> str:  # what a failing assertion shows
        return f"<{self.status} {self.body[:300]!r}>"


Send = Callable[[str, str, Mapping[str, str], bytes], Answer]


def in_process(app: Flask) -> Send:
    """Send through WSGI, without a socket."""
    client = app.test_client(use_cookies=False)

    def send(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        given = client.open(target, method=method, headers=dict(headers), data=body)
        try:
            return Answer(given.status_code, _message(given.headers.items()), given.get_data())
        finally:
            given.close()

    return send


class Wire:
    """Send over one kept connection; a broken one is opened again for the next request, never for the same."""

    def __init__(self, port: int, *, host: str = "127.0.0.1", timeout: float = 60) -> None:
        self._connection = HTTPConnection(host, port, timeout=timeout)

    def __call__(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            self._connection.request(method, target, body=body or None, headers=dict(headers))
            given = self._connection.getresponse()
            return Answer(given.status, _message(given.getheaders()), given.read())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _message(pairs: Any) -> Message:
    message = Message()
    for name, value in pairs:
        message[name] = value
    return message


def basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


@dataclass(frozen=True)
class Client:
    """Requests with a version header and a credential, both of which a test can leave out (None)."""

    send: Send
    version: str
    key: str = "tool"
    secret: str = "tool-secret"
    mount: str = MOUNT
    headers: Mapping[str, str] = field(default_factory=dict)

    def request(
        self,
        method: str,
        resource: str,
        params: Mapping[str, Any] | None = None,
        *,
        json_: Any = ...,
        body: bytes = b"",
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        sent: dict[str, str | None] = {
            "X-Experience-API-Version": self.version,
            "Authorization": basic(self.key, self.secret),
            **self.headers,
        }
        if json_ is not ...:
            body = json.dumps(json_).encode()
        if body or json_ is not ...:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        target = (resource if resource.startswith("/") else f"{self.mount}/{resource}") + query(params)
        return self.send(method, target, {k: v for k, v in sent.items() if v is not None}, body)

    def get(self, resource: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        return self.request("GET", resource, params, **more)

    def head(self, resource: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        return self.request("HEAD", resource, params, **more)

    def put(self, resource: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        return self.request("PUT", resource, params, **more)

    def post(self, resource: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        return self.request("POST", resource, params, **more)

    def delete(self, resource: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        return self.request("DELETE", resource, params, **more)

    # What the tests do again and again ----------------------------------------------------------------------------

    def keep(self, *statements: dict[str, Any]) -> list[str]:
        """Post statements, expect them accepted, return their ids."""
        answer = self.post("statements", json_=list(statements))
        assert answer.status == 200, answer
        return [str(id_) for id_ in answer.json]

    def read(self, id_: str, **params: str) -> dict[str, Any]:
        """Return one statement."""
        answer = self.get("statements", {"statementId": id_, **params})
        assert answer.status == 200, answer
        return dict(answer.json)

    def found(self, **params: Any) -> list[str]:
        """Return the ids of the first page of a query."""
        answer = self.get("statements", params)
        assert answer.status == 200, answer
        return [statement["id"] for statement in answer.json["statements"]]

    def pages(self, **params: Any) -> Iterator[list[dict[str, Any]]]:
        """Follow `more` to the end."""
        answer = self.get("statements", params)
        while True:
            assert answer.status == 200, answer
            yield answer.json["statements"]
            if not answer.json["more"]:
                return
            answer = self.get(answer.json["more"])

    def with_(self, **changes: Any) -> "Client":
        """Return the same tool with something else: a version, a key, a way to send."""
        return Client(**{**{name: getattr(self, name) for name in self.__dataclass_fields__}, **changes})


def query(params: Mapping[str, Any] | None) -> str:
    """Write a query string; what is not text is written as JSON, as the standard asks for agents and booleans."""
    if not params:
        return ""
    return "?" + urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()})


@contextmanager
def wired(client: Client, port: int) -> Iterator[Client]:
    """Give a tool its own connection for the length of a block."""
    with Wire(port) as wire:
        yield client.with_(send=wire)
