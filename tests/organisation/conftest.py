from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lrs.organisation.bring import Manner, bring
from lrs.organisation.report import Report
from lrs.store.memory import MemoryStore
from lrs.store.promise import Store

Bring = Callable[..., Report]


def opened(kind: str, folder: Path) -> Any:
    if kind == "memory":
        return MemoryStore()
    from lrs.store.duck import open_store  # noqa: PLC0415 -- tests on the other store start without it

    return open_store(folder, warehouse=False)


BOTH = pytest.mark.parametrize("store", ["memory", "duckdb"], indirect=True)
"""For tests about what is kept rather than about what a file says."""


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = opened(getattr(request, "param", "memory"), tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def brought(store: Store) -> Bring:
    """Bring a file in, given as text or bytes."""

    def run(kind: str, text: str | bytes, units: Any = None, *, preview: bool = False, **manner: Any) -> Report:
        content = text.encode() if isinstance(text, str) else text
        given = Manner(**{"name": f"{kind}.csv", **manner})
        return bring(kind, content, store, "somebody", units, preview=preview, manner=given)

    return run


@pytest.fixture
def company(brought: Bring) -> Bring:
    """A group of two countries, four people, two programmes."""
    done = brought(
        "people",
        "Matricule;Nom complet;E-mail;Entité;Métier;Responsable\n"
        "M1;Zoé Lefèvre;zoe@exemple.fr;Groupe > France > Lyon;Maintenance;M2\n"
        "M2;Noël Garçon;noel@exemple.fr;Groupe > France;Direction;\n"
        "M3;Awa Diallo;awa@exemple.fr;Groupe > Sénégal;Maintenance;\n"
        "M4;Tom Roux;tom@exemple.fr;;Achats;\n",
    )
    assert done.applied, done.problems
    done = brought(
        "programmes",
        "Code;Titre;Entité responsable;Activités\n"
        "SECU;Sécurité;Groupe > France;https://lms.exemple.fr/course/1 | https://h5p.exemple.fr/secu/*\n"
        "ACCUEIL;Accueil;Groupe;\n",
    )
    assert done.applied, done.problems
    return brought


def sentences(report: Report) -> list[str]:
    """What is wrong; all of it can be said in French too, but for what the standard itself says of a statement."""
    for one in report.problems:
        english = " is ", " are ", " has ", " was ", " no ", " the "
        told = one.why("fr")
        assert told != one.reason or not one.column, one.reason
        assert not any(word in told for word in english) or not one.column, told
    return [one.sentence() for one in report.problems]
