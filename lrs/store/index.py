"""What filters scan: units, related activities, words, names, definitions, references.

It is written a little after the statements themselves, many at a time, because writing it costs a transaction of 32
statements six times what keeping their texts costs. Whoever asks a question that needs it has it written first, and
after a crash the newest statements are told again from their texts. Only what a lookup by id depends on, voids, never
waits.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from lrs.store import tables
from lrs.store.codec import Codec
from lrs.store.keys import Draft
from lrs.store.learning import Learning
from lrs.store.postings import Postings
from lrs.store.promise import Entry
from lrs.store.questions import sql
from lrs.store.references import References
from lrs.store.rows import KeyOf, Row, row
from lrs.store.tables import KEY, SEQ, SMALL, column, ids
from lrs.store.writer import Cursor, Settle
from lrs.xapi.actor import identifier
from lrs.xapi.version import Version
from schemas.statement import Statement

_statement = msgspec.json.Decoder(Statement)


class _Told:
    """The rows of kept statements: the new ones, and those before, told again from their texts when asked for."""

    def __init__(self, cursor: Cursor, codec: Codec, new: dict[int, Row], key: KeyOf) -> None:
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
        own = [(seq, seq, row) for seq, row in enumerate(rows, first)]
        said = _insert(cursor, own + [(seq, source, sources[source]) for seq, source in pairs])
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
        rows = [row(told.entry, told.body, lambda text: learning.key(text, words)) for told in rows]
    return rows, words


def _again(codec: Codec, id_: UUID, stored: int, body: bytes) -> Entry:
    """Return what was accepted, from the text that is kept of it."""
    head, tail = codec.parts(id_, body)
    statement = _statement.decode(codec.unpack(id_, stored, body))
    kept = statement.authority
    names = [identifier(one) for one in (kept, *(kept.member or ()))] if kept else []
    authority = next(name for name in names if name is not None)
    return Entry(id_, statement, head, tail, Version.V2, authority)


def _insert(cursor: Cursor, said: list[tuple[int, int, Row]]) -> Sequence[Sequence[int | None]]:
    """Insert a row for each agent and each activity; return what `Postings` takes of them.

    One list a column: tuples keep the garbage collector busy.

    Parameters
    ----------
    said
        Who says it, whose it is (`seq` and `source`), and what it is.
    """
    if not said:
        return ()
    each = [told for _, _, told in said for _ in told.agents]
    numbers = [seq for seq, _, told in said for _ in told.agents]
    roles = [role for _, _, told in said for role in told.agents.values()]
    agents = [agent for _, _, told in said for agent in told.agents]
    verbs, objects = [told.verb for told in each], [told.activity for told in each]
    tables.insert(
        cursor,
        "insert_unit",
        seq=column(numbers, SEQ),
        source=column([source for _, source, told in said for _ in told.agents], SEQ),
        role=column(roles, SMALL),
        agent=column(agents, KEY),
        verb=column(verbs, KEY),
        activity=column(objects, KEY),
        registration=ids([told.registration for told in each]),
        authority=column([told.asserter for told in each], KEY),
    )
    activities = [activity for _, _, told in said for activity in told.activities]
    if activities:
        tables.insert(
            cursor,
            "insert_related_activity",
            seq=column([seq for seq, _, told in said for _ in told.activities], SEQ),
            source=column([source for _, source, told in said for _ in told.activities], SEQ),
            activity=column(activities, KEY),
        )
    return numbers, roles, agents, verbs, objects
