"""The supervisor: one process that starts exactly one worker and ends when it ends.

DuckDB lets one process own its files, so there is never a second worker, not even for a moment: none is started again
when it dies, none is recycled, and a hang-up stops the server instead of reloading it. This module imports neither
DuckDB nor Polars, whose threads would not survive the fork.
"""

import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from lrs.errors import AcquisError, Unavailable
from lrs.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

WITH_DASHBOARDS = "dashboards.server:create"
WITHOUT_DASHBOARDS = "lrs.app:create"
STOP_SECONDS = 30
_PR_SET_PDEATHSIG = 1
_YOUNG = 70_000  # objects; Python's own is 700
# Seconds a thread may keep others from running Python; Python's own is five times as long. The writer comes back from
# the database a dozen times a commit, and would wait so long each time while a batch is being read.
_TURN = 0.001
_HEAD_BYTES = 1 << 20  # a `more` or an agent may make a long request line


def serve(settings: Settings, target: str | None = None) -> None:
    """Serve until stopped.

    Raises
    ------
    Unavailable
        When the port is taken.
    SystemExit
        When the worker died: with a status other than 0.
    """
    probe(settings)
    os.environ.update(settings.environment())  # how the worker learns its settings
    server = Server(
        target or (WITH_DASHBOARDS if settings.dashboards else WITHOUT_DASHBOARDS),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=_HEAD_BYTES),
        workers=1,
        blocking_threads=settings.threads,
        blocking_threads_idle_timeout=600,
        backlog=settings.connections,
        backpressure=settings.connections,
        respawn_failed_workers=False,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=_Loader(os.getpid()))


def probe(settings: Settings) -> None:
    """Refuse a port that somebody listens on: with SO_REUSEPORT, two servers would silently share it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probing:
        probing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probing.bind((settings.host, settings.port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(f"{settings.host}:{settings.port} cannot be listened on: {reason.lower()}") from None


class _Loader:
    """Makes the application, inside the worker."""

    def __init__(self, supervisor: int) -> None:
        self._supervisor = supervisor

    def __call__(self, target: str) -> Any:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the supervisor hears it too, and stops us in order
        _die_with(self._supervisor)
        module, _, name = target.partition(":")
        try:
            factory: Callable[[], Any] = getattr(importlib.import_module(module), name)
            made = factory()
        except AcquisError as error:
            sys.stderr.write(f"acquis: {error.sentence}\n")
            sys.exit(2)
        except OSError as error:  # the folder cannot be written
            sys.stderr.write(f"acquis: {error.filename}: {(error.strerror or str(error)).lower()}\n")
            sys.exit(2)
        _let_garbage_wait()
        sys.setswitchinterval(_TURN)
        return made


def _let_garbage_wait() -> None:
    """Look for cycles a hundred times less often, and never through what stays as long as the worker.

    A batch makes thousands of objects that are all in use: to look through them took a sixth of its time. What requests
    brought goes without being looked for (`lrs.resources.request.let_go`).
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)


def _die_with(supervisor: int) -> None:
    """Have the kernel end the worker when its supervisor is gone: left alone, it would hold the lock for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)
