"""State, Agent Profile, Activity Profile (1.0.3 Communication 2.2, 2.3, 2.6, 2.7, 3.1; 2.0.0 4.1.4, 4.1.6.2, .5, .6).

One table for the three kinds; a requirement that the list repeats for each kind is marked on that kind's rows.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.support.client import Answer, Client
from tests.support.statements import agent, fresh, group, iri, statement
from tests.support.tables import answers
from tests.support.times import instant

Params = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One of the document resources: where it lives, how a document is named, and which requirements are its own."""

    name: str
    path: str
    id: str
    context: Callable[[], Params]
    ids: dict[str, tuple[str, ...]] = field(hash=False)

    def key(self) -> Params:
        return {**self.context(), self.id: f"document {fresh()}"}


STATE = Kind(
    "state",
    "activities/state",
    "stateId",
    lambda: {"activityId": iri(), "agent": agent()},
    {
        "put": ("XAPI-00190", "XAPI-00230", "XAPI-00192", "XAPI-00217", "XAPI-00188"),
        "post": ("XAPI-00189", "XAPI-00231", "XAPI-00233"),
        "delete": ("XAPI-00187", "XAPI-00191", "XAPI-00216"),
        "list": ("XAPI-00193", "XAPI-00188"),
        "since": ("XAPI-00195", "XAPI-00221", "XAPI-00222", "XAPI-00141"),
        "bad since": ("XAPI-00204", "XAPI-00205", "XAPI-00223"),
        "merge": ("XAPI-00234",),
        "no merge": ("XAPI-00229", "XAPI-00232"),
        "broken": ("XAPI-00235",),
    },
)
AGENT = Kind(
    "agent profile",
    "agents/profile",
    "profileId",
    lambda: {"agent": agent()},
    {
        "put": ("XAPI-00273", "XAPI-00282", "XAPI-00259", "XAPI-00269", "XAPI-00274"),
        "post": ("XAPI-00272", "XAPI-00283", "XAPI-00280"),
        "delete": ("XAPI-00271",),
        "list": ("XAPI-00270", "XAPI-00274"),
        "since": ("XAPI-00275", "XAPI-00268", "XAPI-00141"),
        "bad since": ("XAPI-00260",),
        "merge": ("XAPI-00279",),
        "no merge": ("XAPI-00278", "XAPI-00281"),
        "broken": ("XAPI-00284",),
    },
)
ACTIVITY = Kind(
    "activity profile",
    "activities/profile",
    "profileId",
    lambda: {"activityId": iri()},
    {
        "put": ("XAPI-00287", "XAPI-00293", "XAPI-00311", "XAPI-00288", "XAPI-00290"),
        "post": ("XAPI-00286", "XAPI-00292", "XAPI-00312", "XAPI-00310"),
        "delete": ("XAPI-00285", "XAPI-00291"),
        "list": ("XAPI-00289", "XAPI-00290"),
        "since": ("XAPI-00294", "XAPI-00303", "XAPI-00141"),
        "bad since": ("XAPI-00295",),
        "merge": ("XAPI-00308",),
        "no merge": ("XAPI-00309", "XAPI-00313"),
        "broken": ("XAPI-00314",),
    },
)
KINDS = (STATE, AGENT, ACTIVITY)
NEW = {"If-None-Match": "*"}


def kinds(topic: str) -> pytest.MarkDecorator:
    """Run a test for the three kinds, each with its own requirements."""
    return pytest.mark.parametrize(
        "kind", [pytest.param(kind, id=kind.name, marks=answers(*kind.ids[topic])) for kind in KINDS]
    )


every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def write(lrs: Client, kind: Kind, key: Params, content: bytes = b'{"a": 1}', type_: str = "application/json") -> None:
    """Keep a document, whatever was there."""
    got = lrs.get(kind.path, key)
    condition = NEW if got.status == 404 else {"If-Match": got.etag}
    answer = lrs.put(kind.path, key, body=content, headers={"Content-Type": type_, **condition})
    assert answer.status == 204, answer


def content_of(lrs: Client, kind: Kind, key: Params) -> bytes | None:
    answer = lrs.get(kind.path, key)
    return answer.body if answer.status == 200 else None


CONTENTS = [
    (b'{"a": 1}', "application/json"),
    (b"plain text", "text/plain;charset=UTF-8"),
    (bytes(range(256)), "application/octet-stream"),
    (b"", "image/png"),
    ("été".encode(), "text/html; charset=utf-8"),
    (b'[1, 2,   "3"]', "application/json"),
]


