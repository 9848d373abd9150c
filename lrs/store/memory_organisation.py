"""The organisation's tables in lists: the judge of the others in tests."""

import threading
from collections.abc import Sequence
from typing import Any

from lrs.errors import Conflict
from lrs.store.promise import Put, Rows
from schemas.organisation import NOT_FOLLOWED, TABLES


class MemoryOrganisation:
    """Every table a list of rows (`lrs.store.promise.Organisation`)."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._tables: dict[str, Rows] = {table: [] for table in TABLES}
        self._revision = 0

    def revision(self) -> int:
        """Return a number that grows with every change that matters to what is derived."""
        return self._revision

    def rows(self, table: str, **where: Any) -> Rows:
        """Return the rows of a table whose columns have these values."""
        with self._lock:
            found = self._tables[table]
            return [dict(row) for row in found if all(row[name] == value for name, value in where.items())]

    def change(self, puts: Sequence[Put], revision: int | None = None) -> int:
        """Make all of these changes or none."""
        with self._lock:
            if revision not in (None, self._revision):
                raise Conflict("the organisation changed meanwhile: look again, then import again")
            for put in puts:
                gone = set(put.gone)
                held = self._tables[put.table]
                stays = [row for row in held if tuple(row[name] for name in put.by) not in gone] if gone else held
                new = [{name: row.get(name) for name in TABLES[put.table]} for row in put.rows]
                self._tables[put.table] = stays + new
            self._revision += any(put.table not in NOT_FOLLOWED for put in puts)
            return self._revision
