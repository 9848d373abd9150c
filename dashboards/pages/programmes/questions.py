"""How hard a programme's questions are, and which of them tell nothing, or the wrong thing."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.items import FLAGS, WEAK
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import content as figures
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing


def story(facts: Facts) -> list[Any]:
    """Return the answer, the questions drawn, and those something speaks against, with their text."""
    cards = [drawn(facts), flagged(facts)]
    return [facts.answered([html.P(answer(facts))], "items"), html.Div(cards, className="cards single")]


def _items(facts: Facts) -> pl.DataFrame:
    """Return the questions, numbered, each with its text in the reader's language."""
    found = facts.told("items")
    texts = [_text(facts, row) for row in found.rows(named=True)]
    marks = [facts.words("Q{n}", n=place + 1) for place in range(found.height)]
    return found.with_columns(label=pl.Series(texts, dtype=pl.String), mark=pl.Series(marks, dtype=pl.String))


def _text(facts: Facts, row: Mapping[str, Any]) -> str:
    stems = (row[f"stem_{language}"] for language in (facts.words.language, "fr", "en") if f"stem_{language}" in row)
    return str(next((stem for stem in stems if stem), None) or facts.words.pick(row["name"], row["question"]))


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence."""
    words, found = facts.words, facts.told("items")
    if found.is_empty():
        return [words("No question of this programme was answered in this period.")]
    against = found.filter(pl.col("flag").is_not_null()).height
    if not against:
        return words.rich_many(
            "**{n}** question was answered; nothing speaks against it.",
            "**{n}** questions were answered; nothing speaks against any of them.",
            found.height,
        )
    return words.rich(
        "Something speaks against **{against}** of the **{n}** {n:question that was|questions that were} answered.",
        n=words.number(found.height),
        against=words.number(against),
    )


def drawn(facts: Facts) -> Any:
    """Return questions by how many get them right and how well they tell who knows."""
    words, found = facts.words, _items(facts)
    name = words("How hard each question is, and how well it tells who knows")
    both = found.filter(pl.col("difficulty").is_not_null() & pl.col("discrimination").is_not_null())
    if both.is_empty():
        out = words("A question needs 20 answers of 10 learners, who answered another of the same test too.")
        return facts.lacking("items", name, _why(facts, found), out)
    columns = (
        Column("mark", words("No.")),
        Column("label", words("Question"), wide=True),
        Column("competency", words("Competency")),
        Column("n", words("Answers")),
        *share_columns("difficulty", words("Right"), words),
        Column("discrimination", words("Tells apart"), 2),
        Column("discrimination_low", words("Interval from"), 2),
        Column("discrimination_high", words("Interval to"), 2),
    )
    listed = table(found, columns, words, "items")
    return facts.card("items", name, figures.questions(both, WEAK, facts.style), listed)


def _why(facts: Facts, found: pl.DataFrame) -> str:
    if found.is_empty():
        return facts.reason("no_data")
    return facts.reason(found["reason"][0] or found["discrimination_reason"][0])


def flagged(facts: Facts) -> Any:
    """Return the questions something speaks against: what, and their whole text."""
    words, found = facts.words, _items(facts).filter(pl.col("flag").is_not_null())
    if found.is_empty():
        return html.Div()
    title = words.many("{n} question to read again", "{n} questions to read again", found.height)
    heads = [
        (words("Question"), False),
        (words("What speaks against it"), False),
        (words("Right"), True),
        (words("Tells apart"), True),
    ]
    rows = [
        [
            [html.Span(row["mark"], className="mark"), " ", _linked(facts, row)],
            words(FLAGS[row["flag"]]),
            words.share(row["difficulty"], 1),
            _between(facts, row),
        ]
        for row in found.rows(named=True)
    ]
    return facts.listed("items", title, listing(title, heads, rows))


def _linked(facts: Facts, row: Mapping[str, Any]) -> Any:
    way = facts.statements(row["question"])
    return dcc.Link(row["label"], href=way, title=facts.words("The statements behind it")) if way else row["label"]


def _between(facts: Facts, row: Mapping[str, Any]) -> str:
    words = facts.words
    if row["discrimination"] is None:
        return "—"
    value, low, high = (
        words.number(row[name], 2) for name in ("discrimination", "discrimination_low", "discrimination_high")
    )
    return words("{value} (between {low} and {high})", value=value, low=low, high=high)
