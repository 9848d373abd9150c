"""A pen for sheets: values as what they are, formulas with what they show, inputs in a colour of their own."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboards.i18n import Words

_TEXT = 32_767  # signs a cell holds
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "text": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "money": {"num_format": "#,##0.00"},
    "number": {"num_format": "#,##0.######"},
    "percent": {"num_format": "0.0"},
    "share": {"num_format": "0.000000"},
}
_INPUT = {"font_color": "#0000FF", "bg_color": "#FFF8DC", "locked": False}


class Pen:
    """Writes on the sheets of one workbook, in one language."""

    def __init__(self, book: xlsxwriter.Workbook, words: Words, currency: str) -> None:
        self.book, self.words, self.currency = book, words, currency
        self._formats = {name: book.add_format(told) for name, told in _FORMATS.items()}
        self._inputs = {name: book.add_format(told | _INPUT) for name, told in _FORMATS.items()}

    def add(self, name: str) -> Worksheet:
        """Add a sheet."""
        return self.book.add_worksheet(name)

    def heads(self, sheet: Worksheet, row: int, names: Sequence[str], widths: Sequence[float] = ()) -> None:
        """Write the heading of a table, and how wide its columns are."""
        for column, name in enumerate(names):
            self.text(sheet, (row, column), name, "head")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def text(self, sheet: Worksheet, place: tuple[int, int], value: str | None, style: str = "text") -> None:
        """Write text as text, whatever it looks like."""
        if value:
            sheet.write_string(*place, value[:_TEXT], self._formats[style])

    def value(self, sheet: Worksheet, place: tuple[int, int], value: Any, style: str, *, given: bool = False) -> None:
        """Write a number or a day; `given` marks what may be changed."""
        form = (self._inputs if given else self._formats)[style]
        if isinstance(value, date):
            sheet.write_datetime(*place, value, self._formats["day"])
        elif value is not None:
            sheet.write_number(*place, float(value), form)

    def formula(self, sheet: Worksheet, place: tuple[int, int], formula: str, shown: Any, style: str = "money") -> None:
        """Write a formula and what it shows as long as nobody recalculates it."""
        told = float(shown) if isinstance(shown, Decimal | float | int) else shown or ""
        sheet.write_formula(*place, formula, self._formats[style], told)
