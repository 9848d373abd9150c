"""How texts are packed: what is kept comes back, in few bytes, whichever way it was packed."""

import sys
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrs.store.codec import Codec, packable, train
from lrs.store.duck import RECORD, DuckStore, Settings, open_store
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"\x28\xb5\x2f\xfd"
ID = UUID(int=7)
MANY = 1000  # more than are seen before the first dictionary is learned


def said(number: int) -> tuple[UUID, str, str]:
    """Return a statement's id, head and tail."""
    id_ = uuid4()
    head = f'{{"id":"{id_}","actor":{{"mbox":"mailto:learner{number}@example.org"}},"verb":{{"id":"did"}},"stored":'
    return id_, head, f',"timestamp":"2026-03-{number % 28 + 1:02}T10:00:00Z"}}'


SAID = [said(number) for number in range(MANY)]


@pytest.fixture(scope="module")
def content() -> bytes:
    learned = train([packable(*one) for one in SAID], 5)
    assert learned is not None
    return learned


@given(head=st.text(), tail=st.none() | st.text(min_size=1))
def test_what_is_packed_comes_back(content: bytes, head: str, tail: str | None) -> None:
    head, tail = (text and text.replace("\0", "").replace("\1", "") for text in (head, tail))
    for codec in (Codec([]), Codec([content])):
        body = codec.pack(ID, head, tail)
        assert not body.startswith(MAGIC)
        assert codec.parts(ID, body) == (head, tail or None)


def test_whole_frames_of_older_records_are_read(content: bytes) -> None:
    id_, head, tail = SAID[0]
    for learned in (None, zstd.ZstdDict(content)):
        body = zstd.compress(packable(id_, head, tail).encode(), zstd_dict=learned)
        assert body.startswith(MAGIC)
        assert Codec([content]).parts(id_, body) == (head, tail)


def test_no_id_is_learned(content: bytes) -> None:
    assert b"learner" in content
    assert not [id_ for id_, *_ in SAID if str(id_).encode() in content]


def test_a_body_names_its_dictionary_in_a_byte(content: bytes) -> None:
    body = Codec([content]).pack(*SAID[0])
    assert zstd.get_frame_info(MAGIC + body).dictionary_id == 5
    assert body[1] == 5


def test_numbers_go_on_from_the_largest_given(content: bytes) -> None:
    chosen = zstd.train_dict([packable(*one).encode() for one in SAID], 5000).dict_content  # a number of zstd's own
    assert Codec([]).next == 1
    assert Codec([chosen]).next == 1
    codec = Codec([chosen, content])
    assert codec.next == 6
    codec.renew(None)
    assert codec.next == 6  # bodies of before an erasure may still be on their way to a reader


def test_a_record_names_no_two_dictionaries_alike(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    fill(store)
    first = numbers(store)
    store.replace_identity("mbox mailto:learner1@example.org", "mbox mailto:nobody@example.org")
    fill(store)
    store.close()
    with duckdb.connect(str(tmp_path / RECORD)) as connection:
        later = {
            zstd.ZstdDict(one).dict_id for (one,) in connection.execute("SELECT content FROM dictionary").fetchall()
        }
    assert first
    assert min(later) > max(first)
    store = open_store(tmp_path, Settings(warehouse=False))
    assert len(store.statements(StatementQuery(limit=3 * MANY)).records) == 2 * MANY
    store.close()


def fill(store: DuckStore) -> None:
    for _ in range(10):
        store.add([entry(actor={"mbox": f"mailto:learner{number}@example.org"}) for number in range(MANY // 10)])
    store._training.finish()


def numbers(store: DuckStore) -> set[int]:
    return {
        zstd.ZstdDict(one).dict_id for (one,) in store.cursor().execute("SELECT content FROM dictionary").fetchall()
    }
