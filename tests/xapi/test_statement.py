# ruff: noqa: E501 -- sentences are quoted whole
import json
from typing import Any
from uuid import UUID

import pytest

from lrs.errors import BadRequest
from lrs.xapi.statement import Received, complete, read_statement, read_statements, stored_text
from lrs.xapi.version import Version

ID = UUID("11111111-2222-4333-8444-555555555555")
AUTHORITY = '{"objectType":"Agent","account":{"homePage":"https://w3id.org/xapi/acquis/credential","name":"k"}}'
STORED = "2026-11-21T18:33:00.123456Z"
ACTOR = {"mbox": "mailto:ada@example.org"}
VERB = {"id": "https://example.org/verbs/read"}
OBJECT = {"id": "https://example.org/course/1"}


def statement(**more: Any) -> dict[str, Any]:
    return {"actor": ACTOR, "verb": VERB, "object": OBJECT} | more


def about(**more: Any) -> dict[str, Any]:
    return statement(object=OBJECT | more)


def sub(**more: Any) -> dict[str, Any]:
    return statement(object={"objectType": "SubStatement", **statement(**more)})


def read(value: Any, version: Version = Version.V1) -> Received:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_statement(text.encode(), version)


def refused(value: Any, version: Version = Version.V1) -> str:
    with pytest.raises(BadRequest) as caught:
        read(value, version)
    return caught.value.sentence


def extended(text: str) -> str:
    return json.dumps(statement(result={"extensions": {"https://example.org/e": 0}})).replace(": 0", f": {text}")


MALFORMED = [
    ("NaN", "NaN", "NaN or Infinity, which are no numbers there"),
    ('["NaN", -Infinity]', "-Inf", "NaN or Infinity, which are no numbers there"),
    (
        r'["\ud83d\ude00", "\\ud800", "\udc00"]',
        r'"\udc',
        r"half of a surrogate pair (\ud800 to \udfff alone), which is no character",
    ),
    ("[1 2]", "2]", "something other than ',' or ']'"),
    ("{1:2}", "1:", "something other than '\"'"),
]


@pytest.mark.parametrize(("text", "place", "told"), MALFORMED)
def test_what_is_no_json_in_a_batch_is_told_with_its_place(text: str, place: str, told: str) -> None:
    body = f"[{json.dumps(statement())},{extended(text)}]"
    with pytest.raises(BadRequest) as caught:
        list(read_statements(body.encode(), Version.V1))
    assert caught.value.sentence == f"statements: expected JSON, got {told} (byte {body.rindex(place)})"


