"""Who may sign in: accounts, made and removed by administrators."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboards.components import states
from dashboards.components.card import taken
from dashboards.components.parts import card, copied, facts, opened, refused, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup.frame import framed, told_ways
from dashboards.roles import ROLES
from lrs.errors import Refusal
from lrs.organisation import accounts

PATH, TITLE = "/setup/accounts", "Accounts"
HEADS = ("Account", "Role", "Units", "Since", "Remove …")
MESSAGES = HEADS


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: what makes an account."""
    roles = [{"value": role, "label": words(sentence)} for role, sentence in ROLES.items()]
    form = html.Div(
        [
            dmc.TextInput(id="accounts-email", label=words("E-mail address"), placeholder="manager@example.org"),
            dmc.TextInput(id="accounts-name", label=words("Name")),
            dmc.Select(id="accounts-role", label=words("Role"), data=roles, value="manager", allowDeselect=False),
            dmc.MultiSelect(id="accounts-units", label=words("Units, and all below them"), data=[], searchable=True),
            dmc.Button(words("Make the account"), id="accounts-make"),
        ],
        className="form",
    )
    return framed(
        "accounts",
        words("Who may sign in?"),
        html.Div(id="accounts-removed"),
        html.Div(states.skeleton(), id="accounts-story"),
        card(words("A new account"), form, html.Div(id="accounts-made")),
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; make and remove accounts."""
    told_ways(dash, site, "accounts", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("accounts: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words()), []

    dash.callback(
        Output("accounts-story", "children"),
        Output("accounts-units", "data"),
        Input("accounts-url", "pathname"),
        Input("accounts-made", "children"),
        Input("accounts-removed", "children"),
        on_error=failed,
    )(lambda *_: (story(site), [row["key"] for row in site.service.store.organisation.rows("unit")]))
    dash.callback(
        Output("accounts-made", "children"),
        Output("accounts-email", "value"),
        Input("accounts-make", "n_clicks"),
        State("accounts-email", "value"),
        State("accounts-name", "value"),
        State("accounts-role", "value"),
        State("accounts-units", "value"),
        prevent_initial_call=True,
    )(lambda _, *given: make(site, *given))
    dash.callback(
        Output("accounts-removed", "children"), Input({"remove": ALL}, "n_clicks"), prevent_initial_call=True
    )(lambda clicks: remove(site, ctx.triggered_id["remove"]) if any(clicks) else no_update)


def story(site: Site) -> list[Any]:
    """Return every account, and what removes it."""
    words, found = site.words(), accounts.accounts(site.service.store)
    answer = html.P(words.many("{n} account.", "{n} accounts.", len(found)), className="answer")
    heads = [html.Th(words(head)) for head in HEADS]
    rows = [_row(one, site.account().email, words) for one in found]
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain")
    return [answer, html.Section([taken("accounts", words), html.Div(grid, className="wide")], className="card")]


def _row(one: accounts.Account, own: str, words: Words) -> html.Tr:
    who: list[Any] = [html.Strong(one.name or one.email), html.Br(), one.email]
    sure = html.P(words("Their sessions end at once. What they imported stays."))
    button = html.Button(words("Remove it now"), id={"remove": one.email}, className="stop")
    last: Any = words("your own") if one.email == own else opened(words("Remove …"), sure, button)
    cells = (
        who,
        words(ROLES.get(one.role, ROLES["executive"])),
        ", ".join(one.units),
        words.day(one.created.date()),
        last,
    )
    return html.Tr([html.Td(cell) for cell in cells])


def make(site: Site, email: str | None, name: str | None, role: str, units: list[str] | None) -> tuple[Any, Any]:
    """Make an account; show its password, once."""
    words = site.words()
    wish = accounts.Wish((email or "").strip(), role, units or [], (name or "").strip() or None)
    try:
        made, password = accounts.add(site.service.store, wish)
    except Refusal as problem:
        return refused(problem.sentence, words), no_update
    told = facts((words("E-mail address"), made.email), (words("Password"), copied(password, words)))
    once = words("Copy the password now: it is not kept, and nobody can show it again. They can change it.")
    return said("done", html.Strong(words("The account of {email} is made.", email=made.email)), told, html.P(once)), ""


def remove(site: Site, email: str) -> Any:
    """Remove an account that is not one's own."""
    words = site.words()
    if email == site.account().email:
        return said("problem", words("This is your own account: another administrator can remove it."))
    try:
        accounts.remove(site.service.store, email)
    except Refusal:
        return said("problem", words("This account was removed already."))
    return said("done", words("The account of {email} is removed.", email=email))
