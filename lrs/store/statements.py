"""Statements: handing them to the writer, and finding them again (1.0.3 Communication 2.1)."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from uuid import UUID

from lrs.errors import Refusal
from lrs.store.codec import AT_ONCE, Packing
from lrs.store.database import Cursor, Database
from lrs.store.keeping import Batch, Keeping
from lrs.store.keys import Draft, Keys
from lrs.store.promise import Entry, Page, Record
from lrs.store.questions import sql
from lrs.store.rows import Row, row
from lrs.store.where import Where, filters, where
from lrs.store.writer import Writer
from lrs.xapi.query import StatementQuery

_CHUNK = 2000


def key_of(cursor: Cursor, keys: Keys, text: str) -> int | None:
    """Return the key of a text, None when the record never met it."""
    known = keys.known(text)
    if known is not None:
        return known
    key = keys.hash(text, 0)
    found = dict(cursor.execute(sql("words_by_key"), {"keys": [key]}).fetchall())
    if found.get(key) != text:
        return None  # not there, or the key is another text's: one of another salt would be known
    keys.learn({text: key})
    return key


class Statements:
    """The statements of the record."""

    def __init__(self, database: Database, writer: Writer, keeping: Keeping) -> None:
        self._database = database
        self._writer = writer
        self._keeping = keeping
        self._codec = keeping.codec
        self._learning = keeping.index.learning
        self._voided = keeping.index.references.voided
        self._postings = keeping.index.postings
        self._lookups = Lookups(database)

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep all of a batch or none."""
        batch = self._batch(entries, whole=True)
        if batch.rows:
            self._writer.submit(self._keeping, batch, len(batch.rows))

    def add_each(self, entries: Sequence[Entry]) -> list[Refusal | bool]:
        """Keep each entry on its own."""
        if not entries:
            return []
        verdicts: list[Refusal | bool] = self._writer.submit(
            self._keeping, self._batch(entries, whole=False), len(entries)
        )
        return verdicts

    def _batch(self, entries: Iterable[Entry], *, whole: bool) -> Batch:
        """Tell entries as rows. Some are packed while the next are taken, which may take as long."""
        generation = self._codec.generation  # before anything is made for it
        draft = Draft(self._learning.keys, {})
        rows: list[Row] = []
        packings: list[Packing] = []
        coming = iter(entries)
        while some := list(islice(coming, AT_ONCE)):
            packings.append(self._codec.packing([entry.said for entry in some]))
            rows += [row(entry, b"", draft) for entry in some]
        for told, body in zip(rows, chain.from_iterable(packed() for packed in packings), strict=True):
            told.body = body
        return Batch(rows, draft.new, whole, generation)

    def indexed(self, upto: int | None = None) -> None:
        """Wait until every statement, or those up to a seq, can be found by what it says."""
        wanted = self._keeping.last if upto is None else upto
        if self._keeping.index.upto < wanted:
            self._writer.submit(self._keeping, self._keeping.nothing())

    def one(self, id_: UUID, *, voided: bool, authority: str | None) -> Record | None:
        """Return one statement that is not voided (or, with `voided`, one that is)."""
        found = self._lookups.find(id_)
        if found is None:
            return None
        _, seq, stored, body, written_by = found
        if (seq in self._voided) != voided:
            return None
        if authority is not None and written_by != self._key(authority):
            return None
        return Record(seq, stored, id_, self._codec.unpack(id_, stored, body))

    def texts(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, bool]]:
        """Return the texts of those statements that are kept, and whether each is voided."""
        with self._database.reading() as cursor:
            found = cursor.execute(sql("kept_by_id"), {"ids": list(ids)}).fetchall()
        return {
            id_: (self._codec.unpack(id_, stored, body), seq in self._voided) for id_, seq, stored, body, _ in found
        }

    def page(self, query: StatementQuery) -> Page:
        """Return one page."""
        ceiling = self._keeping.last if query.ceiling is None else query.ceiling
        if filters(query):
            self.indexed(ceiling)
        with self._database.reading() as cursor:
            found = list(self._found(cursor, replace(query, ceiling=ceiling), query.limit + 1))
        records = tuple(found[: query.limit])
        if len(found) <= query.limit:
            return Page(records)
        return Page(records, after=records[-1].seq, ceiling=ceiling)

    def scan(self, query: StatementQuery, *, voided: bool) -> Iterator[Record]:
        """Stream every statement that meets the query, from one snapshot."""
        if filters(query):
            self.indexed()
        with self._database.reading() as mine:
            cursor = mine.cursor()
            cursor.execute("BEGIN")
            try:
                yield from self._found(cursor, query, None, voided=voided)
            finally:
                cursor.close()

    def _found(
        self, cursor: Cursor, query: StatementQuery, most: int | None, *, voided: bool = False
    ) -> Iterator[Record]:
        """Yield the statements that meet a query, seeking by seq; stop after at least `most`."""
        keys, authorities = self._learning.keys, self._learning.authorities
        told = where(query, lambda text: key_of(cursor, keys, text), authorities.__contains__)
        bounds = _bounds(cursor, query)
        if told is None or bounds is None:
            return
        low, high = bounds
        given, wanted = 0, _CHUNK if most is None else most
        while low < high:
            hits = self._hits(cursor, told, (low, high), wanted, ascending=query.ascending)
            for record in self._records(cursor, hits, voided=voided, ascending=query.ascending):
                yield record
                given += 1
            if len(hits) < wanted or (most is not None and given >= most):
                return
            low, high = (hits[-1], high) if query.ascending else (low, hits[-1] - 1)

    def _records(self, cursor: Cursor, hits: list[int], *, voided: bool, ascending: bool) -> list[Record]:
        if not hits:
            return []
        seqs = set(hits) if voided else {seq for seq in hits if seq not in self._voided}
        found = cursor.execute(sql("kept_by_seq"), {"seqs": list(seqs)}).fetchall()
        found.sort(reverse=not ascending)
        unpack = self._codec.unpack
        return [Record(seq, stored, id_, unpack(id_, stored, body)) for seq, stored, id_, body in found]

    def _hits(self, cursor: Cursor, told: Where, bounds: tuple[int, int], wanted: int, *, ascending: bool) -> list[int]:
        """Return the first seqs in (low, high] that meet the conditions; one found twice may be there twice."""
        if told.asked is not None:
            found = self._postings.find(told.asked, bounds, wanted, ascending=ascending)
            if found is not None:
                return found
        return _scanned(cursor, told, bounds, wanted, ascending=ascending)

    def _key(self, text: str) -> int | None:
        with self._database.reading() as cursor:
            return key_of(cursor, self._learning.keys, text)


