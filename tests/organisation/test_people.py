"""People and units: the tree, who is whose manager, whose address it is, and how far a manager reaches."""

from typing import Any

import pytest

from lrs.organisation.report import FOREIGN, TAKEN
from lrs.organisation.units import Tree
from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring, sentences


def person(store: Store, key: str) -> dict[str, Any]:
    return store.organisation.rows("person", key=key)[0]


def units(store: Store) -> dict[str, Any]:
    return {row["key"]: row["parent"] for row in store.organisation.rows("unit")}


def test_paths_make_the_tree(store: Store, company: Bring) -> None:
    assert units(store) == {
        "Groupe": None,
        "Groupe > France": "Groupe",
        "Groupe > France > Lyon": "Groupe > France",
        "Groupe > Sénégal": "Groupe",
    }
    assert store.organisation.rows("unit", key="Groupe > France > Lyon")[0]["title_fr"] == "Lyon"


def test_a_parent_column_makes_the_tree(store: Store, brought: Bring) -> None:
    text = "Matricule;Entité;Entité parente\nM1;Lyon;France\nM2;France;Groupe\nM3;Dakar;Groupe\n"
    assert brought("people", text).applied
    assert units(store) == {"France": "Groupe", "Lyon": "France", "Groupe": None, "Dakar": "Groupe"}


@pytest.mark.parametrize("text", ["Lyon", "lyon", "France > Lyon", "groupe>france>LYON", "Groupe > France > Lyon"])
def test_a_unit_may_be_named_by_its_title_or_the_end_of_its_path(store: Store, company: Bring, text: str) -> None:
    assert company("people", f"Matricule;Entité\nM9;{text}\n").applied
    assert len(units(store)) == 4
    number = person(store, "M9")["person"]
    assert [row["unit"] for row in store.organisation.rows("membership", person=number)] == ["Groupe > France > Lyon"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("Groupe > > Lyon;", "'Groupe > > Lyon' is no path"),
        ("Groupe;Lyon", "'Groupe' would be above itself: Groupe > France > Lyon is below it"),
        ("Groupe;Groupe", "'Groupe' would be above itself: Groupe is the same"),
    ],
)
def test_trees_that_are_none(store: Store, company: Bring, cells: str, problem: str) -> None:
    before = store.organisation.revision()
    done = company("people", f"Matricule;Entité;Entité parente\nM9;{cells}\n")
    assert sentences(done)[0].startswith(f"row 2, column Entité: {problem}")
    assert store.organisation.revision() == before


def test_a_title_of_two_units_has_to_be_a_path(company: Bring) -> None:
    assert company("people", "Matricule;Entité\nM8;Groupe > Sénégal > Lyon\n").applied
    done = company("people", "Matricule;Entité\nM9;Lyon\n")
    [told] = sentences(done)
    assert "'Lyon' could be Groupe > France > Lyon or Groupe > Sénégal > Lyon: write the path" in told


def test_one_unit_under_two_parents_is_refused(brought: Bring) -> None:
    done = brought("people", "Matricule;Entité;Entité parente\nM1;Lyon;France\nM2;Lyon;Italie\n")
    assert sentences(done) == ["row 3, column Entité: 'Lyon' stands under France in another row"]


def test_a_path_that_its_parent_contradicts_is_refused(brought: Bring) -> None:
    rows = "M1;Italie > Lyon;France\nM2;Groupe > Italie > Milan;Italie\n"
    done = brought("people", f"Matricule;Entité;Entité parente\n{rows}")
    told = "stands under Italie by its path, under France by its parent: write one of them"
    assert sentences(done)[0] == f"row 2, column Entité: 'Italie > Lyon' {told}"


