import base64
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lrs.door import InProcess
from lrs.errors import BadRequest, Unavailable
from lrs.transfer import delivery as delivering
from lrs.transfer.delivery import Delivery, RefusedFile, Tally
from lrs.transfer.statements import import_statements
from lrs.xapi.vocabulary import SIGNATURE, SIGNATURE_TYPE
from tests.support.transfer import ATTACHMENT, BYTES, SHA2, both_stores, delivered, statement, tool, uuid, void


def brought(door: InProcess, folder: Path, data: bytes, attachments: Path | None = None, **options: str) -> Tally:
    def bring(delivery: Delivery) -> None:
        import_statements(io.BytesIO(data), "f.jsonl", delivery, attachments, lambda _more: None)

    return delivered(door, folder / "refused.jsonl", bring, **options)


def refused(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "refused.jsonl").read_text().splitlines()]


def dump(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


@both_stores
def test_what_can_be_kept_is_kept_and_the_rest_is_written_down(door: InProcess, here: Flask, tmp_path: Path) -> None:
    lines = [
        json.dumps(statement(1)).encode(),
        b'{"actor": 3}',
        b"",
        b"\xff\xfe not text",
        json.dumps(statement(2)).encode()[:-20],  # cut short
        json.dumps({**statement(1), "verb": {"id": "https://v.example/other"}}).encode(),
        json.dumps([statement(3)]).encode(),
        json.dumps(statement(4)).encode(),
    ]
    tally = brought(door, tmp_path, b"\n".join(lines))
    assert (tally.kept, tally.present, tally.refused) == (2, 0, 5)
    assert [one["line"] for one in refused(tmp_path)] == [2, 4, 5, 6, 7]
    assert all(one["reason"] for one in refused(tmp_path))
    assert refused(tmp_path)[0]["text"] == '{"actor": 3}'
    assert "actor" in refused(tmp_path)[0]["reason"]
    assert "says something else" in refused(tmp_path)[3]["reason"]
    assert tool(here).found() == [uuid(4), uuid(1)]


@both_stores
def test_a_second_run_adds_nothing_and_a_run_after_an_interruption_the_rest(
    door: InProcess, here: Flask, tmp_path: Path
) -> None:
    anonymous = {key: value for key, value in statement(7).items() if key not in ("id", "timestamp")}
    data = dump(*(statement(number) for number in range(1, 6)), anonymous)
    part = brought(door, tmp_path, data[: len(data) // 2])
    assert part.refused == 1  # the line the interruption cut
    again = brought(door, tmp_path, data)
    assert (again.kept + part.kept, again.present, again.refused) == (6, part.kept, 0)
    assert not (tmp_path / "refused.jsonl").exists()  # what an earlier run refused is mended
    assert (brought(door, tmp_path, data).kept, len(tool(here).found())) == (0, 6)


def test_the_version_a_statement_says_is_the_one_it_is_judged_by(door: InProcess, tmp_path: Path) -> None:
    agents = {"contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@b.fr"}}]}
    data = dump(
        statement(1, context=agents, version="2.0.0"),
        statement(2, context=agents, version="1.0.3"),
        statement(3, context=agents),
    )
    assert brought(door, tmp_path, data, xapi="1.0.3").kept == 1
    assert [one["line"] for one in refused(tmp_path)] == [2, 3]


def test_what_says_1_0_and_was_received_under_2_0_comes_in_again(
    door: InProcess, here: Flask, there: Flask, tmp_path: Path
) -> None:
    agents = {"contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@b.fr"}}]}
    said = statement(2, context=agents, version="1.0.3")
    assert tool(there, "2.0.0").post("statements", json_=said).status == 200
    received = dump(tool(there, "2.0.0").read(uuid(2)), statement(3, context={"team": {}}, version="1.0.3"))
    assert brought(door, tmp_path, received).kept == 1
    assert tool(here, "2.0.0").read(uuid(2))["version"] == "1.0.3"
    assert ["context.team" in one["reason"] for one in refused(tmp_path)] == [True]


@pytest.mark.parametrize(("choice", "name"), [("keep", "someone"), ("mine", "import")])
def test_an_authority_stays_or_becomes_the_imports(
    door: InProcess, here: Flask, tmp_path: Path, choice: str, name: str
) -> None:
    authority = {"objectType": "Agent", "account": {"homePage": "https://lrs.example", "name": "someone"}}
    brought(door, tmp_path, dump(statement(1, authority=authority, stored="2020-01-01T00:00:00Z")), authority=choice)
    kept = tool(here).read(uuid(1))
    assert kept["authority"]["account"]["name"] == name
    assert kept["stored"] > "2026"


def test_a_void_voids_whichever_comes_first(door: InProcess, here: Flask, tmp_path: Path) -> None:
    brought(door, tmp_path, dump(void(9, 1), statement(1), statement(2), void(8, 2)))
    assert sorted(tool(here).found()) == [uuid(8), uuid(9)]


@both_stores
def test_attachments_come_from_a_folder_and_missing_ones_are_counted(
    door: InProcess, here: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / SHA2).write_bytes(BYTES)
    data = dump(statement(1, attachments=[ATTACHMENT]), statement(2, attachments=[{**ATTACHMENT, "sha2": "cd" * 32}]))
    tally = brought(door, tmp_path, data, folder)
    assert (tally.kept, tally.missing) == (2, 1)
    assert BYTES in tool(here).get("statements", {"statementId": uuid(1), "attachments": True}).body


