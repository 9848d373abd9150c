# ruff: noqa: E501 -- tables of cases read best in few lines
from typing import Any

import pytest

from lrs.xapi import language


@pytest.mark.parametrize(
    "tag",
    ["fr", "en-GB", "EN-gb", "zh-Hans-CN", "zh-cmn-Hans-CN", "es-419", "de-CH-1996", "sl-rozaj-biske-1994", "und", "mul",
     "de-DE-u-co-phonebk", "x-whatever", "en-x-priv", "i-klingon", "en-GB-oed", "tlh", "hy-Latn-IT-arevela"],
)  # fmt: skip
def test_knows_tags(tag: str) -> None:
    assert language.is_tag(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "e",
        "-",
        "en_GB",
        "english language",
        "en-",
        "en--GB",
        "abcdefghi",
        "en-a",
        "fr-FR-",
        "12",
        "en-GB-x",
        "é",
        "a" * 5000,
    ],
)
def test_refuses_what_is_no_tag(tag: str) -> None:
    assert not language.is_tag(tag)


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("fr", ["fr"]),
        ("en;q=0.5, fr;q=0.9,de", ["de", "fr", "en"]),
        ("en-GB, en;q=0.8, *;q=0.1", ["en-gb", "en", "*"]),
        ("fr;q=0, en", ["en"]),
        ("fr;q=x, ;;, en ; q = 0.3", ["en"]),
        ("a,b;q=1.0,c", ["a", "b", "c"]),
    ],
)
def test_ranks_what_a_reader_prefers(header: str, tags: list[str]) -> None:
    assert language.preferred(header) == tags


MAP = {"en-US": "1", "fr": "2", "en-GB": "3"}


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ([], "en-US"),
        (["*"], "en-US"),
        (["fr"], "fr"),
        (["fr-CA"], "fr"),
        (["en"], "en-US"),
        (["en-gb"], "en-GB"),
        (["en-AU".lower()], "en-US"),
        (["de", "fr"], "fr"),
        (["de"], "en-US"),
        (["de", "*"], "en-US"),
    ],
)
def test_chooses_one_language(wanted: Any, tag: str) -> None:
    assert language.chosen(MAP, wanted) == {tag: MAP[tag]}


def test_an_empty_map_stays_empty() -> None:
    assert language.chosen({}, ["fr"]) == {}
