from pathlib import Path

import pytest

from lrs.errors import BadRequest
from lrs.recipes.recipe import described, load, names
from lrs.recipes.telling import Told, Untold, sources

MINIMAL = """
name = "minimal"
title = "A test"
[parameters.course]
about = "the course"
[[table]]
identity = ["email"]
[table.columns]
email = { read = "mail" }
score = { heading = ["Note"], read = "number" }
[[table.tell]]
[table.tell.statement]
actor.mbox = "mailto:{email}"
verb.id = "http://adlnet.gov/expapi/verbs/scored"
object.id = "https://lms.example/<course>"
result.score.raw = "{score}"
"""


def recipe(folder: Path, text: str = MINIMAL) -> str:
    path = folder / "r.toml"
    path.write_text(text)
    return str(path)


def told(folder: Path, table: str, course: str = "c", text: str = MINIMAL) -> list[Told | Untold]:
    (folder / "t.csv").write_text(table)
    found, _ = sources(load(recipe(folder, text), {"course": course}), folder / "t.csv")
    return [one for source in found for one in source.tell()]


def ids(outcomes: list[Told | Untold]) -> list[str]:
    return [one.statement[7:43] for one in outcomes if isinstance(one, Told)]


@pytest.mark.parametrize(
    ("text", "parameters", "sentence"),
    [
        ("name = ", {}, "not TOML"),
        (MINIMAL, {}, "course is needed"),
        (MINIMAL, {"course": "c", "colour": "red"}, "there is no parameter colour; it takes course"),
        (MINIMAL.replace("identity", "identify"), {"course": "c"}, "unknown field `identify`"),
        (MINIMAL.replace('"mail"', '"male"'), {"course": "c"}, "male"),
        (MINIMAL.replace('title = "A test"', ""), {"course": "c"}, "missing required field `title`"),
        ("parameters = 3\n", {}, "expected tables"),
    ],
)
def test_a_recipe_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, text: str, parameters: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        load(recipe(tmp_path, text), parameters)


def test_a_recipe_that_is_nowhere_is_refused_and_ours_are_named() -> None:
    with pytest.raises(BadRequest, match="attendance"):
        load("attendence")
    with pytest.raises(BadRequest, match="no such file"):
        load("./nowhere.toml")


def test_every_shipped_recipe_says_what_it_is_for() -> None:
    assert {"attendance", "webinar", "moodle-log", "evaluation-hot", "evaluation-cold", "oulad"} <= set(names())
    assert all(described(name)["title"] and described(name)["name"] == name for name in names())


def test_a_row_makes_the_same_statement_every_time_and_another_course_another(tmp_path: Path) -> None:
    table = "Email,Note\na@b.fr,3\nb@b.fr,4\n"
    assert ids(told(tmp_path, table)) == ids(told(tmp_path, table))
    assert not set(ids(told(tmp_path, table))) & set(ids(told(tmp_path, table, course="d")))


def test_a_row_keeps_its_id_when_a_column_outside_its_identity_changes(tmp_path: Path) -> None:
    assert ids(told(tmp_path, "Email,Note\na@b.fr,3\n")) == ids(told(tmp_path, "Note,Email,x\n5,a@b.fr,y\n"))


def test_rows_alike_are_one_unless_the_recipe_says_they_repeat(tmp_path: Path) -> None:
    table = "Email,Note\na@b.fr,3\na@b.fr,3\n"
    assert len(set(ids(told(tmp_path, table)))) == 1
    assert len(set(ids(told(tmp_path, table, text=MINIMAL.replace("[[table]]", "[[table]]\nrepeats = true"))))) == 2


def test_what_cannot_be_told_is_reported_with_row_column_and_reason(tmp_path: Path) -> None:
    outcomes = told(tmp_path, "Email,Note\na@b.fr,3\nnobody,4\nc@b.fr,many\nd@b.fr,\ne@b.fr,5\n")
    assert len(ids(outcomes)) == 2
    assert [(one.row, one.column, one.reason) for one in outcomes if isinstance(one, Untold)] == [
        (3, "email", "'nobody' is not an e-mail address"),
        (4, "Note", "'many' is not a number"),
        (5, "Note", "is empty"),
    ]


def test_a_file_without_the_columns_is_refused_before_anything_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no row of headings has a column note"):
        told(tmp_path, "Email,Score\na@b.fr,3\n")


def test_a_folder_for_a_recipe_of_one_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="takes one file, not a folder"):
        sources(load(recipe(tmp_path), {"course": "c"}), tmp_path)


@pytest.mark.parametrize("pattern", ["(", "no group"])
def test_a_pattern_that_reads_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    text = MINIMAL.replace('email = { read = "mail" }', f"email = {{ pattern = '{pattern}' }}")
    with pytest.raises(BadRequest, match="pattern"):
        told(tmp_path, "Email,Note\na@b.fr,3\n", text=text)
