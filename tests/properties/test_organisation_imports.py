"""Whatever a file says: a preview tells what the import does, twice is once, and both stores keep the same."""

import csv
import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lrs.organisation.bring import bring
from lrs.store.duck import open_store
from lrs.store.memory import MemoryStore
from lrs.store.promise import Store
from schemas.organisation import TABLES

KEYS = st.sampled_from(["M1", "M2", "M3", "M4"])
UNITS = st.sampled_from(["", "G", "G > A", "G > B", "A > B", "B", "H | G > A", "G > A > C"])
MAILS = st.sampled_from(["", "", "a@x.fr", "b@x.fr", "A@X.fr", "https://lms.fr 1", "c@x.fr | d@x.fr"])
DATES = st.sampled_from(["", "", "02/03/2020", "31/12/2019", "2020-02-29", "1er mai 2021", "2020-13-01"])
NAMES = st.text("abé ;\"'\n,", max_size=6)
PARENTS = st.sampled_from(["", "", "", "", "G", "A"])
MANAGERS = st.sampled_from(["", "", "", "M1", "M2", "a@x.fr"])
FILE = st.lists(st.tuples(KEYS, NAMES, MAILS, UNITS, PARENTS, MANAGERS, DATES), min_size=1, max_size=4).map(
    lambda rows: list({row[0]: row for row in rows}.values())
)
HEADINGS = ("Matricule", "Nom complet", "Identifiants", "Entité", "Entité parente", "Responsable", "Entrée")
REPORTED = ("added", "changed", "unchanged", "problems", "changes", "notes")


def written(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *rows])
    return text.getvalue().encode()


def state(store: Store) -> dict[str, list[str]]:
    """Everything that is kept but when and by whom, whatever its order."""
    return {
        table: sorted(
            repr([row[name] for name in columns if name != "happened"]) for row in store.organisation.rows(table)
        )
        for table, columns in TABLES.items()
    }


@settings(max_examples=60)
@given(files=st.lists(FILE, min_size=1, max_size=3))
def test_a_file_says_the_same_whenever_it_is_read(files: list[list[tuple[str, ...]]]) -> None:
    store = MemoryStore()
    for rows in files:
        content = written(rows)
        before = state(store)
        preview = bring("people", content, store, "me", preview=True)
        assert state(store) == before
        first = bring("people", content, store, "me")
        assert [getattr(first, name) for name in REPORTED] == [getattr(preview, name) for name in REPORTED]
        assert first.applied == (not first.problems)
        if not first.applied:
            assert state(store) == before
            continue
        after = state(store)
        again = bring("people", content, store, "me")
        assert (again.added, again.changed, again.applied) == (0, 0, True)
        assert state(store) == after
        check(store)
    store.close()


def check(store: Store) -> None:
    """No unit is above itself, nobody is their own manager's manager, no identifier is two persons'."""
    parents = {row["key"]: row["parent"] for row in store.organisation.rows("unit")}
    managers = {row["key"]: row["manager"] for row in store.organisation.rows("person")}
    for above in (parents, managers):
        for start in above:
            seen, at = {start}, above[start]
            while at is not None:
                assert at not in seen
                seen.add(at)
                at = above[at]
    identifiers = [row["identifier"] for row in store.organisation.rows("person_identifier")]
    assert len(identifiers) == len(set(identifiers))


@settings(max_examples=8)
@given(files=st.lists(FILE, min_size=3, max_size=6))
def test_both_stores_keep_the_same(files: list[list[tuple[str, ...]]], tmp_path_factory: object) -> None:
    memory, folder = MemoryStore(), tmp_path_factory.mktemp("record")  # type: ignore[attr-defined]  # pytest's own
    duck = open_store(Path(folder), warehouse=False)
    for rows in files:
        for store in (memory, duck):
            bring("people", written(rows), store, "me")
        assert state(memory) == state(duck)
    assert memory.organisation.revision() == duck.organisation.revision()
    memory.close()
    duck.close()
