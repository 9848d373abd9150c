"""What is refused, in French: each sentence an importer, a filter or a search may say, beside what it says in English.

They reason in English; whoever reads French is told the same by the table in `french.toml`. `{…}` stands for what a
sentence takes from what was given; a part named `rest` or `why` is a sentence itself.
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
_OURS = ("name", "names")  # of a parameter
_HOLE = re.compile(r"\{(\w+)('?)\}")


def french(sentence: str) -> str:
    """Return a sentence of a refusal in French; one that is not known, as it is."""
    for pattern, _, told in _patterns():
        if found := pattern.fullmatch(sentence):
            return told.format(**{name: _part(name, text) for name, text in found.groupdict().items()})
    return sentence


def begins_as_given(sentence: str, language: str) -> bool:
    """Tell whether a sentence, as it is told in a language, begins with what was given: a key, the name of a file."""
    for pattern, english, told in _patterns():
        if pattern.fullmatch(sentence):
            begins = _HOLE.match(told if language == "fr" else english)
            return begins is not None and begins[1] not in _OURS
    return False


def _part(name: str, text: str) -> str:
    return french(text) if name in _NESTED else _WORDS.get(name, {}).get(text, text)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str, str]]:
    """Return each sentence as a pattern, in both languages, the most particular first: that say most of themselves."""
    told = tomllib.loads(files("lrs.organisation").joinpath("french.toml").read_text("utf-8"))
    ordered = sorted(told, key=lambda text: -len(_HOLE.sub("", text)))
    return [(re.compile(_pattern(text), re.DOTALL), text, told[text]) for text in ordered]


def _pattern(text: str) -> str:
    """Return the pattern of a sentence; a hole with a quote behind it holds a quoted text."""
    parts = _HOLE.split(text)
    told = [re.escape(parts[0])]
    for name, quoted, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        hole = r"'[^']*'|\"[^\"]*\"" if quoted else r".+?"
        told += (f"(?P<{name}>{hole})", re.escape(after))
    return "".join(told)
