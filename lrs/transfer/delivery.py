"""Statements on their way to the record through its door, a chunk at a time; what is refused is written down."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode

from lrs.errors import BadRequest, Unavailable

if TYPE_CHECKING:  # a command that only prints its help need not load the server
    from lrs.door import Answer, Door

CHUNK_STATEMENTS = 2000
CHUNK_BYTES = 4 << 20

Where = Mapping[str, Any]
"""Where a statement came from, for the one who has to mend it: its line, or its file and row."""


class RefusedFile:
    """Where refused lines go, each with its place and the reason; made at the first one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def write(self, where: Where, reason: str, text: str) -> None:
        """Write down one refusal."""
        line = json.dumps({**where, "reason": reason, "text": text}, ensure_ascii=False)
        try:
            with self.path.open("a" if self.count else "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(line + "\n")
        except OSError as error:
            raise BadRequest(
                f"{self.path}: cannot be written ({error.strerror}); name another with --refused"
            ) from None
        self.count += 1

    def settle(self) -> None:
        """Remove what an earlier run left when this one refused nothing."""
        if not self.count:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


@dataclass(slots=True)
class Tally:
    """What became of the statements."""

    kept: int = 0
    present: int = 0
    refused: int = 0
    missing: int = 0  # attachments without bytes

    @property
    def seen(self) -> int:
        """How many there were."""
        return self.kept + self.present + self.refused


class Delivery:
    """Gathers statements into chunks and hands them over while the next are gathered.

    A context: leaving it hands over what waits. Everything but the asking itself happens in the caller's thread.
    """

    def __init__(self, door: "Door", refused: RefusedFile, *, authority: str = "keep", xapi: str = "2.0.0") -> None:
        self._door, self._refused = door, refused
        self._path = "/api/import/statements?" + urlencode({"authority": authority, "xapi": xapi})
        self._waiting: list[tuple[Where, bytes]] = []
        self._size = 0
        self._thread = ThreadPoolExecutor(1, "delivery")
        self._sent: list[tuple[Where, bytes]] = []
        self._answer: Future[dict[str, Any]] | None = None
        self.tally = Tally()
        self.on_refused: Callable[[Where, str], object] = lambda *_: None

    def give(self, where: Where, text: bytes) -> None:
        """Take one statement; `where` tells where it came from should it be refused."""
        if b"\n" in text or b"\r" in text:  # inside a valid statement they can only be white space
            text = text.replace(b"\n", b" ").replace(b"\r", b" ")
        self._waiting.append((where, text))
        self._size += len(text) + 1
        if len(self._waiting) >= CHUNK_STATEMENTS or self._size >= CHUNK_BYTES:
            self._hand_over()

    def refuse(self, where: Where, reason: str, text: str) -> None:
        """Write down what cannot even be handed over."""
        self._refused.write(where, reason, text)
        self.tally.refused += 1
        self.on_refused(where, reason)

    def flush(self) -> None:
        """Hand over what waits; on return everything given is kept, or written down as refused."""
        self._hand_over()
        self._hear()

    def _hand_over(self) -> None:
        """Send what waits off, once the chunk before it is settled."""
        self._hear()
        if self._waiting:
            body = b"\n".join(text for _, text in self._waiting)
            self._sent, self._waiting, self._size = self._waiting, [], 0
            self._answer = self._thread.submit(self._post, body)

    def _post(self, body: bytes) -> dict[str, Any]:
        outcome: dict[str, Any] = self._ask("POST", self._path, "application/x-ndjson", body).json()
        return outcome

    def _hear(self) -> None:
        """Wait for the answer about the chunk that is on its way, if one is."""
        if self._answer is None:
            return
        answer, self._answer = self._answer, None
        outcome = answer.result()
        self.tally.kept += outcome["kept"]
        self.tally.present += outcome["present"]
        self.tally.missing += outcome["missing"]
        for refusal in outcome["refused"]:
            where, text = self._sent[refusal["index"]]
            self.refuse(where, refusal["reason"], text.decode(errors="backslashreplace"))

    def bring(self, sha2: str, pieces: Iterable[bytes]) -> None:
        """Hand over the bytes of an attachment, ahead of the statement that names it."""
        self._ask("PUT", f"/api/attachments/{quote(sha2, safe='')}", "application/octet-stream", pieces)

    def _ask(self, method: str, path: str, kind: str, data: bytes | Iterable[bytes]) -> "Answer":
        try:
            return self._door.request(method, path, headers={"Content-Type": kind}, data=data).expect()
        except Unavailable as gone:
            raise Unavailable(f"{gone.sentence}; run the same command again, nothing is doubled") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
                self._refused.settle()
        finally:
            self._thread.shutdown()
