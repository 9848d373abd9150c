"""Is every tool sending: keys, when each was last used, what was refused and why; a new key, a revoked one."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import states
from dashboards.components.parts import card, copied, facts, refused, said, ways
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.tools import MAY, PAGES
from dashboards.pages.tools.told import story
from lrs.errors import Refusal
from lrs.resources import credentials
from lrs.resources.auth import SCOPES

PATH, TITLE = "/tools", "Tools"


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: its question, and what makes a key."""
    form = html.Div(
        [
            dmc.TextInput(id="tools-name", label=words("Name of the tool"), placeholder="Moodle"),
            dmc.MultiSelect(
                id="tools-scopes", label=words("What it may do"), data=_scopes(words), value=["statements/write"]
            ),
            dmc.Button(words("Make the key"), id="tools-make"),
        ],
        className="form",
    )
    return html.Div(
        [
            dcc.Location(id="tools-url", refresh=False),
            ways(PAGES, PATH, words),
            html.H1(words("Is every tool sending?")),
            html.Div(id="tools-revoked"),
            html.Div(states.skeleton(), id="tools-story"),
            card(words("A new key"), form, html.Div(id="tools-made")),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; make and revoke keys."""

    def failed(error: Exception) -> Any:
        dash.logger.error("tools: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("tools-story", "children"),
        Input("tools-url", "pathname"),
        Input("tools-made", "children"),
        Input("tools-revoked", "children"),
        on_error=failed,
    )(lambda *_: story(site))
    dash.callback(
        Output("tools-made", "children"),
        Output("tools-name", "value"),
        Input("tools-make", "n_clicks"),
        State("tools-name", "value"),
        State("tools-scopes", "value"),
        prevent_initial_call=True,
    )(lambda _, name, scopes: make(site, name or "", scopes or []))
    dash.callback(
        Output("tools-revoked", "children"),
        Input({"revoke": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(lambda clicks: revoke(site, ctx.triggered_id["revoke"]) if any(clicks) else no_update)


def make(site: Site, name: str, scopes: list[str]) -> tuple[Any, Any]:
    """Make a key; show its secret, once."""
    words = site.words()
    try:
        credential, secret = credentials.made(credentials.Wish(name, scopes=scopes))
        site.service.store.add_credential(credential)
    except Refusal as problem:
        return refused(problem.sentence, words), no_update
    told = facts(
        (words("Endpoint"), copied(site.endpoint(), words)),
        (words("Key"), copied(credential.key, words)),
        (words("Secret"), copied(secret, words)),
    )
    once = words("Copy the secret now: it is not kept, and nobody can show it again.")
    return said("done", html.Strong(words("The key for {name} is made.", name=name)), told, html.P(once)), ""


def revoke(site: Site, key: str) -> Any:
    """Revoke a key; the tool's very next request is refused."""
    words, service = site.words(), site.service
    found = service.store.credential(key)
    if found is None or not service.store.revoke_credential(key):
        return said("problem", words("This key was revoked already."))
    service.verifier.forget()
    return said("done", words("{name} is revoked: its next request is refused.", name=found.label))


def _scopes(words: Words) -> list[dict[str, str]]:
    return [{"value": scope, "label": words(MAY[scope])} for scope in SCOPES]
