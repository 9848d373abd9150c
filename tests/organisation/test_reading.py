"""Files as people have them: encodings, separators, dates, decimals, headings; and what is no file of ours."""

from datetime import date

import pytest

from lrs.errors import BadRequest
from lrs.organisation.template import template
from lrs.store.promise import Store
from schemas.imports import KINDS
from tests.organisation.conftest import BOTH, Bring, sentences


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_detected_and_said(
    store: Store, brought: Bring, encoding: str, separator: str
) -> None:
    rows = [["Matricule", "Prénom", "Nom", "Entrée"], ["M1", "Zoé", "Lefèvre", "02/09/2019"]]
    done = brought("people", "\n".join(separator.join(row) for row in rows).encode(encoding))
    assert done.applied, done.problems
    said = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}[encoding]
    assert said in done.said
    assert {";": "semicolon", ",": "comma", "\t": "tab"}[separator] in done.said
    assert "day/month/year" in done.said
    [person] = store.organisation.rows("person")
    assert (person["name"], person["joined"]) == ("Zoé Lefèvre", date(2019, 9, 2))


@pytest.mark.parametrize(
    ("cell", "hours"), [("7,5", 7.5), ("1 234,25", 1234.25), ("7", 7.0), ("3,5 h", 3.5), ("", None), ("-", None)]
)
def test_decimal_commas(store: Store, brought: Bring, cell: str, hours: float | None) -> None:
    done = brought("programmes", f"Code;Titre;Durée (h)\nA;B;{cell}\nC;D;0,5\n")
    assert done.applied, done.problems
    assert store.organisation.rows("programme", key="A")[0]["planned_hours"] == hours


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("02/03/2026", date(2026, 3, 2)),
        ("2026-03-02", date(2026, 3, 2)),
        ("2 mars 2026", date(2026, 3, 2)),
        ("02.03.26", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
    ],
)
def test_dates_french_and_iso(store: Store, brought: Bring, cell: str, read: date) -> None:
    assert brought("people", f"Matricule;Entrée\nM1;{cell}\n").applied
    assert store.organisation.rows("person")[0]["joined"] == read


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("people", "E-mail;Nom\na@b.fr;A\n", "row 1, column Employee number: the file has no such column"),
        ("people", "Matricule;E-mail;Courriel\nM1;a@b.fr;c@d.fr\n", "row 1, column Courriel: is read as email, and so"),
        ("people", "Matricule;Entrée\nM1;31/02/2026\n", "row 2, column Entrée: '31/02/2026' is no day or hour"),
        ("people", "Matricule;Entrée\nM1;hier\n", "row 2, column Entrée: 'hier' is not a date we can read"),
        ("people", "Matricule;E-mail\nM1;zoe\n", "row 2, column E-mail: 'zoe' is not an e-mail address"),
        ("people", "Matricule;Nom\n;Zoé\n", "row 2, column Matricule: is empty"),
        ("people", "Matricule;Nom\nM1;A\nM1;B\n", "row 3, column Matricule: M1 stands in row 2 already"),
        ("people", "Matricule;Rôle\nM1;chef\n", "row 2, column Rôle: 'chef' is not one of learner, trainer"),
        ("people", "Matricule;Nom\nM1;A;B;C\n", "row 2: has 4 cells where the headings have 2"),
        ("people", "Matricule;Nom\nM1;Z\ufffde\n", "row 2, column Nom: holds letters lost in an earlier conversion"),
        ("people", "Matricule;Identifiants\nM1;bob\n", "row 2, column Identifiants: 'bob' is no identifier"),
        ("programmes", "Code;Titre;Modalité\nA;B;danse\n", "row 2, column Modalité: 'danse' is not one of classroom"),
        ("programmes", "Code;Titre;Durée (h)\nA;B;-3\n", "row 2, column Durée (h): '-3' is not between 0"),
        ("programmes", "Code;Titre;Activités\nA;B;chez nous\n", "row 2, column Activités: 'chez nous' is not an IRI"),
        ("programmes", "Code;Titre;Validité (mois)\nA;B;2,5\n", "row 2, column Validité (mois): '2,5' is not a whole"),
        ("units", "Unit,Time zone\nA,Paris\n", "row 2, column Time zone: 'Paris' is not a time zone"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    store: Store, brought: Bring, kind: str, text: str, problem: str
) -> None:
    done = brought(kind, text)
    assert not done.applied
    assert sentences(done)[0].startswith(problem), sentences(done)
    assert store.organisation.revision() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "people.csv: the file is empty"),
        (b"  \n \n", "people.csv: the file is empty"),
        (b"PK\x03\x04\x00\x00", "people.csv: this is not a text file; save the sheet as CSV"),
        (b"Matricule;Nom\n", "people.csv: there is no row under the headings"),
        (b"Matricule;Nom\n;\n\n", "people.csv: there is no row under the headings"),
    ],
)
def test_what_is_no_table_is_refused_whole(brought: Bring, content: bytes, sentence: str) -> None:
    with pytest.raises(BadRequest) as caught:
        brought("people", content)
    assert caught.value.sentence == sentence


