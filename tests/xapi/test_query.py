# ruff: noqa: E501 -- tables of cases read best in few lines
import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrs.errors import BadRequest
from lrs.xapi.query import PARAMETERS, SingleQuery, StatementQuery, more, read_query, resume
from lrs.xapi.version import Version

ID = "5ed23f88-158a-459e-ac5d-5072c05f228f"
AGENT = json.dumps({"mbox": "mailto:Ada@Example.org"})
VALID = {
    "agent": AGENT,
    "verb": "https://example.org/v",
    "activity": "https://example.org/a",
    "registration": ID,
    "related_activities": "true",
    "related_agents": "false",
    "since": "1970-01-01T00:00:01Z",
    "until": "1970-01-01T01:00:02+01:00",
    "limit": "7",
    "format": "ids",
    "attachments": "true",
    "ascending": "true",
}


@pytest.mark.parametrize("version", Version)
def test_reads_every_parameter(version: Version) -> None:
    assert read_query(VALID, version) == StatementQuery(
        agent="mbox mailto:Ada@example.org",
        verb="https://example.org/v",
        activity="https://example.org/a",
        registration=UUID(ID),
        related_activities=True,
        since=1_000_000,
        until=2_000_000,
        ascending=True,
        limit=7,
        format="ids",
        attachments=True,
    )


def test_reads_no_parameter() -> None:
    assert read_query({}, Version.V1) == StatementQuery(limit=100)


@pytest.mark.parametrize(
    ("limit", "page"), [(None, 30), ("0", 30), ("31", 30), ("999999999", 30), ("30", 30), ("1", 1)]
)
def test_a_page_holds_what_the_server_gives_at_most(limit: str | None, page: int) -> None:
    params = {} if limit is None else {"limit": limit}
    assert read_query(params, Version.V1, largest=30).limit == page


@pytest.mark.parametrize(("name", "voided"), [("statementId", False), ("voidedStatementId", True)])
def test_reads_the_question_for_one(name: str, voided: Any) -> None:
    assert read_query({name: ID}, Version.V2) == SingleQuery(UUID(ID), voided)
    beside = {name: ID.upper(), "format": "canonical", "attachments": "true"}
    assert read_query(beside, Version.V2) == SingleQuery(UUID(ID), voided, "canonical", attachments=True)


@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize("other", [*VALID, "statementId", "voidedStatementId"])
def test_asks_for_one_without_anything_else(name: str, other: str) -> None:
    if other in ("format", "attachments", name):
        return
    with pytest.raises(BadRequest, match=rf"not allowed beside {name}|not allowed beside statementId"):
        read_query({name: ID, other: VALID.get(other, ID)}, Version.V1)


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_case_of_a_name_matters(name: str) -> None:
    wrong = name.upper() if name.upper() != name else name.lower()
    with pytest.raises(BadRequest) as caught:
        read_query({wrong: VALID.get(name, ID)}, Version.V1)
    assert caught.value.sentence == f"{wrong}: expected the parameter {name}; the case of a name matters"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(BadRequest, match=r'^foo: no such parameter here; expected "activity", "agent", '):
        read_query({"foo": "1"}, Version.V1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agent", "Ada"), ("agent", '{"name":"Ada"}'), ("verb", "read"), ("verb", ""), ("activity", "course"), ("registration", "1"),
        ("related_activities", "True"), ("related_agents", "1"), ("since", "yesterday"), ("until", ""), ("limit", "-1"),
        ("limit", "1.5"), ("limit", "many"), ("limit", ""), ("limit", "٣"), ("limit", "9" * 5000), ("format", "Exact"), ("format", ""),
        ("attachments", "yes"), ("ascending", "TRUE"), ("statementId", "x"), ("voidedStatementId", ""),
    ],
)  # fmt: skip
def test_a_wrong_value_names_its_parameter(name: str, value: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        read_query({name: value}, Version.V2)
    assert caught.value.sentence.startswith(name)


QUERIES = st.builds(
    StatementQuery,
    agent=st.none() | st.text(),
    verb=st.none() | st.text(),
    activity=st.none() | st.text(),
    registration=st.none() | st.uuids(),
    related_activities=st.booleans(),
    related_agents=st.booleans(),
    since=st.none() | st.integers(-(10**15), 10**16),
    until=st.none() | st.integers(-(10**15), 10**16),
    ascending=st.booleans(),
    limit=st.integers(1, 1000),
    format=st.sampled_from(["ids", "exact", "canonical"]),
    attachments=st.booleans(),
    authority=st.none() | st.just("mbox mailto:a@b.c"),
)


@given(QUERIES, st.integers(0, 2**62), st.integers(0, 2**62))
def test_a_token_carries_the_whole_question_but_its_authority(query: StatementQuery, after: int, ceiling: int) -> None:
    token = more(query, after, ceiling)
    assert token.isascii()
    assert token.replace("-", "").replace("_", "").isalnum()
    resumed = resume(token)
    assert (resumed.after, resumed.ceiling, resumed.authority) == (after, ceiling, None)
    for name in (
        "agent",
        "verb",
        "activity",
        "registration",
        "since",
        "until",
        "ascending",
        "limit",
        "format",
        "attachments",
    ):
        assert getattr(resumed, name) == getattr(query, name)


def test_a_token_is_short() -> None:
    assert len(more(StatementQuery(verb="https://example.org/v", limit=50), 1_000_000, 2_000_000)) < 70


@given(st.data())
def test_a_token_that_was_changed_is_refused(data: Any) -> None:
    token = more(StatementQuery(agent="mbox mailto:a@b.c", since=5), 17, 42)
    place = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda one: one != token[place]))
    with pytest.raises(BadRequest, match="more: "):
        resume(token[:place] + letter + token[place + 1 :])


@given(st.text() | st.binary().map(lambda data: data.hex()))
def test_anything_else_is_refused_too(token: str) -> None:
    with pytest.raises(BadRequest, match="more: "):
        resume(token)
