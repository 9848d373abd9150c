"""Random histories of a record: statements, references, voids and documents out of a small world, so that they meet."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from lrs.store.promise import DocumentKey, DocumentScope, Entry
from lrs.xapi.actor import agent_object
from lrs.xapi.query import StatementQuery
from lrs.xapi.statement import complete, read_statement
from lrs.xapi.version import Version

IDS = [UUID(int=(0x4000 << 64) | (0x8 << 60) | number) for number in range(1, 9)]
REGISTRATIONS = [UUID(int=(0x4000 << 64) | (0x8 << 60) | number) for number in range(101, 103)]
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
VERBS = ["http://example.org/verbs/saw", "http://example.org/verbs/did"]
ACTIVITIES = [f"http://example.org/activities/{name}" for name in "abc"]
AGENTS = [
    "mbox mailto:ada@example.org",
    "account https://example.org/users bob",
    "openid https://example.org/carol",
    "mbox_sha1sum 0123456789012345678901234567890123456789",
]
AUTHORITIES = ["account https://example.org/keys one", "mbox mailto:ada@example.org"]

texts = st.sampled_from(["Ada", "Bob", "é \U0001f600"])


@st.composite
def agents(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.none() | texts)
    return agent_object(draw(st.sampled_from(AGENTS))) | ({} if name is None else {"name": name})


@st.composite
def groups(draw: st.DrawFn) -> dict[str, Any]:
    members = draw(st.lists(agents(), min_size=1, max_size=2))
    if draw(st.booleans()):
        return {"objectType": "Group", "member": members}
    return draw(agents()) | {"objectType": "Group"} | ({"member": members} if draw(st.booleans()) else {})


definitions = st.fixed_dictionaries(
    {},
    optional={
        "name": st.dictionaries(st.sampled_from(["en", "fr"]), texts, min_size=1),
        "type": st.sampled_from(ACTIVITIES),
        "extensions": st.just({"http://example.org/extension": [1, None]}),
    },
)
activities = st.fixed_dictionaries({"id": st.sampled_from(ACTIVITIES)}, optional={"definition": definitions})
references = st.builds(lambda id_: {"objectType": "StatementRef", "id": str(id_)}, st.sampled_from(IDS))
actors = agents() | groups()
contexts = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.sampled_from(REGISTRATIONS).map(lambda one: str(one).upper()),
        "instructor": actors,
        "team": groups(),
        "contextActivities": st.dictionaries(
            st.sampled_from(["parent", "grouping", "category", "other"]), activities | st.lists(activities, max_size=2)
        ),
        "contextAgents": st.lists(
            st.builds(lambda one: {"objectType": "contextAgent", "agent": one}, agents()), min_size=1, max_size=1
        ),
        "contextGroups": st.lists(
            st.builds(lambda one: {"objectType": "contextGroup", "group": one}, groups()), min_size=1, max_size=1
        ),
    },
)
parts = {"actor": actors, "verb": st.sampled_from(VERBS).map(lambda iri: {"id": iri})}
subs = st.fixed_dictionaries(
    {**parts, "objectType": st.just("SubStatement"), "object": activities | actors | references},
    optional={"context": contexts.map(lambda one: {k: v for k, v in one.items() if k != "registration"})},
)
plain = st.fixed_dictionaries({**parts, "object": activities | actors | subs}, optional={"context": contexts})
pointing = st.fixed_dictionaries(
    {
        "actor": actors,
        "verb": st.sampled_from([*VERBS, VOIDED, VOIDED]).map(lambda iri: {"id": iri}),
        "object": references,
    },
    optional={"context": contexts},
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    statement = draw(pointing | plain | pointing)
    statement["id"] = str(draw(st.sampled_from(IDS)))
    if draw(st.booleans()):
        statement["timestamp"] = "2026-01-01T00:00:00Z"
    received = read_statement(json.dumps(statement).encode(), Version.V2)
    authority = draw(st.sampled_from(AUTHORITIES))
    return complete(
        received,
        id=UUID(statement["id"]),
        authority=json.dumps(agent_object(authority) | {"name": "a tool"}),
        authority_identifier=authority,
        version=Version.V2,
        defines=draw(st.booleans()),
    )


queries = st.builds(
    StatementQuery,
    agent=st.none() | st.sampled_from([*AGENTS, *AUTHORITIES, "mbox mailto:nobody@example.org"]),
    verb=st.none() | st.sampled_from([*VERBS, VOIDED]),
    activity=st.none() | st.sampled_from(ACTIVITIES),
    registration=st.none() | st.none() | st.sampled_from(REGISTRATIONS),
    related_activities=st.booleans(),
    related_agents=st.booleans(),
    ascending=st.booleans(),
    limit=st.integers(1, 4),
    authority=st.none() | st.none() | st.sampled_from(AUTHORITIES),
)
keys = st.builds(
    DocumentKey,
    kind=st.sampled_from(["state", "agent_profile"]),
    id=st.sampled_from(["x", "y"]),
    activity=st.sampled_from(["", ACTIVITIES[0]]),
    agent=st.sampled_from(AGENTS[:2]),
    registration=st.sampled_from(["", str(REGISTRATIONS[0])]),
)
scopes = st.builds(
    DocumentScope,
    kind=st.sampled_from(["state", "agent_profile"]),
    activity=st.sampled_from(["", ACTIVITIES[0]]),
    agent=st.sampled_from(AGENTS[:2]),
    registration=st.sampled_from([None, "", str(REGISTRATIONS[0])]),
)


@dataclass(frozen=True)
class Step:
    """One thing that happens to a record."""

    name: str
    arguments: tuple[Any, ...] = ()


steps = st.one_of(
    st.builds(lambda some: Step("add", (some,)), st.lists(entries(), min_size=1, max_size=3)),
    st.builds(lambda some: Step("add_each", (some,)), st.lists(entries(), min_size=1, max_size=4)),
    st.builds(lambda some: Step("add_each", (some,)), st.lists(entries(), min_size=1, max_size=4)),
    st.builds(lambda *told: Step("document", told), keys, st.sampled_from(["put", "put", "delete", "keep", "refuse"])),
    st.builds(lambda scope: Step("clear", (scope,)), scopes),
    st.just(Step("reopen")),
    st.builds(lambda old, new: Step("replace", (old, new)), st.sampled_from(AGENTS), st.sampled_from(AGENTS[1:])),
)
