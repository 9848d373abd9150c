"""Rules of a statement that one property alone cannot break (1.0.3 Data 2.2 to 2.4; 2.0.0 4.2.1 to 4.2.4)."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.support.apps import build
from tests.support.client import Client
from tests.support.statements import (
    VOIDED,
    activity,
    agent,
    fresh,
    full,
    group,
    iri,
    put_at,
    reference,
    statement,
    sub_statement,
)
from tests.support.tables import answers, row

ACCOUNT = {"homePage": "https://example.org", "name": "ada"}
TWO = {"mbox": "mailto:a@example.org", "account": ACCOUNT}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The naive store is enough: what is judged here is decided before any store is asked."""
    with build("memory", tmp_path_factory.mktemp("record")) as built:
        yield built


def refused(lrs: Client, made: dict[str, Any], *words: str) -> None:
    answer = lrs.post("statements", json_=made)
    assert answer.status == 400, answer
    assert all(word in answer.body.decode() for word in words), answer


@answers("XAPI-00021", "XAPI-00066")
def test_every_property_at_once(lrs: Client) -> None:
    made = full()
    inner = {"objectType": "SubStatement", **{k: v for k, v in full().items() if k != "id"}}
    lrs.keep(made, statement(object=inner))


IDENTIFIERS = [
    row({"objectType": "Agent"}, id="agent without", ids=("XAPI-00034",)),
    row({"objectType": "Agent", "name": "Ada"}, id="name only", ids=("XAPI-00034",)),
    row({"objectType": "Agent", **TWO}, id="agent with two", ids=("XAPI-00034",)),
    row(agent(openid="https://example.org/ada"), id="mbox and openid", ids=("XAPI-00034",)),
    row(agent(mbox_sha1sum="a" * 40), id="mbox and its hash", ids=("XAPI-00034",)),
    row({"objectType": "Agent", "member": [agent()]}, id="agent with members", ids=("XAPI-00034", "XAPI-00010")),
    row({"objectType": "Group"}, id="group without anything", ids=("XAPI-00035",)),
    row({"objectType": "Group", "name": "team"}, id="group with name only", ids=("XAPI-00035",)),
    row(group(), id="anonymous and empty", ids=("XAPI-00035",)),
    row({"objectType": "Group", **TWO}, id="group with two", ids=("XAPI-00037",)),
    row(group(agent(), **TWO), id="group with two and members", ids=("XAPI-00037",)),
    row(group(group(agent())), id="group in a group", ids=("XAPI-00036",)),
    row(group(group(agent()), mbox="mailto:t@example.org"), id="group in an identified group", ids=("XAPI-00036",)),
    row(group(activity()), id="activity as member", ids=("XAPI-00036",)),
    row({"objectType": "Group", "member": agent()}, id="member not an array", ids=("XAPI-00036",)),
    row(group({"objectType": "Agent"}), id="member without identifier", ids=("XAPI-00036", "XAPI-00034")),
]


@pytest.mark.parametrize("place", ["actor", "object", "context.instructor", "object.actor"])
@pytest.mark.parametrize("who", IDENTIFIERS)
def test_agents_and_groups_refused(lrs: Client, who: dict[str, Any], place: str) -> None:
    made = statement(object=sub_statement()) if place == "object.actor" else statement()
    refused(lrs, put_at(made, place, who), place.partition(".")[0])


@answers("XAPI-00037", "XAPI-00035", "XAPI-00036", "XAPI-00031")
@pytest.mark.parametrize("place", ["actor", "object", "context.team"])
def test_groups_accepted(lrs: Client, place: str) -> None:
    groups = (
        group(agent(), agent(name="Ada")),
        {"objectType": "Group", "mbox": "mailto:t@example.org"},
        {"objectType": "Group", "account": ACCOUNT},
        {"objectType": "Group", "openid": "https://example.org/team"},
        group(agent(), mbox_sha1sum="a" * 40, name="team"),
        group({"mbox": "mailto:m@example.org"}),
    )
    lrs.keep(*(put_at(statement(), place, who) for who in groups))


@answers("XAPI-00065")
def test_an_agent_as_object_says_so(lrs: Client) -> None:
    lrs.keep(statement(object=agent()), statement(object=group(agent())))
    refused(lrs, statement(object={"mbox": "mailto:a@example.org"}), "object")
    refused(lrs, statement(object={"member": [agent()]}), "object")


