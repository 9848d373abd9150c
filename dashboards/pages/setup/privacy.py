"""Who sees what, and the smallest group that is shown to readers who may not see people."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from analytics.guard import smallest_shown
from analytics.privacy import LARGEST, K, fewest
from analytics.scope import Scope
from dashboards.components import states
from dashboards.components.parts import card, facts, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup.frame import framed, told_ways
from lrs.organisation.keeping import history, keep

PATH, TITLE = "/setup/privacy", "Privacy"
KIND, KEY = "privacy", "k"
_SEES = (
    ("Administrator", "Every page, every person, every unit; accounts and keys; and chooses the number below."),
    ("Group manager", "Every unit and its people, and the pages of the group and of the tools; no accounts."),
    (
        "Learning manager",
        "The people of their own units and of all below them, one by one; of other units nothing, not even a total.",
    ),
    (
        "Executive",
        (
            "Totals only: by unit, by whole programme, by month, quarter or year. Never a name, never a list, "
            "and nothing that fewer people than the number below would show through."
        ),
    ),
    ("Whoever holds a key", "What the key's scopes say: a tool that may only write reads nothing back of others."),
)
_RULES = (
    (
        "A count of fewer than {k} people is hidden, with everything worked out from it; so is whatever else would "
        "give it away by subtraction within the tree of units."
    ),
    (
        "Everything else they see is rounded: counts of people to multiples of {k}, hours, statements and shares to "
        "what {k} people make of them. So no two answers, of two months, two programmes or two days, differ "
        "by one person."
    ),
    "A share, a mean or an interval of fewer than {many} people is hidden: rounding would make halves of it.",
    (
        "They filter by one unit, one whole programme and a month, quarter or year of the calendar; saved groups, "
        "countries, languages and devices are refused."
    ),
)
MESSAGES = (*(text for pair in _SEES for text in pair), *_RULES)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    field = dmc.NumberInput(
        id="privacy-k",
        label=words("Smallest group shown, in people"),
        description=words("{low} to {high}; {usual} by default", low=K, high=LARGEST, usual=K),
        min=K,
        max=LARGEST,
        step=1,
        allowDecimal=False,
    )
    form = html.Div([field, dmc.Button(words("Keep"), id="privacy-keep")], className="form card", id="privacy-form")
    return framed(
        "privacy",
        words("Who may see what?"),
        html.Div(states.skeleton(), id="privacy-story"),
        form,
        html.Div(id="privacy-done"),
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; keep the smallest group an administrator chooses."""
    told_ways(dash, site, "privacy", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("privacy: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words()), no_update, True

    dash.callback(
        Output("privacy-story", "children"),
        Output("privacy-k", "value"),
        Output("privacy-form", "hidden"),
        Input("privacy-url", "pathname"),
        Input("privacy-done", "children"),
        on_error=failed,
    )(lambda *_: (story(site), chosen(site), site.account().role != "admin"))
    dash.callback(
        Output("privacy-done", "children"),
        Input("privacy-keep", "n_clicks"),
        State("privacy-k", "value"),
        prevent_initial_call=True,
    )(lambda _, value: choose(site, value))


def chosen(site: Site) -> int:
    """Return the smallest group shown as it was last chosen, whether or not figures follow it already."""
    past = history(site.service.store, KIND, KEY)
    value = past[-1]["value"] if past else None
    return value if isinstance(value, int) and K <= value <= LARGEST else K


def story(site: Site) -> list[Any]:
    """Return who sees what, and the rules for those who may not see people."""
    words, k = site.words(), chosen(site)
    answer = words.rich("Who may not see people is never shown a group of fewer than **{k}**.", k=words.number(k))
    roles = facts(*[(words(role), words(sees)) for role, sees in _SEES])
    rules = html.Ul([html.Li(words(rule, k=words.number(k), many=words.number(fewest(k)))) for rule in _RULES])
    past = history(site.service.store, KIND, KEY)
    when: list[Any] = []
    if past:
        told = {"who": past[-1]["who"], "day": words.day(past[-1]["happened"].date())}
        when = [html.P(words("Chosen by {who} on {day}.", **told), className="muted")]
    if site.ask(smallest_shown, Scope())["k"].item() != k:
        when.append(html.P(words("Figures follow within seconds."), className="attention"))
    return [
        html.P(answer, className="answer"),
        card(words("By role"), roles),
        card(words("What readers of totals are told"), rules, *when),
    ]


def choose(site: Site, value: Any) -> Any:
    """Keep the smallest group shown; only an administrator may."""
    words = site.words()
    if site.account().role != "admin":
        return said("problem", words("Only an administrator may choose this."))
    if not isinstance(value, int) or isinstance(value, bool) or not K <= value <= LARGEST:
        return said(
            "problem", words("Nothing was kept: write a whole number from {low} to {high}.", low=K, high=LARGEST)
        )
    keep(site.service.store, KIND, KEY, value, site.account().email)
    return said("done", words("Kept. Figures follow within seconds."))
