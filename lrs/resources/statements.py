"""Statements (1.0.3 Communication 2.1; 2.0.0 4.1.6.1)."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID, uuid4

import msgspec
from flask import Response

from lrs.errors import BadRequest, NotFound
from lrs.resources.answers import answer, answer_text, nothing
from lrs.resources.auth import authority_of, defines, only_authority, within_reach
from lrs.resources.incoming import Incoming, receive
from lrs.resources.multipart import content_type, told
from lrs.resources.request import Call
from lrs.store.promise import Entry, Page, Record
from lrs.xapi.attachment import attachments
from lrs.xapi.format import activity_ids, tell
from lrs.xapi.iri import check_uuid
from lrs.xapi.language import preferred
from lrs.xapi.query import Format, SingleQuery, StatementQuery, more, read_query, resume
from lrs.xapi.statement import complete
from lrs.xapi.timestamp import http_date
from schemas.statement import Statement


def put(call: Call) -> Response:
    """Keep one statement under the id its sender chose."""
    call.only("statementId")
    check_uuid(call.need("statementId"), "statementId")
    id_ = UUID(call.params["statementId"])
    (entry,) = _entries(call, receive(call, one=True), id_)
    sent = entry.statement.id
    if sent and UUID(sent) != id_:
        raise BadRequest(f"statement.id: {sent} is not the statementId of the request, {id_}")
    call.service.store.add([entry])
    return nothing()


def post(call: Call) -> Response:
    """Keep statements: one, many or none; all of them or none."""
    call.only()
    ids: list[UUID] = []
    call.service.store.add(_distinct(_entries(call, receive(call)), ids))
    return answer(ids)


def get(call: Call) -> Response:
    """Answer with one statement, or a page of them."""
    if "more" in call.params:
        call.only("more")
        return _page(call, resume(call.params["more"]))
    query = read_query(call.params, call.version, largest=call.service.settings.page)
    return _one(call, query) if isinstance(query, SingleQuery) else _page(call, query)


def repeated(ids: Sequence[UUID]) -> int | None:
    """Return where an id stands for the second time; looked for only when there is one, and each id once."""
    if len(set(ids)) == len(ids):
        return None
    seen: set[UUID] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            return index
        seen.add(id_)
    return None


def _distinct(entries: Iterable[Entry], ids: list[UUID]) -> Iterator[Entry]:
    """Yield entries, noting their ids; refuse them if one stands there twice."""
    for entry in entries:
        ids.append(entry.id)
        yield entry
    if (index := repeated(ids)) is not None:
        raise BadRequest(f"statement[{index}].id: {ids[index]} stands twice in this batch")


def _entries(call: Call, incoming: Incoming, id_: UUID | None = None) -> Iterator[Entry]:
    """Yield what is to be kept, as it is read: under `id_`, or the id it brings, or a new one."""
    authority, identifier = authority_of(call)
    defining = defines(call.sender)
    for received in incoming.statements:
        own = received.statement.id
        yield complete(
            received,
            id=id_ or (msgspec.convert(own, UUID) if own else uuid4()),
            authority=authority,
            authority_identifier=identifier,
            version=call.version,
            attachments=incoming.brought_by(received),
            defines=defining,
        )


def _one(call: Call, query: SingleQuery) -> Response:
    record = call.service.store.statement(query.id, voided=query.voided, authority=only_authority(call))
    if record is None:
        raise NotFound(f"statement {query.id}: there is none{' that is voided' if query.voided else ''}")
    texts = _told(call, [record], query.format)
    return _answer(call, texts[0], [record], attached=query.attachments)


def _page(call: Call, query: StatementQuery) -> Response:
    query = within_reach(call, query)
    page = call.service.store.statements(query)
    texts = _told(call, page.records, query.format)
    body = '{"statements":[' + ",".join(texts) + f'],"more":"{_more(call, query, page)}"}}'
    return _answer(call, body, page.records, attached=query.attachments)


def _more(call: Call, query: StatementQuery, page: Page) -> str:
    if page.after is None or page.ceiling is None:
        return ""
    root = call.service.settings.prefix + call.environ.get("SCRIPT_NAME", "")
    return f"{root}/xapi/statements?more={more(query, page.after, page.ceiling)}"


def _told(call: Call, records: Sequence[Record], format_: Format) -> list[str]:
    """Return each statement in the format asked for."""
    if format_ == "exact":
        return [record.text for record in records]
    languages = preferred(call.header("ACCEPT_LANGUAGE") or "")
    definitions: dict[str, str] = {}
    if format_ == "canonical":
        iris = {iri for record in records for iri in activity_ids(record.text)}
        definitions = call.service.store.activities(sorted(iris))
    return [tell(record.text, format_, languages, definitions) for record in records]


def _answer(call: Call, body: str, records: Sequence[Record], *, attached: bool) -> Response:
    if attached:
        kind, boundary = content_type()
        response = Response(told(body.encode(), _attachments(call, records), boundary), content_type=kind)
    else:
        response = answer_text(body)
    if records:
        response.headers["Last-Modified"] = http_date(max(record.stored for record in records))
    return response


def _attachments(call: Call, records: Sequence[Record]) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """Yield what is kept of the statements' attachments, each once."""
    kept = call.service.store.attachments
    given: set[str] = set()
    for record in records:
        if '"attachments"' not in record.text:
            continue
        for attachment in attachments(_read_again(record)):
            sha2 = attachment.sha2.lower()
            if sha2 not in given and kept.size(sha2) is not None:
                given.add(sha2)
                yield attachment.sha2, attachment.contentType, kept.read(sha2)


def _read_again(record: Record) -> Statement:
    return msgspec.json.decode(record.text, type=Statement)


METHODS = {"GET": get, "HEAD": get, "PUT": put, "POST": post}
