"""Which identifiers are one human: merged and split again, with nothing lost either way."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboards.components import states
from dashboards.components.card import taken
from dashboards.components.parts import card, opened, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units
from dashboards.pages.setup.frame import framed, told_ways
from lrs.errors import NotFound, Refusal
from lrs.organisation import merging

PATH, TITLE = "/setup/identities", "Identities"
_SHOWN = 20
HEADS = ("Person", "Units", "Identifiers")
MESSAGES = HEADS


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: the search, and what merges two."""
    form = html.Div(
        [
            dmc.TextInput(id="identities-first", label=words("This person (key, address or account)")),
            dmc.TextInput(id="identities-second", label=words("is also this one")),
            dmc.Button(words("Make them one"), id="identities-merge"),
        ],
        className="form",
    )
    search = dmc.TextInput(id="identities-find", label=words("Name, key or address"), value="", debounce=400)
    return framed(
        "identities",
        words("Which identifiers are one person?"),
        card(words("Two that are one"), html.P(_why(words), className="muted"), form, html.Div(id="identities-merged")),
        html.Div(id="identities-split"),
        card(words("People and what they go by"), search, html.Div(id="identities-story")),
    )


def _why(words: Words) -> str:
    return words("Nothing of either is changed: they count as one from then on, and it can be undone.")


def register(dash: Dash, site: Site) -> None:
    """Fill the page; merge and split."""
    told_ways(dash, site, "identities", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("identities: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("identities-story", "children"),
        Input("identities-find", "value"),
        Input("identities-merged", "children"),
        Input("identities-split", "children"),
        on_error=failed,
    )(lambda text, *_: story(site, text or ""))
    dash.callback(
        Output("identities-merged", "children"),
        Input("identities-merge", "n_clicks"),
        State("identities-first", "value"),
        State("identities-second", "value"),
        prevent_initial_call=True,
    )(lambda _, first, second: merge(site, (first or "").strip(), (second or "").strip()))
    dash.callback(
        Output("identities-split", "children"), Input({"apart": ALL, "of": ALL}, "n_clicks"), prevent_initial_call=True
    )(lambda clicks: split(site, ctx.triggered_id["of"], ctx.triggered_id["apart"]) if any(clicks) else no_update)


def own_people(site: Site) -> list[dict[str, Any]]:
    """Return the people whoever asks may see, with their identifiers."""
    own, people = own_units(site), merging.people(site.service.store)
    return people if own is None else [one for one in people if not own.isdisjoint(one["units"])]


def story(site: Site, text: str) -> list[Any]:
    """Return the people a text finds."""
    words, wanted = site.words(), text.strip().lower()
    found = [one for one in own_people(site) if wanted in _looked_at(one)]
    if not found:
        return [html.P(words("Nobody of yours is called that."), className="not-enough")]
    heads = [html.Th(words(head)) for head in HEADS]
    grid = html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody([_row(one, words) for one in found[:_SHOWN]])], className="plain"
    )
    more = len(found) - _SHOWN
    rest = [html.P(words("{n} more: write more of the name.", n=words.number(more)), className="muted")]
    return [taken("identities", words), html.Div(grid, className="wide"), *(rest if more > 0 else [])]


def _looked_at(one: dict[str, Any]) -> str:
    return " ".join([one["key"], one["name"] or "", *one["identifiers"], *one["also"]]).lower()


def _row(one: dict[str, Any], words: Words) -> html.Tr:
    who = [html.Strong(one["name"] or one["key"]), html.Br(), one["key"]]
    parts = [_apart(one["key"], text, words) for text in one["identifiers"]]
    parts += [_apart(one["key"], text, words, merged=True) for text in one["also"]]
    return html.Tr([html.Td(who), html.Td(", ".join(one["units"])), html.Td(parts)])


def _apart(key: str, text: str, words: Words, *, merged: bool = False) -> html.Details:
    shown = words("also {key}", key=text) if merged else text.replace("mbox mailto:", "")
    sure = words("They count as two again.") if merged else words("This identifier is theirs no longer.")
    button = html.Button(words("Take it apart"), id={"apart": text, "of": key}, className="stop")
    return opened(shown, html.P(sure), button)


def merge(site: Site, first: str, second: str) -> Any:
    """Have two persons count as one; both have to be within reach of whoever asks."""
    words = site.words()
    if not first or not second:
        return said("problem", words("Name both."))
    try:
        for text in (first, second):
            reachable(site, text)
        told = merging.merge(site.service.store, first, second, site.account().email)
    except Refusal as problem:
        return said("problem", html.Span(problem.sentence, lang="en"))
    return said("done", words("{merged} counts as {kept} from now on.", **told))


def split(site: Site, first: str, second: str) -> Any:
    """Undo a merge, or take an identifier away."""
    words = site.words()
    try:
        reachable(site, first)
        told = merging.split(site.service.store, first, second, site.account().email)
    except Refusal as problem:
        return said("problem", html.Span(problem.sentence, lang="en"))
    return said("done", words("{split} no longer counts as {kept}.", **told))


def reachable(site: Site, text: str) -> None:
    """Refuse a person outside the units of whoever asks, as if there were none such.

    Raises
    ------
    NotFound
        When nobody of theirs goes by this.
    """
    if own_units(site) is None:
        return
    wanted = text.lower()
    for one in own_people(site):
        names = {one["key"].lower(), *(name.lower() for name in (*one["also"], *one["identifiers"]))}
        if not names.isdisjoint((wanted, f"mbox mailto:{wanted}", f"account {wanted}", f"openid {wanted}")):
            return
    raise NotFound(f"{text}: no person of your units has this key, address or account")
