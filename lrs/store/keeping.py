"""What the writer does with statements: decide which are kept, number them, tell all their rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from lrs.errors import Conflict, Refusal
from lrs.store import tables
from lrs.store.clock import Clock
from lrs.store.codec import Codec
from lrs.store.keys import Draft
from lrs.store.learning import Learning
from lrs.store.promise import Entry
from lrs.store.questions import sql
from lrs.store.references import References
from lrs.store.rows import Row, row
from lrs.store.tables import BYTES, INSTANT, KEY, SEQ, SMALL, TEXT, column, ids
from lrs.store.writer import Cursor, Request, Settle
from lrs.xapi import timestamp
from lrs.xapi.equivalence import equivalent
from lrs.xapi.statement import stored_text

FEW = 256  # up to here it is quicker to ask which ids are there than to have the INSERT find out


@dataclass(slots=True)
class Batch:
    """Statements of one request, told as rows, with the keys nobody had seen before."""

    rows: list[Row]
    new: dict[str, int]
    whole: bool  # all or none
    generation: int  # of the record they were packed for


class Keeping:
    """Keeps batches. Only the writer's thread comes here."""

    order = 0

    def __init__(self, clock: Clock, codec: Codec, learning: Learning, references: References, last: int) -> None:
        self._clock = clock
        self.codec = codec
        self.learning = learning
        self.references = references
        self.last = last
        self.watch: Callable[[Sequence[Row]], None] = lambda _: None  # told what was committed

    def apply(self, cursor: Cursor, requests: Sequence[Request]) -> Settle:
        """Keep what is new; refuse what contradicts what is kept."""
        for request in requests:
            self._renew(request.work)
        kept = self._keep_all(cursor, requests)
        if kept is None:
            cursor.execute("ROLLBACK")  # nothing else was written yet: statements are the first kind of a group
            cursor.execute("BEGIN")
            kept = self._keep_some(cursor, requests)
        rows, words = kept
        settles = self.learning.learn(cursor, rows, self.last + 1), self._insert_rows(cursor, rows)
        last = self.last + len(rows)

        def settle() -> None:
            self.last = last
            self.learning.keys.learn(words)
            for one in settles:
                one()
            self.watch(rows)

        return settle

    def _renew(self, batch: Batch) -> None:
        """Pack and tell again what was made for the record as it was before an erasure."""
        if batch.generation != self.codec.generation:
            batch.generation = self.codec.generation
            entries = [told.entry for told in batch.rows]
            draft = Draft(self.learning.keys, {})
            batch.rows = [row(entry, self.codec.pack(entry.id, entry.head, entry.tail), draft) for entry in entries]
            batch.new = draft.new

    def _keep_all(self, cursor: Cursor, requests: Sequence[Request]) -> "_Kept | None":
        """Insert everything, if every id is new: then there is nothing to decide. Otherwise return None."""
        batches: list[Batch] = [request.work for request in requests]
        rows = [told for batch in batches for told in batch.rows]
        if len({told.id for told in rows}) != len(rows):
            return None
        few = len(rows) <= FEW
        if few and cursor.execute(sql("ids_kept"), {"ids": [told.entry.id for told in rows]}).fetchall():
            return None
        rows, words = self._worded(cursor, rows, {text: key for batch in batches for text, key in batch.new.items()})
        if self._insert_kept(cursor, rows, "insert_kept" if few else "insert_kept_if_new") != len(rows):
            return None
        for request in requests:
            request.outcome = [True] * len(request.work.rows)
        return rows, words

    def _keep_some(self, cursor: Cursor, requests: Sequence[Request]) -> "_Kept":
        """Insert what is new, after deciding each."""
        draft = Draft(self.learning.keys, {})
        accepted = [row(told.entry, told.body, draft) for told in self._decide(cursor, requests)]
        rows, words = self._worded(cursor, accepted, draft.new)
        self._insert_kept(cursor, rows, "insert_kept")
        return rows, words

    def _decide(self, cursor: Cursor, requests: Sequence[Request]) -> list[Row]:
        """Set each request's outcome, in the order they came; return what is to be kept."""
        wanted = {told.entry.id for request in requests for told in request.work.rows}
        kept = {
            id_: self.codec.unpack(id_, stored, body)
            for id_, _, stored, body, _ in cursor.execute(sql("kept_by_id"), {"ids": list(wanted)}).fetchall()
        }
        accepted: list[Row] = []
        for request in requests:
            batch: Batch = request.work
            verdicts, texts = _judge(batch, kept)
            refusal = next((one for one in verdicts if isinstance(one, Refusal)), None)
            if batch.whole and refusal is not None:
                request.error = refusal
                continue
            request.outcome = verdicts
            kept.update(texts)
            accepted += [told for told, verdict in zip(batch.rows, verdicts, strict=True) if verdict is True]
        return accepted

    def _worded(self, cursor: Cursor, rows: list[Row], new: dict[str, int]) -> "_Kept":
        """Give every new text its key; when one was taken by another text, tell the rows again."""
        words = self.learning.words(cursor, new)
        if words != new:
            rows = [row(told.entry, told.body, lambda text: self.learning.key(text, words)) for told in rows]
        return rows, words

    def _insert_kept(self, cursor: Cursor, rows: list[Row], question: str) -> int:
        if not rows:
            return 0
        first = self._clock.take(len(rows))
        return tables.insert(
            cursor,
            question,
            seq=column(range(self.last + 1, self.last + 1 + len(rows)), SEQ),
            stored=column(range(first, first + len(rows)), INSTANT),
            id=ids([told.id for told in rows]),
            authority=column([told.authority for told in rows], KEY),
            body=column([told.body for told in rows], BYTES),
        )

    def _insert_rows(self, cursor: Cursor, rows: list[Row]) -> Settle:
        seqs = range(self.last + 1, self.last + 1 + len(rows))
        _insert_units(cursor, seqs, rows)
        activities = [activity for told in rows for activity in told.activities]
        if activities:
            places = column([seq for seq, told in zip(seqs, rows, strict=True) for _ in told.activities], SEQ)
            keys = column(activities, KEY)
            tables.insert(cursor, "insert_related_activity", seq=places, source=places, activity=keys)
        attached = [sha2 for told in rows for sha2 in told.entry.attachments]
        if attached:
            places = column([seq for seq, told in zip(seqs, rows, strict=True) for _ in told.entry.attachments], SEQ)
            tables.insert(cursor, "insert_attachment", seq=places, sha2=column(attached, TEXT))
        return self.references.follow(cursor, seqs, rows)


