"""The whole Open University course, where its data is at hand: every row of it becomes the statement it says."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from lrs.recipes.recipe import load
from lrs.recipes.telling import Told, sources

DATA = Path(__file__).parents[3] / "shared" / "data" / "oulad"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the Open University data is not beside the project")
START = datetime(2013, 10, 1, tzinfo=UTC)
CLICKS = "https://w3id.org/xapi/acquis/ext/clicks"


def test_a_stretch_of_clicks_is_told_row_by_row() -> None:
    source = sources(load("oulad"), DATA)[0][0]
    told = [json.loads(one.statement) for one in islice(source.tell(), 20_000) if isinstance(one, Told)]
    with (DATA / "studentVle.csv").open() as file:
        rows = list(islice(csv.DictReader(file), 20_000))
    assert len(told) == len(rows)
    for row, statement in zip(rows, told, strict=True):
        assert statement["actor"]["account"]["name"] == row["id_student"]
        assert datetime.fromisoformat(statement["timestamp"]) == START + timedelta(days=int(row["date"]))
        assert statement["result"]["extensions"][CLICKS] == int(row["sum_click"])
        assert statement["object"]["id"].endswith("/site/" + row["id_site"])
    assert len({statement["id"] for statement in told}) == len(told)


def test_every_registration_withdrawal_and_score_is_told() -> None:
    found, absent = sources(load("oulad"), DATA)
    assert not absent
    verbs: Counter[str] = Counter()
    for source in found[1:]:
        for one in source.tell():
            assert isinstance(one, Told)
            verbs[json.loads(one.statement)["verb"]["id"].rpartition("/")[2]] += 1
    with (DATA / "studentRegistration.csv").open() as file:
        registrations = list(csv.DictReader(file))
    assert verbs == {
        "registered": sum(row["date_registration"] != "?" for row in registrations),
        "unregistered": sum(row["date_unregistration"] != "?" for row in registrations),
        "scored": len((DATA / "studentAssessment.csv").read_text().splitlines()) - 1,
    }
