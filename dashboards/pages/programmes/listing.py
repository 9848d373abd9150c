"""Tables whose cells are more than text: links, shares with their intervals. Read by line on narrow screens."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboards.components.aria import aria
from dashboards.pages.programmes.facts import Facts


def listing(
    name: str, heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Any]], sorts: Sequence[Any] = ()
) -> html.Div:
    """Return a table: `heads` are titles, each with whether its column is of numbers; a row begins with its name.

    Parameters
    ----------
    sorts
        What stands in the heads instead of their titles: links that sort (`sorting`).
    """
    head = html.Tr(
        [_head(shown, number) for shown, (_, number) in zip(sorts or [one for one, _ in heads], heads, strict=True)]
    )
    body = [html.Tr([html.Th(_apart(first), scope="row"), *_cells(heads, rest)]) for first, *rest in rows]
    table = html.Table([html.Caption(name, className="caption"), html.Thead(head), html.Tbody(body)], className="plain")
    return html.Div(table, className="wide listing", tabIndex="0", role="region", **aria(label=name))


def _head(shown: Any, number: bool) -> html.Th:  # noqa: FBT001  # a column is of numbers or not
    now = aria(sort="other") if getattr(shown, "className", "") == "sort on" else {}
    return html.Th(shown, scope="col", className=_kind(number), **now)


def sorting(facts: Facts, key: str, title: str, now: str) -> dcc.Link:
    """Return the head of a column that sorts by it; the one that does so now is marked."""
    on = key == now
    href = facts.link(sort=key)
    return dcc.Link([title, " ↓" if on else ""], href=href, className="sort on" if on else "sort")


def _cells(heads: Sequence[tuple[str, bool]], cells: Sequence[Any]) -> list[html.Td]:
    return [
        html.Td(_apart(cell), className=_kind(number), **_titled(title))
        for (title, number), cell in zip(heads[1:], cells, strict=True)
    ]


def _apart(cell: Any) -> Any:
    """Return what stands in a cell with a space between its parts: who hears them hears words apart."""
    if isinstance(cell, html.Span) and isinstance(cell.children, list):
        cell.children = _apart(cell.children)
    if not isinstance(cell, list):
        return cell
    return [piece for place, part in enumerate(cell) for piece in ((" ", part) if place else (part,))]


def _titled(title: str) -> dict[str, Any]:
    """Return what a cell is called where the heads are not seen."""
    return {"data-title": title}


def _kind(number: bool) -> str:  # noqa: FBT001  # a column is of numbers or not
    return "number" if number else ""


def spanned(facts: Facts, row: Mapping[str, Any]) -> html.Div:
    """Return a share as a number, its interval drawn, and what it rests on; the whole reason why not is a tip away."""
    words = facts.words
    value, rests = facts.share(row)
    if row["share"] is None:
        short = words("too few for a share") if row["n"] else words("nobody yet")
        said = rests if row["reason"] in ("hidden", "not_finished") else short
        return html.Div([html.Strong(value), html.Small(said)], className="spanned", title=rests)
    reach = {"left": f"{100 * row['low']:.1f}%", "width": f"{100 * (row['high'] - row['low']):.1f}%"}
    marks = [
        html.Span(style=reach, className="reach"),
        html.Span(style={"left": f"{100 * row['share']:.1f}%"}, className="spot"),
    ]
    drawn = html.Div(marks, className="track", **aria(hidden="true"))
    return html.Div([html.Strong(value), drawn, html.Small(rests)], className="spanned")
