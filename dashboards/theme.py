"""Colours and type, in light and dark. One accent; other colours mean something and never stand alone."""

from dataclasses import dataclass
from typing import Any, Literal

Scheme = Literal["light", "dark"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

_TEAL = [
    "#E8F4F4",
    "#CFE6E6",
    "#A3CFCF",
    "#74B6B6",
    "#4FA0A0",
    "#2F8A8A",
    "#1B7878",
    "#0F6E6E",
    "#0B5959",
    "#074545",
]


@dataclass(frozen=True, slots=True)
class Palette:
    """What charts are drawn with."""

    accent: str
    second: str  # from Okabe and Ito's colour-blind-safe set
    text: str
    muted: str
    quiet: str
    grid: str
    surface: str


PALETTES: dict[Scheme, Palette] = {
    "light": Palette("#0F6E6E", "#B25E00", "#1B1F22", "#5A6268", "#9AA3A9", "#E3E7E9", "#FFFFFF"),
    "dark": Palette("#5CC4BF", "#E69F00", "#E8EBEC", "#A8B1B6", "#737D83", "#343B40", "#1B2023"),
}

MANTINE: dict[str, Any] = {
    "primaryColor": "teal",
    "primaryShade": {"light": 7, "dark": 4},
    "colors": {
        "teal": _TEAL,
        "dark": [
            "#E8EBEC",
            "#C9CFD2",
            "#A8B1B6",
            "#737D83",
            "#4A5358",
            "#343B40",
            "#262C30",
            "#1B2023",
            "#14181A",
            "#0E1113",
        ],
    },
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT, "fontWeight": "650"},
    "defaultRadius": "sm",
    "cursorType": "pointer",
}
