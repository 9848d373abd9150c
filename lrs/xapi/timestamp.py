"""Timestamps (1.0.3 Data 4.5; ISO 8601, RFC 3339) as microseconds since 1970 UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from lrs.xapi.wording import refusal

_SHAPE = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
# What nearly every sender writes, ranges included; anything else takes the longer way.
_USUAL = re.compile(
    r"[12]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30))"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|\+(?:0\d|1[0-3]):[0-5]\d)",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE = _EPOCH.replace(tzinfo=None)
_MICROSECOND = timedelta(microseconds=1)
# RFC 3339 4.3 gives "unknown local offset" a meaning the standard has no use for, and ISO 8601 forbids it.
_NEGATIVE_ZERO = frozenset({"-00", "-0000", "-00:00"})
EXPECTED = "an ISO 8601 date and time, such as 2026-11-21T18:33:00.123Z"


def check(value: str, path: str) -> None:
    """Refuse what is not a timestamp."""
    if _USUAL.fullmatch(value) is None:
        read(value, path)


def read(value: str, path: str = "timestamp") -> int:
    """Return the instant a timestamp names; without an offset, it is read as UTC.

    Digits beyond the microsecond are cut.

    Raises
    ------
    BadRequest
        When it is not a timestamp; the sentence starts with `path`.
    """
    match = _SHAPE.fullmatch(value)
    if match is None or match[4] in _NEGATIVE_ZERO:
        hint = " (in an address, + is written %2B)" if value[-6:-5] == " " else ""
        raise refusal(path, EXPECTED + hint, value)
    minute, second, fraction, zone = match.groups()
    try:
        moment = datetime.fromisoformat(minute + _offset(zone))
        return (moment - _EPOCH) // _MICROSECOND + _seconds(second) * 1_000_000 + int(((fraction or "") + "000000")[:6])
    except ValueError:
        raise refusal(path, EXPECTED, value) from None


def _offset(zone: str | None) -> str:
    if zone is None or zone == "Z":
        return "+00:00"
    if int(zone[-2:]) > 59 and len(zone) > 3:
        raise ValueError(zone)
    return zone


def _seconds(text: str | None) -> int:
    """Return the seconds of a minute: 60 is a leap second (RFC 3339 5.7)."""
    seconds = int(text or 0)
    if seconds > 60:
        raise ValueError(text)
    return seconds


def text(instant: int) -> str:
    """Return an instant as the record writes it: `2026-11-21T18:33:00.123456Z`."""
    return (_NAIVE + instant * _MICROSECOND).isoformat(timespec="microseconds") + "Z"  # a third of strftime's time


def http_date(instant: int) -> str:
    """Return an instant as HTTP's `Last-Modified` writes it, cut to the second."""
    return format_datetime(_EPOCH + (instant // 1_000_000) * timedelta(seconds=1), usegmt=True)
