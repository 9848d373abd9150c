"""What the writer does with statements: decide which are kept, number them, tell all their rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import duckdb

from lrs.errors import Conflict, Refusal
from lrs.store import tables
from lrs.store.clock import Clock
from lrs.store.codec import Codec
from lrs.store.index import Index, worded
from lrs.store.keys import Draft
from lrs.store.promise import Entry
from lrs.store.questions import sql
from lrs.store.rows import Row, row
from lrs.store.tables import BYTES, INSTANT, KEY, SEQ, TEXT, column, ids
from lrs.store.writer import Cursor, Request, Settle
from lrs.xapi import timestamp
from lrs.xapi.equivalence import equivalent
from lrs.xapi.statement import stored_text


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

    def __init__(self, clock: Clock, codec: Codec, index: Index, last: int) -> None:
        self._clock = clock
        self.codec = codec
        self.index = index
        self.last = last
        self.watch: Callable[[Sequence[Row]], None] = lambda _: None  # told what was committed

    def nothing(self) -> Batch:
        """Return a batch of no statements, which asks that the index be written."""
        return Batch([], {}, whole=True, generation=self.codec.generation)

    @property
    def waiting(self) -> int:
        """How many statements the index waits for."""
        return self.index.waiting

    def request(self) -> Request:
        """Return what writes the index."""
        return Request(self, self.nothing(), 0)

    def apply(self, cursor: Cursor, requests: Sequence[Request]) -> Settle:
        """Keep what is new; refuse what contradicts what is kept."""
        for request in requests:
            self._renew(request.work)
        kept = self._keep_all(cursor, requests)
        if kept is None:
            cursor.execute("ROLLBACK")  # nothing of another kind was written yet: statements are the first of a group
            cursor.execute("BEGIN")
            kept = self._keep_some(cursor, requests)
        rows, new, learn = kept
        now = not all(request.work.rows for request in requests) or self.index.must_follow(rows)
        index = self.index.write(cursor, rows, new) if now else self.index.later(rows, new)
        last = self.last + len(rows)

        def settle() -> None:
            self.last = last
            learn()
            index()
            self.watch(rows)

        return settle

    def _renew(self, batch: Batch) -> None:
        """Pack and tell again what was made for the record as it was before an erasure."""
        if batch.generation != self.codec.generation:
            batch.generation = self.codec.generation
            entries = [told.entry for told in batch.rows]
            draft = Draft(self.index.learning.keys, {})
            bodies = self.codec.pack([entry.said for entry in entries])
            batch.rows = [row(entry, body, draft) for entry, body in zip(entries, bodies, strict=True)]
            batch.new = draft.new

    def _keep_all(self, cursor: Cursor, requests: Sequence[Request]) -> "_Kept | None":
        """Insert everything, if every id is new: then there is nothing to decide. Otherwise return None.

        That an id is there already is left to the index of the table to find: to ask first takes as long again. The
        error ends the transaction, which is then begun anew.
        """
        batches: list[Batch] = [request.work for request in requests]
        rows = [told for batch in batches for told in batch.rows]
        if len({told.id for told in rows}) != len(rows):
            return None
        try:
            kept = self._insert_kept(cursor, rows, {text: key for batch in batches for text, key in batch.new.items()})
        except duckdb.ConstraintException:
            return None
        for request in requests:
            request.outcome = [True] * len(request.work.rows)
        return kept

    def _keep_some(self, cursor: Cursor, requests: Sequence[Request]) -> "_Kept":
        """Insert what is new, after deciding each."""
        draft = Draft(self.index.learning.keys, {})
        accepted = [row(told.entry, told.body, draft) for told in self._decide(cursor, requests)]
        return self._insert_kept(cursor, accepted, draft.new)

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

    def _insert_kept(self, cursor: Cursor, rows: list[Row], new: dict[str, int]) -> "_Kept":
        """Insert the texts, with the keys of the authorities, which no index may have learned yet."""
        rows, new, learn = self._authorised(cursor, rows, new)
        if rows:
            first = self._clock.take(len(rows))
            seqs = range(self.last + 1, self.last + 1 + len(rows))
            tables.insert(
                cursor,
                "insert_kept",
                seq=column(seqs, SEQ),
                stored=column(range(first, first + len(rows)), INSTANT),
                id=ids([told.id for told in rows]),
                authority=column([told.authority for told in rows], KEY),
                body=column([told.body for told in rows], BYTES),
            )
            _insert_attachments(cursor, seqs, rows)
        return rows, new, learn

    def _authorised(self, cursor: Cursor, rows: list[Row], new: dict[str, int]) -> "_Kept":
        """Make sure of the keys of authorities: a text that is kept names its own."""
        unsure = {told.entry.authority: told.authority for told in rows if told.entry.authority in new}
        if not unsure:
            return rows, new, _nothing
        learning = self.index.learning
        rows, words = worded(cursor, learning, rows, unsure)
        return rows, new | words, lambda: learning.keys.learn(words)


_Kept = tuple[list[Row], dict[str, int], Settle]
"""Rows that were inserted, the words they are the first to say, and what to do once it is on disk."""


def _nothing() -> None:
    return None


def _insert_attachments(cursor: Cursor, seqs: Sequence[int], rows: list[Row]) -> None:
    attached = [sha2 for told in rows for sha2 in told.entry.attachments]
    if attached:
        places = column([seq for seq, told in zip(seqs, rows, strict=True) for _ in told.entry.attachments], SEQ)
        tables.insert(cursor, "insert_attachment", seq=places, sha2=column(attached, TEXT))


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
    kept = old.encode()
    if not kept.startswith(entry.head):
        return False
    stored = kept[len(entry.head) + 1 :].partition(b'"')[0]
    return old == stored_text(entry, stored.decode())
