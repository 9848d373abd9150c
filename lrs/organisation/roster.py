"""Who is who: people by key, by number, by identifier, and which of them are one human."""

from typing import Any

from lrs.organisation.cells import identifier
from lrs.store.promise import Organisation


class Roster:
    """The people that are kept."""

    def __init__(self, organisation: Organisation) -> None:
        rows = organisation.rows("person")
        self.by_key: dict[str, dict[str, Any]] = {row["key"]: row for row in rows}
        self.by_number: dict[int, dict[str, Any]] = {row["person"]: row for row in rows}
        self.owner: dict[str, int] = {
            row["identifier"]: row["person"] for row in organisation.rows("person_identifier")
        }
        self.identifiers: dict[int, list[str]] = {}
        for text, number in self.owner.items():
            self.identifiers.setdefault(number, []).append(text)
        self.units: dict[int, list[str]] = {}
        for row in sorted(organisation.rows("membership"), key=lambda row: int(row["position"])):
            self.units.setdefault(row["person"], []).append(row["unit"])
        self.merges = [row for row in organisation.rows("person_merge") if not row["undone"]]
        self._into = {row["merged"]: row["kept"] for row in self.merges}
        self.next = max(self.by_number, default=0) + 1

    def human(self, number: int) -> int:
        """Return the number of the person that another counts as."""
        while number in self._into:
            number = self._into[number]
        return number

    def find(self, text: str) -> str | None:
        """Return the key of the person a key or an identifier names."""
        if text in self.by_key:
            return text
        try:
            number = self.owner.get(identifier(text))
        except ValueError:
            return None
        return None if number is None else str(self.by_number[number]["key"])

    def all_units(self, number: int) -> list[str]:
        """Return the units of a human: of every person that counts as it."""
        human = self.human(number)
        others = [one for one in self._into if self.human(one) == human]
        return [unit for one in (human, *others) for unit in self.units.get(one, ())]
