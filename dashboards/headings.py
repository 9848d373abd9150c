"""What the columns of measures are called, where people read them: the headings of workbooks.

A CSV keeps the keys of its columns: programs read them, and they are the same in every language.
"""

import tomllib
from importlib.resources import files

from dashboards.i18n import Words

HEADINGS: dict[str, str] = tomllib.loads(files("dashboards").joinpath("headings.toml").read_text(encoding="utf-8"))
_ENDINGS = {
    # the end of a column's key: how that is said of what stands before it
    "_low": "{what}, at least",
    "_high": "{what}, at most",
    "_reason": "{what}: why no estimate",
    "_n": "{what}: rests on",
    "_median": "{what}, median",
    "_share": "{what}, share",
}
_BARE = {"low": "At least", "high": "At most"}
MESSAGES = (*HEADINGS.values(), *_ENDINGS.values(), *_BARE.values())


def heading(key: str, words: Words, measure: str = "") -> str:
    """Return what a column of a measure is called; one nobody named is told by its key, in words."""
    named = HEADINGS.get(f"{measure}.{key}") or HEADINGS.get(key) or _BARE.get(key)
    if named:
        return words(named)
    for ending, said in _ENDINGS.items():
        if key.endswith(ending):
            return words(said, what=heading(key.removesuffix(ending), words, measure))
    return key.replace("_", " ").capitalize()


def headings(keys: list[str], words: Words, measure: str = "") -> list[str]:
    """Return what columns are called, no two of them the same: a workbook's table asks for that."""
    told: list[str] = []
    for key in keys:
        name = heading(key, words, measure)
        told.append(f"{name} ({key})" if name in told else name)
    return told
