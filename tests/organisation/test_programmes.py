"""Programmes, assignments, questions."""

import json
import re
from datetime import date
from importlib.resources import files

import pytest

from lrs.store.promise import Store
from schemas.imports import MODALITIES
from tests.organisation.conftest import BOTH, Bring, sentences

LOCAL = "https://w3id.org/xapi/acquis/local/course/"


def activities(store: Store, programme: str) -> dict[str, bool]:
    return {
        row["activity"]: row["prefix"] for row in store.organisation.rows("programme_activity", programme=programme)
    }


@BOTH
def test_a_programme_with_everything(store: Store, brought: Bring) -> None:
    row = {
        "Code": "SECU 1",
        "Titre": "Sécurité",
        "Title": "Safety",
        "Parcours": "avant: e-learning > pendant: présentiel > classe virtuelle > après: entraide",
        "Commanditaire": "Direction",
        "Demandée le": "15/01/2025",
        "Ouverte le": "02/06/2025",
        "Durée prévue (h)": "7,5",
        "Compétences": "Secourisme | https://skills.example.org/height",
        "Activités": "https://lms.exemple.fr/1 | https://h5p.exemple.fr/secu/*",
        "Validité (mois)": "24",
    }
    assert brought("programmes", ";".join(row) + "\n" + ";".join(row.values()) + "\n").applied
    [kept] = store.organisation.rows("programme")
    assert (kept["title_fr"], kept["title_en"], kept["modality"]) == ("Sécurité", "Safety", "path")
    assert (kept["requested"], kept["live"], kept["retired"]) == (date(2025, 1, 15), date(2025, 6, 2), None)
    assert (kept["planned_hours"], kept["valid_months"]) == (7.5, 24)
    phases = [(row["phase"], row["modality"]) for row in store.organisation.rows("programme_phase")]
    assert phases == [
        ("before", "e-learning"),
        ("during", "classroom"),
        ("during", "virtual-class"),
        ("after", "peer-help"),
    ]
    assert activities(store, "SECU 1") == {
        "https://lms.exemple.fr/1": False,
        "https://h5p.exemple.fr/secu/": True,
        f"{LOCAL}SECU%201": False,
    }
    assert {row["competency"] for row in store.organisation.rows("programme_competency")} == {
        "Secourisme",
        "https://skills.example.org/height",
    }


def test_importing_a_programme_again(store: Store, company: Bring) -> None:
    done = company("programmes", "Code;Modalité\nSECU;Présentiel\nACCUEIL;\n")
    assert (done.changed, done.unchanged) == (1, 1)
    assert len(activities(store, "SECU")) == 3  # the file says nothing of activities: they stay
    done = company("programmes", "Code;Activités\nSECU;https://lms.exemple.fr/2\n")
    assert activities(store, "SECU") == {"https://lms.exemple.fr/2": False, f"{LOCAL}SECU": False}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Code;Titre\nA;\n", "row 2, column Title: is empty, in French too: one of the two is needed"),
        (
            "Code;Titre;Entité\nA;B;Mars\n",
            "row 2, column Entité: no unit is called 'Mars'; import people or units first",
        ),
        (
            "Code;Titre;Parcours\nA;B;avant: danse\n",
            "row 2, column Parcours: 'avant: danse' holds 'avant: danse', which is",
        ),
        (
            "Code;Titre;Parcours\nA;B;jadis: mooc\n",
            "row 2, column Parcours: 'jadis: mooc' holds 'jadis: mooc', which is",
        ),
    ],
)
def test_programmes_that_cannot_be(brought: Bring, text: str, problem: str) -> None:
    assert sentences(brought("programmes", text))[0].startswith(problem)


@BOTH
def test_a_person_or_a_rule(store: Store, company: Bring) -> None:
    done = company(
        "assignments",
        "Formation;Personne;Entité;Métier;Affectée le;Échéance;Obligatoire;Dispensé\n"
        "SECU;M1;;;05/01/2026;31/03/2026;;\n"
        "SECU;noel@exemple.fr;;;05/01/2026;;oui;oui\n"
        "SECU;;France;;05/01/2026;;non;\n"
        "SECU;;Sénégal;Maintenance;05/01/2026;;;\n"
        "ACCUEIL;;;Achats;05/01/2026;;;\n",
    )
    assert (done.added, done.applied) == (5, True), sentences(done)
    kept = store.organisation.rows("assignment", programme="SECU")
    assert [(row["person"], row["unit"], row["job_family"], row["mandatory"], row["exempt"]) for row in kept] == [
        ("M1", None, None, True, False),
        ("M2", None, None, True, True),
        (None, "Groupe > France", None, False, False),
        (None, "Groupe > Sénégal", "Maintenance", True, False),
    ]
    assert kept[0]["due"] == date(2026, 3, 31)


