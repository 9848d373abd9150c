# ruff: noqa: E501 -- sentences are quoted whole
import json

import pytest

from lrs.errors import BadRequest
from lrs.xapi.actor import agent_object, identifier, person, read_agent
from lrs.xapi.version import Version
from schemas.statement import Account, Actor

SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
IDENTIFIED = [
    (Actor(mbox="mailto:Ada@Example.ORG"), "mbox mailto:Ada@example.org"),
    (Actor(mbox_sha1sum=SHA1.upper()), f"mbox_sha1sum {SHA1}"),
    (Actor(openid="https://ada.example.org/Me"), "openid https://ada.example.org/Me"),
    (Actor(account=Account("https://hr.example.org/", "a b  c")), "account https://hr.example.org/ a b  c"),
    (Actor(account=Account("https://hr.example.org/", "")), "account https://hr.example.org/ "),
]


@pytest.mark.parametrize(("actor", "text"), IDENTIFIED)
def test_identifiers_are_canonical(actor: Actor, text: str) -> None:
    assert identifier(actor) == text


@pytest.mark.parametrize(("actor", "text"), IDENTIFIED)
def test_an_identifier_leads_back_to_an_agent_of_the_same(actor: Actor, text: str) -> None:
    agent = read_agent(json.dumps(agent_object(text)), "agent", Version.V1)
    assert agent.objectType == "Agent"
    assert identifier(agent) == text


def test_an_anonymous_group_has_none() -> None:
    assert identifier(Actor(objectType="Group", member=[Actor(mbox="mailto:a@b.c")])) is None


def test_a_person_has_arrays() -> None:
    assert person("account https://hr.example.org/ 7", ["Ada", "A. L."]) == {
        "objectType": "Person",
        "name": ["Ada", "A. L."],
        "account": [{"homePage": "https://hr.example.org/", "name": "7"}],
    }
    assert person("mbox mailto:a@b.c", []) == {"objectType": "Person", "mbox": ["mailto:a@b.c"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "agent: expected JSON, got a text that ends early"),
        ("mailto:a@b.c", "agent: expected JSON, got invalid character (byte 0)"),
        ("[]", "agent: expected an object, got []"),
        ("{}", "agent: expected exactly one of mbox, mbox_sha1sum, openid or account to identify the Agent, got nothing"),
        ('{"mbox":"a@b.c"}', 'agent.mbox: expected a mailto: IRI, such as mailto:ada@example.org, got "a@b.c"'),
        ('{"mbox":"mailto:a@b.c","mbox":"mailto:a@b.c"}', "agent.mbox: the key is there twice"),
        ('{"mbox":"mailto:a@b.c","age":3}', "agent.age: no such property here"),
        ('{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}', "agent: expected an identified agent or group: an anonymous group cannot be asked for"),
        ("\ud800", "agent: byte 0 is not UTF-8 (invalid continuation byte)"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_no_agent_is_named(text: str, sentence: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_agent(text, "agent", Version.V2)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    "mbox",
    ["mailto:", "mailto:a", "mailto:@b.c", "mailto:a@", "mailto:a b@c.d", "mailto:a@b@c", "MAILTO:a@b.c", "mailto://a@b.c",
     "mailto:a@b.c?subject=x", "mailto:a@b.c,d@e.f", "a@b.c", "mailto:" + "a" * 100_000],
)  # fmt: skip
def test_refuses_what_is_no_mail_address(mbox: str) -> None:
    with pytest.raises(BadRequest, match=r"^agent\.mbox: "):
        read_agent(json.dumps({"mbox": mbox}), "agent", Version.V1)


@pytest.mark.parametrize(
    "mbox", ["mailto:a@b", "mailto:a.b+c@d-e.example", "mailto:o'neil@é.example", "mailto:a%20b@c.d"]
)
def test_accepts_mail_addresses(mbox: str) -> None:
    assert read_agent(json.dumps({"mbox": mbox}), "agent", Version.V1).mbox == mbox