@answers("XAPI-00032")
def test_an_actor_without_type_is_an_agent(lrs: Client) -> None:
    refused(lrs, statement(actor={"member": [agent()]}), "actor")


@answers("XAPI-00067", "XAPI-00068", "XAPI-00069", "XAPI-00070")
@pytest.mark.parametrize(
    ("name", "value"),
    [("id", fresh()), ("authority", agent()), ("stored", "2026-03-01T09:00:00Z"), ("version", "1.0.0")],
)
def test_a_sub_statement_has_none_of(lrs: Client, name: str, value: Any) -> None:
    refused(lrs, statement(object=sub_statement() | {name: value}), f"object.{name}")


@answers("XAPI-00071")
def test_a_sub_statement_in_a_sub_statement(lrs: Client) -> None:
    refused(lrs, statement(object=sub_statement(object=sub_statement())), "object")


@answers("XAPI-00066", "XAPI-00046", "XAPI-00073")
def test_what_a_sub_statement_may_be_about(lrs: Client) -> None:
    for about in (activity(), agent(), group(agent()), reference(fresh())):
        lrs.keep(statement(object=sub_statement(object=about)))


@answers("XAPI-00073", "XAPI-00072")
@pytest.mark.parametrize(
    "about",
    [
        {"objectType": "StatementRef"},
        {"objectType": "StatementRef", "id": "text"},
        {"objectType": "StatementRef", "id": iri()},
        {"objectType": "StatementRef", "id": fresh(), "definition": {}},
        {"objectType": "Statementref", "id": fresh()},
    ],
)
def test_references_refused(lrs: Client, about: dict[str, Any]) -> None:
    refused(lrs, statement(object=about), "object")


@answers("XAPI-00084", "XAPI-00085")
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize(
    "about", [agent(), group(agent()), reference(fresh()), sub_statement()], ids=["agent", "group", "ref", "sub"]
)
def test_only_an_activity_has_a_revision_or_platform(lrs: Client, name: str, about: dict[str, Any]) -> None:
    refused(lrs, statement(object=about, context={name: "1"}), f"context.{name}")
    if "verb" not in about:
        refused(lrs, statement(object=sub_statement(object=about, context={name: "1"})), f"context.{name}")


# Interactions ---------------------------------------------------------------------------------------------------------

LISTS = {
    "choice": ("XAPI-00051", ("choices",)),
    "sequencing": ("XAPI-00051", ("choices",)),
    "likert": ("XAPI-00052", ("scale",)),
    "matching": ("XAPI-00053", ("source", "target")),
    "performance": ("XAPI-00055", ("steps",)),
}
PLAIN = ("true-false", "fill-in", "long-fill-in", "numeric", "other")
COMPONENTS = [{"id": "a", "description": {"en": "A"}}, {"id": "b"}]
BAD_COMPONENTS = [
    row("text", id="text", ids=("XAPI-00051",)),
    row({"id": "a"}, id="one alone", ids=("XAPI-00051",)),
    row(["a"], id="texts", ids=("XAPI-00051",)),
    row([{"description": {"en": "A"}}], id="no id", ids=("XAPI-00062",)),
    row([{"id": 1}], id="id a number", ids=("XAPI-00062",)),
    row([{"id": "a", "description": "A"}], id="description text", ids=("XAPI-00058",)),
    row([{"id": "a", "description": {"a b": "A"}}], id="description tag", ids=("XAPI-00058", "XAPI-00121")),
    row([{"id": "a", "name": "A"}], id="unknown", ids=("XAPI-00010",)),
    row([{"id": "a"}, {"id": "a"}], id="twice", ids=("XAPI-00063",)),
]


@answers("XAPI-00049", "XAPI-00050", "XAPI-00051", "XAPI-00052", "XAPI-00053", "XAPI-00054", "XAPI-00055")
def test_interactions_accepted(lrs: Client) -> None:
    made = [activity(interactionType=kind, correctResponsesPattern=["a"]) for kind in (*PLAIN, *LISTS)]
    made += [activity(interactionType=kind, **dict.fromkeys(names, COMPONENTS)) for kind, (_, names) in LISTS.items()]
    lrs.keep(
        *(statement(object=about) for about in made), *(statement(object=sub_statement(object=about)) for about in made)
    )


