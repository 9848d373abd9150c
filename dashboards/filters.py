"""The filters of a page, and the query string that is their only place: every view can be bookmarked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from urllib.parse import parse_qs, urlencode

from analytics.engagement import Grain
from analytics.scope import EVERYONE, Reader, Scope, read_day, zone_of
from lrs.errors import BadRequest, Forbidden

DEFAULT_PERIOD = "90d"
CUSTOM = "custom"
PERIODS: dict[str, int | None] = {"28d": 28, "90d": 90, "365d": 365, "all": None}
MANY: dict[str, str] = {
    "units": "unit",
    "programmes": "programme",
}  # field: its name in the address, any number of times
TITLES: dict[str, str] = {
    # field: what its control is called
    "period": "Period",
    "units": "Units",
    "programmes": "Programmes",
    "modality": "Way of learning",
    "group": "Saved group",
    "country": "Country",
    "language": "Language of the people",
    "device": "Device",
    "course": "Course",
}
MESSAGES = tuple(TITLES.values())
ONE = ("modality", "group", "country", "language", "device", "course")
NARROW = ("period", "units", "programmes")  # what a reader of totals may choose (`analytics.privacy.refuse_narrow`)
_TIMES = ("period", "since", "until")
_NAMES = frozenset((*_TIMES, "grain", "zone", *MANY.values(), *ONE))
_CALENDAR = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader chose.

    `period` is one of `PERIODS`, `custom` (then `since` and `until` hold), or of the calendar: 2026, 2026-Q3, 2026-10.
    `usual` is the one an address means that names none, `home` the zone then. `more` is what else an address says: what
    a page asks besides its filters (a sort, a view), kept when a filter changes.
    """

    period: str = DEFAULT_PERIOD
    since: date | None = None
    until: date | None = None
    course: str | None = None
    grain: Grain = "week"
    zone: str = "UTC"
    units: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    modality: str | None = None
    group: str | None = None
    country: str | None = None
    language: str | None = None
    device: str | None = None
    usual: str = DEFAULT_PERIOD
    home: str = "UTC"
    more: tuple[tuple[str, str], ...] = ()

    def scope(self, today: date | None = None) -> Scope:
        """Return what measures are asked about."""
        since, until = self.days(today)
        told: dict[str, Any] = {name: getattr(self, name) for name in (*MANY, *ONE)}
        return Scope(since, until, zone=self.zone, **told)

    def within(self, fields: Iterable[str]) -> "Filters":
        """Return these filters without those that a page has no control for: what is unseen would falsify it."""
        beyond = {*MANY, *ONE} - set(fields)
        nothing: dict[str, Any] = {name: () if name in MANY else None for name in beyond}
        return replace(self, **nothing)

    def days(self, today: date | None = None) -> tuple[date | None, date | None]:
        """Return the first and the last day of the period, where it has them."""
        if self.period == CUSTOM:
            return self.since, self.until
        if self.period not in PERIODS:
            return calendar(self.period)
        length = PERIODS[self.period]
        if length is None:
            return None, None
        last = today or today_in(self.zone)
        return last - timedelta(days=length - 1), last

    def search(self, **changes: object) -> str:
        """Return the query string of these filters, changed; what is as usual is left out."""
        wanted = replace(self, **changes)  # type: ignore[arg-type]  # the names are those of the fields
        own = wanted.period == CUSTOM
        told: dict[str, Any] = {
            "period": wanted.period if wanted.period != wanted.usual and not own else None,
            "since": wanted.since if own else None,
            "until": wanted.until if own else None,
            **{name: list(getattr(wanted, field)) or None for field, name in MANY.items()},
            **{name: getattr(wanted, name) for name in ONE},
            "grain": wanted.grain if wanted.grain != "week" else None,
            "zone": wanted.zone if wanted.zone != wanted.home else None,
        }
        kept = {name: value for name, value in told.items() if value is not None} | dict(wanted.more)
        return "?" + urlencode(kept, doseq=True) if kept else ""