def _scanned(cursor: Cursor, told: Where, bounds: tuple[int, int], wanted: int, *, ascending: bool) -> list[int]:
    conditions = f"{told.text()} AND seq > $low AND seq <= $high"
    question = sql("page").format(table=told.table, conditions=conditions, direction="ASC" if ascending else "DESC")
    parameters = {**told.parameters, "low": bounds[0], "high": bounds[1], "wanted": wanted}
    return [seq for (seq,) in cursor.execute(question, parameters).fetchall()]


def _bounds(cursor: Cursor, query: StatementQuery) -> tuple[int, int] | None:
    """Return the bounds of seq (exclusive, inclusive) that the query's instants and its place among pages set."""
    low, high = 0, (1 << 62) if query.ceiling is None else query.ceiling
    if query.since is not None:
        first = cursor.execute(sql("seq_after"), {"instant": query.since}).fetchall()
        if not first:
            return None
        low = first[0][0] - 1
    if query.until is not None:
        last = cursor.execute(sql("seq_until"), {"instant": query.until}).fetchall()
        high = min(high, last[0][0] if last else 0)
    if query.after is not None:
        low, high = (max(low, query.after), high) if query.ascending else (low, min(high, query.after - 1))
    return low, high


Found = tuple[UUID, int, int, bytes, int]


class _Lookup:
    __slots__ = ("answer", "done", "error", "id")

    def __init__(self, id_: UUID) -> None:
        self.id = id_
        self.done = False
        self.answer: Found | None = None
        self.error: BaseException | None = None


class Lookups:
    """Finds statements by id: whoever comes first asks for all who wait, in one question.

    A question costs about a millisecond, whether it names one id or thirty.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._waiting: deque[_Lookup] = deque()

    def find(self, id_: UUID) -> Found | None:
        """Return id, seq, stored, body and authority; None when it is not kept."""
        mine = _Lookup(id_)
        self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                self._answer([self._waiting.popleft() for _ in range(len(self._waiting))])
        if mine.error is not None:
            raise mine.error
        return mine.answer

    def _answer(self, lookups: list[_Lookup]) -> None:
        try:
            with self._database.reading() as cursor:
                if len(lookups) == 1:
                    cursor.execute(sql("kept_by_one_id"), {"id": lookups[0].id})
                else:
                    cursor.execute(sql("kept_by_id"), {"ids": list({one.id for one in lookups})})
                found: dict[UUID, Found] = {told[0]: told for told in cursor.fetchall()}
            for one in lookups:
                one.answer = found.get(one.id)
        except Exception as error:  # noqa: BLE001 -- each of them raises it in its own thread
            for one in lookups:
                one.error = error
        finally:
            for one in lookups:
                one.done = True
