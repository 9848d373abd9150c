"""One learner: what they were assigned and where they stand, what they did, their tests, their warnings."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.scope import Scope
from dashboards.components import states
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, contacting, frame, person_at
from dashboards.pages.people.learner_story import story
from dashboards.pages.people.statement import shown
from dashboards.theme import Scheme

TITLE = "One learner"
_ALWAYS = Filters(period="all")


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return html.Div(
        [
            dcc.Location(id="learner-url", refresh="callback-nav"),
            html.Div(id="learner-ways"),
            html.Div(states.skeleton(), id="learner-story", className="story"),
            html.Div(id="learner-said", role="status", className="spoken"),
            dmc.Modal(
                html.Div(id="learner-statement"),
                id="learner-modal",
                title=words("The statement behind it"),
                size="xl",
                closeButtonProps={"aria-label": words("Close")},
            ),
        ]
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; show statements; note who was contacted."""

    def failed(error: Exception) -> Any:
        dash.logger.error("learner: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words(), alone=True)

    @dash.callback(
        Output("learner-story", "children"),
        Input("learner-url", "pathname"),
        Input("palette", "data"),
        on_error=failed,
    )
    def told(pathname: str, scheme: Scheme | None) -> Any:
        return tell(site, pathname, scheme)

    @dash.callback(
        Output("learner-said", "children"),
        Output("learner-story", "children", allow_duplicate=True),
        Input({"contacted": ALL, "in": ALL, "of": "learner"}, "n_clicks"),
        State("learner-url", "pathname"),
        State("palette", "data"),
        prevent_initial_call=True,
    )
    def note(clicks: list[int | None], pathname: str, scheme: Scheme | None) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        said = contacting.contact(site, ctx.triggered_id["contacted"], ctx.triggered_id["in"])
        return said, tell(site, pathname, scheme)

    frame.lead(dash, site, "learner", "")
    _statements(dash, site)


def _statements(dash: Dash, site: Site) -> None:
    """Show the statement behind a line of the record."""

    @dash.callback(
        Output("learner-statement", "children"),
        Output("learner-modal", "opened"),
        Input({"statement": ALL}, "n_clicks"),
        State("learner-url", "pathname"),
        prevent_initial_call=True,
    )
    def behind(clicks: list[int | None], pathname: str) -> Any:
        one = whose(site, pathname)
        if not any(clicks) or not isinstance(ctx.triggered_id, dict) or one is None:
            return no_update, no_update
        return shown(site, one["key"], ctx.triggered_id["statement"]), True


def whose(site: Site, path: str) -> dict[str, Any] | None:
    """Return the row of the person whose page an address is, among those whoever asks may see."""
    people = site.ask("people_list", Scope())
    found = person_at(path, people.select("person", "key").iter_rows())
    return None if found is None else people.filter(person=found).row(0, named=True)


def tell(site: Site, path: str, scheme: Scheme | None) -> list[Any]:
    """Return the whole page of a person; of anyone else's, that there is nobody, whether there is or not."""
    words = site.words()
    one = whose(site, path)
    if one is None:
        told = words("Nobody of yours is at this address.")
        way_out = dcc.Link(words("Everyone"), href=PATH, className="button")
        return [html.H1(words("Who is this?")), html.Section([html.P(told), way_out], className="state", role="status")]
    asked = Asked(site, _ALWAYS, words, scheme or "light")
    asked.of_one = True
    return story(asked, one)
