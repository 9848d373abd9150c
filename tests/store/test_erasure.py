"""Erasing an identity: nothing of it is left in any file, and nothing else is lost."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from lrs.store.duck import DuckStore, Settings, open_store
from lrs.store.identity import replaced
from lrs.store.promise import Document, DocumentKey, DocumentScope
from lrs.xapi.query import StatementQuery
from tests.support.entries import entry

ADA = "mbox mailto:ada.lovelace@example.org"
NOBODY = "account https://example.org/erased 7f3a"


@pytest.fixture
def store(tmp_path: Path) -> DuckStore:
    opened = open_store(tmp_path / "data", Settings(warehouse=True))
    opened.add([entry(actor={"mbox": f"mailto:learner{number}@example.org"}) for number in range(400)])
    opened.add(
        [
            entry(
                actor={"mbox": "mailto:ada.lovelace@example.org", "name": "Ada Lovelace"},
                result={"score": {"raw": 1.10}},
            ),
            entry(
                actor={"objectType": "Group", "member": [{"mbox": "mailto:\\u0061da.lovelace@EXAMPLE.org"}]},
                context={"instructor": {"mbox": "mailto:ada.lovelace@example.org"}},
            ),
        ]
    )
    return opened


def holding(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_nothing_of_it_is_left(store: DuckStore) -> None:
    for key in ("prefs", "notes"):
        store.change_document(
            DocumentKey("agent_profile", key, agent=ADA),
            lambda _: Document(b'{"who": {"mbox": "mailto:ada.lovelace@example.org"}}', "application/json"),
        )
    assert store.replace_identity(ADA, NOBODY) == 2
    assert store.person(ADA) is None
    assert store.statements(StatementQuery(agent=ADA, related_agents=True)).records == ()
    found = store.statements(StatementQuery(agent=NOBODY)).records
    assert len(found) == 2
    assert '"raw":1.1' in found[1].text
    assert store.document_ids(DocumentScope("agent_profile", agent=NOBODY)) != []
    store.close()
    assert holding(store.folder, "lovelace") == []
    assert holding(store.folder, "Lovelace") == []


def test_everything_else_is_as_it_was(store: DuckStore) -> None:
    others = [record for record in store.scan(StatementQuery()) if "lovelace" not in record.text.lower()]
    store.cursor().execute("INSERT INTO organisation.unit (key, title_en, title_fr) VALUES ('u', 'Unit', 'Unité')")
    store.replace_identity(ADA, NOBODY)
    store.add([entry(actor={"mbox": "mailto:after@example.org"})])
    folder = store.folder
    store.close()
    again = open_store(folder)
    kept = {record.seq: record for record in again.scan(StatementQuery())}
    assert [kept[record.seq] for record in others] == others
    assert len(kept) == 403
    assert again.cursor().execute("SELECT key FROM organisation.unit").fetchall() == [("u",)]
    assert again.cursor().execute("SELECT value FROM meta WHERE key = 'generation'").fetchall() == [("2",)]
    again.close()


def test_whoever_comes_back_after_it_is_found(store: DuckStore) -> None:
    """What was told of the same part before is told anew: its words went with the old record."""
    again = {"mbox": "mailto:ada.lovelace@example.org", "name": "Ada Lovelace"}
    assert len(store.statements(StatementQuery(agent=ADA)).records) == 2  # now her words are on disk
    store.add([entry(actor=again)])
    store.replace_identity(ADA, NOBODY)
    store.add([entry(actor=again)])
    assert len(store.statements(StatementQuery(agent=ADA)).records) == 1
    assert store.person(ADA) is not None
    store.close()


def test_a_batch_that_an_erasure_overtook_is_told_anew(store: DuckStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of before is in use once the generation is another."""
    keys, codec = store._learning.keys, store._codec
    before, seen = codec.generation, []
    forget = keys.forget

    def forgotten(*parts: dict[str, int]) -> None:
        seen.append(codec.generation)
        forget(*parts)

    monkeypatch.setattr(keys, "forget", forgotten)
    batch = store._statements._batch([entry(actor={"mbox": "mailto:ada.lovelace@example.org"})], whole=True)
    store.replace_identity(ADA, NOBODY)
    assert seen == [before]
    assert codec.generation > before
    store._writer.submit(store._statements._keeping, batch, 1)
    assert len(store.statements(StatementQuery(agent=ADA)).records) == 1
    store.close()


def test_a_crash_before_the_exchange_leaves_the_record(store: DuckStore) -> None:
    store.close()
    (store.folder / "record.new.duckdb").write_bytes(b"half")
    again = open_store(store.folder)
    assert len(list(again.scan(StatementQuery()))) == 402
    assert not (store.folder / "record.new.duckdb").exists()
    again.close()


def test_documents_meet_and_the_newest_stays(store: DuckStore) -> None:
    for agent, content in ((NOBODY, b"old"), (ADA, b"new")):
        store.change_document(
            DocumentKey("agent_profile", "p", agent=agent), lambda _, content=content: Document(content, "text/plain")
        )
    store.replace_identity(ADA, NOBODY)
    kept = store.document(DocumentKey("agent_profile", "p", agent=NOBODY))
    assert kept is not None
    assert kept.content == b"new"
    store.close()


def test_numbers_keep_their_digits() -> None:
    text = '{"actor": {"mbox": "mailto:ada.lovelace@example.org"}, "x": 1.10e2}'
    assert replaced(text, ADA, NOBODY) == (
        '{"actor":{"account":{"homePage":"https://example.org/erased","name":"7f3a"}},"x":1.10e2}'
    )
    assert replaced(json.dumps({"id": str(uuid4())}), ADA, NOBODY) is None
