"""What is wrong with a file, in French: each sentence an importer may say, beside what it says in English.

Importers reason in English; whoever reads French is told the same by the table in `french.toml`. `{…}` stands for what
a sentence takes from the file; a part named `rest` or `why` is a sentence itself.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

_WORDS = {
    "separator": {"comma": "virgule", "semicolon": "point-virgule", "tab": "tabulation"},
    "mark": {"comma": "virgule décimale", "point": "point décimal"},
    "where": {"kept": "enregistré"},
    "order": {"day/month/year": "jour/mois/année", "month/day/year": "mois/jour/année"},
}
_NESTED = ("rest", "why")
_HOLE = re.compile(r"\{(\w+)('?)\}")


def french(sentence: str) -> str:
    """Return a sentence of an importer in French; one that is not known, as it is."""
    for pattern, told in _patterns():
        if found := pattern.fullmatch(sentence):
            return told.format(**{name: _part(name, text) for name, text in found.groupdict().items()})
    return sentence


def _part(name: str, text: str) -> str:
    return french(text) if name in _NESTED else _WORDS.get(name, {}).get(text, text)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return each sentence as a pattern, the most particular first: those that say most of themselves."""
    told = tomllib.loads(files("lrs.organisation").joinpath("french.toml").read_text("utf-8"))
    ordered = sorted(told, key=lambda text: -len(_HOLE.sub("", text)))
    return [(re.compile(_pattern(text), re.DOTALL), told[text]) for text in ordered]


def _pattern(text: str) -> str:
    """Return the pattern of a sentence; a hole with a quote behind it holds a quoted text."""
    parts = _HOLE.split(text)
    told = [re.escape(parts[0])]
    for name, quoted, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        hole = r"'[^']*'|\"[^\"]*\"" if quoted else r".+?"
        told += (f"(?P<{name}>{hole})", re.escape(after))
    return "".join(told)
