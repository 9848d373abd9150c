"""Credentials: the keys tools sign in with."""

from typing import Any

from lrs.errors import Conflict
from lrs.store.database import Database
from lrs.store.promise import Credential
from lrs.store.questions import sql
from lrs.store.writer import Cursor, Task, Tasks, Writer
from lrs.xapi.version import Version


def _credential(told: tuple[Any, ...]) -> Credential:
    key, label, secret, scopes, version, created = told
    return Credential(key, label, secret, frozenset(scopes.split()), Version(version), created)


class Credentials:
    """The credentials of the record."""

    def __init__(self, database: Database, writer: Writer, tasks: Tasks) -> None:
        self._database = database
        self._writer = writer
        self._tasks = tasks

    def get(self, key: str) -> Credential | None:
        """Return a credential by its key."""
        with self._database.reading() as cursor:
            found = cursor.execute(sql("credential"), {"key": key}).fetchall()
        return _credential(found[0]) if found else None

    def every(self) -> list[Credential]:
        """Return every credential, oldest first."""
        with self._database.reading() as cursor:
            return [_credential(told) for told in cursor.execute(sql("credentials")).fetchall()]

    def add(self, credential: Credential) -> None:
        """Keep a new credential."""

        def run(cursor: Cursor) -> None:
            if cursor.execute(sql("credential"), {"key": credential.key}).fetchall():
                raise Conflict(f"credential {credential.key} exists already")
            told = {"key": credential.key, "label": credential.label, "secret": credential.secret}
            told |= {"scopes": " ".join(sorted(credential.scopes)), "version": credential.version.value}
            cursor.execute(sql("insert_credential"), {**told, "created": credential.created})

        self._writer.submit(self._tasks, Task(run))

    def revoke(self, key: str) -> bool:
        """Remove a credential; False when there was none."""

        def run(cursor: Cursor) -> bool:
            return bool(cursor.execute(sql("delete_credential"), {"key": key}).fetchall()[0][0])

        removed: bool = self._writer.submit(self._tasks, Task(run))
        return removed
