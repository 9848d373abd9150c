"""How a statement's text is packed: zstd, statement by statement, with dictionaries learned from the record itself.

DuckDB's own zstd packs 2,048 texts in one frame, so that reading one costs unpacking up to all of them: 1.3 ms
measured, against 10 µs this way, at less than two thirds of the size (9 % of the text against 16 %). What the table
has in columns of its own is left out of what is packed: `stored`, which the writer sets last, and the id. So is what
nearly every frame says of itself, eight bytes (RFC 8878, 3.1.1): a body is the number of its dictionary, the size of
the text and the one compressed block. What does not fit that is kept as a whole frame.
"""

import os
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import UUID

import zstandard as zstd

from lrs.xapi import timestamp
from lrs.xapi.entry import Said, spliced

_HOLE, _ID = b"\0", b"\1"  # where `stored` and the id go: no JSON text contains them
# Matches are six letters long at least, and the first place with one is taken. Statements repeat long parts, and short
# matches cost more than they bring. To seek four times as long makes bodies a twentieth smaller, in twice the time.
_PARAMETERS = zstd.ZstdCompressionParameters(
    strategy=zstd.STRATEGY_GREEDY,
    min_match=6,
    search_log=4,
    hash_log=18,
    chain_log=18,
    window_log=21,
    target_length=16,
    write_dict_id=True,
)
_DICTIONARY_BYTES = 1 << 20  # 17 % smaller bodies than with 110 KB, at the same pace
_SAMPLED = 11  # times as many bytes as the dictionary: with less, a larger one packs worse than a smaller
_SAMPLES = 16_000
_FIRST, _GROWTH = 200, 4
_SAMPLE_BYTES = 4 << 10
_MANY = 16  # texts that are packed in one call
AT_ONCE = 256  # texts that one thread packs at once, best
_APART = 128  # texts that are worth another thread
_MAGIC = b"\x28\xb5\x2f\xfd"
_USUAL = b"\x61"  # says: one segment, its size in two bytes, the dictionary's number in one, no checksum
_BLOCK = slice(8, 11)  # of a usual frame, what says of its block: the last, compressed, so many bytes

_Bytes = bytes | bytearray | memoryview
Packing = Callable[[], list[bytes]]
"""Gives what was packed, once it is."""


class Codec:
    """Packs with the newest dictionary, unpacks with whichever a body names. Safe from any thread."""

    def __init__(self, dictionaries: list[bytes]) -> None:
        self._known: dict[int, zstd.ZstdCompressionDict] = {}
        self._newest: zstd.ZstdCompressionDict | None = None
        self._local = threading.local()
        self._beside = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="acquis-packing")
        self.generation = 0
        for content in dictionaries:
            self.learn(content)

    def learn(self, content: bytes) -> None:
        """Pack with one more dictionary from now on. It must be on disk already."""
        newest = zstd.ZstdCompressionDict(content)
        newest.precompute_compress(compression_params=_PARAMETERS)  # else each thread has half a megabyte of its own
        self._known[newest.dict_id()] = newest
        self._newest = newest

    @property
    def learned(self) -> bool:
        """Whether there is a dictionary to pack with."""
        return self._newest is not None

    @property
    def next(self) -> int:
        """A number for the next dictionary that no body names, not those of before an erasure either.

        When none is left in a byte, those above take their bodies more bytes.
        """
        return next(number for number in count(1) if number not in self._known and number != _MAGIC[0])

    def forget(self) -> None:
        """Pack with nothing learned so far: what was learned is not on disk any more."""
        self._newest = None

    def pack(self, said: Sequence[Said]) -> list[bytes]:
        """Return the texts of some statements, their ids and `stored` left out, packed."""
        begun = [self.packing(said[at : at + AT_ONCE]) for at in range(0, len(said), AT_ONCE)]
        return [body for packed in begun for body in packed()]

    def packing(self, said: Sequence[Said]) -> Packing:
        """Begin to pack as `pack` does: many are packed beside other work."""
        texts: list[_Bytes] = [packable(*one) for one in said]
        if len(texts) < _APART:
            packed = self._pack(texts)
            return lambda: packed
        return self._beside.submit(self._pack, texts).result

    def _pack(self, texts: list[_Bytes]) -> list[bytes]:
        """Pack many in one call, which lets other threads work meanwhile: one each has every thread wait for others."""
        compressor = self._compressor()
        if len(texts) < _MANY:
            return [bare(compressor.compress(text)) for text in texts]
        frames = compressor.multi_compress_to_buffer(texts, threads=1)
        return [bare(frames[place].tobytes()) for place in range(len(frames))]

    def _compressor(self) -> zstd.ZstdCompressor:
        """Return this thread's own, for the newest dictionary."""
        newest = self._newest
        if getattr(self._local, "dictionary", self) is not newest:
            self._local.compressor = zstd.ZstdCompressor(compression_params=_PARAMETERS, dict_data=newest)
            self._local.dictionary = newest
        compressor: zstd.ZstdCompressor = self._local.compressor
        return compressor

    def unpack(self, id_: UUID, stored: int, body: bytes) -> str:
        """Return a statement's text."""
        return spliced(*self.parts(id_, body), timestamp.text(stored))

    def parts(self, id_: UUID, body: bytes) -> tuple[bytes, bytes | None]:
        """Return what was packed: a head and a tail, as an `Entry` has them."""
        frame = whole(body)
        known = self._known.get(zstd.get_frame_parameters(frame).dict_id)
        head, _, tail = zstd.ZstdDecompressor(dict_data=known).decompress(frame).partition(_HOLE)
        return head.replace(_ID, str(id_).encode(), 1), tail or None


