import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from lrs.door import InProcess
from lrs.errors import AcquisError, BadRequest
from lrs.transfer.cli import import_
from lrs.transfer.delivery import Tally
from lrs.transfer.moving import Cursor, Move
from lrs.transfer.remote import WAITS, Remote
from lrs.xapi.version import Version
from tests.support.apps import CREDENTIALS, SECRET
from tests.support.transfer import Serving, answers, both_stores, delivered, fill, statement, tool, uuid, void

KEY = CREDENTIALS["2.0.0"]


class Mover:
    """Moves from the other record to this one, again and again."""

    def __init__(self, door: InProcess, serving: Serving, folder: Path) -> None:
        self.door, self.serving, self.folder = door, serving, folder
        self.waited: list[float] = []
        self.said: list[str] = []

    def remote(self, url: str = "", secret: str = SECRET) -> Remote:
        remote = Remote(url or self.serving.url, KEY, secret, say=self.said.append, wait=self.waited.append)
        remote.version = Version.V2
        return remote

    def __call__(self, *, authority: str = "keep", page: int | None = None) -> Tally:
        remote = self.remote()
        version = remote.negotiate()
        if page is not None:
            first = remote.first
            remote.first = lambda **f: first(**f).replace("limit=500", f"limit={page}")  # type: ignore[method-assign]
        cursor = Cursor.of(self.folder, remote.endpoint, KEY)
        return delivered(
            self.door,
            self.folder / "refused.jsonl",
            lambda delivery: Move(remote, delivery, cursor, lambda _more: None).run(),
            authority=authority,
            xapi=version.value,
        )


@pytest.fixture
def move(door: InProcess, serving: Serving, tmp_path: Path) -> Mover:
    return Mover(door, serving, tmp_path)


@both_stores
@pytest.mark.parametrize("page", [1, 4, 100])
def test_everything_moves_voids_and_attachments_too_and_answers_the_same(
    move: Mover, here: Flask, there: Flask, page: int
) -> None:
    fill(there)
    tally = move(page=page)
    assert (tally.refused, tally.missing) == (0, 0)
    assert answers(here) == answers(there)


@both_stores
def test_a_second_run_brings_only_what_is_new(move: Mover, here: Flask, there: Flask) -> None:
    fill(there)
    move()
    assert move().kept == 0
    tool(there).keep(statement(70), void(71, 70), void(72, 3))  # 70 never shows in a list, 3 was brought before
    assert move().kept == 3
    assert answers(here) == answers(there)
    assert tool(here).get("statements", {"voidedStatementId": uuid(70)}).status == 200


def test_a_statement_that_was_voided_before_it_came_is_brought_when_it_does(
    move: Mover, here: Flask, there: Flask
) -> None:
    tool(there).keep(void(1, 2), statement(3))
    move()
    tool(there).keep(statement(2), statement(4))
    move()
    assert tool(here).get("statements", {"voidedStatementId": uuid(2)}).status == 200


def test_a_run_that_breaks_off_goes_on_from_there(move: Mover, here: Flask, there: Flask) -> None:
    tool(there).keep(*(statement(number) for number in range(1, 13)))
    seen = 0

    def fail_at_the_third_page(path: str) -> tuple[int, dict[str, str], list[bytes]] | None:
        nonlocal seen
        if "/statements" not in path or "voided" in path:
            return None
        seen += 1
        return (403, {}, [b"no more today"]) if seen == 4 else None

    move.serving.trouble = fail_at_the_third_page
    with pytest.raises(AcquisError, match="may not read"):
        move(page=2)
    kept = len(tool(here).found())
    assert 2 <= kept < 12
    del move.serving.asked[:]
    assert move(page=2).kept == 12 - kept
    assert any("since=" in path for path in move.serving.asked)
    assert answers(here) == answers(there)


@pytest.mark.parametrize("code", [429, 500, 502, 503])
def test_a_passing_trouble_is_waited_out(move: Mover, there: Flask, code: int) -> None:
    tool(there).keep(statement(1))
    troubles = iter([(code, {"Retry-After": "7"}, [b"busy"]), (code, {}, [b"busy"])])
    move.serving.trouble = lambda path: next(troubles, None) if "/statements" in path else None
    assert move().kept == 1
    assert move.waited == [7.0, 2.0]
    assert all("again in" in sentence for sentence in move.said)


