"""Refusals as pages say them: a sentence, in the reader's language, that calls a filter as its control is called.

What refuses answers programs, too, so it begins with the name in the address: `country: your role sees totals only …`.
"""

import re
from collections.abc import Mapping

from dashboards.filters import MANY, TITLES
from dashboards.i18n import ENGLISH, Words
from lrs.organisation.french import begins_as_given, french

FILTERS: Mapping[str, str] = {
    **TITLES,
    **{name: TITLES[field] for field, name in MANY.items()},
    "since": TITLES["period"],
    "until": TITLES["period"],
    "zone": "Time zone",
    "grain": "Per day, week or month",
    "on": "Up to date on which day",
    "of": "Which statements",
    "came": "Those who came",
    "cell": "Cell",
    "step": "Step",
    "status": "Status",
}
DEEDS: Mapping[str, str] = {"name": "Name", "label": "Name of the tool"}
MESSAGES = tuple(FILTERS.values())
_NAMES = re.compile(r"([\w.]+(?:, [\w.]+)*)(?=\u00a0?: )")


def told(sentence: str, words: Words, titles: Mapping[str, str]) -> tuple[str, str]:
    """Return a refusal as a page says it, and the language it is in: English where it is told in no other.

    Parameters
    ----------
    titles
        What the controls of the page are called, by their names in the address.
    """
    translated = french(sentence) if words.language == "fr" else sentence
    speaks = words if translated != sentence else Words(ENGLISH)
    names = _NAMES.match(translated)
    if names and all(_first(name) in titles for name in names[1].split(", ")):
        return _called(names[1], speaks, titles) + translated[names.end() :], speaks.language
    if begins_as_given(sentence, speaks.language):
        return translated, speaks.language
    return translated[:1].upper() + translated[1:], speaks.language


def _called(names: str, words: Words, titles: Mapping[str, str]) -> str:
    """Return what the controls of some names are called, without their hints, and the names where they are others."""
    listed = names.split(", ")
    first, *others = dict.fromkeys(words(titles[_first(name)]).partition(" (")[0] for name in listed)
    title = ", ".join([first, *(other[:1].lower() + other[1:] for other in others)])
    addressed = ", ".join(MANY.get(name, name) for name in listed)
    return title if title.casefold() == addressed.casefold() else f"{title} ({addressed})"


def _first(name: str) -> str:
    return name.partition(".")[0]
