"""A record that files were brought into, and the warehouse that followed it."""

from collections.abc import Mapping
from pathlib import Path

from analytics.warehouse import Warehouse
from lrs.organisation.bring import Manner, bring
from lrs.store.duck import DuckStore, open_store


def record_of(folder: Path, files: Mapping[str, str], who: str = "somebody") -> DuckStore:
    """Return a record into which somebody brought these files, by kind."""
    store = open_store(folder)
    for kind, text in files.items():
        done = bring(kind, text.encode(), store, who, manner=Manner(f"{kind}.csv"))
        assert done.applied, done.problems
    return store


def following(store: DuckStore) -> Warehouse:
    """Return a warehouse that has read all of a record."""
    made = Warehouse(store)
    made.catch_up()
    return made
