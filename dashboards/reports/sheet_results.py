"""The sheet of results: every figure of the report that follows from its inputs, as a formula of them."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from dashboards.reports.facts import Facts
from dashboards.reports.sheet import Pen
from dashboards.reports.sheet_lines import LEARNERS, MONTHS, RATE, Flows, Lines

TOP = 3  # the first row of results, from 0
NAMES = {
    # column of the measure `returns`: its name, how it is written
    "cost": ("Fully loaded cost", "money"),
    "cost_low": ("Fully loaded cost, at its least", "money"),
    "cost_high": ("Fully loaded cost, at its most", "money"),
    "cash": ("Avoidable cash", "money"),
    "learner_time": ("Learners' time", "money"),
    "compared": ("Cost of the programmes with an alternative", "money"),
    "alternative": ("The alternative", "money"),
    "alternative_low": ("The alternative, at its least", "money"),
    "alternative_high": ("The alternative, at its most", "money"),
    "saving": ("Saved (if negative, lost)", "money"),
    "ratio": ("Break-even retention ratio", "share"),
    "benefit": ("Cashable benefits", "money"),
    "benefit_low": ("Cashable benefits, at their least", "money"),
    "benefit_high": ("Cashable benefits, at their most", "money"),
    "proven": ("of which on firm evidence", "money"),
    "time": ("Freed time", "money"),
    "risk": ("Risk avoided", "money"),
    "roi": ("Return on investment (fully loaded), %", "percent"),
    "roi_low": ("Return, all at its worst, %", "percent"),
    "roi_high": ("Return, all at its best, %", "percent"),
    "roi_proven": ("Return on firm evidence alone (fully loaded), %", "percent"),
    "bcr": ("Benefit-cost ratio (fully loaded)", "share"),
    "payback_months": ("Payback (Phillips, fully loaded), months", "percent"),
    "payback_cash": ("Payback (cash), month", "number"),
    "npv": ("Net present value (cash, without learners' time)", "money"),
    "eac": ("Equivalent annual cost (cash, without learners' time)", "money"),
    "per_learner": ("Fully loaded cost for each learner", "money"),
}
MESSAGES = tuple(name for name, _ in NAMES.values())


def results(pen: Pen, sheet: Worksheet, lines: Lines, flows: Flows | None) -> None:
    """Write the results; each is a formula, and shows what the measures told."""
    words, facts = pen.words, lines.facts
    pen.text(sheet, (0, 0), words("{what}: is it worth it?", what=facts.about), "title")
    pen.text(sheet, (1, 0), f"{facts.period()} \u00b7 {facts.whole['currency'] or ''}")
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 20)
    shown = told(facts)
    for row, (key, formula) in enumerate(_formulas(lines, flows).items(), TOP):
        name, style = NAMES[key]
        pen.text(sheet, (row, 0), words(name))
        if shown[key] is not None:
            pen.formula(sheet, (row, 1), f"={formula}", shown[key], style)
        else:
            pen.text(sheet, (row, 1), words("not enough data"))


def told(facts: Facts) -> dict[str, Any]:
    """Return what the measures told of each result."""
    return {key: facts.whole[key] for key in NAMES}


def _formulas(lines: Lines, flows: Flows | None) -> dict[str, str]:
    row = {key: f"$B${TOP + 1 + place}" for place, key in enumerate(NAMES)}
    found = dict.fromkeys(NAMES, "0") | _amounts(lines) | _ratios(row, lines)
    if flows is not None:
        found |= _timed(lines, flows)
    return {key: found[key] for key in NAMES}


def _amounts(lines: Lines) -> dict[str, str]:
    cost, other = ("side", "cost"), ("side", "alternative")
    benefit = (("side", "benefit"), ("what", "cashable"))
    found = {
        "cash": lines.sum(cost, ("cash", 1)),
        "learner_time": lines.sum(cost, ("what", "learner_time")),
        "compared": lines.sum(cost, ("compared", 1)),
        "proven": lines.sum(*benefit, ("firm", 1)),
        "time": lines.sum(("side", "benefit"), ("what", "time")),
        "risk": lines.sum(("side", "benefit"), ("what", "risk")),
    }
    for key, chosen in (("cost", (cost,)), ("alternative", (other,)), ("benefit", benefit)):
        for tail, column in (("", "B"), ("_low", "C"), ("_high", "D")):
            found[f"{key}{tail}"] = lines.sum(*chosen, column=column)
    return found


def _ratios(row: dict[str, str], lines: Lines) -> dict[str, str]:
    cost, benefit, months = row["cost"], row["benefit"], lines.given(MONTHS)
    return {
        "saving": f"{row['alternative']}-{row['compared']}",
        "ratio": f"{row['compared']}/{row['alternative']}",
        "roi": f"100*({benefit}-{cost})/{cost}",
        "roi_low": f"100*({row['benefit_low']}-{row['cost_high']})/{row['cost_high']}",
        "roi_high": f"100*({row['benefit_high']}-{row['cost_low']})/{row['cost_low']}",
        "roi_proven": f"100*({row['proven']}-{cost})/{cost}",
        "bcr": f"{benefit}/{cost}",
        "payback_months": f"12*{cost}/({benefit}*12/{months})",
        "per_learner": f"{cost}/{lines.given(LEARNERS)}",
    }


def _timed(lines: Lines, flows: Flows) -> dict[str, str]:
    """Return what depends on when cash comes and goes: years of twelve months from the first, undiscounted."""

    def month(row: int) -> str:
        return f"'{lines.months}'!$B${row}:${flows.last}${row}"

    rate, years = lines.given(RATE), -(-flows.count // 12)
    worth = f"(1+{rate})^INT((COLUMN({month(4)})-2)/12)"
    paid = f"SUMPRODUCT({month(4)}/{worth})"
    return {
        "npv": f"ROUND(SUMPRODUCT(({month(6)}-{month(4)})/{worth}),2)",
        "eac": f"ROUND(IF({rate}=0,{paid}/{years},{paid}*{rate}/(1-(1+{rate})^-{years})),2)",
        "payback_cash": f"IF(SUM({month(5)})<=0,0,MIN({month(8)}))",
    }
