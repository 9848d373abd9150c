"""One folder, one port, one owner: what is said when that is not so, and what is left when a process dies."""

import json
import os
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import duckdb
import pytest

from lrs.app import SERVER_FILE
from tests.support.server import COMMAND, ROOT, Server, acquis, add_credential, free_port, gone
from tests.support.statements import statement

CREDENTIAL = ("2.0.0", "tool", "a-secret-for-tests")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a credential."""
    data = tmp_path_factory.mktemp("owned") / "data"
    version, key, secret = CREDENTIAL
    add_credential(data, key, secret, version)
    return data


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Server]:
    """A server that owns such a folder, for those who only try to take something from it."""
    with Server(shutil.copytree(folder, folder.with_name("served"))) as started:
        yield started


@pytest.fixture
def server(folder: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, on a copy of such a folder, not started yet."""
    made = Server(shutil.copytree(folder, tmp_path / "data"))
    yield made
    if made.process is not None:
        made.kill_group()
        made.ended()


def sentence(*others: str) -> str:
    """Start a server that cannot; return what it says before it ends."""
    done = acquis("serve", "--no-dashboards", "--data", *others)
    assert done.returncode != 0
    said = done.stderr + done.stdout
    assert "Traceback" not in said, said
    return said


def test_a_port_in_use(served: Server, tmp_path: Path) -> None:
    said = sentence(str(tmp_path / "other"), "--port", str(served.port))
    assert str(served.port) in said
    assert "in use" in said
    assert served.client(*CREDENTIAL).get("statements").status == 200


def test_a_folder_that_is_served_already(served: Server) -> None:
    said = sentence(str(served.data), "--port", str(free_port()))
    assert str(served.data) in said or "another" in said
    assert served.client(*CREDENTIAL).keep(statement())


def test_a_folder_that_cannot_be_written() -> None:
    data = "/proc/acquis-data"  # not even root may write there
    assert data in sentence(data, "--port", str(free_port()))


@pytest.mark.parametrize("killed", [False, True])
def test_a_command_at_work_is_waited_for(server: Server, *, killed: bool) -> None:
    if killed:
        server.start().kill_group()
        server.ended()
        assert (server.data / SERVER_FILE).exists()
    made, told = statement(), [*COMMAND, "import", "statements", "-", "--data", str(server.data)]
    with subprocess.Popen(told, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as command:
        while not owned(server.data):
            assert command.poll() is None
            time.sleep(0.05)
        assert command.stdin is not None
        command.stdin.write(json.dumps(made).encode())
        threading.Timer(1.0, command.stdin.close).start()
        server.start()
    assert command.returncode == 0
    assert server.client(*CREDENTIAL).read(made["id"])


def owned(data: Path) -> bool:
    try:
        duckdb.connect(str(data / "record.duckdb"), read_only=True).close()
    except duckdb.IOException:
        return True
    return False


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    data = tmp_path / "file"
    data.write_text("text")
    assert str(data) in sentence(str(data), "--port", str(free_port()))


def test_a_record_that_is_no_database(tmp_path: Path) -> None:
    data = tmp_path / "broken"
    data.mkdir()
    (data / "record.duckdb").write_bytes(b"this is no database" * 1000)
    assert "record.duckdb" in sentence(str(data), "--port", str(free_port()))


def test_a_killed_supervisor_takes_its_worker_along(server: Server) -> None:
    server.start()
    (worker,) = server.workers()
    os.kill(server.pid, signal.SIGKILL)
    server.ended()
    assert gone(worker)
    server.start()
    assert server.client(*CREDENTIAL).get("statements").status == 200


def test_a_killed_worker_ends_the_command_and_the_stale_file_is_harmless(server: Server) -> None:
    server.start()
    (worker,) = server.workers()
    os.kill(worker, signal.SIGKILL)
    assert server.ended() != 0
    assert (server.data / "server.json").exists()
    add_credential(server.data, "late", "a-secret-for-tests", "2.0.0")
    server.start()
    assert server.client("2.0.0", "late", "a-secret-for-tests").get("statements").status == 200


def test_it_stops_when_asked(server: Server) -> None:
    server.start()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        made = statement()
        server.client(*CREDENTIAL).keep(made)
        (worker,) = server.workers()
        os.kill(server.pid, getattr(signal, name))
        assert server.ended() == 0, name
        assert gone(worker), name
        assert not (server.data / "server.json").exists(), name
        server.start()
        assert server.client(*CREDENTIAL).read(made["id"]), name


def test_a_credential_is_good_and_revoked_at_once(served: Server) -> None:
    add_credential(served.data, "late", "a-secret-for-tests", "2.0.0")
    tool = served.client("2.0.0", "late", "a-secret-for-tests")
    assert tool.get("statements").status == 200
    assert acquis("credential", "revoke", "late", "--data", str(served.data)).returncode == 0
    assert tool.get("statements").status == 401


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux can narrow another process's limits")
def test_a_disk_that_fills_up_breaks_no_promise(server: Server) -> None:
    """The worker's files may not grow any more: what is acknowledged all the same is there after a start."""
    server.start()
    tool = server.client(*CREDENTIAL)
    kept = tool.keep(*(statement() for _ in range(10)))
    (worker,) = server.workers()
    largest = max(file.stat().st_size for file in server.data.rglob("*") if file.is_file())
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (largest + 100_000, largest + 100_000))
    refused = None
    for _ in range(200):
        made = [statement(result={"response": os.urandom(2000).hex()}) for _ in range(20)]
        try:
            refused = tool.post("statements", json_=made)
        except (OSError, HTTPException):
            break  # the server ended itself rather than guess
        if refused.status != 200:
            assert refused.status >= 500
            break
        kept += refused.json
    else:
        pytest.fail("the limit was never felt")
    server.kill_group()
    server.ended()
    server.start()
    assert [id_ for id_ in kept if tool.get("statements", {"statementId": id_}).status != 200] == []
