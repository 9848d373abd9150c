"""The statements behind figures: what was done, by whom, on what, line by line, and each as it was received."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.behind import MOST, counted
from dashboards.components import card, states
from dashboards.components import story as stories
from dashboards.components.story import Place
from dashboards.i18n import Words, tail
from dashboards.pages import behind
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import WHO, address, frame, listing
from dashboards.pages.people.everyone import finder, looked_for
from dashboards.pages.people.learner_record import named, result, verbs_of
from dashboards.pages.people.statement import shown

TITLE = "Statements behind figures"
FIELDS = ("period", "units", "programmes", "modality", "country", "group", "language", "device", "course")
PLACE = Place("behind", behind.PATH, FIELDS)
SHOWN = 50
NARROWED = ("of", "did", "find", "session", "cell", "came")
KINDS = {
    # a kind of `analytics.behind`: what it is called
    "": "Everything",
    "learned": "What people did themselves",
    "completions": "What was completed",
    "tests": "Tests and questions",
    "attendance": "Attendance",
    "videos": "Videos",
    "contributions": "What was written",
    "help": "Help",
    "evaluations": "Evaluations",
}
_HEADS = ("When", "Who", "What", "Activity", "Programme", "Result", "Statement")
_WHOSE = {
    # whether those who came: of whom the statements are, of a session and of a cell
    ("session", ""): "Of those whom one session expected.",
    ("session", "yes"): "Of those who came to one session.",
    ("session", "no"): "Of those who did not come to one session.",
    ("cell", ""): "Of those in one cell of the table.",
    ("cell", "yes"): "Of those who came back, in one cell of the table.",
    ("cell", "no"): "Of those who did not come back, in one cell of the table.",
}
MESSAGES = (*KINDS.values(), *_HEADS, *_WHOSE.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    opened = dmc.Modal(
        html.Div(id="behind-statement"),
        id="behind-modal",
        title=words("The statement behind it"),
        size="xl",
        closeButtonProps={"aria-label": words("Close")},
    )
    return html.Div([frame.layout(words, PLACE, words("Which statements are behind it?")), opened])


def register(dash: Dash, site: Site) -> None:
    """Fill the page; narrow it; show statements."""
    frame.register(dash, site, PLACE, tell)
    looked_for(dash, site, PLACE.name)
    _narrowed_by_verb(dash, site)

    @dash.callback(
        Output("behind-statement", "children"),
        Output("behind-modal", "opened"),
        Input({"statement": ALL, "about": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def opened(clicks: list[int | None]) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        return shown(site, ctx.triggered_id["about"], ctx.triggered_id["statement"]), True


def _narrowed_by_verb(dash: Dash, site: Site) -> None:
    """Put into the address which verb is chosen."""

    @dash.callback(
        Output(f"{PLACE.name}-url", "search", allow_duplicate=True),
        Input({"did": ALL}, "value"),
        State(f"{PLACE.name}-url", "search"),
        prevent_initial_call=True,
    )
    def chosen(given: list[str | None], search: str | None) -> Any:
        if not ctx.triggered_id or not given:
            return no_update
        return frame.turned(site, search, did=given[0] or "")


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: how many there are, and a page of them."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    narrowed = {name: asked.more(name) for name in NARROWED if asked.more(name)}
    found = asked.site.ask(counted, asked.scope, **narrowed).row(0, named=True)
    listed = _listed(asked, narrowed, found["lines"])
    said = asked.answered(_answer(asked, found), "statements")
    return stories.evidence(said, [], [listed], asked.quality())


def _answer(asked: Asked, found: dict[str, Any]) -> list[Any]:
    words = asked.words
    told = words.rich(
        "**{n}** {n:statement|statements} about **{people}** {people:person|people}, {period}.",
        n=words.number(found["statements"]),
        people=words.number(found["people"]),
        period=asked.period(),
    )
    whose = next((one for one in ("session", "cell") if asked.more(one)), "")
    if whose:
        who = dcc.Link(words("Who they are"), href=WHO + asked.link(of="", did="", find="", page=""))
        told += [" ", words(_WHOSE.get((whose, asked.more("came")), _WHOSE[whose, ""])), " ", who]
    return [html.P(told)]


def _listed(asked: Asked, narrowed: dict[str, str], lines: int) -> html.Section:
    """Return the statements, a page of them, and what narrows them."""
    words, title = asked.words, asked.words("Statements, the newest first")
    now, pages = listing.page_now(asked, lines, SHOWN)
    head = html.Div([html.H2(title), asked.working("statements", title)], className="card-head")
    kinds = asked.grains("of", KINDS, asked.more("of"), words("Which statements"))
    tools = html.Div([finder(asked, PLACE.name), _verbs(asked), kinds], className="form")
    rows = asked.ask("statements", **narrowed, limit=SHOWN, skip=SHOWN * (now - 1))
    body: Any = states.not_enough(
        words("No statement meets this."), words("Choose a longer period, or more of the statements.")
    )
    if rows.height:
        heads = html.Thead(html.Tr([html.Th(words(one)) for one in _HEADS]))
        told = [_row(asked, row) for row in named(asked, rows, "iri").iter_rows(named=True)]
        grid = html.Table([heads, html.Tbody(told)], className="plain listed told")
        body = html.Div(grid, className="wide")
    return html.Section(
        [head, tools, _files(asked, narrowed, lines), body, listing.pager(asked, now, pages)], className="card whole"
    )


def _verbs(asked: Asked) -> dmc.Select:
    """Return the field that says which verb; one that nobody named is called as its address ends."""
    words, known, now = asked.words, verbs_of(asked), asked.more("did")
    names = known | ({now: tail(now)} if now else {}) | known
    return dmc.Select(
        id={"did": "verb"},
        label=words("What was done"),
        placeholder=words("Anything"),
        data=[{"value": slug, "label": name} for slug, name in sorted(names.items(), key=lambda one: one[1])],
        value=now or None,
        clearable=True,
        searchable=True,
        nothingFoundMessage=words("Nothing of that name"),
    )


def _files(asked: Asked, narrowed: dict[str, str], lines: int) -> html.Div:
    """Return the links to the statements as files: all of them, or the newest."""
    words = asked.words
    told = words("All of these statements:")
    if lines > MOST:
        told = words("The newest {n} of these statements:", n=words.number(MOST))
    file = asked.address("statements", None, **narrowed, limit=str(MOST))
    links = card.downloads("statements", file, words)
    return html.Div([html.Span(told, className="muted"), *links], className="toolbar downloads")


def _row(asked: Asked, row: dict[str, Any]) -> html.Tr:
    words, units = asked.words, asked.titles("units")
    moment = words("{moment} UTC", moment=words.moment(row["happened"]))
    button = html.Button(words("Show"), id={"statement": row["id"], "about": row["key"]}, className="link")
    page = address(row["person"], row["key"], asked.chosen.search(more=()))
    who = [dcc.Link(row["who"] or row["key"], href=page), html.Small(units.get(row["unit"] or "", ""))]
    cells: tuple[tuple[str, Any], ...] = (
        (words("Who"), html.Span(who, className="who")),
        (words("What"), row["did"]),
        (words("Activity"), _activity(asked, row)),
        (words("Programme"), row["title"]),
        (words("Result"), result(asked, row)),
        (words("Statement"), button),
    )
    return listing.row(moment, cells, ())


def _activity(asked: Asked, row: dict[str, Any]) -> Any:
    """Return the name of an activity, which leads to what was done with it."""
    if not row["iri"] or asked.chosen.course == row["iri"]:
        return row["name"]
    kept = tuple((name, value) for name, value in asked.chosen.more if name != "page")
    return dcc.Link(row["name"], href=asked.chosen.search(course=row["iri"], more=kept))
