"""What exactly was sent: statements found by every filter of xAPI, and their JSON as it is kept."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboards.components import states
from dashboards.components.parts import ways
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.tools import PAGES
from dashboards.pages.tools.found import found
from lrs.errors import Refusal

PATH, TITLE = "/tools/statements", "Statements"

_TEXTS = {
    "agent": ("Person (address, or an agent's JSON)", "zoe@example.org"),
    "verb": ("Verb (IRI)", "http://adlnet.gov/expapi/verbs/completed"),
    "activity": ("Activity (IRI)", "https://lms.example.org/course/42"),
    "registration": ("Registration (UUID)", ""),
    "since": ("Stored after", "2026-11-01T00:00:00Z"),
    "until": ("Stored up to", "2026-11-30T23:59:59Z"),
    "statementId": ("Id of a statement", ""),
    "voidedStatementId": ("Id of a voided statement", ""),
    "limit": ("How many", "20"),
}
_CHOICES = {
    "related_activities": ("Activities in the context too", ("false", "true")),
    "related_agents": ("Persons in the context too", ("false", "true")),
    "ascending": ("Order", ("false", "true")),
    "format": ("Told", ("exact", "ids", "canonical")),
}
_SAID = {
    ("related_activities", "false"): "no",
    ("related_activities", "true"): "yes",
    ("related_agents", "false"): "no",
    ("related_agents", "true"): "yes",
    ("ascending", "false"): "newest first",
    ("ascending", "true"): "oldest first",
    ("format", "exact"): "as received",
    ("format", "ids"): "ids only",
    ("format", "canonical"): "in one language",
}
NAMES = ("tool", *_TEXTS, *_CHOICES)
TITLES = {name: label for name, (label, _) in (*_TEXTS.items(), *_CHOICES.items())}
MESSAGES = (*[label for label, _ in (*_TEXTS.values(), *_CHOICES.values())], *_SAID.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: every filter there is."""
    fields: list[Any] = [dmc.Select(id="find-tool", label=words("Key"), data=[], clearable=True, searchable=True)]
    fields += [
        dmc.TextInput(id=f"find-{name}", label=words(label), placeholder=example, value="", debounce=False)
        for name, (label, example) in _TEXTS.items()
    ]
    fields += [
        dmc.Select(id=f"find-{name}", label=words(label), data=_data(name, words), value="", allowDeselect=False)
        for name, (label, _) in _CHOICES.items()
    ]
    form = [html.Div(fields, className="grid"), dmc.Button(words("Find"), id="find-go")]
    return html.Div(
        [
            dcc.Location(id="find-url", refresh="callback-nav"),
            ways(PAGES, PATH, words),
            html.H1(words("What exactly was sent?")),
            html.Section(form, className="card", role="search"),
            html.Div(id="find-story"),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Find what the address asks for; keep the filters there."""

    def failed(error: Exception) -> Any:
        dash.logger.error("statements: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    @dash.callback(Output("find-story", "children"), Input("find-url", "search"), on_error=failed)
    def tell(search: str | None) -> Any:
        try:
            return found(site, asked(search))
        except Refusal as problem:
            return states.misread(problem.sentence, site.words(), titles=TITLES)

    @dash.callback(
        *[Output(f"find-{name}", "value") for name in NAMES], Output("find-tool", "data"), Input("find-url", "search")
    )
    def fill(search: str | None) -> Any:
        given = asked(search)
        tools = [{"value": one.key, "label": one.label} for one in site.service.store.credentials()]
        usual = {name: values[0] for name, (_, values) in _CHOICES.items()}
        return *[given.get(name, usual.get(name)) or ("" if name != "tool" else None) for name in NAMES], tools

    @dash.callback(
        Output("find-url", "search"),
        Input("find-go", "n_clicks"),
        *[State(f"find-{name}", "value") for name in NAMES],
        prevent_initial_call=True,
    )
    def ask(clicks: int | None, *values: str | None) -> Any:
        if not clicks:
            return no_update
        given = {name: (value or "").strip() for name, value in zip(NAMES, values, strict=True)}
        usual = {name: values[0] for name, (_, values) in _CHOICES.items()}
        told = {name: value for name, value in given.items() if value and value != usual.get(name)}
        return "?" + urlencode(_as_agent(told)) if told else ""


def asked(search: str | None) -> dict[str, str]:
    """Return what an address asks for; an e-mail address stands for its agent."""
    return _as_agent(dict(parse_qsl((search or "").lstrip("?"))))


def _as_agent(given: dict[str, str]) -> dict[str, str]:
    who = given.get("agent", "")
    if "@" in who and not who.startswith("{"):
        given["agent"] = json.dumps({"mbox": f"mailto:{who.removeprefix('mailto:')}"})
    return given


def _data(name: str, words: Words) -> list[dict[str, str]]:
    return [{"value": value, "label": words(_SAID[name, value])} for value in _CHOICES[name][1]]
