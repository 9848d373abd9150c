"""The commands as a person runs them: on a folder nobody owns, and beside the server that owns it."""

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lrs.transfer.cli import export, import_
from tests.support.server import Server
from tests.support.transfer import ATTACHMENT, BYTES, SHA2, statement, uuid, void

SAMPLES = Path(str(resources.files("lrs.recipes"))) / "samples"
Run = Callable[..., Result]


def command(*words: str) -> Result:
    group, *rest = words
    return CliRunner().invoke({"import": import_, "export": export}[group], rest)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A command on a new folder."""
    return lambda *words: command(*words, "--data", str(tmp_path / "data"))


def lines(path: Path, *numbers: int) -> str:
    path.write_text("".join(json.dumps(statement(number)) + "\n" for number in numbers))
    return str(path)


def exported(path: Path) -> set[str]:
    return {json.loads(line)["id"] for line in path.read_text().splitlines()}


def there_and_back(data: Path, other: Path, folder: Path, first: int) -> None:
    """Import, table, export from one folder; import into another; import twice."""
    values = [statement(first), statement(first + 1, attachments=[ATTACHMENT]), void(first + 2, first)]
    given = folder / "in.jsonl"
    given.write_text("\n".join([json.dumps(value) for value in values] + ["{}"]))
    files = folder / "files"
    files.mkdir()
    (files / SHA2).write_bytes(BYTES)
    done = command("import", "statements", str(given), "--attachments", str(files), "--data", str(data))
    assert done.exit_code == 1, done.output
    assert "3 kept, 0 were here already, 1 refused" in done.output
    told = command("import", "table", str(SAMPLES / "attendance.csv"), "--recipe", "attendance", "--data", str(data))
    assert told.exit_code == 0, told.output
    assert "Windows-1252, semicolon, decimal comma" in told.output
    out, back = folder / "out.jsonl", folder / "back"
    done = command("export", "statements", str(out), "--attachments", str(back), "--data", str(data))
    assert done.exit_code == 0, done.output
    assert {value["id"] for value in values} < exported(out)
    assert (back / SHA2).read_bytes() == BYTES
    for kept in (len(exported(out)), 0):
        words = ("import", "statements", str(out), "--attachments", str(back), "--json", "--data", str(other))
        answer = json.loads(command(*words).output)
        assert (answer["kept"], answer["refused"], answer["missing"]) == (kept, 0, 0)
        assert answer["kept"] + answer["present"] == len(exported(out))


def test_there_and_back_on_folders_nobody_owns(tmp_path: Path) -> None:
    there_and_back(tmp_path / "one", tmp_path / "two", tmp_path, 100)


def test_there_and_back_beside_a_running_server(server: Server, tmp_path: Path) -> None:
    there_and_back(server.data, tmp_path / "two", tmp_path, 200)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "statements", "nowhere.jsonl"), "there is no such file"),
        (("import", "statements", "."), "cannot be read"),
        (("import", "table", "nowhere.csv", "--recipe", "attendance"), "no such file or folder"),
        (("import", "table", "x.csv", "--recipe", "nothing"), "not one of attendance"),
        (("import", "table", "x.csv", "--recipe", "webinar"), "webinar is needed"),
        (("import", "table", "x.csv", "--recipe", "webinar", "--set", "webinar"), "expected NAME=VALUE"),
        (("import", "lrs", "nowhere", "--key", "k", "--secret", "s"), "is not the address"),
        (("export", "statements", "out.txt"), "must end in .jsonl, .csv, .parquet"),
        (("export", "statements", "nowhere/out.csv"), "there is no folder nowhere"),
        (("import", "table", ".", "--recipe", "attendance"), "recipe attendance takes one file, not a folder"),
        (("export", "statements", "out.csv"), "there is no record here"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert sentence in done.output
    assert len(done.output.strip().splitlines()) == 1
    assert not list(tmp_path.glob("out*"))


def test_a_filter_that_is_refused_ends_with_2_and_one_sentence(run: Run, tmp_path: Path) -> None:
    run("import", "statements", lines(tmp_path / "in.jsonl", 1))
    done = run("export", "statements", str(tmp_path / "out.csv"), "--verb", "running")
    assert (done.exit_code, "verb: expected an IRI" in done.output) == (2, True)
    assert len(done.output.strip().splitlines()) == 1
    assert not list(tmp_path.glob("out*"))


def test_a_file_of_which_nothing_can_be_kept_ends_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("hello\n")
    done = run("import", "statements", str(tmp_path / "in.jsonl"))
    assert done.exit_code == 2
    assert json.loads((tmp_path / "in.jsonl.refused.jsonl").read_text())["text"] == "hello"


def test_refusals_can_go_elsewhere_and_a_place_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    given = lines(tmp_path / "in.jsonl", 1)
    with Path(given).open("a") as file:
        file.write("hello\n")
    assert run("import", "statements", given, "--refused", str(tmp_path / "why")).exit_code == 1
    assert json.loads((tmp_path / "why").read_text())["line"] == 2
    done = run("import", "statements", given, "--refused", str(tmp_path / "nowhere" / "why"))
    assert done.exit_code == 2
    assert "name another with --refused" in done.output


def test_an_export_replaces_a_file_only_when_told(run: Run, tmp_path: Path) -> None:
    run("import", "statements", lines(tmp_path / "in.jsonl", 1, 2))
    out = tmp_path / "out.jsonl"
    out.write_text("mine")
    done = run("export", "statements", str(out))
    assert (done.exit_code, out.read_text()) == (2, "mine")
    assert run("export", "statements", str(out), "--force", "--agent", "p1@exemple.fr").exit_code == 0
    assert exported(out) == {uuid(1)}
    shown = run("export", "statements", "-")
    assert {json.loads(line)["id"] for line in shown.output.splitlines()} == {uuid(1), uuid(2)}


def test_a_correction_of_a_row_is_told_as_such_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes((SAMPLES / "attendance.csv").read_bytes())
    words = ("import", "table", str(sheet), "--recipe", "attendance")
    assert run(*words).exit_code == 0
    assert "0 kept, 5 were here already, 0 refused" in run(*words).output
    sheet.write_bytes(sheet.read_bytes().replace(b";absent;", b";oui;"))
    done = run(*words)
    assert done.exit_code == 1
    assert "row 6" in done.output
    assert "says something else" in done.output


def test_the_recipes_are_listed_with_what_they_ask_for() -> None:
    listed = command("import", "recipes")
    assert "webinar" in listed.output
    assert {one["name"] for one in json.loads(command("import", "recipes", "--json").output)} >= {"oulad", "attendance"}


@pytest.mark.parametrize(
    "words", [("import", "statements"), ("import", "lrs"), ("import", "table"), ("export", "statements")]
)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    assert "Example: acquis" in command(*words, "--help").output
