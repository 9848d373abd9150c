"""What only a real server on a real socket can get wrong."""

import gzip
import json
import socket
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.support import multipart
from tests.support.apps import CREDENTIALS, SECRET
from tests.support.client import Client, Wire, basic, query
from tests.support.multipart import TYPE, attachment_part, statements_part
from tests.support.server import Server
from tests.support.statements import agent, attachment, fresh, full, iri, statement, voiding
from tests.support.tables import answers

PLACES = {
    "activities/state": ("activityId", "agent", "stateId"),
    "activities/profile": ("activityId", "profileId"),
    "agents/profile": ("agent", "profileId"),
}


def raw(server: Server, request: bytes) -> bytes:
    """Send bytes as they are, read until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(request)
        got = b""
        while piece := connection.recv(65536):
            got += piece
        return got


def head_of(live: Client, *more: str) -> bytes:
    lines = [
        "Host: localhost",
        f"Authorization: {basic(live.key, SECRET)}",
        f"X-Experience-API-Version: {live.version}",
        "Connection: close",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@answers("XAPI-00125", "XAPI-00126")
def test_head_sends_no_body(live: Client, server: Server) -> None:
    made = statement()
    live.keep(made)
    for target in (
        "/xapi/statements",
        f"/xapi/statements?statementId={made['id']}",
        "/xapi/statements?x=1",
        "/xapi/nowhere",
        "/xapi/about",
    ):
        got = raw(server, f"HEAD {target} HTTP/1.1\r\n".encode() + head_of(live))
        assert got.endswith(b"\r\n\r\n"), got


def test_no_redirect_whatever_the_slashes(live: Client, server: Server) -> None:
    for target in ("//xapi/statements", "/xapi//statements/", "///xapi///statements"):
        got = raw(server, f"GET {target} HTTP/1.1\r\n".encode() + head_of(live))
        assert got.startswith(b"HTTP/1.1 200"), got[:200]


def test_one_connection_for_many_requests(live: Client, server: Server) -> None:
    with Wire(server.port) as wire:
        tool = live.with_(send=wire)
        for _ in range(5):
            made = statement()
            tool.keep(made)
            assert tool.read(made["id"])
            assert tool.post("statements", body=b"{").status == 400
            assert tool.get("statements", {"statementId": fresh()}).status == 404
            assert tool.head("statements").status == 200


def test_a_chunked_body(live: Client, server: Server) -> None:
    made = json.dumps(statement()).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (made[:10], made[10:])) + b"0\r\n\r\n"
    head = head_of(live, "Content-Type: application/json", "Transfer-Encoding: chunked")
    assert raw(server, b"POST /xapi/statements HTTP/1.1\r\n" + head + chunks).startswith(b"HTTP/1.1 200")


def test_a_document_in_chunks_is_kept_where_it_says_itself_that_it_is_whole(live: Client, server: Server) -> None:
    for kind, content, kept in (
        ("text/plain", b"half of it, or all", False),
        ("application/json", b'{"all": [1, 2]}', True),
        ("application/json", b'{"half": [1, 2', False),
        ("application/json", b"12", False),
    ):
        place = {"activityId": iri(), "agent": agent(), "profileId": "x", "stateId": "x"}
        for resource in ("activities/profile", "activities/state", "agents/profile"):
            wanted = {name: place[name] for name in PLACES[resource]}
            head = head_of(live, f"Content-Type: {kind}", "If-None-Match: *", "Transfer-Encoding: chunked")
            target = f"PUT /xapi/{resource}{query(wanted)} HTTP/1.1\r\n".encode()
            got = raw(server, target + head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content))
            assert got.startswith(b"HTTP/1.1 204" if kept else b"HTTP/1.1 411"), got
            assert kept or b"send its length" in got
            assert live.get(resource, wanted).status == (200 if kept else 404)


def test_a_form_in_chunks_is_refused_what_it_lost_may_say_which_document_is_meant(live: Client, server: Server) -> None:
    place = {"activityId": iri(), "agent": json.dumps(agent()), "stateId": "x"}
    sent = {
        **place,
        "Authorization": basic(live.key, SECRET),
        "X-Experience-API-Version": live.version,
        "content": "ab",
    }
    form = urlencode(sent).encode()
    head = head_of(live, "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked")
    target = b"POST /xapi/activities/state?method=PUT HTTP/1.1\r\n"
    got = raw(server, target + head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(form), form))
    assert got.startswith(b"HTTP/1.1 411"), got
    assert live.get("activities/state", place).status == 404


def test_everything_at_once(live: Client) -> None:
    made = full()
    live.keep(made)
    got = live.read(made["id"])
    assert {name: got[name] for name in made if name != "timestamp"} == {
        k: v for k, v in made.items() if k != "timestamp"
    }
    live.keep(voiding(made["id"]))
    assert live.get("statements", {"statementId": made["id"]}).status == 404
    assert live.get("statements", {"voidedStatementId": made["id"]}).status == 200


def test_attachments_over_the_wire(live: Client) -> None:
    content = bytes(range(256)) * 4000
    made = statement(attachments=[attachment(content)])
    body = multipart.write([statements_part(made), attachment_part(content)])
    assert live.post("statements", body=body, headers={"Content-Type": TYPE}).status == 200
    answer = live.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == content


def test_documents_over_the_wire(live: Client) -> None:
    key = {"activityId": iri(), "agent": agent(), "stateId": "été & co"}
    assert (
        live.put(
            "activities/state", key, body=b"\x00\xff", headers={"Content-Type": "image/png", "If-None-Match": "*"}
        ).status
        == 204
    )
    answer = live.get("activities/state", key)
    assert (answer.body, answer.headers["Content-Type"]) == (b"\x00\xff", "image/png")
    assert live.delete("activities/state", key, headers={"If-Match": answer.etag}).status == 204


def test_gzip_over_the_wire(live: Client) -> None:
    made = statement()
    packed = gzip.compress(json.dumps(made).encode())
    assert live.post("statements", body=packed, headers={"Content-Encoding": "gzip"}).status == 200
    assert live.read(made["id"])


@answers("XAPI-00328")
def test_too_large_is_told_before_it_is_read(live: Client, server: Server) -> None:
    head = head_of(live, "Content-Type: application/json", f"Content-Length: {1 << 40}")
    got = raw(server, b"POST /xapi/statements HTTP/1.1\r\n" + head + b"{")
    assert got.startswith(b"HTTP/1.1 413"), got[:200]


def test_a_long_query(live: Client) -> None:
    who: dict[str, Any] = agent(name="x" * 20_000)
    made = statement(actor=who)
    live.keep(made)
    assert live.found(agent=who) == [made["id"]]


@pytest.mark.parametrize("path", ["/xapi/nowhere", "/api/nowhere", "/health/nowhere"])
def test_wrong_doors_answer_json(live: Client, path: str) -> None:
    answer = live.get(path)
    assert answer.status in (401, 404)
    assert answer.json["error"]
    assert answer.headers["X-Experience-API-Version"]


def test_xapi_sent_to_the_wrong_door(live: Client) -> None:
    for path in ("/statements", "/xAPI/statements", "/data/xAPI/statements"):
        answer = live.post(path, json_=statement())
        assert answer.status == 404
        assert "/xapi" in answer.json["error"]


def test_both_versions_side_by_side(server: Server) -> None:
    made = statement()
    server.client("1.0.3", CREDENTIALS["1.0.3"], SECRET).keep(made)
    assert server.client("2.0.0", CREDENTIALS["2.0.0"], SECRET).read(made["id"])["version"] == "1.0.0"
