"""What a page is: an address, a title, who may see it, a layout, and callbacks that fill it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl
from dash import Dash

from analytics import catalog
from analytics.once import once
from analytics.scope import Reader, Scope
from analytics.warehouse import Warehouse
from dashboards.filters import Filters, read
from dashboards.i18n import Words
from dashboards.roles import reader_of
from lrs.organisation.accounts import Account
from lrs.resources.service import Service

Role = Literal["admin", "group", "manager", "executive"]
Ask = Callable[..., pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Site:
    """What pages work with: who asks, the facts they may see, how to speak to them, and where tools send."""

    warehouse: Warehouse
    words: Callable[[], Words]
    endpoint: Callable[[], str]
    account: Callable[[], Account]
    service: Service

    def reader(self) -> Reader:
        """Return how far whoever asks sees."""
        return reader_of(self.account())

    def zone(self) -> str:
        """Return where the days of whoever asks begin: the zone of their first unit; of the whole's, for all units."""
        units = self.service.store.organisation.rows("unit")
        own = self.account().units
        mine = [one for one in units if one["key"] == own[0]] if own else [one for one in units if not one["parent"]]
        return str(mine[0]["zone"]) if len(mine) == 1 else "UTC"

    def chosen(self, search: str | None) -> Filters:
        """Return the filters that an address names, as they are for whoever asks.

        Raises
        ------
        BadRequest
            When a value is none that a filter can have.
        """
        return read(search, self.reader(), self.zone())

    def ask(self, measure: str | Ask, scope: Scope, /, **options: Any) -> pl.DataFrame:
        """Return a measure within what whoever asks may see: the only way from a page to the facts.

        Parameters
        ----------
        measure
            Its key in the catalog, and its answer is kept until there is something new, since several parts of a page
            ask it at once; or a function, which is asked each time.
        scope
            Who, what and when; who asks is put in here, whatever it says.
        options
            What the measure takes besides.
        """
        within = replace(scope, reader=self.reader())
        if isinstance(measure, str):
            return once(catalog.measure(measure).ask, self.warehouse, within, **options)
        return measure(self.warehouse, within, **options)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the dashboards: `layout` is what it shows before the callbacks of `register` fill it.

    `layout` holds nothing that was received: it is the same for everyone. With `below`, addresses under its path are
    its own too (`/people/p-0042`). A page that is not `listed` is reached from others. `fields` are the filters that
    its layout has controls for.
    """

    path: str
    title: str
    layout: Callable[[Words], Any]
    register: Callable[[Dash, Site], None]
    roles: tuple[Role, ...]
    fields: tuple[str, ...] = ()
    below: bool = False
    listed: bool = True

    def at(self, path: str) -> bool:
        """Tell whether an address is this page's."""
        return path == self.path or (self.below and path.startswith(f"{self.path}/"))
