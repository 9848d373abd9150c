"""How texts are packed: what is kept comes back, in few bytes, whichever way it was packed."""

from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import duckdb
import pytest
import zstandard as zstd
from hypothesis import given
from hypothesis import strategies as st

from lrs.store.codec import Codec, bare, packable, train, whole
from lrs.store.duck import RECORD, DuckStore, Settings, open_store
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

MAGIC = b"\x28\xb5\x2f\xfd"
ID = UUID(int=7)
MANY = 1000  # more than are seen before the first dictionary is learned


def said(number: int) -> tuple[str, bytes, bytes]:
    """Return a statement's id, head and tail."""
    id_ = str(uuid4())
    head = f'{{"id":"{id_}","actor":{{"mbox":"mailto:learner{number}@example.org"}},"verb":{{"id":"did"}},"stored":'
    return id_, head.encode(), f',"timestamp":"2026-03-{number % 28 + 1:02}T10:00:00Z"}}'.encode()


SAID = [said(number) for number in range(MANY)]


@pytest.fixture(scope="module")
def content() -> bytes:
    learned = train([packable(*one) for one in SAID], 5)
    assert learned is not None
    return learned


@given(head=st.binary(), tail=st.none() | st.binary(min_size=1))
def test_what_is_packed_comes_back(content: bytes, head: bytes, tail: bytes | None) -> None:
    head, tail = (text and text.replace(b"\0", b"").replace(b"\1", b"") for text in (head, tail))
    for codec in (Codec([]), Codec([content])):
        assert codec.parts(ID, *codec.pack([(str(ID), head, tail)])) == (head, tail or None)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_791, 65_792, 200_000, 3_000_000])
@pytest.mark.parametrize("letters", ["a", "abcdefghijklmnop", "".join(map(chr, range(32, 127)))])
def test_texts_of_any_size_come_back(content: bytes, size: int, letters: str) -> None:
    head = "".join(Random(size).choices(letters, k=size)).encode()  # noqa: S311 -- no secret
    for codec in (Codec([]), Codec([content])):
        assert codec.parts(ID, *codec.pack([(str(ID), head, None)])) == (head, None)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 300, MANY])
def test_many_are_packed_as_each_alone(content: bytes, count: int) -> None:
    for codec in (Codec([]), Codec([content])):
        assert codec.pack(SAID[:count]) == [body for one in SAID[:count] for body in codec.pack([one])]


def test_whole_frames_of_older_records_are_read(content: bytes) -> None:
    id_, head, tail = SAID[0]
    for learned in (None, zstd.ZstdCompressionDict(content)):
        body = zstd.ZstdCompressor(dict_data=learned).compress(packable(id_, head, tail))
        assert body.startswith(MAGIC)
        assert Codec([content]).parts(UUID(id_), body) == (head, tail)


def test_no_id_is_learned(content: bytes) -> None:
    assert b"learner" in content
    assert not [id_ for id_, *_ in SAID if id_.encode() in content]


def test_a_body_is_its_dictionary_its_size_and_its_block(content: bytes) -> None:
    text = packable(*SAID[0])
    frame = zstd.ZstdCompressor(level=9, dict_data=zstd.ZstdCompressionDict(content)).compress(text * 3)
    body = bare(frame)
    assert body[0] == 5
    assert len(body) == len(frame) - 8
    assert whole(body) == frame


def test_a_frame_of_more_blocks_is_kept_whole(content: bytes) -> None:
    learned = zstd.ZstdCompressor(dict_data=zstd.ZstdCompressionDict(content))
    noise = Random(1).randbytes(40_000)  # noqa: S311 -- no secret
    for frame in (learned.compress(noise), zstd.compress(noise), learned.compress(b"")):
        assert bare(frame) == whole(frame) == frame


def test_a_dictionary_gets_a_number_no_body_names(content: bytes) -> None:
    texts = [packable(*one) for one in SAID]
    chosen = zstd.train_dictionary(5000, [*texts]).as_bytes()  # a number of zstd's own
    assert Codec([]).next == Codec([chosen]).next == Codec([chosen, content]).next == 1
    codec = Codec([])
    given = []
    for _ in range(260):
        given.append(codec.next)
        codec.learn(content[:4] + codec.next.to_bytes(4, "little") + content[8:])
    assert given == [number for number in range(1, 262) if number != MAGIC[0]]
    codec.forget()
    assert codec.next == 262  # bodies of before an erasure may still be on their way to a reader
    assert codec.parts(UUID(SAID[0][0]), *codec.pack(SAID[:1])) == SAID[0][1:]


def test_a_record_names_no_two_dictionaries_alike(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    fill(store)
    first = numbers(store.cursor())
    store.replace_identity("mbox mailto:learner1@example.org", "mbox mailto:nobody@example.org")
    fill(store)
    store.close()
    with duckdb.connect(str(tmp_path / RECORD)) as connection:
        later = numbers(connection)
    assert first
    assert not first & later
    store = open_store(tmp_path, Settings(warehouse=False))
    assert len(store.statements(StatementQuery(limit=3 * MANY)).records) == 2 * MANY
    store.close()


def fill(store: DuckStore) -> None:
    for _ in range(10):
        store.add([entry(actor={"mbox": f"mailto:learner{number}@example.org"}) for number in range(MANY // 10)])
    store._training.finish()


def numbers(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    contents = cursor.execute("SELECT content FROM dictionary").fetchall()
    return {zstd.ZstdCompressionDict(content).dict_id() for (content,) in contents}
