"""Rows told as statements by a shipped recipe, and told anew when they were corrected.

A statement cannot change. A row that says something else than it did at an earlier import voids what it said then, and
is told under a next id: the first is the recipe's, each next is made from it. So the same file always ends in the same
record, however often it was imported, and whatever was imported in between.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from lrs.errors import Refusal
from lrs.organisation.judging import Judging
from lrs.organisation.report import Report
from lrs.recipes.recipe import load
from lrs.recipes.table import Broken, Row, Table
from lrs.recipes.telling import Source, Untold
from lrs.store.promise import Entry, Store
from lrs.transfer.intake import Intake
from lrs.xapi.equivalence import equivalent
from lrs.xapi.version import Version
from lrs.xapi.vocabulary import VOIDED


@dataclass(frozen=True)
class Chosen(Table):
    """Some rows of a file, under the headings a recipe knows."""

    numbers: frozenset[int] = frozenset()

    def rows(self) -> Iterator[Row | Broken]:
        """Stream the chosen rows; a column the file does not have is empty."""
        return (row for row in Table.rows(self) if row.number in self.numbers)


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement and the row it came from."""

    row: int
    text: str


def tell(judging: Judging, recipe: str, numbers: set[int], zone: str, names: Mapping[str, str]) -> list[Saying]:
    """Tell some rows of a file by a recipe; `names` says which of its columns ours are, where their names differ."""
    sheet, report = judging.sheet, judging.report
    loaded = load(recipe, {"zone": zone})
    shape = loaded.table[0]
    own = {name: shape.columns[name].heading[0] for name in shape.columns if shape.columns[name].heading}
    headings = [""] * len(sheet.table.headings)
    for name, places in sheet.places.items():
        headings[places[0]] = own.get(names.get(name, name), "")
    headings += [heading for heading in own.values() if heading not in headings]
    old = sheet.table
    chosen = Chosen(old.path, old.encoding, old.separator, old.manner, headings, old.start, frozenset(numbers))
    sayings = []
    for told in Source(loaded, shape, chosen).tell():
        if isinstance(told, Untold):
            report.refuse(told.row, told.column, told.reason)
        else:
            sayings.append(Saying(told.row, told.statement))
    return sayings


class Chronicle:
    """What statements have to be added so that the record says what a file says."""

    def __init__(self, store: Store, home: str) -> None:
        self._store = store
        self._home = home
        self._intake = Intake(store, home, Version.V1, keep_authority=False)
        self.entries: list[Entry] = []
        self.rows: dict[int, str] = {}  # row → what became of it: added, changed or unchanged; the most telling

    def take(self, sayings: list[Saying], report: Report) -> None:
        """Find what each statement adds to the record; what cannot be a statement goes into the report."""
        first: dict[str, Saying] = {}
        for saying in sayings:
            id_ = json.loads(saying.text)["id"]
            other = first.setdefault(id_, saying)
            if other is saying:
                self._take(UUID(id_), saying, report)
            elif not equivalent(other.text, saying.text, Version.V1):
                report.refuse(saying.row, "", f"says something else than row {other.row} of the same person and moment")

    def _take(self, id_: UUID, saying: Saying, report: Report) -> None:
        current, free, last = self._last(id_)
        if last is not None and equivalent(last, saying.text, Version.V1):
            self._count(saying.row, "unchanged")
            return
        try:
            entry = self._intake.entry(saying.text.replace(f'"{id_}"', f'"{free}"', 1).encode())
        except Refusal as refusal:
            report.refuse(saying.row, "", refusal.sentence)
            return
        if current is not None:
            self.entries.append(self._intake.entry(json.dumps(self._void(current)).encode()))
        self.entries.append(entry)
        self._count(saying.row, "added" if free == id_ else "changed")

    def _last(self, id_: UUID) -> tuple[UUID | None, UUID, str | None]:
        """Return the id that speaks now, the first that is free, and the text told last."""
        current: UUID | None = None
        last: str | None = None
        free, number = id_, 0
        while True:
            kept = self._store.statement(free)
            record = kept or self._store.statement(free, voided=True)
            if record is None:
                return current, free, last
            current, last = free if kept else None, record.text
            number += 1
            free = uuid5(id_, str(number))

    def _void(self, target: UUID) -> dict[str, Any]:
        return {
            "id": str(uuid5(target, "voided")),
            "actor": {
                "objectType": "Agent",
                "name": "Acquis import",
                "account": {"homePage": self._home, "name": "import"},
            },
            "verb": {"id": VOIDED, "display": {"en": "voided", "fr": "a annulé"}},
            "object": {"objectType": "StatementRef", "id": str(target)},
        }

    def _count(self, row: int, what: str) -> None:
        rank = ("unchanged", "added", "changed")
        self.rows[row] = max(self.rows.get(row, what), what, key=rank.index)
