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
    bodies: list[bytes]
    new: dict[str, int]
    whole: bool  # all or none
    generation: int  # of the record they were packed for


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows whose keys are sure, and the words that are on disk once they are."""

    told: list[tuple[Row, bytes]]
    words: dict[str, int]


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
            accepted = self._decide(cursor, requests)
            new: dict[str, int] = {}
            for told, _ in accepted:
                row(told.entry, Draft(self.learning.keys, new))
            kept = self._told(cursor, accepted, new)
            self._insert_kept(cursor, kept.told)
        rows = [one for one, _ in kept.told]
        settles = self.learning.learn(cursor, rows, self.last + 1), self._insert_rows(cursor, rows)
        last = self.last + len(rows)

        def settle() -> None:
            self.last = last
            self.learning.keys.learn(kept.words)
            for one in settles:
                one()
            self.watch(rows)

        return settle

    def _renew(self, batch: Batch) -> None:
        """Pack and tell again what was made for the record as it was before an erasure."""
        if batch.generation != self.codec.generation:
            batch.generation = self.codec.generation
            batch.bodies = [self.codec.pack(told.entry.head, told.entry.tail) for told in batch.rows]
            batch.new = {}
            batch.rows = [row(told.entry, Draft(self.learning.keys, batch.new)) for told in batch.rows]

    def _keep_all(self, cursor: Cursor, requests: Sequence[Request]) -> "_Told | None":
        """Insert everything, if every id is new: then there is nothing to decide. Otherwise return None."""
        batches: list[Batch] = [request.work for request in requests]
        told = [one for batch in batches for one in zip(batch.rows, batch.bodies, strict=True)]
        if len({one.id for one, _ in told}) != len(told):
            return None
        few = len(told) <= FEW
        if few and cursor.execute(sql("ids_kept"), {"ids": [one.entry.id for one, _ in told]}).fetchall():
            return None
        kept = self._told(cursor, told, {text: key for batch in batches for text, key in batch.new.items()})
        if self._insert_kept(cursor, kept.told, "insert_kept" if few else "insert_kept_if_new") != len(told):
            return None
        for request in requests:
            request.outcome = [True] * len(request.work.rows)
        return kept

    def _told(self, cursor: Cursor, told: list[tuple[Row, bytes]], new: dict[str, int]) -> "_Told":
        """Give every new text its key; when one was taken by another text, tell the rows again."""
        final = self.learning.words(cursor, new) if new else new
        if final == new:
            return _Told(told, final)
        return _Told([(row(one.entry, lambda text: self.learning.key(text, final)), body) for one, body in told], final)

    def _decide(self, cursor: Cursor, requests: Sequence[Request]) -> list[tuple[Row, bytes]]:
        """Set each request's outcome, in the order they came; return what is to be kept."""
        wanted = {one.entry.id for request in requests for one in request.work.rows}
        kept = {
            id_: self.codec.unpack(body, stored)
            for id_, _, stored, body, *_ in cursor.execute(sql("kept_by_id"), {"ids": list(wanted)}).fetchall()
        }
        accepted: list[tuple[Row, bytes]] = []
        for request in requests:
            batch: Batch = request.work
            verdicts, texts = _judge(batch, kept)
            refusal = next((one for one in verdicts if isinstance(one, Refusal)), None)
            if batch.whole and refusal is not None:
                request.error = refusal
                continue
            request.outcome = verdicts
            kept.update(texts)
            pairs = zip(batch.rows, batch.bodies, verdicts, strict=True)
            accepted += [(one, body) for one, body, verdict in pairs if verdict is True]
        return accepted

    def _insert_kept(self, cursor: Cursor, told: list[tuple[Row, bytes]], question: str = "insert_kept") -> int:
        if not told:
            return 0
        first = self._clock.take(len(told))
        return tables.insert(
            cursor,
            question,
            seq=column(range(self.last + 1, self.last + 1 + len(told)), SEQ),
            stored=column(range(first, first + len(told)), INSTANT),
            id=ids([one.id for one, _ in told]),
            authority=column([one.authority for one, _ in told], KEY),
            body=column([body for _, body in told], BYTES),
        )

    def _insert_rows(self, cursor: Cursor, rows: list[Row]) -> Settle:
        numbered = list(enumerate(rows, self.last + 1))
        agents = [(seq, told, agent, role) for seq, told in numbered for agent, role in told.agents.items()]
        activities = [(seq, activity) for seq, told in numbered for activity in told.activities]
        attachments = [(seq, sha2) for seq, told in numbered for sha2 in told.entry.attachments]
        if agents:
            _insert_units(cursor, agents)
        if activities:
            seqs = column([seq for seq, _ in activities], SEQ)
            keys = column([activity for _, activity in activities], KEY)
            tables.insert(cursor, "insert_related_activity", seq=seqs, source=seqs, activity=keys)
        if attachments:
            seqs = column([seq for seq, _ in attachments], SEQ)
            tables.insert(cursor, "insert_attachment", seq=seqs, sha2=column([sha2 for _, sha2 in attachments], TEXT))
        return self.references.follow(cursor, numbered)


def _insert_units(cursor: Cursor, agents: list[tuple[int, Row, int | None, int]]) -> None:
    seqs = column([seq for seq, *_ in agents], SEQ)
    tables.insert(
        cursor,
        "insert_unit",
        seq=seqs,
        source=seqs,
        role=column([role for *_, role in agents], SMALL),
        agent=column([agent for _, _, agent, _ in agents], KEY),
        verb=column([told.verb for _, told, *_ in agents], KEY),
        activity=column([told.activity for _, told, *_ in agents], KEY),
        registration=ids([told.registration for _, told, *_ in agents]),
        authority=column([told.asserter for _, told, *_ in agents], KEY),
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
    if equivalent(old, stored_text(entry, timestamp.text(0)), entry.version):
        return False
    return Conflict(f"statement {entry.id} is kept already and says something else")
