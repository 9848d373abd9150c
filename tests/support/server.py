"""The real server, as an administrator starts it: `acquis serve` in a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from benchmarks.acquis import COMMAND
from tests.support.client import Answer, Client, Wire

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds until we stop waiting for something that should take two; no test measures time by it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def acquis(
    *arguments: str, env: Mapping[str, str] | None = None, timeout: float = PATIENCE
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def add_credential(data: Path, key: str, secret: str, version: str, *scopes: str) -> None:
    chosen = [part for scope in scopes for part in ("--scope", scope)]
    done = acquis(
        "credential",
        "add",
        f"tool {key}",
        "--key",
        key,
        "--secret",
        secret,
        "--xapi",
        version,
        *chosen,
        "--data",
        str(data),
    )
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass
class Server:
    """One run of `acquis serve`, in a process group of its own."""

    data: Path
    port: int = 0
    env: Mapping[str, str] = field(default_factory=dict)
    dashboards: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.data.with_name(self.data.name + ".log")

    def start(self) -> Self:
        """Start it and return once it answers."""
        self.launch()
        self.wait()
        return self

    def launch(self) -> None:
        self.port = self.port or free_port()
        more = [] if self.dashboards else ["--no-dashboards"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--data", str(self.data), "--port", str(self.port), *more],
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return once `/xapi/about` answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, f"the server ended:\n{self.said()}"
            with contextlib.suppress(OSError), Wire(self.port, timeout=5) as wire:
                if wire("GET", "/xapi/about", {}, b"").status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"the server does not answer:\n{self.said()}")

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def workers(self) -> list[int]:
        """Return the processes below the supervisor, grandchildren included."""
        return [pid for pid in descendants(self.pid) if Path(f"/proc/{pid}").exists()]

    def kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def ended(self, timeout: float = PATIENCE) -> int:
        """Wait for the command to end and return its exit code."""
        assert self.process is not None
        return self.process.wait(timeout)

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C or a service manager does; whatever happens, nothing of it is left."""
        assert self.process is not None
        try:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
            return self.ended()
        finally:
            self.kill_group()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def client(self, version: str, key: str, secret: str) -> Client:
        """Return a tool that opens a connection for every request: threads may share it."""
        return Client(self.send, version, key, secret)

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        with Wire(self.port) as wire:
            return wire(method, target, headers, body)


def descendants(pid: int) -> list[int]:
    """Return the processes that descend from one, read from /proc."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def gone(pid: int, timeout: float = PATIENCE) -> bool:
    """Wait until a process is no more (or only a name its parent has not read yet)."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if not alive(pid):
            return True
        time.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
