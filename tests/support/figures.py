"""What figures are drawn with in tests, and what is read off them."""

from typing import Any

from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.theme import PALETTES, Scheme

HOSTILE = "<img src=x onerror=alert(1)>"


def style(scheme: Scheme = "light", language: str = "en") -> Style:
    words = Words(language)
    return Style(PALETTES[scheme], words, words.point + words.group)


def texts(drawn: Any) -> list[str]:
    return [one.text for one in drawn.layout.annotations]
