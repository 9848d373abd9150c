import json
from typing import Any

import pytest

from lrs.xapi.format import activity_ids, tell
from lrs.xapi.statement import read_statement
from lrs.xapi.version import Version

AGENT = '{"objectType":"Agent","name":"Ada","mbox":"mailto:ada@example.org"}'
GROUP = f'{{"objectType":"Group","name":"us","member":[{AGENT},{{"name":"Bo","openid":"https://bo.example"}}]}}'
TEAM = f'{{"objectType":"Group","name":"team","account":{{"homePage":"https://hr.example","name":"t"}},"member":[{AGENT}]}}'
VERB = '{"id":"https://example.org/v","display":{"en":"did","fr":"a fait"}}'
CHOICES = '"interactionType":"choice","choices":[{"id":"a","description":{"en":"one","fr":"un"}},{"id":"b"}]'
DEFINITION = f'{{"name":{{"en":"Course","fr":"Cours"}},"extensions":{{"https://example.org/n":1.50}},{CHOICES}}}'
ACTIVITY = f'{{"objectType":"Activity","id":"https://example.org/a","definition":{DEFINITION}}}'
CONTEXT = (
    f'{{"instructor":{AGENT},"team":{TEAM},"contextActivities":{{"parent":[{ACTIVITY}]}},'
    f'"contextAgents":[{{"objectType":"contextAgent","agent":{AGENT}}}],'
    f'"contextGroups":[{{"objectType":"contextGroup","group":{GROUP},"relevantTypes":["https://example.org/t"]}}],'
    '"extensions":{"https://example.org/n":1E5}}'
)
INNER = f'"actor":{GROUP},"verb":{VERB},"object":{ACTIVITY},"context":{CONTEXT}'
TEXT = (
    f'{{"id":"5ed23f88-158a-459e-ac5d-5072c05f228f","actor":{AGENT},"verb":{VERB},'
    f'"object":{{"objectType":"SubStatement",{INNER}}},"result":{{"score":{{"raw":1.0}}}},"authority":{AGENT}}}'
)
MINIMAL_AGENT = {"objectType": "Agent", "mbox": "mailto:ada@example.org"}
MINIMAL_GROUP = {"objectType": "Group", "member": [MINIMAL_AGENT, {"openid": "https://bo.example"}]}


def test_the_example_is_valid() -> None:
    assert read_statement(TEXT.encode(), Version.V2)


def test_exact_is_the_very_text() -> None:
    assert tell(TEXT, "exact", ["fr"], {}) is TEXT


def test_ids_hold_what_identifies_and_nothing_else() -> None:
    told = json.loads(tell(TEXT, "ids", [], {}))
    inner = told["object"]
    assert told["actor"] == told["authority"] == MINIMAL_AGENT
    assert told["verb"] == inner["verb"] == {"id": "https://example.org/v"}
    assert inner["actor"] == MINIMAL_GROUP
    assert inner["object"] == {"id": "https://example.org/a"}
    assert inner["context"] == {
        "instructor": MINIMAL_AGENT,
        "team": {"objectType": "Group", "account": {"homePage": "https://hr.example", "name": "t"}},
        "contextActivities": {"parent": [{"id": "https://example.org/a"}]},
        "contextAgents": [{"objectType": "contextAgent", "agent": MINIMAL_AGENT}],
        "contextGroups": [
            {"objectType": "contextGroup", "group": MINIMAL_GROUP, "relevantTypes": ["https://example.org/t"]}
        ],
        "extensions": {"https://example.org/n": 1e5},
    }
    assert told["result"] == {"score": {"raw": 1.0}}


@pytest.mark.parametrize(
    ("wanted", "verb", "name", "choice"), [("fr", "a fait", "Cours", "un"), ("en", "did", "Course", "one")]
)
def test_canonical_speaks_one_language(wanted: Any, verb: str, name: str, choice: str) -> None:
    told = json.loads(tell(TEXT, "canonical", [wanted], {}))
    inner = told["object"]
    for one in (told, inner):
        assert one["verb"]["display"] == {wanted: verb}
    for activity in (inner["object"], inner["context"]["contextActivities"]["parent"][0]):
        assert activity["definition"]["name"] == {wanted: name}
        assert activity["definition"]["choices"] == [{"id": "a", "description": {wanted: choice}}, {"id": "b"}]
    assert told["actor"] == json.loads(AGENT)
    assert inner["actor"] == json.loads(GROUP)


def test_canonical_tells_what_is_known_of_an_activity() -> None:
    known = '{"name":{"de":"Kurs","fr":"Cours complet"},"type":"https://example.org/type"}'
    told = json.loads(tell(TEXT, "canonical", ["fr"], {"https://example.org/a": known}))
    expected = {"name": {"fr": "Cours complet"}, "type": "https://example.org/type"}
    assert told["object"]["object"]["definition"] == expected


def test_canonical_adds_a_definition_that_was_not_sent() -> None:
    text = f'{{"actor":{AGENT},"verb":{VERB},"object":{{"id":"https://example.org/x"}}}}'
    assert "definition" not in json.loads(tell(text, "canonical", [], {}))["object"]
    told = json.loads(tell(text, "canonical", [], {"https://example.org/x": '{"name":{"en":"X"}}'}))
    assert told["object"] == {"id": "https://example.org/x", "definition": {"name": {"en": "X"}}}


@pytest.mark.parametrize("format_", ["ids", "canonical"])
def test_numbers_keep_their_digits(format_: Any) -> None:
    told = tell(TEXT, format_, ["fr"], {})
    assert '"https://example.org/n":1E5' in told
    assert '"raw":1.0' in told
    assert ("1.50" in told) is (format_ == "canonical")


@pytest.mark.parametrize("format_", ["ids", "canonical"])
@pytest.mark.parametrize(
    "thing",
    [
        '{"objectType":"StatementRef","id":"5ed23f88-158a-459e-ac5d-5072c05f228f"}',
        '{"objectType":"Agent","mbox":"mailto:a@b.c"}',
    ],
)
def test_other_objects_stay(format_: Any, thing: str) -> None:
    text = f'{{"actor":{AGENT},"verb":{VERB},"object":{thing}}}'
    assert json.loads(tell(text, format_, [], {}))["object"] == json.loads(thing)


def test_lists_the_activities_that_canonical_needs() -> None:
    assert activity_ids(TEXT) == ["https://example.org/a"]
    context = (
        '"context":{"contextActivities":{"parent":{"id":"https://p"},"other":[{"id":"https://o"},{"id":"https://p"}]}}'
    )
    assert activity_ids(f'{{"actor":{AGENT},"verb":{VERB},"object":{AGENT},{context}}}') == ["https://p", "https://o"]
