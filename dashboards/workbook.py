"""A frame as a workbook: numbers are numbers, days are days, text is text, and a second sheet says what it all is."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575  # what a sheet holds under its heading
_TEXT = 32_767  # what a cell holds
_FIRST = date(1900, 3, 1)  # before it, workbooks count days wrongly
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

About = Sequence[tuple[str, str]]
Formats = dict[type[date], Format]


def workbook(frame: pl.DataFrame, sheets: tuple[str, str], about: About) -> bytes:
    """Return a workbook of two sheets: the frame, and what it is.

    Text is written as text whatever it looks like: nothing in it is a formula, a link or a number.

    Parameters
    ----------
    frame
        Its first `ROWS` rows are written.
    sheets
        The names of the sheets.
    about
        Names and their values, one row each.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(_SAFE)) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        formats: Formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        _data(book.add_worksheet(sheets[0]), frame, bold, formats)
        _notes(book.add_worksheet(sheets[1]), about, book.add_format({"bold": True, "valign": "top"}), book)
    return out.getvalue()


def _data(sheet: Worksheet, frame: pl.DataFrame, bold: Format, formats: Formats) -> None:
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, _width(frame[name], name))
    for number, row in enumerate(frame.head(ROWS).iter_rows(), 1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, formats)
    sheet.freeze_panes(1, 0)
    if frame.width:
        sheet.autofilter(0, 0, min(frame.height, ROWS), frame.width - 1)


def _width(values: pl.Series, name: str) -> float:
    """Return how wide a column is: as its first values, within reason."""
    longest = max((len(str(value)) for value in values.head(200).drop_nulls().to_list()), default=0)
    return float(min(60, max(8, len(name) + 3, longest + 1)))


def _write(sheet: Worksheet, place: tuple[int, int], value: Any, formats: Formats) -> None:
    """Write one value as what it is; what is missing or no number leaves the cell empty."""
    if isinstance(value, Decimal):
        value = float(value)
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float) and abs(value) < 1e15:
        sheet.write_number(*place, value)
    elif isinstance(value, date) and _day(value) >= _FIRST:
        told = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        sheet.write_datetime(*place, told, formats[type(value)])
    else:
        sheet.write_string(*place, str(value)[:_TEXT])


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _notes(sheet: Worksheet, about: About, bold: Format, book: xlsxwriter.Workbook) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    for number, (name, value) in enumerate(about):
        sheet.write_string(number, 0, name[:_TEXT], bold)
        sheet.write_string(number, 1, value[:_TEXT], wrapped)
