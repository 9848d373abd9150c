"""Who references whom: what a target says is said by every statement that references it, through any chain.

The closure is kept as rows (`unit.source`), so that a query is one scan. A row is written by whichever of the two
arrives last. `waiting` holds the references whose target has not arrived.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from lrs.store import tables
from lrs.store.postings import Postings
from lrs.store.questions import sql
from lrs.store.rows import Row
from lrs.store.tables import FLAG, SEQ, column, ids
from lrs.store.writer import Cursor, Settle

_LIMIT = 1_000_000


class References:
    """Follows references. Only the writer's thread comes here."""

    def __init__(self, waiting: Iterable[UUID], voided: Iterable[int], postings: Postings) -> None:
        self._postings = postings
        self.voided = set(voided)  # in mind, because a join costs a lookup twice its time: 60 bytes each
        self._waiting = {target.bytes for target in waiting}

    def awaits(self, id_: bytes) -> bool:
        """Tell whether a statement with this id may have been referenced before it came."""
        return len(self._waiting) > _LIMIT or id_ in self._waiting

    def follow(self, cursor: Cursor, seqs: Sequence[int], rows: list[Row]) -> Settle:
        """Connect some new statements with all that reference them and all they reference."""
        crowded = len(self._waiting) > _LIMIT  # too many to remember: ask the disk
        awaited = [told.id for told in rows if crowded or told.id in self._waiting]
        pairs = zip(seqs, rows, strict=True)
        pointing = [(seq, told.reference, told.voids) for seq, told in pairs if told.reference is not None]
        voiding = {seq for seq, _, voids in pointing if voids}
        if not pointing and not awaited:
            return _nothing
        _insert_void(cursor, pointing)
        found = _arrived(cursor, pointing)
        late = _late(cursor, awaited, seqs, rows)
        met = [(seq, *found[target], voids) for seq, target, voids in pointing if target in found]
        unmet = [(seq, target, voids) for seq, target, voids in pointing if target not in found]
        met += [(seq, target, target in voiding, voids) for seq, target, voids in late]
        _insert_waiting(cursor, unmet)
        voided = {target for _, target, is_void, voids in met if voids and not is_void} - self.voided
        _insert_voided(cursor, voided)
        carried = _carry(cursor, _closure(cursor, [(seq, target) for seq, target, *_ in met], seqs[0]))
        missed = {target.bytes for _, target, _ in unmet}

        def settle() -> None:
            self._postings.add(list(zip(*carried, strict=True)))
            self.voided.update(voided)
            self._waiting.difference_update(awaited)
            if not crowded:
                self._waiting.update(missed)

        return settle


def _nothing() -> None:
    return None


Pointing = list[tuple[int, UUID, bool]]


def _arrived(cursor: Cursor, pointing: Pointing) -> dict[UUID, tuple[int, bool]]:
    """Return the seq of each target that is kept, those of this group too, and whether it voids."""
    if not pointing:
        return {}
    targets = {"ids": list({target for _, target, _ in pointing})}
    return {id_: (seq, voids) for id_, seq, voids in cursor.execute(sql("seqs_by_id"), targets).fetchall()}


def _late(cursor: Cursor, awaited: list[bytes], seqs: Sequence[int], rows: list[Row]) -> list[tuple[int, int, bool]]:
    """Return the references that waited for statements that have just arrived: who, whom, whether it voids."""
    if not awaited:
        return []
    targets = {"targets": [UUID(bytes=id_) for id_ in awaited]}
    arrived = {told.id: seq for seq, told in zip(seqs, rows, strict=True)}
    late = [
        (seq, arrived[id_.bytes], voids) for id_, seq, voids in cursor.execute(sql("waiting_for"), targets).fetchall()
    ]
    cursor.execute(sql("delete_waiting"), targets)
    return late


def _insert_waiting(cursor: Cursor, unmet: Pointing) -> None:
    if unmet:
        seqs, targets, voids = zip(*unmet, strict=True)
        columns = {"seq": column(seqs, SEQ), "target": ids([one.bytes for one in targets])}
        tables.insert(cursor, "insert_waiting", voids=column(voids, FLAG), **columns)


def _insert_void(cursor: Cursor, pointing: Pointing) -> None:
    voiding = [(seq, target.bytes) for seq, target, voids in pointing if voids]
    if voiding:
        seqs, targets = zip(*voiding, strict=True)
        tables.insert(cursor, "insert_void", seq=column(seqs, SEQ), target=ids(targets))


def _insert_voided(cursor: Cursor, seqs: set[int]) -> None:
    if seqs:
        tables.insert(cursor, "insert_voided", seq=column(list(seqs), SEQ))


def _closure(cursor: Cursor, edges: list[tuple[int, int]], first: int) -> set[tuple[int, int]]:
    """Return the (seq, source) pairs that new edges between kept statements add. Cycles are harmless.

    Nothing is on disk yet that connects statements from `first` on with others.
    """
    referrers = _grouped(cursor, "referrers_of", {seq for seq, _ in edges}, first)
    referring = {referrer for some in referrers.values() for referrer in some}
    sources = _grouped(cursor, "sources_of", {target for _, target in edges} | referring, first)
    added: set[tuple[int, int]] = set()
    for seq, target in edges:
        carried = sources[target]
        for referrer in list(referrers[seq]):
            for source in carried - sources[referrer]:
                added.add((referrer, source))
                sources[referrer].add(source)
                if source in referrers:
                    referrers[source].add(referrer)
    return added


def _grouped(cursor: Cursor, question: str, seqs: set[int], first: int) -> dict[int, set[int]]:
    """Return what the disk knows of each; of those it has only now been given, nothing but themselves."""
    grouped = {seq: {seq} for seq in seqs}
    old = [seq for seq in seqs if seq < first]
    if old:
        for one, other in cursor.execute(sql(question), {"seqs": old}).fetchall():
            grouped[one].add(other)
    return grouped


def _carry(cursor: Cursor, pairs: set[tuple[int, int]]) -> list[tuple[int | None, ...]]:
    """Say what targets say of those that reference them; return the rows `Postings` takes."""
    if not pairs:
        return []
    seqs, sources = zip(*sorted(pairs), strict=True)
    columns = {"seq": column(seqs, SEQ), "source": column(sources, SEQ)}
    carried = tables.insert(cursor, "carry_unit", **columns)
    tables.insert(cursor, "carry_related_activity", **columns)
    return carried