def bare(frame: bytes) -> bytes:
    """Return a frame without what can be told again, or as it is."""
    if frame[4:5] != _USUAL or frame[_BLOCK] != _block(len(frame) - _BLOCK.stop):
        return frame
    return frame[5:8] + frame[_BLOCK.stop :]


def whole(body: bytes) -> bytes:
    """Return the frame a body is of: none begins otherwise, and no dictionary has that number."""
    if body.startswith(_MAGIC):
        return body
    return b"".join((_MAGIC, _USUAL, body[:3], _block(len(body) - 3), body[3:]))


def _block(size: int) -> bytes:
    return (size << 3 | 0b101).to_bytes(3, "little")


def packable(id_: str, head: bytes, tail: bytes | None) -> bytes:
    """Return what is packed of a statement. To learn from more than that, ids for one, makes bodies a tenth larger."""
    return head.replace(id_.encode(), _ID, 1) + _HOLE + (tail or b"")


def train(samples: Sequence[bytes], number: int) -> bytes | None:
    """Return a dictionary learned from some texts, or None when they are too few or too alike to learn from.

    Parameters
    ----------
    number
        What bodies name it by (bytes 4 to 8 of a dictionary): of zstd's own choice it would take them four bytes each.
    """
    size = min(_DICTIONARY_BYTES, sum(map(len, samples)) // _SAMPLED)
    try:
        return zstd.train_dictionary(size, list(samples), dict_id=number).as_bytes()
    except (ValueError, zstd.ZstdError):
        return None


class Sampler:
    """Keeps some of the texts that pass, each as likely as another, and tells when to learn from them anew."""

    def __init__(self, seen: int, *, learned: bool) -> None:
        self._random = random.Random(seen)  # noqa: S311 -- which texts are sampled is no secret
        self._seen = seen
        self._due = _FIRST
        while learned and self._due <= seen:
            self._due *= _GROWTH
        self._since: int = 0
        self.samples: list[bytes] = []

    def offer(self, text: bytes) -> None:
        """Let one text pass."""
        self._since += 1
        if len(self.samples) < _SAMPLES:
            self.samples.append(text[:_SAMPLE_BYTES])
        elif self._random.random() * self._since < _SAMPLES:
            self.samples[self._random.randrange(_SAMPLES)] = text[:_SAMPLE_BYTES]

    def forget(self) -> None:
        """Forget the texts."""
        self.samples.clear()

    def is_due(self, count: int) -> bool:
        """Count what was kept; tell whether the record grew fourfold since the last dictionary was learned."""
        self._seen += count
        if self._seen < self._due or len(self.samples) < _FIRST // 2:
            return False
        while self._due <= self._seen:
            self._due *= _GROWTH
        return True