def test_units_have_a_file_of_their_own(store: Store, company: Bring) -> None:
    done = company(
        "units", "Unit,Title,French title,Country,Time zone\nGroupe > France,France,France,FR,Europe/Paris\n"
    )
    assert (done.changed, done.added, done.applied) == (1, 0, True), done.problems
    assert store.organisation.rows("unit", key="Groupe > France")[0]["zone"] == "Europe/Paris"
    assert company("units", "Code,Parent,Titre\nGroupe > France > Lyon,Groupe,Lyon\n").applied
    assert units(store)["Groupe > France > Lyon"] == "Groupe"


def test_several_units(store: Store, brought: Bring) -> None:
    assert brought("people", "Matricule;Entité\nM1;A > B | A > C | A > B\n").applied
    assert [row["unit"] for row in store.organisation.rows("membership", person=1)] == ["A > B", "A > C"]


@BOTH
def test_importing_again_updates_and_keeps_what_the_file_does_not_speak_of(store: Store, company: Bring) -> None:
    done = company("people", "Matricule;Métier;E-mail\nM1;Qualité;zoe.l@exemple.fr\nM2;Direction;noel@exemple.fr\n")
    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)
    zoe = person(store, "M1")
    assert (zoe["name"], zoe["job_family"], zoe["manager"]) == ("Zoé Lefèvre", "Qualité", "M2")
    own = {row["identifier"] for row in store.organisation.rows("person_identifier", person=zoe["person"])}
    assert own == {"mbox mailto:zoe@exemple.fr", "mbox mailto:zoe.l@exemple.fr"}  # what came under the old one is hers
    assert len(store.organisation.rows("membership", person=zoe["person"])) == 1


def test_an_empty_cell_empties_what_was_there(store: Store, company: Bring) -> None:
    assert company("people", "Matricule;Métier;Responsable;Entité\nM1;;;\n").applied
    zoe = person(store, "M1")
    assert (zoe["job_family"], zoe["manager"], zoe["role"]) == (None, None, "learner")
    assert store.organisation.rows("membership", person=zoe["person"]) == []


def test_every_identifier_a_tool_may_use(store: Store, brought: Bring) -> None:
    sha1 = "3FEEBD5A1B2C3D4E5F60718293A4B5C6D7E8F901"
    cell = f"https://lms.exemple.fr 12 | Zoe@Ailleurs.fr | https://openid.exemple.fr/zoe | {sha1}"
    done = brought("people", f"Matricule;E-mail;Identifiants;Comptes\nM1;ZOE@exemple.fr;{cell};https://h5p.fr zoé l\n")
    assert done.applied, done.problems
    assert {row["identifier"] for row in store.organisation.rows("person_identifier")} == {
        "mbox mailto:zoe@exemple.fr",
        "account https://lms.exemple.fr 12",
        "mbox mailto:zoe@ailleurs.fr",
        "openid https://openid.exemple.fr/zoe",
        f"mbox_sha1sum {sha1.lower()}",
        "account https://h5p.fr zoé l",
    }


def test_an_address_in_two_rows_is_explained(brought: Bring) -> None:
    done = brought("people", "Matricule;E-mail\nM1;a@b.fr\nM2;A@b.fr\n")
    assert sentences(done) == [
        "row 3, column E-mail: mbox mailto:a@b.fr is that of row 2 (M1) too: an identifier is one person's"
    ]


def test_an_address_of_somebody_else_is_explained(company: Bring) -> None:
    [told] = sentences(company("people", "Matricule;E-mail\nM9;zoe@exemple.fr\n"))
    assert "is already that of person M1; if both are one human: acquis people merge M1 M9" in told
    assert "if not: acquis people split M1 'mbox mailto:zoe@exemple.fr'" in told


@pytest.mark.parametrize("manager", ["M2", "noel@exemple.fr", "NOEL@exemple.fr"])
def test_a_manager_by_key_or_address(store: Store, company: Bring, manager: str) -> None:
    assert company("people", f"Matricule;Responsable\nM4;{manager}\n").applied
    assert person(store, "M4")["manager"] == "M2"


