"""What is kept is what was received, whatever it looks like; and everybody can read it."""

import json
from random import Random
from typing import Any
from uuid import UUID

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lrs.errors import BadRequest
from lrs.xapi.equivalence import equivalent
from lrs.xapi.format import tell
from lrs.xapi.statement import complete, read_statement, read_statements, stored_text
from lrs.xapi.version import Version

ID = UUID("11111111-2222-4333-8444-555555555555")
AUTHORITY = '{"mbox":"mailto:lrs@example.org"}'
STORED = "2026-11-21T18:33:00.123456Z"
LRS_SETS = {"stored", "authority"}
EXAMPLES = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])  # nothing is timed

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['":"', '" :', "\\", "{[", ",", "\u0000", "}]"]
)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**300), 10**300)
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
iris = st.builds("https://example.org/{}".format, st.text("abcé/#?&=:", max_size=6))
extensions = st.dictionaries(iris, anything, max_size=3)
languages = st.dictionaries(st.sampled_from(["en", "fr", "en-GB", "zh-Hans"]), texts, max_size=2)


def objects(required: Any, **optional: Any) -> Any:
    return st.fixed_dictionaries(required, optional=optional)


agents = st.one_of(
    objects({"mbox": st.sampled_from(["mailto:a@b.c", "mailto:D@E.f"])}, name=texts),
    objects({"account": st.fixed_dictionaries({"homePage": iris, "name": texts})}, objectType=st.just("Agent")),
)
groups = objects({"objectType": st.just("Group"), "member": st.lists(agents, min_size=1, max_size=3)}, name=texts)
verbs = objects({"id": iris}, display=languages)
activities = objects({"id": iris}, definition=objects({}, name=languages, type=iris, extensions=extensions))
references = st.fixed_dictionaries({"objectType": st.just("StatementRef"), "id": st.uuids().map(str)})
contexts = objects(
    {},
    registration=st.uuids().map(str),
    instructor=agents | groups,
    contextActivities=objects({}, parent=activities, other=st.lists(activities, max_size=2)),
    extensions=extensions,
)
results = objects({}, success=st.booleans(), response=texts, extensions=extensions)
instants = st.sampled_from(["2015-11-24T12:00:00Z", "2015-11-24T13:00:00.5+01:00", STORED])
common = {"actor": agents | groups, "verb": verbs}
more = {"result": results, "context": contexts, "timestamp": instants}
sub_statements = objects(common | {"objectType": st.just("SubStatement"), "object": activities | references}, **more)
statements = objects(
    common | {"object": activities | references | sub_statements},
    **more,
    id=st.uuids().map(str),
    version=st.just("1.0.1"),
    stored=instants,
    authority=agents,
)


class Pen:
    """Writes a value as JSON in one of the many ways it can be written."""

    def __init__(self, random: Random, twice: dict | None = None) -> None:
        self._random = random
        self._twice = twice
        self._blank = random.random() < 0.5

    def blank(self) -> str:
        return "".join(self._random.choices(" \n\t\r", k=self._random.randrange(3))) if self._blank else ""

    def write(self, value: object) -> str:
        if isinstance(value, dict):
            members = [f"{self.string(key)}{self.blank()}:{self.spaced(one)}" for key, one in self._members(value)]
            return "{" + self.blank() + ("," + self.blank()).join(members) + "}"
        if isinstance(value, list):
            return "[" + ",".join(self.spaced(one) for one in value) + "]"
        return self.string(value) if isinstance(value, str) else json.dumps(value)

    def _members(self, value: dict) -> list:
        members = list(value.items())
        self._random.shuffle(members)
        if value is self._twice:
            members.insert(self._random.randrange(len(members) + 1), self._random.choice(members))
        return members

    def spaced(self, value: object) -> str:
        return self.blank() + self.write(value) + self.blank()

    def string(self, text: str) -> str:
        return '"' + "".join(self._letter(letter) for letter in text) + '"'

    def _letter(self, letter: str) -> str:
        plain = json.dumps(letter, ensure_ascii=False)[1:-1]
        if ord(letter) > 0xFFFF or self._random.random() < 0.9:
            return plain
        return f"\\u{ord(letter):04x}"


randoms = st.integers(0, 2**32).map(Random)
pens = randoms.map(Pen)


def member_texts(text: str) -> list[tuple[str, str]]:
    """Return each member of an object with its exact text, told by another parser than ours."""
    decoder, found, place = json.JSONDecoder(), [], text.index("{") + 1
    while True:
        start = len(text) - len(text[place:].lstrip())
        key, place = decoder.raw_decode(text, start)
        colon = text.index(":", place)
        value = len(text) - len(text[colon + 1 :].lstrip())
        _, place = decoder.raw_decode(text, value)
        found.append((key, text[start:place]))
        rest = text[place:].lstrip()
        if rest[0] == "}":
            return found
        place = len(text) - len(rest) + 1


