"""What one of the processes that test makes for all of them: the first that needs it, while the others wait."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def own(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return this process's own copy of a folder that `make` makes once for all."""
    copy = factory.mktemp(name) / name
    shutil.copytree(_made(factory.getbasetemp(), name, make), copy)
    return copy


def _made(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"{name}-once"
    folder, done = shared / name, shared / "done"
    try:
        shared.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        try:
            make(folder)
        finally:
            done.touch()
    return folder
