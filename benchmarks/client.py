"""Many connections that each keep one request in flight, and nothing slower than that (Linux: epoll).

Requests are bytes made beforehand; of an answer only the status line and the length are read. What the load generator
spends is therefore small beside what any server spends, and `Tally.cpu_seconds` shows it.
"""

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_EXAMPLES = 3
_PATIENCE = 60.0  # seconds without any answer after which the server counts as dead


@dataclass(slots=True)
class Tally:
    """What came back: seconds each answer took, how many of each status, the first refusals in full."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    broken: int = 0  # connections lost before their answer
    received: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0


class _Connection:
    """One kept connection."""

    __slots__ = ("answer", "asked", "end", "left", "rest", "sock", "started")

    def __init__(self, port: int, each: int | None) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.settimeout(0)
        self.left = each if each is not None else -1
        self.rest = memoryview(b"")
        self.answer = b""
        self.end = 0
        self.asked = False
        self.started = 0.0

    def ask(self, request: bytes) -> None:
        """Send a request, or as much of it as fits."""
        self.answer, self.end, self.asked = b"", 0, True
        self.left -= 1
        self.started = time.perf_counter()
        self.rest = memoryview(request)
        self.push()

    def push(self) -> None:
        """Send some more of what is left."""
        with suppress(OSError):  # a full buffer: later; a lost connection: reading will tell
            self.rest = self.rest[self.sock.send(self.rest) :]

    def take(self) -> bool:
        """Read what is there; tell whether the answer is whole.

        Raises
        ------
        ConnectionError
            When the server closed the connection before the answer was whole.
        """
        data = self.sock.recv(1 << 18)
        if not data:
            raise ConnectionResetError
        self.answer = self.answer + data if self.answer else data
        if not self.end:
            self.end = _end(self.answer)
        return 0 < self.end <= len(self.answer) or (self.end < 0 and self.answer.endswith(b"0\r\n\r\n"))


def _end(answer: bytes) -> int:
    """Return where an answer ends; 0 before its headers are whole, -1 when it comes in chunks."""
    body = answer.find(b"\r\n\r\n") + 4
    if body < 4:
        return 0
    if answer[9:12] in (b"204", b"304"):
        return body
    length = _LENGTH.search(answer, 0, body)
    return body + int(length[1]) if length else -1


class Crowd:
    """Connections that share one queue of requests.

    Parameters
    ----------
    port
        Where the server listens on 127.0.0.1.
    connections
        How many connections are kept, each with one request in flight.
    each
        How many requests each connection sends; None for as many as there are.
    """

    def __init__(self, port: int, connections: int, each: int | None = None) -> None:
        self._poll = select.epoll()
        self._open = {}
        for _ in range(connections):
            connection = _Connection(port, each)
            self._open[connection.sock.fileno()] = connection
            self._poll.register(connection.sock, select.EPOLLIN)

    def run(self, requests: Iterator[bytes], seconds: float | None = None) -> Tally:
        """Send requests until there are none left or the time is up; wait for every answer."""
        tally = Tally()
        cpu, begin = time.process_time(), time.perf_counter()
        deadline = begin + seconds if seconds else float("inf")
        busy = sum(self._next(connection, requests) for connection in self._open.values())
        while busy:
            events = self._poll.poll(_PATIENCE)
            if not events:
                tally.broken += busy
                break
            for number, event in events:
                busy -= self._serve(number, event, tally, requests if time.perf_counter() < deadline else iter(()))
        tally.seconds, tally.cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu
        return tally

    def close(self) -> None:
        """Hang up."""
        for connection in self._open.values():
            connection.sock.close()
        self._poll.close()

    def _serve(self, number: int, event: int, tally: Tally, requests: Iterator[bytes]) -> bool:
        """Go on with one connection; tell whether it fell silent."""
        connection = self._open[number]
        if event & select.EPOLLOUT:
            connection.push()
            if not connection.rest:
                self._poll.modify(number, select.EPOLLIN)
        if not event & ~select.EPOLLOUT:
            return False
        try:
            whole = connection.take()
        except OSError:
            return self._lose(number, tally)
        if not whole:
            return False
        _note(connection, tally)
        return not self._next(connection, requests)

    def _next(self, connection: _Connection, requests: Iterator[bytes]) -> bool:
        request = next(requests, None) if connection.left else None
        connection.asked = False
        if request is None:
            return False
        connection.ask(request)
        if connection.rest:
            self._poll.modify(connection.sock, select.EPOLLIN | select.EPOLLOUT)
        return True

    def _lose(self, number: int, tally: Tally) -> bool:
        connection = self._open.pop(number)
        self._poll.unregister(number)
        connection.sock.close()
        tally.broken += connection.asked
        return connection.asked


def _note(connection: _Connection, tally: Tally) -> None:
    tally.latencies.append(time.perf_counter() - connection.started)
    status = int(connection.answer[9:12])
    tally.statuses[status] += 1
    tally.received += len(connection.answer)
    if status >= 300 and len(tally.refusals) < _EXAMPLES:
        tally.refusals.append(connection.answer[-600:].decode("utf-8", "replace"))
