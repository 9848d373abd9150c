"""Credentials: the keys tools sign in with.

Every request asks for one, so all of them are held in memory: one process owns the record, and whatever changes them
goes through here.
"""

import threading
from typing import Any

from lrs.errors import Conflict
from lrs.store.database import Database
from lrs.store.promise import Credential
from lrs.store.questions import sql
from lrs.store.tasks import Task, Tasks
from lrs.store.writer import Cursor, Writer
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
        self._known: dict[str, Credential] | None = None
        self._lock = threading.Lock()

    def get(self, key: str) -> Credential | None:
        """Return a credential by its key."""
        known = self._known
        return (self._read() if known is None else known).get(key)

    def _read(self) -> dict[str, Credential]:
        """Read them inside the lock that `_forget` takes after a commit, so that nothing revoked can come back."""
        with self._lock:
            if self._known is None:
                self._known = {one.key: one for one in self.every()}
            return self._known

    def _forget(self) -> None:
        with self._lock:
            self._known = None

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
        self._forget()

    def revoke(self, key: str) -> bool:
        """Remove a credential; False when there was none."""

        def run(cursor: Cursor) -> bool:
            return bool(cursor.execute(sql("delete_credential"), {"key": key}).fetchall()[0][0])

        removed: bool = self._writer.submit(self._tasks, Task(run))
        self._forget()
        return removed
