"""`acquis import people …`, `acquis people …`, `acquis user …` as somebody types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboards.cli import acquis
from lrs.store.duck import open_store
from schemas.imports import KINDS

PEOPLE = "Matricule;Nom;E-mail;Entité\nM1;Zoé;zoe@exemple.fr;Groupe > Lyon\nM2;Noël;noel@exemple.fr;Groupe\n"


def command(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(acquis, list(words), input=given)


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data", str(tmp_path / "data")]


def test_a_file_comes_in(tmp_path: Path, data: list[str]) -> None:
    file = tmp_path / "rh.csv"
    file.write_bytes(PEOPLE.encode("cp1252"))
    dry = command("import", "people", str(file), "--dry-run", *data)
    assert (dry.exit_code, dry.stdout) == (0, "would be: 2 added, 0 changed, 0 unchanged\n")
    assert "rh.csv: Windows-1252, semicolon, decimal comma, dates in figures day/month/year" in dry.stderr
    assert "new units: Groupe; Groupe > Lyon" in dry.stderr
    assert command("import", "people", str(file), *data).stdout == "2 added, 0 changed, 0 unchanged\n"
    assert command("import", "people", str(file), *data).stdout == "0 added, 0 changed, 2 unchanged\n"


def test_two_bad_rows(tmp_path: Path, data: list[str]) -> None:
    file = tmp_path / "rh.csv"
    file.write_text(PEOPLE.replace("zoe@", "zoe").replace("noel@", "noel"))
    done = command("import", "people", str(file), *data)
    assert (done.exit_code, done.stdout) == (2, "2 of 2 rows are refused, and nothing was written\n")
    assert "refused: row 2, column E-mail: 'zoeexemple.fr' is not an e-mail address\n" in done.stderr
    told = command("import", "people", str(file), "--json", *data)
    assert told.exit_code == 2
    assert [one["row"] for one in json.loads(told.stdout)["problems"]] == [2, 3]
    assert json.loads(command("people", "list", "--json", *data).stdout) == []


def test_a_file_without_a_column_it_needs_is_refused_before_any_row(data: list[str]) -> None:
    done = command("import", "people", "-", *data, given=PEOPLE.replace("Matricule", "ID RH"))
    assert (done.exit_code, done.stdout) == (2, "the file is refused, and nothing was written\n")
    assert "refused: row 1, column Employee number: the file has no such column; it may be called" in done.stderr


def test_columns_of_ones_own_are_kept_and_used_again(data: list[str]) -> None:
    text = PEOPLE.replace("Matricule", "ID RH")
    assert command("import", "people", "-", *data, given=text).exit_code == 2
    first = command("import", "people", "-", "--map", "ID RH=key", "--mapping", "sirh", *data, given=text)
    assert first.exit_code == 0, first.output
    again = command("import", "people", "-", "--mapping", "sirh", *data, given=text)
    assert again.stdout == "0 added, 0 changed, 2 unchanged\n"
    unknown = command("import", "people", "-", "--mapping", "autre", *data, given=text)
    assert "mapping: none is called 'autre'; there is sirh for people" in unknown.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "people"), "FILE is missing; `acquis import people --template` writes one to fill in"),
        (("import", "people", "nowhere.csv"), "nowhere.csv: there is no such file"),
        (("import", "people", "-", "--map", "key"), "--map key: expected HEADING=COLUMN"),
        (("import", "people", "-", "--zone", "Mars"), "zone: 'Mars' is not a time zone"),
        (("people", "merge", "M1", "M2"), "M1: no person has this key, address or account"),
        (("user", "remove", "a@b.fr"), "a@b.fr: has no account"),
        (("user", "add", "a", "--role", "admin"), "email: 'a' is not an e-mail address"),
    ],
)
def test_one_sentence_and_two(tmp_path: Path, data: list[str], words: tuple[str, ...], sentence: str) -> None:
    open_store(tmp_path / "data").close()
    done = command(*words, *data, given=PEOPLE)
    assert done.exit_code == 2, done.output
    assert f"acquis: {sentence}" in done.stderr


def test_templates(tmp_path: Path) -> None:
    assert command("import", "people", "--template", "--language", "fr").stdout_bytes.startswith(
        b"\xef\xbb\xbfMatricule;"
    )
    file = tmp_path / "people.csv"
    assert command("import", "people", str(file), "--template").exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfEmployee number,")
    assert command("import", "people", str(file), "--template").exit_code == 2


def test_every_kind_has_its_help() -> None:
    for kind in KINDS:
        done = command("import", kind, "--help")
        assert f"Example: acquis import {kind} {kind}.csv" in done.output


def test_merge_and_split(data: list[str]) -> None:
    command("import", "people", "-", *data, given=PEOPLE)
    assert command("people", "merge", "M1", "noel@exemple.fr", *data).stdout == "M2 counts as M1\n"
    shown = command("people", "list", *data).stdout
    assert shown.count("\n") == 1
    assert "also M2" in shown
    assert command("people", "split", "M1", "M2", *data).stdout == "M2 no longer counts as M1\n"
    assert command("people", "list", *data).stdout.count("\n") == 2


def test_users(data: list[str]) -> None:
    command("import", "people", "-", *data, given=PEOPLE)
    made = command("user", "add", "Ana@Exemple.fr", "--role", "manager", "--unit", "Lyon", *data)
    assert made.stdout.startswith("ana@exemple.fr  manager  Groupe > Lyon\npassword  ")
    assert "cannot be shown again" in made.stderr
    chosen = command("user", "add", "b@exemple.fr", "--role", "executive", "--password", "long enough", "--json", *data)
    assert json.loads(chosen.stdout).keys() == {"email", "role", "name", "language", "units", "created"}
    assert command("user", "list", *data).stdout.count("\n") == 2
    assert command("user", "remove", "ana@exemple.fr", *data).stdout == "removed ana@exemple.fr\n"
    assert [one["email"] for one in json.loads(command("user", "list", "--json", *data).stdout)] == ["b@exemple.fr"]
