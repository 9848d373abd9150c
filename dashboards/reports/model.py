"""What a report is made of: elements of text, drawn as HTML, or as what a page shows. Text is only ever text.

A report is written once, for paper and screen alike: there is no script in it, and nothing it needs lies elsewhere.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from dash import html

_ALONE = frozenset({"br", "meta", "line", "rect", "path", "circle", "polyline", "polygon"})
_LOWER = {"h1": "h2", "h2": "h3", "h3": "h4"}  # a page has a heading above the report's own
_DASH = {"class": "className", "colspan": "colSpan"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its tag, what is in it, its attributes."""

    tag: str
    children: tuple["Element | str", ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


def e(tag: str, *children: "Element | str | None", **attributes: object) -> Element:
    """Return an element; what is None is left out, `cls` is `class`, and `_` in a name is `-`."""
    told = {_named(name): str(value) for name, value in attributes.items() if value is not None}
    return Element(tag, tuple(child for child in children if child is not None and child != ""), told)


def _named(name: str) -> str:
    return "class" if name == "cls" else name.replace("_", "-")


def rich(text: str) -> list["Element | str"]:
    """Return a sentence whose parts between `**` are bold; put values in afterwards (`Words.rich` does)."""
    return [e("strong", piece) if place % 2 else piece for place, piece in enumerate(text.split("**")) if piece]


def markup(node: "Element | str") -> str:
    """Return HTML, every text and attribute escaped."""
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if node.tag in _ALONE:
        return f"<{node.tag}{attributes}/>"
    return f"<{node.tag}{attributes}>{''.join(map(markup, node.children))}</{node.tag}>"


def component(node: "Element | str") -> Any:
    """Return what a page shows; a drawing becomes an image with the drawing's title as its text."""
    if isinstance(node, str):
        return node
    if node.tag == "svg":
        return _image(node)
    tag = _LOWER.get(node.tag, node.tag)
    told = {_DASH.get(name, name): value for name, value in node.attributes.items()}
    made: Any = getattr(html, tag.capitalize())
    return made([component(child) for child in node.children], **told)


def _image(drawing: Element) -> Any:
    titles = [child for child in drawing.children if isinstance(child, Element) and child.tag == "title"]
    text = "".join(part for title in titles for part in title.children if isinstance(part, str))
    whole = Element("svg", drawing.children, {**drawing.attributes, "xmlns": "http://www.w3.org/2000/svg"})
    data = b64encode(markup(whole).encode()).decode()
    return html.Img(src=f"data:image/svg+xml;base64,{data}", alt=text, className="drawing")
