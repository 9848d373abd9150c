"""Keys that stand for texts in the tables that filters scan.

A key is BLAKE2b of the text, of as many bytes as the record says (`meta`, 'key_bytes'): four, of which a million texts
meet on a hundred. Two texts may meet on one key: the table `word` keeps every text beside its key, the second comer
gets the key of another salt, and no key is used before its text was compared.
"""

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import blake2b

from lrs.store.database import Cursor
from lrs.store.questions import sql
from lrs.xapi.remembered import Remembered
from schemas.statement import Definition

Hash = Callable[[str, int], int]
Agents = tuple[tuple[int, ...], tuple[tuple[int, str], ...]]
"""Agents, and the names they go by."""
Activities = tuple[frozenset[int], tuple[tuple[int, int, Definition], ...]]
"""Activities, and of those that are defined a digest of the definition, and that."""
_LIMIT = 200_000


def hashed(text: str, salt: int, size: int = 8) -> int:
    """Return the key of so many bytes that a text gets, unless it is taken; then the one of the next salt."""
    return int.from_bytes(blake2b(text.encode(), digest_size=size, salt=bytes([salt])).digest())


def hash_of(cursor: Cursor) -> Hash:
    """Return what gives the keys of a record, of as many bytes as it has them."""
    return partial(hashed, size=cursor.execute(sql("key_bytes")).fetchall()[0][0])


class Facts:
    """What was told of agents and of activities before, in keys: each part with what it says, by the part's address.

    A part that is kept here lives on, so that no other has its address.
    """

    def __init__(self) -> None:
        self.agents: Remembered[int, tuple[object, Agents]] = Remembered()
        self.activities: Remembered[int, tuple[object, Activities]] = Remembered()


class Keys:
    """The keys of texts known to be in `word`, as many as fit; the rest are asked for again."""

    def __init__(self, salted: dict[str, int], hash_: Hash) -> None:
        self.hash = hash_
        self._salted = dict(salted)
        self._known: dict[str, int] = dict(salted)
        self.facts = Facts()

    def known(self, text: str) -> int | None:
        """Return the key of a text, if it is at hand."""
        return self._known.get(text)

    def reader(self) -> Callable[[str], int | None]:
        """Return what tells the key of a text quickest, good for a short while."""
        return self._known.get

    def learn(self, found: dict[str, int]) -> None:
        """Remember keys that are on disk."""
        if len(self._known) + len(found) > _LIMIT:
            self._known = dict(self._salted)
        for text, key in found.items():
            if key != self.hash(text, 0):
                self._salted[text] = key
            self._known[text] = key

    def forget(self, salted: dict[str, int], recent: dict[str, int]) -> None:
        """Ask the disk again for everything but some texts it was just asked for."""
        self._salted = dict(salted)
        self._known = recent | salted
        self.facts = Facts()


class Draft:
    """Gives texts their keys. `new` has those not known to be on disk: what it begins with holds. For one batch."""

    def __init__(self, keys: Keys, new: dict[str, int]) -> None:
        self.facts = keys.facts
        self._known = keys.reader()
        self._hash = keys.hash
        self.new = new

    def __call__(self, text: str) -> int:
        """Return the key of a text, or the one it will have if nobody has it."""
        key = self._known(text)
        if key is None:
            key = self.new.get(text)
        if key is None:
            key = self.new[text] = self._hash(text, 0)
        return key

    def certain(self, texts: Iterable[str]) -> bool:
        """Whether the keys of these texts are those they will always have."""
        return None not in map(self._known, texts)