@answers("XAPI-00049", "XAPI-00009")
@pytest.mark.parametrize("kind", ["Choice", "true_false", "compound", "", 1, {}, None, iri()], ids=str)
def test_interaction_types_refused(lrs: Client, kind: Any) -> None:
    refused(lrs, statement(object=activity(interactionType=kind)), "object.definition.interactionType")


@answers("XAPI-00064", "XAPI-00054")
@pytest.mark.parametrize("name", ["choices", "scale", "source", "target", "steps"])
def test_a_list_needs_its_type(lrs: Client, name: str) -> None:
    refused(lrs, statement(object=activity(**{name: COMPONENTS})), "object.definition")
    refused(lrs, statement(object=sub_statement(object=activity(**{name: COMPONENTS}))), "object.object.definition")


@answers("XAPI-00064", "XAPI-00050")
def test_a_pattern_needs_its_type_and_is_an_array_of_text(lrs: Client) -> None:
    refused(lrs, statement(object=activity(correctResponsesPattern=["a"])), "object.definition")
    for wrong in ("a", [1], {}, [None]):
        about = activity(interactionType="choice", correctResponsesPattern=wrong)
        refused(lrs, statement(object=about), "object.definition.correctResponsesPattern")


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, (_, names) in LISTS.items() for name in names])
@pytest.mark.parametrize("wrong", BAD_COMPONENTS)
def test_components_refused(lrs: Client, kind: str, name: str, wrong: Any) -> None:
    refused(lrs, statement(object=activity(interactionType=kind, **{name: wrong})), f"object.definition.{name}")


# Scores, extensions, numbers ------------------------------------------------------------------------------------------


@answers("XAPI-00080", "XAPI-00081", "XAPI-00082", "XAPI-00083")
@pytest.mark.parametrize(
    ("score", "word"),
    [
        ({"min": 5, "max": 5}, "m"),
        ({"min": 5, "max": 4}, "m"),
        ({"raw": 4, "min": 5}, "raw"),
        ({"raw": 6, "max": 5}, "raw"),
        ({"raw": -1, "min": 0, "max": 5}, "raw"),
        ({"scaled": 1.0000001}, "scaled"),
    ],
)
def test_scores_refused(lrs: Client, score: dict[str, Any], word: str) -> None:
    refused(lrs, statement(result={"score": score}), "result.score", word)


@answers("XAPI-00002", "XAPI-00080")
def test_numbers_keep_their_digits(lrs: Client) -> None:
    numbers = "[1e2, 1.10, 123456789012345678901234567890, 0.1234567890123456789, -0.0, 1E-7]"
    made = statement(result={"extensions": {"https://example.org/n": 0}, "score": {"raw": 0}})
    text = json.dumps(made).replace('n": 0', f'n": {numbers}').replace('"raw": 0', '"raw": 7.654321000')
    assert lrs.post("statements", body=text.encode()).status == 200
    got = lrs.get("statements", {"statementId": made["id"]}).body.decode()
    assert numbers.replace(" ", "") in got.replace(" ", "")
    assert "7.654321000" in got


@answers("XAPI-00118", "XAPI-00119", "XAPI-00120", "XAPI-00001")
def test_anything_inside_extensions(lrs: Client) -> None:
    anything = {iri(): value for value in (None, "", {}, [], [None], {"a": {"b": None}}, 0, False, "é\u0000\U0001f600")}
    made = statement(
        object=activity(extensions=anything), result={"extensions": anything}, context={"extensions": anything}
    )
    (id_,) = lrs.keep(made)
    got = lrs.read(id_)
    assert [got["object"]["definition"]["extensions"], got["result"]["extensions"], got["context"]["extensions"]] == [
        anything
    ] * 3


# Context agents and groups (2.0.0) ------------------------------------------------------------------------------------


def around(kind: str, who: Any, **more: Any) -> dict[str, Any]:
    return {"objectType": f"context{kind}", kind.lower(): who, **more}


