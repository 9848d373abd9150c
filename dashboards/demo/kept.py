"""What example lies in a folder, and whether it may be served again.

A folder that was made is served as it is until another one is asked for (another `VERSION` of this room, another number
of people, something else broken), or until its last day is more than `KEPT_DAYS` ago: the newest weeks would be empty.
Then it is made anew, which takes the place of the old one when it is whole. The day is not compared otherwise: whoever
comes back tomorrow need not wait, and finds what they added.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboards.demo.organisation import Wish

VERSION = 2
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

    def serves(self, wish: Wish, *, exactly: bool = False) -> bool:
        """Tell whether it can be served where this is wished for; `exactly`: its last day must be the one wished for."""
        if any(self.told.get(name) != value for name, value in recipe(wish).items()):
            return False
        age = (wish.last - date.fromisoformat(self.told["last"])).days
        return age == 0 if exactly else 0 <= age <= KEPT_DAYS


def recipe(wish: Wish) -> dict[str, Any]:
    """Return what makes two examples the same, but for the day."""
    return {"version": VERSION, "people": wish.people, "broken": sorted(wish.broken), "seed": wish.seed}