def test_an_answer_cut_in_the_middle_is_asked_for_again(move: Mover, there: Flask) -> None:
    tool(there).keep(statement(1))
    cut = iter([(200, {"Content-Length": "1000", "Content-Type": "application/json"}, [b'{"statements":['])])
    move.serving.trouble = lambda path: next(cut, None) if "/statements" in path else None
    assert move().kept == 1
    assert move.waited == [1.0]


def test_a_trouble_that_stays_ends_in_a_sentence(move: Mover) -> None:
    move.serving.trouble = lambda path: (503, {}, [b"down for the week"]) if "/statements" in path else None
    with pytest.raises(BadRequest, match="answered 503: down for the week"):
        move()
    assert move.waited == list(WAITS)


@pytest.mark.parametrize(
    ("code", "sentence"), [(401, "refused there"), (403, "may not read"), (404, "no record store")]
)
def test_a_refusal_is_not_asked_twice(move: Mover, code: int, sentence: str) -> None:
    move.serving.trouble = lambda path: (code, {}, [b""]) if "/statements" in path else None
    with pytest.raises(BadRequest, match=sentence):
        move()
    assert move.waited == []


def test_a_wrong_secret_is_told(move: Mover) -> None:
    remote = move.remote(secret="wrong")
    with pytest.raises(BadRequest, match="key and secret are refused"):
        remote.page(remote.first(), lambda *_: None)


@pytest.mark.parametrize("address", ["lrs.example/xapi", "ftp://lrs.example", "https://"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(BadRequest, match="is not the address"):
        Remote(address, "k", "s")


def test_versions_are_negotiated(move: Mover) -> None:
    assert move.remote().negotiate() is Version.V2
    about = json.dumps({"version": ["1.0.3", "1.0.0"]}).encode()
    move.serving.trouble = lambda path: (
        (200, {"Content-Type": "application/json"}, [about]) if "/about" in path else None
    )
    assert move.remote().negotiate() is Version.V1
    move.serving.trouble = lambda path: (404, {}, [b""]) if "/about" in path else None
    assert move.remote().negotiate() is Version.V1


def test_the_secret_goes_to_no_other_host(move: Mover) -> None:
    elsewhere = {"Location": "http://elsewhere.example/xapi/statements"}
    move.serving.trouble = lambda path: (302, elsewhere, [b""]) if "/statements" in path else None
    with pytest.raises(BadRequest, match=r"redirects to http://elsewhere\.example"):
        move()
    body = json.dumps({"statements": [], "more": "http://elsewhere.example/xapi/statements?more=x"}).encode()
    pages = iter([(200, {"Content-Type": "application/json"}, [body])])
    move.serving.trouble = lambda path: next(pages, None) if "/statements" in path else None
    with pytest.raises(BadRequest, match="400"):  # our own server, asked for a page it never gave
        move()
    assert "more=x" in move.serving.asked[-1]


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"statements": 3}', b""])
def test_an_answer_that_is_no_list_of_statements_is_told(move: Mover, body: bytes) -> None:
    move.serving.trouble = lambda path: (200, {"Content-Type": "text/html"}, [body]) if "/statements" in path else None
    with pytest.raises(BadRequest, match="no list of statements"):
        move()


@pytest.mark.parametrize(("choice", "name"), [("keep", KEY), ("mine", "import")])
def test_authorities_stay_or_become_the_imports(move: Mover, here: Flask, there: Flask, choice: str, name: str) -> None:
    tool(there).keep(statement(1))
    move(authority=choice)
    assert tool(here).read(uuid(1))["authority"]["account"]["name"] == name


def test_a_note_that_cannot_be_read_is_told(move: Mover, tmp_path: Path, there: Flask) -> None:
    tool(there).keep(statement(1))
    move()
    (note,) = (tmp_path / "transfers").glob("*.json")
    note.write_text("{")
    with pytest.raises(BadRequest, match="--from-start"):
        move()


def test_from_start_asks_for_everything_again(tmp_path: Path, there: Flask, serving: Serving) -> None:
    tool(there).keep(statement(1), statement(2), void(3, 1))
    data = tmp_path / "data"
    given = ["lrs", serving.url, "--key", KEY, "--secret", SECRET, "--data", str(data), "--json"]
    told = []
    for more in ([], ["--from-start"], []):
        done = CliRunner().invoke(import_, given + more)
        assert done.exit_code == 0, done.output
        told.append(json.loads(done.stdout))
    assert [(one["kept"], one["present"]) for one in told[:2]] == [(3, 0), (0, 3)]
    assert told[2]["kept"] == 0
    assert len(list((data / "transfers").iterdir())) == 1
