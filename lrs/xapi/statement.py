"""Statements (1.0.3 Data 2.4; 2.0.0 4.2.4): read strictly, checked whole, completed with what the LRS sets.

What is kept is the text that was received: only the properties the LRS sets are spliced into it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from uuid import UUID

import msgspec
from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi import actor, context, faults, jsontext, parts, quick, timestamp
from lrs.xapi.entry import Entry, spliced
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
    """A valid statement, exactly as it came, and the context activities in it that stand alone."""

    raw: bytes
    statement: Statement
    lone: Sequence[jsontext.Path] = ()

    @property
    def text(self) -> str:
        """The text it came as."""
        return self.raw.decode()


def read_statement(text: bytes, version: Version) -> Received:
    """Return the one statement a body holds.

    Raises
    ------
    BadRequest
        When it is not one, naming the property.
    """
    if text.lstrip(_BLANK)[:1] == b"[":
        raise BadRequest("statement: expected one statement object, got an array")
    return next(read_statements(text, version))


def read_statements(body: bytes, version: Version) -> Iterator[Received]:
    """Yield the statements of a body, which is one object or an array of any number of them.

    Who takes them can begin with the first while the others are still to be checked.

    Raises
    ------
    BadRequest
        When a statement breaks a rule, naming it and the property: `statement[3].actor.mbox: …`.
    """
    if body.lstrip(_BLANK)[:1] != b"[":
        jsontext.text(body, "statement")
        yield _read(body.strip(_BLANK), "statement", version)
        return
    for index, element in enumerate(_apart(body)):
        yield _read(element, f"statement[{index}]", version)


def _read(element: bytes, path: str, version: Version) -> Received:
    """Return the statement that valid UTF-8 holds."""
    statement = quick.read(element)
    if statement is None:
        statement = read_slowly(element, path, version)
        return Received(element, statement, context.lone_activities(statement))
    _check_whole(statement, path, version)
    return Received(element, statement)


def read_slowly(element: bytes, path: str, version: Version) -> Statement:
    """Return the statement that valid UTF-8 holds, looking at all of it whatever came before.

    Raises
    ------
    BadRequest
        When a statement breaks a rule, naming it and the property.
    """
    statement = _decode(element, path)
    if jsontext.colons(element, statement) is None or not jsontext.is_shallow(element):
        jsontext.inspect(element.decode().strip(), path)
    parts.check(statement, path, version)
    _check_whole(statement, path, version)
    return statement


def _apart(body: bytes) -> Iterator[bytes]:
    """Yield the elements of an array, valid UTF-8; between them there is nothing but ASCII."""
    try:
        for element in jsontext.elements(body):
            if not element.isascii():
                element.decode()
            yield element
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        jsontext.text(body, "statement")  # refuses what is no UTF-8, and says where in the body that is
        raise faults.explain(body, error, "statements") from None


def _decode(element: bytes, path: str) -> Statement:
    try:
        return _one.decode(element)
    except (msgspec.DecodeError, RecursionError) as error:
        raise faults.explain(element, error, path) from None


def _check_whole(statement: Statement, path: str, version: Version) -> None:
    """Refuse a statement whose parts are valid but that breaks a rule of a version."""
    if statement.id is not UNSET:
        check_uuid(statement.id, f"{path}.id")
    if statement.version is not UNSET:
        _check_version(statement.version, f"{path}.version", version)
    if statement.stored is not UNSET:
        timestamp.check(statement.stored, f"{path}.stored")
    if statement.authority is not UNSET:
        actor.check_authority(statement.authority, f"{path}.authority")
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
    own = f',"id":"{id}"'.encode() if statement.id is UNSET else b""
    added = _added(None if kept else authority, _WRITTEN[version] if statement.version is UNSET else None)
    return Entry(
        id,
        statement,
        _opened(received, keep_authority=kept) + own + added,
        None if statement.timestamp is UNSET else b"}",
        version,
        (actor.identifier(statement.authority) if kept and statement.authority else None) or authority_identifier,
        defines,
        attachments,
    )


@lru_cache(maxsize=256)
def _added(authority: str | None, version: str | None) -> bytes:
    """Return what stands between what came and `stored`."""
    asserted = f',"authority":{authority}' if authority is not None else ""
    spoken = f',"version":"{version}"' if version is not None else ""
    return f'{asserted}{spoken},"stored":'.encode()


def _opened(received: Received, *, keep_authority: bool) -> bytes:
    """Return a statement's text up to its closing brace, without the members the LRS sets itself.

    A context activity that stands alone gets its brackets: it must be returned as an array (2.4.6.2).
    """
    statement = received.statement
    gone = [] if statement.stored is UNSET else ["stored"]
    if statement.authority is not UNSET and not keep_authority:
        gone.append("authority")
    if gone or received.lone:
        return _edited(received.text, gone, received.lone).encode()[:-1]
    return received.raw[:-1]


def _edited(text: str, gone: list[str], lone: Sequence[jsontext.Path]) -> str:
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
    return spliced(entry.head, entry.tail, stored)