SENTENCES = [
    (statement(actor={"mbox": "foo"}), 'statement.actor.mbox: expected a mailto: IRI, such as mailto:ada@example.org, got "foo"'),
    (statement(actor={"name": "Ada"}), "statement.actor: expected exactly one of mbox, mbox_sha1sum, openid or account to identify the Agent, got only a name"),
    (statement(actor={"objectType": "Group", "name": "us"}), "statement.actor: expected exactly one of mbox, mbox_sha1sum, openid or account to identify the Group, or its member list, got only a name"),
    (statement(actor={**ACTOR, "member": []}), 'statement.actor.member: expected no members: only a Group (objectType "Group") has them, got []'),
    (statement(actor={**ACTOR, "openid": "https://a.example"}), "statement.actor: expected exactly one of mbox, mbox_sha1sum, openid or account, got mbox and openid"),
    (statement(actor=ACTOR | {"objectType": "agent"}), 'statement.actor.objectType: expected "Agent" or "Group", got "agent"'),
    (statement(actor={"objectType": "Group", "member": [{"mbox": "mailto:a@b.c"}, {"objectType": "Group", "mbox": "mailto:a@b.c"}]}), 'statement.actor.member[1].objectType: expected "Agent", got "Group"'),
    (statement(actor={"mbox": None}), "statement.actor.mbox: null is not allowed; leave the property out"),
    (statement(actor={"MBOX": "mailto:a@b.c"}), "statement.actor.MBOX: no such property here; did you mean mbox? The case of a name matters"),
    (statement(actor={"account": {"name": "x"}}), "statement.actor.account.homePage: expected a value: it is required, got nothing"),
    (statement(verb={"id": "read"}), 'statement.verb.id: expected an IRI with a scheme, such as https://example.org/course or urn:uuid:…, got "read"'),
    (statement(verb={"id": VERB["id"], "display": {"en": 1}}), "statement.verb.display.en: expected a string, got 1"),
    (statement(verb={"id": VERB["id"], "display": {"e": "x"}}), 'statement.verb.display: expected keys that are RFC 5646 language tags, such as fr or en-GB, got "e"'),
    (statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}), 'statement.object.objectType: expected "StatementRef", because the verb is voided, got nothing'),
    (statement(object={"objectType": "Activity"}), "statement.object.id: expected the activity's IRI, got nothing"),
    (statement(object={"id": str(ID)}), f'statement.object.id: expected an IRI with a scheme, such as https://example.org/course or urn:uuid:…, got "{ID}"'),
    (about(objectType="GroupActivity"), 'statement.object.objectType: expected "Activity", "Agent", "Group", "StatementRef" or "SubStatement", got "GroupActivity"'),
    (about(definition={"interactionType": "compound"}), 'statement.object.definition.interactionType: expected "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric" or "other", got "compound"'),
    (about(definition={"choices": []}), 'statement.object.definition.interactionType: expected "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric" or "other", got nothing'),
    (about(definition={"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]}), 'statement.object.definition.choices[1].id: expected ids that differ within the list, got "a"'),
    (about(definition={"interactionType": "choice", "steps": []}), 'statement.object.definition.steps: expected nothing: interactionType "performance" has steps, choice has not, got []'),
    (statement(object=ACTOR), "statement.object.mbox: an Activity has no such property (objectType was left out)"),
    (statement(object=ACTOR | {"objectType": "Agent", "id": "x"}), "statement.object.id: an Agent has no such property"),
    (statement(object={"objectType": "StatementRef", "id": "x"}), 'statement.object.id: expected a UUID of 8-4-4-4-12 hexadecimal digits, got "x"'),
    (sub(object={"objectType": "SubStatement"} | statement()), "statement.object.object.objectType: a SubStatement cannot contain another"),
    (sub(id=str(ID)), "statement.object.id: a SubStatement has no such property"),
    (statement(object={"objectType": "SubStatement", "actor": ACTOR}), "statement.object.verb: expected an object: every SubStatement has one, got nothing"),
    (statement(result={"score": {"scaled": 1.5}}), "statement.result.score.scaled: expected a number from -1 to 1, got 1.5"),
    (statement(result={"score": {"min": 2, "max": 1}}), "statement.result.score.min: expected less than max (1.0), got 2.0"),
    (statement(result={"score": {"min": 2, "raw": 1}}), "statement.result.score.raw: expected at least min (2.0), got 1.0"),
    (statement(result={"score": {"max": 2, "raw": 3}}), "statement.result.score.raw: expected at most max (2.0), got 3.0"),
    (statement(result={"score": {"raw": "3"}}), 'statement.result.score.raw: expected a number, got "3"'),
    (statement(result={"success": "true"}), 'statement.result.success: expected true or false, got "true"'),
    (statement(result={"duration": "1 hour"}), 'statement.result.duration: expected an ISO 8601 duration, such as PT4H35M59.14S, got "1 hour"'),
    (statement(result={"extensions": {"room": 1}}), 'statement.result.extensions: expected keys that are IRIs with a scheme, such as https://example.org/room, got "room"'),
    (statement(context={"registration": "x"}), 'statement.context.registration: expected a UUID of 8-4-4-4-12 hexadecimal digits, got "x"'),
    (statement(context={"language": "english language"}), 'statement.context.language: expected an RFC 5646 language tag, such as fr or en-GB, got "english language"'),
    (statement(context={"team": ACTOR | {"objectType": "Agent"}}), 'statement.context.team.objectType: expected "Group", got "Agent"'),
    (statement(context={"contextActivities": {"other": [OBJECT, {"id": "x"}]}}), 'statement.context.contextActivities.other[1].id: expected an IRI with a scheme, such as https://example.org/course or urn:uuid:…, got "x"'),
    (statement(context={"contextActivities": {"others": OBJECT}}), "statement.context.contextActivities.others: no such property here"),
    (statement(object=ACTOR | {"objectType": "Agent"}, context={"revision": "1"}), 'statement.context.revision: expected nothing unless the object is an Activity, got "1"'),
    (statement(context={"contextAgents": []}), "statement.context.contextAgents: no such property in xAPI 1.0.3; send X-Experience-API-Version: 2.0.0"),
    (statement(timestamp="yesterday"), 'statement.timestamp: expected an ISO 8601 date and time, such as 2026-11-21T18:33:00.123Z, got "yesterday"'),
    (statement(version="2.0.0"), 'statement.version: expected 1.0.x under X-Experience-API-Version 1.0.3, got "2.0.0"'),
    (statement(authority={"objectType": "Group", "member": [ACTOR]}), "statement.authority: expected an Agent, or a Group of exactly two Agents and no identifier (OAuth)"),
    (statement(authority={"objectType": "Group", "member": [ACTOR, ACTOR]}), "statement.authority: expected one of the two Agents to be the OAuth consumer, identified by account"),
    (statement(attachments={}), "statement.attachments: expected an array, got {}"),
    (statement(extra=1), "statement.extra: no such property here"),
    ("[]", "statement: expected one statement object, got an array"),
    ("5", "statement: expected an object, got 5"),
    ("", "statement: expected JSON, got a text that ends early"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "sentence"), SENTENCES)
def test_refusal_names_the_place_and_what_was_expected(value: Any, sentence: str) -> None:
    assert refused(value) == sentence


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (extended('{"a":1,"a":1}'), "statement.result.extensions.https://example.org/e.a: the key is there twice"),
        (extended('[{"a":1},{"b":{"c" :1, "\\u0063"\t:2}}]'), "https://example.org/e[1].b.c: the key is there twice"),
        (extended('{"é":1,"\\u00e9":1}'), "e.é: the key is there twice"),
        (extended('{"a\\u003a":1,"b":2,"b":3}'), "e.b: the key is there twice"),
        (extended('{" :":1,"b":2, "b" :3}'), "e.b: the key is there twice"),
        ('{"actor":1,' + json.dumps(statement())[1:], "statement.actor"),
        (extended("NaN"), "got NaN or Infinity"),
        (extended("-Infinity"), "got NaN or Infinity"),
        (extended('"\\ud800"'), "half of a surrogate pair"),
        (extended('"\\udc00\\ud800"'), "half of a surrogate pair"),
        (extended("1e999"), "at most 1.8e308"),
        (extended("1" * 310), "at most 1.8e308"),
        (extended("1" * 6000), "at most 1.8e308"),
        (extended("[" * 98 + "]" * 98), "deeper than 100"),
        (extended("[" * 100_000 + "]" * 100_000), "nested"),
        (extended('"a\nb"'), "invalid character"),
        (extended("01"), "invalid number"),
        (extended("[1,]"), "trailing comma"),
        (extended("1") + "x", "trailing characters"),
        (extended("1")[:-1], "ends early"),
        ("\ufeff" + extended("1"), "byte order mark"),
        (extended("1").replace('"actor"', "'actor'"), "expected JSON"),
    ],
)
def test_refuses_what_others_might_read_otherwise(text: str, why: str) -> None:
    assert why in refused(text)


