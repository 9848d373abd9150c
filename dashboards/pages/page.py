"""What a page is: an address, a title, who may see it, a layout, and callbacks that fill it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dash import Dash

from analytics.warehouse import Warehouse
from dashboards.i18n import Words

Role = Literal["admin", "group", "manager", "executive"]


@dataclass(frozen=True, slots=True)
class Site:
    """What pages work with: the facts, how to speak to whoever asks, and where tools send."""

    warehouse: Warehouse
    words: Callable[[], Words]
    endpoint: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the dashboards: `layout` is what it shows before the callbacks of `register` fill it.

    `layout` holds nothing that was received: it is the same for everyone. With `below`, addresses under its path are
    its own too (`/people/p-0042`). A page that is not `listed` is reached from others.
    """

    path: str
    title: str
    layout: Callable[[Words], Any]
    register: Callable[[Dash, Site], None]
    roles: tuple[Role, ...]
    below: bool = False
    listed: bool = True

    def at(self, path: str) -> bool:
        """Tell whether an address is this page's."""
        return path == self.path or (self.below and path.startswith(f"{self.path}/"))
