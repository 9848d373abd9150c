"""What is asked of the warehouse: its own tables, and never what a statement says in JSON."""

import re
from collections.abc import Iterator
from importlib.resources import files

import duckdb
import pytest

from analytics import upkeep
from analytics.catalog import MEASURES
from analytics.scope import Scope
from tests.support.star import Star

QUESTIONS = {
    one.name[:-4]: one.read_text("utf-8") for one in files("analytics").joinpath("sql").iterdir() if one.is_file()
}
# What may be asked of the record itself: how much there is and since when, never what it says.
OF_THE_RECORD = {"freshness": {"statement"}, "senders": {"kept", "word"}}
JSON = re.compile(r"json|->|\bpayload\b|\bbody\b|\bread_text\b|\bquery(_table)?\s*\(", re.IGNORECASE)
FROM = re.compile(r"(?<!DISTINCT )\b(?:FROM|JOIN)\s+([a-z_][\w.]*)", re.IGNORECASE)
MADE = re.compile(
    r"(?:WITH|WITH RECURSIVE|\),?)\s+(\w+)\s*(?:\([^()]*\)\s*)?AS\s*(?:MATERIALIZED\s*)?\(", re.IGNORECASE
)
TRAP = """
DROP TABLE statement;
CREATE VIEW statement AS
    SELECT 1 AS seq, TIMESTAMP '2026-03-02' AS stored, uuid() AS id,
        error('a statement was read: ' || random()) AS payload;
"""


def code(name: str) -> str:
    return re.sub(r"--[^\n]*", "", QUESTIONS[name])


@pytest.fixture(scope="module")
def trapped() -> Iterator[Star]:
    """One person who did a little of everything, beside a record that cannot be read."""
    made = Star()
    who = {"person": 1, "happened": "2026-03-02 08:00"}
    made.add("unit", [{"unit": "team"}])
    made.add("person", [{"person": 1, "unit": "team"}])
    made.add("programme", [{"programme": "safety", "live": "2026-01-01"}])
    made.add("activity", [{"activity": 1, "type": "lesson", "name": '{"en": "A lesson"}'}])
    made.add("assigned", [{"person": 1, "programme": "safety", "assigned": "2026-02-01", "due": "2026-03-20"}])
    made.add("fact", [who | {"activity": 1, "programme": "safety"}])
    made.add("rollup", [{"person": 1, "quarter": "2026-03-02 08:00", "programme": "safety"}])
    made.add("milestone", [who | {"programme": "safety", "step": "completed"}])
    made.add("assessment", [who | {"programme": "safety", "scaled": 1, "success": True}])
    made.add("segment", [who | {"starts": 0, "ends": 10, "length": 20}])
    made.add("contribution", [who | {"topic": 1}])
    made.add("evaluation", [who | {"programme": "safety", "score": 4}])
    with made.cursor() as cursor:
        cursor.execute(TRAP)
    yield made
    made.close()


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_names_tables_of_the_warehouse_and_no_json(name: str) -> None:
    text = code(name)
    assert not JSON.search(text), JSON.findall(text)
    own = {name.lower() for name in MADE.findall(text)} | {"unnest", "range"}
    named = {name.lower() for name in FROM.findall(text)}
    beyond = {name for name in named - own if not name.startswith("warehouse.")}
    assert beyond <= OF_THE_RECORD.get(name, set())


@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_reads_no_statement(trapped: Star, key: str) -> None:
    MEASURES[key].ask(trapped, Scope())


def test_what_pages_tell_of_the_record_reads_no_statement(trapped: Star) -> None:
    assert upkeep.freshness(trapped, Scope())["waiting"].item() >= 0


def test_the_trap_shuts(trapped: Star) -> None:
    with trapped.cursor() as cursor, pytest.raises(duckdb.Error, match="a statement was read"):
        cursor.execute("SELECT max(payload) FROM statement").fetchall()
    assert JSON.search("SELECT s.payload ->> '$.actor' FROM statement s")
    assert FROM.findall("SELECT 1 FROM kept JOIN warehouse.fact f ON f.a IS DISTINCT FROM b") == [
        "kept",
        "warehouse.fact",
    ]
