"""What every section of a report is built of: headings, tables, the working behind figures."""

from collections.abc import Sequence

from dashboards.i18n import Words
from dashboards.reports.model import Element, e

Cell = Element | str | list[Element | str]
_FEW = 3  # columns that a telephone has room for


def section(title: str, *content: Element | str | None, wide: bool = False) -> Element:
    """Return a part of a report under its heading."""
    return e("section", e("h2", title), *content, cls="report-part wide" if wide else "report-part")


def paragraph(*content: Element | str, cls: str | None = None) -> Element:
    """Return a paragraph."""
    return e("p", *content, cls=cls)


def said(template: str, **values: object) -> list[Element | str]:
    """Return a sentence whose parts between `**` are bold; values are put in afterwards and are only text."""
    pieces = [piece.format(**values) for piece in template.split("**")]
    return [e("strong", piece) if place % 2 else piece for place, piece in enumerate(pieces) if piece]


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], numbers: int = 0) -> Element:
    """Return a table; the first column names its rows, the last `numbers` columns are figures."""
    first = len(heads) - numbers
    head = [e("th", title, scope="col", cls="figure" if at >= first else None) for at, title in enumerate(heads)]
    body = [e("tr", *(_cell(at, cell, heads[at], figure=at >= first) for at, cell in enumerate(row))) for row in rows]
    return e("table", e("thead", e("tr", *head)), e("tbody", *body), cls="many" if len(heads) > _FEW else None)


def _cell(at: int, cell: Cell, title: str | None = None, *, figure: bool) -> Element:
    """Return a cell; on a telephone, where rows are told one under the other, its title stands before it."""
    content = cell if isinstance(cell, list) else [cell]
    kind = "figure" if figure else None
    return e("td", *content, cls=kind, data_title=title) if at else e("th", *content, scope="row", cls=kind)


def pairs(rows: Sequence[tuple[str, Cell]]) -> Element:
    """Return names and their figures, one line each."""
    body = [e("tr", e("th", name, scope="row"), _cell(1, value, figure=True)) for name, value in rows]
    return e("table", e("tbody", *body))


def working(words: Words, *content: Element | str | None) -> Element:
    """Return how figures came about: opened on a screen, left out on paper."""
    return e("details", e("summary", words("How this is worked out")), *content, cls="working")
