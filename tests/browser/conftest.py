from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.once import own
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
    with Server(own(tmp_path_factory, "world", fill), dashboards=True) as server:
        yield f"http://127.0.0.1:{server.port}"
