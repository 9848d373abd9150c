"""Before investing: a case from one's own figures or cited defaults, weighed at every move, saved, compared, shared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from flask import request

from analytics.scope import Scope
from dashboards.cases import draft as drafts
from dashboards.cases import keeping, sharing
from dashboards.cases.draft import Draft
from dashboards.cases.filling import Amiss, fill, named
from dashboards.cases.keeping import Saved, Version
from dashboards.components import states
from dashboards.components.parts import copied, said
from dashboards.filters import today_in
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.simulator import PATH
from dashboards.pages.simulator.evidence import evidence
from dashboards.pages.simulator.form import form
from dashboards.pages.simulator.saved import address, panel
from dashboards.pages.simulator.telling import tell
from dashboards.theme import Scheme
from lrs.errors import Conflict, Refusal

TITLE = "Simulator"
_AUDIENCE = 100
_PERIOD = timedelta(days=365)
Ids = Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a case, one of its versions, another to stand beside it; None is a new case."""

    one: Saved | None
    version: Version | None
    against: Saved | None

    @property
    def key(self) -> str | None:
        """The key of the case."""
        return None if self.one is None else self.one.key


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return html.Div(
        [
            dcc.Location(id="simulator-url", refresh="callback-nav"),
            dcc.Store(id="simulator-base"),
            html.H1(words("Would it cost less than the classroom?")),
            html.Div(id="simulator-done"),
            html.Div(
                [
                    html.Div(id="simulator-form"),
                    html.Div(states.skeleton(), id="simulator-story", className="story"),
                ],
                className="case-desk",
            ),
            html.Div(id="simulator-saved"),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Open the case of an address, weigh it at every move, save and share it."""

    def failed(error: Exception) -> Any:
        dash.logger.error("simulator: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("simulator-form", "children"),
        Output("simulator-base", "data"),
        Input("simulator-url", "search"),
        State("simulator-url", "pathname"),
    )(lambda search, pathname: opened(site, search) if pathname == PATH else (no_update, no_update))
    dash.callback(
        Output("simulator-story", "children"),
        Input("simulator-base", "data"),
        Input({"simulator": ALL}, "value"),
        Input("palette", "data"),
        State({"simulator": ALL}, "id"),
        on_error=failed,
    )(lambda base, values, scheme, ids: story(site, base, _form(ids, values), scheme or "light"))
    dash.callback(
        Output("simulator-saved", "children"),
        Input("simulator-url", "search"),
        Input("simulator-done", "children"),
        State("simulator-url", "pathname"),
        on_error=failed,
    )(lambda search, _, pathname: kept(site, search) if pathname == PATH else no_update)
    _do(dash, site)


def _do(dash: Dash, site: Site) -> None:
    """Save, share and revoke when asked to."""

    def asked_for(clicks: list[int | None], values: list[Any], ids: Ids, days: list[str], search: str | None) -> Any:
        if not any(clicks):
            return no_update, no_update
        return done(site, ctx.triggered_id["simulator deed"], _form(ids, values), next(iter(days), None), search)

    dash.callback(
        Output("simulator-done", "children"),
        Output("simulator-url", "search"),
        Input({"simulator deed": ALL}, "n_clicks"),
        State({"simulator": ALL}, "value"),
        State({"simulator": ALL}, "id"),
        State({"simulator share": ALL}, "value"),
        State("simulator-url", "search"),
        prevent_initial_call=True,
    )(asked_for)


def _form(ids: Ids, values: Sequence[Any]) -> dict[str, Any]:
    return {one["simulator"]: value for one, value in zip(ids, values, strict=True)}


def asked(site: Site, search: str | None) -> Asked:
    """Return what an address asks for.

    Raises
    ------
    NotFound
        When there is no such case for whoever asks.
    """
    given = {name: values[0] for name, values in parse_qs((search or "").lstrip("?")).items()}
    if "case" not in given:
        return Asked(None, None, None)
    one = keeping.case(site, given["case"])
    number = given.get("version", "")
    against = keeping.case(site, given["against"]) if given.get("against") else None
    return Asked(one, one.version(int(number) if number.isdecimal() else None), against)


def begun(site: Site) -> Draft:
    """Return what a new case begins with: the figures of whoever asks, and their people."""
    today = today_in("UTC")
    rows = site.ask("assumptions", Scope(today - _PERIOD, today)).to_dicts()
    return drafts.fresh(rows, [(site.words()("Everyone"), _AUDIENCE)], keeping.own_units(site))


def opened(site: Site, search: str | None) -> tuple[Any, Any]:
    """Return the form of the case of an address, and the case itself; who may only read it gets no form."""
    words = site.words()
    try:
        found = asked(site, search)
    except Refusal:
        return None, {"refused": True}
    if not keeping.may_change(site, found.one):
        return None, None if found.version is None else {
            "draft": found.version.draft.told(),
            "form": False,
        }
    draft = begun(site) if found.version is None else found.version.draft
    return form(draft, words, is_saved=found.one is not None), {
        "draft": draft.told(),
        "form": True,
    }


def story(site: Site, base: Any, given: dict[str, Any], scheme: Scheme) -> Any:
    """Return what a case comes to, as the form says now."""
    words = site.words()
    if base is None:
        return html.P(_where_to_begin(site, words), className="lead")
    if base.get("refused"):
        return states.misread(words("There is no such case, or it is not yours to see."), words)
    draft = drafts.again(base["draft"])
    if not base["form"]:
        return evidence(tell(draft, words), scheme, alone=True)
    if not given:
        return no_update  # the form is not there yet
    try:
        return evidence(tell(fill(given, draft), words), scheme)
    except Amiss as problem:
        return said("problem", problem.sentence(words))


def _where_to_begin(site: Site, words: Words) -> str:
    """Return what whoever may only read cases does first."""
    if keeping.cases(site):
        return words("Choose a saved case below.")
    return words("No case is saved yet: whoever answers for training weighs one here, and you read it here.")


def kept(site: Site, search: str | None) -> Any:
    """Return what is saved: this case's versions and links, another beside it, and all others."""
    try:
        found = asked(site, search)
    except Refusal:
        found = Asked(None, None, None)
    return panel(site, found.one, found.version, found.against)


def done(site: Site, deed: str, given: dict[str, Any], days: str | None, search: str | None) -> tuple[Any, Any]:
    """Do what was asked with a case; return what is said of it, and the address that follows."""
    words = site.words()
    try:
        if deed == "share":
            return _shared(site, asked(site, search), days), no_update
        if deed.startswith("revoke "):
            sharing.revoke(site, deed.removeprefix("revoke "))
            return said("done", words("The link shows nothing any more.")), no_update
        return _saved(site, deed, given, asked(site, search))
    except Amiss as problem:
        return said("problem", problem.sentence(words)), no_update
    except Conflict:
        told = words("Nothing was saved: somebody saved something meanwhile. Look at it, then save yours again.")
        return said("problem", told), no_update
    except Refusal:
        return said("problem", words("There is no such case, or it is not yours to change.")), no_update


def _saved(site: Site, deed: str, given: dict[str, Any], found: Asked) -> tuple[Any, Any]:
    """Save a case as its form says; what it rests on is read again here, not taken from the browser."""
    words = site.words()
    if not keeping.may_change(site, found.one):
        return said("problem", words("You may read this case; its authors change and share it.")), no_update
    base = begun(site) if found.version is None else found.version.draft
    draft = named(fill(given, base))
    key = found.key
    if deed == "save new":
        key, draft = None, replace(draft, units=keeping.own_units(site))
    seen = 0 if found.one is None else len(found.one.versions)
    key = keeping.save(site, draft, key, seen)
    number = len(keeping.case(site, key).versions)
    told = words("Saved as version {n} of {title}.", n=number, title=draft.title)
    return said("done", told), "?" + address(key, version=number).partition("?")[2]


def _shared(site: Site, found: Asked, days: str | None) -> Any:
    words = site.words()
    if found.one is None or found.version is None:
        return said("problem", words("Save the case first."))
    token = sharing.share(site, found.one.key, found.version.number, int(days or 0))
    link = f"{request.host_url.rstrip('/')}{sharing.PATH}{token}"
    lead = words("This is the link. It is shown this once: only its mark is kept.")
    return said("done", html.P(lead), copied(link, words))
