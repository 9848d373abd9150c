"""Cuts the connection of a body that stopped coming.

The server has a time-out for a request's head, none for its body, and a read that waits for bytes holds one of the few
threads that work on requests. So every waiting read is noted here, and a thread of its own looks now and then: where
one waited too long, it asks the kernel (TCP_INFO) which of that sender's connections has been silent, and shuts it.
"""

import os
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Any

_WAITING: dict[int, tuple[float, str]] = {}  # thread: since when it waits, for whom
_TRICKLE = 4  # times the limit that 64 KiB may take to arrive, however steadily they drip
_ESTABLISHED = 1
_IDLE = 8 + 9 * 4  # where `struct tcp_info` (linux/tcp.h) holds last_data_sent, last_ack_sent, last_data_recv, in ms


def read(source: Any, size: int, sender: str) -> bytes:
    """Read from a request's body, noted as waiting meanwhile."""
    thread = threading.get_ident()
    _WAITING[thread] = time.monotonic(), sender
    try:
        found: bytes = source.read(size)
    finally:
        del _WAITING[thread]
    return found


def watch(limit: float) -> None:
    """Start the thread that cuts what stalls for longer than `limit` seconds."""
    if limit > 0 and os.path.isdir("/proc/self/fd"):  # noqa: PTH112  # a kernel's answer, not a path of ours
        threading.Thread(target=_watch, args=(limit,), name="stall", daemon=True).start()


def _watch(limit: float) -> None:
    while True:
        time.sleep(limit / 4)
        cut(limit)


def cut(limit: float) -> int:
    """Shut the connections whose bodies wait for longer than `limit` seconds; return how many."""
    now = time.monotonic()
    late: dict[str, float] = {}
    for since, sender in list(_WAITING.values()):
        if now - since > limit:
            late[sender] = max(now - since, late.get(sender, 0))
    if not late:
        return 0
    return sum(_shut(int(name), late, limit) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208  # as above


def _shut(descriptor: int, late: dict[str, float], limit: float) -> bool:
    """Shut one connection where it is what somebody waits for."""
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
        peer = connection.getpeername()  # a pair, or longer; text where it is no connection over a network
        waited = late.get(peer[0]) if isinstance(peer, tuple) else None
        if waited is None or not _silent(connection, limit, trickles=waited > _TRICKLE * limit):
            return False
        connection.shutdown(socket.SHUT_RDWR)
        return True
    return False


def _silent(connection: socket.socket, limit: float, *, trickles: bool) -> bool:
    """Tell whether neither side said anything for long: a connection that works answers now and then."""
    sent, received = _idle_seconds(connection)
    return (sent > limit and received > limit) or (trickles and sent > _TRICKLE * limit)


def _idle_seconds(connection: socket.socket) -> tuple[float, float]:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    if info[0] != _ESTABLISHED:
        raise OSError("not an open connection")
    sent, _, received = struct.unpack_from("=III", info, _IDLE)
    return sent / 1000, received / 1000
