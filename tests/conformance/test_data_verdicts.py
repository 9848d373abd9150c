"""Statements that others judged: each line accepted, or refused with a sentence that says where.

The verdicts of the `adl` files are those of the official suite. They live beside the project, not in it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.support.client import Answer, Client
from tests.support.tables import answers

DATA = Path(__file__).parents[3] / "shared" / "data" / "statements"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the statements others judged are not beside this project")
SENTENCE = re.compile(r"statement(\[\d+\])?(\.[\w@:/\[\]-]+|: )|^The body|^the body")

VALID = sorted(path.name for path in DATA.glob("*.jsonl") if ".invalid" not in path.name)
INVALID = sorted(path.name for path in DATA.glob("*.invalid.jsonl"))


def lines(name: str) -> list[bytes]:
    return [line for line in (DATA / name).read_bytes().split(b"\n") if line.strip()]


def tool(name: str, v1: Client, v2: Client) -> Client:
    return v2 if name.startswith("adl-2.0") else v1


def batched(rows: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def by_itself(line: bytes) -> bytes:
    """Return a statement that can be sent alone: many lines share an id, some leave the bytes of an attachment out."""
    statement = json.loads(line)
    statement.pop("id", None)
    for part in (statement, statement["object"]):
        for attachment in part.get("attachments", ()):
            attachment.setdefault("fileUrl", "https://example.org/elsewhere")
    return json.dumps(statement).encode()


@answers("XAPI-00014")
@pytest.mark.parametrize("name", VALID)
def test_accepted(v1: Client, v2: Client, name: str) -> None:
    sender = tool(name, v1, v2)
    for batch in batched(map(by_itself, lines(name)), 200):
        answer = sender.post("statements", body=b"[" + b",".join(batch) + b"]")
        assert answer.status == 200, answer


@answers("XAPI-00014")
@pytest.mark.parametrize("name", INVALID)
def test_refused(v1: Client, v2: Client, name: str) -> None:
    sender = tool(name, v1, v2)
    wrong: list[tuple[int, Answer]] = []
    for number, line in enumerate(lines(name), 1):
        answer = sender.post("statements", body=line)
        if answer.status != 400 or not SENTENCE.search(answer.json["error"]):
            wrong.append((number, answer))
    assert not wrong
