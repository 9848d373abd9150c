"""What every page of Setup has: its own address, the way to the others, its question."""

from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboards.components.parts import ways
from dashboards.pages.page import Site
from dashboards.pages.setup import ways_of


def framed(name: str, question: str, *content: Any) -> html.Div:
    """Return a page of Setup; `name` is what its ids begin with."""
    return html.Div(
        [dcc.Location(id=f"{name}-url", refresh=False), html.Div(id=f"{name}-ways"), html.H1(question), *content]
    )


def told_ways(dash: Dash, site: Site, name: str, path: str) -> None:
    """Show the way to those parts of Setup that whoever asks sees."""
    dash.callback(Output(f"{name}-ways", "children"), Input(f"{name}-url", "pathname"))(
        lambda _: ways(ways_of(site.account().role), path, site.words())
    )
