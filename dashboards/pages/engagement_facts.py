"""What the page Engagement knows for one choice of filters: each frame asked for once, when it is first needed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import polars as pl
from dash import dcc, html

from analytics.scope import Scope
from dashboards.components.card import Rests
from dashboards.filters import Filters
from dashboards.pages import behind, people, programmes
from dashboards.pages.asked import Asked
from dashboards.roles import EVERYWHERE

_CONTROLS = {people.PATH: people.FIELDS, programmes.PATH: programmes.FIELDS}


class Facts(Asked):
    """The frames behind the page, and the words they are told in."""

    def row(self, scope: Scope) -> dict[str, Any]:
        """Return another scope in one row."""
        return self.site.ask("summary", scope).row(0, named=True)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The scope in one row."""
        return self.row(self.scope)

    @cached_property
    def ever(self) -> dict[str, Any]:
        """Everyone active up to the end of the scope, in its course: what a share is a share of."""
        return self.row(replace(self.scope, since=None))

    @cached_property
    def earlier(self) -> Scope | None:
        """The same length of time before, when the record reaches back that far."""
        before, first = self.scope.before(), self.ever["first"]
        return before if before and before.since and first and first <= before.since else None

    @cached_property
    def before(self) -> dict[str, Any] | None:
        """The time before in one row."""
        return self.row(self.earlier) if self.earlier else None

    @cached_property
    def weeks(self) -> pl.DataFrame:
        """People active per week."""
        return self.ask("active_per_week")

    @cached_property
    def spread(self) -> pl.DataFrame:
        """People by their number of active days."""
        return self.ask("active_days")

    @cached_property
    def days_each(self) -> pl.Series:
        """How many days each person was active, from the counts."""
        return self.spread.select(pl.col("days").repeat_by("learners").explode()).to_series()

    @cached_property
    def activities(self) -> pl.DataFrame:
        """What was used, named in the reader's language."""
        frame = self.ask("activities")
        names = [self.words.pick(name, iri) for iri, name in frame.select("iri", "name").iter_rows()]
        return frame.with_columns(name=pl.Series(names, dtype=pl.String))

    @cached_property
    def clicks(self) -> pl.DataFrame:
        """Clicks per week."""
        return self.ask("weekly_clicks")

    @property
    def today(self) -> date:
        """The day it is where the scope counts days."""
        last = Filters(zone=self.scope.zone).scope().until
        return last or date.max

    def period(self) -> str:
        """Say the period in words."""
        words, since, until = self.words, self.scope.since, self.scope.until
        since, until = since or self.summary["first"], until or self.summary["last"]
        if since is None or until is None:
            return words("at any time")
        if since == until:
            return words("on {day}", day=words.day(since))
        return words("between {since} and {until}", since=words.day(since), until=words.day(until))

    def working(self, key: str, name: str, about: str | Rests | None = None) -> Any:
        """Return the ⓘ of a measure: what it is, and what this figure of it rests on."""
        people = self.words.many("{n} person", "{n} people", self.summary["active"] or 0)
        rests = about if isinstance(about, Rests) else Rests(about or self.period())
        return super().working(key, name, replace(rests, on=rests.on or people))

    @cached_property
    def time(self) -> pl.DataFrame:
        """Active time altogether and by way of learning."""
        return self.ask("active_time")

    def view(self, name: str, among: Mapping[str, object]) -> str:
        """Return which of some views the address names; the first as long as it names none there is."""
        wanted = dict(self.chosen.more).get(name, "")
        return wanted if wanted in among else next(iter(among))

    def turned(self, name: str, value: str) -> str:
        """Return the address of another view of the same."""
        more = dict(self.chosen.more) | {name: value}
        return self.chosen.search(more=tuple(more.items()))

    def weekdays(self, names: str = "shortDays") -> list[str]:
        """Return the names of the days, Monday first; whole ones of `days`."""
        days: list[str] = self.words.plotly()["locales"][self.words.language]["format"][names]
        return [*days[1:], days[0]]

    def written(self, value: float, shape: str) -> str:
        """Write a rate or a number as plotly's `shape` says: `.0%`, `,.1f`."""
        digits = int(shape[-2])
        return self.words.share(value, 1, digits) if shape.endswith("%") else self.words.number(value, digits)

    def between(self, row: Mapping[str, Any], shape: str) -> str:
        """Say an interval."""
        if row["low"] is None or row["high"] is None:
            return self.words("how sure that is cannot be said")
        low, high = (self.written(row[end], shape) for end in ("low", "high"))
        return self.words("between {low} and {high}", low=low, high=high)

    def estimated(self, row: Mapping[str, Any], shape: str, column: str = "value") -> list[Any]:
        """Tell an estimate: its value, its interval and on how many people it rests; or why there is none."""
        people = self.words.many("{n} person", "{n} people", row["learners"] or 0)
        if row[column] is None:
            count = row.get("count")
            counted = "" if count is None else self.words("{k} of {n}.", k=self.words.number(count), n=row["n"]) + " "
            return [html.Span(counted + self.reason(row["reason"]), className="muted")]
        told = self.words("{between}; {people}", between=self.between(row, shape), people=people)
        return [html.Strong(self.written(row[column], shape)), html.Span(f" {told}", className="muted")]

    def way(self, text: str, path: str, **more: str) -> tuple[str, str] | None:
        """Return where a number leads, these filters kept; nowhere from those that page has no control for.

        It would list others than are counted here, or others than its filters say.
        """
        if self.chosen.within(_CONTROLS[path]) != self.chosen:
            return None
        return text, path + self.chosen.search(grain="week", more=tuple(more.items()))

    def statements(self, name: str, iri: str) -> Any:
        """Return the way to the statements about an activity: in Tools, or those of the people one may see."""
        everywhere = self.site.account().role in EVERYWHERE
        href = f"/tools/statements?{urlencode({'activity': iri})}" if everywhere else behind.about(self, iri)
        return dcc.Link(self.words("Read the statements about “{name}”", name=name), href=href) if href else None
