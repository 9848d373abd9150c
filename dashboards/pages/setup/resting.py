"""Which share of each figure rests on statements that something is amiss with: of everyone, or of one's own people."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.catalog import MEASURES
from analytics.scope import Scope
from dashboards.components.card import Rests, files, working
from dashboards.components.table import Column, table
from dashboards.i18n import Words
from dashboards.pages.page import Site

KINDS = {
    "unmapped verb": "Verb not understood",
    "unmapped type": "Type of activity not understood",
    "unknown person": "Person nobody declared",
    "unclaimed": "Activity of no programme",
    "late arrival": "Arrived late",
    "no score": "Passed or failed without a score",
    "no duration": "Without a duration where one is due",
}
FIGURES = {
    "statements": "Statements",
    "active people": "Active people",
    "completions": "Completions",
    "scores": "Test scores",
    "hours": "Hours",
}
MESSAGES = (*KINDS.values(), *FIGURES.values())


def resting(site: Site) -> html.Section:
    """Return what of each figure would go with the statements that something is amiss with, the most first."""
    words = site.words()
    found = site.ask("data_quality", Scope()).sort("share", "kind", "figure", descending=[True, False, False])
    title = words("What figures rest on")
    about = working(MEASURES["data_quality"], words, Rests(words("all the time there is")), title)
    if found.is_empty():
        nothing = words("Nothing is amiss with what they rest on.")
        return html.Section([_head(title, about), html.P(nothing)], className="card")
    named = found.with_columns(
        kind=pl.Series([words(KINDS.get(one, one)) for one in found["kind"]], dtype=pl.String),
        figure=pl.Series([words(FIGURES.get(one, one)) for one in found["figure"]], dtype=pl.String),
    )
    columns = (
        Column("figure", words("Figure")),
        Column("share", words("Share"), 1, share=True),
        Column("kind", words("What"), wide=True),
        Column("amount", words("Would go")),
        Column("total", words("Of")),
        Column("learners", words("People")),
    )
    links = files("data_quality", "/measures/data_quality?period=all", words)
    why = words(
        "What each figure would lose without the statements concerned; a person goes when nothing else of theirs stays,"
        " and with a statement at most the hours of its session."
    )
    answer = html.P(_most(named.row(0, named=True), words))
    shown = table(named, columns, words, "data-quality")
    return html.Section([_head(title, about), answer, html.P(why, className="muted"), links, shown], className="card")


def _head(title: str, about: Any) -> html.Div:
    return html.Div([html.H2(title), about], className="card-head")


def _most(row: Mapping[str, Any], words: Words) -> list[Any]:
    given = {"share": words.share(row["amount"], row["total"], 1), "figure": row["figure"], "kind": row["kind"]}
    return words.rich("At most **{share}** of a figure rests on them: {figure}, “{kind}”.", **given)
