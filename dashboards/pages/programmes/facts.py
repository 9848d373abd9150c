"""What the pages about programmes ask, each frame once, and how they speak of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
import polars as pl
from dash import html

from analytics.progress import as_of
from analytics.scope import Scope, read_day
from dashboards.components import states
from dashboards.components.card import Evidence, Fact, Rests, chart, downloads, tile
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import behind, grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.programmes import PATH
from dashboards.roles import EVERYWHERE
from dashboards.theme import Scheme

SAID = {
    "overall": "Overall satisfaction",
    "content": "The content",
    "trainer": "The trainer",
    "organisation": "The organisation",
    "useful": "Useful for my work",
    "recommend": "Would recommend it",
    "applied": "Has applied it",
    "used": "Uses it",
    "confident": "Confidence",
    "support": "Support of the manager",
}
STAGES = {"hot": "at once", "cold": "a month later"}
MESSAGES = (*SAID.values(), *STAGES.values())
# Nothing was counted.
_UNTOLD = ("no_data", "no_assignment", "none_mandatory", "not_due", "none_due", "not_finished", "hidden")


class Facts(Asked):
    """One reader's question about programmes, or about one of them."""

    def __init__(self, site: Site, chosen: Filters, words: Words, scheme: Scheme, programme: str | None = None) -> None:
        super().__init__(site, replace(chosen, programmes=(programme,)) if programme else chosen, words, scheme)
        self.programme: dict[str, Any] = {}  # its row of `programmes`, whatever the filters
        self._kept: dict[Any, pl.DataFrame] = {}

    def told(self, key: str, scope: Scope | None = None, **options: Any) -> pl.DataFrame:
        """Return a measure within these filters or another scope; asked once."""
        named = (key, scope, *sorted(options.items()))
        if named not in self._kept:
            self._kept[named] = self.site.ask(key, scope or self.scope, **options)
        return self._kept[named]

    def rate(self, name: str) -> dict[str, Any]:
        """Return one row of the rates, by its name."""
        return next(row for row in self.told("rates").rows(named=True) if row["rate"] == name)

    @property
    def day(self) -> date:
        """The day that "up to date" is told as of: the one chosen, else the last of the period, else today."""
        chosen = self.more("on")
        return read_day(chosen, "on") if chosen else as_of(self.scope)

    @property
    def on_the_day(self) -> Scope:
        """The scope as of that day."""
        return replace(self.scope, since=None, until=self.day)

    def modality(self, slug: str | None) -> str:
        """Return the name of a way of learning."""
        if slug in (None, "", "path"):
            return self.words("Path") if slug else self.words("not said")
        return self.titles("modality").get(slug or "", slug or "")

    def named(self, name: str, told: str) -> str:
        """Say something of what has a name."""
        return self.words("{name}: {told}", name=name, told=told)

    def between(self, low: float, high: float) -> str:
        """Say an interval of a share, in percent."""
        return grounds.percent(self.words, low, high)

    def share(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """Say a share and what it rests on, or the counts alone, or why there is neither."""
        words = self.words
        if row["reason"] in _UNTOLD or not row["n"]:
            return "—", self.reason(row["reason"])
        counts = words("{count} of {n}", count=words.number(row["count"]), n=words.number(row["n"]))
        if row["share"] is None:
            return counts, self.reason(row["reason"])
        return words.share(row["count"], row["n"]), f"{self.between(row['low'], row['high'])} · {counts}"

    def rests(self, row: Mapping[str, Any], about: str | None = None) -> Rests:
        """Return what a share rests on, by its row."""
        return grounds.of_row(self.words, about or self.period(), row)

    def info(self, key: str, name: str, about: str | Rests | None = None, row: Mapping[str, Any] | None = None) -> Any:
        """Return the ⓘ of a measure; with the row of a share, what that rests on."""
        return self.working(key, name, about if row is None or isinstance(about, Rests) else self.rests(row, about))

    def tile(
        self,
        key: str,
        name: str,
        told: tuple[str, ...],
        about: str | Rests | None = None,
        row: Mapping[str, Any] | None = None,
    ) -> html.Section:
        """Return a tile: a value, what it rests on and, for who may see them, where its people are."""
        value, part, *people = told
        way = (self.words("Who they are"), people[0]) if people and self.site.reader().sees_people else None
        return tile(Fact(name, value, part, way=way), self.info(key, name, about, row))

    def card(self, key: str, title: str, figure: go.Figure, table: Any, scope: Scope | None = None, **more: Any) -> Any:
        """Return a chart with its table, downloads and working.

        Of what else may be given, `part` tells two cards of one measure apart, `options` are those of the measure, and
        the rest is the card's own.
        """
        about = self.words("as of {day}", day=self.words.day(scope.until)) if scope and scope.until else self.period()
        name, href = key + more.pop("part", ""), self.address(key, scope, **more.pop("options", {}))
        evidence = Evidence(name, title, figure, table, href, period=about, **more)
        return chart(evidence, self.info(key, title, about), self.words)

    def head(self, key: str, title: str, about: str | None = None) -> html.Div:
        """Return the title of a card, with the ⓘ of its measure."""
        return html.Div([html.H2(title), self.info(key, title, about)], className="card-head")

    def listed(self, key: str, title: str, *told: Any, scope: Scope | None = None, wide: bool = False) -> html.Section:
        """Return a card with a table of its own and its files."""
        about = self.words("as of {day}", day=self.words.day(scope.until)) if scope and scope.until else None
        head = self.head(key, title, about)
        files = html.Div(downloads(key, self.address(key, scope), self.words), className="toolbar taken")
        return html.Section([head, files, *told], className="card whole" if wide else "card")

    def lacking(self, key: str, title: str, reason: str, way_out: str) -> html.Section:
        """Return a card that says why there is no chart, and what would change that."""
        rests = grounds.too_little(self.words, self.period(), reason)
        head = html.Div([html.H2(title), self.info(key, title, rests)], className="card-head")
        return html.Section([head, states.not_enough(reason, way_out)], className="card")

    def statements(self, iri: str) -> str | None:
        """Return where the statements about an activity are: in Tools, or those of the people one may see."""
        if self.site.account().role not in EVERYWHERE:
            return behind.about(self, iri)
        return f"/tools/statements?activity={quote(iri, safe='')}&related_activities=true"


def way_to(key: str, part: str = "", search: str = "") -> str:
    """Return the address of one programme, or of a part of what is told of it."""
    return f"{PATH}/{quote(key, safe='')}{'/' if part else ''}{part}{search}"
