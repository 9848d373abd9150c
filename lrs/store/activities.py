"""Activities: what was said of each, merged (1.0.3 Communication 2.5)."""

from collections.abc import Sequence

from lrs.store.database import Database
from lrs.store.keys import Keys
from lrs.store.questions import sql
from lrs.store.statements import key_of


class Activities:
    """The activities of the record."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def definitions(self, iris: Sequence[str]) -> dict[str, str]:
        """Return the merged definitions of those activities that have one."""
        with self._database.reading() as cursor:
            keys = {key_of(cursor, self._keys, iri): iri for iri in iris}
            known = {key: iri for key, iri in keys.items() if key is not None}
            if not known:
                return {}
            found = cursor.execute(sql("definitions_of"), {"activities": list(known)}).fetchall()
        return {known[key]: text for key, text in found}
