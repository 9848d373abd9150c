"""Sessions, attendance and evaluations: rows, and statements that are the same however often they are imported."""

import json
from datetime import datetime
from typing import Any

import pytest

from lrs.store.promise import Store
from lrs.xapi.query import StatementQuery
from tests.organisation.conftest import BOTH, Bring, sentences

SHEET = (
    "Session;Formation;Date;Début;Durée (h);Nom;Prénom;E-mail;Présence;Formateur\n"
    "S1;SECU;02/03/2026;09:00;3,5;Lefèvre;Zoé;zoe@exemple.fr;présent;t.roux@exemple.fr\n"
    "S1;SECU;02/03/2026;14:00;3,5;Lefèvre;Zoé;zoe@exemple.fr;présent;t.roux@exemple.fr\n"
    "S1;SECU;02/03/2026;09:00;3,5;Garçon;Noël;noel@exemple.fr;absent;t.roux@exemple.fr\n"
)
HOT = (
    "Horodateur;Adresse e-mail;Formation;Satisfaction globale;Contenu;Commentaire\n"
    "02/03/2026 17:32;zoe@exemple.fr;SECU;5;4,5;Très bien\n"
    "02/03/2026 17:35;noel@exemple.fr;SECU;3;;\n"
)


def told(store: Store) -> list[dict[str, Any]]:
    """What the record says now: voids and what they void left out."""
    found = (json.loads(record.text) for record in store.scan(StatementQuery(ascending=True)))
    return [one for one in found if not one["verb"]["id"].endswith("/voided")]


def test_a_session_is_a_row(store: Store, company: Bring) -> None:
    text = (
        "Session;Formation;Date;Fin;Lieu;Places;Durée prévue (h)\nS1;SECU;2026-03-02 09:00;2026-03-02 17:00;Lyon;12;7\n"
    )
    assert company("sessions", text).added == 1
    [kept] = store.organisation.rows("session")
    assert (kept["starts"], kept["ends"]) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 16))  # noqa: DTZ001 -- as kept: UTC
    assert (kept["site"], kept["capacity"], kept["planned_hours"]) == ("Lyon", 12, 7.0)
    assert kept["activity"] == "https://w3id.org/xapi/acquis/local/session/S1"
    assert told(store) == []
    assert company("sessions", text).unchanged == 1
    moved = text.replace("2026-03-02", "2026-03-09")
    assert company("sessions", moved).changed == 1
    assert store.organisation.rows("session")[0]["starts"] == datetime(2026, 3, 9, 8)  # noqa: DTZ001 -- as kept: UTC


def test_a_zone_may_be_given(store: Store, company: Bring) -> None:
    company("sessions", "Session;Formation;Date\nS1;SECU;2026-03-02 09:00\n", zone="Africa/Dakar")
    assert store.organisation.rows("session")[0]["starts"] == datetime(2026, 3, 2, 9)  # noqa: DTZ001 -- as kept: UTC


@BOTH
def test_an_attendance_sheet_is_statements_and_its_session(store: Store, company: Bring) -> None:
    done = company("sessions", SHEET)
    assert (done.statements, done.applied) == (3, True), sentences(done)
    statements = told(store)
    assert [one["result"]["completion"] for one in statements] == [True, True, False]
    assert statements[0]["result"]["duration"] == "PT3H30M"
    assert statements[0]["context"]["instructor"]["mbox"] == "mailto:t.roux@exemple.fr"
    [kept] = store.organisation.rows("session")
    assert kept["activity"] == statements[0]["object"]["id"]
    assert (kept["starts"], kept["ends"]) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 16, 30))  # noqa: DTZ001 -- UTC
    assert (kept["planned_hours"], kept["trainer"]) == (7.0, "t.roux@exemple.fr")


def test_a_sheet_completes_a_session_and_changes_nothing_of_it(store: Store, company: Bring) -> None:
    company("sessions", "Session;Formation;Date;Lieu\nS1;SECU;2026-03-02 09:00;Lyon\n")
    company("sessions", SHEET)
    [kept] = store.organisation.rows("session")
    assert (kept["site"], kept["trainer"]) == ("Lyon", "t.roux@exemple.fr")


