import json
from typing import Any

import msgspec

from lrs.xapi.activity import listed, merge
from schemas.statement import Activity, Definition


def defined(**parts: Any) -> Definition:
    return msgspec.convert(parts, Definition)


def merged(old: Any, **parts: Any) -> Any:
    return json.loads(merge(None if old is None else json.dumps(old), defined(**parts)))


def test_the_first_definition_is_kept() -> None:
    assert merged(None, name={"en": "A"}, moreInfo="https://a") == {"name": {"en": "A"}, "moreInfo": "https://a"}


def test_languages_and_extensions_add_up() -> None:
    old = {"name": {"en": "A", "fr": "B"}, "extensions": {"https://x": {"deep": 1}}}
    new = merged(old, name={"fr": "C", "de": "D"}, extensions={"https://y": None})
    assert new == {
        "name": {"en": "A", "fr": "C", "de": "D"},
        "extensions": {"https://x": {"deep": 1}, "https://y": None},
    }


def test_everything_else_is_replaced() -> None:
    old = {"type": "https://a", "interactionType": "choice", "choices": [{"id": "a"}, {"id": "b"}]}
    assert merged(old, type="https://b", choices=[{"id": "c"}]) == old | {"type": "https://b", "choices": [{"id": "c"}]}


def test_merging_the_same_again_changes_nothing() -> None:
    once = merge(None, defined(name={"en": "É"}, correctResponsesPattern=["a"]))
    assert merge(once, defined(name={"en": "É"})) == once
    assert "É" in once


def test_one_alone_stands_for_a_list_of_one() -> None:
    one = Activity("https://a")
    assert listed(one) == listed([one]) == [one]
    assert listed(msgspec.UNSET) == []
