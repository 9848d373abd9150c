"""Out of one record and into an empty one: every question has the same answer in both."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from flask import Flask

from lrs.door import InProcess
from lrs.errors import BadRequest, Fault, Refusal
from lrs.transfer import export
from lrs.transfer.statements import import_statements
from tests.support.transfer import BYTES, SHA2, VERSION, answers, both_stores, delivered, fill, statement, tool, uuid


@both_stores
def test_export_then_import_answers_every_question_the_same(
    door: InProcess, here: Flask, there: Flask, tmp_path: Path
) -> None:
    fill(there)
    out, files, way = tmp_path / "out.jsonl", tmp_path / "files", InProcess(there)
    count = export.write(export.beside(export.exported(way, {}), way, files), out)
    assert (files / SHA2).read_bytes() == BYTES
    with out.open("rb") as file:
        tally = delivered(
            door, tmp_path / "r", lambda d: import_statements(file, "out", d, files, lambda _more: None), xapi=VERSION
        )
    assert (tally.kept, tally.present, tally.refused, tally.missing) == (count, 0, 0, 0)
    assert answers(here) == answers(there)


@both_stores
def test_filters_are_those_of_the_api_and_voided_statements_can_be_left_out(here: Flask, door: InProcess) -> None:
    fill(here)

    def ids(**filters: str) -> set[str]:
        return {json.loads(line)["id"] for line in export.exported(door, filters)}

    client = tool(here)
    every = {one["id"] for page in client.pages() for one in page}
    assert ids(voided="false") == every
    assert ids() - every == {uuid(2), uuid(4), uuid(30)}
    agent = json.dumps({"mbox": "mailto:p1@exemple.fr"})
    assert ids(voided="false", agent=agent) == {one["id"] for page in client.pages(agent=agent) for one in page}
    since = client.read(uuid(8))["stored"]
    assert uuid(8) not in ids(since=since)
    assert ids(since=since) | ids(until=since) == ids()


@pytest.mark.parametrize("filters", [{"verb": "no iri"}, {"limit": "3"}, {"voided": "perhaps"}, {"colour": "red"}])
def test_a_filter_that_is_none_is_refused_and_nothing_is_written(
    door: InProcess, tmp_path: Path, filters: dict[str, str]
) -> None:
    with pytest.raises(Refusal):
        export.write(export.exported(door, filters), tmp_path / "out.jsonl")
    assert list(tmp_path.glob("out*")) == []


def test_csv_and_parquet_hold_a_row_a_statement(here: Flask, door: InProcess, tmp_path: Path) -> None:
    fill(here)
    tool(here).keep(statement(60, actor={"mbox": "mailto:p1@exemple.fr", "name": "=HYPERLINK(1)"}))
    tool(here).keep(statement(61, timestamp="9999-12-31T23:59:59-14:00"))  # year 10000, which no calendar has
    filters = {"voided": "false"}
    count = export.write(export.exported(door, filters), tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert len(rows) == count == export.write(export.exported(door, filters), tmp_path / "out.csv")
    scored = next(row for row in rows if row["id"] == uuid(40))
    assert (scored["score_raw"], scored["duration"], scored["version"]) == (3.5, "PT1H", "1.0.0")
    assert scored["timestamp"].isoformat() == "2026-03-02T16:00:00+00:00"
    assert json.loads(scored["statement"])["id"] == uuid(40)
    assert [row["timestamp"] for row in rows if row["id"] == uuid(61)] == [None]
    grouped = next(row for row in rows if row["id"] == uuid(43))
    assert (grouped["course"], grouped["registration"]) == ("https://a.example/1", uuid(900))
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("id,stored,timestamp,actor,")
    assert "'=HYPERLINK(1)" in text  # no spreadsheet runs it


def test_an_empty_record_exports_an_empty_table(door: InProcess, tmp_path: Path) -> None:
    assert [export.write(export.exported(door, {}), tmp_path / f"out{ending}") for ending in export.WRITERS] == [
        0,
        0,
        0,
    ]
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_an_export_that_is_cut_short_leaves_no_file(tmp_path: Path) -> None:
    class Short:
        def request(self, *_: object) -> "Short":
            return self

        def expect(self) -> "Short":
            return self

        stream = iter([b'{"id":"1"}\n{"id"', b':"2"}\n'])

    with pytest.raises(Fault, match="cut short after 2 statements"):
        export.write(export.exported(Short(), {}), tmp_path / "out.jsonl")  # type: ignore[arg-type]  # all it asks of a door
    assert list(tmp_path.glob("out*")) == []


def test_a_folder_that_is_not_there_is_told_in_a_sentence(door: InProcess, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot be written"):
        export.write(export.exported(door, {}), tmp_path / "nowhere" / "out.jsonl")
