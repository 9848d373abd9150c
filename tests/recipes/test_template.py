import json
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
import tincan
from hypothesis import given
from hypothesis import strategies as st

from lrs.recipes.template import Template, build
from lrs.xapi.statement import read_statement
from lrs.xapi.version import Version

ID = str(uuid5(NAMESPACE_URL, "https://row.example"))
STATEMENT: dict[str, Any] = {
    "timestamp": "{when}",
    "actor": {"name": "{given?} {family?}", "account": {"homePage": "https://hr.example", "name": "{person}"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
    "object": {"id": "https://lms.example/{course}/{person}", "definition": {"name": {"fr": "«{course}»"}}},
    "result": {"success": "{passed?}", "score": {"raw": "{score?}"}, "response": "{comment?}"},
    "context": {
        "contextActivities": {"grouping": [{"id": "https://a.example/{team?}"}, {"id": "https://b.example/{course}"}]},
        "extensions": {"https://e.example/clicks": "{clicks?}"},
    },
}
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
rows = st.fixed_dictionaries(
    {"when": st.just("2026-03-02T08:00:00Z"), "person": texts, "course": texts},
    optional={
        "given": texts,
        "family": texts,
        "passed": st.booleans(),
        "score": st.decimals(min_value=-100, max_value=100, places=2),
        "comment": texts,
        "team": texts,
        "clicks": st.integers(0, 10**6),
    },
)


def plainly(value: dict[str, Any]) -> Any:
    """The statement as tincan alone builds it."""
    return tincan.Statement(build(STATEMENT, ID, value)).as_version()


@given(st.lists(rows, min_size=1, max_size=6))
def test_filling_the_holes_says_what_tincan_says_of_every_row(values: list[dict[str, Any]]) -> None:
    template = Template(STATEMENT)
    for row in values:
        told = json.loads(template.fill(ID, row), parse_float=Decimal)
        expected = json.loads(json.dumps(plainly(row), default=str), parse_float=Decimal)
        expected["timestamp"] = row["when"]  # tincan writes +00:00 for Z
        if "score" in row:
            assert told["result"]["score"].pop("raw") == row["score"]
            expected["result"]["score"].pop("raw")
        assert told == expected
        read_statement(template.fill(ID, row).encode(), Version.V1)


def test_a_number_keeps_its_digits() -> None:
    row = {"when": "2026-03-02T08:00:00Z", "person": "1", "course": "c", "score": Decimal("3.50")}
    assert '"raw":3.50' in Template(STATEMENT).fill(ID, row)


def test_text_in_an_iri_is_percent_encoded_and_elsewhere_not() -> None:
    row = {"when": "2026-03-02T08:00:00Z", "person": "1", "course": "à b"}
    told = json.loads(Template(STATEMENT).fill(ID, row))
    assert told["object"]["id"] == "https://lms.example/%C3%A0%20b/1"
    assert told["object"]["definition"]["name"]["fr"] == "«à b»"


def test_columns_are_those_spoken_of_and_needed_those_that_may_not_be_empty() -> None:
    template = Template(STATEMENT)
    assert template.needed == {"when", "person", "course"}
    assert template.columns > template.needed


def test_a_statement_tincan_does_not_know_is_refused_with_its_reason() -> None:
    with pytest.raises(ValueError, match="tincan refuses"):
        Template({**STATEMENT, "result": {"duration": "an hour"}}).fill(ID, {"when": "x", "person": "1", "course": "c"})
