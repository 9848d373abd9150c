"""A case on the page: the answer, its tiles, its charts and tables."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from dashboards.components.card import Evidence, Fact, chart, tiles
from dashboards.components.parts import said
from dashboards.components.story import answered
from dashboards.components.table import Column, table
from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.pages.simulator import about, speaking
from dashboards.pages.simulator.tables import assumptions, chances, pieces, setting
from dashboards.pages.simulator.telling import Chart, Told
from dashboards.theme import PALETTES, Scheme


def style_of(words: Words, scheme: Scheme) -> Style:
    """Return how figures are drawn for a reader."""
    return Style(PALETTES[scheme], words, words.point + words.group)


def evidence(told: Told, scheme: Scheme, *, alone: bool = False) -> list[Any]:
    """Return what stands under the question; `alone`, with no form beside it, which case it is and what it plans."""
    words = told.words
    warned = speaking.foreign(words, told.draft)
    facts = [(Fact(one.name, one.value, one.part), about.number(told, one)) for one in told.numbers()]
    charts = [_chart(one, told) for one in told.charts(style_of(words, scheme))]
    subject = [html.P(told.draft.title, className="subject")] if alone else []
    planned = [_card(about.figures, told, words("What is planned"), rows_of(setting(told), ()))] if alone else []
    return [
        *subject,
        answered([html.P(one) for one in told.answer()], about.whole(told, words("the answer")), role="status"),
        *([said("attention", warned)] if warned else []),
        html.Div(tiles(facts), className="tiles"),
        html.Div([*charts, *planned, *_tables(told)], className="cards single"),
    ]


def _chart(one: Chart, told: Told) -> Any:
    words = told.words
    columns = [Column(field, title, wide=field == "name") for field, title in one.headings]
    listed = table(one.frame, columns, words, one.key)
    hint = _hint(one, told)
    drawn = Evidence(one.key, one.title, one.figure, listed, "", period=told.draft.title, hint=hint)
    return chart(drawn, about.chart(told, one), words)


def _hint(one: Chart, told: Told) -> str:
    words = told.words
    if one.key == "case-tornado":
        return words("Each figure at its low and its high end, all others as they are.")
    return words("A step is one more session at a site. Both sides over the same years, updating included.")


def _tables(told: Told) -> list[html.Section]:
    words = told.words
    return [
        _card(about.simulated, told, words("How far may it go?"), rows_of(chances(told), ())),
        _card(
            about.whole,
            told,
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
        _card(
            about.figures,
            told,
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


def _card(about_it: Callable[[Told, str], Any], told: Told, title: str, *content: Any) -> html.Section:
    head = html.Div([html.H2(title), about_it(told, title)], className="card-head")
    return html.Section([head, *content], className="card")


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
