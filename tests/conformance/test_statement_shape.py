"""What a statement may and may not be made of (1.0.3 Data 2.2, 2.4 and 4; 2.0.0 4.2.1, 4.2.2, 4.2.7).

Every row is a property, the requirements behind it, values to accept and values to refuse. The same table is walked for
the statement and for the same thing as a sub-statement.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from tests.support.apps import build
from tests.support.client import Client
from tests.support.statements import (
    ABSENT,
    activity,
    agent,
    full,
    group,
    iri,
    put_at,
    reference,
    within,
)
from tests.support.tables import answers

UUID1 = "d1eec41e-1e93-11e6-acbf-5c4bd0c24269"
SHA1 = "0123456789abcdef0123456789abcdef01234567"
NO_TEXT = (1, True, {}, [], None)
NO_OBJECT = ("text", 1, True, [], None)
NO_ARRAY = ("text", 1, True, {}, None)
NO_BOOLEAN = ("true", "false", "", 1, 0, {}, [], None)
NO_NUMBER = ("1", "0.5", "", True, {}, [], None)
NO_IRI = ("no-scheme", "", "/relative", "https://exa mple.org/", 1, {}, [], None)
NO_UUID = (
    "",
    "text",
    UUID1[:-1],
    UUID1 + "0",
    UUID1.replace("-", ""),
    "{" + UUID1 + "}",
    "urn:uuid:" + UUID1,
    UUID1.replace("d", "g"),
    1,
    {},
    None,
)
LANGUAGE_TAGS = (
    "en",
    "fr-BE",
    "zh-Hant",
    "zh-cmn-Hans-CN",
    "sl-rozaj",
    "de-1996",
    "en-a-bbb",
    "x-own",
    "i-klingon",
    "es-419",
)
NO_LANGUAGE_MAP = (
    "text",
    1,
    [],
    ["en"],
    None,
    {"en": 1},
    {"en": None},
    {"en": {}},
    {"12345678901": "x"},
    {"a b": "x"},
    {"": "x"},
)
NO_EXTENSIONS = ("text", 1, True, [], None, {"no-scheme": 1}, {"": 1})
ANY_EXTENSIONS = (
    {},
    {iri(): None},
    {iri(): ""},
    {iri(): {}},
    {iri(): [None, {"a": None}]},
    {"tag:example.org,2026:x": 1.5},
)
NO_ACTIVITY = ("text", 1, None, {}, {"id": "no-scheme"}, {"objectType": "Agent", "mbox": "mailto:a@example.org"})
COMPONENTS = ([{"id": "a"}], [{"id": "a", "description": {"en": "A"}}, {"id": "b"}], [])
NO_COMPONENTS = (
    "text",
    1,
    None,
    {},
    ["a"],
    [{}],
    [{"id": 1}],
    [{"id": "a", "description": "A"}],
    [{"id": "a", "more": 1}],
)


class Row(NamedTuple):
    """A property, whence it is required, and what may stand there."""

    path: str
    ids: tuple[str, ...]
    good: tuple[Any, ...]
    bad: tuple[Any, ...]


IDENTIFIERS = (
    Row(
        "mbox",
        ("XAPI-00038", "XAPI-00034"),
        ("mailto:ada@example.org", "mailto:a.b+c@sub.example.org"),
        ("ada@example.org", "mailto:", "mailto:ada", "MAILTO ada@example.org", "https://example.org", "", *NO_TEXT),
    ),
    Row("mbox_sha1sum", ("XAPI-00039",), (SHA1, SHA1.upper()), (SHA1[:-1], SHA1 + "0", "g" * 40, "", *NO_TEXT)),
    Row("openid", ("XAPI-00040",), ("https://ada.example.org/",), NO_IRI),
    Row(
        "account",
        ("XAPI-00041",),
        ({"homePage": "https://example.org", "name": "ada"},),
        (*NO_OBJECT, {}, {"homePage": "https://example.org", "name": "ada", "more": 1}),
    ),
    Row("account.homePage", ("XAPI-00042",), ("https://example.org/people",), (*NO_IRI, ABSENT)),
    Row("account.name", ("XAPI-00043",), ("ada", "Ada Lovelace", "é"), (*NO_TEXT, ABSENT)),
)


def agents_at(place: str, *ids: str) -> Iterator[Row]:
    """Return the rows that hold wherever an agent or an identified group may stand."""
    for row in IDENTIFIERS:
        yield Row(f"{place}.{row.path}", (*row.ids, *ids), row.good, row.bad)
    yield Row(f"{place}.name", ("XAPI-00033", *ids), ("Ada", ""), NO_TEXT)
    yield Row(f"{place}.nickname", ("XAPI-00010", *ids), (), ("Ada",))


STATEMENT = (
    Row("actor", ("XAPI-00003", "XAPI-00006"), (agent(), group(agent())), (*NO_OBJECT, {}, ABSENT)),
    Row("verb", ("XAPI-00004",), ({"id": iri()},), (*NO_OBJECT, {}, ABSENT)),
    Row("object", ("XAPI-00005",), (activity(),), (*NO_OBJECT, {}, ABSENT)),
    Row("result", ("XAPI-00001", "XAPI-00006"), ({},), NO_OBJECT),
    Row("context", ("XAPI-00001", "XAPI-00006"), ({},), NO_OBJECT),
    Row("attachments", ("XAPI-00025",), ([],), (*NO_ARRAY, [1], [{}], [None])),
    Row(
        "timestamp",
        ("XAPI-00022", "XAPI-00123"),
        (
            "2026-03-01T09:00:00Z",
            "2026-03-01T09:00:00.123456Z",
            "2026-03-01T09:00:00.123456789Z",
            "2026-03-01T09:00:00+02:00",
            "2026-03-01T09:00:00+00:00",
            "2024-02-29T23:59:59.999Z",
        ),
        (
            "",
            "text",
            "yesterday",
            "2026-13-01T09:00:00Z",
            "2026-02-29T09:00:00Z",
            "2026-03-01T25:00:00Z",
            "01/03/2026",
            "2026-03-01T09:00:00-00:00",
            "2026-03-01T09:00:00-0000",
            "2026-03-01T09:00:00-00",
            *NO_TEXT,
        ),
    ),
    Row("verbs", ("XAPI-00010",), (), ("text", {}, [])),
    Row(
        "verb.id",
        ("XAPI-00044", "XAPI-00011", "XAPI-00007"),
        ("urn:example:did", "tag:example.org,2026:did"),
        (*NO_IRI, ABSENT),
    ),
    Row(
        "verb.display",
        ("XAPI-00045", "XAPI-00121", "XAPI-00013"),
        ({}, *({tag: "did"} for tag in LANGUAGE_TAGS)),
        NO_LANGUAGE_MAP,
    ),
    Row("verb.name", ("XAPI-00010",), (), ("did",)),
)
ACTOR = (
    Row(
        "actor.objectType",
        ("XAPI-00031", "XAPI-00032", "XAPI-00009"),
        ("Agent", ABSENT),
        ("agent", "Person", "", "Activity", *NO_TEXT),
    ),
    *agents_at("actor"),
)
OBJECT = (
    Row(
        "object.objectType",
        ("XAPI-00046", "XAPI-00009"),
        ("Activity", ABSENT),
        ("activity", "ACTIVITY", "Thing", "Agent", "StatementRef", "", *NO_TEXT),
    ),
    Row("object.id", ("XAPI-00047", "XAPI-00011"), ("urn:example:quiz", "https://example.org/é/中"), (*NO_IRI, ABSENT)),
    Row("object.definition", ("XAPI-00048",), ({},), NO_OBJECT),
    Row("object.definition.name", ("XAPI-00056",), ({"en": "Quiz"}, {}), NO_LANGUAGE_MAP),
    Row("object.definition.description", ("XAPI-00059",), ({"en": "Ten questions"},), NO_LANGUAGE_MAP),
    Row("object.definition.type", ("XAPI-00060",), ("urn:example:type",), NO_IRI),
    Row("object.definition.moreInfo", ("XAPI-00061",), ("https://example.org/more",), NO_IRI),
    Row(
        "object.definition.extensions",
        ("XAPI-00057", "XAPI-00118", "XAPI-00119", "XAPI-00120"),
        ANY_EXTENSIONS,
        NO_EXTENSIONS,
    ),
    Row("object.definition.title", ("XAPI-00010",), (), ("Quiz",)),
)
RESULT = (
    Row("result.success", ("XAPI-00074",), (True, False), NO_BOOLEAN),
    Row("result.completion", ("XAPI-00075",), (True, False), NO_BOOLEAN),
    Row("result.response", ("XAPI-00076",), ("", "a[,]b"), NO_TEXT),
    Row(
        "result.duration",
        ("XAPI-00077", "XAPI-00124"),
        ("PT1S", "P1Y2M3DT4H5M6S", "PT0.01S", "PT1.23456S", "P3W", "PT36H", "P0D", "PT4H35M59.14S"),
        ("", "1 hour", "P", "PT", "P1H", "PT1D", "P1DT", "-PT1S", "P0001-02-03T04:05:06", "PT1S2M", *NO_TEXT),
    ),
    Row("result.extensions", ("XAPI-00078", "XAPI-00118", "XAPI-00119", "XAPI-00120"), ANY_EXTENSIONS, NO_EXTENSIONS),
    Row("result.grade", ("XAPI-00010",), (), ("A",)),
    Row("result.score", ("XAPI-00079",), ({}, {"raw": 1}), NO_OBJECT),
    Row("result.score.scaled", ("XAPI-00083",), (-1, 0, 1, 0.333, -1.0), (1.01, -1.01, 2, *NO_NUMBER)),
    Row("result.score.raw", ("XAPI-00082",), (0, 10, 3.25), (-0.01, 10.5, *NO_NUMBER)),
    Row("result.score.min", ("XAPI-00081",), (-5, 4.999), (10, 11, *NO_NUMBER)),
    Row("result.score.max", ("XAPI-00080",), (5.001, 1e9), (0, -1, *NO_NUMBER)),
    Row("result.score.percent", ("XAPI-00010",), (), (50,)),
)
CONTEXT = (
    Row("context.registration", ("XAPI-00087", "XAPI-00027", "XAPI-00028"), (UUID1, UUID1.upper()), NO_UUID),
    Row("context.instructor", ("XAPI-00006",), (agent(), group(agent())), (*NO_OBJECT, {})),
    Row(
        "context.team",
        ("XAPI-00088",),
        (group(agent()), {"objectType": "Group", "mbox": "mailto:team@example.org"}),
        (*NO_OBJECT, {}, agent()),
    ),
    Row("context.revision", ("XAPI-00089",), ("1.2", ""), NO_TEXT),
    Row("context.platform", ("XAPI-00090",), ("player",), NO_TEXT),
    Row("context.language", ("XAPI-00091", "XAPI-00013"), LANGUAGE_TAGS, ("12345678901", "a b", "", *NO_TEXT)),
    Row(
        "context.statement",
        ("XAPI-00092",),
        (reference(UUID1),),
        (
            *NO_OBJECT,
            {},
            {"id": UUID1},
            {"objectType": "statementref", "id": UUID1},
            activity(),
            {"objectType": "StatementRef"},
        ),
    ),
    Row("context.statement.id", ("XAPI-00072", "XAPI-00027", "XAPI-00028"), (UUID1,), (*NO_UUID, ABSENT)),
    Row("context.extensions", ("XAPI-00078", "XAPI-00118", "XAPI-00119", "XAPI-00120"), ANY_EXTENSIONS, NO_EXTENSIONS),
    Row("context.place", ("XAPI-00010",), (), ("here",)),
    Row("context.contextActivities", ("XAPI-00086",), ({},), NO_OBJECT),
    *(
        Row(
            f"context.contextActivities.{key}",
            ("XAPI-00094",),
            (activity(), [activity()], [activity(), activity()]),
            (*NO_ACTIVITY, [1], [{}]),
        )
        for key in ("parent", "grouping", "category", "other")
    ),
    *(
        Row(f"context.contextActivities.{key}", ("XAPI-00093",), (), (activity(), [activity()]))
        for key in ("Parent", "parents", "sibling")
    ),
    *agents_at("context.instructor"),
)
ATTACHMENTS = (
    Row("attachments.0.usageType", ("XAPI-00107",), ("urn:example:proof",), (*NO_IRI, ABSENT)),
    Row("attachments.0.display", ("XAPI-00106",), ({"en": "proof"},), (*NO_LANGUAGE_MAP, ABSENT)),
    Row("attachments.0.description", ("XAPI-00106",), ({"en": "proof"},), NO_LANGUAGE_MAP),
    Row("attachments.0.contentType", ("XAPI-00105",), ("text/plain", "text/plain; charset=ascii"), (*NO_TEXT, ABSENT)),
    Row("attachments.0.length", ("XAPI-00102",), (0, 27), ("27", 1.5, -1, True, {}, None, ABSENT)),
    Row("attachments.0.sha2", ("XAPI-00103",), ("a" * 56, "a" * 64, "b" * 96, "C" * 128), (*NO_TEXT, ABSENT)),
    Row("attachments.0.fileUrl", ("XAPI-00104",), ("https://example.org/file",), NO_IRI),
    Row("attachments.0.title", ("XAPI-00010",), (), ("proof",)),
)
TABLE = (*STATEMENT, *ACTOR, *OBJECT, *RESULT, *CONTEXT, *ATTACHMENTS)


def frame(path: str) -> dict[str, Any]:
    """Return a valid statement in which the path makes sense."""
    made = full()
    if path.startswith("actor"):
        made["actor"] = agent()
    for place in ("actor", "context.instructor"):
        property_ = path.removeprefix(place + ".").partition(".")[0]
        if path.startswith(place + ".") and property_ in ("mbox_sha1sum", "openid", "account"):
            replacement = (
                {"account": {"homePage": "https://example.org", "name": "ada"}} if property_ == "account" else {}
            )
            made = put_at(made, place, {"objectType": "Agent", **replacement})
    if path == "object.objectType" or path.startswith("context.instructor"):
        made["object"] = activity()
    return made


def rows(verdict: str) -> list[Any]:
    return [
        pytest.param(row.path, getattr(row, verdict), id=row.path, marks=answers(*row.ids))
        for row in TABLE
        if getattr(row, verdict)
    ]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The naive store is enough: what is judged here is decided before any store is asked."""
    with build("memory", tmp_path_factory.mktemp("record")) as built:
        yield built


@pytest.mark.parametrize("nested", [False, True], ids=["top", "sub"])
@pytest.mark.parametrize(("path", "values"), rows("good"))
@answers("XAPI-00066")
def test_accepted(lrs: Client, path: str, values: tuple[Any, ...], *, nested: bool) -> None:
    made = [within(put_at(frame(path), path, value), nested=nested) for value in values]
    answer = lrs.post("statements", json_=made)
    assert answer.status == 200, answer


@pytest.mark.parametrize("nested", [False, True], ids=["top", "sub"])
@pytest.mark.parametrize(("path", "values"), rows("bad"))
@answers("XAPI-00066", "XAPI-00014")
def test_refused(lrs: Client, path: str, values: tuple[Any, ...], *, nested: bool) -> None:
    wrong = []
    for value in values:
        answer = lrs.post("statements", json_=within(put_at(frame(path), path, value), nested=nested))
        if answer.status != 400 or path.partition(".")[0] not in answer.body.decode():
            wrong.append(("absent" if value is ABSENT else value, answer))
    assert not wrong, "accepted, or refused without saying where"
