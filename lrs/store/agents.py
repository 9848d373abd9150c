"""Agents: what was seen of each (1.0.3 Communication 2.4)."""

from lrs.store.database import Database
from lrs.store.keys import Keys
from lrs.store.promise import Person
from lrs.store.questions import sql
from lrs.store.statements import key_of


class Agents:
    """The agents of the record."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def person(self, identifier: str) -> Person | None:
        """Return what was seen of an agent, or None."""
        with self._database.reading() as cursor:
            key = key_of(cursor, self._keys, identifier)
            if key is None:
                return None
            names = cursor.execute(sql("names_of"), {"agents": [key]}).fetchall()
        return Person(identifier, tuple(name for _, name in names))
