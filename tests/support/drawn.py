"""What a callback draws, as the browser gets it: components as JSON, and what is read off them."""

from collections.abc import Collection, Iterator
from typing import Any

Node = dict[str, Any]


def below(node: Any, *, but: str = "") -> Iterator[Node]:
    """Return a component and all that is in it, in reading order, without what is in those of the type `but`."""
    if isinstance(node, list):
        for one in node:
            yield from below(one, but=but)
    elif isinstance(node, dict) and "props" not in node:
        yield from below(list(node.values()), but=but)
    elif isinstance(node, dict) and node["type"] != but:
        yield node
        yield from below(list(node["props"].values()), but=but)


def text(node: Any, *, but: Collection[str] = ()) -> str:
    """Return what is read in a component, without what is in those of the types `but`."""
    if isinstance(node, list):
        return " ".join(text(one, but=but) for one in node)
    if isinstance(node, dict):
        own = node["props"].get("children", node["props"].get("tree"))  # of what stands still, all in one piece
        return "" if node["type"] in but else text(own, but=but)
    return "" if node is None else str(node)


def classes(node: Node) -> set[str]:
    """Return what the style sheets know a component by."""
    return set((node["props"].get("className") or "").split())


def told(popover: Node) -> dict[str, str]:
    """Return the rows of what an ⓘ opens: names and values."""
    rows = [one["props"]["children"] for one in below(popover) if one["type"] == "Div"]
    pairs = [row for row in rows if isinstance(row, list) and len(row) == 2 and _kinds(row) == ["Dt", "Dd"]]
    return {text(name): text(value) for name, value in pairs}


def _kinds(row: list[Any]) -> list[str]:
    return [one["type"] if isinstance(one, dict) else "" for one in row]
