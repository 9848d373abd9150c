"""What filters scan: units, related activities, words, names, definitions, references.

It is written a little after the statements themselves, many at a time, because writing it costs a transaction of 32
statements six times what keeping their texts costs. Whoever asks a question that needs it has it written first, and
after a crash the newest statements are told again from their texts. Only what a lookup by id depends on, voids, never
waits.
"""

from collections.abc import Collection, Sequence, Sized
from uuid import UUID

import msgspec
import numpy as np
import pyarrow as pa

from lrs.store import tables
from lrs.store.codec import Codec
from lrs.store.keys import Draft
from lrs.store.learning import Learning
from lrs.store.postings import Postings
from lrs.store.promise import Entry
from lrs.store.questions import sql
from lrs.store.references import References
from lrs.store.rows import Row, row
from lrs.store.tables import KEY, SEQ, SMALL, column, ids
from lrs.store.writer import Cursor, Settle
from lrs.xapi.actor import identifier
from lrs.xapi.version import Version
from schemas.statement import Statement

_statement = msgspec.json.Decoder(Statement)


class _Told:
    """The rows of kept statements: the new ones, and those before, told again from their texts when asked for."""

    def __init__(self, cursor: Cursor, codec: Codec, new: dict[int, Row], key: Draft) -> None:
        self.new = new
        self._cursor = cursor
        self._codec = codec
        self._key = key
        self._old: dict[int, Row] = {}

    def old(self, seqs: Collection[int]) -> dict[int, Row]:
        """Return the rows of some that were there before."""
        missing = [seq for seq in seqs if seq not in self._old]
        if missing:
            for seq, stored, id_, body in self._cursor.execute(sql("kept_by_seq"), {"seqs": missing}).fetchall():
                self._old[seq] = row(_again(self._codec, id_, stored, body), b"", self._key)
        return {seq: self._old[seq] for seq in seqs}

    def of(self, seqs: Collection[int]) -> dict[int, Row]:
        """Return the rows of some, new or old."""
        old = self.old([seq for seq in seqs if seq not in self.new])
        return {seq: self.new[seq] if seq in self.new else old[seq] for seq in seqs}


class Index:
    """Follows the kept statements. Only the writer's thread changes it."""

    def __init__(self, codec: Codec, learning: Learning, references: References, postings: Postings) -> None:
        self._codec = codec
        self.learning = learning
        self.references = references
        self.postings = postings
        self.upto = 0  # seq of the newest statement that is in it, and on disk
        self._waiting: list[Row] = []  # of the statements after that one, in their order
        self._new: dict[str, int] = {}

    @property
    def waiting(self) -> int:
        """How many statements wait to be written."""
        return len(self._waiting)

    def must_follow(self, rows: Sequence[Row]) -> bool:
        """Tell whether these statements cannot wait.

        What voids, or was voided before it came, changes what a lookup by id answers; that a sender may not define
        activities is in no text a crash leaves.
        """
        references = self.references
        return any(told.voids or not told.entry.defines or references.awaits(told.id) for told in rows)

    def later(self, rows: list[Row], new: dict[str, int]) -> Settle:
        """Let statements wait, once they are on disk; `new` are the words nobody had said before."""

        def settle() -> None:
            self._waiting += rows
            self._new |= new

        return settle

    def write(self, cursor: Cursor, rows: list[Row], new: dict[str, int]) -> Settle:
        """Write what waits, and then these statements, which are the next."""
        first, draft = self.upto + 1, Draft(self.learning.keys, self._new | new)
        told = _Told(cursor, self._codec, dict(enumerate(self._waiting + rows, first)), draft)
        pairs, referred = self.references.follow(cursor, told)
        sources = told.of({source for _, source in pairs})
        known = len(told.new)
        everything, words = worded(cursor, self.learning, [*told.new.values(), *sources.values()], draft.new)
        rows, sources = everything[:known], dict(zip(sources, everything[known:], strict=True))
        own = range(first, first + known)
        saying, whose = [*own, *(seq for seq, _ in pairs)], [*own, *(source for _, source in pairs)]
        said = _insert(cursor, saying, whose, rows + [sources[source] for _, source in pairs])
        settles = self.learning.learn(cursor, rows, first), referred

        def settle() -> None:
            self.postings.add(said)
            self._waiting, self._new = [], {}
            self.learning.keys.learn(words)
            for one in settles:
                one()
            self.upto += len(rows)  # last: who waits for it asks the others

        return settle

    def recall(self, cursor: Cursor) -> None:
        """Let the statements wait that a crash, or another file, left out of it."""
        self.upto = next((seq for (seq,) in cursor.execute(sql("last_indexed")).fetchall()), 0)
        draft = Draft(self.learning.keys, {})
        left = cursor.execute(sql("kept_after"), {"seq": self.upto}).fetchall()
        self._waiting = [row(_again(self._codec, *one), b"", draft) for one in left]
        self._new = draft.new


def worded(
    cursor: Cursor, learning: Learning, rows: list[Row], new: dict[str, int]
) -> tuple[list[Row], dict[str, int]]:
    """Give every new text its key; when one was taken by another text, tell the rows again."""
    words = learning.words(cursor, new)
    if words != new:
        draft = Draft(learning.keys, dict(words))
        rows = [row(told.entry, told.body, draft) for told in rows]
    return rows, words


def _again(codec: Codec, id_: UUID, stored: int, body: bytes) -> Entry:
    """Return what was accepted, from the text that is kept of it."""
    head, tail = codec.parts(id_, body)
    statement = _statement.decode(codec.unpack(id_, stored, body))
    kept = statement.authority
    names = [identifier(one) for one in (kept, *(kept.member or ()))] if kept else []
    authority = next(name for name in names if name is not None)
    return Entry(id_, statement, head, tail, Version.V2, authority)


def _insert(cursor: Cursor, seqs: list[int], sources: list[int], rows: list[Row]) -> pa.RecordBatch | None:
    """Insert a row for each agent and each activity; return those of agents.

    Parameters
    ----------
    seqs, sources, rows
        Who says it, whose it is, and what it is: as long as each other.
    """
    if not rows:
        return None
    of_agents = _places([told.agents for told in rows])
    seq, source = column(seqs, SEQ), column(sources, SEQ)
    unit = {
        "seq": seq.take(of_agents),
        "source": source.take(of_agents),
        "role": column([role for told in rows for role in told.agents.values()], SMALL),
        "agent": column([agent for told in rows for agent in told.agents], KEY),
        "verb": column([told.verb for told in rows], KEY).take(of_agents),
        "activity": column([told.activity for told in rows], KEY).take(of_agents),
        "registration": ids([told.registration for told in rows]).take(of_agents),
        "authority": column([told.asserter for told in rows], KEY).take(of_agents),
    }
    tables.insert(cursor, "insert_unit", **unit)
    activities = [activity for told in rows for activity in told.activities]
    if activities:
        of_activities = _places([told.activities for told in rows])
        related = {"seq": seq.take(of_activities), "source": source.take(of_activities)}
        tables.insert(cursor, "insert_related_activity", activity=column(activities, KEY), **related)
    return pa.record_batch(unit)


def _places(each: Sequence[Sized]) -> pa.Array:
    """Return the place of each collection, once for everything in it."""
    return pa.array(np.repeat(np.arange(len(each)), [len(one) for one in each]))
