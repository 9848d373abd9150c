"""Statements (1.0.3 Data 2.4; 2.0.0 4.2.4): read strictly, checked whole, completed with what the LRS sets.

What is kept is the text that was received: only the properties the LRS sets are spliced into it.
"""

import re
from uuid import UUID

import msgspec
from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import actor, context, faults, jsontext, parts, timestamp
from lrs.xapi.entry import Entry
from lrs.xapi.iri import check_uuid
from lrs.xapi.version import Version
from lrs.xapi.vocabulary import VOIDED
from lrs.xapi.wording import refusal
from schemas.statement import Statement

_V1 = re.compile(r"1\.0(\.\d+)?", re.ASCII)
_V2 = re.compile(r"[12]\.0(\.\d+)?", re.ASCII)
_VERSIONS = {Version.V1: (_V1, "1.0.x"), Version.V2: (_V2, "2.0.x or 1.0.x")}
_WRITTEN = {Version.V1: "1.0.0", Version.V2: "2.0.0"}
_BLANK = b" \t\r\n"

_one = msgspec.json.Decoder(Statement)


class Received(msgspec.Struct, frozen=True, gc=False):
    """A valid statement and the exact text it came as."""

    text: str
    statement: Statement


def read_statement(text: bytes, version: Version) -> Received:
    """Return the one statement a body holds.

    Raises
    ------
    BadRequest
        When it is not one, naming the property.
    """
    if text.lstrip(_BLANK)[:1] == b"[":
        raise BadRequest("statement: expected one statement object, got an array")
    return read_statements(text, version)[0]


def read_statements(body: bytes, version: Version) -> list[Received]:
    """Return the statements of a body, which is one object or an array of any number of them.

    Raises
    ------
    BadRequest
        When a statement breaks a rule, naming it and the property: `statement[3].actor.mbox: …`.
    """
    whole = jsontext.text(body, "statement")
    if body.lstrip(_BLANK)[:1] != b"[":
        return [_received(whole.strip(" \t\r\n"), body, _decode(body, "statement"), "statement", version)]
    elements = _elements(body)
    try:
        statements = [_one.decode(element) for element in elements]
    except (msgspec.DecodeError, RecursionError):
        statements = [_decode(element, f"statement[{index}]") for index, element in enumerate(elements)]
    plain = jsontext.is_plain(body, statements)
    return [
        _received(element.decode(), element, statement, f"statement[{index}]", version, plain=plain)
        for index, (element, statement) in enumerate(zip(elements, statements, strict=True))
    ]


def _elements(body: bytes) -> list[bytes]:
    try:
        return jsontext.elements(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise faults.explain(body, error, "statements") from None


def _decode(element: bytes, path: str) -> Statement:
    try:
        return _one.decode(element)
    except (msgspec.DecodeError, RecursionError) as error:
        raise faults.explain(element, error, path) from None


def _received(  # noqa: PLR0913 -- the four faces of one statement, and the rules it meets
    text: str, element: bytes, statement: Statement, path: str, version: Version, *, plain: bool | None = None
) -> Received:
    """Check one decoded statement; `plain` says what `jsontext.is_plain` said of the whole body."""
    if plain is None:
        plain = jsontext.is_plain(element, statement)
    if not (plain and jsontext.is_shallow(element)):
        jsontext.inspect(text, path)
    check(statement, path, version)
    return Received(text, statement)


def check(statement: Statement, path: str, version: Version) -> None:
    """Refuse a statement that breaks a rule of a version."""
    if statement.id is not UNSET:
        check_uuid(statement.id, f"{path}.id")
    if statement.version is not UNSET:
        _check_version(statement.version, f"{path}.version", version)
    if statement.stored is not UNSET:
        timestamp.check(statement.stored, f"{path}.stored")
    if statement.authority is not UNSET:
        actor.check_authority(statement.authority, f"{path}.authority")
    parts.check(statement, path, version)
    if statement.verb.id == VOIDED and statement.object.objectType != "StatementRef":
        raise refusal(
            f"{path}.object.objectType", '"StatementRef", because the verb is voided', statement.object.objectType
        )


def _check_version(value: str, path: str, version: Version) -> None:
    pattern, expected = _VERSIONS[version]
    if pattern.fullmatch(value) is None:
        raise refusal(path, f"{expected} under X-Experience-API-Version {version.value}", value)


def complete(  # noqa: PLR0913 -- each is one thing the LRS decides about a statement
    received: Received,
    *,
    id: UUID,  # noqa: A002 -- the standard's name for it
    authority: str,
    authority_identifier: str,
    version: Version,
    attachments: tuple[str, ...] = (),
    defines: bool = True,
    keep_authority: bool = False,
) -> Entry:
    """Return a statement ready to be kept, with what the LRS sets.

    Parameters
    ----------
    received
        What came in.
    id
        Its id, or a new one when it brought none.
    authority, authority_identifier
        The authority to write, as JSON text, and its identifier.
    keep_authority
        Leave the authority it brought, if any: it comes from a record we trust.
    """
    statement = received.statement
    kept = keep_authority and statement.authority is not UNSET
    head = _opened(received.text, statement, keep_authority=kept)
    if statement.id is UNSET:
        head += f',"id":"{id}"'
    if not kept:
        head += f',"authority":{authority}'
    if statement.version is UNSET:
        head += f',"version":"{_WRITTEN[version]}"'
    return Entry(
        id,
        statement,
        head + ',"stored":',
        None if statement.timestamp is UNSET else "}",
        version,
        (actor.identifier(statement.authority) if kept and statement.authority else None) or authority_identifier,
        defines,
        attachments,
    )


def _opened(text: str, statement: Statement, *, keep_authority: bool) -> str:
    """Return a statement's text up to its closing brace, without the members the LRS sets itself.

    A context activity that stands alone gets its brackets: it must be returned as an array (2.4.6.2).
    """
    gone = [] if statement.stored is UNSET else ["stored"]
    if statement.authority is not UNSET and not keep_authority:
        gone.append("authority")
    lone = list(context.lone_activities(statement))
    if gone or lone:
        text = _edited(text, gone, lone)
    return text[:-1]


def _edited(text: str, gone: list[str], lone: list[jsontext.Path]) -> str:
    """Return a text without some members, and with brackets around the values of others; from the end backwards."""
    spans = jsontext.inspect(text, "statement")
    edits = [(spans[name,], True) for name in gone] + [(spans[path], False) for path in lone]
    for span, is_gone in sorted(edits, reverse=True):
        if is_gone:
            text = jsontext.cut(text, span)
        else:
            text = f"{text[: span.value]}[{text[span.value : span.end]}]{text[span.end :]}"
    return text


def stored_text(entry: Entry, stored: str) -> str:
    """Return the text to keep, once the instant it is kept at is known."""
    tail = f',"timestamp":"{stored}"}}' if entry.tail is None else entry.tail
    return f'{entry.head}"{stored}"{tail}'
