"""Documents: State, Agent Profile and Activity Profile (1.0.3 Communication 2.2, 2.3, 2.6, 2.7; 2.0.0 4.1.6.2-4).

The three resources are rows of one table. A precondition is checked, and a merge computed, inside the store's write
transaction, so two tools that write at once cannot lose each other's change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Response

from lrs.errors import BadRequest, NotFound
from lrs.resources.answers import JSON, answer, nothing
from lrs.resources.conditional import checked
from lrs.resources.request import Call
from lrs.store.promise import Document, DocumentKey, DocumentKind, DocumentScope
from lrs.xapi.actor import identifier, read_agent
from lrs.xapi.document import etag, is_closed, merge_json
from lrs.xapi.iri import check_iri, check_uuid
from lrs.xapi.timestamp import http_date, read

Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: how its id is called and what else says where it lives."""

    kind: DocumentKind
    id: str
    where: tuple[str, ...]
    optional: tuple[str, ...] = ()
    clears: bool = False  # whether all documents of a scope may be deleted at once


KINDS = {
    "activities/state": Kind("state", "stateId", ("activityId", "agent"), ("registration",), clears=True),
    "activities/profile": Kind("activity_profile", "profileId", ("activityId",)),
    "agents/profile": Kind("agent_profile", "profileId", ("agent",)),
}


def get(kind: Kind, call: Call) -> Response:
    """Answer with one document, or with the ids of many."""
    if kind.id not in call.params:
        return _ids(kind, call)
    document = call.service.store.document(_key(kind, call))
    if document is None:
        raise NotFound(f"{kind.id}: there is no document {call.params[kind.id]!r} here")
    response = Response(document.content, content_type=document.content_type)
    response.headers["ETag"] = etag(document.content)
    response.headers["Last-Modified"] = http_date(document.updated)
    return response


def put(kind: Kind, call: Call) -> Response:
    """Keep a document, replacing what was there."""
    key = _key(kind, call)
    new = _received(call)
    call.service.store.change_document(key, checked(kind.kind, call, lambda _: new))
    return nothing()


def post(kind: Kind, call: Call) -> Response:
    """Keep a document, or merge its JSON into the one that is there."""
    key = _key(kind, call)
    new = _received(call)
    if _is_json(new):
        merge_json(b"{}", new.content)  # refuses what is no JSON object before the writer is bothered
    call.service.store.change_document(key, checked(kind.kind, call, partial(_merged, new)))
    return nothing()


def delete(kind: Kind, call: Call) -> Response:
    """Forget a document, or with no id all of a scope."""
    if kind.clears and kind.id not in call.params:
        call.service.store.delete_documents(_scope(kind, call))
        return nothing()
    call.service.store.change_document(_key(kind, call), checked(kind.kind, call, lambda _: None))
    return nothing()


def _ids(kind: Kind, call: Call) -> Response:
    scope = _scope(kind, call, "since")
    since = call.params.get("since")
    found = call.service.store.document_ids(scope, None if since is None else read(since, "since"))
    response = answer([id_ for id_, _ in found])
    if found:
        response.headers["Last-Modified"] = http_date(max(updated for _, updated in found))
    return response


def _merged(new: Document, old: Document | None) -> Document:
    if old is None:
        return new
    if not (_is_json(old) and _is_json(new)):
        raise BadRequest(f"Content-Type: only {JSON} can be merged into {JSON}; replace the document with PUT")
    return Document(merge_json(old.content, new.content), JSON)


def _is_json(document: Document) -> bool:
    return document.content_type.partition(";")[0].strip().lower() == JSON


def _received(call: Call) -> Document:
    document = Document(call.body.read(), call.content_type or "application/octet-stream")
    if call.body.in_doubt and not (_is_json(document) and is_closed(document.content)):
        call.body.refuse_doubt("a document")
    return document


def _key(kind: Kind, call: Call) -> DocumentKey:
    call.only(kind.id, *kind.where, *kind.optional)
    return DocumentKey(kind.kind, call.need(kind.id), *_where(kind, call), call.params.get("registration", "").lower())


def _scope(kind: Kind, call: Call, *more: str) -> DocumentScope:
    call.only(*kind.where, *kind.optional, *more)
    registration = call.params.get("registration")
    return DocumentScope(kind.kind, *_where(kind, call), None if registration is None else registration.lower())


def _where(kind: Kind, call: Call) -> tuple[str, str]:
    """Return the activity and the agent a document belongs to; what its kind does not use is empty."""
    for name in kind.where:
        call.need(name)
    activity = call.params.get("activityId", "")
    if activity or "activityId" in kind.where:
        check_iri(activity, "activityId")
    if "registration" in call.params:
        check_uuid(call.params["registration"], "registration")
    return activity, _agent(call) if "agent" in kind.where else ""


def _agent(call: Call) -> str:
    found = identifier(read_agent(call.params["agent"], "agent", call.version))
    if found is None:
        raise BadRequest("agent: an anonymous group has no documents; expected an agent or an identified group")
    return found


def methods(name: str) -> dict[str, Handler]:
    """Return the handlers of one of the three resources."""
    handlers = {"GET": get, "HEAD": get, "PUT": put, "POST": post, "DELETE": delete}
    return {method: partial(handler, KINDS[name]) for method, handler in handlers.items()}