def kept(text: str, **settings: object) -> str:
    given = {"id": ID, "authority": AUTHORITY, "authority_identifier": "k", "version": Version.V1}
    entry = complete(read_statement(text.encode(), Version.V1), **(given | settings))
    return stored_text(entry, STORED)


def lone(text: str) -> str:
    return text.replace("[", "").replace("]", "")


@EXAMPLES
@given(statements, pens)
def test_splicing_changes_no_other_byte(statement: dict[str, Any], pen: "Pen") -> None:
    text = pen.write(statement)
    after = member_texts(kept(text))
    told = [one for key, one in member_texts(text) if key not in LRS_SETS]
    assert [lone(one) for _, one in after[: len(told)]] == [lone(one) for one in told]
    added = {"id": f'"id":"{ID}"', "authority": f'"authority":{AUTHORITY}', "version": '"version":"1.0.0"'}
    added |= {"stored": f'"stored":"{STORED}"', "timestamp": f'"timestamp":"{STORED}"'}
    spliced = dict(after[len(told) :])
    assert spliced == {key: one for key, one in added.items() if key in LRS_SETS or key not in statement}


@EXAMPLES
@given(statements, pens)
def test_what_is_kept_is_a_valid_statement_equivalent_to_what_came(statement: dict[str, Any], pen: "Pen") -> None:
    text = pen.write(statement)
    whole = kept(text)
    assert read_statement(whole.encode(), Version.V1).text == whole
    assert kept(whole) == whole or set(json.loads(kept(whole))) == set(json.loads(whole))
    for version in Version:
        assert equivalent(whole, text, version)
        assert equivalent(text, whole, version)


@EXAMPLES
@given(statements, pens)
def test_a_statement_taken_over_keeps_its_authority(statement: dict[str, Any], pen: "Pen") -> None:
    told = json.loads(kept(pen.write(statement), keep_authority=True))
    assert told["authority"] == statement.get("authority", json.loads(AUTHORITY))


@pytest.fixture(scope="module")
def duck() -> Any:
    with duckdb.connect() as connection:
        yield connection


@EXAMPLES
@given(statements, pens)
def test_duckdb_reads_every_accepted_text(duck: Any, statement: dict[str, Any], pen: "Pen") -> None:
    for whole in (
        kept(pen.write(statement)),
        *(tell(kept(pen.write(statement)), one, ["fr"], {}) for one in ("ids", "canonical")),
    ):
        valid, verb, parts = duck.execute(
            "SELECT json_valid($1), json_extract_string($1, '$.verb.id'), json_keys($1)", [whole]
        ).fetchone()
        assert valid
        assert verb == statement["verb"]["id"]
        assert set(parts) == set(json.loads(whole))


def dicts(value: object) -> list:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for child in inner for one in dicts(child)] + ([value] if value and isinstance(value, dict) else [])


@EXAMPLES
@given(statements, randoms, st.booleans())
def test_a_duplicate_key_is_refused_at_any_depth(statement: dict[str, Any], random: Random, many: Any) -> None:
    text = Pen(random, twice=random.choice(dicts(statement))).write(statement)
    clean = Pen(random).write(statement)
    body = f"[{clean},{text}]" if many else text
    with pytest.raises(BadRequest, match=r"the key is there twice"):
        list(read_statements(body.encode(), Version.V1))


@EXAMPLES
@given(statements, randoms)
def test_the_way_a_statement_is_written_does_not_matter(statement: dict[str, Any], random: Random) -> None:
    one, other = (Pen(random).write(statement) for _ in range(2))
    for version in Version:
        assert equivalent(one, other, version)


@EXAMPLES
@given(statements, statements, pens)
def test_equivalence_is_symmetric(one: str, other: str, pen: "Pen") -> None:
    texts_ = pen.write(one), pen.write(other)
    for version in Version:
        assert equivalent(*texts_, version) is equivalent(*texts_[::-1], version)


@EXAMPLES
@given(statements, anything, pens)
def test_another_extension_is_another_statement(statement: dict[str, Any], value: Any, pen: "Pen") -> None:
    result = statement.get("result", {})
    old = result.get("extensions", {}).get("https://example.org/new", "nothing")
    assume(json.dumps(old) != json.dumps(value) and old != value)
    changed = result | {"extensions": result.get("extensions", {}) | {"https://example.org/new": value}}
    for version in Version:
        assert not equivalent(pen.write(statement), pen.write(statement | {"result": changed}), version)


@EXAMPLES
@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | anything.map(lambda one: json.dumps(one).encode())
)
def test_anything_else_is_refused_with_a_sentence(body: bytes) -> None:
    if body.strip() in (b"[]", b"[ ]"):
        return
    with pytest.raises(BadRequest, match=r"^statement"):
        list(read_statements(body, Version.V2))
