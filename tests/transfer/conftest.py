from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lrs.door import InProcess
from tests.support.apps import build
from tests.support.transfer import Serving


@pytest.fixture
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An empty record to bring statements to; in memory unless a test asks for `both_stores`."""
    folder = tmp_path / "here"
    folder.mkdir()
    with build(getattr(request, "param", "memory"), folder) as app:
        yield app


@pytest.fixture
def door(here: Flask) -> InProcess:
    """The administrator's way into it."""
    return InProcess(here)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Flask]:
    """Another record."""
    folder = tmp_path / "there"
    folder.mkdir()
    with build("memory", folder) as app:
        yield app


@pytest.fixture
def serving(there: Flask) -> Iterator[Serving]:
    """The other record, on the network."""
    with Serving(there) as server:
        yield server
