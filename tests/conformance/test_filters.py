"""Filters, and references followed through them (1.0.3 Communication 2.1.3; 2.0.0 4.1.6.1)."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.statements import activity, agent, fresh, group, iri, reference, statement, sub_statement
from tests.support.tables import answers
from tests.support.times import instant


@answers("XAPI-00154", "XAPI-00113", "XAPI-00110", "XAPI-00164")
def test_a_query_answers_a_result(lrs: Client) -> None:
    lrs.keep(statement())
    answer = lrs.get("statements")
    assert answer.status == 200
    assert answer.headers.get_content_type() == "application/json"
    assert set(answer.json) == {"statements", "more"}
    assert isinstance(answer.json["statements"], list)
    assert isinstance(answer.json["more"], str)


@answers("XAPI-00149", "XAPI-00112", "XAPI-00109")
def test_nothing_found(lrs: Client) -> None:
    for params in ({"agent": agent()}, {"verb": iri()}, {"activity": iri()}, {"registration": fresh()}):
        answer = lrs.get("statements", params)
        assert (answer.status, answer.json) == (200, {"statements": [], "more": ""})


@answers("XAPI-00180", "XAPI-00164")
def test_verb(lrs: Client) -> None:
    made = statement()
    lrs.keep(made, statement())
    assert lrs.found(verb=made["verb"]["id"]) == [made["id"]]
    assert lrs.found(verb=made["verb"]["id"].upper()) == []


@answers("XAPI-00179", "XAPI-00164")
def test_activity(lrs: Client) -> None:
    about = activity()
    one = statement(object=about)
    around = statement(context={"contextActivities": {"parent": [about]}})
    inside = statement(object=sub_statement(object=about))
    lrs.keep(one, around, inside, statement(object=reference(around["id"])))
    assert lrs.found(activity=about["id"]) == [one["id"]]


@answers("XAPI-00177", "XAPI-00164")
@pytest.mark.parametrize("key", ["parent", "grouping", "category", "other"])
def test_related_activities(lrs: Client, key: str) -> None:
    about = activity()
    context = {"contextActivities": {key: about}}
    made = [
        statement(object=about),
        statement(context=context),
        statement(object=sub_statement(object=about)),
        statement(object=sub_statement(context=context)),
    ]
    lrs.keep(*made, statement())
    assert lrs.found(activity=about["id"], related_activities=True) == [one["id"] for one in reversed(made)]
    assert lrs.found(activity=about["id"], related_activities=False) == [made[0]["id"]]


IFIS: list[Any] = [
    lambda: {"mbox": f"mailto:{fresh()}@example.org"},
    lambda: {"mbox_sha1sum": (fresh() + fresh()).replace("-", "")[:40]},
    lambda: {"openid": iri()},
    lambda: {"account": {"homePage": "https://example.org", "name": fresh()}},
]


@answers("XAPI-00181", "XAPI-00164")
@pytest.mark.parametrize("make", IFIS, ids=["mbox", "sha1", "openid", "account"])
def test_agent(lrs: Client, make: Any) -> None:
    who = make()
    made = [
        statement(actor=who),
        statement(actor={"objectType": "Agent", "name": "Ada", **who}),
        statement(object={"objectType": "Agent", **who}),
        statement(actor=group(agent(), who)),
        statement(object=group(who, mbox="mailto:team@example.org")),
    ]
    elsewhere = [
        statement(context={"instructor": who}),
        statement(context={"team": group(who)}),
        statement(object=sub_statement(actor=who)),
    ]
    lrs.keep(*made, *elsewhere)
    assert lrs.found(agent=who) == [one["id"] for one in reversed(made)]
    assert lrs.found(agent={"objectType": "Agent", "name": "another name", **who}) == lrs.found(agent=who)
    related = {one["id"] for one in (*made, *elsewhere)}
    assert set(lrs.found(agent=who, related_agents=True)) == related


@answers("XAPI-00181")
def test_an_identified_group(lrs: Client) -> None:
    team = {"objectType": "Group", "account": {"homePage": "https://example.org", "name": fresh()}}
    made = [statement(actor=team), statement(object={**team, "member": [agent()]})]
    lrs.keep(*made)
    assert lrs.found(agent=team) == [one["id"] for one in reversed(made)]


@answers("XAPI-00176", "XAPI-00164")
def test_related_agents_reach_sub_statements(lrs: Client) -> None:
    who = agent()
    made = [
        statement(object=sub_statement(actor=who)),
        statement(object=sub_statement(object=who)),
        statement(object=sub_statement(actor=group(who))),
        statement(object=sub_statement(context={"instructor": who})),
        statement(object=sub_statement(context={"team": group(who)})),
    ]
    lrs.keep(*made)
    assert lrs.found(agent=who) == []
    assert lrs.found(agent=who, related_agents=True) == [one["id"] for one in reversed(made)]


@answers("XAPI-00176")
def test_related_agents_reach_the_authority(lrs: Client) -> None:
    made = statement()
    lrs.keep(made)
    authority = lrs.read(made["id"])["authority"]
    assert lrs.found(agent=authority, related_agents=True)[0] == made["id"]
    assert made["id"] not in lrs.found(agent=authority)


def test_related_agents_reach_context_agents_and_groups(v2: Client) -> None:
    who = agent()
    contexts = (
        {"contextAgents": [{"objectType": "contextAgent", "agent": who}]},
        {"contextGroups": [{"objectType": "contextGroup", "group": group(who)}]},
    )
    made = [statement(context=context) for context in contexts]
    made += [statement(object=sub_statement(context=context)) for context in contexts]
    v2.keep(*made)
    assert v2.found(agent=who, related_agents=True) == [one["id"] for one in reversed(made)]


@answers("XAPI-00178", "XAPI-00164")
def test_registration(lrs: Client) -> None:
    registration = fresh()
    made = statement(context={"registration": registration})
    lrs.keep(made, statement(object=sub_statement(context={"registration": registration})))
    assert lrs.found(registration=registration) == [made["id"]]
    assert lrs.found(registration=registration.upper()) == [made["id"]]


@answers("XAPI-00174", "XAPI-00175", "XAPI-00164")
def test_since_and_until(lrs: Client) -> None:
    who = agent()
    ids = [lrs.keep(statement(actor=who))[0] for _ in range(4)]
    stored = [lrs.read(id_)["stored"] for id_ in ids]
    assert lrs.found(agent=who, since=stored[1]) == [ids[3], ids[2]]
    assert lrs.found(agent=who, until=stored[1]) == [ids[1], ids[0]]
    assert lrs.found(agent=who, since=stored[0], until=stored[2]) == [ids[2], ids[1]]
    assert lrs.found(agent=who, since=stored[3]) == []
    shifted = instant(stored[1]).astimezone().isoformat()
    assert lrs.found(agent=who, since=shifted) == [ids[3], ids[2]]


@answers("XAPI-00173", "XAPI-00114")
def test_limit(lrs: Client) -> None:
    who = agent()
    ids = lrs.keep(*(statement(actor=who) for _ in range(5)))
    assert lrs.found(agent=who, limit=2) == [ids[4], ids[3]]
    assert len(lrs.found(agent=who, limit=0)) == 5
    assert len(lrs.found(agent=who, limit=5)) == 5


@answers("XAPI-00166", "XAPI-00154")
def test_order(lrs: Client) -> None:
    who = agent()
    ids = lrs.keep(*(statement(actor=who) for _ in range(5)))
    assert lrs.found(agent=who, ascending=True) == ids
    assert lrs.found(agent=who, ascending=False) == lrs.found(agent=who) == ids[::-1]


@answers("XAPI-00164")
def test_filters_together(lrs: Client) -> None:
    who, about, registration = agent(), activity(), fresh()
    made = statement(actor=who, object=about, context={"registration": registration})
    near = [
        statement(actor=who),
        statement(object=about),
        statement(verb=made["verb"]),
        statement(actor=who, object=about),
    ]
    lrs.keep(made, *near)
    params = {"agent": who, "verb": made["verb"]["id"], "activity": about["id"], "registration": registration}
    assert lrs.found(**params) == [made["id"]]
    assert lrs.found(**{**params, "verb": iri()}) == []


@answers("XAPI-00012", "XAPI-00007")
@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "agent",
            [
                "text",
                "{}",
                "[]",
                '"mailto:a@example.org"',
                '{"mbox":"a@example.org"}',
                '{"mbox":"mailto:a@example.org","x":1}',
                '{"objectType":"Group","member":[{"mbox":"mailto:a@example.org"}]}',
                "1",
                "null",
                "",
            ],
        ),
        ("verb", ["no-scheme", "", "a b"]),
        ("activity", ["no-scheme", "", "a b"]),
        ("registration", ["text", "", fresh()[:-1], fresh().replace("-", "")]),
        ("related_activities", ["yes", "True", "1", ""]),
        ("related_agents", ["yes", "TRUE", "0", ""]),
        ("attachments", ["yes", "True", "1", ""]),
        ("ascending", ["yes", "False", "1", ""]),
        ("since", ["yesterday", "", "2026", "2026-13-01T00:00:00Z", "2026-03-01T09:00:00-00:00"]),
        ("until", ["tomorrow", "", "2026-02-30T00:00:00Z"]),
        ("limit", ["-1", "1.5", "many", ""]),
        ("format", ["IDS", "full", ""]),
        ("statementId", ["text", "", fresh() + "0"]),
        ("voidedStatementId", ["text", ""]),
    ],
)
def test_parameters_refused(lrs: Client, name: str, values: list[str]) -> None:
    for value in values:
        answer = lrs.get("statements", {name: value})
        assert answer.status == 400, (name, value, answer)
        assert name in answer.body.decode()


@answers("XAPI-00324", "XAPI-00325")
@pytest.mark.parametrize(
    "name", ["Agent", "VERB", "statementid", "Limit", "relatedAgents", "page", "voidedStatementID"]
)
def test_unknown_parameters_refused(lrs: Client, name: str) -> None:
    answer = lrs.get("statements", {name: "1"})
    assert answer.status == 400
    assert name in answer.body.decode()


def test_a_parameter_twice(lrs: Client) -> None:
    assert lrs.get("statements?limit=1&limit=2").status == 400


# References -----------------------------------------------------------------------------------------------------------


@answers("XAPI-00164")
def test_references_are_followed(lrs: Client) -> None:
    target = statement(object=activity(), context={"registration": fresh()})
    first = statement(object=reference(target["id"]))
    second = statement(object=reference(first["id"]))
    lrs.keep(target)
    lrs.keep(first)
    lrs.keep(second)
    chain = [second["id"], first["id"], target["id"]]
    assert lrs.found(verb=target["verb"]["id"]) == chain
    assert lrs.found(agent=target["actor"]) == chain
    assert lrs.found(activity=target["object"]["id"]) == chain
    assert lrs.found(registration=target["context"]["registration"]) == chain
    assert lrs.found(verb=first["verb"]["id"]) == chain[:2]


def test_the_target_of_a_reference_may_arrive_later(lrs: Client) -> None:
    target = statement()
    first = statement(object=reference(target["id"]))
    second = statement(object=reference(first["id"]))
    for one in (second, first, target):
        lrs.keep(one)
    assert lrs.found(verb=target["verb"]["id"]) == [target["id"], first["id"], second["id"]]


def test_a_cycle_of_references_ends(lrs: Client) -> None:
    ids = [fresh(), fresh()]
    one = statement(id=ids[0], object=reference(ids[1]))
    other = statement(id=ids[1], object=reference(ids[0]))
    lrs.keep(one, other)
    assert set(lrs.found(verb=one["verb"]["id"])) == set(ids)
    itself = fresh()
    lrs.keep(statement(id=itself, object=reference(itself), verb=one["verb"]))
    assert set(lrs.found(verb=one["verb"]["id"])) == {*ids, itself}


def test_time_applies_to_the_referring_statement_itself(lrs: Client) -> None:
    target = statement()
    refers = statement(object=reference(target["id"]))
    lrs.keep(target)
    lrs.keep(refers)
    stored = lrs.read(target["id"])["stored"]
    verb = target["verb"]["id"]
    assert lrs.found(verb=verb, since=stored) == [refers["id"]]
    assert lrs.found(verb=verb, until=stored) == [target["id"]]
    assert lrs.found(verb=verb, limit=1) == [refers["id"]]


def test_a_reference_in_the_context_is_not_followed(lrs: Client) -> None:
    target = statement()
    lrs.keep(target, statement(context={"statement": reference(target["id"])}))
    assert lrs.found(verb=target["verb"]["id"]) == [target["id"]]


def test_a_reference_in_a_sub_statement_is_not_followed(lrs: Client) -> None:
    target = statement()
    lrs.keep(target, statement(object=sub_statement(object=reference(target["id"]))))
    assert lrs.found(verb=target["verb"]["id"]) == [target["id"]]


def test_each_statement_is_found_once(lrs: Client) -> None:
    who = agent()
    target = statement(actor=who)
    refers = [statement(actor=who, object=reference(target["id"])) for _ in range(3)]
    lrs.keep(target, *refers)
    found = lrs.found(agent=who)
    assert len(found) == len(set(found)) == 4
