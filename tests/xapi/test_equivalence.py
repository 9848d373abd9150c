import json
from copy import deepcopy
from typing import Any

import pytest

from lrs.xapi.equivalence import equivalent
from lrs.xapi.version import Version

V1, V2 = Version.V1, Version.V2
STORED = "2026-11-21T18:33:00.123456Z"
KEPT = {
    "id": "5ed23f88-158a-459e-ac5d-5072c05f228f",
    "actor": {
        "objectType": "Group",
        "name": "us",
        "member": [{"mbox": "mailto:a@b.example"}, {"openid": "https://o.example"}],
    },
    "verb": {"id": "https://v.example/", "display": {"en": "did"}},
    "object": {"id": "https://a.example/", "definition": {"name": {"en": "A"}}},
    "result": {
        "duration": "PT1.001S",
        "score": {"raw": 1},
        "success": True,
        "extensions": {"https://e.example/": [1, None]},
    },
    "context": {
        "registration": "8c59cfbb-223b-4c60-b27c-6b04540d9740",
        "language": "en-gb",
        "instructor": {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
        "contextActivities": {
            "parent": [{"id": "https://p.example/"}],
            "other": [{"id": "https://1"}, {"id": "https://2"}],
        },
        "statement": {"objectType": "StatementRef", "id": "8c59cfbb-223b-4c60-b27c-6b04540d9741"},
    },
    "timestamp": "2026-11-21T12:00:00Z",
    "stored": STORED,
    "authority": {"mbox": "mailto:lrs@example.org"},
    "version": "1.0.0",
    "attachments": [],
}


def at(path: Any, value: Any = None, *, gone: bool = False) -> dict[str, Any]:
    """Return KEPT with one place changed."""
    changed = deepcopy(KEPT)
    *way, last = path
    place = changed
    for step in way:
        place = place[step]
    if gone:
        del place[last]
    else:
        place[last] = value
    return changed


def same(old: Any, new: Any, version: Version = V1) -> bool:
    verdict = equivalent(json.dumps(old), json.dumps(new), version)
    assert equivalent(json.dumps(new), json.dumps(old), version) is verdict
    return verdict


IRRELEVANT = {
    "id in upper case": at(["id"], KEPT["id"].upper()),
    "order of group members": at(["actor", "member"], KEPT["actor"]["member"][::-1]),
    "mail domain": at(["actor", "member", 0, "mbox"], "mailto:a@B.Example"),
    "verb display": at(["verb", "display"], {"fr": "a fait"}),
    "no verb display": at(["verb", "display"], gone=True),
    "definition": at(["object", "definition"], {"type": "https://t.example/"}),
    "no definition": at(["object", "definition"], gone=True),
    "definition in context": at(["context", "contextActivities", "parent", 0, "definition"], {"name": {}}),
    "one alone": at(["context", "contextActivities", "parent"], {"id": "https://p.example/"}),
    "registration": at(["context", "registration"], KEPT["context"]["registration"].upper()),
    "language": at(["context", "language"], "en-GB"),
    "hash": at(["context", "instructor", "mbox_sha1sum"], KEPT["context"]["instructor"]["mbox_sha1sum"].upper()),
    "reference": at(["context", "statement", "id"], KEPT["context"]["statement"]["id"].upper()),
    "timestamp elsewhere": at(["timestamp"], "2026-11-21T13:00:00.000+01:00"),
    "no timestamp": at(["timestamp"], gone=True),
    "timestamp set by the LRS": at(["timestamp"], STORED),
    "stored": at(["stored"], "2000-01-01T00:00:00Z"),
    "no stored": at(["stored"], gone=True),
    "authority": at(["authority"], gone=True),
    "version": at(["version"], "1.0.3"),
    "attachments": at(["attachments"], gone=True),
    "order of properties": dict(reversed(KEPT.items())),
    "no id": at(["id"], gone=True),
}
RELEVANT = {
    "actor's name": at(["actor", "name"], "them"),
    "a member less": at(["actor", "member"], KEPT["actor"]["member"][:1]),
    "a member twice": at(["actor", "member"], [KEPT["actor"]["member"][0]] * 2),
    "mail address": at(["actor", "member", 0, "mbox"], "mailto:A@b.example"),
    "verb": at(["verb", "id"], "https://V.example/"),
    "object": at(["object", "id"], "https://a.example/b"),
    "object type said": at(["object", "objectType"], "Activity"),
    "another score": at(["result", "score", "raw"], 1.01),
    "true is not 1": at(["result", "success"], value=False),
    "an extension": at(["result", "extensions", "https://e.example/"], [1, 0]),
    "true in an extension is not 1": at(["result", "extensions", "https://e.example/"], [True, None]),
    "order of activities": at(["context", "contextActivities", "other"], [{"id": "https://2"}, {"id": "https://1"}]),
    "no result": at(["result"], gone=True),
    "another language": at(["context", "language"], "en"),
    "another duration": at(["result", "duration"], "PT2S"),
}


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", IRRELEVANT)
def test_does_not_mind(name: str, version: Version) -> None:
    assert same(KEPT, IRRELEVANT[name], version)


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", RELEVANT)
def test_minds(name: str, version: Version) -> None:
    assert not same(KEPT, RELEVANT[name], version)


def test_both_sent_another_instant() -> None:
    later = at(["timestamp"], "2026-11-21T12:00:00.001Z")
    assert not same(KEPT, later, V1)
    assert same(KEPT, later, V2)


def test_durations_are_texts_in_1_0_3_and_hundredths_in_2_0() -> None:
    close = at(["result", "duration"], "PT1.009S")
    assert not same(KEPT, close, V1)
    assert same(KEPT, close, V2)


@pytest.mark.parametrize("number", ["1e-99999999999999999999", "0E99999999999999999999", "-1e-99999999999999999999"])
def test_numbers_beyond_arithmetic_are_compared_as_they_are_written(number: str) -> None:
    kept = json.dumps(at(["result", "extensions"], {"https://e.example/": "number"}))
    said = kept.replace('"number"', number)
    assert equivalent(said, said.replace("E", "e"), V1)
    assert not equivalent(said, kept.replace('"number"', "5"), V1)
    assert not equivalent(said, kept.replace('"number"', f'"{number}"'), V1)


def test_a_sub_statement_is_compared_alike() -> None:
    def inside(**more: Any) -> dict[str, Any]:
        inner = {key: KEPT[key] for key in ("actor", "verb", "object", "result", "context", "timestamp")} | more
        return KEPT | {"object": {"objectType": "SubStatement", **inner}}

    assert same(inside(), inside(verb={"id": KEPT["verb"]["id"]}, object={"id": KEPT["object"]["id"]}))
    assert not same(inside(), inside(verb={"id": "https://w.example/"}))
    assert not same(inside(), inside(timestamp="2026-11-21T12:00:01Z"), V1)
    assert same(inside(), inside(timestamp="2026-11-21T12:00:01Z"), V2)
    assert same(inside(), inside(timestamp="2026-11-21T13:00:00+01:00"), V1)


def test_2_0_context_agents_and_groups_are_actors() -> None:
    def around(domain: Any, members: Any) -> dict[str, Any]:
        agents = [{"objectType": "contextAgent", "agent": {"mbox": f"mailto:a@{domain}"}}]
        groups = [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": members}}]
        return KEPT | {"context": {"contextAgents": agents, "contextGroups": groups}}

    one, two = {"mbox": "mailto:1@x.y"}, {"mbox": "mailto:2@x.y"}
    assert same(around("x.y", [one, two]), around("X.Y", [two, one]), V2)
    assert not same(around("x.y", [one, two]), around("x.z", [two, one]), V2)
