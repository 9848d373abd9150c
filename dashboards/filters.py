"""The filters of a page, and the query string that is their only place: every view can be bookmarked."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from analytics.engagement import Grain
from analytics.scope import Scope, read_day, zone_of
from lrs.errors import BadRequest

DEFAULT_PERIOD = "90d"
CUSTOM = "custom"
PERIODS: dict[str, int | None] = {"28d": 28, "90d": 90, "365d": 365, "all": None}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader chose. `since` and `until` hold when the period is `custom`."""

    period: str = DEFAULT_PERIOD
    since: date | None = None
    until: date | None = None
    course: str | None = None
    grain: Grain = "week"
    zone: str = "UTC"

    def scope(self, today: date | None = None) -> Scope:
        """Return what measures are asked about."""
        if self.period == CUSTOM:
            return Scope(self.since, self.until, self.course, self.zone)
        length = PERIODS[self.period]
        if length is None:
            return Scope(None, None, self.course, self.zone)
        last = today or datetime.now(UTC).astimezone(zone_of(self.zone)).date()
        return Scope(last - timedelta(days=length - 1), last, self.course, self.zone)

    def search(self, **changes: object) -> str:
        """Return the query string of these filters, changed; what is as usual is left out."""
        wanted = replace(self, **changes)  # type: ignore[arg-type]  # the names are those of the fields
        told = {
            "period": wanted.period if wanted.period not in (DEFAULT_PERIOD, CUSTOM) else None,
            "since": wanted.since if wanted.period == CUSTOM else None,
            "until": wanted.until if wanted.period == CUSTOM else None,
            "course": wanted.course,
            "grain": wanted.grain if wanted.grain != "week" else None,
            "zone": wanted.zone if wanted.zone != "UTC" else None,
        }
        kept = {name: str(value) for name, value in told.items() if value is not None}
        return "?" + urlencode(kept) if kept else ""


def read(search: str | None) -> Filters:
    """Return the filters a query string asks for.

    Raises
    ------
    BadRequest
        When a value is none that a filter can have.
    """
    given = dict(parse_qsl((search or "").lstrip("?")))
    since, until = (read_day(given[name], name) if given.get(name) else None for name in ("since", "until"))
    period = CUSTOM if since or until else given.get("period", DEFAULT_PERIOD)
    if period not in (*PERIODS, CUSTOM):
        raise BadRequest(f"period: {period[:20]!r} is none of {', '.join(PERIODS)}")
    grain = given.get("grain", "week")
    if grain not in get_args(Grain):
        raise BadRequest(f"grain: {grain[:20]!r} is none of {', '.join(get_args(Grain))}")
    filters = Filters(period, since, until, given.get("course") or None, grain, given.get("zone", "UTC"))  # type: ignore[arg-type]  # checked above
    filters.scope()  # refuses a zone that is none, a period that ends before it begins
    return filters
