"""Dates and times as people and exports write them, French, English or ISO 8601."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:(?:T|,?\s+|\s+(?:a|at)\s+)(?P<h>\d{1,2})[:h](?P<m>\d{2})"
    r"(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<ampm>[ap]\.?m\.?)?)?"
)
_OFFSET = r"\s*(?P<offset>z|utc|[+-]\d{2}:?\d{2})?"
_SHAPES = tuple(
    re.compile(rf"{day}{_TIME}{_OFFSET}", re.IGNORECASE)
    for day in (
        r"(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<first>\d{1,2})[/.\-](?P<second>\d{1,2})[/.\-](?P<y>\d{4}|\d{2})",
        r"(?:[a-z]+\.?,?\s+)?(?P<d>\d{1,2})(?:er|st|nd|rd|th)?\s+(?P<word>[a-z]+)\.?,?\s+(?P<y>\d{4})",
        r"(?:[a-z]+,\s+)?(?P<word>[a-z]+)\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})",
    )
)


def read_date(cell: str, order: str, zone: tzinfo) -> datetime:
    """Read a date, with or without a time, as an instant.

    Parameters
    ----------
    cell
        Such as `2026-03-02`, `02/03/2026 14:05`, `2 mars 2026, 14:05`, `Mar 2, 2026 2:05 PM`.
    order
        `dmy` or `mdy`: which comes first in `02/03/2026`.
    zone
        Where the clock stood that gave a time without an offset. A date alone is its midnight there.

    Raises
    ------
    ValueError
        When it is none of these, or no day of the calendar.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", cell.strip()) if not unicodedata.combining(c))
    for shape in _SHAPES:
        if found := shape.fullmatch(bare):
            return _instant(found.groupdict(), order, zone)
    raise ValueError("is not a date we can read: write 2026-03-31 or 31/03/2026, then 14:05 if there is a time")


def _instant(parts: dict[str, str | None], order: str, zone: tzinfo) -> datetime:
    year, month, day = _calendar(parts, order)
    hour = _hour(int(parts["h"] or 0), (parts["ampm"] or "").lower())
    fraction = int((parts["f"] or "0").ljust(6, "0")[:6])
    try:
        local = datetime(
            year, month, day, hour, int(parts["m"] or 0), int(parts["s"] or 0), fraction, _offset(parts["offset"], zone)
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no day or hour of the calendar") from None


def _calendar(parts: dict[str, str | None], order: str) -> tuple[int, int, int]:
    written = parts["y"] or ""
    year = int(written) + (2000 if len(written) == 2 else 0)
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        return (year, second, first) if order == "dmy" else (year, first, second)
    if word := parts.get("word"):
        month = _MONTHS.get(word.lower())
        if month is None:
            raise ValueError(f"names a month we do not know: {word}")
    else:
        month = int(parts["mo"] or 0)
    return year, month, int(parts["d"] or 0)


def _hour(hour: int, half: str) -> int:
    """Turn a twelve-hour clock into a twenty-four-hour one."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("is no hour of a twelve-hour clock")
    return hour % 12 + (12 if half.startswith("p") else 0)


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text.lower() in {"z", "utc"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def utc_text(instant: datetime) -> str:
    """Write an instant as a timestamp of a statement."""
    text = instant.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{text}.{instant.microsecond:06d}Z" if instant.microsecond else f"{text}Z"
