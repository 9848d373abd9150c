"""How one cell of what organisations bring is read: a text, and the value it stands for or the reason it has none."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lrs.errors import BadRequest
from lrs.recipes.dates import read_date
from lrs.recipes.readers import Manner, Read, decimal, plain
from lrs.recipes.readers import reader as recipe_reader
from schemas import recipe
from schemas.currencies import CURRENCIES
from schemas.imports import MODALITIES, PHASES, Column

_FLAGS = {
    **dict.fromkeys(("oui", "yes", "vrai", "true", "x", "1", "o", "y"), True),
    **dict.fromkeys(("non", "no", "faux", "false", "0", "n"), False),
}
_MOST = 1_000_000_000
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_ACCOUNT = re.compile(r"(https?://\S+)\s+(\S.*)")
_OPENID = re.compile(r"https?://\S+")
_MONTH = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})|(?P<month>\d{1,2})[-/](?P<year>\d{4})")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")


def reader(column: Column, manner: Manner, zone: tzinfo) -> Read:
    """Return the function that reads a column's cells; its ValueError says why a cell has no value."""
    return _READERS[column.read](column, manner, zone)


def zone_named(name: str) -> tzinfo:
    """Return a time zone by its name."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f"zone: {name[:60]!r} is not a time zone: write for example Europe/Paris") from None


def _text(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if not text.isprintable():
            raise ValueError("holds characters that cannot be shown")
        return text

    return read


def _several(part: Read) -> Callable[[Column, Manner, tzinfo], Read]:
    """Return the reader of several values parted by `|`."""

    def make(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
        def read(cell: str) -> list[Any]:
            parts = [" ".join(text.split()) for text in cell.split("|") if text.strip()]
            return list(dict.fromkeys(_part(part, text, len(parts)) for text in parts))

        return read

    return make


def _part(read: Read, text: str, count: int) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"holds {text!r}, which {error}" if count > 1 else str(error)) from None


def _mail(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    return recipe_reader(recipe.Column(read="mail"), manner, "UTC")


address = recipe_reader(recipe.Column(read="mail"), Manner(), "UTC")


def identifier(text: str) -> str:
    """Return the canonical text of an identifier (`lrs.xapi.actor.identifier`) as people write one.

    Addresses are told in lower case, as recipes tell them: their case names nobody else.
    """
    kind, _, rest = text.partition(" ")
    if kind in ("mbox", "account", "openid", "mbox_sha1sum") and rest:
        text = rest
    if _SHA1.fullmatch(text):
        return f"mbox_sha1sum {text.lower()}"
    if found := _ACCOUNT.fullmatch(text):
        return f"account {found[1]} {found[2]}"
    if _OPENID.fullmatch(text):
        return f"openid {text}"
    if "@" in text:
        return f"mbox mailto:{address(text)}"
    raise ValueError(
        "is no identifier: write an address, HOME-PAGE NAME for an account, an OpenID or an address's SHA-1"
    )


def iri(text: str) -> str:
    """Return an IRI, which may end in `*`."""
    if not _IRI.fullmatch(text):
        raise ValueError("is not an IRI such as https://lms.example.org/course/42")
    return text


def _phase(text: str) -> tuple[str, str]:
    """Read `before: e-learning`; without a phase it is `during`."""
    phase, colon, modality = text.rpartition(":")
    return chosen(PHASES, phase) if colon else "during", chosen(MODALITIES, modality)


def _phases(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> list[tuple[str, str]]:
        parts = [part.strip() for part in cell.split(">") if part.strip()]
        return [_part(_phase, part, 2) for part in parts]

    return read


def chosen(choices: Any, text: str) -> str:
    """Return what a choice stands for."""
    known = {plain(name): value for name, value in choices.items()}
    known |= {plain(value): value for value in choices.values()}
    if plain(text) not in known:
        raise ValueError(f"is not one of {', '.join(dict.fromkeys(choices.values()))}")
    return str(known[plain(text)])


def _choice(column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    return lambda cell: chosen(column.choices, cell)


def _flag(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> bool:
        if plain(cell) not in _FLAGS:
            raise ValueError("is neither yes nor no")
        return _FLAGS[plain(cell)]

    return read


def _day(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> date:
        return read_date(cell, manner.order, UTC).date()

    return read


def _month(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    """Read 2026-03, 03/2026 or any day of the month as its first day."""

    def read(cell: str) -> date:
        if found := _MONTH.fullmatch(cell.strip()):
            year, month = (found["y"], found["m"]) if found["y"] else (found["year"], found["month"])
            cell = f"{year}-{int(month):02}-01"
        return read_date(cell, manner.order, UTC).date().replace(day=1)

    return read


def _instant(_column: Column, manner: Manner, zone: tzinfo) -> Read:
    def read(cell: str) -> datetime:
        return read_date(cell, manner.order, zone).replace(tzinfo=None)

    return read


def _zone(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> str:
        try:
            zone_named(cell)
        except BadRequest:
            raise ValueError("is not a time zone: write for example Europe/Paris") from None
        return cell

    return read


def _number(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    return lambda cell: float(_positive(cell, manner))


def _whole(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> int:
        value = _positive(cell, manner)
        if value != int(value):
            raise ValueError("is not a whole number")
        return int(value)

    return read


def _positive(cell: str, manner: Manner) -> Any:
    value = decimal(re.sub(r"\s*(h|heures?|hours?|mois|months?)\.?$", "", cell), manner.decimal)
    if not 0 <= value < 1_000_000:
        raise ValueError("is not between 0 and 1,000,000")
    return value


def _exact(places: int) -> Callable[[Column, Manner, tzinfo], Read]:
    """Return the reader of exact decimals with at most so many places."""

    def make(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
        def read(cell: str) -> Decimal:
            value = decimal(cell.rstrip("€$£ \u00a0"), manner.decimal)
            if abs(value) >= _MOST:
                raise ValueError("is too large: amounts stay under 1,000,000,000")
            if value != round(value, places):
                raise ValueError(f"has more than {places} decimals")
            return round(value, places)

        return read

    return make


def _rate(column: Column, manner: Manner, zone: tzinfo) -> Read:
    exact = _exact(8)(column, manner, zone)

    def read(cell: str) -> Decimal:
        value: Decimal = exact(cell)
        if value <= 0:
            raise ValueError("is not above 0")
        return value

    return read


def _share(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    """Read 60 %, 60 or 0.6 alike: what is 2 or more, or has a sign, is in percent; between could be either."""

    def read(cell: str) -> Decimal:
        value = decimal(cell, manner.decimal)
        if 1 < value < 2 and "%" not in cell:
            raise ValueError("could be a share above 1 or a percentage: write it with a % sign")
        share = value / 100 if "%" in cell or value > 1 else value
        if not 0 <= share <= 1:
            raise ValueError("is not between 0 and 100 %")
        return round(share, 6)

    return read


def _currency(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> str:
        code = cell.strip().upper()
        if code not in CURRENCIES:
            raise ValueError("is not a currency of ISO 4217 such as EUR")
        return code

    return read


_READERS: dict[str, Callable[[Column, Manner, tzinfo], Read]] = {
    "text": _text,
    "mail": _mail,
    "identifiers": _several(identifier),
    "units": _several(str),
    "texts": _several(str),
    "iris": _several(iri),
    "phases": _phases,
    "day": _day,
    "month": _month,
    "instant": _instant,
    "zone": _zone,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "choice": _choice,
    "amount": _exact(4),
    "rate": _rate,
    "share": _share,
    "currency": _currency,
}