@kinds("put")
@answers("XAPI-00140", "XAPI-00185", "XAPI-00186", "XAPI-00322")
@pytest.mark.parametrize(("content", "type_"), CONTENTS)
def test_put_and_get(lrs: Client, kind: Kind, content: bytes, type_: str) -> None:
    key = kind.key()
    answer = lrs.put(kind.path, key, body=content, headers={"Content-Type": type_, **NEW})
    assert (answer.status, answer.body) == (204, b"")
    answer = lrs.get(kind.path, key)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["Content-Type"].replace(" ", "").lower() == type_.replace(" ", "").lower()
    assert answer.etag == f'"{hashlib.sha1(content).hexdigest()}"'  # noqa: S324 - the standard's choice


@kinds("post")
@answers("XAPI-00233", "XAPI-00280", "XAPI-00310")
def test_post_of_a_new_document(lrs: Client, kind: Kind) -> None:
    for content, type_ in CONTENTS:
        key = kind.key()
        answer = lrs.post(kind.path, key, body=content, headers={"Content-Type": type_})
        if content.startswith(b"["):
            continue  # whether a first document of JSON that is no object may be posted is left open
        assert (answer.status, answer.body) == (204, b""), answer
        assert content_of(lrs, kind, key) == content


@kinds("delete")
def test_delete(lrs: Client, kind: Kind) -> None:
    key, other = kind.key(), kind.key()
    write(lrs, kind, key)
    write(lrs, kind, other)
    answer = lrs.delete(kind.path, key)
    assert (answer.status, answer.body) == (204, b"")
    assert lrs.get(kind.path, key).status == 404
    assert content_of(lrs, kind, other) is not None
    assert lrs.delete(kind.path, key).status in (204, 404)


@kinds("list")
def test_list(lrs: Client, kind: Kind) -> None:
    context = kind.context()
    assert (lrs.get(kind.path, context).status, lrs.get(kind.path, context).json) == (200, [])
    names = ["b", "a", "c/d ?&é"]
    for name in names:
        write(lrs, kind, {**context, kind.id: name})
    write(lrs, kind, kind.key())
    answer = lrs.get(kind.path, context)
    assert (answer.status, sorted(answer.json)) == (200, sorted(names))
    assert answer.headers.get_content_type() == "application/json"


@kinds("since")
def test_list_since(lrs: Client, kind: Kind) -> None:
    context = kind.context()
    write(lrs, kind, {**context, kind.id: "first"})
    # a list's Last-Modified is cut to seconds, so the instant between the two comes from a statement's `stored`
    between = moment(lrs)
    write(lrs, kind, {**context, kind.id: "second"})
    assert lrs.get(kind.path, {**context, "since": between}).json == ["second"]
    write(lrs, kind, {**context, kind.id: "first"}, b'{"a": 2}')
    assert sorted(lrs.get(kind.path, {**context, "since": between}).json) == ["first", "second"]
    assert lrs.get(kind.path, {**context, "since": moment(lrs)}).json == []


def moment(lrs: Client) -> str:
    """Return an instant of the server's own clock."""
    (id_,) = lrs.keep(statement())
    return str(lrs.read(id_)["stored"])


@kinds("bad since")
@answers("XAPI-00012")
@pytest.mark.parametrize("since", ["yesterday", "", "2026-13-01T00:00:00Z"])
def test_bad_since(lrs: Client, kind: Kind, since: str) -> None:
    assert lrs.get(kind.path, {**kind.context(), "since": since}).status == 400


def test_delete_of_states_knows_no_since(lrs: Client) -> None:
    assert lrs.delete(STATE.path, {**STATE.context(), "since": "2026-01-01T00:00:00Z"}).status == 400


# Merging --------------------------------------------------------------------------------------------------------------


@kinds("merge")
@answers("XAPI-00183", "XAPI-00184")
def test_merge(lrs: Client, kind: Kind) -> None:
    key = kind.key()
    write(lrs, kind, key, b'{"x": "foo", "y": "bar", "deep": {"a": 1, "b": 2}, "n": 1.10}')
    answer = lrs.post(kind.path, key, body=b'{"x": "bash", "z": null, "deep": {"c": 3}}')
    assert (answer.status, answer.body) == (204, b"")
    answer = lrs.get(kind.path, key)
    assert answer.json == {"x": "bash", "y": "bar", "z": None, "deep": {"c": 3}, "n": 1.1}
    assert answer.headers.get_content_type() == "application/json"


