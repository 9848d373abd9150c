"""What the page Engagement knows for one choice of filters: each frame asked for once, when it is first needed."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import polars as pl

from analytics import engagement
from analytics.catalog import MEASURES
from analytics.scope import Scope
from analytics.upkeep import freshness
from dashboards.components.card import working
from dashboards.figures.frame import Style
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.theme import PALETTES, Scheme


class Facts:
    """The frames behind the page, and the words they are told in."""

    def __init__(self, site: Site, chosen: Filters, words: Words, scheme: Scheme) -> None:
        self.site, self.chosen, self.words = site, chosen, words
        self.scope = chosen.scope()
        self.style = Style(PALETTES[scheme], words, words.point + words.group)

    def row(self, scope: Scope) -> dict[str, Any]:
        """Return another scope in one row."""
        return self.site.ask(engagement.summary, scope).row(0, named=True)

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
    def fresh(self) -> dict[str, Any]:
        """How far the warehouse has read."""
        return self.site.ask(freshness, Scope()).row(0, named=True)

    @cached_property
    def weeks(self) -> pl.DataFrame:
        """People active per week."""
        return self.site.ask(engagement.active_per_week, self.scope)

    @cached_property
    def spread(self) -> pl.DataFrame:
        """People by their number of active days."""
        return self.site.ask(engagement.active_days, self.scope)

    @cached_property
    def days_each(self) -> pl.Series:
        """How many days each person was active, from the counts."""
        return self.spread.select(pl.col("days").repeat_by("learners").explode()).to_series()

    @cached_property
    def activities(self) -> pl.DataFrame:
        """What was used, named in the reader's language."""
        frame = self.site.ask(engagement.activities, self.scope)
        names = [self.words.pick(name, iri) for iri, name in frame.select("iri", "name").iter_rows()]
        return frame.with_columns(name=pl.Series(names, dtype=pl.String))

    @cached_property
    def clicks(self) -> pl.DataFrame:
        """Clicks per week."""
        return self.site.ask(engagement.weekly, self.scope)

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

    def working(self, key: str, name: str) -> Any:
        """Return the ⓘ of a measure."""
        return working(MEASURES[key], self.words, self.period(), name)

    def href(self, key: str, **more: str) -> str:
        """Return where a measure's table is, for this scope; `more` is what it takes besides."""
        search = self.chosen.search()
        return f"/measures/{key}{search}{('&' if search else '?') + urlencode(more) if more else ''}"
