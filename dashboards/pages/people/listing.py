"""Lists of people: heads that sort, rows that can be read aloud and on a telephone, pages, downloads."""

from collections.abc import Collection, Sequence
from typing import Any

import polars as pl
from dash import dcc, html

from dashboards.components import card
from dashboards.components.aria import aria
from dashboards.pages.asked import Asked


def head(asked: Asked, sort: str, title: str, *, number: bool) -> html.Th:
    """Return the head of a column, which sorts by it."""
    now = asked.more("sort") == sort
    link = dcc.Link([title, " ↓" if now else ""], href=asked.link(sort=sort, page=""), className="sort")
    return html.Th(link, className="number" if number else "", **(aria(sort="other") if now else {}))


def row(name: Any, cells: Sequence[tuple[str, Any]], numbers: Collection[str]) -> html.Tr:
    """Return a row: its name, then the cells, each with the title of its column for narrow screens."""
    told = [html.Td(value, className="number" if title in numbers else "", **_titled(title)) for title, value in cells]
    return html.Tr([html.Th(name, scope="row"), *told])


def _titled(title: str) -> dict[str, Any]:
    return {"data-title": title}


def page_of(asked: Asked, found: pl.DataFrame, most: int) -> tuple[pl.DataFrame, Any]:
    """Return the rows of the page that the address names, and the way to the others."""
    now, pages = page_now(asked, found.height, most)
    return found.slice((now - 1) * most, most), pager(asked, now, pages)


def page_now(asked: Asked, height: int, most: int) -> tuple[int, int]:
    """Return which page of so many rows the address names, and how many there are."""
    told, pages = asked.more("page"), max(1, -(-height // most))
    return min(pages, max(1, int(told))) if told.isascii() and told.isdigit() else 1, pages


def pager(asked: Asked, now: int, pages: int) -> Any:
    """Return the way to the other pages."""
    words = asked.words
    if pages == 1:
        return html.Div()
    back = [dcc.Link(words("Previous"), href=asked.link(page=now - 1 if now > 2 else ""))] if now > 1 else []
    on = [dcc.Link(words("Next"), href=asked.link(page=now + 1))] if now < pages else []
    place = html.Span(words("Page {n} of {all}", n=words.number(now), all=words.number(pages)), className="muted")
    return html.Nav([*back, place, *on], className="pager", **aria(label=words("Pages of this list")))


def downloads(asked: Asked, key: str, address: str) -> html.Div:
    """Return the links to the whole list as files: everybody in the filters, not only this page."""
    links = card.downloads(key, address, asked.words)
    told = asked.words("Everyone in these filters:")
    return html.Div([html.Span(told, className="muted"), *links], className="toolbar downloads")


def files(asked: Asked, key: str, person: str) -> html.Div:
    """Return the links to a table about one person as files."""
    return card.files(key, asked.file(key, person=person), asked.words)