@pytest.mark.parametrize("body", [b'{"a":"\xff"}', b"\xed\xa0\x80", b"\xc0\xaf", "{}".encode("utf-16")])
def test_refuses_what_is_not_utf_8(body: bytes) -> None:
    with pytest.raises(BadRequest, match="statement: "):
        list(read_statements(body, Version.V1))


@pytest.mark.parametrize(
    "text",
    [
        extended("null"),
        extended('{"a":{"a":1},"b":[{"a":1},{"a":1}]}'),
        extended('{"a":"\\":\\" : {","b":"\\u003a"}'),
        extended('"' + "1" * 400 + '"'),
        extended("1" * 300),
        extended("123456789012345678901234567890.10"),
        extended("[" * 97 + "]" * 97),
        extended('"\\ud83d\\ude00\\u0000\\/"'),
        "\r\n\t " + extended("1") + " \n",
    ],
)
def test_accepts_what_is_only_unusual(text: str) -> None:
    assert read(text).text == text.strip()


def test_reads_one_many_and_none() -> None:
    one = json.dumps(statement())
    assert [received.text for received in read_statements(one.encode(), Version.V1)] == [one]
    many = list(read_statements(f" [ {one} ,\n{one}]".encode(), Version.V1))
    assert [received.text for received in many] == [one, one]
    assert list(read_statements(b" [ ] ", Version.V1)) == []


def test_a_batch_names_the_statement() -> None:
    good, bad = json.dumps(statement()), json.dumps(statement(actor={"mbox": "foo"}))
    unknown = json.dumps(statement(x=1))
    for second, sentence in ((bad, "statement[1].actor.mbox: "), (unknown, "statement[1].x: ")):
        with pytest.raises(BadRequest) as caught:
            list(read_statements(f"[{good},{second}]".encode(), Version.V1))
        assert caught.value.sentence.startswith(sentence)


def test_a_duplicate_key_is_found_in_its_statement_of_a_batch() -> None:
    good, twice = json.dumps(statement()), extended('{"a":1,"a":1}')
    with pytest.raises(BadRequest, match=r"statement\[2\]\.result\.extensions.*e\.a: the key is there twice"):
        list(read_statements(f"[{good},{good},{twice}]".encode(), Version.V1))


def test_an_application_and_its_user_can_be_the_authority() -> None:
    application = {"account": {"homePage": "https://example.org/oauth", "name": "app"}}
    assert read(statement(authority={"objectType": "Group", "member": [application, ACTOR]}))


