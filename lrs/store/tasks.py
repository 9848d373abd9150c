"""What is rarely written: documents, credentials, what organisations bring, dictionaries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lrs.errors import Refusal
from lrs.store.writer import Cursor, Request


@dataclass(frozen=True, slots=True)
class Task:
    """Anything rare: runs inside the transaction. A Refusal it raises must come before its first write."""

    run: Callable[[Cursor], Any]


class Tasks:
    """Runs tasks in the order they came."""

    order = 2

    def apply(self, cursor: Cursor, requests: Sequence[Request]) -> None:
        """Run each; a refusal is that task's own."""
        for request in requests:
            try:
                request.outcome = request.work.run(cursor)
            except Refusal as refusal:
                request.error = refusal
