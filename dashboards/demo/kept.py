"""What example lies in a folder, and whether it may be served again.

A folder that was made is served as it is until another one is asked for (other people, something else broken, another
day), this room has a new `VERSION`, or its last day is more than `KEPT_DAYS` ago: the newest weeks would be empty. Then
it is made anew, which takes the place of the old one when it is whole. Whoever comes back tomorrow need not wait, and
finds what they added.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboards.demo.organisation import PEOPLE, Wish

VERSION = 5
KEPT_DAYS = 21
READY = "demo.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in a folder."""

    told: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> "Kept | None":
        """Read what was made in a folder; None when nothing was."""
        try:
            return cls(json.loads((folder / READY).read_text()))
        except (OSError, ValueError):
            return None

    @property
    def last(self) -> date:
        """Its last day."""
        return date.fromisoformat(self.told["last"])

    def wish(self, last: date) -> Wish:
        """Return the same wish, for another day; the usual one where an early version did not keep it."""
        return Wish(last, self.told.get("people", PEOPLE), frozenset(self.told.get("broken", ())))

    def serves(self, wish: Wish, *, exactly: bool = False) -> bool:
        """Tell whether it can be served for a wish; `exactly`: its last day must be the one wished for."""
        if any(self.told.get(name) != value for name, value in recipe(wish).items()):
            return False
        age = (wish.last - self.last).days
        return age == 0 if exactly else 0 <= age <= KEPT_DAYS


def recipe(wish: Wish) -> dict[str, Any]:
    """Return what makes two examples the same, but for the day."""
    return {"version": VERSION, "people": wish.people, "broken": sorted(wish.broken), "seed": wish.seed}
