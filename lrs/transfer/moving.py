"""Another record store's statements into ours: all of them, in order, voided ones too, from where we stopped.

A list of statements never shows those that are voided. So the voiding statements are listed first, the statements they
void are dated one by one, and each is fetched again and brought in when its turn comes: what depends on the order in
which statements came (definitions of activities, above all) is then the same in both records.
"""

import hashlib
import heapq
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec

from lrs.errors import BadRequest
from lrs.transfer.delivery import Delivery
from lrs.transfer.remote import Remote, RemotePage
from lrs.xapi import timestamp
from lrs.xapi.vocabulary import VOIDED

_OVERLAP = 1_000_000  # microseconds asked again: a store may give several statements the same instant


class _Verb(msgspec.Struct):
    id: str = ""


class _Target(msgspec.Struct):
    objectType: str = ""  # noqa: N815 -- the standard's name
    id: str = ""


class _Glance(msgspec.Struct):
    """What moving a statement needs to know of it."""

    stored: str = ""
    verb: _Verb = msgspec.field(default_factory=_Verb)
    object: _Target = msgspec.field(default_factory=_Target)


@dataclass(slots=True)
class Cursor:
    """Until when another store was read, kept in a file so that the next run goes on from there."""

    path: Path
    endpoint: str
    since: int | None = None
    waiting: list[str] = field(default_factory=list)  # voided statements not brought yet, or never found

    @classmethod
    def of(cls, folder: Path, endpoint: str, key: str, *, afresh: bool = False) -> "Cursor":
        """Return the cursor of an endpoint as this credential sees it, or one that begins again in its place."""
        name = hashlib.sha256(f"{endpoint} {key}".encode()).hexdigest()[:16]
        cursor = cls(folder / "transfers" / f"{name}.json", endpoint)
        if afresh:
            return cursor
        try:
            told = json.loads(cursor.path.read_text())
            cursor.since, cursor.waiting = told["since"], told["waiting"]
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError):
            raise BadRequest(f"{cursor.path}: cannot be read; --from-start does without it") from None
        return cursor

    def move(self, since: int, waiting: Iterable[UUID]) -> None:
        """Remember where we are, whole or not at all."""
        self.since, self.waiting = since, sorted(map(str, waiting))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"endpoint": self.endpoint, "since": since, "waiting": self.waiting}))
        fresh.replace(self.path)


class Move:
    """One run of `acquis import lrs`."""

    def __init__(self, remote: Remote, delivery: Delivery, cursor: Cursor, progress: Callable[[int], None]) -> None:
        self._remote, self._delivery, self._cursor, self._progress = remote, delivery, cursor, progress
        self._voided: list[tuple[int, UUID]] = []  # statements whose turn has not come
        self._known: set[UUID] = set()
        self._absent: set[UUID] = set()  # not there, not voided, or voiding themselves: asked for again next time

    def run(self) -> None:
        """Bring everything the other store has that is newer than the cursor."""
        since = {} if self._cursor.since is None else {"since": timestamp.text(self._cursor.since - _OVERLAP)}
        for id_ in self._cursor.waiting:
            self._date(UUID(id_))
        for page in self._pages(self._remote.first(verb=VOIDED, **since)):
            for glance in map(_glance, page.statements):
                self._remember(glance)
        last = None
        for page in self._pages(self._remote.first(**since)):
            last = self._bring(page) or last
        self._bring_voided(None)
        self._delivery.flush()
        if last is not None:
            self._cursor.move(last, self._absent)

    def _pages(self, address: str) -> Iterator[RemotePage]:
        while address:
            page = self._remote.page(address, self._delivery.bring)
            yield page
            if page.more == address:
                raise BadRequest(f"{self._remote.endpoint}: `more` leads back to the same page")
            address = page.more

    def _bring(self, page: RemotePage) -> int | None:
        """Bring one page; return the instant up to which there is now nothing left to ask."""
        stored = None
        for text in page.statements:
            glance = _glance(text)
            stored = _instant(glance.stored) or stored
            self._remember(glance)
            self._bring_voided(stored)
            self._delivery.give({"from": self._remote.endpoint}, text)
        self._delivery.flush()
        self._progress(len(page.statements))
        settled = _instant(page.consistent or "")
        if stored is None:
            return None
        stored = stored if settled is None else min(stored, settled)
        self._cursor.move(stored, {*self._absent, *(id_ for _, id_ in self._voided)})
        return stored

    def _remember(self, glance: _Glance) -> None:
        """Note what a voiding statement voids, if it is one, and when that was stored."""
        if glance.verb.id != VOIDED or glance.object.objectType != "StatementRef":
            return
        try:
            target = UUID(glance.object.id)
        except ValueError:
            return
        self._date(target)

    def _date(self, target: UUID) -> None:
        """Give a voided statement its turn."""
        if target in self._known:
            return
        self._known.add(target)
        text = self._remote.voided(target, _pass_over)
        if text is None:
            self._absent.add(target)
        else:
            heapq.heappush(self._voided, (_instant(_glance(text).stored) or 0, target))

    def _bring_voided(self, until: int | None) -> None:
        """Bring the voided statements stored until an instant (None: all that wait)."""
        while self._voided and (until is None or self._voided[0][0] <= until):
            text = self._remote.voided(heapq.heappop(self._voided)[1], self._delivery.bring)
            if text is not None:
                self._delivery.give({"from": self._remote.endpoint}, text)


def _glance(text: bytes) -> _Glance:
    try:
        return msgspec.json.decode(text, type=_Glance)
    except (msgspec.MsgspecError, RecursionError):
        return _Glance()  # whoever reads the statement will say what is wrong with it


def _instant(text: str) -> int | None:
    try:
        return timestamp.read(text)
    except BadRequest:
        return None


def _pass_over(_sha2: str, pieces: Iterator[bytes]) -> None:
    for _ in pieces:
        pass
