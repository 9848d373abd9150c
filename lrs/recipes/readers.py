"""How one cell is read: a text from a table, a value for a statement, or the reason it cannot be one."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lrs.errors import BadRequest
from lrs.recipes.dates import read_date, utc_text
from schemas.recipe import Column

Read = Callable[[str], Any]
"""From the text of a cell to a value; ValueError carries the reason when there is none."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file writes numbers and, in figures, dates."""

    decimal: Literal[",", "."] = "."
    order: Literal["dmy", "mdy"] = "dmy"


def plain(text: str) -> str:
    """Return a heading or a choice without what people vary: case, accents, spaces, punctuation."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def reader(column: Column, manner: Manner, zone: str) -> Read:
    """Return the function that reads a column's cells.

    Values are texts (dates and durations too, as xAPI writes them), integers, decimals, or what `choices` says.
    """
    return _READERS[column.read](column, manner, _zone(zone))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name != "UTC" else UTC
    except (ZoneInfoNotFoundError, ValueError):
        raise BadRequest(f"{name} is not a time zone: write for example Europe/Paris") from None


def _text(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    return str.strip


def _mail(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    """Addresses differ in case from one export to the next and name one person: they are told in lower case."""

    def read(cell: str) -> str:
        address = cell.strip().lower().removeprefix("mailto:")
        if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", address):
            raise ValueError("is not an e-mail address")
        return address

    return read


def _number(column: Column, manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> Decimal:
        value = decimal(cell, manner.decimal)
        return value if column.over == 1 else value / Decimal(str(column.over))

    return read


def decimal(cell: str, mark: str) -> Decimal:
    """Read a number as people write it: 1 234,5 or 1234.5, with or without %.

    Raises
    ------
    ValueError
        When it is none, or could be two: `1,234` in a file whose decimal mark is a point.
    """
    text = re.sub(r"[\s\u00a0\u202f'\u2019]", "", cell).rstrip("%")
    other = "." if mark == "," else ","
    if re.fullmatch(rf"[+-]?\d+\{other}\d{{3}}", text) and mark == ".":
        raise ValueError("could be a thousand or a decimal: write it without a separator of thousands")
    if text.count(",") + text.count(".") > 1:
        raise ValueError("is not a number we can read: use one decimal mark and no separator of thousands")
    if not re.fullmatch(r"[+-]?\d{1,30}([.,]\d{1,30})?", text, re.ASCII):
        raise ValueError("is not a number")
    return Decimal(text.replace(",", "."))


def _integer(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> int:
        value = decimal(cell, manner.decimal)
        if value != value.to_integral_value():
            raise ValueError("is not a whole number")
        return int(value)

    return read


def _at_least(column: Column, manner: Manner, _zone: tzinfo) -> Read:
    bound = Decimal(str(column.bound))
    return lambda cell: decimal(cell, manner.decimal) >= bound


def _date(column: Column, manner: Manner, zone: tzinfo) -> Read:
    order = manner.order if column.order == "detected" else column.order
    return lambda cell: utc_text(read_date(cell, order, zone))


def _day(column: Column, manner: Manner, zone: tzinfo) -> Read:
    """Days counted from a start, which is day 0; days before it are negative."""
    try:
        start = read_date(column.start, "dmy", zone)
    except ValueError as error:
        raise BadRequest(f"start {column.start!r} {error}") from None
    whole = _integer(column, manner, zone)

    def read(cell: str) -> str:
        try:
            return utc_text(start + timedelta(days=whole(cell)))
        except OverflowError:
            raise ValueError("is too many days") from None

    return read


def _choice(column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    known = {plain(text): value for text, value in column.choices.items()}

    def read(cell: str) -> Any:
        value = known.get(plain(cell), column.otherwise)
        if value is None:
            raise ValueError(f"is not one of {', '.join(column.choices)}")
        return value

    return read


_UNIT = re.compile(r"\s*(h|hours?|heures?|min(ute)?s?|s(ec)?)\.?$", re.IGNORECASE)


def _length(seconds: int) -> Callable[[Column, Manner, tzinfo], Read]:
    """Return the reader of lengths of time counted in units of so many seconds."""

    def make(_column: Column, manner: Manner, _zone: tzinfo) -> Read:
        def read(cell: str) -> str:
            return duration(decimal(_UNIT.sub("", cell.strip()), manner.decimal) * seconds)

        return read

    return make


def duration(seconds: Decimal) -> str:
    """Write a length of time as xAPI does.

    Raises
    ------
    ValueError
        When it is negative.
    """
    if seconds < 0:
        raise ValueError("is a negative length of time")
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, seconds - (whole - whole % 60)
    shown = f"{rest.quantize(Decimal('0.01')).normalize():f}"
    parts = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes) + f"{shown}S" * (shown != "0")
    return "PT" + (parts or "0S")


def _clock(_column: Column, _manner: Manner, _zone: tzinfo) -> Read:
    def read(cell: str) -> str:
        found = re.fullmatch(r"(\d+)\s*[:hH]\s*(\d{1,2})?(?::(\d{1,2}))?", cell.strip())
        if not found or int(found[2] or 0) > 59 or int(found[3] or 0) > 59:
            raise ValueError("is not a length of time like 1:30, 1h30 or 1:30:00")
        return duration(Decimal(int(found[1]) * 3600 + int(found[2] or 0) * 60 + int(found[3] or 0)))

    return read


_READERS: dict[str, Callable[[Column, Manner, tzinfo], Read]] = {
    "text": _text,
    "mail": _mail,
    "number": _number,
    "integer": _integer,
    "at_least": _at_least,
    "date": _date,
    "day": _day,
    "choice": _choice,
    "hours": _length(3600),
    "minutes": _length(60),
    "seconds": _length(1),
    "clock": _clock,
}