GOOD_AROUND = [
    {"contextAgents": [around("Agent", agent())]},
    {"contextAgents": [around("Agent", agent(), relevantTypes=[iri(), iri()]), around("Agent", agent())]},
    {"contextGroups": [around("Group", group(agent()))]},
    {
        "contextGroups": [
            around("Group", {"objectType": "Group", "mbox": "mailto:t@example.org"}, relevantTypes=[iri()])
        ]
    },
    {"contextAgents": []},
]
BAD_AROUND = [
    {"contextAgents": around("Agent", agent())},
    {"contextAgents": [agent()]},
    {"contextAgents": [{"objectType": "contextAgent"}]},
    {"contextAgents": [{"agent": agent()}]},
    {"contextAgents": [{"objectType": "contextagent", "agent": agent()}]},
    {"contextAgents": [around("Agent", {"objectType": "Agent"})]},
    {"contextAgents": [around("Agent", group(agent()))]},
    {"contextAgents": [around("Agent", agent(), relevantTypes=[])]},
    {"contextAgents": [around("Agent", agent(), relevantTypes=["no-scheme"])]},
    {"contextAgents": [around("Agent", agent(), relevantTypes=iri())]},
    {"contextAgents": [around("Agent", agent(), more=1)]},
    {"contextGroups": [around("Group", agent())]},
    {"contextGroups": [around("Group", group())]},
    {"contextGroups": [{"objectType": "contextGroup"}]},
    {"contextGroups": [{"objectType": "contextAgent", "group": group(agent())}]},
    {"contextGroups": [around("Group", group(agent()), relevantTypes=[1])]},
]


def test_context_agents_and_groups_accepted(v2: Client) -> None:
    v2.keep(
        *(statement(context=c) for c in GOOD_AROUND), *(statement(object=sub_statement(context=c)) for c in GOOD_AROUND)
    )


@pytest.mark.parametrize("context", BAD_AROUND, ids=str)
def test_context_agents_and_groups_refused(v2: Client, context: dict[str, Any]) -> None:
    (name,) = context
    refused(v2, statement(context=context), f"context.{name}")
    refused(v2, statement(object=sub_statement(context=context)), f"object.context.{name}")


@answers("XAPI-00010")
@pytest.mark.parametrize("context", GOOD_AROUND, ids=str)
def test_context_agents_and_groups_are_unknown_before_2(v1: Client, context: dict[str, Any]) -> None:
    refused(v1, statement(context=context), "context")


# The text itself ------------------------------------------------------------------------------------------------------

TEXTS = [
    row(b"", id="nothing", ids=("XAPI-00014",)),
    row(b"{", id="cut short", ids=("XAPI-00014",)),
    row(b"%s,", id="trailing comma", ids=("XAPI-00014",)),
    row(b"%s %s", id="two values", ids=("XAPI-00014",)),
    row(b"%s\x00", id="trailing zero", ids=("XAPI-00014",)),
    row(b"\xef\xbb\xbf%s", id="byte order mark", ids=("XAPI-00015",)),
    row(b"null", id="null", ids=("XAPI-00001",)),
    row(b"1", id="number"),
    row(b'"text"', id="text"),
    row(b"[%s, 1]", id="array with a number"),
    row(b"[[%s]]", id="array in an array"),
    row(b"[%s", id="array cut short", ids=("XAPI-00014",)),
]
SPOILT = [
    row(b'"verb":', b'"verb": {"id": "https://example.org/x"}, "verb":', id="property twice", ids=("XAPI-00021",)),
    row(
        b'"verb":',
        b'"ver\\u0062": {"id": "https://example.org/x"}, "verb":',
        id="twice, written otherwise",
        ids=("XAPI-00021",),
    ),
    row(b'"X"', b'{"a": 1, "a": 2}', id="twice inside extensions", ids=("XAPI-00021",)),
    row(b'"X"', b'[{"b": {"a": 1, "a": 2}}]', id="twice, deep", ids=("XAPI-00021",)),
    row(b'"X"', b'"\xff"', id="not UTF-8", ids=("XAPI-00015",)),
    row(b'"X"', b'"\xc0\xaf"', id="overlong UTF-8", ids=("XAPI-00015",)),
    row(b'"X"', b'"\xed\xa0\x80"', id="surrogate in UTF-8", ids=("XAPI-00015",)),
    row(b'"X"', b'"\\ud800"', id="lone surrogate", ids=("XAPI-00015",)),
    row(b'"X"', b'"\\udc00\\ud800"', id="surrogates the wrong way round", ids=("XAPI-00015",)),
    row(b'"X"', b'{"\\ud800": 1}', id="lone surrogate in a key", ids=("XAPI-00015",)),
    row(b'"X"', b"NaN", id="NaN", ids=("XAPI-00014",)),
    row(b'"X"', b"Infinity", id="Infinity", ids=("XAPI-00014",)),
    row(b'"X"', b"01", id="leading zero", ids=("XAPI-00014",)),
    row(b'"X"', b"'x'", id="single quotes", ids=("XAPI-00014",)),
    row(b'"X"', b'"\x01"', id="bare control character", ids=("XAPI-00014",)),
    row(b'"X"', b"[" * 5000 + b"]" * 5000, id="five thousand deep"),
    row(b'"X"', b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="hundred thousand deep"),
]


