"""POST /api/import/<kind> and its neighbours, as an HR system calls them every night."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from lrs.door import Answer, InProcess
from tests.support.apps import build

PEOPLE = "Matricule;Nom;E-mail\nM1;Zoé;zoe@exemple.fr\nM2;Noël;noel@exemple.fr\n"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[InProcess]:
    with build("memory", tmp_path) as app:
        yield InProcess(app)


def post(door: InProcess, path: str, body: str | bytes, kind: str = "text/csv", **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return door.request("POST", path, headers={"Content-Type": kind, **headers}, data=data)


def test_a_preview_then_the_file(door: InProcess) -> None:
    seen = post(door, "/api/import/people?preview=true", PEOPLE)
    assert (seen.status, seen.json()["applied"]) == (200, False)
    done = post(door, "/api/import/people?name=nuit.csv", PEOPLE)
    told = done.json()
    assert (done.status, told["added"], told["applied"], told["problems"]) == (200, 2, True, [])
    assert told["said"].startswith("nuit.csv: UTF-8, semicolon")
    assert told["headings"] == {"Matricule": "key", "Nom": "family", "E-mail": "email"}
    assert [one["key"] for one in door.request("GET", "/api/people").json()] == ["M1", "M2"]


def test_a_form_of_a_browser(door: InProcess) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="rh \xc3\xa9t\xc3\xa9.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + PEOPLE.encode("cp1252") + b"\r\n--x--\r\n"
    )
    done = post(door, "/api/import/people", body, "multipart/form-data; boundary=x")
    assert done.json()["said"].split(":")[1].startswith(" Windows-1252")
    empty = post(door, "/api/import/people", b"--x\r\n\r\na\r\n--x--\r\n", "multipart/form-data; boundary=x")
    assert (empty.status, empty.json()["error"]) == (400, "body: the form holds no file")


def test_what_is_refused_is_told_with_the_status_and_the_report(door: InProcess) -> None:
    bad = PEOPLE.replace("zoe@", "")
    done = post(door, "/api/import/people", bad)
    told = done.json()
    assert (done.status, told["applied"], told["refused"]) == (400, False, 1)
    expected = "1 of 2 rows are refused, and nothing was written: row 2, column E-mail: 'exemple.fr' is not an e-mail"
    assert told["error"].startswith(expected)
    preview = post(door, "/api/import/people?preview=true", bad)
    assert (preview.status, "error" in preview.json()) == (200, False)


def test_columns_are_kept_under_a_name_once_they_worked(door: InProcess) -> None:
    text = PEOPLE.replace("Matricule", "ID")
    columns = {"ID": "key", "Nom": "name"}
    asked = urlencode({"columns": json.dumps(columns), "mapping": "sirh"})
    assert post(door, f"/api/import/people?{asked}&preview=true", text).json()["headings"]["ID"] == "key"
    assert post(door, "/api/import/people?mapping=sirh", text).status == 400
    assert post(door, f"/api/import/people?{asked}", text).status == 200
    assert post(door, "/api/import/people?mapping=sirh", text).json()["unchanged"] == 2


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/api/import/cats", "import: expected one of statements, units, people"),
        ("/api/import/people?preview=maybe", "preview: expected true or false"),
        ("/api/import/people?columns=1", "columns: expected a JSON object"),
        ("/api/import/people?Preview=true", "Preview: is not a parameter"),
        ("/api/import/people?mapping=x", "mapping: none is called 'x'"),
    ],
)
def test_requests_that_cannot_be(door: InProcess, path: str, sentence: str) -> None:
    done = post(door, path, PEOPLE)
    assert (done.status, done.json()["error"].startswith(sentence)) == (400, True)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/import/people"),
        ("GET", "/api/template/people"),
        ("GET", "/api/people"),
        ("POST", "/api/people/merge"),
        ("GET", "/api/users"),
        ("POST", "/api/users"),
        ("DELETE", "/api/users/a@b.fr"),
    ],
)
def test_only_an_administrator(door: InProcess, method: str, path: str) -> None:
    done = door.request(
        method, path, headers={"Authorization": "Basic bmV3LXRvb2w6YS1zZWNyZXQtZm9yLXRlc3Rz"}, data=b"{}"
    )
    assert done.status == 401


def test_a_template(door: InProcess) -> None:
    done = door.request("GET", "/api/template/people?language=fr")
    assert done.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert done.body.decode("utf-8-sig").startswith("Matricule;Nom complet;")
    assert door.request("GET", "/api/template/cats").status == 400


def test_people_and_users(door: InProcess) -> None:
    def ask(method: str, path: str, body: Any = None) -> Answer:
        return door.request(method, path, data=None if body is None else json.dumps(body).encode())

    post(door, "/api/import/people", PEOPLE)
    pair = {"first": "M1", "second": "M2"}
    assert ask("POST", "/api/people/merge", pair).json() == {"kept": "M1", "merged": "M2"}
    assert ask("POST", "/api/people/split", pair).json() == {"kept": "M1", "split": "M2"}
    assert ask("POST", "/api/people/split", pair).status == 400
    assert ask("POST", "/api/people/merge", {"first": "M1"}).status == 400
    made = ask("POST", "/api/users", {"email": "a@b.fr", "role": "group", "password": "long enough"})
    assert (made.status, "password" in made.json()) == (201, False)
    assert ask("POST", "/api/users", {"email": "a@b.fr", "role": "group"}).status == 409
    assert ask("DELETE", f"/api/users/{quote('a@b.fr')}").status == 204
    assert ask("GET", "/api/users").json() == []
