"""Whoever people turn out to be meanwhile, following step by step equals building from nothing at the end.

On the record itself: files brought in again, people merged and parted, words changed, identities erased between steps.
"""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analytics.warehouse import Warehouse
from lrs.errors import Refusal
from lrs.organisation.bring import bring
from lrs.organisation.keeping import keep
from lrs.organisation.merging import merge, split
from lrs.store.duck import DuckStore, open_store
from tests.properties.test_warehouse_following import told
from tests.support.entries import entry
from tests.support.record import statement

NOBODY = "account https://example.org/erased 7f3a"
AGENTS = tuple(f"mbox mailto:{who}@example.org" for who in ("ada", "bob", "eve"))
PAIRS = (("A", "B"), ("B", "A"), ("A", "C"), ("C", "B"), ("A", "eve@example.org"), ("A", "bob@example.org"))
OWN = ("https://example.org/verbs/own", "https://example.org/types/own")

BEGINNING = (
    ("people", "Matricule;Nom;E-mail;Entité\nA;Ada;ada@example.org;G > T\nB;Bob;bob@example.org;G\nC;;;T\n"),
    ("programmes", "Code;Titre;Modalité;Activités\nP;P;présentiel;https://example.org/a\n"),
    ("programmes", "Code;Titre;Modalité;Activités\nQ;Q;e-learning;https://example.org/course*\n"),
)
FILES = (
    ("people", "Matricule;Nom;E-mail;Entité;Métier;Entrée\nA;Ada;ada@example.org;G > T;x;2026-03-01\n"),
    (
        "people",
        "Matricule;Nom;E-mail;Entité;Métier;Rôle\nA;Ada L.;;G;y;apprenant\nB;;bob@example.org;T;;formateur\n",
    ),
    ("people", "Matricule;Nom;Identifiants;Entité;Pays\nB;Bob;bob@example.org | eve@example.org;T;FR\n"),
    ("people", "Matricule;Nom;E-mail;Sortie\nC;Eve;eve@example.org;2026-03-02\n"),
    ("programmes", "Code;Titre;Modalité;Activités\nP;P;présentiel;https://example.org/a | https://example.org/b\n"),
    ("programmes", "Code;Titre;Modalité;Activités\nP;P;parcours;https://example.org/course*\n"),
    ("programmes", "Code;Titre;Modalité;Activités\nQ;Q;vidéo;https://example.org/course\nP;P;webinaire;\n"),
    ("assignments", "Formation;Entité;Affectée le;Échéance\nP;G;2026-03-02;2026-03-20\n"),
    ("assignments", "Formation;Personne;Affectée le;Dispensé\nP;A;2026-03-01;non\nQ;B;2026-03-03;oui\n"),
    ("assignments", "Formation;Personne;Affectée le;Dispensé\nP;A;2026-03-03;oui\nQ;bob@example.org;2026-03-02;non\n"),
    ("questions", "Question;Compétence\nhttps://example.org/a;k\n"),
)

statements = st.lists(st.integers(1, 9).flatmap(told), min_size=1, max_size=6)
pairs = st.sampled_from(PAIRS)
meanings = st.one_of(
    st.tuples(st.just(OWN[0]), st.sampled_from(["completed", "attended", "passed", None])),
    st.tuples(st.just(OWN[1]), st.sampled_from(["course", "assessment", "webinar", None])),
)
deeds = st.one_of(
    st.tuples(st.just("add"), statements),
    st.tuples(st.just("add"), statements),
    st.tuples(st.just("bring"), st.sampled_from(FILES)),
    st.tuples(st.just("bring"), st.sampled_from(FILES)),
    st.tuples(st.just("merge"), pairs),
    st.tuples(st.just("split"), pairs),
    st.tuples(st.just("word"), meanings),
    st.tuples(st.just("erase"), st.tuples(st.sampled_from(AGENTS), st.sampled_from([NOBODY, *AGENTS]))),
)


class Scene:
    """A record that things happen to."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(folder)
        self.last = 0
        for file in BEGINNING:
            self.bring(file)
        verb, kind = OWN
        self.add([statement(verb=verb, object={"id": "https://example.org/a", "definition": {"type": kind}})])

    def add(self, some: list[dict[str, Any] | str]) -> None:
        for one in some:
            if isinstance(one, dict):
                self.last += 1
                self.store.add_each([entry(UUID(int=self.last), **one)])

    def bring(self, file: tuple[str, str]) -> None:
        kind, text = file
        bring(kind, text.encode(), self.store, "me")

    def merge(self, pair: tuple[str, str]) -> None:
        merge(self.store, *pair, "me")

    def split(self, pair: tuple[str, str]) -> None:
        split(self.store, *pair, "me")

    def word(self, told: tuple[str, str | None]) -> None:
        iri, slug = told
        kind = "type" if "types" in iri else "verb"
        keep(self.store, "vocabulary", iri, slug and {"kind": kind, "slug": slug}, "me")

    def erase(self, told: tuple[str, str]) -> None:
        self.store.replace_identity(*told)


def content(store: DuckStore) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the warehouse holds."""
    cursor = store.cursor()
    names = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse' ORDER BY 1"
    return {
        name: cursor.execute(f'FROM warehouse."{name}" ORDER BY ALL').fetchall()
        for (name,) in cursor.execute(names).fetchall()
    }


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example opens a folder: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(statements, st.lists(st.tuples(deeds, st.booleans()), min_size=1, max_size=4), st.integers(2, 9))
def test_step_by_step_equals_from_nothing_whoever_people_are(first: list[Any], then: list[Any], batch: int) -> None:
    with TemporaryDirectory() as parent:
        scene = Scene(Path(parent) / "data")
        store = scene.store
        follower = Warehouse(store, batch)
        for (name, told), followed in [(("add", first), True), *then]:
            with suppress(Refusal):
                getattr(scene, name)(told)
            if followed:
                follower.follow()
        follower.catch_up()
        before = content(store)
        again = Warehouse(store)
        again.rebuild()
        again.catch_up()
        built = content(store)
        store.close()
    for table, rows in built.items():
        assert before[table] == rows, table