def told() -> bytes:
    return json.dumps(statement(context={"extensions": {"https://example.org/x": "X"}})).encode()


@pytest.mark.parametrize("text", TEXTS)
def test_texts_refused(lrs: Client, text: bytes) -> None:
    answer = lrs.post("statements", body=text.replace(b"%s", told()), headers={"Content-Type": "application/json"})
    assert answer.status == 400, answer


@pytest.mark.parametrize(("old", "new"), SPOILT)
def test_spoilt_texts_refused(lrs: Client, old: bytes, new: bytes) -> None:
    text = told()
    assert lrs.post("statements", body=b"[" + text.replace(old, new) + b"]").status == 400
    id_ = json.loads(text)["id"]
    assert lrs.put("statements", {"statementId": id_}, body=text.replace(old, new)).status == 400
    assert lrs.get("statements", {"statementId": id_}).status == 404


@answers("XAPI-00008")
@pytest.mark.parametrize(
    "path",
    [
        "Actor",
        "VERB",
        "Object",
        "actor.Mbox",
        "verb.Display",
        "object.definition.Name",
        "result.Score",
        "context.Registration",
        "ID",
    ],
)
def test_keys_in_another_case_refused(lrs: Client, path: str) -> None:
    made = statement(actor=agent(), result={}, context={}, object=activity(type=iri()))
    refused(lrs, put_at(made, path, "x"), path.rpartition(".")[2])


@answers("XAPI-00009")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor.objectType", "AGENT"),
        ("object.objectType", "activity"),
        ("object.definition.interactionType", "True-False"),
    ],
)
def test_enumerated_values_in_another_case_refused(lrs: Client, path: str, value: str) -> None:
    refused(lrs, put_at(statement(object=activity(type=iri())), path, value), path)


# Ids ------------------------------------------------------------------------------------------------------------------


@answers("XAPI-00026")
def test_an_id_is_made(lrs: Client) -> None:
    made = statement()
    del made["id"]
    (id_,) = lrs.keep(made)
    assert str(UUID(id_)) == id_
    assert lrs.read(id_)["id"] == id_


@answers("XAPI-00027", "XAPI-00030")
@pytest.mark.parametrize("digit", "12345678")
def test_uuids_of_every_version(lrs: Client, digit: str) -> None:
    id_ = fresh()
    lrs.keep(statement(id=f"{id_[:14]}{digit}{id_[15:]}"))


@answers("XAPI-00028", "XAPI-00029")
@pytest.mark.parametrize("spoil", ["{%s}", "urn:uuid:%s", "%s0", " %s"])
def test_ids_refused(lrs: Client, spoil: str) -> None:
    refused(lrs, statement(id=spoil % fresh()), "id")
    refused(lrs, statement(id=fresh().replace("-", "")), "id")
    refused(lrs, statement(id=fresh()[:-1] + "g"), "id")


def test_an_id_is_the_same_in_either_case(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    assert lrs.get("statements", {"statementId": made["id"].upper()}).status == 200
    lrs.keep(made | {"id": made["id"].upper()})


# Voiding statements as such -------------------------------------------------------------------------------------------


@answers("XAPI-00017", "XAPI-00019", "XAPI-00020")
@pytest.mark.parametrize(
    "about",
    [
        activity(),
        agent(),
        sub_statement(),
        {"objectType": "StatementRef"},
        {"id": fresh()},
        {"objectType": "Activity", "id": iri()},
    ],
    ids=["activity", "agent", "sub", "no id", "no type", "typed activity"],
)
def test_a_voiding_statement_points_at_a_statement(lrs: Client, about: dict[str, Any]) -> None:
    refused(lrs, statement(verb={"id": VOIDED}, object=about), "object")