@BOTH
def test_two_bad_rows_refuse_the_file_and_both_are_told(store: Store, brought: Bring) -> None:
    text = "Matricule;Nom;E-mail;Entrée\nM1;A;a@b.fr;01/01/2020\nM2;B;b;01/01/2020\nM3;C;c@b.fr;32/01/2020\n"
    done = brought("people", text.encode("cp1252"))
    assert (done.refused, done.rows, done.applied) == (2, 3, False)
    assert [(one.row, one.column) for one in done.problems] == [(3, "E-mail"), (4, "Entrée")]
    assert store.organisation.rows("person") == []


def test_a_preview_tells_and_writes_nothing(store: Store, brought: Bring) -> None:
    done = brought("people", "Matricule;Nom;Entité\nM1;A;Groupe > Lyon\n", preview=True)
    assert (done.added, done.applied) == (1, False)
    assert done.notes == ["new units: Groupe; Groupe > Lyon"]
    assert done.changes[0]["values"]["name"] == [None, "A"]
    assert store.organisation.revision() == 0


def test_columns_nobody_asked_for_are_left_out_and_said(brought: Bring) -> None:
    done = brought("people", "Matricule;Salaire;Nom;Salaire\nM1;1;A;2\n")
    assert done.applied
    assert done.ignored == ["Salaire", "Salaire"]
    assert done.headings == {"Matricule": "key", "Nom": "family"}


def test_headings_below_a_title(store: Store, brought: Bring) -> None:
    assert brought("people", "Export RH;;\n;;\nMatricule;Nom complet;\nM1;Zoé;\n").applied
    assert store.organisation.rows("person")[0]["name"] == "Zoé"


def test_a_mapping_names_headings_of_ones_own(store: Store, brought: Bring) -> None:
    text = "ID_RH;LIB;Nom\nM1;Zoé;ignored\n"
    assert not brought("people", text).applied
    done = brought("people", text, mapping={"id rh": "key", "LIB": "name", "Nom": ""})
    assert done.applied, done.problems
    assert store.organisation.rows("person")[0]["name"] == "Zoé"
    with pytest.raises(BadRequest, match="'LIB' is mapped to 'nom', which is no column of people"):
        brought("people", text, mapping={"LIB": "nom"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_template_is_read_as_what_it_is(brought: Bring, kind: str, language: str) -> None:
    done = brought(kind, template(kind, language), preview=True)
    assert done.ignored == []
    assert set(done.headings.values()) == {column.name for column in KINDS[kind].columns}
    unknown = ("no programme is called", "no unit is called", "no person has the key", "nobody works at")
    assert [text for text in sentences(done) if not any(words in text for words in unknown)] == []


def test_no_two_columns_of_a_kind_share_a_heading() -> None:
    from lrs.recipes.readers import plain  # noqa: PLC0415

    for kind in KINDS.values():
        owner: dict[str, str] = {}
        for column in kind.columns:
            for name in column.names:
                assert owner.setdefault(plain(name), column.name) == column.name, (kind.name, name)


@pytest.mark.parametrize("store", ["duckdb"], indirect=True)
def test_fifty_thousand_people(store: Store, brought: Bring) -> None:
    rows = [f"M{n};p{n}@exemple.fr;Groupe > F{n % 6} > T{n % 60};{f'M{n // 10}' if n else ''}" for n in range(50_000)]
    done = brought("people", "\n".join(["Matricule;E-mail;Entité;Responsable", *rows]).encode("cp1252"))
    assert (done.added, done.applied) == (50_000, True)
    assert len(store.organisation.rows("membership")) == 50_000