@BOTH
def test_a_manager_who_stands_further_down(store: Store, brought: Bring) -> None:
    assert brought("people", "Matricule;E-mail;Responsable\nM1;a@b.fr;c@d.fr\nM2;c@d.fr;\n").applied
    assert person(store, "M1")["manager"] == "M2"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["M4;M4"], ["row 2, column Responsable: is their own manager"]),
        (["M2;M1"], ["row 2, column Responsable: line managers go round: M2 > M1 > M2"]),
        (["M2;M3", "M3;M1"], ["row 2, column Responsable: line managers go round: M2 > M3 > M1 > M2"] * 1),
        (["M4;M99"], ["row 2, column Responsable: no person has the key or address 'M99', in this file or before"]),
    ],
)
def test_managers_who_cannot_be(company: Bring, rows: list[str], told: list[str]) -> None:
    done = company("people", "\n".join(["Matricule;Responsable", *rows]))
    assert sentences(done)[: len(told)] == told
    assert not done.applied


class TestReach:
    """A manager of France brings files."""

    FRANCE = ("Groupe > France",)

    def test_their_own_people_and_teams_they_make(self, store: Store, company: Bring) -> None:
        done = company("people", "Matricule;Entité\nM1;Lyon\nM7;Groupe > France > Nantes\n", self.FRANCE)
        assert done.applied, done.problems
        assert units(store)["Groupe > France > Nantes"] == "Groupe > France"

    @pytest.mark.parametrize(
        "row",
        ["M7;Groupe > Sénégal;", "M7;Groupe;", "M7;Ailleurs;", "M7;;", "M3;Lyon;", "M4;Lyon;"],
    )
    def test_a_foreign_row_is_refused_and_nobody_told_whose_it_is(self, store: Store, company: Bring, row: str) -> None:
        before = store.organisation.revision()
        done = company("people", f"Matricule;Entité;Entité parente\nM1;Lyon;\n{row}\n", self.FRANCE)
        assert any(FOREIGN in one for one in sentences(done)), sentences(done)
        assert not any(where in str(done.told()["problems"]) for where in ("Sénégal", "person M", "Groupe"))
        assert store.organisation.revision() == before

    def test_a_manager_of_another_unit_stands_as_the_file_has_them(self, company: Bring) -> None:
        """Which number belongs to an address elsewhere is not the file's to tell."""
        done = company("people", "Matricule;Responsable\nM1;awa@exemple.fr\nM2;\n", self.FRANCE, preview=True)
        assert [one["values"] for one in done.changes] == [{"manager": ["M2", "awa@exemple.fr"]}]
        assert company("people", "Matricule;Responsable\nM1;M3\n").applied
        back = company("people", "Matricule;Responsable\nM1;M2\n", self.FRANCE, preview=True)
        assert [one["values"] for one in back.changes] == [{"manager": ["somebody of other units", "M2"]}]
        assert company("people", "Matricule;Responsable\nM3;M2\n").applied
        assert company("people", "Matricule;Responsable\nM2;M1\n", self.FRANCE, preview=True).told()["refused"] == 0
        assert company("people", "Matricule;Responsable\nM1;M2\nM2;M1\n", self.FRANCE).told()["refused"] == 2

    def test_whether_a_manager_is_known_elsewhere_is_not_told(self, store: Store, company: Bring) -> None:
        """By the preview, by what is written, by bringing it again, with another address or key of theirs."""
        told = {}
        for there, further in (("awa@exemple.fr", "M3"), ("inconnu@exemple.fr", "M9")):
            reports = [
                company("people", f"Matricule;Responsable\nM1;{name}\n", self.FRANCE, preview=preview)
                for preview, name in ((True, there), (False, there), (False, there), (True, further))
            ]
            assert person(store, "M1")["manager"] == there
            told[there] = str([one.told() for one in reports]).replace(there, "WHO").replace(further, "KEY")
            assert "managers who are not of your units, kept as written: WHO" in told[there]
            assert company("people", "Matricule;Responsable\nM1;M2\n").applied
        assert len(set(told.values())) == 1

    def test_an_address_that_is_taken_is_told_and_not_by_whom(self, company: Bring) -> None:
        """Here or elsewhere alike; nor whether it is that of a person out of reach whose key one guesses."""
        told = []
        for address in ("awa@exemple.fr", "noel@exemple.fr", "M1;awa@exemple.fr"):
            row = f"M1;{address}" if address.startswith("noel") else f"M9;{address}".replace("M9;M1", "M1")
            for preview in (True, False):
                done = company("people", f"Matricule;E-mail;Entité\n{row};Lyon\n", self.FRANCE, preview=preview)
                told.append(str([done.told()[name] for name in ("problems", "changes", "notes")]))
                assert done.problems[0].why("fr").startswith("quelqu'un a déjà cet identifiant")
        assert sentences(done) == [f"row 2, column E-mail: {TAKEN}"]
        assert len(set(told)) == 1
        rows = [
            str(company("people", f"Matricule;E-mail\nM3;{address}\n", self.FRANCE).told()["problems"])
            for address in ("awa@exemple.fr", "tom@exemple.fr", "inconnu@exemple.fr")
        ]
        assert len(set(rows)) == 1

    def test_a_programme_of_other_units_is_not_assigned_unless_it_is_seen(self, company: Bring) -> None:
        """Those of units above, and nobody's, are: to be assigned is to see a title, which is not to be guessed at."""
        elsewhere = "Code;Titre;Entité responsable\nDAKAR;Dakar;Groupe > Sénégal\nTOUS;Tous;\n"
        assert company("programmes", elsewhere).applied
        text = "Formation;Entité;Affectée le\n{};Lyon;2026-01-05\n"
        there, nowhere = (company("assignments", text.format(key), self.FRANCE) for key in ("DAKAR", "NULLE"))
        assert "there is no programme 'NULLE' that your units may name here" in str(sentences(nowhere))
        assert str(there.told()).replace("DAKAR", "NULLE") == str(nowhere.told())
        for key in ("ACCUEIL", "TOUS", "SECU"):
            assert company("assignments", text.format(key), self.FRANCE).applied
        assert company("assignments", text.format("DAKAR"), self.FRANCE, seen=frozenset({"DAKAR"})).applied

    @pytest.mark.parametrize(
        ("kind", "foreign", "own"),
        [
            ("sessions", "Session;Formation;Date;Lieu\nS1;ACCUEIL;2026-03-02;Secret\n", ";SECU;2026-03-02;Ici\n"),
            (
                "benefits",
                "Ligne;Formation;Nature;Intitulé;Valable du\nS1;ACCUEIL;intangible;Secret;2026-01-01\n",
                ";SECU;intangible;À nous;2026-01-01\n",
            ),
            ("questions", "Question;Énoncé\nhttps://lms.exemple.fr/course/2;Secret\n", ";Q ?\n"),
        ],
    )
    def test_what_is_kept_of_others_is_not_shown_by_taking_it(
        self, company: Bring, kind: str, foreign: str, own: str
    ) -> None:
        activity = "https://lms.exemple.fr/course/2"
        programmes = "Code;Titre;Entité responsable;Activités\n{};T;Groupe > {};" + activity + "\n"
        for key, unit in (("DAKAR", "Sénégal"), ("SECU", "France")):
            assert company("programmes", programmes.format(key, unit)).applied
        assert company(kind, foreign).applied
        name = activity if kind == "questions" else "S1"
        done = company(kind, f"{foreign.splitlines()[0]}\n{name}{own}", self.FRANCE, preview=True)
        assert done.problems
        assert not any(text in str(done.told()) for text in ("Secret", "ACCUEIL"))

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("sessions", "Session;Formation;Date\nS1;{};2026-03-02\n"),
            ("benefits", "Ligne;Formation;Nature;Intitulé;Valable du\nB1;{};intangible;Confiance;2026-01-01\n"),
        ],
    )
    def test_a_programme_elsewhere_is_told_as_none(self, company: Bring, kind: str, text: str) -> None:
        there, nowhere = (company(kind, text.format(key), self.FRANCE) for key in ("ACCUEIL", "NULLE"))
        assert "there is no programme 'NULLE' that your units may name here" in str(sentences(nowhere))
        assert str(there.told()).replace("ACCUEIL", "NULLE") == str(nowhere.told())

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("assignments", "Formation;Personne;Affectée le\nSECU;{};2026-01-05\n"),
            ("sessions", "Session;Formation;Date;E-mail;Présence\nS1;SECU;2026-03-02;{};oui\n"),
            ("assignments", "Formation;Entité;Affectée le\nSECU;{};2026-01-05\n"),
        ],
    )
    def test_who_is_elsewhere_is_told_as_who_is_nowhere(self, company: Bring, kind: str, text: str) -> None:
        where = "Entité" in text
        there, nowhere = ("Sénégal", "Brésil") if where else ("awa@exemple.fr", "inconnu@exemple.fr")
        told = [str(company(kind, text.format(name), self.FRANCE).told()) for name in (there, nowhere)]
        assert told[0] == told[1].replace(nowhere, there)

    def test_where_others_work_is_told_as_where_nobody_does(self, company: Bring) -> None:
        assert company("people", "Matricule;Site\nM1;Lyon 3\nM3;Dakar\n").applied
        text = "Indicateur;Entité;Site;Mois;Numérateur;Sens\nPannes;Lyon;{};2026-03;4;down\n"
        told = [str(company("indicators", text.format(site), self.FRANCE).told()) for site in ("Dakar", "Thiès")]
        assert "nobody works at 'Dakar'" in told[0]
        assert told[0].replace("Dakar", "Thiès") == told[1]
        assert "nobody works" not in str(company("indicators", text.format("Lyon 3"), self.FRANCE).told())

    def test_a_title_that_others_have_too_is_that_of_ones_own(self, store: Store, company: Bring) -> None:
        """Nor does a file tell that there are others: a title of two of theirs is refused as one there is not."""
        assert company(
            "units", "Unit\nGroupe > Sénégal > Lyon\nGroupe > Sénégal > Nord\nGroupe > Mali > Nord\n"
        ).applied
        done = company("people", "Matricule;Entité\nM7;Lyon\n", self.FRANCE)
        assert done.applied, sentences(done)
        number = person(store, "M7")["person"]
        assert [row["unit"] for row in store.organisation.rows("membership", person=number)] == [
            "Groupe > France > Lyon"
        ]
        told = [sentences(company("people", f"Matricule;Entité\nM8;{name}\n", self.FRANCE)) for name in ("Nord", "Nul")]
        assert told[0] == told[1] == [f"row 2, column Entité: {FOREIGN}"]
        both = company(
            "people", "Matricule;Entité\nM8;Groupe > France > A > Z\nM9;Groupe > France > B > Z\n", self.FRANCE
        )
        assert both.applied
        again = sentences(company("people", "Matricule;Entité\nM10;Z\n", self.FRANCE))
        assert again == ["row 2, column Entité: several units are called that: write the path"]

    def test_a_team_may_be_called_like_a_foreign_unit(self, store: Store, company: Bring) -> None:
        done = company(
            "people", "Matricule;Entité;Entité parente\nM7;Lille;France\nM8;Groupe > France > Sénégal;\n", self.FRANCE
        )
        assert done.applied, sentences(done)
        assert units(store)["Groupe > France > Sénégal"] == "Groupe > France"

    def test_a_foreign_unit_cannot_be_pulled_over(self, company: Bring) -> None:
        done = company("units", "Unit,Parent unit\nGroupe > Sénégal,Groupe > France\n", self.FRANCE)
        assert any(FOREIGN in one for one in sentences(done)), sentences(done)
        assert not done.changes, "they would tell what is kept of it"

    @pytest.mark.parametrize(
        ("kind", "text", "told"),
        [
            ("programmes", "Code;Titre\nNEUF;Neuf\n", FOREIGN),
            ("programmes", "Code;Titre;Entité\nNEUF;Neuf;Sénégal\n", FOREIGN),
            ("programmes", "Code;Titre;Entité\nACCUEIL;À nous;France\n", FOREIGN),
            ("assignments", "Formation;Personne;Affectée le\nSECU;M3;2026-01-05\n", "no person of your units alone"),
            ("assignments", "Formation;Entité;Affectée le\nSECU;Groupe;2026-01-05\n", FOREIGN),
            ("assignments", "Formation;Métier;Affectée le\nSECU;Achats;2026-01-05\n", "reaches people of every unit"),
            ("questions", "Question;Énoncé\nhttps://lms.exemple.fr/course/9;Q ?\n", "no programme of your units"),
            ("sessions", "Session;Formation;Date\nS1;ACCUEIL;2026-03-02\n", "there is no programme 'ACCUEIL'"),
            (
                "sessions",
                "Session;Formation;Date;E-mail;Présence\nS1;SECU;2026-03-02;awa@exemple.fr;oui\n",
                "no person of your units alone",
            ),
            (
                "evaluations",
                "Horodateur;E-mail;Formation;Contenu\n2026-03-02 17:00;inconnu@exemple.fr;SECU;4\n",
                "no person of your units alone has the key or address 'inconnu@exemple.fr'",
            ),
        ],
    )
    def test_whatever_the_kind(self, store: Store, company: Bring, kind: str, text: str, told: str) -> None:
        before = store.organisation.revision()
        done = company(kind, text, self.FRANCE)
        assert any(told in one for one in sentences(done)), sentences(done)
        assert store.organisation.revision() == before
        assert company(kind, text).applied

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("programmes", "Code;Titre;Entité\nNEUF;Neuf;Lyon\n"),
            ("assignments", "Formation;Entité;Métier;Affectée le\nACCUEIL;Lyon;Maintenance;2026-01-05\n"),
            ("questions", "Question;Énoncé\nhttps://h5p.exemple.fr/secu/q/9;Q ?\n"),
            ("sessions", "Session;Formation;Date;E-mail;Présence\nS1;SECU;2026-03-02;zoe@exemple.fr;oui\n"),
            ("evaluations", "Horodateur;E-mail;Formation;Contenu\n2026-03-02 17:00;zoe@exemple.fr;ACCUEIL;4\n"),
        ],
    )
    def test_autonomous_in_their_own(self, company: Bring, kind: str, text: str) -> None:
        done = company(kind, text, self.FRANCE)
        assert done.applied, sentences(done)


def test_the_tree_knows_who_is_under_whom() -> None:
    tree = Tree([])
    tree.place("A > B > C")
    assert tree.above("A > B > C") == ["A > B", "A"]
    assert tree.is_within("A > B > C", frozenset({"A"}))
    assert not tree.is_within("A", frozenset({"A > B"}))


@pytest.mark.parametrize("name", ["Awa Diallo", "Awa Ndiaye"])
def test_a_refusal_does_not_tell_whether_a_guess_was_right(company: Bring, name: str) -> None:
    """Known as guessed, known otherwise, not known at all: they were counted as before, as changed and as new."""
    text = "Matricule;Nom complet;Entité\n{key};{name};Groupe > Sénégal\n"
    known, unknown = (
        company("people", text.format(key=key, name=name), ["Groupe > France"]).told() for key in ("M3", "M77")
    )
    assert known == unknown
    assert (known["refused"], known["added"], known["changed"], known["unchanged"]) == (1, 0, 0, 0)
