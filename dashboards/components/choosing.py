"""What the filters offer, and what becomes of them when one is touched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.scope import Scope, read_day
from analytics.upkeep import choices, courses
from dashboards.filters import CUSTOM, MANY, Filters, calendar, calendar_periods, today_in
from dashboards.i18n import Words
from dashboards.pages.page import Site

_LABELS = {
    "28d": "Last 28 days",
    "90d": "Last 90 days",
    "365d": "Last 12 months",
    "all": "All the time there is",
    CUSTOM: "From … to …",
}
MESSAGES = tuple(_LABELS.values())
_MOST = 500  # courses

Choices = list[dict[str, Any]]


def periods(words: Words, chosen: Filters, *, totals: bool) -> Choices:
    """Return the periods to choose from: for readers of totals those of the calendar."""
    named = ["all", *calendar_periods(today_in(chosen.zone))] if totals else list(_LABELS)
    if chosen.period not in named:
        named.append(chosen.period)
    return [{"value": one, "label": period_name(one, words)} for one in named]


def period_name(period: str, words: Words) -> str:
    """Say a period: Last 90 days, October 2026, 3rd quarter of 2026, 2026."""
    if period in _LABELS:
        return words(_LABELS[period])
    first, last = calendar(period)
    months = last.month - first.month + 1
    if months == 1:
        return words.month(first)
    return words("Q{n} {year}", n=(first.month + 2) // 3, year=first.year) if months == 3 else period


def offered(site: Site, words: Words, fields: Sequence[str]) -> dict[str, Choices]:
    """Return the choices of each field besides the period, told in the reader's language."""
    found = site.ask(choices, Scope())
    title = f"title_{words.language}" if f"title_{words.language}" in found.columns else "title_en"
    told = {
        field: _tree(found.filter(kind=field), title, words) if field == "units" else _flat(found, field, title)
        for field in fields
        if field not in ("period", "course")
    }
    return told | ({"course": _courses(site, words)} if "course" in fields else {})


def with_chosen(choices: Choices, value: Any) -> Choices:
    """Return the choices with those of `value` that are none of them, as the address writes them.

    A control drops what it does not offer, and the address with it: a link to a unit of others would have been answered
    with everything, as if nobody had been asked about.
    """
    known = {one["value"] for one in choices}
    chosen = [value] if isinstance(value, str) else value or ()
    return [*choices, *({"value": one, "label": one[:60], "depth": 0} for one in chosen if one not in known)]


def _flat(found: pl.DataFrame, field: str, title: str) -> Choices:
    rows = found.filter(kind=field).select("value", title).sort(title).iter_rows()
    return [
        {"value": value, "label": value.upper() if field in ("country", "language") else name} for value, name in rows
    ]


def _tree(found: pl.DataFrame, title: str, words: Words) -> Choices:
    """Return units in the order of their tree, each with its depth; one with others below it says so."""
    known = set(found["value"].to_list())
    below: dict[str | None, list[tuple[str, str]]] = {}
    for value, name, parent in found.select("value", title, "parent").sort(title, "value").iter_rows():
        below.setdefault(parent if parent in known else None, []).append((value, name))

    def walk(parent: str | None, depth: int) -> Iterator[dict[str, Any]]:
        for value, name in below.get(parent, ()):
            label = words("{unit} and below", unit=name) if value in below else name
            yield {"value": value, "label": label, "depth": depth}
            yield from walk(value, depth + 1)

    return list(walk(None, 0))


def _courses(site: Site, words: Words) -> Choices:
    """Return the courses there are, the most used first."""
    seen = site.ask(courses, Scope()).head(_MOST)
    return [
        {"value": iri, "label": words.pick(name, iri)[:120]} for iri, name in seen.select("iri", "name").iter_rows()
    ]


def changed(now: Filters, touched: str, given: Mapping[str, Any], *, totals: bool) -> Filters:
    """Return the filters after a control was touched; the address has the word on the others.

    Parameters
    ----------
    touched
        The field, `days` or `reset`.
    given
        The values of all controls.
    totals
        Whether the reader may ask about one unit and one programme at a time: the one chosen last.
    """
    if touched == "reset":
        return Filters(period=now.usual, zone=now.zone, usual=now.usual, home=now.home)
    if touched == "period":
        return _other_period(now, given["period"])
    if touched == "days":
        return _other_days(now, given["days"])
    if touched not in given:
        return now
    value: Any = given[touched] or None
    if touched in MANY:
        value = tuple(value or ())[-1:] if totals else tuple(value or ())
    change: dict[str, Any] = {touched: value}
    return replace(now, **change)


def _other_period(now: Filters, period: str | None) -> Filters:
    if not period or period == now.period:
        return now
    if period != CUSTOM:
        return replace(now, period=period, since=None, until=None)
    since, until = now.days()
    usual = Filters(zone=now.zone).days()
    return replace(now, period=CUSTOM, since=since or usual[0], until=until or usual[1])


def _other_days(now: Filters, days: Sequence[str | None] | None) -> Filters:
    if now.period != CUSTOM or not days or not all(days):
        return now
    since, until = (read_day(str(day)[:10], "days") for day in days)
    return replace(now, since=since, until=until)