def test_2_0_has_context_agents_and_groups() -> None:
    agents = [{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": ["https://example.org/coach"]}]
    groups = [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": [ACTOR]}}]
    assert read(statement(context={"contextAgents": agents, "contextGroups": groups}), Version.V2)
    assert read(sub(context={"contextAgents": agents, "contextGroups": groups}), Version.V2)


@pytest.mark.parametrize(
    ("agents", "path"),
    [
        ([{"agent": ACTOR}], "contextAgents[0].objectType"),
        ([{"objectType": "Agent", "agent": ACTOR}], "contextAgents[0].objectType"),
        ([{"objectType": "contextAgent", "agent": {"name": "x"}}], "contextAgents[0].agent"),
        ([{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": []}], "contextAgents[0].relevantTypes"),
        ([{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": ["x"]}], "contextAgents[0].relevantTypes[0]"),
        ({"objectType": "contextAgent", "agent": ACTOR}, "contextAgents"),
    ],
)
def test_2_0_refuses_wrong_context_agents(agents: Any, path: Any) -> None:
    assert refused(statement(context={"contextAgents": agents}), Version.V2).startswith(f"statement.context.{path}: ")


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.9", "2.0", "2.0.0"])
def test_2_0_accepts_statements_of_both_versions(version: Version) -> None:
    assert read(statement(version=version), Version.V2)


def kept(value: Any, **settings: Any) -> Any:
    given = {"id": ID, "authority": AUTHORITY, "authority_identifier": "k", "version": Version.V1} | settings
    entry = complete(read(value), **given)
    return entry, stored_text(entry, STORED)


def test_completes_what_is_missing() -> None:
    text = json.dumps(statement())
    entry, whole = kept(text)
    assert whole == (
        f'{text[:-1]},"id":"{ID}","authority":{AUTHORITY},"version":"1.0.0","stored":"{STORED}","timestamp":"{STORED}"}}'
    )
    assert entry.tail is None
    assert (entry.id, entry.authority, entry.defines, entry.attachments) == (ID, "k", True, ())


def test_leaves_what_is_there() -> None:
    value = statement(id=str(ID).upper(), version="1.0.2", timestamp="2015-01-01T00:00:00+01:00")
    text = json.dumps(value, indent=2)
    _, whole = kept(text)
    assert whole == f'{text[:-1]},"authority":{AUTHORITY},"stored":"{STORED}"}}'


@pytest.mark.parametrize("first", [True, False])
def test_replaces_stored_and_authority_wherever_they_stand(first: Any) -> None:
    replaced = {"stored": "2000-01-01T00:00:00Z", "authority": {"mbox": "mailto:mallory@example.org"}}
    value = replaced | statement(result={"extensions": {"https://example.org/e": replaced}})
    if not first:
        value = dict(reversed(value.items()))
    _, whole = kept(json.dumps(value))
    told = json.loads(whole)
    assert (told["stored"], told["authority"]) == (STORED, json.loads(AUTHORITY))
    assert told["result"] == value["result"]
    assert whole.count("mallory") == 1


def test_keeps_an_authority_we_trust() -> None:
    entry, whole = kept(statement(authority=ACTOR, stored="2000-01-01T00:00:00Z"), keep_authority=True)
    assert json.loads(whole)["authority"] == ACTOR
    assert json.loads(whole)["stored"] == STORED
    assert entry.authority == "mbox mailto:ada@example.org"


def test_gives_an_authority_when_there_is_none_to_keep() -> None:
    entry, whole = kept(statement(), keep_authority=True)
    assert json.loads(whole)["authority"] == json.loads(AUTHORITY)
    assert entry.authority == "k"


def test_a_2_0_statement_says_so() -> None:
    received = read(statement(), Version.V2)
    entry = complete(received, id=ID, authority=AUTHORITY, authority_identifier="k", version=Version.V2)
    assert json.loads(stored_text(entry, STORED))["version"] == "2.0.0"


def test_a_lone_context_activity_becomes_an_array() -> None:
    lone = {"parent": OBJECT, "other": [OBJECT], "category": OBJECT}
    value = sub(context={"contextActivities": {"grouping": OBJECT}}) | {"context": {"contextActivities": lone}}
    _, whole = kept(json.dumps(value))
    told = json.loads(whole)
    assert told["context"]["contextActivities"] == {"parent": [OBJECT], "other": [OBJECT], "category": [OBJECT]}
    assert told["object"]["context"]["contextActivities"] == {"grouping": [OBJECT]}
    assert whole.replace("[", "").replace("]", "").startswith(json.dumps(value).replace("[", "").replace("]", "")[:-1])
