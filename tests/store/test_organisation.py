"""The organisation's tables on disk: their shape, their migration, all or none, and what an erasure leaves."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lrs.errors import Conflict
from lrs.organisation.bring import Manner, bring
from lrs.organisation.merging import merge, people
from lrs.store.database import Limits, connect, migrate, teach
from lrs.store.duck import DuckStore, open_store
from lrs.store.memory import MemoryStore
from lrs.store.promise import Put
from schemas.organisation import TABLES

ADA = "mbox mailto:ada.lovelace@example.org"
NOBODY = "account https://example.org/erased 7f3a"
PEOPLE = (
    "Matricule;Nom;E-mail;Unité;Responsable\nM1;Lovelace;Ada.Lovelace@example.org;G;\nM2;Babbage;b@example.org;G;M1\n"
)


@pytest.fixture
def store(tmp_path: Path) -> DuckStore:
    return open_store(tmp_path / "data", warehouse=False)


def test_the_tables_are_those_that_are_promised(store: DuckStore) -> None:
    asked = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'organisation' AND NOT internal"
    found: dict[str, set[str]] = {}
    for table, column in store.cursor().execute(asked).fetchall():
        found.setdefault(table, set()).add(column)
    assert found.pop("human") == {"person", "human"}
    assert found == {table: set(columns) for table, columns in TABLES.items()}
    store.close()


def test_a_folder_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    connection = connect(path, Limits())
    teach(connection, lambda *_: "")
    first = Path(__file__).parents[2] / "schemas" / "sql" / "record" / "0001_record.sql"
    connection.execute(first.read_text())
    connection.execute("INSERT INTO credential VALUES ('k', 'l', 's', 'all', '2.0.0', TIMESTAMP '2026-01-01')")
    connection.close()
    for _ in range(2):
        store = open_store(tmp_path, warehouse=False)
        assert [one.key for one in store.credentials()] == ["k"]
        assert store.organisation.rows("person") == []
        store.close()


def test_a_migration_leaves_a_newer_folder_alone(store: DuckStore) -> None:
    store.organisation.change([Put("unit", [{"key": "A", "title_en": "A", "title_fr": "A", "zone": "UTC"}])])
    migrate(store.cursor())
    assert len(store.organisation.rows("unit")) == 1
    store.close()


def test_all_of_a_change_or_none(store: DuckStore) -> None:
    good = Put("unit", [{"key": "A", "title_en": "A", "title_fr": "A", "zone": "UTC"}])
    bad = Put("assignment", [{"programme": "P"}])  # what may not be empty is
    with pytest.raises(Exception, match="could not be written"):
        store.organisation.change([good, bad])
    assert (store.organisation.rows("unit"), store.organisation.revision()) == ([], 0)
    assert store.organisation.change([good]) == 1
    store.close()


def test_a_change_judged_against_another_revision_is_refused(store: DuckStore) -> None:
    unit = {"key": "A", "title_en": "A", "title_fr": "A", "zone": "UTC"}
    store.organisation.change([Put("unit", [unit])], 0)
    with pytest.raises(Conflict, match="changed meanwhile"):
        store.organisation.change([Put("unit", [unit | {"key": "B"}])], 0)
    store.close()


def test_files_brought_at_once_are_all_kept(store: DuckStore) -> None:
    """Each is judged against what the others left: nobody gets somebody else's number, no unit stands twice."""
    files = [
        f"Matricule;E-mail;Unité\nM{number};m{number}@example.org;G > T{number % 2}\n".encode() for number in range(8)
    ]
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda file: bring("people", file, store, "me"), files))
    assert [report.added for report in reports if report.applied] == [1] * 8
    assert sorted(row["person"] for row in store.organisation.rows("person")) == list(range(1, 9))
    assert sorted(row["key"] for row in store.organisation.rows("unit")) == ["G", "G > T0", "G > T1"]
    store.close()


