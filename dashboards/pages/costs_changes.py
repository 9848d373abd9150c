"""Who changed which line of the ledger, and when: a card of the page Costs."""

from typing import Any

import polars as pl
from dash import html

from dashboards import line_changes
from dashboards.components.card import downloads
from dashboards.components.table import Column, table
from dashboards.pages.costs_facts import Facts

KEY = "line_changes"


def card(facts: Facts) -> html.Section | None:
    """Return the changes, the newest first, without the lines that were new; nothing where there are none."""
    words, found = facts.words, facts.ask(KEY).filter(pl.col("changed").is_not_null())
    if found.is_empty():
        return None
    title = html.H2(words("Who changed which line, and when"))
    files = html.Div(downloads(KEY, facts.address(KEY), words), className="taken")
    columns = [
        Column("when", words("When (UTC)"), wide=True),
        Column("who", words("Who"), wide=True),
        Column("of", words("Of")),
        Column("line", words("Line"), wide=True),
        Column("what", words("What")),
        Column("was", words("Before")),
        Column("now", words("After")),
    ]
    listed = table(pl.DataFrame([_row(facts, row) for row in found.to_dicts()]), columns, words, KEY)
    return html.Section([html.Div([title, files], className="toolbar"), listed], className="card across")


def _row(facts: Facts, row: dict[str, Any]) -> dict[str, str]:
    words = facts.words
    return {
        "when": f"{row['happened']:%Y-%m-%d %H:%M}",
        "who": row["who"],
        "of": line_changes.kind(words, row),
        "line": row["line"],
        "what": line_changes.column(words, row),
        **{end: line_changes.value(words, row, end) for end in ("was", "now")},
    }
