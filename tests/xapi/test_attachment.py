import hashlib
from typing import Any

import pytest

from lrs.errors import BadRequest
from lrs.xapi import attachment
from schemas.statement import Actor, Attachment, Statement, StatementObject, Verb

ONE, TWO = (hashlib.sha256(text).hexdigest() for text in (b"one", b"two"))


def make(sha2: str = ONE, **more: Any) -> Attachment:
    given = {
        "usageType": "https://example.org/essay",
        "display": {"en": "Essay"},
        "contentType": "text/plain",
        "length": 3,
    }
    return Attachment(**(given | {"sha2": sha2} | more))


def saying(*attachments: Any, inside: Any = ()) -> Statement:
    actor, verb = Actor(mbox="mailto:a@b.c"), Verb("https://example.org/v")
    thing = StatementObject(id="https://example.org/a")
    if inside:
        thing = StatementObject(
            objectType="SubStatement", actor=actor, verb=verb, object=thing, attachments=list(inside)
        )
    return Statement(actor, verb, thing, attachments=list(attachments))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"usageType": "essay"}, "usageType"),
        ({"display": {"english!": "x"}}, "display"),
        ({"description": {"": "x"}}, "description"),
        ({"contentType": "text"}, "contentType"),
        ({"contentType": ""}, "contentType"),
        ({"length": -1}, "length"),
        ({"sha2": ""}, "sha2"),
        ({"fileUrl": "essay.txt"}, "fileUrl"),
        ({"usageType": "http://adlnet.gov/expapi/attachments/signature"}, "contentType"),
    ],
)
def test_refuses_what_breaks_a_rule(wrong: dict[str, Any], path: Any) -> None:
    with pytest.raises(BadRequest, match=f"^a.{path}: expected "):
        attachment.check(make(**wrong), "a")


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/plain; charset=utf-8", "application/vnd.x+json", "image/svg+xml;a=b"]
)
def test_accepts_media_types(kind: str) -> None:
    attachment.check(make(contentType=kind), "a")


def test_an_attachment_without_an_address_must_bring_its_bytes() -> None:
    wanted = attachment.expected([saying(make(ONE.upper())), saying(make(TWO, fileUrl="https://example.org/two"))])
    assert (set(wanted.required), wanted.allowed) == ({ONE}, {ONE, TWO})
    wanted.check([ONE])
    wanted.check([ONE.upper(), TWO])
    with pytest.raises(BadRequest, match=r"statement\[0\]\.attachments\[0\]: expected a fileUrl, or its bytes"):
        wanted.check([TWO])


def test_bytes_that_nothing_speaks_of_are_refused() -> None:
    with pytest.raises(BadRequest, match=f"X-Experience-API-Hash {TWO}: no attachment"):
        attachment.expected(saying(make(ONE))).check([ONE, TWO])


def test_a_sub_statement_brings_its_own() -> None:
    assert attachment.expected(saying(inside=[make(TWO)])).required == {TWO: "statement.object.attachments[0]"}


def test_finds_signatures() -> None:
    signed = make(
        TWO, usageType="http://adlnet.gov/expapi/attachments/signature", contentType="application/octet-stream"
    )
    assert attachment.signatures(saying(make(ONE), signed)) == [TWO]
    assert attachment.signatures(saying()) == []
