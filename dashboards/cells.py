"""What the keys in the cells of a workbook say: people read it; a CSV keeps them, for programs."""

from collections.abc import Callable, Mapping

import polars as pl

from analytics.rules import RULES
from analytics.statistics import REASONS
from dashboards.i18n import Words

_RULES: Mapping[str, Mapping[str, str]] = {key: rule.name for key, rule in RULES.items()}


def in_words(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Return a frame whose reasons and rules are told in one language; a key that nobody named stays."""
    told = []
    for name, kind in frame.schema.items():
        say = _saying(name) if kind == pl.String else None
        if say:
            values = [None if value is None else say(value, words) for value in frame[name].to_list()]
            told.append(pl.Series(name, values, dtype=pl.String))
    return frame.with_columns(told)


def _saying(column: str) -> Callable[[str, Words], str] | None:
    if column == "reason" or column.endswith("_reason"):
        return lambda key, words: _named(REASONS, key, words)
    if column == "rule":
        return lambda key, words: _named(_RULES, key, words)
    if column == "rules":
        return lambda keys, words: ", ".join(_named(_RULES, key, words) for key in keys.split())
    return None


def _named(names: Mapping[str, Mapping[str, str]], key: str, words: Words) -> str:
    return words.of(names[key]) if key in names else key
