"""The README says what the code says."""

import re

import pytest

from tests.support.reference import README, written

TEXT = README.read_text("utf-8")


def test_the_tables_are_those_of_the_code() -> None:
    assert written(TEXT) == TEXT, "run `make readme`"


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", TEXT))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (README.parent / link).exists()


def test_the_two_commands_are_there_and_are_targets() -> None:
    makefile = (README.parent / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", TEXT, re.MULTILINE):
        assert f"\n{target}:" in makefile
    assert {"demo", "test"} <= set(re.findall(r"^make (\w+)", TEXT, re.MULTILINE))