@pytest.mark.parametrize(("version", "kept"), [("1.0.3", 0), ("2.0.0", 1)])
def test_a_signature_is_judged_by_the_rules_of_its_statement(
    door: InProcess, tmp_path: Path, version: str, kept: int
) -> None:
    signed = json.dumps(statement(1, timestamp="2026-03-02T09:00:00Z")).encode()  # 2.0 compares no timestamps
    parts = [
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (b'{"alg":"RS256"}', signed, b"by whom, nobody says")
    ]
    jws = b".".join(parts)
    sha2 = hashlib.sha256(jws).hexdigest()
    (tmp_path / sha2).write_bytes(jws)
    signature = ATTACHMENT | {"usageType": SIGNATURE, "contentType": SIGNATURE_TYPE, "sha2": sha2}
    sent = statement(1, timestamp="2026-03-02T10:00:00Z", version=version, attachments=[signature])
    assert brought(door, tmp_path, dump(sent), tmp_path).kept == kept


def test_an_attachment_that_is_not_what_its_name_says_is_refused_with_its_statement(
    door: InProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / SHA2).write_bytes(b"something else")
    tally = brought(door, tmp_path, dump(statement(1, attachments=[ATTACHMENT]), statement(2)), folder)
    assert (tally.kept, tally.refused) == (1, 1)


def test_a_statement_over_several_lines_of_text_is_kept_whole(door: InProcess, here: Flask, tmp_path: Path) -> None:
    def bring(delivery: Delivery) -> None:
        delivery.give({"line": 1}, json.dumps(statement(1), indent=1).replace("\n", "\r\n").encode())

    assert delivered(door, tmp_path / "refused.jsonl", bring).kept == 1
    assert tool(here).found() == [uuid(1)]


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(
    door: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = b'{"x": "' + b"y" * (17 << 20) + b'"}\n'
    assert brought(door, tmp_path, long + dump(statement(1))).kept == 1
    (only,) = refused(tmp_path)
    assert (only["line"], len(only["text"])) == (1, 2000)
    assert "longer than 16 MiB" in only["reason"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (gzip.compress(b"{}", mtime=0), "packed with gzip"),
        (b"PAR1\x00\x01", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\xff\n", "not a text file"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        (b"[\n{}\n]", "one JSON array"),
    ],
)
def test_a_file_of_something_else_is_refused_in_a_sentence(
    door: InProcess, tmp_path: Path, data: bytes, sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        brought(door, tmp_path, data)


def test_chunks_lose_nothing_at_their_edges(
    door: InProcess, here: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "CHUNK_STATEMENTS", 3)
    data = dump(*(statement(number) if number % 4 else {"id": number} for number in range(1, 12)))
    tally = brought(door, tmp_path, data)
    assert (tally.kept, tally.refused) == (9, 2)
    assert [one["line"] for one in refused(tmp_path)] == [4, 8]


def test_a_server_that_goes_away_ends_the_run_with_what_to_do(tmp_path: Path) -> None:
    class Gone:
        def request(self, *_: Any, **__: Any) -> Any:
            raise Unavailable("the server does not answer")

    with (
        pytest.raises(Unavailable, match="run the same command again"),
        Delivery(Gone(), RefusedFile(tmp_path / "r")) as one,
    ):
        one.give({}, b"{}")


def test_only_an_administrator_gets_in(here: Flask) -> None:
    for method, path in (
        ("POST", "/api/import/statements"),
        ("GET", "/api/export/statements"),
        ("GET", f"/api/attachments/{SHA2}"),
        ("PUT", f"/api/attachments/{SHA2}"),
    ):
        assert tool(here).request(method, path).status == 401


STORED = "2020-01-01T00:00:00.000001Z"


@pytest.mark.parametrize(
    "text",
    [
        '{{"id":"{id}","actor":{a},"verb":{v},"object":{o},"stored":"{s}"}}',
        '{{"stored" : "{s}","id":"{id}","actor":{a},"verb":{v},"object":{o}}}',
        '{{"id":"{id}","actor":{a},"verb":{v},"object":{o},"context":{{"extensions":{{"https://e.example/x":{{"y":1,"stored":"{s}"}}}}}}}}',
        '{{"id":"{id}","actor":{a},"verb":{v},"object":{o},"stored":"{s}","context":{{"extensions":{{"https://e.example/x":{{"y":1,"stored":"{s}"}}}}}}}}',
        '{{"id":"{id}","actor":{a},"verb":{v},"object":{o},"\\u0073tored":"{s}","context":{{"extensions":{{"https://e.example/x":{{"y":1,"stored":"{s}"}}}}}}}}',
        '{{"id":"{id}","actor":{a},"verb":{v},"object":{o},"result":{{"response":",\\"stored\\":\\"{s}\\"}}"}},"stored":"{s}"}}',
    ],
)
def test_what_another_record_stored_it_at_goes_and_nothing_else(
    door: InProcess, here: Flask, tmp_path: Path, text: str
) -> None:
    parts = {name: json.dumps(statement(1)[name]) for name in ("actor", "verb", "object")}
    line = text.format(id=uuid(1), a=parts["actor"], v=parts["verb"], o=parts["object"], s=STORED)
    expected = {name: value for name, value in json.loads(line).items() if name != "stored"}
    assert brought(door, tmp_path, line.encode()).kept == 1
    kept = tool(here).read(uuid(1))
    assert kept.pop("stored") > "2026"
    assert {name: kept[name] for name in expected} == expected
