"""How one programme goes: its path, who is up to date, content, questions, sessions, community, evaluation, effect."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, dcc, html, no_update

from analytics.scope import Scope
from dashboards.components import states
from dashboards.components.filters import bar, follow
from dashboards.components.parts import ways
from dashboards.components.story import Place
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.programmes import (
    FIELDS,
    PATH,
    community,
    content,
    effect,
    evaluation,
    exact,
    overview,
    questions,
    sessions,
    standing,
)
from dashboards.pages.programmes.facts import Facts, way_to
from dashboards.pages.programmes.index import keep_day
from dashboards.theme import Scheme
from lrs.errors import BadRequest, Forbidden

TITLE = "Programme"
NAME = "programme"
PLACE = Place(NAME, PATH, ("period", "units", "country", "group"))
PARTS: dict[str, tuple[str, str, Callable[[Facts], Any]]] = {
    # what an address says: what it is called, what it asks, and what is told
    "": ("Path and progress", "How far do people come?", overview.story),
    "up-to-date": ("Up to date", "Who is up to date?", standing.story),
    "content": ("Content", "What is watched, and what lies unused?", content.story),
    "questions": ("Questions", "Do the questions tell who knows?", questions.story),
    "sessions": ("Sessions", "Who comes to the sessions?", sessions.story),
    "community": ("Community", "Does the community live?", community.story),
    "evaluation": ("Evaluation", "What do people say of it?", evaluation.story),
    "effect": ("Effect", "What did it change?", effect.story),
}
MESSAGES = tuple(said for part in PARTS.values() for said in part[:2])


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: its filters, the shape of its evidence."""
    story = html.Div(states.skeleton(), id=f"{NAME}-story", className="story")
    return html.Div([bar(words, NAME, PLACE.fields), story])


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address, and keep its filters and its day there."""

    def failed(error: Exception) -> Any:
        dash.logger.error("programme: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words(), alone=True)

    @dash.callback(
        Output(f"{NAME}-story", "children"),
        Input(f"{NAME}-url", "pathname"),
        Input(f"{NAME}-url", "search"),
        Input("palette", "data"),
        on_error=failed,
    )
    def tell(path: str, search: str | None, scheme: Scheme | None) -> Any:
        key, part = named(path)
        if not key:
            return no_update
        words = site.words()
        try:
            chosen = site.chosen(search)
            return story(Facts(site, chosen, words, scheme or "light", key), key, part)
        except (BadRequest, Forbidden) as problem:
            return states.misread(problem.sentence, words, alone=True)

    follow(dash, site, NAME, PLACE.fields)
    keep_day(dash, site, NAME)
    exact.register(dash, site, NAME, named)


def named(path: str) -> tuple[str, str]:
    """Return the programme an address is about, and the part of it."""
    key, _, part = path.removeprefix(PATH).strip("/").partition("/")
    return unquote(key), part


def story(facts: Facts, key: str, part: str) -> list[Any]:
    """Return what is told of a part of a programme; of one the reader may not see, that there is none here."""
    words = facts.words
    known = facts.told("programmes", Scope(programmes=(key,)))
    if known.is_empty() or part not in PARTS:
        return [none_such(words)]
    facts.programme = known.row(0, named=True)
    kept = facts.chosen.search(programmes=(), more=())
    offered = [one for one in PARTS if one == part or one != "sessions" or sessions.may_be(facts)]
    parts = [(way_to(key, one, kept), PARTS[one][0]) for one in offered]
    whole = facts.chosen.within(FIELDS).search(programmes=(), more=())
    back = dcc.Link(words("All programmes"), href=f"{PATH}{whole}", className="back")
    _, question, told = PARTS[part]
    subject = html.Span(facts.title(facts.programme), className="subject")
    head = [back, html.H1([subject, " ", words(question)]), ways(parts, way_to(key, part, kept), words)]
    return [*head, *told(facts), facts.quality()]


def none_such(words: Words) -> html.Section:
    """Return the state of an address of no programme that the reader may see."""
    told = words("There is none of this name, or none that your units own or your people take part in.")
    link = dcc.Link(words("All programmes"), href=PATH, className="button")
    return html.Section(
        [html.H1(words("No such programme here")), html.P(told), link], className="state", role="status"
    )
