"""What stands beside one another in a cell is heard as several words: “Late Expiring”, not “LateExpiring”."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from dash import html

from dashboards.components.still import packed
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.people import everyone
from dashboards.pages.programmes.listing import listing


def heard(node: Any) -> str:
    """All the text of what a browser makes of something, one after the other."""
    if isinstance(node, dict):
        return "".join(map(heard, node["props"]["children"]))
    if isinstance(node, list | tuple):
        return "".join(map(heard, node))
    if hasattr(node, "tree"):
        return heard(node.tree)
    return heard(node.children) if hasattr(node, "children") else "" if node is None else str(node)


def test_cells_of_a_list_are_heard_in_words() -> None:
    parts = [html.Strong("75%"), html.Small("between 60 and 86%"), html.Span("overdue", className="mark")]
    shown = listing("Who", (("Name", False), ("Done", True)), [[["Ada", html.Small("E-learning")], parts]])
    assert "Ada E-learning" in heard(packed(shown))
    assert "75% between 60 and 86% overdue" in heard(packed(shown))
    within = listing(
        "Who", (("Name", False), ("Done", True)), [["Ada", html.Span([html.Strong("3"), html.Small("of 4")])]]
    )
    assert "3 of 4" in heard(packed(within))


def test_warnings_of_a_person_are_heard_in_words() -> None:
    one = {"person": 1, "key": "W1", "name": "Ada", "unit": None, "last_active": date(2026, 3, 1), "active_days": 1}
    one |= {"minutes": 60.0, "assigned": 2, "completed": 1, "overdue": 1, "rules": "late expiring"}
    asked = SimpleNamespace(words=Words("en"), chosen=Filters())
    assert "Late Expiring" in heard(packed(everyone._row(asked, one, {})))  # type: ignore[arg-type]  # what a row takes
