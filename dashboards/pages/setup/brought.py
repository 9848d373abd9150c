"""What would become of a file, drawn: its columns, what is wrong by row, what would change; and what came before."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import html

from dashboards.components.card import taken
from dashboards.components.parts import card, facts, said
from dashboards.components.table import Column, table
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.roles import EVERYWHERE
from lrs.organisation.accounts import accounts
from lrs.organisation.api import WHO
from lrs.organisation.keeping import kept
from lrs.organisation.people import ELSEWHERE
from lrs.organisation.report import Report
from schemas.imports import KINDS

_CHANGES = 20
_PAST = 10
HEADS = ("When (UTC)", "Who", "What", "File", "Rows")
MESSAGES = (*HEADS, ELSEWHERE)


def judgement(report: Report, words: Words) -> Any:
    """Return whether a file can be brought in; nothing was written yet."""
    notes = [html.P(text) for text in report.remarks(words.language)]
    if report.problems:
        wrong = words.many("{n} row is refused.", "{n} rows are refused.", report.refused)
        rule = words("Nothing is written until every row can be: mend the file, or tie its columns otherwise.")
        return said("problem", html.Strong(wrong), " ", rule, *notes)
    rows = words.many("{n} row", "{n} rows", report.rows)
    told = words("{rows}: {counts}. Not written yet.", rows=rows, counts=counted(report, words))
    return said("done", html.Strong(told), *notes)


def counted(report: Report, words: Words) -> str:
    """Return what becomes of the rows of a file, counted."""
    told = (
        words.many("{n} row is new", "{n} rows are new", report.added),
        words.many("{n} is changed", "{n} are changed", report.changed),
        words("{n} as before", n=words.number(report.unchanged)),
        words.many("{n} statement", "{n} statements", report.statements),
    )
    return ", ".join(told)


def columns(report: Report, name: str, words: Words) -> html.Section:
    """Return each heading of the file, and what it is read as; both can be tied otherwise."""
    choices = [{"value": key, "label": label} for key, label in _labels(name, words).items()]
    tied = {**report.headings, **dict.fromkeys(report.ignored, "")}
    selects = [
        dmc.Select(
            id={"heading": heading},
            label=heading,
            data=choices,
            value=column or None,
            placeholder=words("left out"),
            clearable=True,
            searchable=True,
        )
        for heading, column in tied.items()
    ]
    return card(words("2. Its columns, and what they are read as"), html.Div(selects, className="grid"))


def _labels(kind: str, words: Words) -> dict[str, str]:
    """Return what the columns of a kind of file are called in the reader's language, by their names."""
    place = int(words.language == "fr")
    return {one.name: one.names[min(place, len(one.names) - 1)] for one in KINDS[kind].columns}


def problems(report: Report, words: Words) -> list[Any]:
    """Return what is wrong, row by row."""
    if not report.problems:
        return []
    found = sorted(report.problems, key=lambda one: one.row)
    rows = [{"row": one.row, "column": one.column, "reason": one.why(words.language)} for one in found]
    shown = [
        Column("row", words("Row")),
        Column("column", words("Column")),
        Column("reason", words("Why"), wide=True),
    ]
    frame = pl.DataFrame(rows, schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})
    return [card(words("3. What is wrong, row by row"), table(frame, shown, words, "problems"))]


def changes(report: Report, words: Words) -> list[Any]:
    """Return the first rows that are new or different."""
    if report.problems or not report.changes:
        return []
    labels = _labels(report.kind, words)
    labels["units"] = labels.get("unit", "")
    told = [(str(one["key"]), _values(one, labels, words)) for one in report.changes[:_CHANGES]]
    return [card(words("3. What would change"), facts(*told))]


def _values(change: dict[str, Any], labels: Mapping[str, str], words: Words) -> str:
    if change["new"]:
        return words("a new row")
    told = [
        words("{name}: {told}", name=labels.get(name, name), told=f"{_text(old, words)} → {_text(new, words)}")
        for name, (old, new) in change["values"].items()
    ]
    return ", ".join(told)


def _text(value: Any, words: Words) -> str:
    """Return a value as the reader writes it."""
    if value == ELSEWHERE:
        return words(ELSEWHERE)
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return "∅" if value in (None, "", []) else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def history(site: Site) -> Any:
    """Return the last imports; a learning manager sees their own."""
    words, rows = site.words(), past(site)
    if not rows:
        return None
    heads = [html.Th(words(head)) for head in HEADS]
    body = [_past(row, words) for row in rows[:_PAST]]
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="plain")
    return card(words("Brought in before"), taken("imports", words), html.Div(grid, className="wide"))


def past(site: Site) -> list[dict[str, Any]]:
    """Return the imports whoever asks may see, the newest first: their own, for a learning manager."""
    account = site.account()
    rows = site.service.store.organisation.rows("kept", kind="import")
    return [row for row in rows[::-1] if account.role in EVERYWHERE or row["who"] == account.email]


def mappings(site: Site, kind: str) -> dict[str, dict[str, str]]:
    """Return the columns kept for a kind of file, by name.

    A learning manager has their own and those of whoever answers for every unit: names and headings of others would
    tell of their units.
    """
    account, store = site.account(), site.service.store
    everywhere = {one.email for one in accounts(store) if one.role in EVERYWHERE}
    by = None if account.role in EVERYWHERE else {*everywhere, WHO, account.email}
    return kept(store, f"mapping {kind}", by)


def _kind(key: str, words: Words) -> str:
    """Return what a kind of import is called, without what it tells besides; a key that is none, as it is."""
    told = words.of({"en": KINDS[key].en, "fr": KINDS[key].fr}) if key in KINDS else key
    return told.partition(":")[0].strip()


def _past(row: dict[str, Any], words: Words) -> html.Tr:
    told = json.loads(row["value"])
    cells = (
        words.moment(row["happened"]),
        row["who"],
        _kind(row["key"], words),
        told.get("file", ""),
        words.number(told.get("rows", 0)),
    )
    return html.Tr([html.Td(cell) for cell in cells])
