"""What a page is: an address, a title, a layout, and callbacks that fill it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash

from analytics.warehouse import Warehouse
from dashboards.i18n import Words


@dataclass(frozen=True, slots=True)
class Site:
    """What pages work with: the facts, how to speak to whoever asks, and where tools send."""

    warehouse: Warehouse
    words: Callable[[], Words]
    endpoint: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the dashboards: `layout` is what it shows before the callbacks of `register` fill it."""

    path: str
    title: str
    layout: Callable[[Words], Any]
    register: Callable[[Dash, Site], None]
