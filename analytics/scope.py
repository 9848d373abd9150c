"""Who, what and when a question is about."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lrs.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Scope:
    """What every measure is asked about.

    `since` and `until` are the first and the last day, both included, in `zone`; None leaves that end open. `course` is
    an activity's IRI: statements about it or within it.
    """

    since: date | None = None
    until: date | None = None
    course: str | None = None
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadRequest(f"since: {self.since} is after until, {self.until}")
        zone_of(self.zone)

    def parameters(self) -> dict[str, Any]:
        """Return the values of the names that `analytics/sql` uses: the days as instants, UTC, the last one exclusive."""
        zone = zone_of(self.zone)
        return {
            "since": None if self.since is None else _midnight(self.since, zone),
            "until": None if self.until is None else _midnight(self.until + timedelta(days=1), zone),
            "course": self.course,
            "zone": self.zone,
        }

    @property
    def days(self) -> int | None:
        """How many days it spans; None when an end is open."""
        return (self.until - self.since).days + 1 if self.since and self.until else None

    def before(self) -> "Scope | None":
        """Return the same length of time just before; None when an end is open."""
        if self.since is None or self.days is None:
            return None
        try:
            return replace(self, since=self.since - timedelta(days=self.days), until=self.since - timedelta(days=1))
        except OverflowError:
            return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name.

    Raises
    ------
    BadRequest
        When there is none such.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f"zone: {name[:60]!r} is not a time zone; write it as Europe/Paris") from None


def read_day(text: str, name: str) -> date:
    """Return a day written YYYY-MM-DD, between the years 1900 and 9998.

    Raises
    ------
    BadRequest
        Naming what was being read.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"{name}: {text[:20]!r} is not a day; write it as 2026-11-21") from None
    if not 1900 <= day.year < 9999:
        raise BadRequest(f"{name}: {text[:20]!r} is outside the years we count, 1900 to 9998")
    return day