@kinds("merge")
def test_merge_of_types_with_parameters(lrs: Client, kind: Kind) -> None:
    key = kind.key()
    write(lrs, kind, key, b'{"a": 1}', "application/json; charset=utf-8")
    assert (
        lrs.post(kind.path, key, body=b'{"b": 2}', headers={"Content-Type": "application/json;charset=UTF-8"}).status
        == 204
    )
    assert lrs.get(kind.path, key).json == {"a": 1, "b": 2}


NO_MERGE = [
    (b'{"a": 1}', "application/json", b"text", "text/plain"),
    (b"text", "text/plain", b'{"a": 1}', "application/json"),
    (b"text", "text/plain", b"text", "text/plain"),
    (b'{"a": 1}', "application/json", b"[1]", "application/json"),
    (b'{"a": 1}', "application/json", b'"text"', "application/json"),
    (b'{"a": 1}', "application/json", b"null", "application/json"),
    (b"[1]", "application/json", b'{"a": 1}', "application/json"),
    (b'{"a": 1}', "application/json", b'{"a": 1}', "application/x-json"),
]


@kinds("no merge")
@answers("XAPI-00182")
@pytest.mark.parametrize(("old", "old_type", "new", "new_type"), NO_MERGE)
def test_no_merge(lrs: Client, kind: Kind, *, old: bytes, old_type: str, new: bytes, new_type: str) -> None:
    key = kind.key()
    write(lrs, kind, key, old, old_type)
    assert lrs.post(kind.path, key, body=new, headers={"Content-Type": new_type}).status == 400
    assert content_of(lrs, kind, key) == old


@kinds("broken")
@answers("XAPI-00182")
@pytest.mark.parametrize("broken", [b"{", b'{"a"}', b"{'a': 1}", b'{"a": \xff}', b'{"a": NaN}'])
def test_broken_json(lrs: Client, kind: Kind, broken: bytes) -> None:
    key = kind.key()
    assert lrs.post(kind.path, key, body=broken).status == 400
    assert content_of(lrs, kind, key) is None
    write(lrs, kind, key)
    assert lrs.post(kind.path, key, body=broken).status == 400
    assert content_of(lrs, kind, key) == b'{"a": 1}'


# Preconditions --------------------------------------------------------------------------------------------------------

STALE = '"' + "0" * 40 + '"'


@every_kind
@answers("XAPI-00322", "XAPI-00273", "XAPI-00287", "XAPI-00182")
def test_put_without_a_precondition(lrs: Client, kind: Kind) -> None:
    strict = lrs.version == "1.0.3" and kind is not STATE
    key = kind.key()
    first = lrs.put(kind.path, key, body=b'{"a": 1}')
    assert first.status == (400 if strict else 204), first
    assert (content_of(lrs, kind, key) is None) == strict
    write(lrs, kind, key)
    second = lrs.put(kind.path, key, body=b'{"a": 2}')
    free = lrs.version == "1.0.3" and kind is STATE
    assert second.status == (204 if free else 409), second
    assert content_of(lrs, kind, key) == (b'{"a": 2}' if free else b'{"a": 1}')
    if not free:
        assert "If-Match" in second.body.decode()


@every_kind
@answers("XAPI-00322")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("condition", [{"If-Match": STALE}, {"If-Match": "text"}, {"If-None-Match": "*"}], ids=str)
def test_a_precondition_that_fails(lrs: Client, kind: Kind, method: str, condition: dict[str, str]) -> None:
    key = kind.key()
    write(lrs, kind, key)
    body = b"" if method == "DELETE" else b'{"a": 2}'
    answer = lrs.request(method, kind.path, key, body=body, headers=condition)
    assert answer.status == 412, answer
    assert content_of(lrs, kind, key) == b'{"a": 1}'


@every_kind
@answers("XAPI-00322")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("write_tag", ["{0}", "{1}, {0}", "*"])
def test_a_precondition_that_holds(lrs: Client, kind: Kind, method: str, write_tag: str) -> None:
    key = kind.key()
    write(lrs, kind, key)
    tag = write_tag.format(lrs.get(kind.path, key).etag, STALE)
    body = b"" if method == "DELETE" else b'{"b": 2}'
    answer = lrs.request(method, kind.path, key, body=body, headers={"If-Match": tag})
    assert answer.status == 204, answer


