"""One reader's question: what was chosen, what is asked about it, and how it is said. Pages tell from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.catalog import MEASURES
from analytics.scope import Scope
from analytics.statistics import REASONS
from analytics.upkeep import choices, freshness
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.aria import aria
from dashboards.components.card import Rests, working
from dashboards.figures.frame import Style
from dashboards.filters import CUSTOM, Filters
from dashboards.i18n import Words
from dashboards.pages import amiss, behind, grounds
from dashboards.pages.page import Site
from dashboards.theme import PALETTES, Scheme


class Asked:
    """The filters, what is asked within them, and how to speak of it."""

    def __init__(self, site: Site, chosen: Filters, words: Words, scheme: Scheme) -> None:
        self.site, self.chosen, self.words = site, chosen, words
        self.scope = chosen.scope()
        self.style = Style(PALETTES[scheme], words, words.point + words.group)
        self.of_one = False  # person: then what is amiss in everybody's statements is beside the point

    def ask(self, key: str, **options: Any) -> pl.DataFrame:
        """Return a measure within these filters."""
        return self.site.ask(key, self.scope, **options)

    def everything(self, key: str, **options: Any) -> pl.DataFrame:
        """Return a measure of these filters at any time: what is followed must not be cut off by a period."""
        return self.site.ask(key, replace(self.scope, since=None, until=None), **options)

    def address(self, key: str, scope: Scope | None = None, **options: str) -> str:
        """Return where a measure's table is, for these filters or those of another scope, with options of its own.

        Its period is always said: which one is usual is another matter on another page.
        """
        chosen = self.chosen
        if scope is not None:
            period = CUSTOM if scope.since or scope.until else "all"
            chosen = replace(chosen, period=period, since=scope.since, until=scope.until)
        search = chosen.search(usual="", more=tuple(options.items()))
        return f"/measures/{key}{search}"

    def file(self, key: str, **options: str) -> str:
        """Return where a measure's table is, for these filters at any time."""
        return self.address(key, Scope(), **options)

    @cached_property
    def fresh(self) -> dict[str, Any]:
        """How far the warehouse has read."""
        return self.site.ask(freshness, Scope()).row(0, named=True)

    @cached_property
    def offered(self) -> pl.DataFrame:
        """The units, programmes, … that whoever asks may name, with their titles."""
        return self.site.ask(choices, Scope())

    def titles(self, kind: str) -> dict[str, str]:
        """Return the titles of `units`, `programmes` or `modality` by their keys."""
        title = f"title_{self.words.language}" if f"title_{self.words.language}" in self.offered.columns else "title_en"
        return dict(self.offered.filter(pl.col("kind") == kind).select("value", title).iter_rows())

    def title(self, row: Mapping[str, Any]) -> str:
        """Return the title of a programme or a unit in the reader's language, else in another, else its key."""
        named = row.get(f"title_{self.words.language}") or row["title_en"] or row["title_fr"]
        return str(named or row.get("programme") or row["unit"])

    def more(self, name: str) -> str:
        """Return what the address says besides the filters."""
        return dict(self.chosen.more).get(name, "")

    def link(self, **changes: object) -> str:
        """Return this address with other words besides the filters; an empty one is left out."""
        told = dict(self.chosen.more) | {name: str(value) for name, value in changes.items()}
        return self.chosen.search(more=tuple((name, value) for name, value in told.items() if value)) or "?"

    def working(self, key: str, name: str, about: str | Rests | None = None) -> Any:
        """Return the ⓘ of a measure: what it is, what this figure of it rests on, how sure it is, and how fresh."""
        rests = about if isinstance(about, Rests) else Rests(about or self.period())
        on, interval = grounds.usual(key, self.words, of_one=self.of_one)
        rows = (*rests.rows, *self._amiss(key, rests.period), *self._freshness())
        down = (*rests.down, *behind.way(self, key, rests.period))
        told = replace(rests, on=rests.on or on, interval=rests.interval or interval, rows=rows, down=down)
        return working(MEASURES[key], self.words, told, name)

    def answered(self, told: Sequence[Any], key: str, about: str | Rests | None = None) -> html.Div:
        """Return the answer of a page, with the ⓘ of the measure its numbers are of."""
        return stories.answered(told, self.working(key, self.words("the answer"), about))

    def _amiss(self, key: str, period: str) -> list[tuple[str, Any]]:
        """Return the place for what of a figure rests on statements something is amiss with, where that is known."""
        if self.of_one or key not in amiss.OF or not self.fresh["read"]:
            return []
        where = f"amiss/{amiss.OF[key]}"
        address = self.address(where) if period == self.period() else self.file(where)
        return [(self.words("Rests on statements that something is amiss with"), amiss.place(address, self.words))]

    def _freshness(self) -> list[tuple[str, str]]:
        words, fresh = self.words, self.fresh
        if fresh["stored"] is None:
            return []
        rows = [(words("Data up to"), words("{moment} UTC", moment=words.moment(fresh["stored"])))]
        if fresh["read"]:
            share = words.share(fresh["understood"], fresh["read"], 1)
            told = words(
                "{share} of {n} {n:statement|statements} understood", share=share, n=words.number(fresh["read"])
            )
            rows.append((words("Of all that was received"), told))
        return rows

    def period(self) -> str:
        """Say the period in words."""
        words, since, until = self.words, self.scope.since, self.scope.until
        if since and until:
            told = {"since": words.day(since), "until": words.day(until)}
            return (
                words("on {day}", day=told["since"]) if since == until else words("between {since} and {until}", **told)
            )
        if since:
            return words("since {day}", day=words.day(since))
        return words("up to {day}", day=words.day(until)) if until else words("all the time there is")

    def reason(self, key: str | None) -> str:
        """Say why there is no estimate."""
        return self.words.of(REASONS[key or "no_data"])

    def nothing(self) -> list[Any] | None:
        """Return what is shown as long as nothing was ever received; None when something was."""
        if self.fresh["read"] or self.fresh["waiting"] or self.titles("units"):
            return None
        return [states.nothing_yet(self.site.endpoint(), self.words, self.site.account().role)]

    def quality(self) -> html.Footer:
        """Say how fresh the page is and how much of what came was understood."""
        return stories.quality(self.site, self.words, self.scope.zone)

    def grains(self, name: str, labels: dict[str, str], now: str, about: str) -> html.Div:
        """Return links between a few ways to look at the same; the first is the usual one."""
        usual = next(iter(labels))
        links = [
            dcc.Link(
                self.words(label),
                href=self.link(**{name: "" if value == usual else value}),
                className="grain on" if value == now else "grain",
            )
            for value, label in labels.items()
        ]
        return html.Div(links, className="grains", role="group", **aria(label=about))
