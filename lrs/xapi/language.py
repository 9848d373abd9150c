"""Language tags and maps (1.0.3 Data 4.2; RFC 5646), and which language a reader prefers (RFC 9110 12.5.4)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from lrs.xapi.wording import refusal

_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language, with its extended languages
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de)"
    r"|zh-min(?:-nan)?)",
    re.ASCII,
)
_RANGE = re.compile(r"\s*([A-Za-z0-9*\-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?")

Text = TypeVar("Text")


@lru_cache(maxsize=1024)
def is_tag(value: str) -> bool:
    """Whether a value has the form of a language tag; case does not matter."""
    return len(value) < 256 and _TAG.fullmatch(value.lower()) is not None


def check_tag(value: str, path: str) -> None:
    """Refuse what is not a language tag."""
    if not is_tag(value):
        raise refusal(path, "an RFC 5646 language tag, such as fr or en-GB", value)


def check_map(languages: Mapping[str, str], path: str) -> None:
    """Refuse a language map with a key that is not a language tag."""
    for tag in languages:
        if not is_tag(tag):
            raise refusal(path, "keys that are RFC 5646 language tags, such as fr or en-GB", tag)


def preferred(header: str) -> list[str]:
    """Return the language ranges of an `Accept-Language` header, the most wanted first; malformed ones are left out."""
    ranked = []
    for part in header.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        quality = _quality(match[2])
        if quality > 0:
            ranked.append((-quality, match[1].lower()))
    return [tag for _, tag in sorted(ranked, key=lambda pair: pair[0])]


def _quality(text: str | None) -> float:
    try:
        return 1.0 if text is None else min(float(text), 1.0)
    except ValueError:
        return 0.0


def chosen(languages: Mapping[str, Text], wanted: Iterable[str]) -> dict[str, Text]:
    """Return the one entry of a language map that suits a reader best, as a map.

    A range matches a tag it equals or begins (RFC 4647 3.3.1), then by its shortened forms (3.4); failing all, the
    first entry serves.
    """
    for range_ in wanted:
        tag = "*" if range_ == "*" else _lookup(languages, range_)
        if tag == "*":
            break
        if tag is not None:
            return {tag: languages[tag]}
    return dict(list(languages.items())[:1])


def _lookup(languages: Iterable[str], range_: str) -> str | None:
    tags = {tag.lower(): tag for tag in languages}
    parts = range_.split("-")
    while parts:
        prefix = "-".join(parts)
        if prefix in tags:
            return tags[prefix]
        for lowered, tag in tags.items():
            if lowered.startswith(prefix + "-"):
                return tag
        parts.pop()
    return None
