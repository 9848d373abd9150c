"""The ledger of the page Costs: a grid whose cells can be written in, and the deeds that keep or undo what was."""

from typing import Any

import dash_ag_grid as dag
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboards.components.parts import refused, said
from dashboards.i18n import Words
from dashboards.pages.costs_ledger import COLUMNS, Kept, Line, choices, fresh, keep, lines
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units
from lrs.errors import BadRequest, Forbidden, Refusal

_WIDE = frozenset({"unit", "source", "component"})
_PINNED, _FIRST = frozenset({"line"}), ("line", "withdrawn")
_HIGH, _ROW, _MOST = 56, 36, 14
_SHOWN = 20  # problems that are listed


def layout(words: Words) -> html.Section:
    """Return the ledger before it is filled."""
    lead = words(
        "The lines of your units, in the chosen period. Write into a cell, then keep: the checks are those of an "
        "import, and nothing is kept unless every line can be. Nothing is removed: a line that is withdrawn (yes in "
        "that column) counts no more, stays here struck through with who withdrew it, and can be brought back."
    )
    grid = dag.AgGrid(
        id="costs-grid",
        rowData=[],
        columnDefs=[],
        getRowId="params.data.was + params.data.line",
        defaultColDef={"sortable": True, "resizable": True, "editable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "localeText": {"noRowsToShow": words("No rows")},
            "rowHeight": _ROW,
            "headerHeight": 40,
            "stopEditingWhenCellsLoseFocus": True,
            "ensureDomOrder": True,
            "animateRows": False,
            "rowClassRules": {"withdrawn": f"params.data.withdrawn == '{words('yes')}'"},
        },
        className="ag-theme-alpine table ledger",
    )
    deeds = [
        html.Button(words("Add a line"), id="costs-add", className="quiet"),
        html.Button(words("Keep the changes"), id="costs-keep", className="button"),
        html.Button(words("Undo"), id="costs-undo", className="quiet"),
        dcc.Link(words("Bring a file in instead"), href="/setup/imports"),
    ]
    title = html.H2(words("The ledger"))
    done = html.Div(id="costs-done", role="status")
    return html.Section(
        [title, html.P(lead, className="lead"), grid, html.Div(deeds, className="deeds"), done], className="card ledger"
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the ledger from the page's address; add, keep and undo."""

    def failed(error: Exception) -> Any:
        dash.logger.error("costs: %s", type(error).__name__, exc_info=error)
        return no_update, said("problem", site.words()("Nothing was kept: something of ours went wrong."))

    dash.callback(
        Output("costs-grid", "columnDefs"),
        Output("costs-grid", "rowData"),
        Output("costs-grid", "style"),
        Input("costs-url", "search"),
        Input("costs-undo", "n_clicks"),
    )(lambda search, _: filled(site, search))
    dash.callback(
        Output("costs-grid", "rowTransaction"),
        Input("costs-add", "n_clicks"),
        prevent_initial_call=True,
    )(lambda n: {"add": [fresh(site, n)], "addIndex": 0} if n else no_update)
    dash.callback(
        Output("costs-grid", "rowData", allow_duplicate=True),
        Output("costs-done", "children"),
        Input("costs-keep", "n_clicks"),
        State("costs-grid", "rowData"),
        State("costs-url", "search"),
        prevent_initial_call=True,
        on_error=failed,
    )(lambda n, rows, search: kept(site, rows or [], search) if n else (no_update, no_update))


def filled(site: Site, search: str | None) -> tuple[Any, Any, Any]:
    """Return the columns, the lines and how high the grid is."""
    try:
        found = lines(site, site.chosen(search))
    except (BadRequest, Forbidden):
        found = []
    return definitions(site), found, {"height": f"{min(_MOST, max(3, len(found))) * _ROW + _HIGH}px"}


def definitions(site: Site) -> list[dict[str, Any]]:
    """Return the columns of the grid: what is chosen from a list, what is written, what is only told."""
    words, offered = site.words(), choices(site)
    heading = 1 if words.language == "fr" else 0
    found: list[dict[str, Any]] = []
    for one in sorted(COLUMNS, key=lambda one: one.name not in _FIRST):
        told: dict[str, Any] = {
            "field": one.name,
            "headerName": one.names[heading],
            "headerTooltip": one.fr if heading else one.en,
            "width": 220 if one.name in _WIDE else 140,
            "pinned": "left" if one.name in _PINNED else None,
        }
        if one.name in offered:
            told |= {"cellEditor": "agSelectCellEditor", "cellEditorParams": {"values": offered[one.name]}}
        if one.read in ("amount", "whole"):
            told["type"] = "rightAligned"
        found.append(told)
    return [*found, {"field": "told", "headerName": words("Told by"), "editable": False, "width": 260}]


def kept(site: Site, rows: list[Line], search: str | None) -> tuple[Any, Any]:
    """Keep what was edited; return the lines as they are now, and what is said of it."""
    words = site.words()
    try:
        found = keep(site, rows)
    except Refusal as problem:
        return no_update, refused(problem.sentence, words)
    if found.problems:
        return no_update, _refused(found, words)
    if not found.changed:
        return no_update, said("attention", words("Nothing was changed."))
    done = words.many(
        "{n} line is kept. Figures follow within seconds.",
        "{n} lines are kept. Figures follow within seconds.",
        found.changed,
    )
    return lines(site, site.chosen(search)), said("done", done)


def _refused(found: Kept, words: Words) -> Any:
    many = words.many("{n} thing stands against it:", "{n} things stand against it:", len(found.problems))
    listed = [html.Li([html.Strong(line), " — ", why]) for line, why in found.problems[:_SHOWN]]
    return said("problem", html.Strong(words("Nothing was kept.")), " ", many, html.Ul(listed))


def shared(site: Site, words: Words) -> Any:
    """Say, to who answers for some units, that lines of everyone are in the figures and not in their ledger."""
    if own_units(site) is None:
        return None
    told = words("What everyone shares counts above with your part, and is kept by whoever answers for everyone.")
    return html.P(told, className="muted")
