"""Who exactly a number counts: a cell of the cohorts, a part of who came and went, a session, a step, a status."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import story as stories
from dashboards.components.story import Place
from dashboards.i18n import Words
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, WHO, address, frame, listing
from dashboards.pages.people.counted import Counted, in_cell, in_session
from dashboards.pages.people.reached import at_status, at_step

TITLE = "Who exactly"
PLACE = Place("who", WHO, ("units", "programmes", "modality", "country", "group"))
SHOWN = 50
_CAME = {"": "Everyone", "yes": "Those who came", "no": "Those who did not"}
MESSAGES = tuple(_CAME.values())
_OPENS = {"session": in_session, "cell": in_cell, "step": at_step, "status": at_status}


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return frame.layout(words, PLACE, words("Who exactly is counted?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page; show another number where one is chosen."""
    frame.register(dash, site, PLACE, tell)

    @dash.callback(
        Output(f"{PLACE.name}-url", "search", allow_duplicate=True),
        Input({"cell": ALL}, "value"),
        State(f"{PLACE.name}-url", "search"),
        prevent_initial_call=True,
    )
    def chosen(given: list[str | None], search: str | None) -> Any:
        wanted = ctx.triggered[0]["value"] if ctx.triggered_id and any(given) else None
        if not wanted:
            return no_update
        of = ctx.triggered_id["cell"]
        return frame.turned(site, search, **{of if of in _OPENS else "cell": wanted})


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: what the number is of, and everyone it counts."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    words = asked.words
    found = next((opens(asked, asked.more(of)) for of, opens in _OPENS.items() if asked.more(of)), None)
    if found is None:
        return [_nobody(asked), asked.quality()]
    said = asked.answered([html.P(found.told)], found.key, found.about or words("all the time there is"))
    return stories.evidence(said, [], [_list(asked, found)], asked.quality())


def _nobody(asked: Asked) -> html.Section:
    """Return the state of an address of no number that the reader may see."""
    words = asked.words
    told = words(
        "Choose a cell of the table, a number of new and lost, or a session, a step or a status of a programme."
    )
    way_out = dcc.Link(
        words("Who comes back"), href=f"{PATH}/cohorts{asked.chosen.search(more=())}", className="button"
    )
    head = html.H2(words("There is no such number here."))
    return html.Section([head, html.P(told), way_out], className="state", role="status")


def _list(asked: Asked, found: Counted) -> html.Section:
    """Return the people, a page of them, and what shows others."""
    words = asked.words
    came = asked.more("came") if found.divided else ""
    people = found.people.filter(pl.col("came") == (came == "yes")) if came in ("yes", "no") else found.people
    shown, pager = listing.page_of(asked, people, SHOWN)
    count = words.many("{n} person", "{n} people", people["person"].n_unique())
    head = html.Div(
        [html.H2(count), asked.working(found.key, count, found.about or words("all the time there is"))],
        className="card-head",
    )
    shows = [asked.grains("came", _CAME, came, words("Show"))] if found.divided else []
    tools = html.Div([*[_choice(words, *one) for one in found.choices], *shows], className="form")
    links = [dcc.Link(text, href=href) for text, href in found.ways(came)]
    body: Any = html.P(words("Nobody."), className="not-enough")
    if shown.height:
        body = _table(asked, found, shown)
    files = listing.downloads(asked, found.key, found.file)
    return html.Section([head, tools, html.P(links, className="ways-down"), files, body, pager], className="card whole")


def _choice(words: Words, name: str, title: str, now: str, offered: Sequence[tuple[str, str]]) -> dmc.Select:
    """Return the field that leads to another number."""
    return dmc.Select(
        id={"cell": name},
        label=title,
        data=[{"value": value, "label": label} for value, label in offered],
        value=now,
        allowDeselect=False,
        searchable=True,
        nothingFoundMessage=words("Nothing of that name"),
    )


def _table(asked: Asked, found: Counted, shown: pl.DataFrame) -> html.Div:
    words, units = asked.words, asked.titles("units")
    heads = [words("Name"), words("Unit"), *found.heads, words("Statements")]
    rows = []
    for one in shown.iter_rows(named=True):
        page = address(one["person"], one["key"], asked.chosen.search(more=()))
        cells = (
            (words("Unit"), units.get(one["unit"] or "", one["unit"] or "")),
            *zip(found.heads, found.cells(one), strict=True),
            (words("Statements"), dcc.Link(words("Show"), href=found.statements(one))),
        )
        rows.append(listing.row(dcc.Link(one["name"] or one["key"], href=page), cells, found.numbers))
    head = html.Thead(html.Tr([html.Th(title, className=_kind(title, found)) for title in heads]))
    return html.Div(html.Table([head, html.Tbody(rows)], className="plain listed"), className="wide")


def _kind(title: str, found: Counted) -> str:
    return "number" if title in found.numbers else ""