def read(search: str | None, reader: Reader = EVERYONE, home: str = "UTC") -> Filters:
    """Return the filters a query string asks for; what it leaves out is as usual for its reader.

    Parameters
    ----------
    home
        The time zone an address means that names none.

    Raises
    ------
    BadRequest
        When a value is none that a filter can have.
    Forbidden
        When a reader who may not see people asks for days that begin elsewhere.
    """
    given = parse_qs((search or "").lstrip("?"))
    first = {name: values[0] for name, values in given.items()}
    since, until = (read_day(first[name], name) if first.get(name) else None for name in ("since", "until"))
    usual = DEFAULT_PERIOD if reader.sees_people else last_quarter(today_in(home))
    named = _begun(first.get("period"), since) if until is None else None
    period = named or (CUSTOM if since or until else _period(first.get("period") or usual))
    filters = Filters(
        period=period,
        since=since if period == CUSTOM else None,
        until=until if period == CUSTOM else None,
        grain=_grain(first.get("grain") or "week"),
        zone=first.get("zone") or home,
        usual=usual,
        home=home,
        more=tuple((name, value) for name, value in first.items() if name not in _NAMES),
        **_chosen(given, first),
    )
    filters.scope()  # refuses a zone that is none, a period that ends before it begins
    if filters.zone != home and not reader.sees_people:  # two zones tell of the hours between their months
        raise Forbidden(f"zone: your role sees totals only, by the months of {home}; leave it out")
    return filters


def names_of(fields: Iterable[str]) -> list[str]:
    """Return what an address calls the filters of some fields."""
    return [name for field in fields for name in (_TIMES if field == "period" else (MANY.get(field, field),))]


def _chosen(given: Mapping[str, Sequence[str]], first: Mapping[str, str]) -> dict[str, Any]:
    many: dict[str, Any] = {field: tuple(dict.fromkeys(given.get(name, ()))) for field, name in MANY.items()}
    return many | {name: first.get(name) for name in ONE}


def _period(period: str) -> str:
    if period not in (*PERIODS, CUSTOM):
        calendar(period)
    return period


def _begun(period: str | None, since: date | None) -> str | None:
    """Return the year, quarter or month of the calendar that an address names by its first day; None where none."""
    if since is None:
        return None
    ways = {"year": f"{since:%Y}", "quarter": f"{since:%Y}-Q{(since.month + 2) // 3}", "month": f"{since:%Y-%m}"}
    found = ways.get(period or "")
    return found if found and calendar(found)[0] == since else None


def _grain(grain: str) -> Grain:
    for one in get_args(Grain):
        if grain == one:
            return one  # type: ignore[no-any-return]  # one of the words of Grain
    raise BadRequest(f"grain: {grain[:20]!r} is none of {', '.join(get_args(Grain))}")


def calendar(period: str) -> tuple[date, date]:
    """Return the first and the last day of a year, a quarter or a month: 2026, 2026-Q3, 2026-10.

    Raises
    ------
    BadRequest
        When it is none of these.
    """
    found = _CALENDAR.fullmatch(period)
    if found is None or not 1900 <= int(found[1]) < 9999:
        raise BadRequest(f"period: {period[:20]!r} is none of {', '.join(PERIODS)}, 2026, 2026-Q3, 2026-10")
    year, quarter, month = (int(part) if part else 0 for part in found.groups())
    first, months = (month, 1) if month else (3 * quarter - 2, 3) if quarter else (1, 12)
    return date(year, first, 1), _after(year, first + months) - timedelta(days=1)


def _after(year: int, month: int) -> date:
    """Return the first day of a month that may be one past December."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def last_quarter(today: date) -> str:
    """Return the last quarter of the calendar that is over."""
    year, quarter = today.year, (today.month - 1) // 3
    return f"{year}-Q{quarter}" if quarter else f"{year - 1}-Q4"


def calendar_periods(today: date) -> list[str]:
    """Return the periods of the calendar a reader of totals chooses from, the newest first."""
    quarters = [today.year * 4 + (today.month - 1) // 3 - back for back in range(6)]
    months = [today.year * 12 + today.month - 1 - back for back in range(12)]
    return [
        *(f"{today.year - back}" for back in range(3)),
        *(f"{index // 4}-Q{index % 4 + 1}" for index in quarters),
        *(f"{index // 12}-{index % 12 + 1:02}" for index in months),
    ]


def today_in(zone: str) -> date:
    """Return the day it is in a time zone."""
    return datetime.now(UTC).astimezone(zone_of(zone)).date()
