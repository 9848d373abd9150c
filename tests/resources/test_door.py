"""How commands reach a record that somebody else owns, or nobody, or that is not there."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from dashboards.cli import acquis
from lrs import door as doors
from lrs.app import SERVER_FILE
from lrs.cli import sentences
from lrs.door import InProcess, OverHttp, door
from lrs.errors import BadRequest, Owned, Unavailable
from lrs.resources.service import service_of
from lrs.store import duck
from lrs.store.memory import MemoryStore
from tests.support.transfer import Serving


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the folder owned by somebody else, until something happens while one waits for them."""

    def hold(meanwhile: Callable[[], MemoryStore | None] = lambda: None, *, patience: float = 3.0) -> None:
        opened: list[MemoryStore | None] = []

        def owned(_folder: Path) -> MemoryStore:
            if store := next(filter(None, opened), None):
                return store
            raise Owned("record.duckdb is in use by another process")

        monkeypatch.setattr(duck, "open_store", owned)
        monkeypatch.setattr(doors, "PATIENCE", patience)
        monkeypatch.setattr(doors.time, "sleep", lambda _seconds: opened.append(meanwhile()))

    return hold


def announce(folder: Path, **told: str) -> None:
    (folder / SERVER_FILE).write_text(json.dumps(told))


def test_a_server_that_is_only_starting_is_waited_for(held: Any, app: Flask, tmp_path: Path) -> None:
    with Serving(app) as serving:
        told = {"address": serving.url.removesuffix("/xapi"), "token": service_of(app).token}
        held(lambda: announce(tmp_path, **told))
        announce(tmp_path, address="http://127.0.0.1:1", token="of another run")
        with door(tmp_path) as way:
            assert isinstance(way, OverHttp)
            assert way.request("GET", "/api/check").json()["status"] == "ok"


def test_a_command_that_is_soon_done_is_waited_for(held: Any, tmp_path: Path) -> None:
    held(MemoryStore)
    with door(tmp_path) as way:
        assert isinstance(way, InProcess)


@pytest.mark.parametrize("file", [None, "garbage", "[]", '{"address": "http://127.0.0.1:1", "token": "x"}'])
def test_nobody_is_waited_for_for_ever(held: Any, tmp_path: Path, file: str | None) -> None:
    held(patience=-1.0)
    if file is not None:
        (tmp_path / SERVER_FILE).write_text(file)
    with pytest.raises(Unavailable, match="in use by another process, which does not answer"), door(tmp_path):
        pass


def test_who_only_asks_makes_no_record(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="there is no record here"), door(tmp_path / "typo", new=False):
        pass
    lrs = (["refusals"], ["check"], ["credential", "list"], ["credential", "revoke", "x"], ["backup", "copy"])
    people = (["people", "list"], ["people", "merge", "a", "b"], ["user", "list"], ["user", "remove", "a@b.example"])
    told = (["measure", "summary"], ["report", "investment", "-o", "r.html"], ["rebuild"], ["draw"], ["follow-up"])
    for words in lrs + people + told:
        done = CliRunner().invoke(acquis, [*words, "--data", str(tmp_path / "typo")])
        assert (done.exit_code, "there is no record here" in done.output) == (2, True), words
    assert list(tmp_path.iterdir()) == []


def test_who_reads_no_further_is_told_nothing() -> None:
    @click.command()
    @sentences
    def listing() -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    done = CliRunner().invoke(listing)
    assert (done.exit_code, done.output) == (1, "")
