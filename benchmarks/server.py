"""A server as a user starts it, watched from outside: when it is ready, and what it takes (Linux)."""

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 120.0
_LOOK, _IDLE = 2.0, 0.05  # seconds looked at, and the share of a processor that is next to nothing


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes resident now and at most so far, over all processes of a server."""

    resident: int
    peak: int


class Server:
    """A command that serves HTTP on a port of 127.0.0.1 until the block ends.

    Attributes
    ----------
    ready_seconds
        From the start of the command to its first 200.
    """

    def __init__(self, command: Sequence[str], port: int, *, health: str) -> None:
        self.port = port
        self.ready_seconds = 0.0
        self._command, self._health = command, health

    def __enter__(self) -> Self:
        begin = time.perf_counter()
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - begin > _PATIENCE:
                self.__exit__(None, None, None)
                raise RuntimeError(f"{' '.join(self._command)} does not answer on port {self.port}")
            time.sleep(0.005)
        self.ready_seconds = time.perf_counter() - begin
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Ask once, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def cpu_seconds(self) -> float:
        """Return the processor time that supervisor and worker have used so far."""
        return sum(_ticks(process) for process in self._processes()) / _TICKS

    def rest(self) -> None:
        """Wait until it does nothing more of itself: what one load leaves to be followed would slow the next."""
        end = time.perf_counter() + _PATIENCE
        before, now = -_PATIENCE, self.cpu_seconds()
        while now - before > _IDLE * _LOOK and time.perf_counter() < end:
            time.sleep(_LOOK)
            before, now = now, self.cpu_seconds()

    def memory(self) -> Memory:
        """Return what supervisor and worker hold."""
        rows = [_status(process) for process in self._processes()]
        return Memory(sum(row["VmRSS"] for row in rows), sum(row["VmHWM"] for row in rows))

    def _answers(self) -> bool:
        try:
            return self.get(self._health)[0] == 200
        except OSError:
            return False

    def _processes(self) -> list[int]:
        found = [self._process.pid]
        for process in found:  # grows while it is walked: children of children too
            threads = Path(f"/proc/{process}/task").glob("*/children")
            found += [int(child) for thread in threads for child in thread.read_text().split()]
        return found


def _ticks(process: int) -> int:
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def _status(process: int) -> dict[str, int]:
    lines = (line.split() for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return {words[0][:-1]: 1024 * int(words[1]) for words in lines if words[0] in ("VmRSS:", "VmHWM:")}
