"""Every requirement of the official list is answered by a test or says why not."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LISTED = dict(
    line.split(" ", 1) for line in (HERE / "requirements.txt").read_text().splitlines() if line.startswith("XAPI-")
)
EXCUSED = {id_ for id_, sentence in LISTED.items() if sentence.startswith("!")}
ID = re.compile(r"XAPI-\d{5}")


def answered() -> set[str]:
    """Return the ids that stand as text in the tests: in a mark, or in a table whose rows become marks."""
    found: set[str] = set()
    for file in HERE.glob("test_*.py"):
        if file != Path(__file__):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                    found.add(node.value)
    return found


def test_the_list_is_whole() -> None:
    assert list(LISTED) == [f"XAPI-{number:05d}" for number in range(1, 337)]
    assert all(sentence.strip("! ") for sentence in LISTED.values())


def test_every_marked_id_exists() -> None:
    assert answered() <= set(LISTED)


def test_every_requirement_is_answered_or_excused() -> None:
    print(f"{len(answered())} requirements answered, {len(EXCUSED)} excused, of {len(LISTED)}")  # noqa: T201 - shown with -rP
    assert set(LISTED) - answered() == EXCUSED


def test_marks_of_collected_tests_are_listed(request: pytest.FixtureRequest) -> None:
    marked = {id_ for item in request.session.items for mark in item.iter_markers("requirement") for id_ in mark.args}
    assert marked <= set(LISTED)
