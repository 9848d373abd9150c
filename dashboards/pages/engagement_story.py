"""The answer of the page Engagement, and its evidence: frames told in words, tiles and charts."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import polars as pl
from dash import dcc, html

from analytics import engagement
from analytics.catalog import MEASURES
from analytics.scope import Scope
from dashboards.components import states
from dashboards.components.aria import aria
from dashboards.components.card import Evidence, Fact, chart, tile, working
from dashboards.components.table import Column, table
from dashboards.figures import engagement as figures
from dashboards.figures.frame import Style
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.theme import PALETTES, Scheme

_STALE = timedelta(days=3)
_NAMED = {
    "day": "People who learn each day",
    "week": "People who learn each week",
    "month": "People who learn each month",
}
_RANGES = {
    "day": "Between {low} and {high} people learn each day",
    "week": "Between {low} and {high} people learn each week",
    "month": "Between {low} and {high} people learn each month",
}
_GRAINS = {"day": "Day", "week": "Week", "month": "Month"}
_ACTIVE = {
    "day": engagement.active_per_day,
    "week": engagement.active_per_week,
    "month": engagement.active_per_month,
}


class Story:
    """What the page says for one choice of filters."""

    def __init__(self, site: Site, chosen: Filters, words: Words, scheme: Scheme) -> None:
        self.site, self.chosen, self.words = site, chosen, words
        self.scope = chosen.scope()
        self.style = Style(PALETTES[scheme], words, words.point + words.group)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The scope in one row."""
        return self._row(self.scope)

    @cached_property
    def ever(self) -> dict[str, Any]:
        """Everyone ever active up to the end of the scope, in its course: what a share is a share of."""
        return self._row(replace(self.scope, since=None))

    @cached_property
    def before(self) -> dict[str, Any] | None:
        """The same length of time before, when the record reaches back that far."""
        earlier = self.scope.before()
        if earlier is None or self.ever["first"] is None or self.ever["first"] > earlier.since:
            return None
        return self._row(earlier)

    def _row(self, scope: Scope) -> dict[str, Any]:
        return engagement.summary(self.site.warehouse, scope).row(0, named=True)

    @cached_property
    def fresh(self) -> dict[str, Any]:
        """How far the warehouse has read."""
        return self.site.warehouse.ask("freshness").row(0, named=True)

    def tell(self) -> list[Any]:
        """Return the whole story."""
        if not self.fresh["read"] and not self.fresh["waiting"]:
            return [states.nothing_yet(self.site.endpoint(), self.words)]
        if not self.summary["active"]:
            return [self._nobody(), self._quality()]
        return [
            html.Div(self._answer(), className="answer"),
            html.Div(self._tiles(), className="tiles"),
            html.Div(self._charts(), className="cards"),
            self._quality(),
        ]

    def _nobody(self) -> Any:
        words = self.words
        everything = (
            words("Show all the time there is"),
            self.chosen.search(period="all", since=None, until=None, course=None) or "?",
        )
        last = self._row(Scope(zone=self.scope.zone))["last"]
        if last is None:
            sentence = words("No one has learned anything yet in what was received.")
        else:
            sentence = words("The last activity anywhere was on {day}.", day=words.day(last))
        return states.nothing_here(sentence, everything, words)

    # The answer ---------------------------------------------------------------------------------------------------

    def _answer(self) -> list[Any]:
        told = [html.P([*self._headline(), " ", *self._busiest()])]
        stale = self._stale()
        if stale:
            told.append(html.P(stale, className="attention"))
        return told

    def _headline(self) -> list[Any]:
        words, active, ever = self.words, self.summary["active"], self.ever["active"]
        given = {"active": words.number(active), "ever": words.number(ever), "period": self.period()}
        if self.before is None:
            return words.rich("**{active}** of the **{ever}** people seen so far learned something {period}.", **given)
        gap = active - self.before["active"]
        given |= {"gap": words.number(abs(gap)), "days": words.number(self.scope.days or 0)}
        if gap > 0:
            message = "**{active}** of the **{ever}** people seen so far learned something {period}: **{gap} more** than in the {days} days before."
        elif gap < 0:
            message = "**{active}** of the **{ever}** people seen so far learned something {period}: **{gap} fewer** than in the {days} days before."
        else:
            message = "**{active}** of the **{ever}** people seen so far learned something {period}: as many as in the {days} days before."
        return words.rich(message, **given)

    def _busiest(self) -> list[Any]:
        weeks = self._weeks
        if len(weeks) < 3:
            return []
        best = weeks.sort("active", "starts", descending=[True, False]).row(0, named=True)
        words = self.words
        return words.rich(
            "The busiest week was that of {day}, with **{n}** people.",
            day=words.day(best["starts"]),
            n=words.number(best["active"]),
        )

    def _stale(self) -> str:
        last, today = self.summary["last"], self._today
        if self.scope.until is not None and self.scope.until < today:
            return ""
        if today - last <= _STALE:
            return ""
        return self.words("No activity since {day}.", day=self.words.day(last))

    @property
    def _today(self) -> Any:
        return Filters(zone=self.scope.zone).scope().until

    def period(self) -> str:
        """Say the period in words."""
        words, since, until = self.words, self.scope.since, self.scope.until
        if since is None or until is None:
            since, until = since or self.summary["first"], until or self.summary["last"]
        if since is None or until is None:
            return words("at any time")
        if since == until:
            return words("on {day}", day=words.day(since))
        return words("between {since} and {until}", since=words.day(since), until=words.day(until))

    @cached_property
    def _weeks(self) -> pl.DataFrame:
        return engagement.active_per_week(self.site.warehouse, self.scope)

    # Tiles -------------------------------------------------------------------------------------------------------

    def _tiles(self) -> list[Any]:
        words = self.words
        facts = (
            ("summary", self._active_tile()),
            ("active_days", self._days_tile()),
            ("activities", self._used_tile()),
        )
        told = [tile(fact, self._working(key, fact.name)) for key, fact in facts]
        clicks = self._clicks_tile()
        return [*told, tile(clicks, self._working("weekly_clicks", words("Clicks a week")))]

    def _active_tile(self) -> Fact:
        words, active, ever = self.words, self.summary["active"], self.ever["active"]
        part = words("{share} of the {n} seen so far", share=words.share(active, ever), n=words.number(ever))
        return Fact(words("Active people"), words.number(active), part, tuple(self._weeks["active"].to_list()))

    def _days_tile(self) -> Fact:
        words, days = self.words, self._median_days
        return Fact(
            words("Active days each"),
            words.number(days, 0 if days == int(days) else 1),
            words(
                "median of {n} people; the middle half between {low} and {high}",
                n=words.number(self.summary["active"]),
                **self._middle_half,
            ),
        )

    @cached_property
    def _spread(self) -> pl.DataFrame:
        return engagement.active_days(self.site.warehouse, self.scope)

    @cached_property
    def _days_each(self) -> pl.Series:
        """How many days each person was active, from the counts."""
        return self._spread.select(pl.col("days").repeat_by("learners").explode()).to_series()

    @property
    def _median_days(self) -> float:
        return float(self._days_each.quantile(0.5, "linear") or 0)

    @property
    def _middle_half(self) -> dict[str, str]:
        quarters = {"low": self._days_each.quantile(0.25, "nearest"), "high": self._days_each.quantile(0.75, "nearest")}
        return {name: self.words.number(value or 0) for name, value in quarters.items()}

    def _used_tile(self) -> Fact:
        words, ever = self.words, engagement.activities(self.site.warehouse, replace(self.scope, since=None)).height
        used = self._activities.height
        return Fact(
            words("Activities used"),
            words.number(used),
            words("{share} of the {n} ever used", share=words.share(used, ever), n=words.number(ever)),
        )

    def _clicks_tile(self) -> Fact:
        words, weeks = self.words, self._clicks
        if weeks.is_empty():
            return Fact(words("Clicks a week"), "–", words("no tool counts them"))
        whole = weeks.filter("complete")
        last = (weeks if whole.is_empty() else whole).row(-1, named=True)
        part = words(
            "median of {n} people, week of {day}", n=words.number(last["active"]), day=words.day(last["starts"])
        )
        return Fact(
            words("Clicks a week"), _half(words, last["median_clicks"]), part, tuple(weeks["median_clicks"].to_list())
        )

    def _working(self, key: str, name: str) -> Any:
        return working(MEASURES[key], self.words, self.period(), name)

    # Charts ------------------------------------------------------------------------------------------------------

    def _charts(self) -> list[Any]:
        told = (self._active_chart(), self._activities_chart(), self._days_chart(), self._clicks_chart())
        return [
            chart(evidence, info, self.words) if isinstance(evidence, Evidence) else evidence for evidence, info in told
        ]

    def _csv(self, key: str) -> str:
        search = self.chosen.search()
        return f"/measures/{key}.csv{search}"

    def _active_chart(self) -> tuple[Evidence, Any]:
        words, grain = self.words, self.chosen.grain
        key = f"active_per_{grain}"
        frame = _ACTIVE[grain](self.site.warehouse, self.scope)
        earlier = self.scope.before() if self.before and self.before["active"] else None
        before = _ACTIVE[grain](self.site.warehouse, earlier) if earlier else None
        columns = (Column("starts", words("From")), Column("active", words("Active people")))
        evidence = Evidence(
            key,
            self._range_title(frame, grain),
            figures.active(frame, before, grain, self.style),
            table(frame, columns, words, key),
            self._csv(key),
            self._grains(),
        )
        return evidence, self._working(key, evidence.title)

    def _range_title(self, frame: pl.DataFrame, grain: str) -> str:
        """Say between which numbers the whole days, weeks or months lie."""
        words, whole = self.words, frame.filter("complete")["active"]
        if len(whole) < 2:
            return words(_NAMED[grain])
        low, high = words.number(int(whole.min())), words.number(int(whole.max()))
        return words(_RANGES[grain], low=low, high=high)

    def _grains(self) -> html.Div:
        links = [
            dcc.Link(
                self.words(label),
                href=self.chosen.search(grain=grain) or "?",
                className="grain on" if grain == self.chosen.grain else "grain",
            )
            for grain, label in _GRAINS.items()
        ]
        return html.Div(links, className="grains", role="group", **aria(label=self.words("Per day, week or month")))

    @cached_property
    def _activities(self) -> pl.DataFrame:
        frame = engagement.activities(self.site.warehouse, self.scope)
        names = [self.words.pick(name, iri) for iri, name in frame.select("iri", "name").iter_rows()]
        return frame.with_columns(name=pl.Series(names, dtype=pl.String))

    def _activities_chart(self) -> tuple[Any, Any]:
        words, frame = self.words, self._activities
        if frame.is_empty():
            return self._none(
                words("What is used most"),
                words("Nothing but courses was spoken of."),
                words("Tools say which activity it was in the statement's object."),
            ), None
        title = words(
            "{name} was used by most: {n} people",
            name=words("“{name}”", name=frame["name"][0][:60]),
            n=words.number(frame["learners"][0]),
        )
        columns = (
            Column("name", words("Activity"), wide=True),
            Column("learners", words("People")),
            Column("statements", words("Statements")),
        )
        drawn = figures.used(
            frame["name"].head(8).to_list(), frame["learners"].head(8).to_list(), self.summary["active"], self.style
        )
        evidence = Evidence(
            "activities", title, drawn, table(frame.head(200), columns, words, "activities"), self._csv("activities")
        )
        return evidence, self._working("activities", words("Most used activities"))

    def _days_chart(self) -> tuple[Evidence, Any]:
        words, frame = self.words, self._spread
        once = int(frame.filter(pl.col("days") == 1)["learners"].sum())
        title = words.many("{n} person came on a single day", "{n} people came on a single day", once) + words(
            ", {share} of those who came", share=words.share(once, self.summary["active"])
        )
        columns = (Column("days", words("Active days")), Column("learners", words("People")))
        evidence = Evidence(
            "active_days",
            title,
            figures.spread(frame, self.style),
            table(frame, columns, words, "active_days"),
            self._csv("active_days"),
        )
        return evidence, self._working("active_days", words("Active days each"))

    @cached_property
    def _clicks(self) -> pl.DataFrame:
        return engagement.weekly(self.site.warehouse, self.scope)

    def _clicks_chart(self) -> tuple[Any, Any]:
        words, frame = self.words, self._clicks
        if len(frame) < 2:
            reason = (
                words("No tool counts clicks here.")
                if frame.is_empty()
                else words("Clicks were counted in one week only; two are needed.")
            )
            return self._none(
                words("How much they click"),
                reason,
                words(
                    "A tool that sends the result extension {iri} shows here.",
                    iri="https://w3id.org/xapi/acquis/ext/clicks",
                ),
            ), None
        columns = (
            Column("week", words("Week")),
            Column("starts", words("From")),
            Column("active", words("People")),
            Column("median_clicks", words("Median"), 1),
            Column("p75_clicks", words("Three in four below"), 2),
            Column("mean_active_days", words("Active days"), 2),
        )
        title = words("How much those who click in a week click")
        evidence = Evidence(
            "weekly_clicks",
            title,
            figures.clicks(frame, self.style),
            table(frame, columns, words, "weekly_clicks"),
            self._csv("weekly_clicks"),
        )
        return evidence, self._working("weekly_clicks", title)

    def _none(self, title: str, reason: str, way_out: str) -> html.Section:
        return html.Section(
            [html.Div(html.H2(title), className="card-head"), states.not_enough(reason, way_out)], className="card"
        )

    # Freshness and quality ------------------------------------------------------------------------------------------

    def _quality(self) -> html.Footer:
        words, fresh = self.words, self.fresh
        told = [words("Nothing received yet")]
        if fresh["stored"] is not None:
            told = [words("Received up to {moment} UTC", moment=words.moment(fresh["stored"]))]
        if fresh["waiting"]:
            told.append(words.many("{n} statement still to read", "{n} statements still to read", fresh["waiting"]))
        if fresh["read"]:
            share = words.share(fresh["understood"], fresh["read"], 1)
            told.append(words("{share} of {n} statements understood", share=share, n=words.number(fresh["read"])))
        told.append(words("days in {zone}", zone=self.scope.zone))
        return html.Footer(" · ".join(told), className="quality")


def _half(words: Words, value: float) -> str:
    """Write a median: halves are shown, wholes have no decimals."""
    return words.number(value, 0 if value == int(value) else 1)
