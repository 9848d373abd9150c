"""Opening a record again: after a kill, a torn write, beside its owner."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from lrs.errors import Unavailable
from lrs.store.duck import Settings, open_store
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

ROOT = Path(__file__).parents[2]
LEFT = 12
WRITES = dedent(
    f"""
    import os, sys
    from pathlib import Path
    from lrs.store.duck import open_store
    from tests.support.entries import entry
    store = open_store(Path(sys.argv[1]))
    for _ in range({LEFT}):
        store.add([entry()])
    os._exit(9)
    """
)


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder whose process went away in the middle of its work."""
    folder = tmp_path / "data"
    ended = subprocess.run([sys.executable, "-c", WRITES, str(folder)], cwd=ROOT, check=False)
    assert ended.returncode == 9
    return folder


def count(folder: Path) -> int:
    store = open_store(folder, Settings(warehouse=False))
    try:
        store.add([entry()])
        found = len(list(store.scan(StatementQuery(verb="http://example.org/verbs/did")))) - 1
        assert found == len(list(store.scan(StatementQuery()))) - 1
        return found
    finally:
        store.close()


def test_everything_acknowledged_is_there(left: Path) -> None:
    assert count(left) == LEFT


@pytest.mark.parametrize("zeros", [4, 100, 200])
def test_a_torn_write_is_cut_off(left: Path, zeros: int, caplog: pytest.LogCaptureFixture) -> None:
    log = left / "record.duckdb.wal"
    content = log.read_bytes()
    log.write_bytes(content[:-zeros] + b"\0" * (zeros + 4096))
    assert count(left) == LEFT - 1
    assert "never finished" in caplog.text
    assert (left / "record.duckdb.wal.torn").exists()


def test_a_log_damaged_in_its_middle_is_not_touched(left: Path) -> None:
    log = left / "record.duckdb.wal"
    content = bytearray(log.read_bytes())
    middle = len(content) * 3 // 4
    content[middle : middle + 64] = b"\0" * 64
    log.write_bytes(content)
    with pytest.raises(Unavailable, match="restore a backup"):
        open_store(left)
    assert log.read_bytes() == bytes(content)


def test_no_database_at_all(tmp_path: Path) -> None:
    (tmp_path / "record.duckdb").write_bytes(b"this is a text file" * 1000)
    with pytest.raises(Unavailable, match=r"record\.duckdb"):
        open_store(tmp_path)


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    code = "import sys\nfrom pathlib import Path\nfrom lrs.store.duck import open_store\nopen_store(Path(sys.argv[1]))"
    store.backup(str(tmp_path / "copy"))  # reading the file must not give up the lock on it
    other = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert "in use by another process" in other.stderr
    store.close()


def test_a_warehouse_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(os.urandom(20000))
    store = open_store(tmp_path)
    store.cursor().execute("CREATE TABLE warehouse.derived (a INTEGER)")
    store.close()


def test_sql_reaches_no_file(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for forbidden in ("SELECT * FROM read_text('/etc/hostname')", "ATTACH '/tmp/other.duckdb'", "SET threads = 8"):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|permission"):
            store.cursor().execute(forbidden)
    store.close()
