from collections.abc import Iterator

import pytest

from analytics.warehouse import Warehouse
from tests.support.record import Record


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    """A record with a warehouse of nothing yet, for all the tests of a module."""
    made = Record()
    Warehouse(made)
    yield made
    made.close()
