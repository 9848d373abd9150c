"""The small example organisation as the product holds it, and as the example says it told it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.warehouse import Warehouse
from dashboards.demo.example import Example, tell
from dashboards.demo.making import make
from dashboards.demo.organisation import Wish
from lrs.store.duck import DuckStore, open_store

LAST = date(2026, 6, 30)
SMALL = Wish(LAST, 120)


@dataclass(frozen=True)
class Made:
    example: Example
    told: dict[str, Any]
    steps: list[str]
    store: DuckStore
    warehouse: Warehouse

    def one(self, query: str, *parameters: Any) -> Any:
        """The first value a query of the star finds."""
        return self.rows(query, *parameters)[0][0]

    def rows(self, query: str, *parameters: Any) -> list[Any]:
        cursor = self.store.cursor()
        try:
            return cursor.execute(query, list(parameters)).fetchall()
        finally:
            cursor.close()


@contextmanager
def made(folder: Path) -> Iterator[Made]:
    steps: list[str] = []
    (folder.with_name(f"{folder.name}.making") / "half").mkdir(parents=True)  # as an interrupted run leaves it
    told = make(folder, SMALL, lambda what, _: steps.append(what))
    store = open_store(folder)
    warehouse = Warehouse(store)
    yield Made(tell(SMALL), told, steps, store, warehouse)
    store.close()
