"""One human, whatever tools call them: merges and splits, both ways."""

import pytest

from lrs.errors import BadRequest, NotFound
from lrs.organisation.keeping import history
from lrs.organisation.merging import merge, people, split
from lrs.store.promise import Store
from schemas.organisation import TABLES
from tests.organisation.conftest import BOTH, Bring, sentences

pytestmark = BOTH


def humans(store: Store) -> dict[str, tuple[set[str], list[str]]]:
    return {one["key"]: ({*one["identifiers"]}, sorted(one["also"])) for one in people(store)}


def test_there_and_back(store: Store, company: Bring) -> None:
    before = humans(store)
    assert merge(store, "M1", "m4@nulle.part", "somebody") == {"kept": "M1", "merged": "mbox mailto:m4@nulle.part"}
    assert humans(store)["M1"] == (
        {"mbox mailto:zoe@exemple.fr", "mbox mailto:m4@nulle.part"},
        ["mbox mailto:m4@nulle.part"],
    )
    assert split(store, "M1", "m4@nulle.part", "somebody") == {"kept": "M1", "split": "mbox mailto:m4@nulle.part"}
    alone = {"mbox mailto:m4@nulle.part": ({"mbox mailto:m4@nulle.part"}, [])}
    assert humans(store) == before | alone


def test_two_declared_persons(store: Store, company: Bring) -> None:
    before, rows = humans(store), store.organisation.rows("person")
    merge(store, "M1", "tom@exemple.fr", "somebody")
    assert humans(store).keys() == {"M1", "M2", "M3"}
    merge(store, "M2", "M4", "somebody")  # M4 counts as M1: all three are one
    assert humans(store).keys() == {"M2", "M3"}
    assert humans(store)["M2"][1] == ["M1", "M4"]
    split(store, "M2", "M1", "somebody")
    assert humans(store)["M1"][1] == ["M4"]
    split(store, "M1", "M4", "somebody")
    assert (humans(store), store.organisation.rows("person")) == (before, rows)


def test_who_did_it_is_kept(store: Store, company: Bring) -> None:
    merge(store, "M1", "M4", "ana")
    split(store, "M1", "M4", "ben")
    [row] = store.organisation.rows("person_merge")
    assert (row["who"], row["undone"]) == ("ana", True)
    assert [one["who"] for one in history(store, "split", "M1")] == ["ben"]


@pytest.mark.parametrize(
    ("pair", "error", "sentence"),
    [
        (("M1", "M1"), BadRequest, "M1 and M1 are one person already"),
        (("M1", "zoe@exemple.fr"), BadRequest, "M1 and zoe@exemple.fr are one person already"),
        (("M9", "M1"), NotFound, "M9: no person has this key, address or account"),
        (("M1", "M9"), NotFound, "M9: no person has this key, and it is no identifier"),
    ],
)
def test_merges_that_cannot_be(
    store: Store, company: Bring, pair: tuple[str, str], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        merge(store, *pair, "somebody")


def test_splits_that_cannot_be(store: Store, company: Bring) -> None:
    with pytest.raises(BadRequest, match="M1 and M2 were not merged"):
        split(store, "M1", "M2", "somebody")
    with pytest.raises(BadRequest, match="M1 is the person's own key"):
        split(store, "M1", "M1", "somebody")


def test_an_address_may_move_to_somebody_else(store: Store, company: Bring) -> None:
    assert split(store, "M1", "zoe@exemple.fr", "somebody") == {"kept": "M1", "split": "mbox mailto:zoe@exemple.fr"}
    assert company("people", "Matricule;E-mail\nM9;zoe@exemple.fr\n").applied


def test_a_merged_persons_address_may_be_in_either_row(store: Store, company: Bring) -> None:
    merge(store, "M1", "M4", "somebody")
    done = company("people", "Matricule;E-mail\nM1;tom@exemple.fr\n")
    assert done.applied, sentences(done)
    split(store, "M1", "M4", "somebody")
    assert humans(store)["M4"][0] == {"mbox mailto:tom@exemple.fr"}


@pytest.mark.parametrize("replacement", ["account https://example.org/erased 7f3a", "mbox mailto:new@exemple.fr"])
def test_an_erasure_leaves_no_name(store: Store, company: Bring, replacement: str) -> None:
    merge(store, "M3", "zoe@ailleurs.fr", "somebody")
    company(
        "people", "Matricule;Nom;E-mail;Responsable\nnoel2@exemple.fr;Noël;noel2@exemple.fr;\nM9;A;;noel2@exemple.fr\n"
    )
    company("assignments", "Formation;Personne;Affectée le\nSECU;noel2@exemple.fr;2026-01-05\n")
    company("sessions", "Session;Formation;Date;Formateur\nS1;SECU;2026-03-02;noel2@exemple.fr\n")
    before = store.organisation.revision()
    store.replace_identity("mbox mailto:noel2@exemple.fr", replacement)
    assert store.organisation.revision() == before + 1
    key = replacement.removeprefix("mbox mailto:")
    mail = None if key == replacement else key
    [erased] = store.organisation.rows("person", key=key)
    assert (erased["name"], erased["email"]) == (None, mail)
    assert store.organisation.rows("person", key="M9")[0]["manager"] == key
    assert store.organisation.rows("assignment")[0]["person"] == key
    assert store.organisation.rows("session")[0]["trainer"] == mail
    assert [row["person"] for row in store.organisation.rows("person_identifier", identifier=replacement)] == [
        erased["person"]
    ]
    told = repr([store.organisation.rows(table) for table in TABLES])
    assert "noel2" not in told
    assert "zoe@ailleurs.fr" in told
