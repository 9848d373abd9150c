"""How a command reaches the record: through the server that owns it, or by opening it itself. One code path for both.

The file lock decides. Where it is free, the command becomes the owner and talks to an application of its own, in its
own process; where it is held, `server.json` says where the owner listens and which token lets an administrator in. A
stale `server.json` is harmless: nobody answers there, or whoever does refuses the token.
"""

import http.client
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client

from lrs.app import SERVER_FILE, create_app, stop
from lrs.errors import AcquisError, Refusal, Unavailable
from lrs.resources.service import service_of
from lrs.settings import Settings, read

Data = bytes | Iterable[bytes] | None
Make = Callable[[Settings, Any], Flask]
_PIECE = 1 << 16
_IN_MEMORY = 4 << 20


@dataclass(slots=True)
class Answer:
    """What came back. `stream` may be read once; `body` reads it whole."""

    status: int
    headers: Mapping[str, str]
    stream: Iterator[bytes]

    @property
    def body(self) -> bytes:
        """All that came back."""
        return b"".join(self.stream)

    def json(self) -> Any:
        """Return the body, which is JSON."""
        return json.loads(self.body)

    def expect(self) -> "Answer":
        """Return the answer when it is a success; raise what it says otherwise.

        Raises
        ------
        Refusal or AcquisError
            With the sentence the server gave.
        """
        if self.status < 400:
            return self
        try:
            sentence = str(self.json()["error"])
        except (ValueError, KeyError, TypeError):
            sentence = f"the server answered {self.status}"
        raise (Refusal if self.status < 500 else AcquisError)(sentence)


class Door(Protocol):
    """The way in, as an administrator."""

    def request(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, data: Data = None) -> Answer:
        """Send one request and return its answer."""


class InProcess:
    """A door into an application in this very process."""

    def __init__(self, app: Flask) -> None:
        self._client = Client(app)
        self._token = service_of(app).token

    def request(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, data: Data = None) -> Answer:
        """Send one request and return its answer."""
        everything = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        if data is None or isinstance(data, bytes):
            response = self._client.open(path, method=method, headers=everything, data=data)
        else:
            with _spooled(data) as body:
                response = self._client.open(path, method=method, headers=everything, input_stream=body)
        return Answer(response.status_code, dict(response.headers), response.iter_encoded())


class OverHttp:
    """A door through the server that owns the folder."""

    def __init__(self, address: str, token: str) -> None:
        self._host = urlsplit(address).netloc
        self._token = token

    def request(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, data: Data = None) -> Answer:
        """Send one request and return its answer."""
        connection = http.client.HTTPConnection(self._host, timeout=3600)
        # Closed by the answer: a socket would otherwise stay open behind every answer nobody reads to its end.
        everything = {"Authorization": f"Bearer {self._token}", "Connection": "close", **(headers or {})}
        try:
            connection.request(method, path, body=data, headers=everything, encode_chunked=not _sized(data))
            response = connection.getresponse()
        except OSError as error:
            raise Unavailable(f"the server at {self._host} does not answer ({error})") from None
        return Answer(response.status, dict(response.getheaders()), _pieces(response))


def _sized(data: Data) -> bool:
    return data is None or isinstance(data, bytes)


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    with response:
        while piece := response.read(_PIECE):
            yield piece


@contextmanager
def _spooled(pieces: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """Give pieces as a file: the test client asks a body for its length before it sends it."""
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        for piece in pieces:
            file.write(piece)
        file.seek(0)
        yield file


@contextmanager
def door(folder: Path, make: Make = create_app) -> Iterator[Door]:
    """Open the way to a folder's record for as long as the block lasts.

    Where nobody serves the folder, `make` makes the application that answers.

    Raises
    ------
    Unavailable
        When another process owns the folder and does not answer.
    """
    from lrs.store.duck import open_store  # noqa: PLC0415  # commands that never come here start faster

    try:
        store = open_store(folder)
    except Unavailable as held:
        yield _through_owner(folder, held)
        return
    app = make(read(data=folder), store)
    try:
        yield InProcess(app)
    finally:
        stop(app)


def _through_owner(folder: Path, held: Unavailable) -> Door:
    try:
        told = json.loads((folder / SERVER_FILE).read_text())
        found = OverHttp(told["address"], told["token"])
        if found.request("GET", "/api/check").status == 200:
            return found
    except (OSError, ValueError, KeyError, Unavailable):
        pass
    raise held
