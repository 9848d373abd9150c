"""Who is learning: the page Engagement."""

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.scope import read_day
from dashboards import filters as filter_table
from dashboards.components import states
from dashboards.components.filters import bar, choices
from dashboards.filters import CUSTOM, Filters
from dashboards.i18n import Words
from dashboards.pages.engagement_answer import answer, nobody, quality, tiles
from dashboards.pages.engagement_charts import charts
from dashboards.pages.engagement_facts import Facts
from dashboards.pages.page import Site
from dashboards.theme import Scheme
from lrs.errors import BadRequest

PATH = "/"
TITLE = "Engagement"


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: its question, its filters, the shape of its evidence."""
    return html.Div(
        [
            dcc.Location(id="engagement-url", refresh="callback-nav"),
            bar(words),
            html.H1(words("Who is learning?")),
            html.Div(states.skeleton(), id="story"),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address, and keep its filters there."""

    def failed(error: Exception) -> Any:
        dash.logger.error("engagement: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    @dash.callback(
        Output("story", "children"),
        Input("engagement-url", "search"),
        Input("palette", "data"),
        State("engagement-url", "pathname"),
        on_error=failed,
    )
    def tell(search: str | None, scheme: Scheme | None, pathname: str) -> Any:
        if pathname != PATH:
            return no_update
        words = site.words()
        try:
            chosen = filter_table.read(search)
        except BadRequest as problem:
            return states.misread(problem.sentence, words)
        return story(Facts(site, chosen, words, scheme or "light"))

    _keep_filters(dash, site)


def _keep_filters(dash: Dash, site: Site) -> None:
    """Let the controls and the address agree: whichever changes, the other follows."""

    @dash.callback(
        Output("engagement-url", "search"),
        Output("period", "value"),
        Output("course", "value"),
        Output("days", "value"),
        Output("course", "data"),
        Output("days-box", "hidden"),
        Input("engagement-url", "search"),
        Input("period", "value"),
        Input("course", "value"),
        Input("days", "value"),
        Input("reset", "n_clicks"),
    )
    def keep(search: str | None, period: str, course: str | None, days: list[str] | None, _: int | None) -> Any:
        try:
            now = filter_table.read(search)
        except BadRequest:
            now = Filters()
        wanted = _wanted(now, ctx.triggered_id, period, course, days)
        scope = wanted.scope()
        shown = [day.isoformat() if day else None for day in (scope.since, scope.until)]
        turned = wanted.search() if wanted != now else no_update
        return turned, wanted.period, wanted.course, shown, choices(site, site.words()), wanted.period != CUSTOM


def story(facts: Facts) -> list[Any]:
    """Return the whole story: the answer and its evidence, or why there is none."""
    if not facts.fresh["read"] and not facts.fresh["waiting"]:
        return [states.nothing_yet(facts.site.endpoint(), facts.words)]
    if not facts.summary["active"]:
        return [nobody(facts), quality(facts)]
    return [
        html.Div(answer(facts), className="answer"),
        html.Div(tiles(facts), className="tiles"),
        html.Div(charts(facts), className="cards"),
        quality(facts),
    ]


def _wanted(now: Filters, changed: Any, period: str, course: str | None, days: list[str] | None) -> Filters:
    """Return the filters after one of the controls changed; the address has the word on the others."""
    if changed == "reset":
        return Filters(zone=now.zone)
    if changed == "course":
        return replace(now, course=course or None)
    if changed == "days" and days and all(days):
        since, until = (read_day(day[:10], "days") for day in days)
        return replace(now, period=CUSTOM, since=since, until=until) if now.period == CUSTOM else now
    if changed == "period" and period and period != now.period:
        scope = now.scope()
        if period == CUSTOM:
            usual = Filters(zone=now.zone).scope()
            return replace(now, period=CUSTOM, since=scope.since or usual.since, until=scope.until or usual.until)
        return replace(now, period=period, since=None, until=None)
    return now
