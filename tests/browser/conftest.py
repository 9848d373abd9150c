import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.server import Server
from tests.support.world import fill


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and pass over it where there is none."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                reason = "there is no chromium on this machine (Debian's package `chromium`)"
                item.add_marker(pytest.mark.skip(reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small organisation that has something to show on every page; nobody may change it."""
    data = tmp_path_factory.mktemp("world") / "data"
    shutil.copytree(_filled(tmp_path_factory.getbasetemp()), data)
    with Server(data, dashboards=True) as server:
        yield f"http://127.0.0.1:{server.port}"


def _filled(base: Path) -> Path:
    """Return the organisation's data folder, made by whichever of the processes that test comes first."""
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "filled"
    data, done = shared / "data", shared / "done"
    try:
        shared.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        try:
            fill(data)
        finally:
            done.touch()
    return data
