"""What was worked out of parts of statements before, as far as it fits: tools send the same parts again and again."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
_LONGEST = 4096  # bytes of a part worth keeping
_MOST = 8 << 20  # bytes of all: some thousands of a usual size
_EACH = 500  # bytes, about, that keeping one takes besides


class Remembered(Generic[Key, Value]):
    """Values by their keys, up to so many bytes of the parts they are of; begins anew when it is full.

    `known` may be read at any time, from any thread.
    """

    def __init__(self) -> None:
        self.known: dict[Key, Value] = {}
        self._size = 0

    def keep(self, key: Key, value: Value, size: int) -> None:
        """Remember a value, unless the part is too large."""
        if size > _LONGEST:
            return
        self._size += size + _EACH
        if self._size > _MOST:
            self.known, self._size = {}, size + _EACH
        self.known[key] = value
