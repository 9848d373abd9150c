"""What the writer learns from statements beyond themselves: words and their keys, names, definitions, authorities."""

from collections.abc import Iterable
from typing import TypeVar

from lrs.store import tables
from lrs.store.keys import Keys
from lrs.store.questions import sql
from lrs.store.rows import Row
from lrs.store.tables import KEY, SEQ, SMALL, TEXT, column
from lrs.store.writer import Cursor, Settle
from lrs.xapi.activity import merge

_LIMIT = 200_000
_RECENT = 50_000  # words and names read at a start: a tenth of a second, and most of what the next statements say
Value = TypeVar("Value")


class Learning:
    """Says only what is new: what was said last is remembered, as far as it fits. Only the writer's thread writes."""

    def __init__(self, keys: Keys, authorities: Iterable[int]) -> None:
        self.keys = keys
        self.authorities = set(authorities)
        self._named: dict[int, str] = {}  # agent → the name it went by last
        self._said: dict[int, int] = {}  # activity → digest of the definition said last
        self._fresh: set[int] = set()  # keys of the words this group is the first to say

    def words(self, cursor: Cursor, guessed: dict[str, int]) -> dict[str, int]:
        """Put new texts into `word`; return the key each has, which is another than guessed if that one was taken."""
        final: dict[str, int] = {}
        added: list[tuple[int, str, int]] = []
        waiting, salt = dict(guessed), 0
        while waiting:
            keys = {"keys": list(set(waiting.values()))}
            taken = dict(cursor.execute(sql("words_by_key"), keys).fetchall()) | {key: text for key, text, _ in added}
            for text, key in waiting.items():
                if key not in taken:
                    taken[key] = text
                    added.append((key, text, salt))
                if taken[key] == text:
                    final[text] = key
            salt += 1
            waiting = {text: self.keys.hash(text, salt) for text in waiting if text not in final}
        self._fresh = {key for key, _, _ in added}
        if added:
            keys_, texts, salts = zip(*added, strict=True)
            columns = {"key": column(keys_, KEY), "text": column(texts, TEXT), "salt": column(salts, SMALL)}
            tables.insert(cursor, "insert_word", **columns)
        return final

    def learn(self, cursor: Cursor, rows: list[Row], first: int) -> Settle:
        """Write the names, definitions and authorities that are new in some rows, which have seqs from `first` on."""
        named = self._names(cursor, rows, first)
        said = self._definitions(cursor, rows)
        authorities = {told.asserter for told in rows if told.asserter is not None} - self.authorities
        if authorities:
            tables.insert(cursor, "insert_authority", agent=column(list(authorities), KEY))

        def settle() -> None:
            self.authorities |= authorities
            _remember(self._named, named)
            _remember(self._said, said)

        return settle

    def recall(self, cursor: Cursor) -> None:
        """Read from the disk what is kept in mind: whatever is few, and the newest of what is many."""
        most = {"most": _RECENT}
        salted = dict(cursor.execute(sql("words_salted")).fetchall())
        self.keys.forget(salted, dict(cursor.execute(sql("words_recent"), most).fetchall()))
        self.authorities = {agent for (agent,) in cursor.execute(sql("authorities")).fetchall()}
        self._named = dict(cursor.execute(sql("names_recent"), most).fetchall())
        self._said.clear()

    def _names(self, cursor: Cursor, rows: list[Row], first: int) -> dict[int, str]:
        said = [
            (agent, name, seq << 16 | place)
            for seq, told in enumerate(rows, first)
            for place, (agent, name) in enumerate(told.names)
            if self._named.get(agent) != name
        ]
        if not said:
            return {}
        agents = list({agent for agent, _, _ in said} - self._fresh)
        known = set(cursor.execute(sql("names_of"), {"agents": agents}).fetchall()) if agents else set()
        new: dict[tuple[int, str], int] = {}
        for agent, name, seen in said:
            if (agent, name) not in known:
                new.setdefault((agent, name), seen)
        if new:
            columns = {
                "agent": column([agent for agent, _ in new], KEY),
                "name": column([name for _, name in new], TEXT),
                "seen": column(list(new.values()), SEQ),
            }
            tables.insert(cursor, "insert_name", **columns)
        return {agent: name for agent, name, _ in said}

    def _definitions(self, cursor: Cursor, rows: list[Row]) -> dict[int, int]:
        said: dict[int, int] = {}
        heard = []
        for told in rows:
            for activity, digest, definition in told.definitions:
                if said.get(activity, self._said.get(activity)) != digest:
                    said[activity] = digest
                    heard.append((activity, definition))
        if heard:
            activities = {"activities": list(said)}
            old = dict(cursor.execute(sql("definitions_of"), activities).fetchall())
            merged: dict[int, str] = dict(old)
            for activity, definition in heard:
                merged[activity] = merge(merged.get(activity), definition)
            _write_definitions(cursor, {key: text for key, text in merged.items() if old.get(key) != text}, old)
        return said


def _write_definitions(cursor: Cursor, changed: dict[int, str], old: dict[int, str]) -> None:
    stale = [activity for activity in changed if activity in old]
    if stale:
        cursor.execute(sql("delete_definitions"), {"activities": stale})
    if changed:
        columns = {"activity": column(list(changed), KEY), "text": column(list(changed.values()), TEXT)}
        tables.insert(cursor, "insert_definition", **columns)


def _remember(memory: dict[int, Value], new: dict[int, Value]) -> None:
    if len(memory) + len(new) > _LIMIT:
        memory.clear()
    memory.update(new)