@BOTH
def test_an_assignment_again_moves_its_dates(store: Store, company: Bring) -> None:
    for due in ("2026-03-31", "2026-06-30", "2026-06-30"):
        done = company("assignments", f"Formation;Personne;Affectée le;Échéance\nSECU;M1;2026-01-05;{due}\n")
    assert (done.unchanged, done.changed) == (1, 0)
    [kept] = store.organisation.rows("assignment")
    assert kept["due"] == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("NULLE;M1;;;2026-01-05;", "column Formation: no programme is called 'NULLE'; import programmes first"),
        ("SECU;M99;;;2026-01-05;", "column Personne: no person has the key or address 'M99'; import people first"),
        ("SECU;;;;2026-01-05;", "column Personne: names nobody: give a person, or a unit, a job family or both"),
        ("SECU;M1;Lyon;;2026-01-05;", "column Personne: is named beside a rule"),
        ("SECU;M1;;;2026-01-05;2025-12-31", "column Échéance: 2025-12-31 is before the assignment (2026-01-05)"),
        ("SECU;M1;;;;", "column Affectée le: is empty"),
        ("SECU;zoe@exemple.fr;;;2026-02-01;", "column Formation: says the same as row 2: one of them is too many"),
    ],
)
def test_assignments_that_cannot_be(store: Store, company: Bring, row: str, problem: str) -> None:
    first = "SECU;M1;;;2026-01-05;\n"
    done = company("assignments", f"Formation;Personne;Entité;Métier;Affectée le;Échéance\n{first}{row}\n")
    assert sentences(done)[0].startswith(f"row 3, {problem}"), sentences(done)
    assert store.organisation.rows("assignment") == []


def test_questions(store: Store, brought: Bring) -> None:
    text = (
        "Question;Compétence;Énoncé;Choix;Bonne réponse;Équivalente à\n"
        "https://q.fr/1;Secours;Qui ?;112 | Le chef;112;https://q.fr/2\n"
        "https://q.fr/2;Secours;Qui donc ?;112 | Personne;112;\n"
    )
    assert brought("questions", text).added == 2
    kept = store.organisation.rows("question", key="https://q.fr/1")[0]
    assert json.loads(kept["choices"]) == ["112", "Le chef"]
    assert (kept["correct"], kept["equivalent_to"], kept["stem_en"]) == ("112", "https://q.fr/2", None)
    assert brought("questions", text).unchanged == 2
    assert brought("questions", "Question;Forme\nhttps://q.fr/1;B\n").changed == 1
    assert json.loads(store.organisation.rows("question", key="https://q.fr/1")[0]["choices"]) == ["112", "Le chef"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("A | B;C;", "column Bonne réponse: 'C' is not one of the choices (A | B)"),
        ("A | B;A;https://q.fr/1", "column Équivalente à: is the question itself"),
        ("A | B;A;https://q.fr/7", "column Équivalente à: no question is called 'https://q.fr/7'"),
    ],
)
def test_questions_that_cannot_be(brought: Bring, cells: str, problem: str) -> None:
    done = brought("questions", f"Question;Choix;Bonne réponse;Équivalente à\nhttps://q.fr/1;{cells}\n")
    assert sentences(done) == [f"row 2, {problem}"]


def test_modalities_are_those_the_warehouse_knows() -> None:
    text = files("schemas").joinpath("sql", "warehouse", "modalities.sql").read_text("utf-8")
    known = set(re.findall(r"(?m)^    \('([a-z-]+)'", text))
    assert set(MODALITIES.values()) == known | {"path"}


LYON = ["Groupe > France > Lyon"]
HEAD = "Code;Titre;Entité responsable;Activités\n"


@pytest.mark.parametrize(
    "claimed",
    [
        "https://lms.exemple.fr/course/1",
        "https://lms.exemple.fr/*",
        "https://h5p.exemple.fr/secu/lesson",
        "https://h5p.exemple.fr/secu/deeper/*",
        "https://h5p.exemple.fr/*",
        "https://salle.exemple.fr/12",
        "https://salle.exemple.fr/*",
        f"{LOCAL}ACCUEIL",
        f"{LOCAL}*",
    ],
)
def test_a_manager_claims_nothing_that_a_programme_of_others_has(store: Store, company: Bring, claimed: str) -> None:
    """Of two programmes that claim an activity one loses what all people did there; administrators answer for both."""
    room = "Formation;Session;Date;Début;Activité\nSECU;S1;2026-03-02;09:00;https://salle.exemple.fr/12\n"
    assert company("sessions", room).applied
    text = f"{HEAD}A-LYON;Gestes;Groupe > France > Lyon;https://lyon.exemple.fr/* | {claimed}\n"
    done = company("programmes", text, LYON)
    own = "that is not of your units (Groupe > France > Lyon): an administrator may"
    assert sentences(done) == [f"row 2, column Activités: {claimed} has activities of a programme {own}"]
    assert store.organisation.rows("programme_activity", programme="A-LYON") == []
    assert company("programmes", text).applied, "an administrator may"
    again = company("programmes", text.replace("Gestes", "Autres gestes"), LYON)
    assert (again.changed, sentences(again)) == (1, []), "what was theirs before stays theirs"


def test_a_manager_claims_what_nobody_has(company: Bring) -> None:
    free = "https://lms.exemple.fr/course/12 | https://h5p.exemple.fr/lyon/* | https://lms.exemple.fr/course/1/quiz"
    done = company("programmes", f"{HEAD}A-LYON;Gestes;Groupe > France > Lyon;{free}\n", LYON)
    assert done.applied, sentences(done)


def test_no_session_of_a_manager_is_held_in_an_activity_of_others(company: Bring) -> None:
    assert company("programmes", f"{HEAD}A-LYON;Gestes;Groupe > France > Lyon;\n", LYON).applied
    held = "Formation;Session;Date;Début;Activité\nA-LYON;S1;2026-03-02;09:00;https://h5p.exemple.fr/secu/2\n"
    [told] = sentences(company("sessions", held, LYON))
    assert told.startswith("row 2, column Activité: https://h5p.exemple.fr/secu/2 has activities of a programme that")
    assert company("sessions", held).applied
    assert company("sessions", held.replace("09:00", "10:00"), LYON).changed == 1
