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

_MOST = 1000  # statements asked for in one question


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
    id: UUID

    def under(self, id_: UUID) -> str:
        """Return the text under another id."""
        return self.text.replace(f'"{self.id}"', f'"{id_}"', 1)


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
            sayings.append(Saying(told.row, told.statement, UUID(json.loads(told.statement)["id"])))
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
        first: dict[UUID, Saying] = {}
        for saying in sayings:
            other = first.setdefault(saying.id, saying)
            if other is not saying and not equivalent(other.text, saying.text, Version.V1):
                report.refuse(saying.row, "", f"says something else than row {other.row} of the same person and moment")
        told = self._told(list(first))
        for id_, saying in first.items():
            self._take(saying, told[id_], report)

    def _take(self, saying: Saying, told: list[tuple[UUID, str, bool]], report: Report) -> None:
        if told and equivalent(told[-1][1], saying.under(told[-1][0]), Version.V1):
            self._count(saying.row, "unchanged")
            return
        free = uuid5(saying.id, str(len(told))) if told else saying.id
        try:
            entry = self._intake.entry(saying.under(free).encode())
        except Refusal as refusal:
            report.refuse(saying.row, "", refusal.sentence)
            return
        for target in (id_ for id_, _, voided in told if not voided):
            self.entries.append(self._intake.entry(json.dumps(self._void(target)).encode()))
        self.entries.append(entry)
        self._count(saying.row, "changed" if told else "added")

    def _told(self, ids: list[UUID]) -> dict[UUID, list[tuple[UUID, str, bool]]]:
        """Return what is kept of each statement in all its tellings: each one's id, text, and whether it is voided."""
        found: dict[UUID, list[tuple[UUID, str, bool]]] = {id_: [] for id_ in ids}
        asked = {id_: id_ for id_ in ids}
        while asked:
            kept: dict[UUID, tuple[str, bool]] = {}
            for some in range(0, len(asked), _MOST):
                kept |= self._store.texts(list(asked)[some : some + _MOST])
            for id_ in kept:
                found[asked[id_]].append((id_, *kept[id_]))
            asked = {uuid5(asked[id_], str(len(found[asked[id_]]))): asked[id_] for id_ in kept}
        return found

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
