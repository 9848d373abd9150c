"""A case on the page: the answer, its tiles, its charts and tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from analytics.breakeven import COST
from dashboards.components.card import Evidence, Fact, about_it, chart, tiles
from dashboards.components.parts import card, said
from dashboards.components.table import Column, table
from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.pages.simulator import speaking
from dashboards.pages.simulator.tables import assumptions, chances, pieces, setting
from dashboards.pages.simulator.telling import Chart, Number, Told
from dashboards.theme import PALETTES, Scheme

_INPUTS: Mapping[str, str] = {
    "development": "designing it",
    "yearly": "updating it, a year",
    "per_session": "a session",
    "per_learner": "a learner's travel, lodging, material",
    "hours": "a learner's hours",
    "years": "years",
    "wage": "an hour of a learner's work",
    "opportunity": "what an hour would have brought",
    "learners": "learners",
    "sessions": "sessions",
    "digital fixed": "planned: fixed",
    "classroom fixed": "classroom: fixed",
    "classroom variable": "classroom: for each learner",
    "digital variable": "planned: for each learner",
    "digital": "planned: cost",
    "classroom": "classroom: cost",
    "benefit": "benefit over the horizon",
    "cost": "cost over the horizon",
}
FORMULAS = (
    COST,
    "(digital fixed - classroom fixed) / (classroom variable - digital variable)",
    "(digital cost / learners who passed) / (classroom cost / learners who passed)",
    "100 x (benefit - cost) / cost",
)
MESSAGES = (*_INPUTS.values(), *FORMULAS)


def style_of(words: Words, scheme: Scheme) -> Style:
    """Return how figures are drawn for a reader."""
    return Style(PALETTES[scheme], words, words.point + words.group)


def evidence(told: Told, scheme: Scheme, *, alone: bool = False) -> list[Any]:
    """Return what stands under the question; `alone`, with no form beside it, which case it is and what it plans."""
    words = told.words
    warned = speaking.foreign(words, told.draft)
    facts = [(Fact(one.name, one.value, one.part), about(one, words)) for one in told.numbers()]
    charts = [_chart(one, told) for one in told.charts(style_of(words, scheme))]
    subject = [html.P(told.draft.title, className="subject")] if alone else []
    planned = [card(words("What is planned"), rows_of(setting(told), ()))] if alone else []
    return [
        *subject,
        html.Div(
            [html.P(sentence) for sentence in told.answer()],
            className="answer",
            role="status",
        ),
        *([said("attention", warned)] if warned else []),
        html.Div(tiles(facts), className="tiles"),
        html.Div([*charts, *planned, *_tables(told)], className="cards single"),
    ]


def about(one: Number, words: Words) -> Any:
    """Return the ⓘ of a number: its formula and what went into it."""
    rows = [
        html.Div(
            [
                html.Dt(words(_INPUTS.get(given.name, given.name))),
                html.Dd(speaking.plain(words, given.value)),
            ]
        )
        for given in one.result.working.inputs
    ]
    return about_it(one.name, [html.P(words(one.result.working.formula)), html.Dl(rows)], words)


def _chart(one: Chart, told: Told) -> Any:
    words = told.words
    columns = [Column(field, title, wide=field == "name") for field, title in one.headings]
    listed = table(one.frame, columns, words, one.key)
    hint = _hint(one, told)
    drawn = Evidence(one.key, one.title, one.figure, listed, "", period=told.draft.title, hint=hint)
    return chart(drawn, None, words)


def _hint(one: Chart, told: Told) -> str:
    words = told.words
    if one.key == "case-tornado":
        return words("Each figure at its low and its high end, all others as they are.")
    return words("A step is one more session at a site. Both sides over the same years, updating included.")


def _tables(told: Told) -> list[html.Section]:
    words = told.words
    return [
        card(words("How far may it go?"), rows_of(chances(told), ())),
        card(
            words("What both sides cost"),
            rows_of(
                pieces(told),
                (
                    words("For your learners"),
                    words("Classroom"),
                    words("What is planned"),
                ),
            ),
        ),
        card(
            words("What it rests on"),
            rows_of(
                assumptions(told),
                (
                    words("Figure"),
                    words("Value"),
                    words("May lie"),
                    words("Where it comes from"),
                ),
            ),
        ),
    ]


def rows_of(rows: Sequence[Sequence[Any]], headings: Sequence[str]) -> html.Div:
    """Return a plain table; the first cell of a row names it."""
    head = [html.Thead(html.Tr([html.Th(one, scope="col") for one in headings]))] if headings else []
    body = [html.Tr([html.Th(row[0], scope="row"), *_cells(row[1:], headings[1:])]) for row in rows]
    return html.Div(
        html.Table([*head, html.Tbody(body)], className="plain case-table"),
        className="wide",
    )


def _cells(cells: Sequence[Any], headings: Sequence[str]) -> list[html.Td]:
    """Return the cells of a row, each with its heading, which a narrow page shows beside it."""
    titles = [*headings, *[""] * (len(cells) - len(headings))]
    told: list[dict[str, Any]] = [{"data-title": title} if title else {} for title in titles]
    return [html.Td(cell, **more) for cell, more in zip(cells, told, strict=True)]
