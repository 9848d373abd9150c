"""Learns the dictionaries that statements are packed with, beside the writer, as the record grows."""

import threading
from collections.abc import Sequence

from lrs.errors import Conflict, Unavailable
from lrs.store.codec import Codec, Sampler, packable, train
from lrs.store.questions import sql
from lrs.store.rows import Row
from lrs.store.tasks import Task, Tasks
from lrs.store.writer import Cursor, Writer

_A_GROUP = 200


class Training:
    """Watches what is kept; learns from a sample of it when it is due."""

    def __init__(self, codec: Codec, seen: int) -> None:
        self._codec = codec
        self._sampler = Sampler(seen, learned=codec.learned)
        self._thread: threading.Thread | None = None
        self.writer: Writer | None = None
        self._tasks = Tasks()

    def kept(self, rows: Sequence[Row]) -> None:
        """Take note of what was committed. Only the writer's thread comes here."""
        for told in rows[:: len(rows) // _A_GROUP + 1]:
            self._sampler.offer(packable(*told.entry.said))
        if self._sampler.is_due(len(rows)) and (self._thread is None or not self._thread.is_alive()):
            samples = list(self._sampler.samples)
            self._thread = threading.Thread(target=self._learn, args=(samples,), name="acquis-training", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Wait for what is being learned."""
        if self._thread is not None:
            self._thread.join()

    def forget(self) -> None:
        """Forget the texts. Only while the writer is paused."""
        self._sampler.forget()

    def _learn(self, samples: list[bytes]) -> None:
        generation = self._codec.generation
        content = train(samples, self._codec.next)
        if content is None or self.writer is None:
            return

        def insert(cursor: Cursor) -> None:
            if self._codec.generation != generation:
                raise Conflict("the record was rewritten meanwhile: what was learned may hold what was erased")
            cursor.execute(sql("insert_dictionary"), {"content": content})

        try:
            self.writer.submit(self._tasks, Task(insert))
        except (Unavailable, Conflict):
            return  # it is learned again later
        self._codec.learn(content)
