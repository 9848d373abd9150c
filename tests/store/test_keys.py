"""Keys have as many bytes as the record they are in says."""

from pathlib import Path

import duckdb

from lrs.store.duck import RECORD, Settings, open_store
from lrs.store.keys import hashed
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

USUAL = Settings(warehouse=False)
OF_EIGHT = Settings(warehouse=False, hash_=hashed)
DID = StatementQuery(verb="http://example.org/verbs/did", limit=100)
BEFORE = "DELETE FROM meta WHERE key = 'key_bytes'; UPDATE meta SET value = '8' WHERE key = 'schema'"


def words(folder: Path) -> dict[str, int]:
    with duckdb.connect(str(folder / RECORD)) as connection:
        return dict(connection.execute("SELECT text, key FROM word").fetchall())


def kept(folder: Path, settings: Settings) -> int:
    """Keep one more statement; return how many say what it says."""
    store = open_store(folder, settings)
    try:
        store.add([entry()])
        return len(store.statements(DID).records)
    finally:
        store.close()


def test_a_new_record_has_keys_of_four_bytes(tmp_path: Path) -> None:
    kept(tmp_path, USUAL)
    assert all(key == hashed(text, 0, size=4) < 2**32 for text, key in words(tmp_path).items())


def test_a_record_from_before_keeps_those_of_eight(tmp_path: Path) -> None:
    kept(tmp_path, OF_EIGHT)
    with duckdb.connect(str(tmp_path / RECORD)) as connection:
        connection.execute(BEFORE)
    known = words(tmp_path)
    assert kept(tmp_path, USUAL) == 2
    assert words(tmp_path) == known == {text: hashed(text, 0) for text in known}


def test_a_replaced_identity_changes_no_width(tmp_path: Path) -> None:
    kept(tmp_path, OF_EIGHT)
    with duckdb.connect(str(tmp_path / RECORD)) as connection:
        connection.execute(BEFORE)
    store = open_store(tmp_path, USUAL)
    store.replace_identity("mbox mailto:learner@example.org", "mbox mailto:other@example.org")
    store.close()
    assert kept(tmp_path, USUAL) == 2
    assert all(key == hashed(text, 0) for text, key in words(tmp_path).items())
