"""The small example organisation as the product holds it, and as the example says it told it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.warehouse import Warehouse
from dashboards.demo.example import Example, tell
from dashboards.demo.kept import READY
from dashboards.demo.making import make
from dashboards.demo.organisation import Wish
from lrs.store.duck import DuckStore, open_store

LAST = date(2026, 6, 30)
SMALL = Wish(LAST, 120)
_STEPS = "steps.json"


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


def made(folder: Path) -> None:
    """Make the organisation, and write down beside it what was said on the way."""
    steps: list[str] = []
    (folder.with_name(f"{folder.name}.making") / "half").mkdir(parents=True)  # as an interrupted run leaves it
    make(folder, SMALL, lambda what, _: steps.append(what))
    (folder / _STEPS).write_text(json.dumps(steps))


@contextmanager
def opened(folder: Path) -> Iterator[Made]:
    store = open_store(folder)
    steps, told = (json.loads((folder / name).read_text()) for name in (_STEPS, READY))
    yield Made(tell(SMALL), told, steps, store, Warehouse(store))
    store.close()
