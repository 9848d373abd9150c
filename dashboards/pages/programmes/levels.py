"""How far a programme is evaluated: Kirkpatrick's levels 1 to 4, Phillips' 5; what is missing, and how to get it."""

from collections.abc import Mapping
from typing import Any

from dash import html

from analytics.designs import LADDER
from analytics.levels import EXISTS, MISSING, NAMES, WHAT
from analytics.returns import EVIDENCE
from dashboards.components.aria import aria
from dashboards.pages.programmes.facts import Facts

Row = Mapping[str, Any]
_SIGNS = {"yes": "●", "part": "◐", "no": "○"}


def panel(facts: Facts) -> html.Section:
    """Return the five levels as a card: what exists, from how many, its value, what is missing."""
    words = facts.words
    title = words("How far it is evaluated")
    rows = facts.told("levels").to_dicts()
    return facts.listed("levels", title, html.Ol([_level(facts, row) for row in rows], className="levels"), wide=True)


def _level(facts: Facts, row: Row) -> html.Li:
    words, language = facts.words, facts.words.language
    sign = html.Span(_SIGNS[row["exists"]], className=f"sign {row['exists']}", **aria(hidden="true"))
    name = words("{level}. {name}", level=row["level"], name=NAMES[row["level"]][language])
    told: list[Any] = [html.H3([sign, " ", name, " ", html.Small(EXISTS[row["exists"]][language])])]
    if row["what"] is not None:
        told.append(html.P([html.Strong(_value(facts, row)), " ", _rests(facts, row)]))
    if row["missing"] is not None:
        told.append(html.P(MISSING[row["missing"]][language], className="muted"))
    return html.Li(told, className=row["exists"])


def _value(facts: Facts, row: Row) -> str:
    """Write what a level found, in its own unit, with its interval."""
    words, unit = facts.words, row["unit"]
    if row["value"] is None:
        return ""
    digits = 0 if unit != "points" else 2
    times = 100 if unit == "share" else 1
    sign = "%" if unit in ("share", "percent") else ""
    value = words("{n}%", n=words.number(times * row["value"], digits)) if sign else words.number(row["value"], digits)
    if row["value_low"] is None:
        return value
    low, high = (words.number(times * row[name], digits) for name in ("value_low", "value_high"))
    told = (
        words("between {low} and {high}%", low=low, high=high)
        if sign
        else words("between {low} and {high}", low=low, high=high)
    )
    return f"{value} ({told})"


def _rests(facts: Facts, row: Row) -> str:
    """Say what a level rests on: what was asked, of how many, and on which rung."""
    words, language = facts.words, facts.words.language
    parts = [WHAT[row["what"]][language]]
    if row["indicator"] is not None:
        parts.append(row["indicator"])
    if row["due"]:
        due = words.number(row["due"])
        parts.append(words.many("{n} answer of {due} due", "{n} answers of {due} due", row["answered"] or 0, due=due))
    elif row["n"] and row["unit"] != "points":  # of which n counts units
        parts.append(words.many("{n} person", "{n} people", row["n"]))
    rung = LADDER.get(row["rung"] or "") or EVIDENCE.get(row["rung"] or "")
    if rung is not None:
        parts.append(rung[language])
    return " · ".join(parts)
