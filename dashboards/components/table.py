"""A frame as a table that can be sorted, read aloud and copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash import html

from analytics.statistics import REASONS
from dashboards.i18n import Words

MOST = 500
_HIDDEN = "isHidden"  # of a row, for the grid: some of its numbers are


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame and how it is shown. `digits` is for numbers; a `share` is told in hundredths.

    `link` is the column of where its cells lead; a cell whose address is empty leads nowhere.
    """

    field: str
    title: str
    digits: int = 0
    wide: bool = False
    share: bool = False
    link: str = ""


def share_columns(field: str, title: str, words: Words, ends: tuple[str, str] = ("low", "high")) -> list[Column]:
    """Return the columns of a share and of the ends of its interval."""
    titles = (title, words("Interval from"), words("Interval to"))
    return [Column(name, said, 1, share=True) for name, said in zip((field, *ends), titles, strict=True)]


def table(frame: pl.DataFrame, columns: Sequence[Column], words: Words, key: str, most: int = MOST) -> html.Div:
    """Return a table of these columns, its first `most` rows; what is cut is said under it.

    Cells are text; nothing in them is read as HTML. A number that is hidden (the row's `reason`) is told to be.
    """
    grid = _grid(frame.head(most), columns, words, key)
    if frame.height <= most:
        return html.Div(grid)
    told = words(
        "{n} of {all} {all:row|rows} {n:is|are} shown; the files have them all.",
        n=words.number(most),
        all=words.number(frame.height),
    )
    return html.Div([grid, html.P(told, className="cut")])


def _grid(frame: pl.DataFrame, columns: Sequence[Column], words: Words, key: str) -> dag.AgGrid:
    kinds = {column.field: frame.schema[column.field].is_numeric() for column in columns}
    rows = [
        {column.field: _value(value) for column, value in zip(columns, row, strict=True)}
        for row in frame.select([column.field for column in columns]).iter_rows()
    ]
    for column in (one for one in columns if one.link):
        for row, href in zip(rows, frame[column.link], strict=True):
            row[column.link] = href
    for row, why in zip(rows, frame["reason"] if "reason" in frame.columns else (), strict=False):
        row[_HIDDEN] = why in ("hidden", words.of(REASONS["hidden"]))
    return dag.AgGrid(
        id={"table": key},
        rowData=rows,
        columnDefs=[_definition(column, kinds[column.field], words) for column in columns],
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        columnSize="responsiveSizeToFit",
        dashGridOptions={
            "localeText": {"noRowsToShow": words("No rows"), "ariaSortableColumn": words("Press Enter to sort")},
            "rowHeight": 36,
            "headerHeight": 40,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "animateRows": False,
        },
        style={"height": f"{min(8, max(2, len(rows))) * 36 + 56}px"},
        className="ag-theme-alpine table",
    )


def _definition(column: Column, numeric: bool, words: Words) -> dict[str, Any]:  # noqa: FBT001  # a column is one or not
    told: dict[str, Any] = {
        "field": column.field,
        "headerName": column.title,
        "minWidth": 200 if column.wide else 96 if numeric else 152,
    }
    if column.wide:
        told["flex"] = 2
    if column.link:
        told |= {"cellRenderer": "AcquisLink", "cellRendererParams": {"link": column.link}}
    if numeric:
        style = "style: 'percent', " if column.share else ""
        missing = f"params.data.{_HIDDEN} ? '{words('hidden')}' : ''"
        written = (
            f"params.value == null ? ({missing}) : Number(params.value).toLocaleString('{words.language}', "
            f"{{{style}minimumFractionDigits: {column.digits}, maximumFractionDigits: {column.digits}}})"
        )
        told |= {"type": "rightAligned", "valueFormatter": {"function": written}}
    return told


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
