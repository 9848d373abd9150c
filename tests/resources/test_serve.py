"""The server as a process: what it loads, bodies that stall; and the commands beside it."""

import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.acquis import run_bare
from tests.support.server import ROOT, Server

COMMAND = run_bare("from lrs.cli import acquis; acquis(prog_name='acquis')")


def acquis(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def told(data: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((data / "server.json").read_text())
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):  # noqa: ANN201  # a generator of Server
    with Server(tmp_path_factory.mktemp("serve") / "data", env={"ACQUIS_STALL": "1"}) as started:
        yield started


def test_the_supervisor_loads_neither_duckdb_nor_polars(server: Server) -> None:
    check = "import sys, lrs.cli, lrs.serve; print([m for m in ('duckdb', 'polars', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    libraries = Path(f"/proc/{server.pid}/maps").read_text()
    assert "duckdb" not in libraries
    assert len(server.workers()) == 1
    assert int(told(server.data)["pid"]) == server.workers()[0]


def test_server_json_is_private(server: Server) -> None:
    assert stat.S_IMODE((server.data / "server.json").stat().st_mode) == 0o600


def test_commands_go_through_the_server(server: Server, tmp_path: Path) -> None:
    data = ("--data", str(server.data))
    made = json.loads(acquis("credential", "add", "tool", "--scope", "state", *data, "--json").stdout)
    assert made["scopes"] == ["state"]
    assert made["key"] in acquis("credential", "list", *data).stdout
    assert json.loads(acquis("check", *data, "--json").stdout)["status"] == "ok"
    assert acquis("backup", str(tmp_path / "copy"), *data).returncode == 0
    assert acquis("credential", "revoke", made["key"], *data).returncode == 0
    assert json.loads(acquis("credential", "list", *data, "--json").stdout) == []
    restored = ("--data", str(tmp_path / "restored"))
    assert acquis("restore", str(tmp_path / "copy"), *restored).returncode == 0
    assert [one["key"] for one in json.loads(acquis("credential", "list", *restored, "--json").stdout)] == [made["key"]]
    assert acquis("restore", str(tmp_path / "copy"), *restored).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("credential", "add", "x", "--scope", "everything"),
        ("credential", "add", "x", "--xapi", "3"),
        ("credential", "add", "x", "--secret", "short"),
        ("credential", "revoke", "nobody"),
        ("restore", "/nowhere"),
        ("serve", "--port", "0"),
        ("backup",),
    ],
)
def test_bad_input_is_one_sentence_and_2(server: Server, arguments: tuple[str, ...]) -> None:
    done = acquis(*arguments, "--data", str(server.data))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_stalled_body_is_cut_and_others_are_not(server: Server) -> None:
    key = json.loads(acquis("credential", "add", "slow", "--data", str(server.data), "--json").stdout)
    import base64  # noqa: PLC0415  # only here

    basic = base64.b64encode(f"{key['key']}:{key['secret']}".encode()).decode()
    head = f"POST /xapi/statements HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {basic}\r\n"
    head += "X-Experience-API-Version: 2.0.0\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as stalled:
        stalled.sendall(head.encode())
        answer = stalled.recv(1 << 16)  # ends once the server has cut it; the time-out fails the test otherwise
    assert answer == b"" or b"400" in answer.split(b"\r\n")[0]
    assert acquis("check", "--data", str(server.data)).returncode == 0
