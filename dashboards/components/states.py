"""What a page shows when it has no answer: nothing yet, nothing here, not enough, loading, failed, not yours."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components.aria import aria
from dashboards.components.parts import spoken
from dashboards.i18n import Words
from dashboards.refusals import FILTERS
from dashboards.roles import EVERYWHERE


def skeleton() -> html.Div:
    """Return the shape of the page while it loads."""
    tiles = [
        html.Section([dmc.Skeleton(h=14, w="60%"), dmc.Skeleton(h=32, w="40%", mt=12)], className="tile")
        for _ in range(4)
    ]
    cards = [
        html.Section([dmc.Skeleton(h=18, w="70%"), dmc.Skeleton(h=260, mt=24)], className="card") for _ in range(4)
    ]
    head = [dmc.Skeleton(h=20, w="80%"), dmc.Skeleton(h=20, w="50%", mt=8)]
    return html.Div(
        [html.Div(head, className="answer"), html.Div(tiles, className="tiles"), html.Div(cards, className="cards")],
        className="loading",
        **aria(busy="true"),
    )


def nothing_yet(endpoint: str, words: Words, role: str) -> html.Section:
    """Return the empty state: nothing was ever received, and the three steps that change that, to who has keys."""
    if role not in EVERYWHERE:
        whose = words("Whoever administers Acquis connects the tools; what they send shows here within seconds.")
        return _state(words("Nothing has been received yet"), html.P(whose))
    steps = (
        (words("Make a key for the tool"), html.Code('acquis credential add "Moodle"')),
        (words("Give the tool this endpoint, with the key and its secret"), html.Code(endpoint)),
        (words("Use the tool; what it sends shows here within seconds"), html.Code("acquis refusals")),
    )
    told = [html.Li([html.Span(text), code]) for text, code in steps]
    told[2].children.insert(1, html.Span(words("Nothing comes? This says why:"), className="muted"))
    return _state(words("Nothing yet: connect a tool"), html.Ol(told, className="steps"))


def nothing_here(sentence: str, way_out: tuple[str, str], words: Words) -> html.Section:
    """Return the state of a scope without activity, and the link that leads out of it."""
    text, search = way_out
    return _state(words("Nobody was active here"), html.P(sentence), dcc.Link(text, href=search, className="button"))


def not_enough(sentence: str, way_out: str) -> html.Div:
    """Return "not enough data" in place of a chart: its reason and the way out."""
    return html.Div([html.P(sentence), html.P(way_out, className="muted")], className="not-enough")


def failed(words: Words, *, alone: bool = False) -> html.Section:
    """Return the state after a fault of ours; `alone` where the page's question would have come with the answer."""
    return (_alone if alone else _state)(
        words("This page could not be drawn"),
        html.P(words("Nothing that was received is lost: the record is kept apart from the pages.")),
        html.P(words("Reload the page. If it happens again, the server's log says why.")),
    )


def not_yours(words: Words) -> html.Section:
    """Return the state of a page that the reader's role does not see, in place of the page."""
    return _alone(
        words("You have no right to see this"),
        html.P(words("This page is not for your role. Nothing is broken, and nothing of yours is lost.")),
        html.P(words("If you need it, ask whoever administers Acquis here.")),
        html.A(words("Back to your pages"), href="/", className="button"),
    )


def nowhere(words: Words) -> html.Section:
    """Return the state of an address where there is no page, in place of one."""
    return _alone(
        words("There is no page at this address"),
        html.P(words("It may have been mistyped, or it leads to something that is called otherwise now.")),
        html.A(words("Back to your pages"), href="/", className="button"),
    )


def misread(sentence: str, words: Words, *, alone: bool = False, titles: Mapping[str, str] = FILTERS) -> html.Section:
    """Return the state of an address that asks for what no filter has; `alone` as of `failed`.

    `titles` are what controls are called, by their names in the address.
    """
    told = html.P(spoken(sentence, words, titles), className="muted")
    return (_alone if alone else _state)(
        words("This address cannot be read"), told, dcc.Link(words("Start again"), href="?", className="button")
    )


def _state(title: str, *content: Any) -> html.Section:
    return html.Section([html.H2(title), *content], className="state", role="status")


def _alone(title: str, *content: Any) -> html.Section:
    """Return a state that is all there is on a page: its title is the page's."""
    return html.Section([html.H1(title), *content], className="state", role="status")
