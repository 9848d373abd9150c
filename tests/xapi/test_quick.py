import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from benchmarks import generator
from lrs.errors import BadRequest
from lrs.xapi import quick
from lrs.xapi.statement import read_slowly, read_statement
from lrs.xapi.version import Version
from schemas.statement import Statement

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "statements"
BASE = json.loads(generator.statement(4))
SPICE = ['"id"', ":", '":"', "\\u003a", "{", "}", "[", "]", ",", "null", "1e999", "é", "\\", '"', '"a":1,', " ", "\n"]


def outcome(read: Callable[[], Statement]) -> Statement | str:
    try:
        return read()
    except BadRequest as refusal:
        return refusal.sentence


def agree(element: bytes) -> None:
    """Reading with the quick way, and without, gives the same statement or the same refusal."""
    try:
        element.decode()
    except UnicodeDecodeError:
        return  # refused before either way
    if element.lstrip().startswith(b"["):
        return  # another question: one statement, or several
    for version in Version:
        either = outcome(lambda version=version: read_statement(element, version).statement)
        assert either == outcome(lambda version=version: read_slowly(element, "statement", version))


def lines() -> Iterator[bytes]:
    for file in sorted(DATA.glob("*.jsonl")):
        yield from file.read_bytes().splitlines()


def test_what_tools_usually_send_is_read_quickly() -> None:
    read = [quick.read(generator.statement(number).encode()) for number in range(300)]
    assert None not in read
    assert {told.object.objectType for told in read if told is not None} == {UNSET, "Agent", "StatementRef"}


@pytest.mark.skipif(not DATA.is_dir(), reason="the data others made is not here")
def test_both_ways_agree_on_what_others_made() -> None:
    for line in lines():
        agree(line)


@pytest.mark.parametrize("times", [1, 2])
def test_a_duplicate_key_is_never_hidden_by_an_escaped_colon(times: int) -> None:
    text = generator.statement(4)
    doubled = text.replace('"platform":"', '"language":"de","platform":"\\u003a', 1)
    for _ in range(times):
        assert quick.read(doubled.encode()) is None


@pytest.mark.parametrize("kind", ["Activity", "Agent", "Group", "StatementRef", "SubStatement", "Nothing"])
@pytest.mark.parametrize("name", ["id", "mbox", "member", "definition", "platform", "revision"])
def test_both_ways_agree_on_what_objects_of_a_kind_may_have(kind: str, name: str) -> None:
    about = {"objectType": kind, "id": BASE["id"], "mbox": "mailto:ada@example.org", "member": [], "definition": {}}
    for given_ in (about, {key: value for key, value in about.items() if key in ("objectType", name)}):
        for around in ({}, {name: "x"} if name in ("platform", "revision") else {"platform": "x"}):
            context = {"registration": BASE["id"], **around}
            agree(json.dumps({**BASE, "object": given_, "context": context}).encode())


@pytest.mark.parametrize("deep", range(94, 104))
@pytest.mark.parametrize("part", ["result", "context"])
def test_both_ways_agree_on_how_deep_is_too_deep(part: str, deep: int) -> None:
    nested = f'{{"https://example.org/deep":{"[" * deep}{"]" * deep}}}'
    text = json.dumps({**BASE, part: {"extensions": 5}}).replace("5}", f"{nested}}}", 1)
    assert nested in text
    agree(text.encode())


@settings(max_examples=300)
@given(st.integers(0, 2_000), st.sampled_from(SPICE), st.integers(0, 50))
def test_both_ways_agree_on_spoilt_text(place: int, spice: str, cut: int) -> None:
    text = generator.statement(cut)
    place %= len(text)
    agree((text[:place] + spice + text[place:]).encode())
    agree((text[:place] + text[place + cut :]).encode())


def paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from paths(inner, (*path, key))


@settings(max_examples=300)
@given(st.sampled_from(list(paths(BASE))), st.sampled_from([None, "", "x", 5, [], {}, {"id": "x"}, "2026-01-01"]))
def test_both_ways_agree_on_wrong_values(path: tuple[str, ...], wrong: Any) -> None:
    spoilt = json.loads(json.dumps(BASE))
    inner = spoilt
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    agree(json.dumps(spoilt).encode())
