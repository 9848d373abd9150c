"""The tree of units: how a text names one, how the tree grows, who is under whom. Pure."""

from collections.abc import Iterable
from typing import Any

from lrs.errors import BadRequest
from lrs.recipes.readers import plain

_STEP = " > "


class Tree:
    """The units that are kept, and those an import adds or moves.

    Whoever answers for some of them (`own`, None for all) means one of these by a title that others have, too.
    """

    def __init__(self, rows: Iterable[dict[str, Any]], own: frozenset[str] | None = None) -> None:
        self._own = own
        self.units: dict[str, dict[str, Any]] = {row["key"]: dict(row) for row in rows}
        self.kept = {key: dict(row) for key, row in self.units.items()}
        self._by_title: dict[str, dict[str, None]] = {}
        self._moved: dict[str, str | None] = {}
        for key in self.units:
            self._learn(key)

    def find(self, text: str) -> str | None:
        """Return the key of the unit a text names: its key, its path, or its title when only one has it.

        Raises
        ------
        ValueError
            When several units have this title.
        """
        if text in self.units:
            return text
        path = _parts(text)
        found = [key for key in self._by_title.get(plain(path[-1]), ()) if self._is_at(key, path)]
        if len(found) > 1 and self._own is not None:
            found = [key for key in found if self.is_within(key, self._own)] or found[:1]
        if len(found) > 1:
            raise ValueError(f"could be {' or '.join(found[:4])}: write the path")
        return found[0] if found else None

    def named(self, text: str, where: str) -> str:
        """Return the key of the unit a text names; `where` is what says it.

        Raises
        ------
        BadRequest
            When no unit, or several, are called so.
        """
        try:
            key = self.find(text)
        except ValueError as error:
            raise BadRequest(f"{where}: {text[:60]!r} {error}") from None
        if key is None:
            raise BadRequest(f"{where}: no unit is called {text[:60]!r}; import people or units first")
        return key

    def place(self, text: str, parent: str | None = None) -> str:
        """Return the key of the unit a text names, under a parent where one is given; the tree grows as needed.

        Raises
        ------
        ValueError
            When the text is no path, names several units, or would make a unit its own ancestor.
        """
        if parent is not None:
            return self._under(text, self.place(parent))
        known = self.find(text)
        if known is not None:
            return known
        above: str | None = None
        for depth, part in enumerate(path := _parts(text)):
            key = self.find(part) if above is None else self._child(above, part)
            if key is None:
                key = part if above is None else f"{above}{_STEP}{part}"
                self._add(key, above, path[depth])
            above = key
        return str(above)

    def move(self, key: str, parent: str | None) -> None:
        """Put a unit under another.

        Raises
        ------
        ValueError
            When another row puts it elsewhere, or when it would be above itself.
        """
        if self._moved.setdefault(key, parent) != parent:
            raise ValueError(f"stands under {self._moved[key]} in another row")
        if parent is not None and key in (parent, *self.above(parent)):
            raise ValueError(f"would be above itself: {parent} is {'the same' if parent == key else 'below it'}")
        self.units[key]["parent"] = parent

    def above(self, key: str) -> list[str]:
        """Return the units above one, the nearest first."""
        found: list[str] = []
        parent = self.units[key]["parent"]
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.units[parent]["parent"] if parent in self.units else None
        return found

    def is_within(self, key: str, units: frozenset[str]) -> bool:
        """Tell whether a unit is one of some, or below one of them, now and before the import."""
        if units.isdisjoint((key, *self.above(key))):
            return False
        before = self.kept.get(key)
        while before is not None:
            if before["key"] in units:
                return True
            before = self.kept.get(before["parent"])
        return key not in self.kept

    def changed(self) -> list[dict[str, Any]]:
        """Return the units that are new or not as they were."""
        return [row for key, row in self.units.items() if self.kept.get(key) != row]

    def _under(self, text: str, parent: str) -> str:
        key = self._child(parent, text) or (text if text in self.units else None)
        if key is None:
            *path, title = _parts(text)
            if path and self.find(_STEP.join(path)) != parent:
                raise ValueError(
                    f"stands under {path[-1]} by its path, under {parent} by its parent: write one of them"
                )
            key = f"{parent}{_STEP}{title}" if path else text
            self._add(key, parent, title)
        self.move(key, parent)
        return key

    def _child(self, parent: str, title: str) -> str | None:
        known = self._by_title.get(plain(title), ())
        return next((key for key in known if self.units[key]["parent"] == parent), None)

    def _add(self, key: str, parent: str | None, title: str) -> None:
        blank = {"country": None, "zone": "UTC"}
        self.units[key] = {"key": key, "parent": parent, "title_en": title, "title_fr": title, **blank}
        self._learn(key)

    def _learn(self, key: str) -> None:
        row = self.units[key]
        for name in (key, row["title_en"], row["title_fr"]):
            self._by_title.setdefault(plain(name), {})[key] = None

    def _is_at(self, key: str, path: list[str]) -> bool:
        """Tell whether the units above one are named as a path says."""
        above = self.above(key)
        named = [{plain(key), *(plain(self.units[key][name]) for name in ("title_en", "title_fr"))} for key in above]
        wanted = [plain(part) for part in path[-2::-1]]
        return len(named) >= len(wanted) and all(part in names for part, names in zip(wanted, named, strict=False))


def _parts(path: str) -> list[str]:
    parts = [" ".join(part.split()) for part in path.split(">")]
    if not all(parts):
        raise ValueError("is no path: write for example Group > France > Maintenance")
    return parts
