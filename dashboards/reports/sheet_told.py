"""Sheets of values: what no formula of the workbook works out, and what readers of totals are told."""

from analytics import catalog
from analytics.decision_reasons import COLUMNS
from dashboards import line_changes
from dashboards.reports.facts import Facts
from dashboards.reports.money import least
from dashboards.reports.sheet import Pen
from dashboards.reports.sheet_results import NAMES, told

_DECISION = ("cost", "cash", "alternative", "saving", "benefit", "at_stake", "roi")
_DRAWN = {
    "p5": "5th percentile",
    "p50": "Median",
    "p95": "95th percentile",
    "share_positive": "Share of simulations above 0",
    "worst": "All at its worst",
    "best": "All at its best",
    "draws": "Draws",
    "seed": "Seed",
}
_WHAT = {"roi": "Return on investment (fully loaded), %", "saving": "Saved (if negative, lost)"}
_CHANGED = ("When (UTC)", "Who", "Of", "Line", "What", "Before", "After", "From")
MESSAGES = (*_DRAWN.values(), *_WHAT.values(), *_CHANGED)


def totals(pen: Pen, facts: Facts) -> None:
    """Write the results for readers of totals: values, as no line is told to them."""
    words = pen.words
    sheet = pen.add(words("Results"))
    pen.text(sheet, (0, 0), words("{what}: is it worth it?", what=facts.about), "title")
    pen.text(sheet, (1, 0), words("Totals: values, without the lines they are made of"))
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 20)
    for row, (key, value) in enumerate(told(facts).items(), 3):
        name, style = NAMES[key]
        pen.text(sheet, (row, 0), words(name))
        if value is None:
            pen.text(sheet, (row, 1), words("not enough data"))
        pen.value(sheet, (row, 1), value, style)
    even(pen, facts)


def even(pen: Pen, facts: Facts) -> None:
    """Write the break-even of each programme as values: it is live in the workbook of one programme."""
    words = pen.words
    sheet = pen.add(words("Break-even"))
    pen.text(sheet, (0, 0), words("From how many learners is it cheaper?"), "title")
    pen.text(sheet, (1, 0), words("Values: ask for one programme to have it live"))
    heads = [words("Programme"), words("Learners"), words("Break-even, linear"), words("Break-even, exact")]
    pen.heads(sheet, 2, heads, (50, 12, 18, 30))
    for row, one in enumerate(facts.even, 3):
        pen.text(sheet, (row, 0), facts.title(one))
        pen.value(sheet, (row, 1), one["learners"], "number")
        pen.value(sheet, (row, 2), one["linear"], "percent")
        if one["exact"] is None:
            pen.text(sheet, (row, 3), least(facts, one))
        pen.value(sheet, (row, 3), one["exact"], "number")


def programmes(pen: Pen, facts: Facts) -> None:
    """Write where each programme stands, as the measure told it."""
    words = pen.words
    sheet = pen.add(words("Programmes"))
    amounts = [words(NAMES[name][0]) if name in NAMES else words("At stake") for name in _DECISION]
    heads = [words("Programme"), words("Stands"), words("Why"), words("Learners"), *amounts]
    pen.heads(sheet, 0, heads, (44, 18, 60, 10, *[16] * len(_DECISION)))
    for row, one in enumerate(facts.programmes, 1):
        column = COLUMNS.get(one["column"], {}).get(words.language, words("hidden"))
        for at, text in enumerate((facts.title(one), column, facts.why(one["reason"] or "hidden"))):
            pen.text(sheet, (row, at), text)
        pen.value(sheet, (row, 3), one["learners"], "number")
        for at, name in enumerate(_DECISION, 4):
            pen.value(sheet, (row, at), one[name], "percent" if name == "roi" else "money")
    sheet.freeze_panes(1, 1)


def simulation(pen: Pen, facts: Facts) -> None:
    """Write what came out of the simulation: values, not recalculated."""
    words = pen.words
    sheet = pen.add(words("Simulation"))
    pen.text(sheet, (0, 0), words("Not recalculated: values of a simulation"), "title")
    pen.heads(sheet, 2, ["", *(words(name) for name in _WHAT.values())], (34, 24, 24))
    for row, (key, name) in enumerate(_DRAWN.items(), 3):
        pen.text(sheet, (row, 0), words(name))
        for at, what in enumerate(_WHAT, 1):
            pen.value(sheet, (row, at), facts.simulated[what][key], "number")
    end = 3 + len(_DRAWN)
    for at, what in enumerate(_WHAT, 1):
        found = facts.simulated[what]
        pen.text(sheet, (end, at), facts.why(found["reason"]) if found["reason"] else found["versions"])


def changes(pen: Pen, facts: Facts) -> None:
    """Write who changed which line of the ledger, when, and from what to what."""
    words = pen.words
    if facts.changes is None or facts.changes.is_empty():
        return
    sheet = pen.add(words("Changes"))
    pen.text(sheet, (0, 0), words("Who changed which line, and when"), "title")
    pen.heads(sheet, 2, [words(head) for head in _CHANGED], (18, 30, 14, 20, 24, 20, 20, 40))
    for at, row in enumerate(facts.changes.to_dicts(), 3):
        where = f"{row['file']}:{row['position']}"
        ends = (line_changes.value(words, row, end) for end in ("was", "now"))
        told = (line_changes.kind(words, row), row["line"], line_changes.column(words, row), *ends, where)
        for place, text in enumerate((f"{row['happened']:%Y-%m-%d %H:%M}", row["who"], *told)):
            pen.text(sheet, (at, place), text)
    sheet.freeze_panes(3, 0)


def notes(pen: Pen, facts: Facts) -> None:
    """Write what the report is about, and how its figures are counted."""
    words = pen.words
    sheet = pen.add(words("Notes"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    rows = [
        (words("About"), facts.about),
        (words("Period"), facts.period()),
        (words("Units"), ", ".join(facts.scope.units) or words("all units")),
        (words("Time zone"), facts.scope.zone),
        (words("Made"), words("{moment} UTC", moment=words.moment(facts.made))),
    ]
    for key in ("returns", "break_even", "simulated", "decision", "counted_lines"):
        measure = catalog.measure(key)
        rows.append((measure.name[words.language], words(measure.formula)))
        rows.append(("", words("From: {source}.", source=words(measure.source))))
    for row, (name, value) in enumerate(rows):
        pen.text(sheet, (row, 0), name, "head" if name else "text")
        pen.text(sheet, (row, 1), value)
