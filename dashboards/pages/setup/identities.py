"""Which identifiers are one human: merged and split again, with nothing lost either way."""

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboards.components import states
from dashboards.components.card import taken
from dashboards.components.parts import card, opened, refused, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units, titles
from dashboards.pages.setup.frame import framed, told_ways
from lrs.errors import Refusal
from lrs.organisation import merging
from lrs.organisation.units import Tree

PATH, TITLE = "/setup/identities", "Identities"
_SHOWN = 20
HEADS = ("Person", "Units", "Identifiers")
STRANGE = "{text}: no person of your units alone has this key, address or account."
DONE = {"merge": "{merged} counts as {kept} from now on.", "split": "{split} no longer counts as {kept}."}
MESSAGES = (*HEADS, STRANGE, *DONE.values())


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
    """Return the people whoever asks may see, with their identifiers.

    Of their units, those of whoever asks. `whole` when there is no other: who is in two units counts in both, so that
    only who answers for both may have them be one with somebody, or two.
    """
    own, people = own_units(site), merging.people(site.service.store)
    if own is None:
        return [one | {"whole": True} for one in people]
    return [
        one | {"units": [unit for unit in one["units"] if unit in own], "whole": own.issuperset(one["units"])}
        for one in people
        if not own.isdisjoint(one["units"])
    ]


def story(site: Site, text: str) -> list[Any]:
    """Return the people a text finds."""
    words, wanted = site.words(), text.strip().lower()
    found = [one for one in own_people(site) if wanted in _looked_at(one)]
    if not found:
        return [html.P(words("Nobody of yours is called that."), className="not-enough")]
    heads = [html.Th(words(head)) for head in HEADS]
    tree = Tree(site.service.store.organisation.rows("unit"))
    rows = [_row(one, tree, words) for one in found[:_SHOWN]]
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain")
    more = len(found) - _SHOWN
    rest = [html.P(words("{n} more: write more of the name.", n=words.number(more)), className="muted")]
    return [taken("identities", words), html.Div(grid, className="wide"), *(rest if more > 0 else [])]


def _looked_at(one: dict[str, Any]) -> str:
    return " ".join([one["key"], one["name"] or "", *one["identifiers"], *one["also"]]).lower()


def _row(one: dict[str, Any], tree: Tree, words: Words) -> html.Tr:
    who = [html.Strong(one["name"] or one["key"]), html.Br(), one["key"]]
    parts = [_apart(one, text, words) for text in one["identifiers"]]
    parts += [_apart(one, text, words, merged=True) for text in one["also"]]
    units = [" > ".join(titles(tree, unit, words)) for unit in one["units"]]
    return html.Tr([html.Td(who), html.Td(", ".join(units)), html.Td(parts)])


def _apart(one: dict[str, Any], text: str, words: Words, *, merged: bool = False) -> html.Details:
    shown = words("also {key}", key=text) if merged else text.replace("mbox mailto:", "")
    if not one["whole"]:
        return opened(shown, html.P(words("Only who answers for all units of a person can change this.")))
    sure = words("They count as two again.") if merged else words("This identifier is theirs no longer.")
    button = html.Button(words("Take it apart"), id={"apart": text, "of": one["key"]}, className="stop")
    return opened(shown, html.P(sure), button)


def merge(site: Site, first: str, second: str) -> Any:
    """Have two persons count as one; both have to be within reach of whoever asks."""
    words = site.words()
    if not first or not second:
        return said("problem", words("Name both."))
    return _done(site, merging.merge, (first, second), DONE["merge"])


def split(site: Site, first: str, second: str) -> Any:
    """Undo a merge, or take an identifier away; of persons within reach of whoever asks."""
    return _done(site, merging.split, (first, second), DONE["split"])


def _done(site: Site, change: Callable[..., dict[str, Any]], pair: tuple[str, str], told: str) -> Any:
    words = site.words()
    strange = next((text for text in pair if not reachable(site, text)), None)
    if strange is not None:
        return said("problem", words(STRANGE, text=strange))
    try:
        names = change(site.service.store, *pair, site.account().email)
    except Refusal as problem:
        return refused(problem.sentence, words)
    return said("done", words(told, **names))


def reachable(site: Site, text: str) -> bool:
    """Tell whether whoever asks answers for every unit of a person; if not, it is as if there were none such."""
    if own_units(site) is None:
        return True
    wanted = text.lower()
    asked = {wanted, f"mbox mailto:{wanted}", f"account {wanted}", f"openid {wanted}"}
    return any(one["whole"] and not asked.isdisjoint(_names(one)) for one in own_people(site))


def _names(one: dict[str, Any]) -> set[str]:
    return {name.lower() for name in (one["key"], *one["also"], *one["identifiers"])}
