"""Who, what and when a question is about, and who asks."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analytics.privacy import refuse_narrow
from lrs.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: whose people may be counted, and whether they may be seen one by one.

    `units` are keys of units, each with everything below it; None is everyone, the people nobody declared included.
    """

    units: tuple[str, ...] | None = None
    sees_people: bool = True


EVERYONE = Reader()
_NARROWING = ("since", "until", "course", "units", "programmes", "modality", "group", "country", "language", "device")


@dataclass(frozen=True, slots=True)
class Scope:
    """What every measure is asked about.

    `since` and `until` are the first and the last day, both included, in `zone`; None leaves that end open. `course` is
    an activity's IRI: statements about it or within it. Of `units` and `programmes`, any; none stands for all. `group`
    is the key of a saved group; `country` and `language` are the people's; `modality` and `device` the statements'.

    Raises
    ------
    BadRequest
        When the days are the wrong way round, or the zone is none.
    Forbidden
        When a reader who may not see people asks about anything but one unit, one programme and a calendar month,
        quarter or year: the difference between two such questions could be one person (`analytics.privacy`).
    """

    since: date | None = None
    until: date | None = None
    course: str | None = None
    zone: str = "UTC"
    units: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    modality: str | None = None
    group: str | None = None
    country: str | None = None
    language: str | None = None
    device: str | None = None
    reader: Reader = EVERYONE

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadRequest(f"since: {self.since} is after until, {self.until}")
        zone_of(self.zone)
        if not self.reader.sees_people:
            refuse_narrow({name: getattr(self, name) for name in _NARROWING})

    def parameters(self) -> dict[str, Any]:
        """Return the values of the names that `analytics/sql` uses: `scope` for the macros of the warehouse, `zone`.

        The days are told as instants, UTC, the last one exclusive. What the reader may count is in it too
        (`allowed`), so that no question can forget it.
        """
        zone = zone_of(self.zone)
        scope = {
            "since": None if self.since is None else _midnight(self.since, zone),
            "until": None if self.until is None else _midnight(self.until + timedelta(days=1), zone),
            "course": self.course,
            "zone": self.zone,
            "units": list(self.units),
            "programmes": list(self.programmes),
            "modality": self.modality,
            "group": self.group,
            "country": self.country,
            "language": self.language,
            "device": self.device,
            "allowed": None if self.reader.units is None else list(self.reader.units),
        }
        return {"scope": scope, "zone": self.zone}

    @property
    def days(self) -> int | None:
        """How many days it spans; None when an end is open."""
        return (self.until - self.since).days + 1 if self.since and self.until else None

    def before(self) -> "Scope | None":
        """Return the same length of time just before; None when an end is open, or the reader counts in months."""
        if self.since is None or self.until is None or self.days is None:
            return None
        try:
            if not self.reader.sees_people:
                return replace(self, since=_months_before(self.since, self.until), until=self.since - timedelta(days=1))
            return replace(self, since=self.since - timedelta(days=self.days), until=self.since - timedelta(days=1))
        except (OverflowError, ValueError):
            return None


def _months_before(since: date, until: date) -> date:
    """Return the first day of as many whole months before a span of them."""
    index = since.year * 12 + since.month - 1 - ((until.year - since.year) * 12 + until.month - since.month + 1)
    return date(index // 12, index % 12 + 1, 1)


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
