import json
from typing import Any

import pytest

from lrs.errors import BadRequest, Conflict, PreconditionFailed
from lrs.xapi.document import etag, merge_json, precondition
from lrs.xapi.version import Version

V1, V2 = Version.V1, Version.V2
KEPT = etag(b"kept")
PROFILES = ("agent_profile", "activity_profile")
KINDS = ("state", *PROFILES)


def attempt(method: str, kind: Any, version: Version, kept: str | None, **headers: str) -> int:
    try:
        precondition(method, kind, version, headers.get("match"), headers.get("none_match"))(kept)
    except (BadRequest, Conflict, PreconditionFailed) as refusal:
        return refusal.status
    return 204


@pytest.mark.parametrize(
    ("version", "kinds", "absent", "present"),
    [(V1, ("state",), 204, 204), (V1, PROFILES, 400, 409), (V2, KINDS, 204, 409)],
)
def test_a_put_that_expects_nothing(version: Version, kinds: Any, absent: int, present: int) -> None:
    for kind in kinds:
        assert attempt("PUT", kind, version, None) == absent
        assert attempt("PUT", kind, version, KEPT) == present


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_precondition_that_does_not_hold(method: str, kind: str, version: Version) -> None:
    assert attempt(method, kind, version, KEPT, match=etag(b"stale")) == 412
    assert attempt(method, kind, version, None, match=KEPT) == 412
    assert attempt(method, kind, version, None, match="*") == 412
    assert attempt(method, kind, version, KEPT, none_match="*") == 412
    assert attempt(method, kind, version, KEPT, none_match=KEPT) == 412


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_precondition_that_holds(method: str, kind: str, version: Version) -> None:
    for match in (KEPT, "*", KEPT.strip('"'), f'"x", {KEPT}', f"W/{KEPT}"):
        assert attempt(method, kind, version, KEPT, match=match) == 204
    assert attempt(method, kind, version, None, none_match="*") == 204
    assert attempt(method, kind, version, KEPT, none_match='"other"') == 204


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("kept", [None, KEPT])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_post_and_delete_need_no_precondition(method: str, kind: str, version: Version, kept: Any) -> None:
    assert attempt(method, kind, version, kept) == 204


def test_the_refusals_say_what_to_send() -> None:
    with pytest.raises(BadRequest, match=r"If-None-Match: expected \* to create an? agent profile"):
        precondition("PUT", "agent_profile", V1, None, None)(None)
    with pytest.raises(Conflict, match=f"its ETag is {KEPT}"):
        precondition("PUT", "activity_profile", V2, None, None)(KEPT)


def test_an_etag_is_a_quoted_lower_case_sha_1() -> None:
    assert etag(b"") == '"da39a3ee5e6b4b0d3255bfef95601890afd80709"'


def test_merges_one_level_deep_and_keeps_digits() -> None:
    merged = merge_json(b'{"a":1.50, "b":{"x":1}, "c":"old"}', b' { "b" : {"y":2.0} , "d":1E5, "\\u00e9":null}\n')
    assert merged == '{"a":1.50,"b":{"y":2.0},"c":"old","d":1E5,"é":null}'.encode()
    assert json.loads(merge_json(b"{}", b"{}")) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"5",
        b"null",
        b'"x"',
        b"",
        b"{",
        b'{"a":1,"a":2}',
        b"\xff",
        b'{"a":NaN}',
        b'{"a":"\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_merges_only_json_objects(content: bytes) -> None:
    with pytest.raises(BadRequest, match=r"^document"):
        merge_json(b"{}", content)
    with pytest.raises(BadRequest, match=r"^the document that is there"):
        merge_json(content, b"{}")
