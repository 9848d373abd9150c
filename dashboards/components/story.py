"""The shape every page has: filters, a question, what is told of it, and how fresh and how sure all that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from analytics.scope import Scope
from analytics.upkeep import freshness
from dashboards.components import states
from dashboards.components.filters import FIELDS, bar, follow
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.theme import Scheme
from lrs.errors import BadRequest, Forbidden

_STALE = timedelta(days=3)
Tell = Callable[[Filters, Words, Scheme], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A page as its story knows it: what its ids begin with, its path, its filters."""

    name: str
    path: str
    fields: tuple[str, ...] = FIELDS

    def at(self, path: str) -> bool:
        """Tell whether an address is this page's, or below it."""
        return path == self.path or path.startswith(f"{self.path.rstrip('/')}/")


def layout(words: Words, place: Place, question: str) -> html.Div:
    """Return a page before it is filled: its filters, its question, the shape of its evidence."""
    story = html.Div(states.skeleton(), id=f"{place.name}-story", className="story")
    return html.Div([bar(words, place.name, place.fields), html.H1(question), story])


def register(dash: Dash, site: Site, place: Place, tell: Tell) -> None:
    """Fill a page made by `layout` from its address, and keep its filters there.

    Parameters
    ----------
    tell
        From the filters, the words and the colours to what stands under the question. What it refuses and what goes
        wrong in it is said in its place.
    """
    page = place.name

    def failed(error: Exception) -> Any:
        dash.logger.error("%s: %s", page, type(error).__name__, exc_info=error)
        return states.failed(site.words())

    @dash.callback(
        Output(f"{page}-story", "children"),
        Input(f"{page}-url", "search"),
        Input("palette", "data"),
        State(f"{page}-url", "pathname"),
        on_error=failed,
    )
    def told(search: str | None, scheme: Scheme | None, pathname: str) -> Any:
        if not place.at(pathname):
            return no_update
        words = site.words()
        try:
            return tell(site.chosen(search), words, scheme or "light")
        except (BadRequest, Forbidden) as problem:
            return states.misread(problem.sentence, words)

    follow(dash, site, page, place.fields)


def answered(told: Sequence[Any], about: Any, **more: Any) -> html.Div:
    """Return the answer: its sentences, and beside the first the ⓘ of its numbers; `more` is said of it to browsers."""
    first, *rest = told
    return html.Div([html.Div([first, about], className="with-about"), *rest], className="answer", **more)


def evidence(
    answer: html.Div, tiles: Sequence[Any], cards: Sequence[Any], footer: html.Footer, *, sections: bool = False
) -> list[Any]:
    """Return what stands under the question: the answer, at most four tiles, the evidence, what it rests on.

    Parameters
    ----------
    answer
        As `answered` makes it.
    sections
        Whether `cards` are sections (`section`) rather than cards.
    """
    shown = list(cards) if sections else [html.Div(list(cards), className="cards")]
    row = [html.Div(list(tiles), className="tiles")] if tiles else []
    return [answer, *row, *shown, footer]


def section(title: str, *cards: Any, lead: Any = None) -> html.Section:
    """Return a part of a page under a heading of its own: cards two abreast, after a sentence of what they say."""
    head = [html.H2(title, className="part-title"), *([html.P(lead, className="lead")] if lead else [])]
    return html.Section([*head, html.Div(list(cards), className="cards")], className="part-of-page")


def quality(site: Site, words: Words, zone: str = "UTC") -> html.Footer:
    """Say how fresh a page is and how much of what came was understood."""
    fresh = site.ask(freshness, Scope()).row(0, named=True)
    told: list[Any] = [words("Nothing received yet")]
    if fresh["stored"] is not None:
        told = [words("Received up to {moment} UTC", moment=words.moment(fresh["stored"]))]
        if datetime.now(UTC).replace(tzinfo=None) - fresh["stored"] > _STALE:
            told.append(
                html.Strong(words("nothing has come for {n} {n:day|days}", n=words.number(_age(fresh["stored"]))))
            )
    if fresh["waiting"]:
        told.append(words.many("{n} statement still to read", "{n} statements still to read", fresh["waiting"]))
    if fresh["read"]:
        share = words.share(fresh["understood"], fresh["read"], 1)
        told.append(
            words("{share} of {n} {n:statement|statements} understood", share=share, n=words.number(fresh["read"]))
        )
    told.append(words("days in {zone}", zone=zone))
    return html.Footer([*_joined(told), *_marks(site, words)], className="quality")


def _age(moment: datetime) -> int:
    return (datetime.now(UTC).replace(tzinfo=None) - moment).days


def _marks(site: Site, words: Words) -> list[Any]:
    """Return the way to what is amiss, for who may see it."""
    if site.account().role == "executive":
        return []
    return [" · ", dcc.Link(words("What is amiss"), href="/setup/quality")]


def _joined(parts: Sequence[Any]) -> list[Any]:
    return [piece for place, part in enumerate(parts) for piece in ((" · ", part) if place else (part,))]
