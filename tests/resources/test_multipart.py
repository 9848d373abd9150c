"""The multipart reader against any cut of the same bytes, and what it refuses."""

import hashlib
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrs.errors import BadRequest
from lrs.resources.multipart import Parts, boundary_of, told

BOUNDARY = b"b--x"
CONTENT = st.binary(max_size=300).map(lambda some: some.replace(b"\x00", b"\r\n--b--"))


def written(parts: list[bytes], *, preamble: bytes = b"", epilogue: bytes = b"") -> bytes:
    body = preamble + b"\r\n" if preamble else b""
    for number, content in enumerate(parts):
        body += b"--" + BOUNDARY + b"\r\nX-Number: %d\r\n\r\n" % number + content + b"\r\n"
    return body + b"--" + BOUNDARY + b"--" + epilogue


def cut(body: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({place % (len(body) + 1) for place in places} | {0, len(body)})
    return [body[start:end] for start, end in pairwise(edges)]


@settings(max_examples=150)
@given(
    st.lists(CONTENT.filter(lambda some: b"\r\n--" + BOUNDARY not in b"\r\n" + some), max_size=4),
    st.lists(st.integers(0), max_size=20),
)
def test_parts_do_not_depend_on_how_they_arrive(parts: list[bytes], places: list[int]) -> None:
    body = written(parts, preamble=b"preamble", epilogue=b"\r\nepilogue") if parts else b"\r\n--b--x--"
    read = [(part.headers, part.read(1 << 20)) for part in Parts(cut(body, places), BOUNDARY)]
    assert read == [({"x-number": str(number)}, content) for number, content in enumerate(parts)]


@settings(max_examples=100)
@given(st.binary(max_size=200), st.lists(st.integers(0), max_size=5))
def test_anything_else_is_refused_not_broken(junk: bytes, places: list[int]) -> None:
    body = b"--" + BOUNDARY + junk
    try:
        for part in Parts(cut(body, places), BOUNDARY):
            part.read(1 << 20)
    except BadRequest:
        pass


def test_what_is_left_of_a_part_is_passed_over() -> None:
    assert [part.headers["x-number"] for part in Parts([written([b"a" * 9999, b"b"])], BOUNDARY)] == ["0", "1"]


def test_our_own_answers_can_be_read() -> None:
    body = b"".join(told(b"{}", [("ab", "text/plain", iter([b"one", b"two"]))], b"zz"))
    first, second = [(part.headers, part.read(99)) for part in Parts([body], b"zz")]
    assert first == ({"content-type": "application/json"}, b"{}")
    assert second[0]["x-experience-api-hash"] == "ab"
    assert second[1] == b"onetwo"


@pytest.mark.parametrize(
    "header", ["multipart/mixed", "multipart/mixed; boundary=", "multipart/mixed; boundary=" + "x" * 71]
)
def test_a_boundary_is_needed(header: str) -> None:
    with pytest.raises(BadRequest):
        boundary_of(header)


def test_boundaries() -> None:
    assert boundary_of('multipart/mixed; charset=utf-8; Boundary="a b=c"') == b"a b=c"
    assert boundary_of("multipart/mixed;boundary=abc;x=y") == b"abc"


BYTES = b"\x00\r\n--almost\r\n" * 5000
SHA2 = hashlib.sha256(BYTES).hexdigest()


def statement(sha2: str = SHA2, **more: Any) -> dict[str, Any]:
    attachment = {"usageType": "http://example.org/u", "display": {"en": "x"}, "contentType": "text/plain", "length": 3}
    return {
        "actor": {"mbox": "mailto:a@example.org"},
        "verb": {"id": "http://example.org/did"},
        "object": {"id": "http://example.org/it"},
        "attachments": [{**attachment, "sha2": sha2, **more}],
    }


PART = (("Content-Type", "text/plain"), ("Content-Transfer-Encoding", "binary"), ("X-Experience-API-Hash", SHA2))


def mixed(*parts: tuple[tuple[tuple[str, str], ...], bytes]) -> dict[str, Any]:
    body = b""
    for headers, content in parts:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        body += b"--zz\r\n" + lines.encode() + b"\r\n" + content + b"\r\n"
    return {"data": body + b"--zz--\r\n", "content_type": "multipart/mixed; boundary=zz"}


def first(value: Any) -> tuple[tuple[tuple[str, str], ...], bytes]:
    return (("Content-Type", "application/json"),), json.dumps(value).encode()


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_there_and_back(ask: Any, version: str) -> None:
    [id_] = ask("POST", "/xapi/statements", version=version, **mixed(first(statement()), (PART, BYTES))).json
    answer = ask("GET", "/xapi/statements", version=version, query_string={"statementId": id_, "attachments": "true"})
    parts = [(part.headers, part.read(1 << 20)) for part in Parts([answer.data], boundary_of(answer.content_type))]
    assert json.loads(parts[0][1])["id"] == id_
    assert parts[1][1] == BYTES
    assert parts[1][0]["x-experience-api-hash"] == SHA2


REFUSED = {
    "missing part": [first(statement())],
    "part nobody speaks of": [first({**statement(), "attachments": []}), (PART, BYTES)],
    "excess part": [first(statement()), (PART, BYTES), ((*PART[:2], ("X-Experience-API-Hash", "0" * 64)), b"x")],
    "wrong bytes": [first(statement()), (PART, BYTES + b"x")],
    "no hash": [first(statement()), (PART[:2], BYTES)],
    "no transfer encoding": [first(statement()), ((PART[0], PART[2]), BYTES)],
    "other transfer encoding": [
        first(statement()),
        ((PART[0], ("Content-Transfer-Encoding", "base64"), PART[2]), BYTES),
    ],
    "statements not first": [(PART, BYTES), first(statement())],
    "nothing": [],
}


@pytest.mark.parametrize("parts", REFUSED.values(), ids=REFUSED)
def test_refused(ask: Any, service: Any, parts: Any) -> None:
    answer = ask("POST", "/xapi/statements", **mixed(*parts))
    assert answer.status_code == 400, answer.json
    assert ask("GET", "/xapi/statements").json["statements"] == []


def test_a_body_cut_short_keeps_nothing(ask: Any) -> None:
    whole = mixed(first(statement()), (PART, BYTES))
    whole["data"] = whole["data"][:-30]
    assert ask("POST", "/xapi/statements", **whole).status_code == 400
    assert ask("GET", "/xapi/statements").json["statements"] == []


def test_only_a_statement_part(ask: Any) -> None:
    assert ask("POST", "/xapi/statements", **mixed(first({**statement(), "attachments": []}))).status_code == 200
    linked = statement(fileUrl="http://example.org/file")
    assert ask("POST", "/xapi/statements", **mixed(first(linked))).status_code == 200
    assert ask("POST", "/xapi/statements", json=linked).status_code == 200
    assert ask("POST", "/xapi/statements", json=statement()).status_code == 400
