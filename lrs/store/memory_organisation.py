"""The organisation's tables in lists: the judge of the others in tests."""

import re
import threading
from collections.abc import Sequence
from typing import Any

from lrs.errors import Conflict
from lrs.store.promise import Put, Rows
from lrs.xapi.actor import agent_object
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

    def replace_identity(self, old: str, new: str) -> None:
        """Replace an identity by another wherever a row names it; what only told of it goes."""
        told = [agent_object(name).get("mbox", "").removeprefix("mailto:") or None for name in (old, new)]
        mail, key = told[0] and told[0].lower(), told[1] or new
        names = {old.lower(), mail}
        with self._lock:
            tables = self._tables
            held = [row for row in tables["person_identifier"] if row["identifier"].lower() == old.lower()]
            erased = {row["person"] for row in held}
            taken = any(row["identifier"] == new for row in tables["person_identifier"])
            is_person = any(row["key"] == key for row in tables["person"])
            for row in tables["person"]:
                if row["key"].lower() in names:
                    row["key"] = f"{key} {row['person']}" if is_person else key
                row["name"] = None if row["person"] in erased else row["name"]
                _swap(row, "manager", names, key)
                _swap(row, "email", {mail}, told[1])
            for row in held:
                row["identifier"] = new
            if taken:
                tables["person_identifier"] = [row for row in tables["person_identifier"] if row not in held]
            for row in tables["assignment"]:
                _swap(row, "person", names, key)
            for row in tables["session"]:
                _swap(row, "trainer", {mail}, told[1])
            tables["contact"] = [row for row in tables["contact"] if row["person"] not in erased]
            _forget_who(tables, mail or old.lower(), names, key)
            self._revision += 1


def _forget_who(tables: dict[str, list[dict[str, Any]]], said: str, names: set[str | None], key: str) -> None:
    """Replace who told rows last; what was told of them goes, what they changed in the ledger stays."""
    pattern = re.compile(re.escape(said), re.IGNORECASE)
    for row in tables["kept"]:
        if row["kind"].startswith("told "):
            row["value"] = pattern.sub(lambda _: key, row["value"])
    tables["kept"] = [row for row in tables["kept"] if said not in f"{row['key']} {row['value']}".lower()]
    for name, columns in TABLES.items():
        for row in tables[name] if "who" in columns else ():
            _swap(row, "who", names, key)
            if "file" in columns:
                row["file"] = pattern.sub(lambda _: key, row["file"])


def _swap(row: dict[str, Any], name: str, old: set[str | None], new: str | None) -> None:
    if row[name] is not None and row[name].lower() in old:
        row[name] = new