@every_kind
@answers("XAPI-00322")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_if_match_where_there_is_nothing(lrs: Client, kind: Kind, method: str) -> None:
    key = kind.key()
    body = b"" if method == "DELETE" else b"{}"
    assert lrs.request(method, kind.path, key, body=body, headers={"If-Match": STALE}).status == 412
    assert lrs.request(method, kind.path, key, body=body, headers={"If-Match": "*"}).status == 412
    assert content_of(lrs, kind, key) is None


@every_kind
@answers("XAPI-00322")
def test_if_none_match_on_a_read(lrs: Client, kind: Kind) -> None:
    key = kind.key()
    write(lrs, kind, key)
    tag = lrs.get(kind.path, key).etag
    assert lrs.get(kind.path, key, headers={"If-None-Match": tag}).status in (200, 304)
    assert lrs.get(kind.path, key, headers={"If-None-Match": STALE}).status == 200


@every_kind
def test_last_modified_advances(lrs: Client, kind: Kind) -> None:
    context = kind.context()
    key = {**context, kind.id: "one"}
    write(lrs, kind, key)
    before = moment(lrs)
    write(lrs, kind, key, b'{"a": 2}')
    shown = parsedate_to_datetime(lrs.get(kind.path, key).headers["Last-Modified"])
    assert shown >= instant(before).replace(microsecond=0)
    assert parsedate_to_datetime(lrs.get(kind.path, context).headers["Last-Modified"]) == shown


# Parameters -----------------------------------------------------------------------------------------------------------

METHODS = ("DELETE", "GET", "POST", "PUT")


def sent(lrs: Client, kind: Kind, method: str, params: Params) -> Answer:
    body = b"{}" if method in ("POST", "PUT") else b""
    return lrs.request(method, kind.path, params, body=body, headers=NEW if method == "PUT" else {})


MISSING = {
    (STATE, "activityId"): {"DELETE": "XAPI-00207", "GET": "XAPI-00208", "POST": "XAPI-00209", "PUT": "XAPI-00210"},
    (STATE, "agent"): {"DELETE": "XAPI-00212", "GET": "XAPI-00213", "POST": "XAPI-00214", "PUT": "XAPI-00215"},
    (STATE, "stateId"): {"POST": "XAPI-00211", "PUT": "XAPI-00206"},
    (AGENT, "agent"): {"GET": "XAPI-00261", "DELETE": "XAPI-00262", "POST": "XAPI-00263", "PUT": "XAPI-00264"},
    (AGENT, "profileId"): {"DELETE": "XAPI-00265", "POST": "XAPI-00266", "PUT": "XAPI-00267"},
    (ACTIVITY, "activityId"): {"GET": "XAPI-00296", "DELETE": "XAPI-00297", "POST": "XAPI-00298", "PUT": "XAPI-00299"},
    (ACTIVITY, "profileId"): {"DELETE": "XAPI-00300", "POST": "XAPI-00301", "PUT": "XAPI-00302"},
}
MISSING_ROWS = [
    pytest.param(kind, method, name, id=f"{method} {kind.name} without {name}", marks=answers(id_))
    for (kind, name), methods in MISSING.items()
    for method, id_ in methods.items()
]


@pytest.mark.parametrize(("kind", "method", "name"), MISSING_ROWS)
def test_a_missing_parameter(lrs: Client, kind: Kind, method: str, name: str) -> None:
    answer = sent(lrs, kind, method, {k: v for k, v in kind.key().items() if k != name})
    assert answer.status == 400
    assert name in answer.body.decode()


NO_AGENTS = [
    "text",
    "",
    "{}",
    "1",
    "null",
    '{"mbox": "a@example.org"}',
    '{"mbox": "mailto:a@example.org", "x": 1}',
    '{"name": "Ada"}',
]
WRONG = {
    (STATE, "agent"): ("XAPI-00196", "XAPI-00197", "XAPI-00198", "XAPI-00199"),
    (AGENT, "agent"): ("XAPI-00255", "XAPI-00258", "XAPI-00256", "XAPI-00257"),
    (STATE, "registration"): ("XAPI-00200", "XAPI-00201", "XAPI-00202", "XAPI-00203"),
    (STATE, "activityId"): ("XAPI-00012",) * 4,
    (ACTIVITY, "activityId"): ("XAPI-00012",) * 4,
}
VALUES = {"agent": NO_AGENTS, "registration": ["text", "", fresh()[:-1]], "activityId": ["no-scheme", "", "a b"]}
WRONG_ROWS = [
    pytest.param(kind, method, name, id=f"{method} {kind.name} {name}", marks=answers(id_))
    for (kind, name), ids in WRONG.items()
    for method, id_ in zip(METHODS, ids, strict=True)
]


