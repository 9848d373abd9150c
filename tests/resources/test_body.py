"""Bodies that lie, burst or stop."""

import gzip
import io
import json
import zlib
from typing import Any
from uuid import UUID

import pytest

from lrs.errors import BadRequest, LengthRequired, TooLarge, UnsupportedEncoding
from lrs.resources.body import PIECE, Body
from lrs.resources.statements import repeated

GZIP = {"Content-Encoding": "gzip"}
STATEMENT = {
    "actor": {"mbox": "mailto:a@example.org"},
    "verb": {"id": "http://example.org/did"},
    "object": {"id": "http://example.org/it"},
}


def body(content: bytes, *, limit: int = 1 << 20, **environ: str) -> Body:
    return Body({"wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(len(content))} | environ, limit)


def test_gzip_is_unpacked(ask: Any) -> None:
    packed = gzip.compress(json.dumps([STATEMENT] * 50).encode())
    answer = ask("POST", "/xapi/statements", data=packed, headers=GZIP, content_type="application/json")
    assert answer.status_code == 200
    assert len(answer.json) == 50


def test_a_bomb_is_stopped_by_what_comes_out(ask: Any) -> None:
    bomb = gzip.compress(b"[" + b" " * (200 << 20) + b"]", 1)
    answer = ask("POST", "/xapi/statements", data=bomb, headers=GZIP, content_type="application/json")
    assert answer.status_code == 413
    packed = body(bomb, limit=1 << 20, HTTP_CONTENT_ENCODING="gzip")
    assert max(len(piece) for piece in packed.pieces()) <= PIECE


def test_all_members_of_a_gzip_body_are_unpacked() -> None:
    first, second = bytes(range(256)) * 900, b"and the rest"
    packed = gzip.compress(first) + gzip.compress(b"") + gzip.compress(second)
    assert body(packed, HTTP_CONTENT_ENCODING="gzip").read() == first + second


@pytest.mark.parametrize("rest", [b"garbage", gzip.compress(b"[]", mtime=0)[:-3]])
def test_nothing_after_a_gzip_body_is_dropped(ask: Any, rest: bytes) -> None:
    packed = gzip.compress(json.dumps(STATEMENT).encode()) + rest
    answer = ask("POST", "/xapi/statements", data=packed, headers=GZIP, content_type="application/json")
    assert answer.status_code == 400
    assert "gzip" in answer.json["error"]


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"[]", mtime=0)[:-4], b"[]", gzip.compress(b"[1,2,3]" * 99, mtime=0)[:20], zlib.compress(b"[]")],
)
def test_what_does_not_unpack(packed: bytes) -> None:
    with pytest.raises(BadRequest):
        body(packed, HTTP_CONTENT_ENCODING="gzip").read()


class Counted(UUID):
    """An id that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return super().__eq__(other)

    __hash__ = UUID.__hash__


def test_an_id_that_stands_twice_in_a_large_batch_is_found_at_once() -> None:
    ids = [Counted(int=number) for number in range(3000)]
    assert repeated(ids) is None
    assert repeated([*ids, Counted(int=2999)]) == 3000
    assert Counted.compared < 100


def test_an_id_that_stands_twice_is_named(ask: Any) -> None:
    one = STATEMENT | {"id": "8b8a4b0e-3f1b-4b7e-9c7c-0d6e7d9b2a11"}
    answer = ask("POST", "/xapi/statements", json=[one, STATEMENT, one])
    assert answer.json == {"error": f"statement[2].id: {one['id']} stands twice in this batch"}


def test_other_encodings_are_not_read() -> None:
    with pytest.raises(UnsupportedEncoding):
        body(b"[]", HTTP_CONTENT_ENCODING="br").read()


def test_a_body_that_ends_early_is_refused() -> None:
    with pytest.raises(BadRequest, match="ended 8 bytes before"):
        body(b"[]", CONTENT_LENGTH="10").read()


def test_only_its_own_bytes_are_read() -> None:
    assert body(b"[]GET /next", CONTENT_LENGTH="2").read() == b"[]"


def test_limits() -> None:
    with pytest.raises(TooLarge):
        body(b"x" * 11, limit=10).read()
    assert body(b"x" * 10, limit=10).read() == b"x" * 10
    with pytest.raises(TooLarge):
        body(b"x" * 11, limit=10, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="").read()
    with pytest.raises(BadRequest):
        body(b"", CONTENT_LENGTH="-1")


def test_chunks_that_nothing_ends_are_in_doubt() -> None:
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    for encoding in ("", "identity"):
        with pytest.raises(LengthRequired, match="a file"):
            body(b"", **chunked, HTTP_CONTENT_ENCODING=encoding).refuse_doubt("a file")
    body(b"", **chunked, HTTP_CONTENT_ENCODING="gzip").refuse_doubt("a file")
    body(b"x").refuse_doubt("a file")


def test_chunked_bodies_have_no_length() -> None:
    content = bytes(range(256)) * 1000
    assert body(content, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="").read() == content
