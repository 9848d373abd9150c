"""Attachments, both ways (1.0.3 Data 2.4.11, Communication 1.5; 2.0.0 4.1.3, 4.2.2.6)."""

import hashlib
import json
from typing import Any

import pytest

from tests.support import multipart
from tests.support.client import Answer, Client
from tests.support.multipart import BOUNDARY, TYPE, Part, attachment_part, statements_part
from tests.support.statements import agent, attachment, statement, sub_statement
from tests.support.tables import answers, row

PROOF = b"here is a simple proof\r\n--\r\n\x00\xff"
URL = "https://example.org/proof.txt"


def send(lrs: Client, statements: Any, *parts: Part, type_: str = TYPE, method: str = "POST") -> Answer:
    params = {"statementId": statements["id"]} if method == "PUT" else None
    body = multipart.write([statements_part(statements), *parts])
    return lrs.request(method, "statements", params, body=body, headers={"Content-Type": type_})


@answers("XAPI-00127", "XAPI-00165", "XAPI-00167", "XAPI-00132", "XAPI-00135", "XAPI-00134", "XAPI-00025")
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_there_and_back(lrs: Client, method: str) -> None:
    made = statement(attachments=[attachment(PROOF)])
    answer = send(lrs, made, attachment_part(PROOF), method=method)
    assert answer.status == (200 if method == "POST" else 204), answer
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    first, second = multipart.read(answer.headers["Content-Type"], answer.body)
    assert first.headers["Content-Type"].startswith("application/json")
    assert json.loads(first.content)["attachments"] == made["attachments"]
    assert second.content == PROOF
    assert second.headers["X-Experience-API-Hash"] == made["attachments"][0]["sha2"]
    assert second.headers["Content-Transfer-Encoding"] == "binary"
    assert second.headers["Content-Type"] == "text/plain"


@answers("XAPI-00161", "XAPI-00167")
def test_without_bytes_unless_asked(lrs: Client) -> None:
    made = statement(attachments=[attachment(PROOF)])
    send(lrs, made, attachment_part(PROOF))
    for params in ({}, {"attachments": False}):
        answer = lrs.get("statements", {"statementId": made["id"], **params})
        assert answer.headers.get_content_type() == "application/json"
        assert answer.json["attachments"] == made["attachments"]


@answers("XAPI-00165")
def test_a_list_with_attachments(lrs: Client) -> None:
    who = agent()
    made = [statement(actor=who, attachments=[attachment(content)]) for content in (PROOF, PROOF, b"other")]
    assert send(lrs, made, attachment_part(PROOF), attachment_part(b"other")).status == 200
    answer = lrs.get("statements", {"agent": who, "attachments": True})
    first, *parts = multipart.read(answer.headers["Content-Type"], answer.body)
    assert [one["id"] for one in json.loads(first.content)["statements"]] == [one["id"] for one in reversed(made)]
    assert sorted(part.content for part in parts) == sorted([PROOF, b"other"])


