"""What every test may ask for: the LRS in process on either store, and a live server."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings

from tests.support.apps import CREDENTIALS, SECRET, build
from tests.support.client import Client, in_process
from tests.support.once import own
from tests.support.scene import Scene
from tests.support.server import Server, add_credential

settings.register_profile("acquis", deadline=None)  # no test measures time
settings.load_profile("acquis")

gc.disable()  # nothing is garbage while seven thousand tests are collected; to look for it took a fifth of the time

LONG = ("browser", "test_walk.py", "durability", "benchmarks", "test_oulad.py", "properties")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: the processes that are done with the rest take it off the first."""
    items.sort(key=lambda item: next((at for at, name in enumerate(LONG) if name in item.path.parts), len(LONG)))


def pytest_collection_finish() -> None:
    """Have what was collected, which stays to the end, never looked through again."""
    gc.freeze()
    gc.enable()


STORES = os.environ.get("ACQUIS_TEST_STORES", "duckdb").split(",")
"""On which stores conformance is judged: `duckdb,memory` judges the naive one too."""


@pytest.fixture(scope="module", params=STORES)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The LRS in this process, new for every file of tests."""
    with build(request.param, tmp_path_factory.mktemp("record")) as built:
        yield built


@pytest.fixture(params=["1.0.3", "2.0.0"], ids=["v1", "v2"])
def lrs(request: pytest.FixtureRequest, app: Flask) -> Client:
    """A tool that may do everything, in each version."""
    return Client(in_process(app), request.param, CREDENTIALS[request.param], SECRET)


@pytest.fixture
def v1(app: Flask) -> Client:
    """A tool that may do everything and speaks 1.0.3."""
    return Client(in_process(app), "1.0.3", CREDENTIALS["1.0.3"], SECRET)


@pytest.fixture
def v2(app: Flask) -> Client:
    """A tool that may do everything and speaks 2.0.0."""
    return Client(in_process(app), "2.0.0", CREDENTIALS["2.0.0"], SECRET)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one credential for each version, made by the command line."""
    return own(tmp_path_factory, "live", _keyed)


def _keyed(data: Path) -> None:
    for version, key in CREDENTIALS.items():
        add_credential(data, key, SECRET, version)


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[Server]:
    """`acquis serve` on that folder, dashboards included, one for the whole run."""
    with Server(folder, dashboards=True) as started:
        yield started


@pytest.fixture(params=["1.0.3", "2.0.0"], ids=["v1", "v2"])
def live(request: pytest.FixtureRequest, server: Server) -> Client:
    """A tool in front of the live server, in each version."""
    return server.client(request.param, CREDENTIALS[request.param], SECRET)


@pytest.fixture(scope="module")
def stage() -> Iterator[Scene]:
    """A star for all the tests of a module."""
    made = Scene()
    yield made
    made.close()


@pytest.fixture
def scene(stage: Scene) -> Scene:
    """The same, empty."""
    stage.clear()
    return stage