@pytest.mark.parametrize(("kind", "method", "name"), WRONG_ROWS)
def test_a_wrong_parameter(lrs: Client, kind: Kind, method: str, name: str) -> None:
    for value in VALUES[name]:
        answer = sent(lrs, kind, method, {**kind.key(), name: value})
        assert answer.status == 400, (value, answer)
        assert name in answer.body.decode()


@every_kind
@pytest.mark.parametrize("method", METHODS)
@answers("XAPI-00324", "XAPI-00325", "XAPI-00304")
def test_an_unknown_parameter(lrs: Client, kind: Kind, method: str) -> None:
    unknown = {STATE: "profileId", AGENT: "activityId", ACTIVITY: "agent"}[kind]
    for name, value in ((unknown, iri()), ("page", "1"), (kind.id.upper(), "x"), ("ActivityId", iri())):
        answer = sent(lrs, kind, method, {**kind.key(), name: value})
        assert answer.status == 400, name


@every_kind
def test_since_and_an_id_do_not_go_together(lrs: Client, kind: Kind) -> None:
    assert lrs.get(kind.path, {**kind.key(), "since": "2026-01-01T00:00:00Z"}).status in (400, 404)


# State's own ----------------------------------------------------------------------------------------------------------


@answers("XAPI-00218", "XAPI-00219", "XAPI-00220", "XAPI-00227")
def test_registration_is_part_of_the_key(lrs: Client) -> None:
    key, registration = STATE.key(), fresh()
    write(lrs, STATE, key, b'{"without": 1}')
    write(lrs, STATE, {**key, "registration": registration}, b'{"with": 1}')
    assert content_of(lrs, STATE, key) == b'{"without": 1}'
    assert content_of(lrs, STATE, {**key, "registration": registration.upper()}) == b'{"with": 1}'
    assert lrs.post(STATE.path, {**key, "registration": registration}, body=b'{"more": 1}').status == 204
    assert lrs.delete(STATE.path, {**key, "registration": registration}).status == 204
    assert content_of(lrs, STATE, key) == b'{"without": 1}'


@answers("XAPI-00194", "XAPI-00219")
def test_delete_of_a_whole_context(lrs: Client) -> None:
    context, registration = STATE.context(), fresh()
    for number in range(3):
        write(lrs, STATE, {**context, "stateId": f"s{number}"})
        write(lrs, STATE, {**context, "stateId": f"s{number}", "registration": registration})
    elsewhere = STATE.key()
    write(lrs, STATE, elsewhere)
    answer = lrs.delete(STATE.path, {**context, "registration": registration})
    assert (answer.status, answer.body) == (204, b"")
    assert lrs.get(STATE.path, {**context, "registration": registration}).json == []
    assert content_of(lrs, STATE, {**context, "stateId": "s1"}) is not None
    assert lrs.delete(STATE.path, context).status == 204
    assert lrs.get(STATE.path, context).json == []
    assert content_of(lrs, STATE, elsewhere) is not None


def test_an_agent_is_known_by_its_identifier(lrs: Client) -> None:
    for kind in (STATE, AGENT):
        key = kind.key()
        write(lrs, kind, key)
        renamed = {**key, "agent": {"name": "other words", "mbox": key["agent"]["mbox"]}}
        assert content_of(lrs, kind, renamed) == b'{"a": 1}'


def test_an_anonymous_group_has_no_documents(lrs: Client) -> None:
    for kind in (STATE, AGENT):
        assert lrs.get(kind.path, {**kind.key(), "agent": group(agent())}).status == 400


def test_the_three_kinds_do_not_meet(lrs: Client) -> None:
    who, what, name = agent(), iri(), "same"
    state = {"agent": who, "activityId": what, "stateId": name}
    write(lrs, STATE, state, b"1", "text/plain")
    write(lrs, AGENT, {"agent": who, "profileId": name}, b"2", "text/plain")
    write(lrs, ACTIVITY, {"activityId": what, "profileId": name}, b"3", "text/plain")
    assert content_of(lrs, STATE, state) == b"1"
    assert content_of(lrs, AGENT, {"agent": who, "profileId": name}) == b"2"
    assert content_of(lrs, ACTIVITY, {"activityId": what, "profileId": name}) == b"3"
