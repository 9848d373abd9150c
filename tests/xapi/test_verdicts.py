"""What others judged: each of their statements gets the verdict they gave it."""

from pathlib import Path

import pytest

from lrs.errors import BadRequest
from lrs.xapi.statement import read_statement
from lrs.xapi.version import Version

DATA = Path(__file__).parents[3] / "shared" / "data" / "statements"
JUDGED = {
    "adl-1.0.3": Version.V1,
    "adl-2.0": Version.V2,
    "learninglocker-1.0": Version.V1,
}
VALID = ("spec-examples", "scorm-profile", "dave-competencies", "cmi5-scenarios")

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the statements that others judged (../shared/data/statements) are not here"
)


def lines(name: str) -> list[bytes]:
    return (DATA / f"{name}.jsonl").read_bytes().splitlines()


def refusals(name: str, version: Version) -> list[str | None]:
    return [refusal(line, version) for line in lines(name)]


def refusal(line: bytes, version: Version) -> str | None:
    try:
        read_statement(line, version)
    except BadRequest as error:
        return error.sentence
    return None


@pytest.mark.parametrize(("name", "version"), JUDGED.items())
def test_accepts_what_is_valid(name: str, version: Version) -> None:
    verdicts = refusals(f"{name}.valid", version)
    assert verdicts
    assert [(number, why) for number, why in enumerate(verdicts, 1) if why] == []


@pytest.mark.parametrize(("name", "version"), JUDGED.items())
def test_refuses_what_is_invalid(name: str, version: Version) -> None:
    verdicts = refusals(f"{name}.invalid", version)
    assert verdicts
    assert [number for number, why in enumerate(verdicts, 1) if why is None] == []


@pytest.mark.parametrize(("name", "version"), JUDGED.items())
def test_says_where_and_what(name: str, version: Version) -> None:
    for sentence in refusals(f"{name}.invalid", version):
        path, _, rest = sentence.partition(": ")
        assert path.startswith("statement")
        assert len(rest) > 15
        assert len(sentence) < 400
        assert "msgspec" not in sentence
        assert "`" not in sentence


@pytest.mark.parametrize("name", VALID)
def test_accepts_examples_of_profiles(name: str) -> None:
    assert set(refusals(name, Version.V1)) == {None}


@pytest.mark.parametrize("name", VALID)
def test_accepts_1_0_3_examples_under_2_0(name: str) -> None:
    assert set(refusals(name, Version.V2)) == {None}