_Kept = tuple[list[Row], dict[str, int]]
"""Rows whose keys are sure, and the words that will be on disk with them."""


def _insert_units(cursor: Cursor, seqs: Sequence[int], rows: list[Row]) -> None:
    """Insert a row for each agent. One list a column: a tuple a row would keep the garbage collector busy."""
    if not rows:
        return
    each = [told for told in rows for _ in told.agents]
    places = column([seq for seq, told in zip(seqs, rows, strict=True) for _ in told.agents], SEQ)
    tables.insert(
        cursor,
        "insert_unit",
        seq=places,
        source=places,
        role=column([role for told in rows for role in told.agents.values()], SMALL),
        agent=column([agent for told in rows for agent in told.agents], KEY),
        verb=column([told.verb for told in each], KEY),
        activity=column([told.activity for told in each], KEY),
        registration=ids([told.registration for told in each]),
        authority=column([told.asserter for told in each], KEY),
    )


def _judge(batch: Batch, kept: dict[UUID, str]) -> tuple[list[Refusal | bool], dict[UUID, str]]:
    """Return a verdict for each statement of a batch, and the texts it would add to what is kept."""
    texts: dict[UUID, str] = {}
    verdicts: list[Refusal | bool] = []
    for told in batch.rows:
        entry = told.entry
        old = kept.get(entry.id) or texts.get(entry.id)
        if old is None:
            texts[entry.id] = stored_text(entry, timestamp.text(0))
            verdicts.append(True)
        else:
            verdicts.append(_compare(old, entry))
    return verdicts, texts


def _compare(old: str, entry: Entry) -> Refusal | bool:
    if _is_copy(old, entry) or equivalent(old, stored_text(entry, timestamp.text(0)), entry.version):
        return False
    return Conflict(f"statement {entry.id} is kept already and says something else")


def _is_copy(old: str, entry: Entry) -> bool:
    """Tell whether an entry is what is kept, letter for letter but for `stored`: sent again, imported again."""
    if not old.startswith(entry.head):
        return False
    stored = old[len(entry.head) + 1 :].partition('"')[0]
    return old == stored_text(entry, stored)