@pytest.mark.parametrize(("kind", "text"), [("sessions", SHEET), ("evaluations", HOT)])
def test_twice_is_once(store: Store, company: Bring, kind: str, text: str) -> None:
    company(kind, text)
    before, revision = told(store), store.organisation.revision()
    done = company(kind, text)
    assert (done.statements, done.added, done.changed) == (0, 0, 0)
    assert (told(store), store.organisation.revision()) == (before, revision)


@BOTH
def test_a_corrected_row_voids_what_it_said(store: Store, company: Bring) -> None:
    company("sessions", SHEET)
    right = SHEET.replace("absent", "présent")
    done = company("sessions", right)
    assert (done.changed, done.unchanged, done.statements) == (1, 2, 2)
    assert [one["result"]["completion"] for one in told(store)] == [True, True, True]
    assert company("sessions", right).statements == 0
    assert company("sessions", SHEET).changed == 1  # and back: the file imported last holds
    assert sorted(one["result"]["completion"] for one in told(store)) == [False, True, True]
    assert company("sessions", SHEET).statements == 0


def test_hot_evaluations(store: Store, company: Bring) -> None:
    done = company("evaluations", HOT.encode("cp1252"))
    assert (done.rows, done.added, done.applied) == (2, 2, True), sentences(done)
    statements = told(store)
    assert done.statements == len(statements) == 6  # two ratings, a comment and the form; one rating and the form
    assert {one["context"]["extensions"]["https://w3id.org/xapi/acquis/ext/survey-stage"] for one in statements} == {
        "hot"
    }
    assert statements[1]["result"]["score"]["raw"] == 4.5
    assert statements[0]["timestamp"] == "2026-03-02T16:32:00Z"


def test_both_stages_in_one_file(store: Store, company: Bring) -> None:
    text = (
        "Horodateur;E-mail;Formation;Moment;Contenu;Mise en pratique\n"
        "2026-03-02 17:00;zoe@exemple.fr;SECU;à chaud;4;\n"
        "2026-06-02 17:00;zoe@exemple.fr;SECU;froid;;oui\n"
    )
    assert company("evaluations", text).applied
    stages = {one["context"]["extensions"]["https://w3id.org/xapi/acquis/ext/survey-stage"] for one in told(store)}
    assert stages == {"hot", "cold"}
    done = company("evaluations", text.replace(";Moment", ";Autre"))
    assert sentences(done)[0] == "row 2, column Stage: is needed: the file has hot and cold questions, or neither"


@BOTH
@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("sessions", SHEET.replace("absent", "parti"), "row 4, column Présence: 'parti' is not one of"),
        ("sessions", SHEET.replace(";absent;", ";;"), "row 4: is none of the cases the recipe tells"),
        (
            "sessions",
            SHEET.replace("S1;SECU;02/03/2026;14", "S1;ACCUEIL;02/03/2026;14"),
            "row 3, column Formation: is ACC",
        ),
        ("sessions", SHEET.replace("SECU", "X"), "row 2, column Formation: no programme is called 'X'"),
        (
            "sessions",
            SHEET + SHEET.splitlines()[1].replace("présent", "absent"),
            "row 5: says something else than row 2",
        ),
        ("evaluations", HOT.replace("4,5", "11"), "row 2: "),
        ("evaluations", HOT.replace("4,5", "bien"), "row 2, column Contenu: 'bien' is not a number"),
    ],
)
def test_one_bad_row_and_nothing_is_kept(store: Store, company: Bring, kind: str, text: str, problem: str) -> None:
    revision = store.organisation.revision()
    done = company(kind, text)
    assert sentences(done)[0].startswith(problem), sentences(done)
    assert len(set(sentences(done))) == len(sentences(done)), "each is told once"
    assert (told(store), store.organisation.revision()) == ([], revision)


def test_the_statements_are_those_of_the_recipe(store: Store, company: Bring, tmp_path: Any) -> None:
    """`acquis import table --recipe attendance` tells the same file under the same ids."""
    from lrs.recipes.recipe import load  # noqa: PLC0415
    from lrs.recipes.telling import Told, sources  # noqa: PLC0415

    file = tmp_path / "sheet.csv"
    file.write_text(SHEET, encoding="utf-8")
    [source], _ = sources(load("attendance"), file)
    expected = {json.loads(one.statement)["id"] for one in source.tell() if isinstance(one, Told)}
    company("sessions", SHEET)
    assert {one["id"] for one in told(store)} == expected
