"""Words, numbers and dates in the reader's language. English is in the code; every other language is one catalog.

A catalog is a gettext file, `translations/<language>.po`, read as it is, with whatever lies in the folder
`translations/<language>` (no headers there): a third language is a few files away. How numbers and dates are written is
part of it, told by example: its translation of `1,234.5` says which signs it uses.
"""

import ast
import gettext
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any

from dash import html

ENGLISH = "en"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAYS = "Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
_SHORT_DAYS = "Sun|Mon|Tue|Wed|Thu|Fri|Sat"
_HOST = 2  # place of a host among the parts of an address
_WORD = re.compile(r"[^\W\d_]{2}")
_NOUGHT = "=0 "  # before the form that goes with nought alone


class Catalog(gettext.NullTranslations):
    """One `.po` file: messages and their plurals."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._told: dict[str, list[str]] = {}
        for entry in _entries(text):
            self._told[entry["msgid"]] = [value for key, value in sorted(entry.items()) if key.startswith("msgstr")]
        header = self._told.pop("", [""])[0]
        rule = header.partition("; plural=")[2].partition(";")[0] or "n != 1"
        self.plural = gettext.c2py(rule)

    def gettext(self, message: str) -> str:
        """Return a message in this language, or as it is."""
        return (self._told.get(message) or [message])[0] or message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of a message that goes with a number."""
        forms = self._told.get(msgid1)
        if forms is None:
            return msgid1 if n == 1 else msgid2
        return forms[min(self.plural(n), len(forms) - 1)]

    @property
    def messages(self) -> frozenset[str]:
        """Every message it translates."""
        return frozenset(self._told)


def _entries(text: str) -> Iterator[dict[str, str]]:
    """Yield the entries of a `.po` file, each by its keywords."""
    for block in text.split("\n\n"):
        entry: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            word, _, rest = line.partition(" ")
            key, text = (key, line) if line.startswith('"') else (word, rest)
            entry[key] = entry.get(key, "") + ast.literal_eval(text.strip())
        if "msgid" in entry:
            yield entry


@cache
def catalogs() -> Mapping[str, gettext.NullTranslations]:
    """Return every language there is; English needs no catalog."""
    found: dict[str, gettext.NullTranslations] = {ENGLISH: gettext.NullTranslations()}
    folder = files("dashboards").joinpath("translations")
    for file in folder.iterdir():
        if file.name.endswith(".po"):
            language = file.name[:-3]
            found[language] = Catalog("\n\n".join([_text(file), *_further(folder.joinpath(language))]))
    return found


def _further(folder: Traversable) -> list[str]:
    return [_text(file) for file in sorted(folder.iterdir(), key=_name)] if folder.is_dir() else []


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")


def _name(file: Traversable) -> str:
    return file.name


