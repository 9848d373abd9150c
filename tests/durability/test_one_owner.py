"""One folder, one port, one owner: what is said when that is not so, and what is left when a process dies."""

import os
import resource
import signal
import stat
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.support.server import Server, acquis, add_credential, free_port, gone
from tests.support.statements import statement

CREDENTIAL = ("2.0.0", "tool", "a-secret-for-tests")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    version, key, secret = CREDENTIAL
    add_credential(data, key, secret, version)
    made = Server(data)
    yield made
    if made.process is not None:
        made.kill_group()
        made.ended()


def sentence(server: Server, *others: str) -> str:
    """Start a server that cannot; return what it says before it ends."""
    done = acquis("serve", "--no-dashboards", "--data", *others)
    assert done.returncode != 0
    said = done.stderr + done.stdout
    assert "Traceback" not in said, said
    return said


def test_a_port_in_use(server: Server, tmp_path: Path) -> None:
    server.start()
    said = sentence(server, str(tmp_path / "other"), "--port", str(server.port))
    assert str(server.port) in said
    assert "in use" in said
    assert server.client(*CREDENTIAL).get("statements").status == 200


def test_a_folder_that_is_served_already(server: Server) -> None:
    server.start()
    said = sentence(server, str(server.data), "--port", str(free_port()))
    assert str(server.data) in said or "another" in said
    assert server.client(*CREDENTIAL).keep(statement())


def test_a_folder_that_cannot_be_written(server: Server) -> None:
    data = "/proc/acquis-data"  # not even root may write there
    assert data in sentence(server, data, "--port", str(free_port()))


def test_a_file_where_the_folder_should_be(server: Server, tmp_path: Path) -> None:
    data = tmp_path / "file"
    data.write_text("text")
    assert str(data) in sentence(server, str(data), "--port", str(free_port()))


def test_a_record_that_is_no_database(server: Server, tmp_path: Path) -> None:
    data = tmp_path / "broken"
    data.mkdir()
    (data / "record.duckdb").write_bytes(b"this is no database" * 1000)
    assert "record.duckdb" in sentence(server, str(data), "--port", str(free_port()))


def test_a_killed_supervisor_takes_its_worker_along(server: Server) -> None:
    server.start()
    (worker,) = server.workers()
    os.kill(server.pid, signal.SIGKILL)
    server.ended()
    assert gone(worker)
    server.start()
    assert server.client(*CREDENTIAL).get("statements").status == 200


def test_a_killed_worker_ends_the_command(server: Server) -> None:
    server.start()
    (worker,) = server.workers()
    os.kill(worker, signal.SIGKILL)
    assert server.ended() != 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_it_stops_when_asked(server: Server, name: str) -> None:
    server.start()
    tool = server.client(*CREDENTIAL)
    made = statement()
    tool.keep(made)
    os.kill(server.pid, getattr(signal, name))
    assert server.ended() == 0
    assert not (server.data / "server.json").exists()
    server.start()
    assert tool.read(made["id"])


def test_commands_go_through_the_server(server: Server) -> None:
    server.start()
    (server.data / "server.json").stat()
    assert stat.S_IMODE((server.data / "server.json").stat().st_mode) == 0o600
    add_credential(server.data, "late", "a-secret-for-tests", "2.0.0")
    tool = server.client("2.0.0", "late", "a-secret-for-tests")
    assert tool.get("statements").status == 200
    assert acquis("credential", "revoke", "late", "--data", str(server.data)).returncode == 0
    assert tool.get("statements").status == 401


def test_a_stale_server_file_is_harmless(server: Server) -> None:
    server.start()
    server.kill_group()
    server.ended()
    assert (server.data / "server.json").exists()
    add_credential(server.data, "late", "a-secret-for-tests", "2.0.0")
    server.start()
    assert server.client("2.0.0", "late", "a-secret-for-tests").get("statements").status == 200


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