@answers("XAPI-00165")
def test_attachments_asked_where_there_are_none(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    (first,) = multipart.read(answer.headers["Content-Type"], answer.body)
    assert json.loads(first.content)["id"] == made["id"]


def test_attachments_go_through_pages(lrs: Client) -> None:
    who = agent()
    made = [statement(actor=who, attachments=[attachment(content)]) for content in (b"one", b"two")]
    assert send(lrs, made, attachment_part(b"one"), attachment_part(b"two")).status == 200
    answer = lrs.get("statements", {"agent": who, "attachments": True, "limit": 1})
    first, part = multipart.read(answer.headers["Content-Type"], answer.body)
    assert part.content == b"two"
    answer = lrs.get(json.loads(first.content)["more"])
    first, part = multipart.read(answer.headers["Content-Type"], answer.body)
    assert part.content == b"one"


@pytest.mark.parametrize("method", ["sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("letters", [str.lower, str.upper])
def test_every_sha2(lrs: Client, method: str, letters: Any) -> None:
    content = f"{method} {letters('x')}".encode()
    hash_ = letters(hashlib.new(method, content).hexdigest())
    made = statement(attachments=[attachment(content, sha2=hash_)])
    assert send(lrs, made, attachment_part(content, hash_=hash_)).status == 200
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == content


def test_an_empty_attachment(lrs: Client) -> None:
    made = statement(attachments=[attachment(b"")])
    assert send(lrs, made, attachment_part(b"")).status == 200
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == b""


def test_an_attachment_of_a_sub_statement(lrs: Client) -> None:
    made = statement(object=sub_statement(attachments=[attachment(PROOF)]))
    assert send(lrs, made, attachment_part(PROOF)).status == 200
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == PROOF


def test_a_large_attachment(lrs: Client) -> None:
    content = bytes(range(256)) * 20_000
    made = statement(attachments=[attachment(content)])
    assert send(lrs, made, attachment_part(content)).status == 200
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == content


@answers("XAPI-00127", "XAPI-00104")
def test_a_file_url_needs_no_bytes(lrs: Client) -> None:
    made = statement(attachments=[attachment(PROOF, fileUrl=URL)])
    lrs.keep(made)
    other = statement(attachments=[attachment(b"elsewhere", fileUrl=URL)])
    assert send(lrs, other).status == 200
    assert lrs.read(other["id"])["attachments"] == other["attachments"]


def test_bytes_may_come_beside_a_file_url(lrs: Client) -> None:
    made = statement(attachments=[attachment(PROOF, fileUrl=URL), attachment(b"elsewhere", fileUrl=URL)])
    assert send(lrs, made, attachment_part(PROOF)).status == 200


def test_multipart_with_statements_only(lrs: Client) -> None:
    assert send(lrs, statement()).status == 200
    assert send(lrs, [statement(), statement()]).status == 200


@answers("XAPI-00129", "XAPI-00182")
def test_json_with_an_attachment_without_file_url(lrs: Client) -> None:
    made = statement(attachments=[attachment(PROOF)])
    both = statement(attachments=[attachment(PROOF, fileUrl=URL), attachment(b"other")])
    for one in (made, both, [statement(), made]):
        answer = lrs.post("statements", json_=one)
        assert answer.status == 400
        assert "attachments" in answer.body.decode()
    assert lrs.put("statements", {"statementId": made["id"]}, json_=made).status == 400


@answers("XAPI-00127")
@pytest.mark.parametrize(
    "type_", ["text/plain", "application/octet-stream", "multipart/form-data; boundary=x", "application/xml", None]
)
def test_other_content_types_refused(lrs: Client, type_: str | None) -> None:
    made = json.dumps(statement(attachments=[attachment(PROOF, fileUrl=URL)])).encode()
    assert lrs.post("statements", body=made, headers={"Content-Type": type_}).status == 400


HASH = hashlib.sha256(PROOF).hexdigest()
WRONG_PARTS = [
    row([], id="no bytes", ids=("XAPI-00132",)),
    row([attachment_part(b"other")], id="other bytes", ids=("XAPI-00128", "XAPI-00132")),
    row([attachment_part(PROOF), attachment_part(b"other")], id="one too many", ids=("XAPI-00128",)),
    row([attachment_part(b"forged", hash_=HASH)], id="bytes that do not hash so", ids=("XAPI-00132",)),
    row([attachment_part(PROOF, hash_=None)], id="no hash", ids=("XAPI-00132",)),
    row([attachment_part(PROOF, hash_="")], id="empty hash", ids=("XAPI-00132",)),
    row([attachment_part(PROOF, hash_=HASH[:-1])], id="hash too short", ids=("XAPI-00132",)),
    row([attachment_part(PROOF, encoding=None)], id="no transfer encoding", ids=("XAPI-00135",)),
    row([attachment_part(PROOF, encoding="base64")], id="base64", ids=("XAPI-00135",)),
    row(
        [attachment_part(PROOF), statements_part([statement()])],
        id="statements again",
        ids=("XAPI-00133", "XAPI-00128"),
    ),
]


@pytest.mark.parametrize("parts", WRONG_PARTS)
@answers("XAPI-00182")
def test_wrong_parts(lrs: Client, parts: list[Part]) -> None:
    made = statement(attachments=[attachment(PROOF)])
    assert send(lrs, made, *parts).status == 400
    assert send(lrs, made, *parts, method="PUT").status == 400
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


@answers("XAPI-00128")
def test_a_part_nobody_speaks_of(lrs: Client) -> None:
    assert send(lrs, statement(), attachment_part(PROOF)).status == 400


def whole(made: Any) -> bytes:
    return multipart.write([statements_part(made), attachment_part(PROOF)])


SPOILT = [
    row(lambda body: body, "multipart/mixed", id="no boundary parameter", ids=("XAPI-00131",)),
    row(lambda body: body, "multipart/mixed; boundary=", id="empty boundary", ids=("XAPI-00131",)),
    row(lambda body: body, 'multipart/mixed; boundary="another"', id="another boundary", ids=("XAPI-00130",)),
    row(
        lambda body: body.replace(b"--" + BOUNDARY.encode() + b"\r\n", b"", 1),
        TYPE,
        id="no first boundary",
        ids=("XAPI-00130", "XAPI-00134"),
    ),
    row(
        lambda body: body.replace(f"\r\n--{BOUNDARY}\r\nContent-Type: text".encode(), b"\r\nContent-Type: text"),
        TYPE,
        id="no boundary between",
        ids=("XAPI-00130",),
    ),
    row(
        lambda body: body.replace(f"--{BOUNDARY}--".encode(), b""), TYPE, id="no closing boundary", ids=("XAPI-00130",)
    ),
    row(lambda body: body[: len(body) // 2], TYPE, id="cut short", ids=("XAPI-00130",)),
    row(
        lambda body: body.replace(b"application/json", b"text/plain", 1),
        TYPE,
        id="first part not JSON",
        ids=("XAPI-00134",),
    ),
    row(lambda _: b"", TYPE, id="nothing", ids=("XAPI-00130",)),
    row(lambda _: f"--{BOUNDARY}--\r\n".encode(), TYPE, id="no part", ids=("XAPI-00133",)),
]


@pytest.mark.parametrize(("spoil", "type_"), SPOILT)
def test_spoilt_multipart(lrs: Client, spoil: Any, type_: str) -> None:
    made = statement(attachments=[attachment(PROOF)])
    answer = lrs.post("statements", body=spoil(whole(made)), headers={"Content-Type": type_})
    assert answer.status == 400, answer
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


@answers("XAPI-00133")
def test_statements_after_the_first_part(lrs: Client) -> None:
    made = [statement(attachments=[attachment(PROOF)]), statement()]
    body = multipart.write([statements_part(made[0]), statements_part(made[1]), attachment_part(PROOF)])
    assert lrs.post("statements", body=body, headers={"Content-Type": TYPE}).status == 400


def test_boundaries_the_specification_shows(lrs: Client) -> None:
    boundary = "abcABC0123'()+_,-./:=?"
    made = statement(attachments=[attachment(PROOF)])
    body = multipart.write([statements_part(made), attachment_part(PROOF)], boundary)
    answer = lrs.post("statements", body=body, headers={"Content-Type": f'multipart/mixed; boundary="{boundary}"'})
    assert answer.status == 200, answer


def test_bytes_are_kept_once_for_all_who_name_them(lrs: Client) -> None:
    made, again = (statement(attachments=[attachment(PROOF)]) for _ in range(2))
    assert send(lrs, made, attachment_part(PROOF)).status == 200
    assert send(lrs, again).status == 400, "bytes received earlier do not stand in for bytes that should come along"