class Words(Formatter):
    """How one language says things.

    A hole with forms, `{people:personne|personnes}`, is the form that goes with the number in it, as it is written, so
    that whatever a message counts agrees. The first may be of nought alone: `{n:=0 none is|{n} is|{n} are}`.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in catalogs() else ENGLISH
        self._catalog = catalogs()[self.language]
        sample = self._catalog.gettext("1,234.5")
        self.group, self.point = sample[1], sample[-2]

    def __call__(self, message: str, **values: object) -> str:
        """Say a message, with its values put in; without any, as it is (plotly's own `%{y}` stays)."""
        told = self._catalog.gettext(message)
        return self.format(told, **values) if values else told

    def many(self, one: str, more: str, n: float, digits: int = 0, /, **values: object) -> str:
        """Say a message in the form that goes with a number as it is written, which is put in as `n`."""
        form = self._catalog.ngettext(one, more, _count(n, digits))
        return self.format(form, n=self.number(n, digits), **values)

    def rich(self, message: str, **values: object) -> list[Any]:
        """Say a message whose parts between `**` are bold; values are put in afterwards and are only text."""
        return self._bold(self._catalog.gettext(message), values)

    def rich_many(self, one: str, more: str, n: float, digits: int = 0, /, **values: object) -> list[Any]:
        """Say a message with bold parts in the form that goes with a number, which is put in as `n`."""
        form = self._catalog.ngettext(one, more, _count(n, digits))
        return self._bold(form, {"n": self.number(n, digits), **values})

    def format_field(self, value: Any, format_spec: str) -> str:
        """Put a value into its hole, or the form that goes with it."""
        forms = format_spec.split("|")
        if len(forms) == 1:
            return str(super().format_field(value, format_spec))
        written = re.sub(rf"[^\d{re.escape(self.point)}]", "", str(value)).replace(self.point, ".")
        try:
            n = _count(float(written), len(written.partition(".")[2]))
        except ValueError:
            return forms[-1]
        if forms[0].startswith(_NOUGHT):
            nought, *forms = forms
            if float(written) == 0:
                return nought.removeprefix(_NOUGHT)
        return forms[min(self._plural(n), len(forms) - 1)]

    def _plural(self, n: int) -> int:
        """Return which form goes with a number: the catalog's rule; English has none, and two forms."""
        return self._catalog.plural(n) if isinstance(self._catalog, Catalog) else int(n != 1)

    def _bold(self, message: str, values: Mapping[str, object]) -> list[Any]:
        told = [self.format(piece, **values) for piece in message.split("**")]
        return [html.Strong(piece) if place % 2 else piece for place, piece in enumerate(told) if piece]

    def besides(self, *parts: str) -> str:
        """Say parts of one sentence one after the other."""
        return self("; ").join(parts)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number: 1,234.5 or as the language does."""
        text = f"{value:,.{digits}f}"
        return text.translate({ord(","): self.group, ord("."): self.point})

    def share(self, part: float, whole: float, digits: int = 0) -> str:
        """Write a part of a whole as a percentage; rounding never makes nothing or everything of what is not."""
        percent, least = (100 * part / whole if whole else 0.0), 10.0**-digits
        if 0 < percent < least:
            return self("under {number}%", number=self.number(least, digits))
        if 100 - least < percent < 100:
            return self("over {number}%", number=self.number(100 - least, digits))
        return self("{number}%", number=self.number(percent, 0 if percent in (0, 100) else digits))

    def day(self, day: date) -> str:
        """Write a day in full."""
        number = self("1") if day.day == 1 else str(day.day)
        return self("{day} {month} {year}", day=number, month=self._named(_MONTHS, day.month - 1), year=day.year)

    def month(self, day: date) -> str:
        """Write the month of a day."""
        return self("{month} {year}", month=self._named(_MONTHS, day.month - 1), year=day.year)

    def moment(self, moment: datetime) -> str:
        """Write a day and a time."""
        return self("{day}, {time}", day=self.day(moment.date()), time=f"{moment:%H:%M}")

    def of(self, names: Mapping[str, str]) -> str:
        """Return what stands in this language, else in English: texts the code tells in each."""
        return names.get(self.language, names["en"])

    def pick(self, names: str | None, otherwise: str) -> str:
        """Return a language map's text in this language, else in French, English, an unknown one, any (methods 6)."""
        try:
            told = json.loads(names or "{}")
        except ValueError:
            told = {}
        for wanted in (self.language, "fr", "en", "und", ""):
            for tag, text in told.items() if isinstance(told, dict) else ():
                if isinstance(text, str) and text.strip() and wanted in ("", tag.lower().split("-")[0]):
                    return text.strip()
        return tail(otherwise)

    def plotly(self) -> dict[str, Any]:
        """Return the language for a plotly figure's `config`."""
        names = {"months": _MONTHS, "shortMonths": _SHORT_MONTHS, "days": _DAYS, "shortDays": _SHORT_DAYS}
        told = {key: self._catalog.gettext(message).split("|") for key, message in names.items()}
        signs = {"decimal": self.point, "thousands": self.group}
        return {"locale": self.language, "locales": {self.language: {"format": {**told, **signs}}}}

    def _named(self, names: str, place: int) -> str:
        return self._catalog.gettext(names).split("|")[place]


def _count(value: float, digits: int) -> int:
    """Return the whole number that asks for the same form as a number written so: 0.2 and 1.0 go as nought does.

    In English they are many, in French not (0,2 point, 1,0 point): both say of 0 what they say of them (CLDR).
    """
    shown = abs(round(value, digits))
    return int(shown) if shown >= 2 or not digits else 0


def tail(iri: str) -> str:
    """Return the part of an IRI that tells most: its end, from the last part on that has a word (question/1)."""
    parts = iri.rstrip("/#").replace("#", "/").split("/")
    last = len(parts) - 1
    told = next((place for place in range(last, _HOST, -1) if _WORD.search(parts[place])), last)
    return "/".join(parts[told:]) or iri


def preferred(header: str, chosen: str | None) -> str:
    """Return the language to speak: the chosen one, else the first we have of an `Accept-Language`, else English."""
    if chosen in catalogs():
        return str(chosen)
    weighed = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weighed.append((-float(quality or 1), place, tag.lower().split("-")[0]))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(weighed) if tag in catalogs()), ENGLISH)
