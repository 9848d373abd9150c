"""Small parts that pages of work are made of: the way between them, a text to copy, what was said of a deed."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components.aria import aria
from dashboards.i18n import Words
from dashboards.refusals import DEEDS, FILTERS, told

Manner = Literal["done", "problem", "attention"]
_COLOURS = {"done": "teal", "problem": "red", "attention": "orange"}


def ways(rows: Sequence[tuple[str, str]], here: str, words: Words) -> html.Nav:
    """Return the links between the pages of one part, given by path and title; the current one is marked."""
    links = [dcc.Link(words(title), href=path, className="way on" if path == here else "way") for path, title in rows]
    return html.Nav(links, className="ways", **aria(label=words("Parts of this page")))


def copied(text: str, words: Words) -> html.Span:
    """Return a text as it is to be typed elsewhere, and the button that copies it."""
    button = dcc.Clipboard(content=text, title=words("Copy"), className="copy")
    return html.Span([html.Code(text), button], className="copied")


def said(manner: Manner, *content: Any) -> dmc.Alert:
    """Return what became of a deed, for eyes and for screen readers."""
    return dmc.Alert(list(content), color=_COLOURS[manner], variant="light", className=f"said {manner}")


def refused(sentence: str, words: Words, titles: Mapping[str, str] = DEEDS) -> dmc.Alert:
    """Return why a deed was refused, in the reader's language where it can be said in it; `titles` as of `spoken`."""
    return said("problem", spoken(sentence, words, titles))


def spoken(sentence: str, words: Words, titles: Mapping[str, str] = FILTERS) -> html.Span:
    """Return a refusal in the reader's language; one that is told in English only is marked so.

    `titles` are what controls are called, by their names in the address.
    """
    text, language = told(sentence, words, titles)
    return html.Span(text, lang=language)


def facts(*rows: tuple[str, Any], kind: str = "facts") -> html.Dl:
    """Return names and their values, below each other; `kind` is what the style sheets know them by."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className=kind)


def card(title: str, *content: Any) -> html.Section:
    """Return a card with a title."""
    return html.Section([html.H2(title), *content], className="card")


def titled(heads: Sequence[str], texts: Sequence[str], kinds: Sequence[str | None]) -> list[html.Td]:
    """Return the cells of a row, each with its head: on a telephone no heads are seen."""
    named: list[Any] = [{"data-title": head} for head in heads]
    return [html.Td(text, className=kind, **head) for text, kind, head in zip(texts, kinds, named, strict=True)]


def opened(summary: str, *content: Any) -> html.Details:
    """Return something that shows once it is opened: what would be in the way, or should not be done by accident."""
    return html.Details([html.Summary(summary), *content], className="opened")
