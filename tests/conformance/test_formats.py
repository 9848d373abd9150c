"""exact, ids, canonical (1.0.3 Communication 2.1.3; 2.0.0 4.1.6.1)."""

import pytest

from tests.support.client import Client
from tests.support.statements import activity, agent, fresh, group, iri, reference, statement, sub_statement
from tests.support.tables import answers


@answers("XAPI-00168", "XAPI-00170")
def test_exact_is_what_was_received(lrs: Client) -> None:
    made = statement(
        actor=group(agent(name="Ada"), name="pair", mbox="mailto:pair@example.org"),
        verb={"id": iri(), "display": {"en": "did", "fr": "a fait"}},
        object=activity(name={"en": "Quiz", "fr": "Questionnaire"}),
    )
    lrs.keep(made)
    for params in ({}, {"format": "exact"}):
        got = lrs.read(made["id"], **params)
        assert [got[name] for name in ("actor", "verb", "object")] == [
            made[name] for name in ("actor", "verb", "object")
        ]


@answers("XAPI-00171")
def test_ids_keeps_identifiers_only(lrs: Client) -> None:
    who, member, about = agent(name="Ada"), agent(name="Bo"), activity(name={"en": "Quiz"})
    inner = sub_statement(actor=who, object=about, context={"contextActivities": {"parent": [about]}})
    made = statement(
        actor=group(member, name="anonymous"),
        object=inner,
        context={
            "instructor": who,
            "contextActivities": {"category": [about]},
            "team": group(member, mbox="mailto:t@example.org"),
        },
    )
    lrs.keep(made)
    got = lrs.read(made["id"], format="ids")
    minimal = {"mbox": who["mbox"]}
    assert got["verb"] == {"id": made["verb"]["id"]}
    assert got["object"]["verb"] == {"id": inner["verb"]["id"]}
    assert bare(got["object"]["actor"]) == minimal
    assert bare(got["context"]["instructor"]) == minimal
    assert bare(got["object"]["object"]) == {"id": about["id"]}
    assert [bare(one) for one in got["context"]["contextActivities"]["category"]] == [{"id": about["id"]}]
    assert [bare(one) for one in got["object"]["context"]["contextActivities"]["parent"]] == [{"id": about["id"]}]
    assert set(got["actor"]) == {"objectType", "member"}
    assert [bare(one) for one in got["actor"]["member"]] == [{"mbox": member["mbox"]}]
    assert bare(got["context"]["team"]) == {"mbox": "mailto:t@example.org"}


def bare(thing: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in thing.items() if name != "objectType"}


@answers("XAPI-00171")
def test_ids_of_agents_and_references_as_objects(lrs: Client) -> None:
    who, target = agent(name="Ada"), fresh()
    one, other = statement(object=who), statement(object=reference(target))
    lrs.keep(one, other)
    assert lrs.read(one["id"], format="ids")["object"] == {"objectType": "Agent", "mbox": who["mbox"]}
    assert lrs.read(other["id"], format="ids")["object"] == reference(target)


def test_ids_of_context_agents(v2: Client) -> None:
    who = agent(name="Ada")
    around = {"objectType": "contextAgent", "agent": who, "relevantTypes": [iri()]}
    made = statement(context={"contextAgents": [around]})
    v2.keep(made)
    (got,) = v2.read(made["id"], format="ids")["context"]["contextAgents"]
    assert bare(got["agent"]) == {"mbox": who["mbox"]}
    assert got["relevantTypes"] == around["relevantTypes"]


@answers("XAPI-00169")
def test_canonical_is_what_the_server_knows_of_the_activity(lrs: Client) -> None:
    about = activity(name={"en": "Quiz"}, type=iri())
    bare_one = statement(object={"id": about["id"]})
    lrs.keep(statement(object=about))
    lrs.keep(bare_one)
    got = lrs.read(bare_one["id"], format="canonical")["object"]
    assert got["definition"]["name"] == {"en": "Quiz"}
    assert got["definition"]["type"] == about["definition"]["type"]
    assert "definition" not in lrs.read(bare_one["id"], format="exact")["object"]


@answers("XAPI-00169")
def test_canonical_keeps_agents_as_received(lrs: Client) -> None:
    made = statement(actor=agent(name="Ada"))
    lrs.keep(made)
    assert lrs.read(made["id"], format="canonical")["actor"] == made["actor"]


WORDS = {"en-GB": "Colour", "en-US": "Color", "fr": "Couleur", "de": "Farbe"}


@answers("XAPI-00172")
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("de, fr;q=0.5", "de"),
        ("fr;q=0.2, de;q=0.8", "de"),
        ("en-US", "en-US"),
        ("en-GB;q=0.5, en-US;q=0.4", "en-GB"),
        ("fr;q=0, de;q=0.1", "de"),
        ("es, fr;q=0.1", "fr"),
    ],
)
def test_canonical_follows_accept_language(lrs: Client, asked: str, given: str) -> None:
    about = activity(
        name=WORDS,
        description=WORDS,
        interactionType="choice",
        choices=[{"id": "a", "description": WORDS}],
    )
    made = statement(object=about, verb={"id": iri(), "display": WORDS})
    lrs.keep(made)
    answer = lrs.get(
        "statements", {"statementId": made["id"], "format": "canonical"}, headers={"Accept-Language": asked}
    )
    definition = answer.json["object"]["definition"]
    one = {given: WORDS[given]}
    assert definition["name"] == definition["description"] == definition["choices"][0]["description"] == one
    assert answer.json["verb"]["display"] == one


@answers("XAPI-00172")
@pytest.mark.parametrize("asked", [None, "*", "es", "", ";;;q=", "en;q=abc"])
def test_canonical_gives_one_language_whatever_is_asked(lrs: Client, asked: str | None) -> None:
    made = statement(object=activity(name=WORDS))
    lrs.keep(made)
    answer = lrs.get(
        "statements", {"statementId": made["id"], "format": "canonical"}, headers={"Accept-Language": asked}
    )
    assert answer.status == 200
    assert len(answer.json["object"]["definition"]["name"]) == 1


@answers("XAPI-00172")
def test_each_language_map_is_chosen_for_itself(lrs: Client) -> None:
    made = statement(object=activity(name={"fr": "Jeu"}, description={"en": "A game", "de": "Ein Spiel"}))
    lrs.keep(made)
    answer = lrs.get(
        "statements", {"statementId": made["id"], "format": "canonical"}, headers={"Accept-Language": "de, fr;q=0.5"}
    )
    definition = answer.json["object"]["definition"]
    assert (definition["name"], definition["description"]) == ({"fr": "Jeu"}, {"de": "Ein Spiel"})


def test_format_goes_through_pages(lrs: Client) -> None:
    who = agent(name="Ada")
    lrs.keep(*(statement(actor=who) for _ in range(3)))
    for page in lrs.pages(agent=who, format="ids", limit=1):
        assert [set(one["verb"]) for one in page] == [{"id"}]
