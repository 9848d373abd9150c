"""A client library others wrote, `tincan`, does all it can against the live server (it speaks 1.0.3)."""

from typing import Any

import pytest
from tincan import (
    Activity,
    ActivityProfileDocument,
    Agent,
    AgentProfileDocument,
    RemoteLRS,
    StateDocument,
    Statement,
    StatementRef,
    Verb,
)

from tests.support.apps import CREDENTIALS, SECRET
from tests.support.server import Server
from tests.support.statements import VOIDED, fresh, iri


@pytest.fixture
def remote(server: Server) -> RemoteLRS:
    endpoint = f"http://127.0.0.1:{server.port}/xapi/"
    return RemoteLRS(endpoint=endpoint, version="1.0.3", username=CREDENTIALS["1.0.3"], password=SECRET)


@pytest.fixture
def who() -> Agent:
    return Agent(name="Ada", mbox=f"mailto:{fresh()}@example.org")


@pytest.fixture
def what() -> Activity:
    return Activity(id=iri(), definition={"name": {"en": "Quiz"}})


def told(who: Agent, what: Any, verb: str | None = None, **more: Any) -> Statement:
    return Statement(actor=who, verb=Verb(id=verb or iri(), display={"en": "did"}), object=what, **more)


def done(response: Any) -> Any:
    assert response.success, response.data
    return response.content


def document(response: Any) -> Any:
    """Return a document with its ETag, which the library looks for in a list as if it were a dictionary."""
    found = done(response)
    found.etag = response.response.getheader("ETag")
    return found


def test_about(remote: RemoteLRS) -> None:
    assert "1.0.3" in done(remote.about()).version


def test_statements(remote: RemoteLRS, who: Agent, what: Activity) -> None:
    posted = done(remote.save_statement(told(who, what)))
    put = done(remote.save_statement(told(who, what, id=fresh())))
    both = done(remote.save_statements([told(who, what), told(who, what)]))
    for one in (posted, put, *both):
        got = done(remote.retrieve_statement(one.id))
        assert (str(got.id), got.actor.mbox, got.object.id) == (str(one.id), who.mbox, what.id)
    assert remote.retrieve_statement(fresh()).response.status == 404


def test_queries_and_more(remote: RemoteLRS, who: Agent, what: Activity) -> None:
    verb = Verb(id=iri())
    saved = [str(done(remote.save_statement(told(who, what, verb.id))).id) for _ in range(5)]
    result = done(
        remote.query_statements({"agent": who, "verb": verb, "activity": what, "limit": 2, "ascending": "true"})
    )
    seen = [str(one.id) for one in result.statements]
    while result.more:
        result = done(remote.more_statements(result))
        seen += [str(one.id) for one in result.statements]
    assert seen == saved
    for query in ({"related_agents": "true", "agent": who}, {"related_activities": "true", "activity": what}):
        assert len(done(remote.query_statements({**query, "format": "ids"})).statements) == 5
    assert done(remote.query_statements({"registration": fresh()})).statements == []
    assert (
        len(
            done(
                remote.query_statements(
                    {"agent": who, "since": "2020-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z"}
                )
            ).statements
        )
        == 5
    )


def test_voiding(remote: RemoteLRS, who: Agent, what: Activity) -> None:
    made = done(remote.save_statement(told(who, what)))
    done(remote.save_statement(told(who, StatementRef(id=made.id), VOIDED)))
    assert remote.retrieve_statement(made.id).response.status == 404
    assert str(done(remote.retrieve_voided_statement(made.id)).id) == str(made.id)


def test_state(remote: RemoteLRS, who: Agent, what: Activity) -> None:
    registration = fresh()
    states = [
        StateDocument(id=f"s{n}", agent=who, activity=what, content=f"content {n}", content_type="text/plain")
        for n in range(2)
    ]
    for state in states:
        done(remote.save_state(state))
    assert sorted(done(remote.retrieve_state_ids(what, who))) == ["s0", "s1"]
    # the library leaves a state's registration out when it saves, so it finds none under it
    assert done(remote.retrieve_state_ids(what, who, registration=registration)) == []
    assert done(remote.retrieve_state_ids(what, who, since="2099-01-01T00:00:00Z")) == []
    got = document(remote.retrieve_state(what, who, "s1"))
    assert got.content == bytearray(b"content 1")
    stale, got.etag = got.etag, None  # with one, the library's second sending of every state would be refused
    got.content = "changed"
    done(remote.save_state(got))
    got.content, got.etag = "too late", stale
    refused = remote.save_state(got)
    assert (refused.success, refused.response.status) == (False, 412)
    assert done(remote.retrieve_state(what, who, "s1")).content == bytearray(b"changed")
    done(remote.delete_state(states[0]))
    assert "s0" not in done(remote.retrieve_state_ids(what, who))
    done(remote.clear_state(what, who))
    assert done(remote.retrieve_state_ids(what, who)) == []


def test_activity_profiles(remote: RemoteLRS, what: Activity, server: Server) -> None:
    profile = ActivityProfileDocument(id="p", activity=what, content="first", content_type="text/plain")
    refused = remote.save_activity_profile(profile)
    assert (refused.success, refused.response.status) == (False, 400)
    assert "If-None-Match" in refused.data
    created(server, "activities/profile", {"activityId": what.id, "profileId": "p"})
    got = document(remote.retrieve_activity_profile(what, "p"))
    got.content = "second"
    done(remote.save_activity_profile(got))
    assert done(remote.retrieve_activity_profile(what, "p")).content == bytearray(b"second")
    assert done(remote.retrieve_activity_profile_ids(what)) == ["p"]
    assert done(remote.retrieve_activity_profile_ids(what, since="2099-01-01T00:00:00Z")) == []
    done(remote.delete_activity_profile(done(remote.retrieve_activity_profile(what, "p"))))
    assert done(remote.retrieve_activity_profile_ids(what)) == []


def test_agent_profiles(remote: RemoteLRS, who: Agent, server: Server) -> None:
    profile = AgentProfileDocument(id="p", agent=who, content="first", content_type="text/plain")
    refused = remote.save_agent_profile(profile)
    assert (refused.success, refused.response.status) == (False, 400)
    assert "If-None-Match" in refused.data
    created(server, "agents/profile", {"agent": {"mbox": who.mbox}, "profileId": "p"})
    got = document(remote.retrieve_agent_profile(who, "p"))
    got.content = "second"
    done(remote.save_agent_profile(got))
    assert done(remote.retrieve_agent_profile(who, "p")).content == bytearray(b"second")
    assert done(remote.retrieve_agent_profile_ids(who)) == ["p"]
    assert done(remote.retrieve_agent_profile_ids(who, since="2099-01-01T00:00:00Z")) == []
    done(remote.delete_agent_profile(done(remote.retrieve_agent_profile(who, "p"))))
    assert done(remote.retrieve_agent_profile_ids(who)) == []


def created(server: Server, path: str, params: dict[str, Any]) -> None:
    """Create a profile as the standard asks; the library cannot send `If-None-Match`."""
    tool = server.client("1.0.3", CREDENTIALS["1.0.3"], SECRET)
    answer = tool.put(path, params, body=b"first", headers={"Content-Type": "text/plain", "If-None-Match": "*"})
    assert answer.status == 204, answer
