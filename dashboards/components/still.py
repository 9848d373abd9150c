"""What stands still, in one piece.

Dash's renderer tells every component on a page of every other that it mounts, so a page of a thousand paragraphs and
cells costs a million looks: seconds in a browser. Most of what a page shows needs no callback. `packed` puts each part
that is HTML, links and a few parts of Mantine alone, without an id, into one component, of which the browser makes the
same elements (`assets/still.js`): an ⓘ with what it opens is four components, and a page has a dozen.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from dash import Dash
from dash.development.base_component import Component

_HTML, _LINK = "dash_html_components", "Link"
_MANTINE = "dash_mantine_components"
_PARTS = {"ActionIcon", "Popover", "PopoverDropdown", "PopoverTarget", "Skeleton", "Sparkline", "TabsList", "TabsTab"}
_FEWEST = 2  # elements worth a piece of their own


class Still(Component):
    """What no callback reads or writes: `tree` is an element (`type`, `props`), its children among its props.

    What is Mantine's says so by its `namespace`.
    """

    _namespace = "acquis_components"
    _type = "Still"
    _children_props: list[str] = []  # noqa: RUF012 -- as Dash declares it
    _base_nodes = ["children"]  # noqa: RUF012

    def __init__(self, tree: dict[str, Any]) -> None:
        self._prop_names = ["tree"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties = self._valid_wildcard_attributes
        super().__init__(tree=tree)  # type: ignore[no-untyped-call]  # Dash does not type it


class Pages(Dash):
    """Dash, whose callbacks answer in few pieces."""

    def callback(self, *places: Any, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a callback, as Dash does; what it returns is packed."""
        register = super().callback(*places, **options)

        def taken(answer: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(answer)
            def in_few_pieces(*given: Any, **named: Any) -> Any:
                return packed(answer(*given, **named))

            register(in_few_pieces)
            return answer

        return taken


def packed(shown: Any) -> Any:
    """Return the same, each part that stands still in one piece; what is no component as it is."""
    if isinstance(shown, Component):
        tree = _tree(shown)
        if tree is not None:
            return Still(tree) if _elements(tree) >= _FEWEST else shown
        children = getattr(shown, "children", None)
        if children is not None:
            shown.children = packed(children)
        return shown
    if isinstance(shown, list | tuple):
        return [packed(one) for one in shown]
    return shown


def _tree(shown: Any) -> Any:
    """Return what a browser needs to make an element, or a text; None when it does not stand still."""
    if isinstance(shown, Component):
        told = shown.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash does not type it
        props = told["props"]
        live = told["namespace"] == _MANTINE and told["type"] in _PARTS
        if "id" in props or not (live or told["namespace"] == _HTML or told["type"] == _LINK):
            return None
        children = _trees(props.get("children"))
        kind = {"type": told["type"], **({"namespace": _MANTINE} if live else {})}
        return None if children is None else {**kind, "props": {**props, "children": children}}
    return shown if isinstance(shown, str | int | float) else None


def _trees(children: Any) -> list[Any] | None:
    listed = children if isinstance(children, list | tuple) else [children]
    trees = [_tree(one) for one in listed if one is not None]
    return None if any(tree is None for tree in trees) else trees


def _elements(tree: Any) -> int:
    return 1 + sum(map(_elements, tree["props"]["children"])) if isinstance(tree, dict) else 0
