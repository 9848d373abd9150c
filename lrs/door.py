"""How a command reaches the record: through the server that owns it, or by opening it itself. One code path for both.

The file lock decides. Where it is free, the command becomes the owner and talks to an application of its own, in its
own process; where it is held, `server.json` says where the owner listens and which token lets an administrator in. A
stale `server.json` is harmless: nobody answers there, or whoever does refuses the token.
"""

import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client

from lrs.app import AGAIN, PATIENCE, SERVER_FILE, create_app, stop
from lrs.errors import AcquisError, BadRequest, Owned, Refusal, Unavailable
from lrs.resources.service import service_of
from lrs.settings import Settings, read

if TYPE_CHECKING:
    from lrs.store.promise import Store

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
def door(folder: Path, make: Make = create_app, *, new: bool = True) -> Iterator[Door]:
    """Open the way to a folder's record for as long as the block lasts.

    Where nobody serves the folder, `make` makes the application that answers. Where a server is only starting, or
    another command is at work, some seconds are waited.

    Parameters
    ----------
    new
        Whether a record is made where there is none. Who only asks wants to hear that there is nothing to ask.

    Raises
    ------
    BadRequest
        When there is no record, and none is to be made.
    Unavailable
        When another process owns the folder and does not answer.
    """
    from lrs.store.duck import RECORD  # noqa: PLC0415  # commands that never come here start faster

    if not new and not (folder / RECORD).exists():
        raise BadRequest(f"{folder}: there is no record here; name its folder with --data or in ACQUIS_DATA")
    way = _entered(folder)
    if isinstance(way, OverHttp):
        yield way
        return
    app = make(read(data=folder), way)
    try:
        yield InProcess(app)
    finally:
        stop(app)


def _entered(folder: Path) -> "OverHttp | Store":
    """Return the way through whoever owns the folder, or its record, opened: then we do."""
    from lrs.store.duck import open_store  # noqa: PLC0415  # the same

    until = time.monotonic() + PATIENCE
    while True:
        try:
            opened = open_store(folder)
        except Owned as held:
            way = _through_owner(folder)
            if way is not None:
                return way
            if time.monotonic() > until:
                raise Unavailable(f"{held.sentence}, which does not answer: is another command at work?") from None
        else:
            (folder / SERVER_FILE).unlink(missing_ok=True)  # left by a server that was killed: nobody serves it now
            return opened
        time.sleep(AGAIN)


def _through_owner(folder: Path) -> OverHttp | None:
    """Return the way through the server that says it owns a folder; None when it does not answer, or not to us."""
    try:
        told = json.loads((folder / SERVER_FILE).read_text())
        found = OverHttp(told["address"], told["token"])
        return found if found.request("GET", "/api/check").status == 200 else None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, Unavailable):
        return None
