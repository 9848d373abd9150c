from collections.abc import Iterator

import pytest

from tests.support.scene import Scene


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