def test_a_file_is_judged_again_when_something_changed_meanwhile(
    store: DuckStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, calls = store.organisation.change, []

    def raced(puts: list[Put], revision: int | None = None) -> int:
        calls.append(revision)
        if len(calls) == 1:
            change([Put("unit", [{"key": "G", "title_en": "G", "title_fr": "G", "zone": "UTC"}])])
        return change(puts, revision)

    monkeypatch.setattr(store.organisation, "change", raced)
    assert bring("people", PEOPLE.encode(), store, "me").applied
    assert calls == [0, 1]
    assert len(store.organisation.rows("unit")) == 1
    store.close()


def test_a_closed_folder_keeps_it_all(tmp_path: Path, store: DuckStore) -> None:
    assert bring("people", PEOPLE.encode(), store, "me").applied
    before = {table: store.organisation.rows(table) for table in TABLES}
    store.close()
    again = open_store(tmp_path / "data", warehouse=False)
    assert {table: again.organisation.rows(table) for table in TABLES} == before
    again.close()


def test_the_view_counts_merged_persons_as_one(store: DuckStore) -> None:
    bring("people", PEOPLE.encode(), store, "me")
    merge(store, "M2", "M1", "me")
    merge(store, "M2", "c@example.org", "me")
    found = store.cursor().execute("SELECT person, human FROM organisation.human ORDER BY person").fetchall()
    assert found == [(1, 2), (2, 2), (3, 2)]
    assert [one["key"] for one in people(store)] == ["M2"]
    store.close()


def test_an_erasure_reaches_the_organisation(store: DuckStore) -> None:
    bring("people", PEOPLE.replace("M1", "ada.lovelace@example.org").encode(), store, "me")
    number = store.organisation.rows("person")[0]["person"]
    merge(store, "M2", "lovelace@elsewhere.example", "me")
    noted = {"person": number, "happened": None, "who": "me", "note": "Ada Lovelace was ill"}
    store.organisation.change([Put("contact", [{**noted, "happened": store.organisation.rows("kept")[0]["happened"]}])])
    revision = store.organisation.revision()
    store.replace_identity(ADA, NOBODY)
    assert store.organisation.revision() == revision + 1
    rows = {row["person"]: row for row in store.organisation.rows("person")}
    assert (rows[number]["key"], rows[number]["name"], rows[number]["email"]) == (NOBODY, None, None)
    assert rows[2]["manager"] == NOBODY
    assert rows[2]["name"] == "Babbage"
    assert [row["identifier"] for row in store.organisation.rows("person_identifier", person=number)] == [NOBODY]
    assert store.organisation.rows("contact") == []
    assert store.replace_identity("mbox mailto:lovelace@elsewhere.example", NOBODY) == 0
    store.close()
    held = [path for path in store.folder.rglob("*") if path.is_file() and b"lovelace" in path.read_bytes().lower()]
    assert held == []


def test_keys_stay_apart_after_two_erasures(store: DuckStore) -> None:
    bring("people", b"Matricule;E-mail\na@example.org;a@example.org\nb@example.org;b@example.org\n", store, "me")
    for name in "ab":
        store.replace_identity(f"mbox mailto:{name}@example.org", NOBODY)
    assert [row["key"] for row in store.organisation.rows("person")] == [NOBODY, f"{NOBODY} 2"]
    assert [row["identifier"] for row in store.organisation.rows("person_identifier")] == [NOBODY]
    store.close()


LEDGER = "Line,Component,Nature,Amount,Currency,Date,Allocation key\nL1,platform,actual,{},EUR,2026-01-01,learners\n"


@pytest.mark.parametrize("kind", ["disk", "memory"])
def test_an_erasure_leaves_the_ledger_without_the_name_of_who_told_it(kind: str, tmp_path: Path) -> None:
    """Whoever keeps the ledger on a page is its `who`, and the file is called after them."""
    store = open_store(tmp_path / "data", warehouse=False) if kind == "disk" else MemoryStore()
    bring("people", PEOPLE.encode(), store, "me")
    mine = "Ada.Lovelace@example.org"
    manner = Manner(f"costs-{mine}.csv")
    for amount in (100, 120):
        bring("costs", LEDGER.format(amount).encode(), store, mine, manner=manner)
    store.replace_identity(ADA, NOBODY)
    line = store.organisation.rows("cost")[0]
    assert (line["amount"], line["who"], line["file"]) == (120, NOBODY, f"costs-{NOBODY}.csv")
    changes = store.organisation.rows("kept", kind="told cost")
    assert [(one["key"], one["who"]) for one in changes] == [("L1", NOBODY), ("L1", NOBODY)]  # finance's trail stays
    everything = str([store.organisation.rows(table) for table in TABLES])
    assert "lovelace" not in everything.lower()
    store.close()
    if kind == "disk":
        held = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        assert [path for path in held if b"lovelace" in path.read_bytes().lower()] == []
