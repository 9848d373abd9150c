"""How to connect a tool: the endpoint, and the steps for the tools most people have."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html

from dashboards.components.parts import copied, ways
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.tools import PAGES

PATH, TITLE = "/tools/connect", "Connect a tool"

_GUIDES: dict[str, tuple[str, ...]] = {
    "Moodle": (
        "Install the plugin Logstore xAPI (Site administration > Plugins > Install plugins).",
        "Switch it on under Plugins > Logging > Manage log stores.",
        "In its settings write the endpoint as it stands above; user name is the key, password is the secret.",
        "Send by scheduled task, and identify people by e-mail address, so that they are the same people here.",
        "Open a course: its statements are here after the next run of cron.",
    ),
    "Open edX": (
        "Event routing (event-routing-backends) is part of current releases; with Tutor, enable its plugin.",
        "In Django's administration add a router configuration: backend xapi, URL the endpoint and /statements.",
        "Authentication scheme Basic, user name the key, password the secret.",
        "Set XAPI_AGENT_IFI_TYPE to mbox, so that people are known by e-mail address.",
        "Events of the past are sent with the command transform_tracking_logs.",
    ),
    "H5P": (
        "H5P speaks xAPI inside the page; something around it has to send that on.",
        "In WordPress: the plugin H5PxAPIkatchu or another connector; in Moodle: Logstore xAPI sends H5P's attempts.",
        "Write there the endpoint, the key and the secret, with leave to send statements only: browsers will hold it.",
        "Answer a question: an answered and a completed statement arrive within seconds.",
    ),
    "Articulate": (
        "Publish Storyline or Rise for the LMS by xAPI (Tin Can API); in Storyline choose to report to an LRS.",
        "Choose manual launch parameters: the endpoint, basic authentication with key and secret.",
        "Give each course an identifier of its own (an IRI), which is then what belongs to a programme here.",
        "Whoever opens the course can read a secret inside it: make a key that may send statements, no more.",
    ),
    "cmi5": (
        "The LMS opens the course and hands it endpoint, actor and registration: the course needs no key.",
        "In the LMS (Moodle: the plugin cmi5 launch; or a cmi5 player) write the endpoint, the key and the secret.",
        "The key has to send and read statements, states and profiles: the scope Everything.",
        "Launched, initialized, completed, passed and terminated come under one registration: a session.",
    ),
}
MESSAGES = tuple(step for steps in _GUIDES.values() for step in steps)


def layout(words: Words) -> html.Div:
    """Return the page: all of it but the endpoint."""
    tabs = [dmc.TabsTab(name, value=name) for name in _GUIDES]
    panels = [
        dmc.TabsPanel(html.Ol([html.Li(words(step)) for step in steps], className="steps"), value=name)
        for name, steps in _GUIDES.items()
    ]
    steps = [
        html.Li([words("Make a key for each tool, so that each can be revoked alone:"), " ", _link(words)]),
        html.Li([words("Give the tool this endpoint, the key and the secret."), html.Div(id="connect-endpoint")]),
        html.Li(words("Use the tool. What it sends shows within seconds; what is refused shows with its reason.")),
    ]
    return html.Div(
        [
            dcc.Location(id="connect-url", refresh=False),
            ways(PAGES, PATH, words),
            html.H1(words("How does a tool send here?")),
            html.Section(html.Ol(steps, className="steps"), className="card"),
            html.Section(
                dmc.Tabs([dmc.TabsList(tabs), *panels], value="Moodle", variant="pills", keepMounted=True),
                className="card guides",
            ),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Fill in the endpoint."""

    def endpoint(_: str) -> Any:
        return copied(site.endpoint(), site.words())

    dash.callback(Output("connect-endpoint", "children"), Input("connect-url", "pathname"))(endpoint)


def _link(words: Words) -> dcc.Link:
    return dcc.Link(words("Keys and refusals"), href="/tools")
