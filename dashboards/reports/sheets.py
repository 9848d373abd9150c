"""The report as a workbook: inputs with their origin, and results as live formulas of them.

What is worked out from the lines follows when a line is changed; what a formula shows before it is recalculated is what
the measures told. Readers of totals are told no lines: their workbook has values.
"""

import io

import xlsxwriter

from dashboards.reports import sheet_even, sheet_lines, sheet_results, sheet_told
from dashboards.reports.facts import Facts
from dashboards.reports.sheet import Pen

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def workbook(facts: Facts) -> bytes:
    """Return the workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(_SAFE)) as book:
        pen = Pen(book, facts.words, facts.whole["currency"] or "")
        if facts.lines is None or facts.lines.is_empty():
            sheet_told.totals(pen, facts)
        else:
            _live(pen, facts)
        sheet_told.programmes(pen, facts)
        sheet_told.simulation(pen, facts)
        sheet_told.changes(pen, facts)
        sheet_told.notes(pen, facts)
    return out.getvalue()


def _live(pen: Pen, facts: Facts) -> None:
    names = [pen.words(name) for name in ("Results", "Inputs", "Calculation", "Months")]
    results, inputs, calculation, months = (pen.add(name) for name in names)
    lines = sheet_lines.Lines(facts, *names[1:])
    sheet_lines.inputs(pen, inputs, lines)
    sheet_lines.calculation(pen, calculation, lines)
    flows = sheet_lines.months(pen, months, lines)
    sheet_results.results(pen, results, lines, flows)
    if facts.one is not None and facts.even and facts.even[0]["own_each"] is not None:
        sheet_even.live(pen, lines)
    else:
        sheet_told.even(pen, facts)
