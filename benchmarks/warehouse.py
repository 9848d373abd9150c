"""A data folder looked into from this process, no server having it open: its store, its warehouse."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analytics.warehouse import Warehouse
from lrs.app import open_record
from lrs.settings import Settings


@contextmanager
def opened(folder: Path) -> Iterator[Any]:
    """Lend the store of a data folder."""
    store = open_record(Settings(data=folder))
    try:
        yield store
    finally:
        store.close()


def caught_up(folder: Path) -> float:
    """Have the warehouse of a folder follow to the end; return the seconds it took."""
    with opened(folder) as store:
        return seconds(Warehouse(store).catch_up)


def seconds(ask: Callable[[], object]) -> float:
    """Return how long something takes."""
    begin = time.perf_counter()
    ask()
    return time.perf_counter() - begin
