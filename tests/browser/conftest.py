from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.furnish import furnish
from tests.support.once import own
from tests.support.server import Server
from tests.support.world import fill

PROGRAMMES = "Programme,Title,French title,Modality\nDIG,Digital way,Voie numérique,e-learning\n"
COSTS = (
    "Line,Programme,Component,Nature,Amount,Currency,Date,To,Unit\n"
    "W1,DIG,design,actual,5000,EUR,2025-01-01,2025-06-30,Group > Water\n"
    "B1,DIG,design,budget,4000,EUR,2025-01-01,2025-12-31,Group > Water\n"
)


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


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one programme with its costs, and no statement: to write money, and to weigh a case."""
    data = tmp_path_factory.mktemp("ledger") / "data"
    people = "Matricule,Nom complet,Entité\nW1,Wanda,Group > Water\n"
    files = {"people": people, "programmes": PROGRAMMES, "costs": COSTS}
    furnish(data, files, {"manager": ("Group > Water",), "executive": ()})
    with Server(data, dashboards=True) as server:
        yield f"http://127.0.0.1:{server.port}"
