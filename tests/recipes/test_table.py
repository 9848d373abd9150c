from pathlib import Path

import pytest

from lrs.errors import BadRequest
from lrs.recipes.table import Broken, Row, open_table

EMAIL = [frozenset({"email"})]


def written(folder: Path, data: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("email;note\né@b.fr;3,5\n".encode("cp1252"), "Windows-1252, semicolon, decimal comma"),
        ("email,note\né@b.fr,3.5\n".encode(), "UTF-8, comma, decimal point"),
        ("\ufeffemail\tnote\né@b.fr\t3\n".encode(), "UTF-8, tab, decimal point"),
        ("email;note\né@b.fr;x\n".encode("utf-16"), "UTF-16, semicolon, decimal comma"),
        (b'email,note\n"a@b.fr","3,5"\n', "UTF-8, comma, decimal comma"),
    ],
)
def test_how_a_table_is_written_is_detected_and_said(tmp_path: Path, data: bytes, said: str) -> None:
    table = open_table(written(tmp_path, data), EMAIL)
    assert said in table.said()
    assert [row.cells[0][-4:] for row in table.rows() if isinstance(row, Row)] == ["b.fr"]


@pytest.mark.parametrize(
    ("dates", "order"), [(["03/24/2026", "03/02/2026"], "mdy"), (["24/03/2026"], "dmy"), (["02/03/2026"], "dmy")]
)
def test_the_order_of_dates_shows_in_the_days_above_twelve(tmp_path: Path, dates: list[str], order: str) -> None:
    data = "email,date\n" + "".join(f"a@b.fr,{date}\n" for date in dates)
    assert open_table(written(tmp_path, data.encode()), EMAIL).manner.order == order


def test_a_letter_far_down_that_is_no_utf8_makes_the_file_windows_1252(tmp_path: Path) -> None:
    data = b"email\n" + b"a@b.fr\n" * 300_000 + "é@b.fr\n".encode("cp1252")
    assert open_table(written(tmp_path, data), EMAIL).encoding == "cp1252"


def test_headings_may_stand_below_a_title(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, b"Report;;\n;;\nName;E-mail;x\nZ;z@b.fr;1\n\n"), EMAIL)
    rows = list(table.rows())
    assert [(row.number, row.cells) for row in rows if isinstance(row, Row)] == [(4, ["Z", "z@b.fr", "1"])]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"name,age\nZ,3\n", "no row of headings has a column email"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        open_table(written(tmp_path, data), EMAIL)


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no such file"):
        open_table(tmp_path / "nowhere.csv", EMAIL)


def test_rows_that_are_no_rows_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    data = b"email,note\na@b.fr,1\nb@b.fr,2,3\nc@b.fr\n" + b"d@b.fr," + b"x" * 3_000_000 + b"\ne@b.fr,5\n"
    rows = list(open_table(written(tmp_path, data), EMAIL).rows())
    broken = {row.number: row.reason for row in rows if isinstance(row, Broken)}
    assert [row.cells[0] for row in rows if isinstance(row, Row)] == ["a@b.fr", "c@b.fr", "e@b.fr"]
    assert "has 3 cells where the headings have 2" in broken[3]
    assert "field larger" in broken[5]


def test_a_byte_no_encoding_knows_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="neither UTF-8 nor Windows-1252"):
        list(open_table(written(tmp_path, b"email\na@b.fr\n\x81\xe9@b.fr\n"), EMAIL).rows())
