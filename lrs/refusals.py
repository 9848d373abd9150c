"""Why nothing arrives: the last refusals of every key, kept where they cost nothing.

They live in memory, bounded three ways (keys, entries of a key, bytes of a body), and a thread of their own writes them
to a small file, so that they survive a restart and never wait for, or delay, the writer of statements. Keys nobody
knows have a bounded room of their own: a flood of made-up keys cannot push out what a real tool needs to read.
"""

import json
import queue
import re
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

KEYS = 250  # in each of the two rooms
ENTRIES = 20  # of one key
BODY = 1000  # characters of a body, about one statement
FILE_BYTES = 8 << 20  # then the file is written anew from memory
SHORTEST = 6  # characters of a secret that is looked for; a shorter one is no secret, and stands in other words
WAITING = 1000  # refusals not yet in the file; more are kept in memory only

_FORM_SECRET = re.compile(r"(?i)((?:authorization|(?:^|[?&])[^&=\s]*(?:pass(?:word|wd)?|pwd|secret|token))=)[^&\s]*")
_URL_SECRET = re.compile(r"(?i)((?::|%3a)(?:/|%2f){2}[^\s/@:%]+(?::|%3a))[^\s/@]+?(?=@|%40)")
_JSON_SECRET = re.compile(r'(?i)("(?:authorization|password|secret)"\s*:\s*)"(?:[^"\\]|\\.)*"?')
_LINE_SECRET = re.compile(r"(?i)((?:authorization\s*[:=]\s*)?(?:basic|bearer)(?:\s|\+|%20)+)[\w+/=%.~-]{6,}")


@dataclass(frozen=True, slots=True)
class Refused:
    """One request that was refused, told so that its sender can mend it. Never holds a secret."""

    time: str
    key: str
    known: bool
    status: int
    reason: str
    method: str
    path: str
    body: str


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with whatever may be a secret struck out, and those that are `known` wherever they stand."""
    for secret in known:
        if len(secret) >= SHORTEST:
            for written in {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}:
                text = text.replace(written, "***")
    text = _FORM_SECRET.sub(r"\1***", text)
    text = _URL_SECRET.sub(r"\1***", text)
    text = _JSON_SECRET.sub(r'\1"***"', text)
    return _LINE_SECRET.sub(r"\1***", text)


class Refusals:
    """The last refusals, per key.

    Parameters
    ----------
    file : Path or None
        Where they survive a restart; None keeps them in memory only.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._rooms: dict[bool, OrderedDict[str, deque[Refused]]] = {True: OrderedDict(), False: OrderedDict()}
        self._waiting: queue.Queue[Refused | None] = queue.Queue(WAITING)
        self._thread: threading.Thread | None = None
        if file is not None:
            for refused in _kept(file):
                self._remember(refused)
            self._thread = threading.Thread(target=self._write, name="refusals", daemon=True)
            self._thread.start()

    def keep(self, refused: Refused) -> None:
        """Keep a refusal; returns at once."""
        self._remember(refused)
        if self._thread is not None:
            try:
                self._waiting.put_nowait(refused)
            except queue.Full:
                return

    def of(self, *keys: str) -> list[Refused]:
        """Return the last refusals under some keys, newest first."""
        with self._lock:
            found = [one for room in self._rooms.values() for key in keys for one in room.get(key, ())]
        return _newest_first(found)

    def all(self) -> list[Refused]:
        """Return the last refusals of every key, newest first."""
        with self._lock:
            found = self._everything()
        return _newest_first(found)

    def close(self) -> None:
        """Write what waits, then stop."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=5)
            self._thread = None

    def _everything(self) -> list[Refused]:
        return [refused for room in self._rooms.values() for entries in room.values() for refused in entries]

    def _remember(self, refused: Refused) -> None:
        with self._lock:
            room = self._rooms[refused.known]
            room.setdefault(refused.key, deque(maxlen=ENTRIES)).append(refused)
            room.move_to_end(refused.key)
            if len(room) > KEYS:
                room.popitem(last=False)

    def _write(self) -> None:
        """Append what is kept; the thread's whole life."""
        while (refused := self._waiting.get()) is not None:
            lines = [refused]
            while not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    self._append(lines)
                    return
                lines.append(following)
            self._append(lines)

    def _append(self, refusals: list[Refused]) -> None:
        if self._file is None:
            return
        try:
            if self._file.exists() and self._file.stat().st_size > FILE_BYTES:
                self._anew()
                return
            with self._file.open("a", encoding="utf-8") as file:
                file.writelines(_line(refused) for refused in refusals)
        except OSError:
            return  # a full disk must not take the server down; memory still answers

    def _anew(self) -> None:
        """Replace the file by what memory holds, oldest first."""
        assert self._file is not None  # noqa: S101  # only the writing thread calls this, and it has a file
        with self._lock:
            found = self._everything()
        fresh = self._file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(_line(refused) for refused in sorted(found, key=lambda refused: refused.time))
        fresh.replace(self._file)


def _newest_first(found: list[Refused]) -> list[Refused]:
    """Sort by time; of two in the same millisecond, the one kept later comes first."""
    return sorted(found, key=lambda refused: refused.time)[::-1]


def _line(refused: Refused) -> str:
    return json.dumps(asdict(refused)) + "\n"


def _kept(file: Path) -> Iterator[Refused]:
    """Read what a former server kept; a line cut by a crash is passed over."""
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                yield Refused(**json.loads(line))
            except (ValueError, TypeError):
                continue
