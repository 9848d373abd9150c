"""The Activities and Agents Resources (1.0.3 Communication 2.4, 2.5; 2.0.0 4.1.6.3, 4.1.6.4)."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.statements import activity, agent, fresh, group, iri, statement, sub_statement
from tests.support.tables import answers


@answers("XAPI-00251", "XAPI-00252", "XAPI-00253", "XAPI-00254", "XAPI-00140")
def test_an_activity(lrs: Client) -> None:
    about = activity(
        name={"en": "Quiz"},
        description={"en": "Ten questions"},
        type=iri(),
        moreInfo="https://example.org/more",
        interactionType="choice",
        correctResponsesPattern=["a"],
        choices=[{"id": "a", "description": {"en": "A"}}],
        extensions={iri(): [1, None]},
    )
    lrs.keep(statement(object=about))
    answer = lrs.get("activities", {"activityId": about["id"]})
    assert (answer.status, answer.json) == (200, about)


@answers("XAPI-00254")
def test_definitions_of_one_activity_are_merged(lrs: Client) -> None:
    about = activity()
    for definition in (
        {"name": {"en": "Quiz", "fr": "Questionnaire"}},
        {"name": {"en": "The quiz"}, "type": "https://example.org/type"},
        {"extensions": {"https://example.org/x": 1}},
        {"extensions": {"https://example.org/y": 2}},
        {},
    ):
        lrs.keep(statement(object={**about, "definition": definition}))
    lrs.keep(statement(object=about))
    got = lrs.get("activities", {"activityId": about["id"]}).json["definition"]
    assert got == {
        "name": {"en": "The quiz", "fr": "Questionnaire"},
        "type": "https://example.org/type",
        "extensions": {"https://example.org/x": 1, "https://example.org/y": 2},
    }


def test_a_definition_seen_anywhere_counts(lrs: Client) -> None:
    places = [activity(name={"en": f"Quiz {n}"}) for n in range(3)]
    lrs.keep(
        statement(context={"contextActivities": {"parent": [places[0]]}}),
        statement(object=sub_statement(object=places[1])),
        statement(object=sub_statement(context={"contextActivities": {"other": places[2]}})),
    )
    for about in places:
        assert lrs.get("activities", {"activityId": about["id"]}).json == about


def test_an_activity_never_seen(lrs: Client) -> None:
    id_ = iri()
    answer = lrs.get("activities", {"activityId": id_})
    assert (answer.status, answer.json) == (200, {"objectType": "Activity", "id": id_})


@answers("XAPI-00250", "XAPI-00012", "XAPI-00324")
@pytest.mark.parametrize(
    "params",
    [{}, {"activityId": ""}, {"activityId": "no-scheme"}, {"activityid": iri()}, {"activityId": iri(), "x": "1"}],
)
def test_activity_parameters_refused(lrs: Client, params: dict[str, str]) -> None:
    answer = lrs.get("activities", params)
    assert answer.status == 400
    assert ("x" if "x" in params else "activity") in answer.body.decode()


IFIS: list[tuple[str, Any]] = [
    ("mbox", lambda: f"mailto:{fresh()}@example.org"),
    ("mbox_sha1sum", lambda: (fresh() + fresh()).replace("-", "")[:40]),
    ("openid", iri),
    ("account", lambda: {"homePage": "https://example.org", "name": fresh()}),
]
ARRAYS = {
    "mbox": ("XAPI-00239", "XAPI-00244"),
    "mbox_sha1sum": ("XAPI-00240",),
    "openid": ("XAPI-00241",),
    "account": ("XAPI-00242",),
}


@answers("XAPI-00236", "XAPI-00237", "XAPI-00238", "XAPI-00245", "XAPI-00246", "XAPI-00248", "XAPI-00140")
@pytest.mark.parametrize(("name", "make"), [pytest.param(*ifi, marks=answers(*ARRAYS[ifi[0]])) for ifi in IFIS])
def test_a_person(lrs: Client, name: str, make: Any) -> None:
    who = {name: make()}
    lrs.keep(statement(actor={**who, "name": "Ada"}))
    lrs.keep(statement(object={"objectType": "Agent", **who, "name": "Ada L."}))
    answer = lrs.get("agents", {"agent": who})
    assert answer.status == 200
    person = answer.json
    assert sorted(person.pop("name")) == ["Ada", "Ada L."]
    assert person == {"objectType": "Person", name: [who[name]]}


@answers("XAPI-00247", "XAPI-00248")
@pytest.mark.parametrize(("name", "make"), IFIS)
def test_somebody_never_seen(lrs: Client, name: str, make: Any) -> None:
    who = {"objectType": "Agent", "name": "Nobody", name: make()}
    answer = lrs.get("agents", {"agent": who})
    assert answer.status == 200
    assert (answer.json["objectType"], answer.json[name]) == ("Person", [who[name]])


def test_members_are_persons_too(lrs: Client) -> None:
    who = agent(name="Ada")
    lrs.keep(statement(actor=group(who)))
    assert lrs.get("agents", {"agent": {"mbox": who["mbox"]}}).json["name"] == ["Ada"]


@answers("XAPI-00243", "XAPI-00249", "XAPI-00012", "XAPI-00324")
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"agent": ""},
        {"agent": "text"},
        {"agent": "{}"},
        {"agent": '{"mbox": "a@example.org"}'},
        {"agent": '{"mbox": "mailto:a@example.org", "openid": "https://example.org"}'},
        {"agent": '{"objectType": "agent", "mbox": "mailto:a@example.org"}'},
        {"Agent": '{"mbox": "mailto:a@example.org"}'},
        {"agent": '{"mbox": "mailto:a@example.org"}', "name": "Ada"},
    ],
)
def test_agent_parameters_refused(lrs: Client, params: dict[str, str]) -> None:
    assert lrs.get("agents", params).status == 400
