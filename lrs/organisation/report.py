"""What an import did, or would do."""

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from lrs.organisation.french import french

_EXAMPLES = 50
# What would tell somebody who answers for some units of people and units of others: its mark in a reason, and what is
# said instead.
_TELLING = {
    "not among yours": (FOREIGN := "this is not of your units, or is somebody else's already"),
    "no unit of yours": FOREIGN,
    "already that of": (
        TAKEN := "somebody has this identifier already: correct it, or ask an administrator whether both are one person"
    ),
    "no unit is called": FOREIGN,
    "counted already in the figure of": "is counted already in a figure of more than your units, of the same month",
    "write the path": "several units are called that: write the path",
}


def verdict(refused: int, rows: int) -> str:
    """Say that a file is refused: so many of its rows, or all of it before any row was read."""
    what = f"{refused} of {rows} rows are" if rows else "the file is"
    return f"{what} refused, and nothing was written"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused, and in which column it shows. Row numbers are a spreadsheet's."""

    row: int
    column: str
    reason: str

    def why(self, language: str = "en") -> str:
        """Tell the reason in a language."""
        return french(self.reason) if language == "fr" else self.reason

    def sentence(self, language: str = "en") -> str:
        """Tell place and reason in one sentence."""
        row, column, colon = ("ligne", "colonne", " :") if language == "fr" else ("row", "column", ":")
        place = f"{row} {self.row}, {column} {self.column}" if self.column else f"{row} {self.row}"
        return f"{place}{colon} {self.why(language)}"


@dataclass(slots=True)
class Report:
    """What became of a file: all of it was written (`applied`), or none.

    `changes` are the first rows that are new or different: their key, and each value that changes, old and new.
    `notes` say what follows from the rows without standing in one: new units, values that were left alone.
    """

    kind: str
    said: str = ""
    headings: dict[str, str] = field(default_factory=dict)  # as the file writes them → the column they were read as
    ignored: list[str] = field(default_factory=list)
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    statements: int = 0  # told anew
    problems: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applied: bool = False

    @property
    def refused(self) -> int:
        """How many rows cannot be taken."""
        return len({one.row for one in self.problems})

    def refuse(self, row: int, column: str, reason: str) -> None:
        """Note why a row cannot be taken."""
        self.problems.append(Problem(row, column, reason))

    def keep_to_own(self) -> None:
        """Say nothing of units and people that whoever brings the file does not answer for, but that it is not theirs.

        Why a row is out of reach would tell where somebody is, and what it would change, or that it would change
        nothing, what is kept of them.
        """
        told = (
            replace(one, reason=next((told for mark, told in _TELLING.items() if mark in one.reason), one.reason))
            for one in self.problems
        )
        self.problems = list(dict.fromkeys(told))  # how often something is refused could tell why
        if self.problems:
            self.changes, self.notes = [], []
            self.added = self.changed = self.unchanged = self.statements = 0

    def settle(self, row: int, key: str, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
        """Count a row as added, changed or unchanged; tell whether there is something to write."""
        if before is None:
            self.added += 1
            what = {name: [None, value] for name, value in after.items() if value not in (None, [], "")}
        else:
            what = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
            self.changed += bool(what)
            self.unchanged += not what
        if what and len(self.changes) < _EXAMPLES:
            self.changes.append({"row": row, "key": key, "new": before is None, "values": what})
        return bool(what) or before is None

    def remarks(self, language: str = "en") -> list[str]:
        """Return how the file was read, and what follows from its rows, in a language."""
        told = [text for text in (self.said, *self.notes) if text]
        return [french(text) for text in told] if language == "fr" else told

    def told(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        names = ("kind", "said", "headings", "ignored", "rows", "added", "changed", "unchanged", "statements")
        return {
            **{name: getattr(self, name) for name in names},
            "refused": self.refused,
            "problems": [
                {"row": one.row, "column": one.column, "reason": one.reason, "sentence": one.sentence()}
                for one in sorted(self.problems, key=lambda one: one.row)
            ],
            "changes": msgspec.to_builtins(self.changes),
            "notes": self.notes,
            "applied": self.applied,
        }
