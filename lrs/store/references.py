"""Who references whom: what a target says is said by every statement that references it, through any chain.

The closure is kept as rows (`unit.source`), so that a query is one scan. A row is written by whichever of the two
arrives last. `waiting` holds the references whose target has not arrived.

What a target says is told again from its text, which its id finds: seeking its rows in the tables would read whole
columns of them, whenever the index is written.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol
from uuid import UUID

from lrs.store import tables
from lrs.store.questions import sql
from lrs.store.rows import Row
from lrs.store.tables import FLAG, SEQ, column, ids
from lrs.store.writer import Cursor, Settle

Pairs = list[tuple[int, int]]
Pointing = list[tuple[int, UUID, bool]]
_LIMIT = 1_000_000


class Told(Protocol):
    """The rows of kept statements, by seq."""

    @property
    def new(self) -> Mapping[int, Row]:
        """The rows of those that nothing on disk says anything of yet."""

    def old(self, seqs: Collection[int]) -> Mapping[int, Row]:
        """Return the rows of some that were there before."""


class References:
    """Follows references. Only the writer's thread comes here."""

    def __init__(self, waiting: Iterable[UUID], voided: Iterable[int]) -> None:
        self.voided = set(voided)  # in mind, because a join costs a lookup twice its time: 60 bytes each
        self._waiting = {target.bytes for target in waiting}

    def awaits(self, id_: bytes) -> bool:
        """Tell whether a statement with this id may have been referenced before it came."""
        return len(self._waiting) > _LIMIT or id_ in self._waiting

    def follow(self, cursor: Cursor, told: Told) -> tuple[Pairs, Settle]:
        """Connect the new statements with all that reference them and all they reference.

        Returns
        -------
        The (seq, source) pairs that are new: what the source says is said by seq now. And what to do once they are on
        disk.
        """
        crowded = len(self._waiting) > _LIMIT  # too many to remember: ask the disk
        new = told.new.items()
        awaited = {row.id: seq for seq, row in new if crowded or row.id in self._waiting}
        pointing = [(seq, row.reference, row.voids) for seq, row in new if row.reference is not None]
        voiding = {seq for seq, _, voids in pointing if voids}
        if not pointing and not awaited:
            return [], _nothing
        _insert_void(cursor, pointing)
        found = _arrived(cursor, pointing)
        met = [(seq, *found[target], voids) for seq, target, voids in pointing if target in found]
        unmet = [(seq, target, voids) for seq, target, voids in pointing if target not in found]
        met += [(seq, target, target in voiding, voids) for seq, target, voids in _late(cursor, awaited)]
        _insert_waiting(cursor, unmet)
        voided = {target for _, target, is_void, voids in met if voids and not is_void} - self.voided
        _insert_voided(cursor, voided)
        missed = {target.bytes for _, target, _ in unmet}

        def settle() -> None:
            self.voided.update(voided)
            self._waiting.difference_update(awaited)
            if not crowded:
                self._waiting.update(missed)

        return sorted(_closure(cursor, [(seq, target) for seq, target, *_ in met], told)), settle


def _nothing() -> None:
    return None


def _arrived(cursor: Cursor, pointing: Pointing) -> dict[UUID, tuple[int, bool]]:
    """Return the seq of each target that is kept, those of this group too, and whether it voids."""
    if not pointing:
        return {}
    targets = {"ids": list({target for _, target, _ in pointing})}
    return {id_: (seq, voids) for id_, seq, voids in cursor.execute(sql("seqs_by_id"), targets).fetchall()}


def _late(cursor: Cursor, awaited: Mapping[bytes, int]) -> list[tuple[int, int, bool]]:
    """Return the references that waited for statements that have just arrived: who, whom, whether it voids."""
    if not awaited:
        return []
    targets = {"targets": [UUID(bytes=id_) for id_ in awaited]}
    late = [
        (seq, awaited[id_.bytes], voids) for id_, seq, voids in cursor.execute(sql("waiting_for"), targets).fetchall()
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


def _closure(cursor: Cursor, edges: Pairs, told: Told) -> set[tuple[int, int]]:
    """Return the (seq, source) pairs that new edges between kept statements add. Cycles are harmless."""
    if not edges:
        return set()
    referrers = _connected(cursor, "referrers_of", {seq for seq, _ in edges} - told.new.keys())
    referrers |= {seq: {seq} for seq, _ in edges if seq in told.new}
    sources = _sources(cursor, {target for _, target in edges}.union(*referrers.values()), told)
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


def _sources(cursor: Cursor, seqs: set[int], told: Told) -> dict[int, set[int]]:
    """Return all that each statement says, itself and what it references so far, by the seq of who says it."""
    old = told.old(seqs - told.new.keys())
    referring = {seq for seq, row in old.items() if row.reference is not None}
    return {seq: {seq} for seq in seqs} | _connected(cursor, "sources_of", referring)


def _connected(cursor: Cursor, question: str, seqs: Collection[int]) -> dict[int, set[int]]:
    """Return what is connected with each on disk, itself too."""
    connected = {seq: {seq} for seq in seqs}
    if connected:
        for one, other in cursor.execute(sql(question), {"seqs": list(connected)}).fetchall():
            connected[one].add(other)
    return connected
